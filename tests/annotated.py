"""A PDF as a reader leaves it: annotations at the glyphs of known words, as viewers write them.

In: a PDF's bytes. Out: the same with annotations, made with pikepdf at the boxes that PDFium draws the words in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A word on a page."""

    page: int
    text: str
    """As drawn: with a hyphen where it is divided."""
    boxes: tuple[Box, ...]
    """Of its characters: left, bottom, right, top."""


def words(data: bytes) -> Iterator[Drawn]:
    """The words of a PDF, in the order in which they are drawn; a divided one is one word."""
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        texts = page.get_textpage()
        text = texts.get_text_range()
        for found in re.finditer(r"(?:[^\W\d_]+[\u2010\u00ad\x02-]\s*\r?\n\s*)*\S+", text):
            drawn = [n for n in range(*found.span()) if not text[n].isspace()]
            yield Drawn(number, found[0], tuple(texts.get_charbox(n, loose=True) for n in drawn))
    document.close()


def rows(boxes: Sequence[Box]) -> list[Box]:
    """One box for each line."""
    made: list[Box] = []
    for box in boxes:
        if made and abs(made[-1][1] - box[1]) < 4 and box[0] > made[-1][0]:
            last = made[-1]
            made[-1] = (last[0], min(last[1], box[1]), box[2], max(last[3], box[3]))
        else:
            made.append(box)
    return made


@dataclass(slots=True)
class Reader:
    """Somebody with a pen."""

    data: bytes
    who: str = "Ana"
    _pdf: pikepdf.Pdf = field(init=False)

    def __post_init__(self) -> None:
        self._pdf = pikepdf.open(io.BytesIO(self.data))

    def saved(self, **options: Any) -> bytes:
        """The file with what was written into it."""
        out = io.BytesIO()
        self._pdf.save(out, **options)
        return out.getvalue()

    def add(self, page: int, kind: str, rect: Box, said: str = "", **more: Any) -> pikepdf.Object:
        """An annotation of any kind."""
        more = {"Contents": said, **more} if said else more
        made = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), Rect=pikepdf.Array(rect), T=self.who, **more
        )
        held = self._pdf.make_indirect(made)
        target = self._pdf.pages[page]
        if "/Annots" not in target:
            target.Annots = pikepdf.Array()
        target.Annots.append(held)
        return held

    def mark(self, kind: str, drawn: Sequence[Drawn], said: str = "", **more: Any) -> pikepdf.Object:
        """Highlight, Underline, Squiggly or StrikeOut over words of one page."""
        lines = rows([box for one in drawn for box in one.boxes])
        quads = [n for x, y, right, top in lines for n in (x, top, right, top, x, y, right, y)]
        rect = min(b[0] for b in lines), min(b[1] for b in lines), max(b[2] for b in lines), max(b[3] for b in lines)
        return self.add(drawn[0].page, kind, rect, said, QuadPoints=pikepdf.Array(quads), **more)

    def caret(self, drawn: Drawn, said: str) -> pikepdf.Object:
        """A caret behind a word."""
        _, bottom, right, _ = drawn.boxes[-1]
        return self.add(drawn.page, "Caret", (right - 3, bottom - 2, right + 4, bottom + 5), said)

    def replace(self, drawn: Sequence[Drawn], said: str) -> None:
        """Acrobat's Replace: a caret with the words, and a strikeout that belongs to it."""
        caret = self.caret(drawn[-1], said)
        self.mark("StrikeOut", drawn, IRT=caret, RT=pikepdf.Name.Group)

    def note(self, drawn: Drawn, said: str, kind: str = "Text", **more: Any) -> pikepdf.Object:
        """A sticky note on a word."""
        return self.add(drawn.page, kind, drawn.boxes[0], said, **more)
