"""What `normalize` does to the chapters, done to their files: `galerada normalize BOOK --diff` or `--write`.

In: a book's folder. Out: lines that tell the changes; with `write`, the same files with other characters only where a
change is. A change is taken when the chapter, read again and normalised, is what it was before: whatever a place may
mean, the book stays the same. The others are listed. Not its business: which changes there are (`stages/normalize`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .diagnostics import Change
from .run import Request, Result, resolved
from .sheets import Sheet


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """One chapter's file, before and after."""

    path: str
    place: Path
    before: Sheet
    after: Sheet
    rules: Counter[str]
    left: tuple[Change, ...]
    """What `normalize` still changes in it."""


def normalize_files(book: Path, write: bool) -> Iterator[str]:
    """Every change as a unified diff, or written; then how many there are of each rule, and what cannot be written."""
    result = Result()
    read, context = resolved(Request(book), result, last="read")
    files = [_rewritten(chapter, book, context) for chapter in read.chapters if chapter.source]
    changed = [file for file in files if file.before != file.after]
    if write:
        _write_all(changed)
    for file in changed:
        yield from [f"{file.path}: {_counts(file.rules)}"] if write else _diff(file)
    for file in files:
        yield from (_left(file, change, write) for change in file.left)
    yield _summary(changed, write)
    if result.report.errors:
        yield f"{len(result.report.errors)} errors in the manuscript: `galerada check` lists them"
