"""The characters and the annotations of a PDF's page. With the meter, the home of pypdfium2.

In: a PDF's bytes. Out: its pages; of each page the characters as they are drawn, and the annotations. Lengths in pt
from the page's left and lower edges. ISO 32000-1, 12.5.6: kinds of annotations. Not its business: what notes ask for.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from ..diagnostics import BookError, Code
from .remarks import named, plain

KINDS = {
    1: "note", 3: "text box", 4: "line", 5: "square", 6: "circle", 7: "polygon", 8: "polyline", 9: "highlight",
    10: "underline", 11: "squiggly", 12: "strikeout", 13: "stamp", 14: "caret", 15: "drawing", 17: "attached file",
    18: "sound", 28: "redaction", 0: "annotation of an unknown kind", 19: "film", 25: "model", 26: "film",
}  # fmt: skip
"""pdfium's numbers (FPDF_ANNOT_*); those that are no reader's (links, forms, popups) are left out."""
HYPHENS = frozenset({0x02, 0xFFFE})
"""What pdfium puts for a hyphen that divides a word."""
FLOATS = 0.2
"""Of the size: above the line, where ink begins that is no figure of a number."""
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


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """The document; raises BookError when it is none, or locked."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = f"{name} is locked with a password" if locked else f"{name} cannot be read as a PDF"
        hint = "save a copy without a password" if locked else "give the PDF that the reader wrote into"
        raise BookError(Code.NOTES_UNREADABLE, message, hint=hint) from None
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        message = f"{name} is damaged: {error}"
        raise BookError(Code.NOTES_UNREADABLE, message, hint="save it again in the viewer it was read in") from None
    finally:
        document.close()


def signs(texts: Any, take: Callable[[str], int]) -> Iterator[tuple[Sign, bool]]:
    """The characters as they are drawn, and whether each is the call of a note; those of turned text are left out.

    `take` gets every character, spaces too, and gives its index in the running text.
    """
    from pypdfium2 import raw

    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    last: Sign | None = None
    for index in range(raw.FPDFText_CountChars(texts)):
        code = raw.FPDFText_GetUnicode(texts, index)
        sign = "-" if code in HYPHENS else chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffc"
        raw.FPDFText_GetMatrix(texts, index, matrix)
        if sign.isspace() or raw.FPDFText_IsGenerated(texts, index) == 1:
            take(sign)
            continue
        if abs(matrix.b) > abs(matrix.a):
            continue
        raw.FPDFText_GetLooseCharBox(texts, index, box)
        raw.FPDFText_GetCharOrigin(texts, index, x, y)
        size = raw.FPDFText_GetFontSize(texts, index) * math.hypot(matrix.b, matrix.d)
        made = Sign(take(sign), (box.left, box.bottom, box.right, box.top), y.value, size)
        called = sign.isdigit() and (_floats(texts, index, made) or (last is not None and _is_raised(made, last)))
        last = last if called else made
        yield made, called


def _floats(texts: Any, index: int, sign: Sign) -> bool:
    """Whether the ink begins above the line: a figure that the face itself has as a superior one."""
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(texts, index, left, right, bottom, top)
    return bottom.value - sign.baseline > FLOATS * sign.size


def _is_raised(sign: Sign, last: Sign) -> bool:
    """Whether a digit is the call of a note: small, and above the line of what stands before it."""
    return sign.size < RAISED * last.size and 0.1 < (sign.baseline - last.baseline) / last.size < 0.8


# annotations


def notes_of(page: Any) -> Iterator[Note]:
    """The annotations that readers make."""
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
