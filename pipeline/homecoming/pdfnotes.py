"""A reader's notes in a PDF: its running text, and each annotation with the words it stands at.

In: a PDF's bytes. Out: a `Returned`. Raises BookError for what is no PDF, is encrypted, or has no notes. Lengths in pt
from the page's left and lower edges. ISO 32000-1, 12.5.6: kinds of annotations; 12.5.6.2: replies and groups.
Not its business: where the words stand in the manuscript.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from ..diagnostics import BookError, Code
from .letters import Letters
from .remarks import Ask, Remark, Returned, Span, Unread, named, plain, reduced

KINDS = {
    1: "note", 3: "text box", 4: "line", 5: "square", 6: "circle", 7: "polygon", 8: "polyline", 9: "highlight",
    10: "underline", 11: "squiggly", 12: "strikeout", 13: "stamp", 14: "caret", 15: "drawing", 17: "attached file",
    18: "sound", 28: "redaction",
}  # fmt: skip
"""pdfium's numbers (FPDF_ANNOT_*); those that are no reader's (links, forms, popups) are left out."""
MARKUP = frozenset({"highlight", "underline", "squiggly", "strikeout", "redaction"})
POPUP = 16
MOST = 20_000
"""Annotations of one file that are looked at."""
HYPHENS = frozenset({0x02, 0xFFFE})
"""What pdfium puts for a hyphen that divides a word."""
RAISED = 0.78
"""Of the size of its neighbours: a call of a note is smaller."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A drawn character."""

    index: int
    """In the running text."""
    box: Box
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation."""

    number: int
    """On its page."""
    kind: str
    who: str
    said: str
    rect: Box
    quads: tuple[Box, ...]
    parent: int
    """The number of the annotation that it answers or belongs to; -1: none."""
    grouped: bool
    state: str
    """Not empty: it only says what became of another one."""


@dataclass(slots=True)
class _Book:
    """What is read of the document, page by page."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    calls: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    met: int = 0

    def take(self, text: str) -> None:
        self.text.append(text)
        self.length += len(text)


def pdf_notes(data: bytes, name: str) -> Returned:
    """The notes in a PDF, in the order of its text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = f"{name} is locked with a password" if locked else f"{name} cannot be read as a PDF"
        hint = "save a copy without a password" if locked else "give the PDF that the reader wrote into"
        raise BookError(Code.NOTES_UNREADABLE, message, hint=hint) from None
    book = _Book()
    try:
        for number in range(len(document)):
            _page(document[number], number + 1, book)
    finally:
        document.close()
    if not book.met:
        hint = "a copy that was printed or flattened has lost them: ask for the file with its comments"
        raise BookError(Code.NO_NOTES, f"{name} holds no comments", hint=hint)
    return _returned(book)


def _returned(book: _Book) -> Returned:
    letters = Letters.of("".join(book.text), frozenset(book.calls))
    ordered = sorted((reduced(remark, letters.raw) for remark in book.remarks), key=lambda remark: remark.start)
    return Returned(letters, tuple(ordered), tuple(book.unread))


def _page(page: Any, number: int, book: _Book) -> None:
    notes = list(_notes(page))
    book.met += len(notes)
    if book.met > MOST:
        raise BookError(Code.NOTES_TOO_LARGE, f"there are more than {MOST} annotations", hint="import part of them")
    texts = page.get_textpage()
    begin = book.length
    if not notes:
        book.take(texts.get_text_range().replace("\r\n", "\n") + "\n")
        return
    signs = list(_signs(texts, book))
    book.take("\n")
    where = f"page {page.pdf.get_page_label(number - 1) or number}"
    _threads(notes, signs, where, (begin, book.length), book)


# the page's text


def _signs(texts: Any, book: _Book) -> Iterator[Sign]:
    """The characters as they are drawn; those of turned text are left out."""
    from pypdfium2 import raw

    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    last: Sign | None = None
    for index in range(raw.FPDFText_CountChars(texts)):
        code = raw.FPDFText_GetUnicode(texts, index)
        sign = "-" if code in HYPHENS else chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffc"
        raw.FPDFText_GetMatrix(texts, index, matrix)
        if sign.isspace() or raw.FPDFText_IsGenerated(texts, index) == 1:
            book.take(sign)
            continue
        if abs(matrix.b) > abs(matrix.a):
            continue
        raw.FPDFText_GetLooseCharBox(texts, index, box)
        raw.FPDFText_GetCharOrigin(texts, index, x, y)
        size = raw.FPDFText_GetFontSize(texts, index) * math.hypot(matrix.b, matrix.d)
        made = Sign(book.length, (box.left, box.bottom, box.right, box.top), y.value, size)
        if last and sign.isdigit() and _is_raised(made, last, book):
            book.calls.add(made.index)
        else:
            last = made
        book.take(sign)
        yield made


def _is_raised(sign: Sign, last: Sign, book: _Book) -> bool:
    """Whether a digit is the call of a note: small, and above the line of what stands before it."""
    return sign.size < RAISED * last.size and 0.1 < (sign.baseline - last.baseline) / last.size < 0.8


# annotations


def _notes(page: Any) -> Iterator[Note]:
    from pypdfium2 import raw

    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        kind = KINDS.get(raw.FPDFAnnot_GetSubtype(note), "")
        if kind:
            parent, parent_index = raw.FPDFAnnot_GetLinkedAnnot(note, b"IRT"), -1
            if parent:
                parent_index = raw.FPDFPage_GetAnnotIndex(page, parent)
                raw.FPDFPage_CloseAnnot(parent)
            grouped = _string(note, b"RT") == "Group"
            said = _string(note, b"Contents") or _unmarked(_string(note, b"RC")) or _of_popup(note)
            yield Note(number, kind, named(_string(note, b"T")), plain(said), _rect(note), tuple(_quads(note)),
                       parent_index, grouped, _string(note, b"State"))  # fmt: skip
        raw.FPDFPage_CloseAnnot(note)


def _string(note: Any, key: bytes) -> str:
    from pypdfium2 import raw

    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFAnnot_GetStringValue(note, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0").replace("\r", "\n")


def _of_popup(note: Any) -> str:
    from pypdfium2 import raw

    popup = raw.FPDFAnnot_GetLinkedAnnot(note, b"Popup")
    if not popup:
        return ""
    said = _string(popup, b"Contents")
    raw.FPDFPage_CloseAnnot(popup)
    return said


def _rect(note: Any) -> Box:
    from pypdfium2 import raw

    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, rect)
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    return left, bottom, right, top


def _quads(note: Any) -> Iterator[Box]:
    """The lines of a highlight; the order of a quad's corners differs from viewer to viewer."""
    from pypdfium2 import raw

    quad = raw.FS_QUADPOINTSF()
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(note)):
        if raw.FPDFAnnot_GetAttachmentPoints(note, index, quad):
            across, up = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(up), max(across), max(up)


class _Words(HTMLParser):
    """The words of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.words.append(" " if tag in {"p", "br", "div"} else "")


def _unmarked(rich: str) -> str:
    words = _Words()
    words.feed(rich)
    words.close()
    return plain("".join(words.words))


# notes become remarks


def _threads(notes: Sequence[Note], signs: Sequence[Sign], where: str, page: Span, book: _Book) -> None:
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
        replies = tuple((note.who, note.said) for note in others if not note.state and note.said)
        remark = _remark(first, group, signs, where)
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


def _remark(note: Note, group: Sequence[Note], signs: Sequence[Sign], where: str) -> Remark | Unread:
    struck = next((one for one in (note, *group) if one.kind == "strikeout"), None)
    caret = next((one for one in (note, *group) if one.kind == "caret"), None)
    who = next((one.who for one in (note, *group) if one.who), "")
    if struck and caret:
        words = caret.said or struck.said
        spans = _selected(struck, signs)
        return Remark(Ask.REPLACE, spans, where, who, "", words) if spans and words else _nothing(note, where)
    if struck:
        return _marked(Ask.DELETE, struck, signs, where)
    if caret:
        return _inserted(caret, signs, where)
    if note.kind in MARKUP:
        return _marked(Ask.HIGHLIGHT, note, signs, where)
    if note.said and (place := _near(note, signs)) is not None:
        return Remark(Ask.QUERY, (place,), where, who, note.said)
    return _nothing(note, where)


def _nothing(note: Note, where: str) -> Unread:
    drawn = "it stands at no words" if note.said or note.kind in MARKUP or note.kind == "caret" else "it says no words"
    return Unread(where, note.who, f"{note.kind}: {note.said}" if note.said else note.kind, drawn)


def _marked(ask: Ask, note: Note, signs: Sequence[Sign], where: str) -> Remark | Unread:
    spans = _selected(note, signs)
    return Remark(ask, spans, where, note.who, note.said) if spans else _nothing(note, where)


def _selected(note: Note, signs: Sequence[Sign]) -> tuple[Span, ...]:
    """The characters whose middle lies in one of the quads, in runs of the text."""
    quads = note.quads or (note.rect,)
    spans: list[Span] = []
    last = -2
    for number, sign in enumerate(signs):
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


def _inserted(note: Note, signs: Sequence[Sign], where: str) -> Remark | Unread:
    """A caret stands between two characters of the line that it touches."""
    left, bottom, right, top = note.rect
    across, middle = (left + right) / 2, (bottom + top) / 2
    near = [sign for sign in signs if sign.baseline - 0.6 * sign.size <= middle <= sign.baseline + sign.size]
    if not near:
        return _nothing(note, where)
    line = min((sign.baseline for sign in near), key=lambda base: abs(base + 0.2 * near[0].size - middle))
    row = [sign for sign in near if abs(sign.baseline - line) < 0.25 * sign.size]
    row.sort(key=lambda sign: sign.box[0])  # an item's number is drawn behind its words
    before = [sign for sign in row if (sign.box[0] + sign.box[2]) / 2 < across]
    place = before[-1].index + 1 if before else row[0].index
    if before and len(before) < len(row) and abs(row[len(before)].box[0] - across) < abs(before[-1].box[2] - across):
        place = row[len(before)].index
    if not note.said:
        return Remark(Ask.QUERY, ((place, place),), where, note.who, "insert?")
    return Remark(Ask.INSERT, ((place, place),), where, note.who, "", note.said)


def _near(note: Note, signs: Sequence[Sign]) -> Span | None:
    """The character that a note lies on, or next to."""
    if not signs:
        return None
    left, bottom, right, top = note.rect
    across, middle = (left + right) / 2, (bottom + top) / 2

    def distance(sign: Sign) -> tuple[float, float]:
        aside = max(sign.box[0] - right, left - sign.box[2], 0.0)
        apart = max(sign.box[1] - top, bottom - sign.box[3], 0.0)
        height = sign.baseline + 0.25 * sign.size
        return aside + 3 * apart, abs((sign.box[0] + sign.box[2]) / 2 - across) + 3 * abs(height - middle)

    nearest = min(signs, key=distance)
    return nearest.index, nearest.index + 1
