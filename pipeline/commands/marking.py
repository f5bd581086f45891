"""Marks settled in the manuscript's files: `galerada accept` and `galerada reject`.

In: a book's folder, and which marks. Out: lines that tell what was done; the chapters' files without these marks, and
not a byte of them changed elsewhere. To settle a mark is to take something out: its signs, and the words that go.
Not its business: how a file is kept as it was (`sheet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ..diagnostics import BookError, Code
from ..folder import Folder
from ..marks import Kind
from ..nodes import Pos
from ..read.marks import Mark, find_marks
from .queries import Row, rows
from .sheet import Sheet, replace_files

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which marks."""

    only: tuple[int, ...] = ()
    """By their numbers in `galerada queries`."""
    who: str = ""
    chapter: str = ""
    """By its file, its name or its title."""
    everything: bool = False
    """Every mark that asks for other words. Queries and highlights are settled only where they are named."""

    def takes(self, row: Row) -> bool:
        """Whether the mark is meant."""
        if self.only:
            return row.number in self.only
        named = not self.who or row.mark.who.casefold() == self.who.removeprefix("@").casefold()
        return row.mark.kind.changes and named and (not self.chapter or self._is_in(row))

    def _is_in(self, row: Row) -> bool:
        path, wanted = row.mark.pos.path.casefold(), self.chapter.casefold()
        name = path.rpartition("/")[2]
        return wanted in {path, name, name.rpartition(".")[0], row.chapter.key, row.title.casefold()}


def settle(book: Path, choice: Choice, *, accept: bool) -> Iterator[str]:
    """Settle marks in the files; raises BookError, and changes none, when a mark or a file is not there."""
    found = rows(book)
    chosen = [row for row in found if choice.takes(row)]
    _demand(choice, found, chosen)
    folder, changed = Folder(book), []
    for path in dict.fromkeys(row.mark.pos.path for row in chosen):
        numbers = {row.mark.number for row in chosen if row.mark.pos.path == path}
        before = Sheet.of(folder.read(path))
        changed.append(((folder.root / path).resolve(), before, settled(before, numbers, accept=accept)))
    replace_files(changed)
    word = "accepted" if accept else "rejected"
    yield from (f"{row.mark.pos}: {word if row.mark.kind.changes else 'settled'}: {row.mark.text}" for row in chosen)
    yield f"{len(chosen)} {word}, {len(found) - len(chosen)} left"


def _demand(choice: Choice, found: Sequence[Row], chosen: Sequence[Row]) -> None:
    missing = sorted(set(choice.only) - {row.number for row in found})
    if missing:
        there = f"the numbers go from 1 to {len(found)}" if found else "the book has no open marks"
        raise BookError(Code.UNKNOWN_MARK, f"there is no mark {missing[0]}", Pos(""), f"{there}: galerada queries")
    if not chosen:
        left = sum(not row.mark.kind.changes for row in found)
        hint = f"{left} queries and highlights are settled by number: --only N" if left else "galerada queries"
        raise BookError(Code.UNKNOWN_MARK, "no mark that asks for other words is so named", Pos(""), hint)


def settled(sheet: Sheet, numbers: Iterable[int], *, accept: bool) -> Sheet:
    """The sheet without these marks of its text, by their numbers in it."""
    text, wanted = sheet.text, set(numbers)
    marks = [mark for mark in find_marks(text) if mark.number in wanted]
    spans = [span for mark in marks for span in _gone(mark, accept)]
    return sheet.without([_with_line(text, span, marks) for span in _merged(spans)])


def _gone(mark: Mark, accept: bool) -> Iterator[Span]:
    """What is taken out: the signs, and what stands between two of them when these words go."""
    own = mark.own
    if mark.note:
        yield mark.note.start, mark.note.end
    if mark.kind is Kind.QUERY:
        return
    yield from ((stroke.start, stroke.end) for stroke in own)
    first, last = own[0], own[-1]
    if mark.kind is Kind.SUBSTITUTION:
        yield (first.start, own[1].end) if accept else (own[1].start, last.end)
    elif mark.kind is (Kind.DELETION if accept else Kind.INSERTION):
        yield first.start, last.end


def _merged(spans: Iterable[Span]) -> list[Span]:
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _with_line(text: str, span: Span, marks: Sequence[Mark]) -> Span:
    """Lines of which nothing is left go with their ends: an empty one would part a list, a table or a paragraph.

    But a comment alone on its line parted the paragraph, and its empty line still does.
    """
    start, end = span
    begins = text.rfind("\n", 0, start) + 1
    ends = text.find("\n", end)
    alone = not text[begins:start].strip() and not text[end : ends if ends >= 0 else len(text)].strip()
    comment = any(mark.note and mark.note.is_comment and mark.span == span for mark in marks)
    above, below = text[:begins].endswith("\n\n") or begins == 0, text[ends + 1 : ends + 2] in ("", "\n")
    if not alone or ends < 0 or (comment and not above and not below):
        return span
    return begins, ends + 1
