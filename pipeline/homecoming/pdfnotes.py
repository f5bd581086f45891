"""A reader's notes in a PDF: its running text, and each annotation with the words it stands at.

In: a PDF's bytes. Out: a `Returned`. Raises BookError for what is no PDF, is encrypted, or has no notes. Lengths in pt
from the page's left and lower edges. ISO 32000-1, 12.5.6.2: replies and groups.
Not its business: where the words stand in the manuscript.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..diagnostics import BookError, Code
from .letters import Letters
from .pdfpages import Box, Note, Sign, notes_of, opened, signs
from .remarks import Ask, Remark, Returned, Span, Unread, reduced

PEN = frozenset({"caret", "strikeout"})
"""What a replacement is made of."""
MARKUP = frozenset({"highlight", "underline", "squiggly", "strikeout", "redaction"})
SMALLEST = 0.72
"""Of the size of most letters on a page: a note's letters are not smaller, a line's number is."""
MOST = 20_000
"""Annotations of one file that are looked at."""

@dataclass(slots=True)
class _Book:
    """What is read of the document, page by page."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    calls: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    met: int = 0

    def take(self, text: str) -> int:
        """Some of the text; where it begins."""
        start = self.length
        self.text.append(text)
        self.length += len(text)
        return start

    def signs(self, texts: Any) -> Iterator[Sign]:
        """The characters of a page, taken into the text; calls of notes are no letters of it."""
        for sign, called in signs(texts, self.take):
            if called:
                self.calls.add(sign.index)
            yield sign


def pdf_notes(data: bytes, name: str) -> Returned:
    """The notes in a PDF, in the order of its text."""
    book = _Book()
    with opened(data, name) as document:
        for number in range(len(document)):
            _page(document[number], number + 1, book)
    if not book.met:
        hint = "a copy that was printed or flattened has lost them: ask for the file with its comments"
        raise BookError(Code.NO_NOTES, f"{name} holds no comments", hint=hint)
    return _returned(book)


def _returned(book: _Book) -> Returned:
    letters = Letters.of("".join(book.text), frozenset(book.calls))
    ordered = sorted((reduced(remark, letters.raw) for remark in book.remarks), key=lambda remark: remark.start)
    return Returned(letters, tuple(ordered), tuple(book.unread))


def _page(page: Any, number: int, book: _Book) -> None:
    notes = list(notes_of(page))
    book.met += len(notes)
    if book.met > MOST:
        raise BookError(Code.NOTES_TOO_LARGE, f"there are more than {MOST} annotations", hint="import part of them")
    texts = page.get_textpage()
    if not notes:
        book.take(texts.get_text_range().replace("\r\n", "\n") + "\n")
        return
    drawn = list(book.signs(texts))
    book.take("\n")
    where = f"page {page.pdf.get_page_label(number - 1) or number}"
    _threads(notes, drawn, where, book)


# notes become remarks


def _threads(notes: Sequence[Note], drawn: Sequence[Sign], where: str, book: _Book) -> None:
    """Each note with what belongs to it and what others answered."""
    by_number = {note.number: note for note in notes}
    held: dict[int, list[Note]] = {}
    for note in notes:
        held.setdefault(_root(note, by_number), []).append(note)
    for root, thread in held.items():
        first = by_number[root]
        group = [note for note in thread if note is not first and note.grouped]
        others = [note for note in thread if note is not first and not note.grouped]
        for note in [note for note in others if note.state]:
            book.unread.append(Unread(where, note.who, f"{note.state}: {note.said}", "a review's state is no mark"))
        also = [note for note in group if note.kind not in PEN]
        replies = tuple((note.who, note.said) for note in (*also, *others) if not note.state and note.said)
        remark = _remark(first, group, drawn, where)
        if isinstance(remark, Unread):
            book.unread.append(remark)
            book.unread += [Unread(where, who, said, f"it answers a {first.kind}") for who, said in replies]
        else:
            book.remarks.append(replace(remark, replies=replies))


def _root(note: Note, notes: dict[int, Note]) -> int:
    seen = {note.number}
    while note.parent in notes and note.parent not in seen:
        note = notes[note.parent]
        seen.add(note.number)
    return note.number


def _remark(note: Note, group: Sequence[Note], drawn: Sequence[Sign], where: str) -> Remark | Unread:
    struck = next((one for one in (note, *group) if one.kind == "strikeout"), None)
    caret = next((one for one in (note, *group) if one.kind == "caret"), None)
    who = next((one.who for one in (note, *group) if one.who), "")
    if struck and caret:
        words, said = (caret.said, struck.said) if caret.said else (struck.said, "")
        spans = _selected(struck, drawn)
        return Remark(Ask.REPLACE, spans, where, who, said, words) if spans and words else _nothing(note, where)
    if struck:
        return _marked(Ask.DELETE, struck, drawn, where)
    if caret:
        return _inserted(caret, drawn, where)
    if note.kind in MARKUP:
        return _marked(Ask.HIGHLIGHT, note, drawn, where)
    if note.said and (place := _near(note, drawn)) is not None:
        return Remark(Ask.QUERY, (place,), where, who, note.said)
    return _nothing(note, where)


def _nothing(note: Note, where: str) -> Unread:
    drawn = "it stands at no words" if note.said or note.kind in MARKUP or note.kind == "caret" else "it says no words"
    return Unread(where, note.who, f"{note.kind}: {note.said}" if note.said else note.kind, drawn)


def _marked(ask: Ask, note: Note, drawn: Sequence[Sign], where: str) -> Remark | Unread:
    spans = _selected(note, drawn)
    return Remark(ask, spans, where, note.who, note.said) if spans else _nothing(note, where)


def _selected(note: Note, drawn: Sequence[Sign]) -> tuple[Span, ...]:
    """The characters whose middle lies in one of the quads, in runs of the text."""
    quads = note.quads or (note.rect,)
    spans: list[Span] = []
    last = -2
    for number, sign in enumerate(drawn):
        if not any(_holds(quad, sign) for quad in quads):
            continue
        if spans and number == last + 1:
            spans[-1] = (spans[-1][0], sign.index + 1)
        else:
            spans.append((sign.index, sign.index + 1))
        last = number
    return tuple(spans)


def _holds(quad: Box, sign: Sign) -> bool:
    across = (sign.box[0] + sign.box[2]) / 2
    height = sign.baseline + 0.25 * sign.size
    return quad[0] <= across <= quad[2] and quad[1] <= height <= quad[3]


def _inserted(note: Note, drawn: Sequence[Sign], where: str) -> Remark | Unread:
    """A caret stands between two characters of the line that it touches."""
    left, bottom, right, top = note.rect
    across, middle = (left + right) / 2, (bottom + top) / 2
    near = [sign for sign in drawn if sign.baseline - 0.6 * sign.size <= middle <= sign.baseline + sign.size]
    near = _of_text(near, drawn) or near
    if not near:
        return _nothing(note, where)

    def distance(sign: Sign) -> float:
        aside = max(sign.box[0] - across, across - sign.box[2], 0.0)
        return aside + 3 * abs(sign.baseline + 0.2 * sign.size - middle)

    line = min(near, key=distance).baseline
    row = [sign for sign in near if abs(sign.baseline - line) < 0.25 * sign.size]
    row.sort(key=lambda sign: sign.box[0])  # an item's number is drawn behind its words
    before = [sign for sign in row if (sign.box[0] + sign.box[2]) / 2 < across]
    place = before[-1].index + 1 if before else row[0].index
    if before and len(before) < len(row) and abs(row[len(before)].box[0] - across) < abs(before[-1].box[2] - across):
        place = row[len(before)].index
    if not note.said:
        return Remark(Ask.QUERY, ((place, place),), where, note.who, "insert?")
    return Remark(Ask.INSERT, ((place, place),), where, note.who, "", note.said)


def _of_text(signs: Sequence[Sign], drawn: Sequence[Sign]) -> list[Sign]:
    """Without what stands in the margin: numbers of lines and paragraphs, smaller than most of the page's letters."""
    sizes = Counter(round(sign.size * 2) for sign in drawn)
    usual = sizes.most_common(1)[0][0] / 2 if sizes else 0.0
    return [sign for sign in signs if sign.size >= SMALLEST * usual]


def _near(note: Note, drawn: Sequence[Sign]) -> Span | None:
    """The character that a note lies on, or next to."""
    if not drawn:
        return None
    left, bottom, right, top = note.rect
    across, middle = (left + right) / 2, (bottom + top) / 2

    def distance(sign: Sign) -> tuple[float, float]:
        aside = max(sign.box[0] - right, left - sign.box[2], 0.0)
        apart = max(sign.box[1] - top, bottom - sign.box[3], 0.0)
        height = sign.baseline + 0.25 * sign.size
        return aside + 3 * apart, abs((sign.box[0] + sign.box[2]) / 2 - across) + 3 * abs(height - middle)

    nearest = min(_of_text(drawn, drawn), key=distance)
    return nearest.index, nearest.index + 1
