"""What became of each comment that came home: told, listed, and put into the files.

In: outcomes, and chapters before and after. Out: lines, a report, the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import BookError, Code
from ..folder import Folder
from ..nodes import Pos
from .sheet import Sheet, difference, replace_files


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one comment."""

    where: str
    """In the document."""
    who: str
    what: str
    pos: Pos
    """In the manuscript; where there is no place, the nearest one, if any."""
    placed: bool
    said: str = ""
    """How the mark differs from the comment, that it was there before, or why there is none."""

    def __str__(self) -> str:
        who = f" @{self.who}" if self.who else ""
        said = f" ({self.said})" if self.said else ""
        if self.placed:
            return f"{self.pos}: {self.where}{who}: {self.what}{said}"
        near = f"; look near {self.pos}" if self.pos.path else ""
        return f"{Code.NOT_PLACED.severity}[{Code.NOT_PLACED.ident}]: {self.where}{who}: {self.what}: {self.said}{near}"


@dataclass(frozen=True, slots=True)
class Imported:
    """A copy, brought home."""

    outcomes: tuple[Outcome, ...]
    changed: tuple[tuple[str, Sheet, Sheet], ...]
    """Path, before and after."""

    @property
    def left(self) -> tuple[Outcome, ...]:
        """What found no place."""
        return tuple(outcome for outcome in self.outcomes if not outcome.placed)


def write(found: Imported, book: Path) -> None:
    """Put the changed chapters in place of the old ones; all, or none (BookError)."""
    folder = Folder(book)
    replace_files([((folder.root / path).resolve(), before, after) for path, before, after in found.changed])


def lines(found: Imported, *, written: bool) -> Iterator[str]:
    """The diff, unless it was written, and each comment."""
    if not written:
        for path, before, after in found.changed:
            yield from difference(path, before, after)
    yield from map(str, found.outcomes)
    placed = len(found.outcomes) - len(found.left)
    count = f"{len(found.outcomes)} comment" + ("" if len(found.outcomes) == 1 else "s")
    done = "" if written or not found.changed else "; --write puts them into the chapters"
    yield f"{count}: {placed} placed, {len(found.left)} not placed{done}"


def as_object(found: Imported) -> Mapping[str, object]:
    """The one object of `--report FILE.json`."""
    told = [
        {"where": one.where, "who": one.who, "comment": one.what, "placed": one.placed, "path": one.pos.path or None,
         "line": one.pos.line or None, "column": one.pos.column or None, "note": one.said or None}
        for one in found.outcomes
    ]  # fmt: skip
    return {"comments": told, "placed": len(told) - len(found.left), "left": len(found.left)}


def put_report(found: Imported, file: Path) -> None:
    """The list of all comments in a file: JSON by its name, else text; raises BookError when it cannot be written."""
    text = json.dumps(as_object(found), ensure_ascii=False, indent=2) if file.suffix == ".json" else None
    try:
        file.write_text((text or "\n".join(lines(found, written=True))) + "\n", encoding="utf-8")
    except OSError as error:
        message = f"{file} cannot be written: {(error.strerror or str(error)).lower()}"
        raise BookError(Code.NOT_WRITTEN, message, hint="choose another place with --report") from None
