"""What `normalize` does to the chapters, done to their files: `galerada normalize BOOK --diff` or `--write`.

In: a book's folder. Out: lines that tell the changes, file by file and rule by rule; with `write`, the files.
Not its business: which changes can be written (`tidying`), and how a file is kept as it was (`sheet`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ..diagnostics import BookError, Change, Code
from ..folder import Folder
from ..model import Chapter, Context
from ..nodes import Pos
from ..run import Request, Result, resolved
from .sheet import Sheet, difference, replace_files
from .tidying import tidied


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One chapter's file."""

    path: str
    before: Sheet
    after: Sheet
    rules: Counter[str]
    """How many changes of each."""
    left: tuple[tuple[int, Change], ...]
    """What is changed in the book only, each with the line of `after`."""

    @property
    def changed(self) -> bool:
        """Whether there is something to write."""
        return self.before.data != self.after.data


def normalize_files(book: Path, write: bool) -> Iterator[str]:
    """Each file's changes as a unified diff, or written; then a count of each rule, and what cannot be written."""
    result = Result()
    read, context = resolved(Request(book), result, last="read")
    folder = Folder(book)
    files = [rewritten(chapter, folder, context) for chapter in read.chapters if chapter.source and not chapter.is_raw]
    if write:
        replace_files([((folder.root / f.path).resolve(), f.before, f.after) for f in files if f.changed])
    for file in files:
        yield from _told(file, write)
    yield from _summary(files, write)
    if count := len(result.report.errors):
        yield f"the manuscript has {_many(count, 'error')}: `galerada check` lists what to mend"


def rewritten(chapter: Chapter, folder: Folder, context: Context) -> Rewritten:
    """One chapter's file before and after; nothing is written."""
    assert chapter.source is not None
    path = chapter.source.path
    before = Sheet.of(folder.read(path))
    if before.text != chapter.source.text:
        raise BookError(Code.UNREADABLE_FILE, f"{path} was changed while it was read", Pos(path), "run it again")
    after, rules, reading = tidied(chapter, before, context)
    left = ((reading.line_of(change.pos), change) for change in reading.left)
    return Rewritten(path, before, after, rules, tuple(sorted(left, key=_place)))


def _place(left: tuple[int, Change]) -> tuple[int, int]:
    return left[0], left[1].pos.column


def _told(file: Rewritten, write: bool) -> Iterator[str]:
    if file.changed and not write:
        yield from difference(file.path, file.before, file.after)
    if file.changed:
        yield f"{file.path}: {_counts(file.rules)}"
    for line, found in groupby(file.left, lambda pair: pair[0]):
        number = line if write else file.after.numbers[line - 1]
        changes = ", ".join(f"{_shown(change.before)} -> {_shown(change.after)}" for _, change in found)
        yield f"{file.path}:{number}: not written: {changes}"


def _summary(files: Sequence[Rewritten], write: bool) -> Iterator[str]:
    changed = [file for file in files if file.changed]
    rules = sum((file.rules for file in files), Counter[str]())
    if not changed:
        yield f"nothing to change in {_many(len(files), 'file')}"
    else:
        said = "written" if write else "to write (--write does it)"
        yield f"{_many(len(changed), 'file')} {said}: {_counts(rules)}"
    if count := sum(len(file.left) for file in files):
        yield f"{_many(count, 'change')} not written: the book has them, the file has an escape or the like there"


def _counts(rules: Counter[str]) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _shown(text: str) -> str:
    return "'" + (text if len(text) <= 30 else text[:29] + "…") + "'"
