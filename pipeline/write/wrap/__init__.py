"""The printed cover: one sheet of back, spine and front, drawn for one printer.

In: what a cover says and shows (`Cover`), the sheet. Out: `Wrap`: a PDF in RGB, which the press stage turns into what
the printer takes, a proof with guide lines, and what could not be done as asked. Same cover, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..cover import CoverText
from ..cover_art import Palette
from ..paged.cutting import cut_face
from ..paged.pdffile import PdfFile, array, real, text_string
from ..paged.typecase import put_fonts
from . import back, front, proofing, spine, symbol
from .artwork import artwork
from .back import Block, Column
from .colours import fill, type_in
from .front import filled
from .plates import Plate
from .proofing import seen
from .setting import Typecase, set_in
from .sheet import Box, Sheet, SheetError, sheet_of
from .spine import SpineWords
from .symbol import Symbol

__all__ = [
    "Block", "Box", "Cover", "Plate", "Sheet", "SheetError", "Wrap", "drawn", "framed", "seen", "sheet_of",
    "whole_front",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """What a cover says and shows."""

    text: CoverText
    inks: Palette
    blocks: tuple[Block, ...] = ()
    """The words of the back."""
    isbn: str = ""
    isbn_shown: str = ""
    added: str = ""
    """The add-on's five digits."""
    direction: str = "down"
    spine_text: bool = True
    """Whether the printer lets words stand on it."""
    whole: Plate | None = None
    """A picture that is the whole front, with its words."""
    within: Plate | None = None
    """A picture in the place of the drawn one."""
    smallest: float = 7.0
    """The printer's least size of type, in pt."""
    info: Mapping[str, str] = field(default_factory=dict)
    """The document's information."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """A cover as it is drawn."""

    pdf: bytes
    proof: bytes
    """The cover with guide lines, as a PDF to be seen (`seen`)."""
    spine: SpineWords
    symbol: Symbol | None
    lines_over: int = 0
    """Lines of the back that have no room; they are not drawn."""


def drawn(cover: Cover, sheet: Sheet, title: str) -> Wrap:
    """The cover; `title` heads the proof. Raises ValueError for a character that no font has."""
    making = _Making(cover, sheet)
    content = "".join(making.content())
    pdf = making.file(content, sheet.whole, sheet)
    guides = proofing.guides(sheet, title, making.case, barcode=True)
    proof = making.file(content + guides, proofing.page_box(sheet), None)
    return Wrap(pdf, proof, making.spine, making.symbol, making.over)


@dataclass(slots=True)
class _Making:
    cover: Cover
    sheet: Sheet
    case: Typecase = field(default_factory=Typecase)
    images: list[Plate] = field(default_factory=list)
    spine: SpineWords = field(default_factory=lambda: SpineWords((), "up"))
    symbol: Symbol | None = None
    over: int = 0
    picture: Box | None = None
    """Where the front's picture lies, if it is no picture of the whole front."""

    def content(self) -> Iterable[str]:
        """From the ground up."""
        yield filled(self.sheet.whole, fill(self.cover.inks.ground))
        yield from self._front()
        yield from self._spine()
        yield from self._back()

    def _front(self) -> Iterable[str]:
        cover, sheet = self.cover, self.sheet
        if cover.whole:
            yield self._image(cover.whole, whole_front(sheet))
            return
        plan = front.laid_out(cover.text, sheet)
        self.picture = box = front.picture_box(plan, sheet)
        yield self._image(cover.within, box) if cover.within else artwork(cover.text.title, cover.inks, box)
        yield front.words(plan, cover.inks, self.case)

    def _spine(self) -> Iterable[str]:
        if not self.cover.spine_text:
            return
        self.spine = spine.set_along(self.cover.text, self.sheet, self.cover.direction, self.cover.smallest)
        colour = type_in(self.cover.inks.ink)
        yield f"q {spine.matrix(self.spine, self.sheet)}\n"
        for line in self.spine.lines:
            yield self.case.drawn(set_in(line.text, line.hand), line.start, line.baseline, colour)
        yield "Q\n"

    def _back(self) -> Iterable[str]:
        cover, sheet = self.cover, self.sheet
        field_ = sheet.barcode
        if cover.isbn:
            self.symbol = symbol.placed(cover.isbn, cover.isbn_shown, cover.added, sheet.barcode)
            field_ = self.symbol.ground
            yield symbol.drawn(self.symbol, self.case)
        room = back.room_of(sheet, field_)
        drawn = self.picture is not None and not cover.within
        largest = back.LARGEST if drawn else back.ALONE
        column = back.fitted(cover.blocks, room, cover.smallest, largest) if cover.blocks else None
        self.over = back.too_many(cover.blocks, room, cover.smallest) if cover.blocks and not column else 0
        band = back.band_of(column, room, self.picture, sheet) if self.picture and drawn else None
        if band:
            yield artwork(cover.text.title, cover.inks, band, "back")
        if column:
            at_head = band is not None and band.top >= sheet.whole.top
            yield from self._column(back.lowered(column, room, band) if band and at_head else column)
        yield from self._imprint(field_)

    def _column(self, column: Column) -> Iterable[str]:
        colour = type_in(self.cover.inks.ink)
        if column.rule:
            yield filled(column.rule, fill(self.cover.inks.tones[0]))
        for word in column.words:
            yield self.case.drawn(set_in(word.text, word.hand), word.x, word.baseline, colour)

    def _imprint(self, beside: Box) -> Iterable[str]:
        """The publisher's name at the foot, beside the barcode."""
        line = back.imprint(self.cover.text, self.sheet, beside, self.cover.smallest)
        if line:
            yield self.case.drawn(set_in(line.text, line.hand), line.x, line.baseline, type_in(self.cover.inks.ink))

    def _image(self, plate: Plate, box: Box) -> str:
        self.images.append(plate)
        place = f"{real(box.width)} 0 0 {real(box.height)} {real(box.left)} {real(box.low)} cm"
        return f"q {place} /P{len(self.images) - 1} Do Q\n"

    # the file

    def file(self, content: str, page: Box, sheet: Sheet | None) -> bytes:
        """A PDF of one page; without a sheet, that of a proof."""
        pdf = PdfFile()
        fonts, tree = pdf.reserve(), pdf.reserve()
        put_fonts(pdf, fonts, self.case.fonts(), cut_face)
        pictures = " ".join(f"/P{place} {_put(pdf, plate)} 0 R" for place, plate in enumerate(self.images))
        states = "" if sheet else "/ExtGState << /Faint << /ca 0.25 >> /Plain << /ca 1 >> >>"
        images = f"/XObject << {pictures} >>" if pictures else ""
        resources = f"<< /Font {fonts} 0 R {images} {states} >>"
        stream = pdf.add_stream("<< >>", content.encode("latin-1"))
        number = pdf.add(f"<< /Type /Page /Parent {tree} 0 R {_boxes(page, sheet)} /Resources {resources} "
                         f"/Contents {stream} 0 R >>")  # fmt: skip
        pdf.put(tree, f"<< /Type /Pages /Count 1 /Kids [{number} 0 R] >>")
        told = " ".join(f"/{name} {text_string(value)}" for name, value in self.cover.info.items() if value)
        return pdf.write(pdf.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"), pdf.add(f"<< {told} >>"))


def whole_front(sheet: Sheet) -> Box:
    """What a picture of the whole front covers: from the fold to the edges of the sheet."""
    return Box(sheet.front.left, sheet.whole.low, sheet.whole.right, sheet.whole.top)


def framed(text: CoverText, sheet: Sheet) -> Box:
    """Where a picture stands in the place of the drawn one; raises ValueError for a character without a font."""
    return front.picture_box(front.laid_out(text, sheet), sheet)


def _boxes(page: Box, sheet: Sheet | None) -> str:
    def told(box: Box) -> str:
        return array((box.left, box.low, box.right, box.top))

    made = f"/MediaBox {told(page)}"
    return f"{made} /BleedBox {told(page)} /TrimBox {told(sheet.trim)}" if sheet else made


def _put(pdf: PdfFile, plate: Plate) -> int:
    kind = (f"<< /Type /XObject /Subtype /Image /Width {plate.width} /Height {plate.height} /ColorSpace /DeviceRGB "
            f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(plate.jpeg)} >>")  # fmt: skip
    return pdf.put_stream(pdf.reserve(), kind, plate.jpeg)
