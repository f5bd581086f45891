"""Rows that build, as chapters of one book: a page layout for each of them would take an hour.

In: rows. Out: groups, and for each a row that stands for all of them. Each row's files lie in a folder of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pictures_made import dot
from row import BOOK, BUILT, OUTSIDE, Row, put, write_secrets

from pipeline.diagnostics import Severity

SIZE = 60
NAMES = {"a.md"}


@dataclass(frozen=True)
class Group(Row):
    """Many rows as one: each may have warnings of its own."""

    @property
    def severity(self) -> Severity:
        """The gravest thing that may be said."""
        return Severity.WARNING


def groups(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """The rows that reach the page, as many to a book as are laid out in a few seconds."""
    fit = [row for row in rows if is_chapter(row)]
    yield from (tuple(fit[start : start + SIZE]) for start in range(0, len(fit), SIZE))


def is_chapter(row: Row) -> bool:
    """Whether the row is one chapter that builds, and says nothing of the book as a whole."""
    if row.alone or row.exit or row.paper:
        return False
    own = [path for path in row.files if path.endswith((".md", ".txt"))]
    plain = all(isinstance(content, str | bytes) for content in row.files.values())
    return own == ["a.md"] and plain and "book.yaml" not in row.files and "cover.png" not in row.files


def write_group(rows: tuple[Row, ...], folder: Path, sink: str) -> Row:
    """Make the book; gives the row that says what must come of it."""
    outside, book = folder / OUTSIDE, folder / "book"
    outside.mkdir()
    book.mkdir()
    write_secrets(outside)
    put(book, "book.yaml", BOOK, outside, sink)
    put(book, "cover.png", dot(), outside, sink)
    for number, row in enumerate(rows):
        for path, content in {"cover.png": dot(), **row.files}.items():
            put(book, f"c{number:03}/{path}", content, outside, sink)
    words = tuple(word for row in rows for word in row.expected_words)
    gone = tuple(word for row in rows for word in row.gone)
    return Group(f"{rows[0].ident} to {rows[-1].ident}", "group", {}, BUILT, words=words, gone=gone)
