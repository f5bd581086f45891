"""A PDF is read: every page's content carried out, and what the file says of itself. With its room, a home of pikepdf.

In: a PDF's bytes. Out: a `File`. Raises BookError when they are no PDF that can be read without a password.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from ..diagnostics import BookError, Code
from .canvas import Canvas, Hand
from .colours import space_of
from .lettering import Case
from .model import Boxes, File, Intent, Link, Picture, Rect, Seen, Sheet
from .painting import Painter

XMP = ("pdfx:GTS_PDFXVersion", "pdfxid:GTS_PDFXVersion", "pdfx:GTS_PDFXConformance", "pdf:Trapped", "dc:title",
       "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:RenditionClass",
       "xmpMM:VersionID")  # fmt: skip
PASSIVE = frozenset({"/GoTo"})
SAMPLES = 60_000_000
"""A picture with more numbers than this is not counted for ink."""


def read(data: bytes, name: str) -> File:
    """The file."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _Reading(pdf, data).file()
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, AttributeError) as error:
        hint = "give a PDF that opens without a password"
        message = f"{name} cannot be read as a PDF: {str(error).splitlines()[0] if str(error) else 'it is damaged'}"
        raise BookError(Code.PREFLIGHT_UNREADABLE, message, hint=hint) from error


class _Reading:
    def __init__(self, pdf: Any, data: bytes) -> None:
        self.pdf, self.data, self.case = pdf, data, Case()
        self.pictures: dict[str, Picture] = {}
        self.samples: dict[str, Any] = {}

    def file(self) -> File:
        pdf, root = self.pdf, self.pdf.Root
        sheets = tuple(self._sheet(number, page) for number, page in enumerate(pdf.pages, 1))
        return File(
            len(self.data), pdf.pdf_version, sheets,
            {key: metrics.font() for key, metrics in self.case.fonts.items() if metrics.first},
            self.pictures, {key: self._samples(key) for key in self.pictures},
            _information(pdf), _metadata(pdf), tuple(map(_intent, root.get("/OutputIntents", []))),
            sum(1 for thing in pdf.objects if _is_profile(thing)), "/ID" in pdf.trailer, pdf.is_encrypted,
            _streamed(self.data), tuple(dict.fromkeys(_active(root))), "/Outlines" in root, _layers(root),
        )  # fmt: skip

    def _sheet(self, number: int, page: Any) -> Sheet:
        boxes = _boxes(page)
        left, low, _, _ = boxes.trim or boxes.media
        canvas = Canvas(self.case, number, self._picture)
        painter = Painter(canvas, page.obj.get("/Resources", page.resources), Hand((1, 0, 0, 1, -left, -low)))
        painter.run(page)
        if str(page.obj.get("/Group", {}).get("/S", "")) == "/Transparency":
            canvas.through.append(Seen("a transparency group", (0.0, 0.0, *_size(boxes))))
        return Sheet(
            number, _label(page, number), boxes, tuple(canvas.lines), tuple(canvas.rules), tuple(canvas.areas),
            tuple(canvas.placed), tuple(canvas.through), tuple(canvas.shades), canvas.overprints,
            tuple(_link(one, (left, low)) for one in page.obj.get("/Annots", [])), canvas.inks, tuple(canvas.odd),
            "/AA" in page.obj,
        )  # fmt: skip

    def _picture(self, image: Any) -> str:
        inline = isinstance(image, pikepdf.PdfInlineImage)
        said = image.obj if inline else image
        number = 0 if inline else image.objgen[0]
        key = f"{number}" if number else f"inline {len(self.pictures)}"
        if key not in self.pictures:
            made = self.pictures[key] = _picture(said)
            self.samples[key] = None if inline else image
            self.case.pixels[key] = made.width, made.height, made.mask
        return key

    def _samples(self, key: str) -> bytes:
        """What ink can be counted from: of a CMYK picture its numbers, or its JPEG."""
        picture, image = self.pictures[key], self.samples[key]
        many = picture.width * picture.height * picture.space.parts > SAMPLES
        if image is None or many or picture.space.kind != "cmyk" or picture.bits != 8:
            return b""
        try:
            return bytes(image.read_raw_bytes() if picture.filters == ("DCTDecode",) else image.read_bytes())
        except pikepdf.PdfError:
            return b""


def _rect(said: Any) -> Rect:
    a, b, c, d = (float(one) for one in said)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _boxes(page: Any) -> Boxes:
    """A page's own, or its parents' (PDF 1.7, 7.7.3.4)."""
    own = page.obj
    named = {name: _rect(own[key]) if key in own else None
             for name, key in (("trim", "/TrimBox"), ("bleed", "/BleedBox"), ("art", "/ArtBox"))}  # fmt: skip
    crop = _rect(page.cropbox) if "/CropBox" in own else None
    return Boxes(_rect(page.mediabox), named["trim"], named["bleed"], crop, named["art"],
                 int(own.get("/Rotate", 0)), float(own.get("/UserUnit", 1)))  # fmt: skip


def _size(boxes: Boxes) -> tuple[float, float]:
    left, low, right, top = boxes.trim or boxes.media
    return right - left, top - low


def _label(page: Any, number: int) -> str:
    try:
        return str(page.label) or str(number)
    except (RuntimeError, ValueError):
        return str(number)


def _picture(said: Any) -> Picture:
    def get(long: str, short: str, default: Any = None) -> Any:
        return said.get(long, said.get(short, default))

    mask = bool(get("/ImageMask", "/IM", False))
    filters = get("/Filter", "/F", [])
    names = tuple(str(one)[1:] for one in ([filters] if isinstance(filters, pikepdf.Name) else filters))
    decode = [float(one) for one in get("/Decode", "/D", [])]
    return Picture(
        int(get("/Width", "/W", 1)), int(get("/Height", "/H", 1)),
        1 if mask else int(get("/BitsPerComponent", "/BPC", 8)), space_of(get("/ColorSpace", "/CS")),
        names, mask, "/SMask" in said, bool(decode) and decode[0] > decode[1],
    )  # fmt: skip


def _link(said: Any, corner: tuple[float, float]) -> Link:
    left, low, right, top = _rect(said.get("/Rect", [0, 0, 0, 0]))
    x, y = corner
    action = said.get("/A")
    acts = "/AA" in said or (action is not None and str(action.get("/S")) not in PASSIVE)
    return Link(str(said.get("/Subtype", "/Link"))[1:], (left - x, low - y, right - x, top - y), acts)


# what the file says of itself


def _information(pdf: Any) -> Mapping[str, str]:
    info = pdf.trailer.get("/Info", {})
    return {str(key)[1:]: str(value) for key, value in info.items()}


def _metadata(pdf: Any) -> Mapping[str, str]:
    if "/Metadata" not in pdf.Root:
        return {}
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            return {name: _told(told[name]) for name in XMP if name in told}
    except (ValueError, KeyError, TypeError):
        return {}


def _told(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value)) if value is not None else ""


def _intent(said: Any) -> Intent:
    profile = said.get("/DestOutputProfile")
    parts = int(profile.get("/N", 0)) if profile is not None else 0
    return Intent(str(said.get("/S", ""))[1:], str(said.get("/OutputConditionIdentifier", "")),
                  str(said.get("/RegistryName", "")), str(said.get("/Info", "")), parts)  # fmt: skip


def _is_profile(thing: Any) -> bool:
    """ICC.1, 7.2.11: `acsp` in bytes 36 to 39."""
    if not isinstance(thing, pikepdf.Stream) or "/N" not in thing or "/Type" in thing:
        return False
    try:
        return bytes(thing.read_bytes()[36:40]) == b"acsp"
    except pikepdf.PdfError:
        return False


def _streamed(data: bytes) -> bool:
    place = data.rfind(b"startxref")
    digits = re.match(rb"startxref\s+(\d+)", data[place:]) if place >= 0 else None
    table = data[int(digits[1]) :].lstrip()[:4] == b"xref" if digits else False
    return not table or re.search(rb"/Type\s*/(ObjStm|XRef)\b", data) is not None


def _active(root: Any) -> Iterator[str]:
    names = root.get("/Names", {})
    if "/OpenAction" in root and not isinstance(root["/OpenAction"], pikepdf.Array):
        yield "an action when it is opened"
    if "/AA" in root:
        yield "actions of the document"
    if "/JavaScript" in names:
        yield "scripts"
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield "attached files"
    if "/AcroForm" in root:
        yield "a form"


def _layers(root: Any) -> tuple[str, ...]:
    groups = root.get("/OCProperties", {}).get("/OCGs", [])
    return tuple(str(group.get("/Name", "")) for group in groups)
