"""What a person or a script is told of a run.

In: a `Result`. Out: lines of text, or the object that scripts build on (docs/reference/json.md). Other forms of it
stand in `forms`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..diagnostics import Diagnostic, Severity
from ..request import Result

NAMED = 8
"""Things that a line names; of more it tells how many."""
COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.REMARK: "36"}


def placed(found: Diagnostic, folder: Path) -> str:
    """`path:line:col` as it can be opened from where the command runs; empty for what has no place."""
    if not found.pos.path:
        return ""
    return f"{shown(folder, found.pos.path)}:{found.pos.line}:{found.pos.column}"


def shown(folder: Path, path: str) -> str:
    """A file of the book as it can be opened from where the command runs."""
    return os.path.normpath(folder / path)


def diagnostic_lines(found: Diagnostic, folder: Path, *, colour: bool) -> Iterator[str]:
    """A finding and its hint."""
    place = placed(found, folder)
    kind = f"{found.severity}[{found.code.ident}]"
    if colour:
        kind = f"\033[1;{COLOURS[found.severity]}m{kind}\033[0m"
    yield f"{place}: {kind}: {found.message}" if place else f"{kind}: {found.message}"
    if found.hint:
        yield f"    hint: {found.hint}"


def summary_lines(result: Result) -> Iterator[str]:
    """What was written, how long it took, how many findings there are."""
    for output in result.outputs:
        pages = f", {output.pages} pages" if output.pages else ""
        yield f"{output.path}  {size(output.size)}{pages}"
    if result.redline is not None:
        told = [f"{count} {kind}" for kind, count in result.redline.items()]
        yield "changes: " + (", ".join(told) or "none")
    spent = ", ".join(f"{name} {seconds:.2f}" for name, seconds in result.seconds if seconds >= 0.005)
    if spent:
        yield f"seconds: {spent}"
    counts = Counter(found.severity for found in result.report.diagnostics)
    told = [f"{counts[kind]} {kind}{'s' if counts[kind] != 1 else ''}" for kind in Severity if counts[kind]]
    told += [f"{count} waived"] if (count := len(result.report.waived)) else []
    if told:
        yield "findings: " + ", ".join(told)


def explained_lines(result: Result) -> Iterator[str]:
    """What was taken from the cache, and why the rest was not."""
    if not result.uses:
        yield "nothing has changed: every output is as it was written"
        return
    for reason in result.changed or ("there was nothing to compare with: a first build, or another Galerada",):
        yield f"because: {reason}"
    for kind in dict.fromkeys(use.kind for use in result.uses):
        uses = dict.fromkeys(use.name for use in result.uses if use.kind == kind)
        made = list(dict.fromkeys(use.name for use in result.uses if use.kind == kind and not use.reused))
        named = ", ".join(made[:NAMED]) + (f" and {len(made) - NAMED} more" if len(made) > NAMED else "")
        yield f"{kind}: {len(uses) - len(made)} reused, {len(made)} made" + (f": {named}" if made else "")


def size(count: int) -> str:
    """Bytes as people say them."""
    return f"{count / 1024:.0f} KiB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MiB"


def as_object(result: Result, folder: Path) -> dict[str, object]:
    """The one object of `--json`."""
    book = result.summary
    return {
        "outputs": [
            {"edition": o.edition, "path": str(o.path), "bytes": o.size, "sha256": o.sha256, "pages": o.pages}
            for o in result.outputs
        ],
        **({} if result.redline is None else {"changes": result.redline}),
        "diagnostics": [_diagnostic(found, folder) for found in result.report.diagnostics],
        "waived": [_diagnostic(found, folder) | {"reason": reason} for found, reason in result.report.waived],
        "stages": [{"name": name, "seconds": round(seconds, 4)} for name, seconds in result.seconds],
        "book": None if book is None else {
            "title": book.title, "language": book.language, "chapters": book.chapters, "words": book.words,
        },
    }  # fmt: skip


def _diagnostic(found: Diagnostic, folder: Path) -> dict[str, object]:
    path = shown(folder, found.pos.path) if found.pos.path else ""
    return {
        "code": found.code.ident, "severity": str(found.severity), "path": path, "line": found.pos.line,
        "column": found.pos.column, "message": found.message, "hint": found.hint,
    }  # fmt: skip
