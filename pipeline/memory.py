"""A build that has nothing to do: what was read the last time, and what came of it.

In: a request. Out: the last result, when every file that was read or looked for is as it was, and every output still
lies there with the same bytes; all told by their content, never by a date. Else what has changed, in words.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .budget import Limits
from .cache import key
from .diagnostics import BookError, Code, Diagnostic, Report, Severity
from .folder import Folder
from .nodes import Pos
from .output import Output
from .packed import NOT_OURS, pack, unpack
from .request import Request, Result, Summary

GONE = ""
"""What stands for the content of a file that cannot be read."""


class WatchedFolder(Folder):
    """A folder that remembers what was asked of it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.seen: dict[str, str] = {}

    def read(self, path: str, limits: Limits | None = None, key: str = "") -> bytes:
        """The bytes of a file; raises BookError when it is outside, missing, unreadable or too large."""
        self.seen[f"read {path}"] = GONE
        data = super().read(path, limits, key)
        self.seen[f"read {path}"] = hashlib.sha256(data).hexdigest()
        return data

    def exists(self, path: str) -> bool:
        """Whether this is a file of the book."""
        return self._noted("file", path, super().exists(path))

    def holds(self, path: str) -> bool:
        """Whether this is a file or a folder of the book."""
        return self._noted("there", path, super().holds(path))

    def files(self, limits: Limits | None = None) -> tuple[str, ...]:
        """Every file of the book by its path."""
        found = super().files(limits)
        self.seen["list "] = _listing(found, self)
        return found

    def _noted(self, kind: str, path: str, answer: bool) -> bool:
        self.seen.setdefault(f"{kind} {path}", str(answer))
        return answer


def _listing(files: tuple[str, ...], folder: Folder) -> str:
    """The files by their names, and what lies beside them that is refused."""
    names = (*files, *(refused.path for refused in folder.refused))
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def _name(request: Request) -> str:
    """The request and what comes in from outside the book: a clock, or what stands for it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    asked = (request.editions, str(request.out), request.strict, request.only, request.language, request.draft,
             request.write, request.stores, request.targets, request.preflight, request.revision, request.editor,
             request.pack, repr(request.against), epoch, "" if epoch else date.today().isoformat())  # fmt: skip
    return key("build", repr(asked))


@dataclass(frozen=True, slots=True)
class Recalled:
    """What memory says of a request."""

    result: Result | None
    """The last result, if it still holds."""
    changed: tuple[str, ...] = ()
    """Why it does not."""
    entry: bytes = b""
    """What memory had to say; empty: nothing."""


def recalled(request: Request, before: Recalled | None = None) -> Recalled:
    """The last result, or what has changed since.

    What was found a moment `before` stands, as long as no other build has had something to remember since then.
    """
    kept = request.store.get(_name(request)) or b""
    if before is not None and before.entry == kept:
        return before
    if not kept or not request.folder.is_dir():
        return Recalled(None)
    try:
        seen, told = unpack(kept).value
        changed = tuple(_changed(seen, Folder(request.folder)))
        return Recalled(None, changed, kept) if changed else _whole(told, request)
    except NOT_OURS:
        return Recalled(None, entry=kept)


def _changed(seen: dict[str, str], folder: Folder) -> list[str]:
    return [words for said, answer in seen.items() if (words := _difference(said, answer, folder))]


def _difference(said: str, answer: str, folder: Folder) -> str:
    """How a thing differs from what it was, in words; empty when it does not."""
    kind, _, path = said.partition(" ")
    match kind:
        case "read":
            return "" if _content(path, folder) == answer else f"{path} has changed"
        case "file":
            return "" if str(folder.exists(path)) == answer else f"{path} has come or gone"
        case "there":
            return "" if str(folder.holds(path)) == answer else f"{path} has come or gone"
    return "" if _listing(folder.files(Limits(files=sys.maxsize)), folder) == answer else "a file has come or gone"


def _content(path: str, folder: Folder) -> str:
    try:
        return hashlib.sha256(folder.read(path)).hexdigest()
    except BookError:
        return GONE


def _whole(told: dict[str, Any], request: Request) -> Recalled:
    outputs = tuple(Output(edition, request.root / path, size, digest, pages)
                    for edition, path, size, digest, pages in told["outputs"])  # fmt: skip
    for output in outputs:
        if not _is_there(output):
            return Recalled(None, (f"{output.path.name} is not as it was written",))
    report = Report()
    waived: dict[Diagnostic, str] = {}
    for ident, severity, message, path, line, column, hint, reason in told["found"]:
        code = Code.of(ident)
        if code is None:
            return Recalled(None)
        found = Diagnostic(code, message, Pos(path, line, column), hint, Severity(severity))
        report.take(found)
        waived[found] = reason
    report.waive = lambda found: waived.get(found, "")
    return Recalled(Result(report, outputs, [], None, Summary(*told["summary"]), request.strict))


def _is_there(output: Output) -> bool:
    try:
        with output.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == output.sha256
    except OSError:
        return False


def remember(request: Request, result: Result, folder: WatchedFolder) -> None:
    """Keep what was read and what came of it."""
    if result.summary is None or not request.cache:
        return
    summary = result.summary
    told = {
        "outputs": [[o.edition, str(o.path.relative_to(request.root)), o.size, o.sha256, o.pages]
                    for o in result.outputs],
        "found": [[d.code.ident, str(d.severity), d.message, d.pos.path, d.pos.line, d.pos.column, d.hint, reason]
                  for d, reason in (*((d, "") for d in result.report.diagnostics), *result.report.waived)],
        "summary": [summary.title, summary.language, summary.chapters, summary.words],
    }  # fmt: skip
    request.store.put(_name(request), pack([folder.seen, told]))
