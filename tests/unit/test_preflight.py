"""A preflight finds what is planted, once, and nothing else; and nothing at all in a good file.

Each row of `PLANTS` puts one fault into a good PDF that Galerada made for a printer. Faults of a manuscript are planted
in a manuscript, and must come out at their line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from pipeline.cli import main
from pipeline.diagnostics import BookError, Code, Report
from pipeline.preflight import house, preflighted, read
from pipeline.preflight.desk import look_at
from pipeline.request import Request
from pipeline.run import build
from pipeline.targets import Figure, Status, Target, target_named

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Rain fell on the press, and the ink ran."
BOOK = {
    "book.yaml": "title: Rain\nlanguage: en\nauthor: Ana\n",
    **{f"c{number:02}.md": f"# Chapter {number}\n\n{TEXT}\n" for number in range(1, 16)},
}
Plant = Callable[[pikepdf.Pdf], object]


# good files


@cache
def good(target: str) -> bytes:
    """A small book, made for that target."""
    with TemporaryDirectory() as room:
        folder = Path(room)
        write(folder, BOOK)
        made = build(Request(folder, ("print",), targets=(target,), jobs=1, cache=False))
        assert made.outputs, made.report.diagnostics
        return made.outputs[0].path.read_bytes()


def write(folder: Path, texts: Mapping[str, str | bytes]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def aim(name: str, **changes: object) -> Target:
    """A target with other figures."""
    target = target_named(name)
    made = {key: Figure(value, "", Status.HOUSE) for key, value in changes.items()}
    return replace(target, printer=replace(target.printer, **made))


@cache
def known(target: str) -> frozenset[tuple[str, str]]:
    """What is said of a good file: remarks."""
    return frozenset(said(good(target), target_named(target)))


def said(data: bytes, target: Target) -> list[tuple[str, str]]:
    return [(found.code.ident, found.message) for found in preflighted(read(data, "a.pdf"), target)]


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """As it came: what was planted is the only difference."""
    out = io.BytesIO()
    old = pdf.pdf_version < "1.5"
    mode = pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.generate
    pdf.save(out, **{"object_stream_mode": mode, "force_version": pdf.pdf_version, "static_id": True,
                     "fix_metadata_version": False, **how})  # fmt: skip
    return out.getvalue()


# hands that plant


def paint(content: str, page: int = 4, **resources: Mapping[str, Any]) -> Plant:
    """Draw on a page that has text."""

    def plant(pdf: pikepdf.Pdf) -> None:
        own = pdf.pages[page].obj
        own["/Resources"] = Dictionary(dict(own["/Resources"].items()))
        for kind, named in resources.items():
            there = own["/Resources"].get(f"/{kind}", Dictionary())
            made = {f"/{name}": value(pdf) if callable(value) else value for name, value in named.items()}
            own["/Resources"][f"/{kind}"] = Dictionary({**dict(there.items()), **made})
        pdf.pages[page].contents_add(pdf.make_stream(f"q {content} Q\n".encode()))

    return plant


def type_at(x: float, y: float, size: float = 10, colour: str = "0 g") -> Plant:
    """A word of three letters in the book's own text face."""

    def plant(pdf: pikepdf.Pdf) -> None:
        name, code = _face(pdf)
        digits = f"{code:04x}" * 3
        paint(f"{colour} BT /{name} {size} Tf 1 0 0 1 {x} {y} Tm <{digits}> Tj ET")(pdf)

    return plant


def _face(pdf: pikepdf.Pdf) -> tuple[str, int]:
    """The text face's name in the resources, and its code for `n`."""
    for name, font in pdf.pages[4].Resources.Font.items():
        if str(font.BaseFont).endswith("Galerada-Text"):
            found = re.search(rb"<([0-9a-f]{4})> <006e>", font.ToUnicode.read_bytes())
            if found:
                return name[1:], int(found[1], 16)
    raise LookupError


def picture(data: bytes, width: int, height: int, space: Any, bits: int = 8, **more: Any) -> Callable[[Any], Any]:
    def made(pdf: pikepdf.Pdf) -> Any:
        shown = space(pdf) if callable(space) else space
        return pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
                               BitsPerComponent=bits, ColorSpace=shown, **more)  # fmt: skip

    return made


def show(made: Callable[[Any], Any], side: float = 72) -> Plant:
    """The picture in the middle of the page, that many pt wide."""
    return paint(f"{side} 0 0 {side} 150 200 cm /Planted Do", XObject={"Planted": made})


def flat_picture(colour: bytes, space: Any, pixels: int = 320) -> Plant:
    return show(picture(colour * pixels * pixels, pixels, pixels, space))


def black_jpeg(pdf: pikepdf.Pdf) -> Any:
    out = io.BytesIO()
    Image.new("CMYK", (320, 320), (255, 255, 255, 255)).save(out, "JPEG", quality=95)
    made = picture(out.getvalue(), 320, 320, Name.DeviceCMYK)(pdf)
    made.write(out.getvalue(), filter=Name.DCTDecode)
    made.Decode = Array([1, 0] * 4)  # what Adobe's own programs write beside it
    return made


def icc(parts: int) -> Callable[[Any], Any]:
    def made(pdf: pikepdf.Pdf) -> Any:
        return Array([Name.ICCBased, pdf.make_indirect(pdf.make_stream(bytes(36) + b"acsp" + bytes(88), N=parts))])

    return made


def separation(name: str) -> Callable[[Any], Any]:
    def made(pdf: pikepdf.Pdf) -> Any:
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
        return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, tint])

    return made


def on_page(number: int = 4, **entries: Any) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[number].obj[f"/{key}"] = value

    return plant


def everywhere(change: Callable[[Any], object]) -> Plant:
    return lambda pdf: [change(page.obj) for page in pdf.pages]


def in_root(**entries: Any) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.Root[f"/{key}"] = value(pdf) if callable(value) else value

    return plant


def without(key: str, *path: str) -> Plant:
    """The file without what `key` names, below the catalogue or the trailer's /Info."""

    def plant(pdf: pikepdf.Pdf) -> None:
        owner = pdf.docinfo if path == ("/Info",) else pdf.Root
        del owner[key]

    return plant


def informed(**entries: Any) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.docinfo[f"/{key}"] = value

    return plant


def with_intent(change: Callable[[Any], object]) -> Plant:
    return lambda pdf: change(pdf.Root.OutputIntents[0])


def without_key(key: str) -> Callable[[Any], object]:
    def change(thing: Any) -> None:
        del thing[key]

    return change


def twice(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def xmp(old: str, new: str) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        changed = re.sub(old.encode(), new.encode(), data)
        assert changed != data
        pdf.Root.Metadata.write(changed)

    return plant


def note(**more: Any) -> Plant:
    return on_page(Annots=Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[100, 100, 120, 120], **more)]))


def leaves(count: int) -> Plant:
    """The first pages, and the last one."""

    def plant(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[count - 1 : len(pdf.pages) - 1]

    return plant


def blanks(count: int) -> Plant:
    def plant(pdf: pikepdf.Pdf) -> None:
        box = pdf.pages[0].obj
        for _ in range(count):
            boxes = {key: box[key] for key in ("/MediaBox", "/TrimBox", "/BleedBox")}
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary({"/Type": Name.Page, **boxes}))))

    return plant


def smaller(obj: Any) -> None:
    left, low, right, top = (float(one) for one in obj.TrimBox)
    for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
        obj[key] = Array([left, low, right - 3, top])


def larger(obj: Any) -> None:
    left, low, right, top = (float(one) for one in obj.TrimBox)
    obj["/MediaBox"] = obj["/BleedBox"] = Array([left - 20, low - 20, right + 20, top + 20])


def with_marks(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        left, low, right, top = (float(one) for one in page.obj.TrimBox)
        page.obj.MediaBox = Array([left - 30, low - 30, right + 30, top + 30])
    paint("0 G 1 w -20 -20 m -10 -20 l S")(pdf)


# fonts


def _text_font(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[4].Resources.Font[f"/{_face(pdf)[0]}"]


def unembedded(pdf: pikepdf.Pdf) -> None:
    del _text_font(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


def as_opentype(pdf: pikepdf.Pdf) -> None:
    described = _text_font(pdf).DescendantFonts[0].FontDescriptor
    file = described.FontFile2
    del described["/FontFile2"]
    file.Subtype = Name.OpenType
    described.FontFile3 = file


def outlined(change: Callable[[Any, str], None]) -> Plant:
    """Another outline for `n`."""

    def plant(pdf: pikepdf.Pdf) -> None:
        described = _text_font(pdf).DescendantFonts[0].FontDescriptor
        font = TTFont(io.BytesIO(described.FontFile2.read_bytes()))
        change(font["glyf"], font.getGlyphName(_face(pdf)[1]))
        out = io.BytesIO()
        font.save(out)
        described.FontFile2.write(out.getvalue())

    return plant


def _stretched(glyphs: Any, name: str) -> None:
    glyphs[name].coordinates.scale((1, 1.2))


def _emptied(glyphs: Any, name: str) -> None:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    glyphs[name] = Glyph()


def retold(pdf: pikepdf.Pdf) -> None:
    said_there = _text_font(pdf).ToUnicode
    said_there.write(said_there.read_bytes().replace(b"<006e>", b"<0075>"))


def untold(pdf: pikepdf.Pdf) -> None:
    del _text_font(pdf)["/ToUnicode"]


def no_glyph(pdf: pikepdf.Pdf) -> None:
    name, _ = _face(pdf)
    paint(f"0 g BT /{name} 10 Tf 1 0 0 1 150 200 Tm <fffe> Tj ET")(pdf)


# forms and states


def form(**entries: Any) -> Callable[[Any], Any]:
    return lambda pdf: pdf.make_stream(b"0 g 0 0 5 5 re f", Type=Name.XObject, BBox=[0, 0, 9, 9],
                                       **{"Subtype": Name.Form, **entries})  # fmt: skip


def state(**entries: Any) -> Plant:
    return paint("/Planted gs 0 g 150 200 20 20 re f", ExtGState={"Planted": Dictionary(**entries)})


GROUP = Dictionary(S=Name.Transparency)
KDP, KDP_COLOUR, SPARK, SPARK_COLOUR, PRESS = (
    "kdp-6x9-cream", "kdp-6x9-premium", "ingramspark-6x9-creme", "ingramspark-6x9-color", "press-a5-color"
)  # fmt: skip
FREE = "free"
"""Of a row: the target, without what it forbids beside PDF/X."""


@dataclass(frozen=True)
class Row:
    target: str
    plant: Plant
    code: str
    message: str
    """A part of it."""
    figures: Mapping[str, object] | None = None
    """Other figures than the printer's."""


PLANTS: Mapping[str, Row] = {
    # page and boxes
    "a smaller page": Row(KDP, lambda pdf: smaller(pdf.pages[4].obj), "PF002", "not 152.4 mm x 228.6 mm, on page"),
    "a bleed too wide, on all sides": Row(KDP, everywhere(larger), "PF003", "not 3.2 mm round three edges"),
    "a bleed on one page": Row(PRESS, on_page(BleedBox=Array([-4, -4, 423, 599])), "PF003", "round all four edges on"),
    "a turned page": Row(KDP, on_page(Rotate=90), "PF004", "turned by /Rotate on page"),
    "a scaled page": Row(KDP, on_page(UserUnit=2), "PF004", "scaled by /UserUnit"),
    "an ArtBox beside the TrimBox": Row(KDP, on_page(ArtBox=Array([0, 0, 9, 9])), "PF004", "ArtBox"),
    "a CropBox in the page": Row(KDP, on_page(CropBox=Array([50, 50, 200, 200])), "PF004", "CropBox"),
    "a MediaBox in the page": Row(KDP, on_page(MediaBox=Array([9, 9, 400, 600])), "PF004", "inside the MediaBox"),
    "no TrimBox": Row(SPARK, everywhere(without_key("/TrimBox")), "PF004", "no TrimBox"),
    # the whole
    "too few pages": Row(SPARK, leaves(10), "PF005", "10 pages; IngramSpark, paperback takes 18 to 1050"),
    "an odd page": Row(SPARK, leaves(25), "PF005", "wants a multiple of 2"),
    "four blank pages": Row(KDP, blanks(4), "PF006", "blank pages in a row"),
    "something on the last page": Row(SPARK, paint("0 g 99 99 50 50 re f", -1), "PF007", "must be blank"),
    "a large file": Row(KDP, lambda pdf: None, "PF008", "takes 0", {"largest": 0}),
    # margins
    "type near the cut": Row(KDP, type_at(150, 6), "PF010", "mm from the cut on page"),
    "type near the fold": Row(KDP, type_at(10, 300), "PF010", "mm from the fold on page"),
    "type off the foot": Row(KDP, type_at(150, -4), "PF011", "runs off page"),
    "type off the side": Row(KDP, type_at(425, 300), "PF011", "runs off page"),
    "a ground up to the cut": Row(KDP, paint("0 g 400 100 32 99 re f"), "PF012", "this ground ends at the cut"),
    "a picture up to the cut": Row(
        KDP, paint("60 0 0 60 372 200 cm /Planted Do", XObject={"Planted": picture(b"\x80" * 90000, 300, 300,
                   Name.DeviceGray)}), "PF012", "this picture ends at the cut"),
    # type and lines
    "a font that is not embedded": Row(KDP, unembedded, "PF020", "Galerada-Text is not embedded"),
    "another outline": Row(KDP, outlined(_stretched), "PF021", "another sign for 'n' (U+006E)"),
    "an empty outline": Row(KDP, outlined(_emptied), "PF022", "nothing for 'n' (U+006E)"),
    "a code without a glyph": Row(KDP, no_glyph, "PF022", "a sign without a meaning"),
    "another meaning": Row(KDP, retold, "PF023", "signs of"),
    "no meanings": Row(KDP, untold, "PF023", "copy as something else, or as nothing"),
    "small type": Row(KDP, type_at(150, 300, 3), "PF024", "this type is 3.0 pt on page"),
    "small type for a doubted figure": Row(KDP, type_at(150, 300, 6), "PF026", "type down to 6 pt, and 7 is wanted"),
    "a thin line": Row(KDP, paint("0.1 w 0 G 150 200 m 250 200 l S"), "PF025", "this line is 0.1 pt thin on page"),
    "a line without width": Row(KDP, paint("0 w 0 G 150 200 m 250 200 l S"), "PF025", "this line is 0 pt thin"),
    "a thin line by its scale": Row(KDP, paint(".1 0 0 .1 0 0 cm 1 w 0 G 1500 2000 m 2500 2000 l S"), "PF025", "0.1"),
    "a thin fill": Row(KDP, paint("0 g 150 200 99 0.1 re f"), "PF025", "this line is 0.1 pt thin"),
    "a thin line for a doubted figure": Row(KDP, paint("0.3 w 0 G 150 200 m 250 200 l S"), "PF026", "down to 0.3 pt"),
    # pictures
    "few pixels": Row(KDP, show(picture(b"\x80" * 10000, 100, 100, Name.DeviceGray)), "PF030", "at 100 ppi on page"),
    "few pixels within the page": Row(KDP, paint("q 72 0 0 72 150 200 cm BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI Q"),
                                      "PF030", "at 2 ppi"),
    "line art": Row(SPARK, show(picture(bytes(40 * 320), 320, 320, Name.DeviceGray, 1)), "PF031",
                    "this line art prints at 320 ppi on page"),
    # inks
    "a dark fill": Row(PRESS, paint("1 1 1 0.5 k 150 200 20 20 re f"), "PF040", "350 % of ink lies here on page"),
    "a dark picture": Row(PRESS, flat_picture(b"\xff\xff\xff\x80", Name.DeviceCMYK), "PF040", "up to 350 % of ink"),
    "a dark picture with a table": Row(
        PRESS, flat_picture(b"\x01", lambda pdf: Array([Name.Indexed, Name.DeviceCMYK, 1, String(
            b"\0\0\0\0\xff\xff\xff\xff".decode("latin-1"))])), "PF040", "up to 400 % of ink"),
    "a dark JPEG": Row(PRESS, show(black_jpeg), "PF040", "up to 400 % of ink"),
    "RGB in a drawing": Row(SPARK_COLOUR, paint("1 0 0 rg 150 200 20 20 re f"), "PF041", "drawing is in RGB on page"),
    "RGB in type": Row(SPARK_COLOUR, type_at(150, 300, 10, "0 0 0 rg"), "PF041", "drawing is in RGB"),
    "an RGB picture": Row(SPARK_COLOUR, flat_picture(b"abc", Name.DeviceRGB), "PF041", "a picture is in RGB on page"),
    "Lab": Row(SPARK_COLOUR, paint("/Planted cs 50 20 20 sc 150 200 20 20 re f", ColorSpace={
        "Planted": Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.83])])}), "PF041", "in Lab with a profile"),
    "plain RGB in X-4": Row(PRESS, paint("1 0 0 rg 150 200 20 20 re f"), "PF041", "PDF/X-4 forbids it"),
    "a colour in a black book": Row(SPARK, paint("0 1 0 0 k 150 200 20 20 re f"), "PF042", "drawing has a colour on"),
    "a colour picture in a black book": Row(SPARK, flat_picture(b"\0\x80\0\0", Name.DeviceCMYK), "PF042",
                                            "a picture is in colour on page"),
    "black of four inks": Row(SPARK_COLOUR, type_at(150, 300, 10, "0.6 0.4 0.4 1 k"), "PF043", "mixed of several inks"),
    "a spot ink": Row(SPARK_COLOUR, paint("/Planted cs 1 scn 150 200 20 20 re f", ColorSpace={
        "Planted": separation("PANTONE 186 C")}), "PF044", "'PANTONE 186 C' is used on page"),
    "opacity": Row(SPARK, state(ca=0.5), "PF045", "an opacity of 0.5 is used on page"),
    "opacity of lines": Row(SPARK, state(CA=0.5), "PF045", "an opacity of 0.5"),
    "a blend mode": Row(SPARK, state(BM=Name.Multiply), "PF045", "the blend mode Multiply"),
    "a soft mask of a state": Row(SPARK, state(SMask=Dictionary(S=Name.Luminosity)), "PF045", "a soft mask is used"),
    "a soft mask of a picture": Row(SPARK, show(picture(b"\x80" * 102400, 320, 320, Name.DeviceGray, SMask=String(""))),
                                    "PF045", "a picture with a soft mask"),
    "a group": Row(SPARK, paint("1 0 0 1 150 200 cm /Planted Do", XObject={"Planted": form(Group=GROUP)}), "PF045",
                   "a transparency group"),
    "a group of the page": Row(SPARK, on_page(Group=GROUP), "PF045", "a transparency group"),
    "opacity where the printer forbids it": Row(KDP, state(ca=0.5), "PF045", "Amazon KDP, paperback forbids it"),
    # what the printer forbids
    "bookmarks": Row(KDP, in_root(Outlines=Dictionary(Type=Name.Outlines)), "PF050", "forbids bookmarks"),
    "a link": Row(KDP, note(), "PF050", "forbids links and comments, and there are some on page"),
    "a title": Row(KDP, informed(Title="Rain"), "PF050", "notes about the book in the file, and it has Title"),
    "marks": Row(KDP, with_marks, "PF050", "forbids marks beyond the page, and there are some on page"),
    "a profile": Row(SPARK, in_root(Planted=icc(4)), "PF050", "forbids colour profiles, and the file has 1"),
    # PDF/X
    "no version of X-1a": Row(SPARK, without("/GTS_PDFXVersion", "/Info"), "PF060", "GTS_PDFXVersion is '', and not"),
    "another version of X-1a": Row(SPARK, informed(GTS_PDFXVersion="PDF/X-3:2002"), "PF060", "'PDF/X-3:2002', and not"),
    "no conformance": Row(SPARK, without("/GTS_PDFXConformance", "/Info"), "PF060", "GTS_PDFXConformance is ''"),
    "no version of X-4": Row(PRESS, xmp("PDF/X-4", "PDF/X-5"), "PF060", "pdfxid:GTS_PDFXVersion is 'PDF/X-5'"),
    "no intent": Row(SPARK, without("/OutputIntents"), "PF061", "no output intents GTS_PDFX"),
    "two intents": Row(SPARK, twice, "PF061", "2 output intents"),
    "an intent of another kind": Row(SPARK, with_intent(lambda one: one.update({"/S": Name.GTS_PDFA1})), "PF061",
                                     "no output intents GTS_PDFX"),
    "an intent without a condition": Row(SPARK, with_intent(without_key("/OutputConditionIdentifier")), "PF061",
                                         "does not name its condition"),
    "an intent without a registry": Row(SPARK, with_intent(without_key("/RegistryName")), "PF061",
                                        "neither a registry's name nor a profile"),
    "an intent of X-4 without a profile": Row(PRESS, with_intent(without_key("/DestOutputProfile")), "PF061",
                                              "has no profile"),
    "no Trapped": Row(SPARK, without("/Trapped", "/Info"), "PF062", "/Trapped is 'nothing'"),
    "an unknown Trapped": Row(SPARK, informed(Trapped=Name.Unknown), "PF062", "/Trapped is 'Unknown'"),
    "no title": Row(SPARK, without("/Title", "/Info"), "PF062", "it has no title"),
    "no date": Row(SPARK, without("/CreationDate", "/Info"), "PF062", "it has no CreationDate"),
    "another date in XMP": Row(PRESS, xmp(r"(<xmp:CreateDate>)\d{4}", r"\g<1>1999"), "PF062", "xmp:CreateDate is 1999"),
    "another title in XMP": Row(PRESS, xmp("(x-default\">)Rain", r"\g<1>Snow"), "PF062", "dc:title is 'Snow'"),
    "no document identifier": Row(PRESS, xmp("xmpMM:DocumentID", "xmpMM:Planted"), "PF062", "no xmpMM:DocumentID"),
    "an action when opened": Row(SPARK, in_root(OpenAction=Dictionary(S=Name.JavaScript)), "PF063", "it is opened"),
    "actions of the document": Row(SPARK, in_root(AA=Dictionary()), "PF063", "actions of the document"),
    "scripts": Row(SPARK, in_root(Names=Dictionary(JavaScript=Dictionary())), "PF063", "it holds scripts"),
    "attached files": Row(SPARK, in_root(Names=Dictionary(EmbeddedFiles=Dictionary())), "PF063", "attached files"),
    "a form to fill in": Row(SPARK, in_root(AcroForm=Dictionary()), "PF063", "it holds a form"),
    "an action of a page": Row(SPARK, on_page(AA=Dictionary()), "PF063", "something acts on page"),
    "a note in the page": Row(SPARK, note(), "PF063", "an annotation lies inside the page", {"forbids": frozenset()}),
    "a link that acts": Row(SPARK, note(A=Dictionary(S=Name.URI)), "PF063", "something acts", {"forbids": frozenset()}),
    "JPEG 2000": Row(SPARK, show(lambda pdf: _packed(pdf, Name.JPXDecode)), "PF064", "packed by JPXDecode on page"),
    "PostScript": Row(SPARK, paint("/Planted Do", XObject={"Planted": form(Subtype=Name.PS)}), "PF064",
                      "PostScript is used"),
    "a reference to another file": Row(SPARK, paint("1 0 0 1 150 200 cm /Planted Do", XObject={
        "Planted": form(OPI=Dictionary())}), "PF064", "a reference to another file is used"),
    "a transfer function": Row(SPARK, state(TR=Name.Identity), "PF064", "a transfer function is used"),
    "layers": Row(SPARK, in_root(OCProperties=Dictionary(OCGs=[Dictionary(Name="a")])), "PF064", "it has layers"),
    "a layer without a name": Row(PRESS, in_root(OCProperties=Dictionary(OCGs=[Dictionary()])), "PF064", "has no name"),
    "an OpenType file": Row(SPARK, as_opentype, "PF065", "embedded as OpenType, which is PDF 1.6; it draws on page"),
    # what it cannot know
    "overprinting": Row(PRESS, state(op=True), "PF071", "inks overprint"),
    "a picture that cannot be counted": Row(PRESS, show(picture(bytes(8 * 320 * 320), 320, 320,
                                            Name.DeviceCMYK, 16)), "PF071", "could not be counted on page"),
}  # fmt: skip


def _packed(pdf: pikepdf.Pdf, name: Any) -> Any:
    made = picture(b"x", 320, 320, Name.DeviceGray)(pdf)
    made.write(b"x", filter=name)
    return made


def planted(row: Row) -> tuple[bytes, Target]:
    with pikepdf.open(io.BytesIO(good(row.target))) as pdf:
        row.plant(pdf)
        return saved(pdf), aim(row.target, **(row.figures or {}))


@pytest.mark.parametrize("name", PLANTS)
def test_the_planted_fault_is_found_once_and_nothing_else_is(name: str) -> None:
    row = PLANTS[name]
    data, target = planted(row)
    new = [one for one in said(data, target) if one not in known(row.target)]
    assert [code for code, _ in new] == [row.code], new
    assert row.message in new[0][1]


# good files of every kind


STANDARDS = {
    "PDF/X-1a:2003": ("1.4", {"GTS_PDFXVersion": "PDF/X-1a:2003"}),
    "PDF/X-3:2002": ("1.3", {"GTS_PDFXVersion": "PDF/X-3:2002"}),
    "PDF/X-3:2003": ("1.4", {"GTS_PDFXVersion": "PDF/X-3:2003"}),
}


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_file_declared_as_another_standard_is_clean_for_it_alone(standard: str) -> None:
    version, keys = STANDARDS[standard]
    with pikepdf.open(io.BytesIO(good(SPARK))) as pdf:
        informed(**keys)(pdf)
        data = saved(pdf, force_version=version)
    assert set(said(data, aim(SPARK, standard=standard))) <= known(SPARK)
    others = [name for name in ("PDF/X-1a:2001", *STANDARDS, "PDF/X-4") if name != standard]
    for other in others:
        assert "PF060" in {code for code, _ in said(data, aim(SPARK, standard=other))}


@pytest.mark.parametrize(("standard", "faults"), [("PDF/X-1a:2001", {"PF041"}), ("PDF/X-3:2002", set())])
def test_rgb_with_a_profile_is_for_x_3_and_not_for_x_1a(standard: str, faults: set[str]) -> None:
    with pikepdf.open(io.BytesIO(good(SPARK_COLOUR))) as pdf:
        flat_picture(b"abc", icc(3))(pdf)
        data = saved(pdf)
    found = said(data, aim(SPARK_COLOUR, standard=standard, forbids=frozenset()))
    assert {code for code, _ in found} - {"PF060", "PF070"} == faults


BYTES: Mapping[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "no identifier": (lambda data: data.replace(b"/ID ", b"/Id "), "PF062", "the file has no /ID"),
    "a newer PDF": (lambda data: data.replace(b"%PDF-1.3", b"%PDF-1.6", 1), "PF060", "is PDF 1.6, and not 1.3"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_fault_in_the_bytes_is_found_once(name: str) -> None:
    change, code, message = BYTES[name]
    changed = change(good(SPARK))
    assert changed != good(SPARK)
    ((found, told),) = set(said(changed, target_named(SPARK))) - known(SPARK)
    assert found == code and message in told


def test_streams_of_objects_are_found_before_pdf_1_5() -> None:
    with pikepdf.open(io.BytesIO(good(SPARK))) as pdf:
        data = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, force_version="1.5")
    data = data.replace(b"%PDF-1.5", b"%PDF-1.3", 1)
    new = set(said(data, target_named(SPARK))) - known(SPARK)
    assert [(code, "stand in streams" in told) for code, told in new] == [("PF064", True)]


def test_a_locked_file_is_found() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good(KDP))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    data = out.getvalue()
    assert ("PF063", "the file is encrypted") in said(data, target_named(KDP))


def test_what_is_no_pdf_or_damaged_is_one_finding() -> None:
    whole = good(KDP)
    for data in (b"", b"%PDF-1.7\n", whole[:2000], b"PK\3\4" + bytes(99), whole.replace(b"obj", b"jbo")):
        with pytest.raises(BookError) as fault:
            read(data, "a.pdf")
        assert fault.value.diagnostic.code is Code.PREFLIGHT_UNREADABLE
        assert "a.pdf cannot be read as a PDF" in fault.value.diagnostic.message


def test_a_page_that_draws_itself_ends() -> None:
    with pikepdf.open(io.BytesIO(good(KDP))) as pdf:
        itself = form()(pdf)
        itself.Resources = Dictionary(XObject=Dictionary(A=itself))
        itself.write(b"/A Do " * 9)
        paint("/Planted Do", XObject={"Planted": itself})(pdf)
        data = saved(pdf)
    with pytest.raises(BookError, match="without end"):
        read(data, "a.pdf")


CLEAN = ("kdp-6x9-cream", "kdp-6x9-premium", "ingramspark-6x9", "lulu-6x9", "bod-a5", "press-6x9-color")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clean")


@pytest.mark.parametrize("target", CLEAN)
def test_the_sample_book_is_clean_for_each_printer(target: str, room: Path) -> None:
    made = build(Request(ROOT / "book", ("print",), room, targets=(target,), preflight=True, jobs=1))
    found = [one for one in made.report.diagnostics if one.code.ident.startswith("PF")]
    assert {one.code for one in found} <= {Code.FIGURES_SECOND_HAND, Code.UNDER_A_DOUBTED_FIGURE}, found
    doubted = {one.code for one in found if one.code is Code.FIGURES_SECOND_HAND}
    assert bool(doubted) == (target.split("-")[0] in {"kdp", "ingramspark", "lulu"})


def test_without_a_target_the_house_measures(room: Path) -> None:
    made = build(Request(ROOT / "book", ("print",), room, preflight=True, jobs=1))
    assert [one for one in made.report.diagnostics if one.code.ident.startswith("PF")] == []
    assert house((432, 648)).printer.ppi.value == 300


# faults of a manuscript


def grey(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).save(out, "PNG")
    return out.getvalue()


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100"><path d="M10 50H390" stroke="#000"
stroke-width="{width}"/><text x="10" y="30" font-size="{size}" font-family="Galerada Text">small</text>
<rect x="200" y="60" width="50" height="20" opacity="{opacity}"/></svg>"""
FAULTS: Mapping[str, tuple[str, str, str]] = {
    "few pixels": ("![A sea](low.png)", "PF030", r"this picture prints at 150 ppi on page 3\d \(300 wanted\)"),
    "a hairline": ("![A line](hair.svg)", "PF025", r"this line is 0.08 pt thin on page 3\d \(0.75 wanted\)"),
    "small type": ("![A word](small.svg)", "PF024", r"this type is 3.2 pt on page 3\d \(7 wanted\)"),
    "opacity": ("![A ground](through.svg)", "PF045", r"an opacity of 0.5 is used on page 3\d; Amazon KDP"),
    "a sign that no face has": ("It says 雨.", "PR001", r"cjk unified ideograph-96e8\), on page 3\d$"),
    "words that never part": ("ink\u00a0" * 60, "PR006", r"this text runs off the printed page, on page 3\d$"),
    "a wide table": (
        "|" + "a|" * 60 + "\n|" + "-|" * 60 + "\n", "PR006", r"this text runs off the printed page, on page 3\d$",
    ),
}
SVG = {"width": 4, "size": 20, "opacity": 1}


@cache
def faulty() -> tuple[str, Report]:
    """A manuscript with all of them, and what is said of it."""
    drawings = {"hair.svg": {"width": 0.1}, "small.svg": {"size": 4}, "through.svg": {"opacity": 0.5}}
    files = {f"one/{file}": DRAWING.format(**{**SVG, **changes}) for file, changes in drawings.items()}
    text = "# One\n\nQuiet words.\n\n" + "\n\n".join(text for text, _, _ in FAULTS.values()) + "\n"
    with TemporaryDirectory() as room:
        folder = write(Path(room), {**BOOK, **files, "one/low.png": grey(500, 400), "one/index.md": text})
        made = build(Request(folder, ("print",), targets=(KDP,), preflight=True, jobs=1, cache=False))
    return text, made.report


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_manuscript_is_told_at_its_line_and_with_its_page(name: str) -> None:
    written, code, message = FAULTS[name]
    text, report = faulty()
    line = text[: text.index(written)].count("\n") + 1
    others = {text[: text.index(other)].count("\n") + 1 for other, *_ in FAULTS.values()} - {line}
    found = [one for one in report.diagnostics if one.code.ident == code and one.pos.path == "one/index.md"
             and one.pos.line not in others]  # fmt: skip
    assert [(one.pos.line, bool(re.search(message, one.message))) for one in found] == [(line, True)], found


def test_nothing_else_is_told_of_that_manuscript() -> None:
    _, report = faulty()
    codes = {one.code.ident for one in report.diagnostics if one.code.ident.startswith(("PF", "PR")) and one.pos.path}
    assert codes == {code for _, code, _ in FAULTS.values()}


def test_no_line_of_a_note_leaves_its_page(tmp_path: Path) -> None:
    """Notes as long as a foot takes them, several on a page: all of their words are inside the trim."""
    notes = [f"[^{number}]: " + f"Note {number} goes on. " * 70 for number in range(1, 7)]
    text = "# One\n\n" + " ".join(f"Words here.[^{number}]" for number in range(1, 7)) + "\n\n" + "\n".join(notes)
    write(tmp_path, {**BOOK, "a.md": text + "\n"})
    made = build(Request(tmp_path, ("print",), tmp_path / "out", targets=(KDP,), preflight=True, jobs=1))
    assert not [one for one in made.report.diagnostics if one.code in {Code.OFF_THE_SHEET, Code.OUTSIDE_LIVE_AREA}]
    file = read(next(one.path for one in made.outputs if one.path.suffix == ".pdf").read_bytes(), "a.pdf")
    lines = [(line, sheet) for sheet in file.sheets for line in sheet.lines if "goes on" in line.text]
    assert sum(line.text.count("goes on") for line, _ in lines) > 300
    assert all(line.rect[1] > 0 and line.rect[0] > 0 and line.rect[2] < sheet.size[0] for line, sheet in lines)


# the command, the gate, the page


def galerada(*args: str | Path) -> Any:
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


def test_a_file_is_looked_at_alone_or_with_its_book(tmp_path: Path) -> None:
    folder = write(tmp_path / "book", {**BOOK, "one/low.png": grey(500, 400),
                                       "one/index.md": "# One\n\n![A sea](low.png)\n"})  # fmt: skip
    assert galerada("build", folder, "-e", "print", "--target", KDP).exit_code == 0
    (file,) = (folder / "build/print").glob("*.pdf")
    with_book = galerada("preflight", file, folder, "--target", KDP)
    assert f"{folder}/one/index.md:3:1: warning[PF030]: this picture prints at 150 ppi on page" in with_book.stderr
    alone = galerada("preflight", file, "--target", KDP)
    assert alone.exit_code == 0
    assert "\nwarning[PF030]: this picture prints at 150 ppi on page" in f"\n{alone.stderr}"
    assert file.with_name(f"{file.stem}.preflight.html").is_file()
    file.write_bytes(file.read_bytes() + b"\n")
    changed = galerada("preflight", file, folder, "--target", KDP)
    assert "remark[PF071]" in changed.stderr and "is not what the book gives now" in changed.stderr


def test_a_file_that_is_no_pdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("nothing")
    for name in ("a.pdf", "b.pdf"):
        done = galerada("preflight", tmp_path / name)
        assert done.exit_code == 1 and "error[PF001]" in done.stderr
    assert galerada("preflight", tmp_path / "a.pdf", "--target", "nowhere-6x9").exit_code == 2


def test_a_release_is_looked_at_as_its_printer_would(tmp_path: Path) -> None:
    folder = write(tmp_path / "book", {**BOOK, "one/a.svg": DRAWING.format(**{**SVG, "opacity": 0.5}),
                                       "one/index.md": "# One\n\n![A sea](a.svg)\n"})  # fmt: skip
    done = galerada("check", folder, "--release", "--target", KDP, "--without", "epubcheck", "--without", "ace")
    assert done.exit_code == 1
    assert f"{folder}/one/index.md:3:1: error[PF045]: an opacity of 0.5 is used on page" in done.stderr
    (page,) = (folder / "build/print").iterdir()
    assert page.name.endswith(f"{KDP}.preflight.html")
    assert re.search(rf"FAILED  preflight +1 error, .*{re.escape(str(page))}", done.stdout)
    assert re.search(r"ok +book +passed", done.stdout), "the preflight's findings are not the book's"


def test_the_page_is_whole_escaped_and_the_same_each_time() -> None:
    with pikepdf.open(io.BytesIO(good(KDP))) as pdf:
        informed(Author="x")(pdf)
        paint("0.1 w 0 G 150 200 m 250 200 l S")(pdf)
        data = saved(pdf)
    first, second = (look_at(data, "<b>&.pdf", KDP, Report()).decode() for _ in range(2))
    assert first == second
    assert "<h1>Preflight of &lt;b&gt;&amp;.pdf</h1>" in first
    assert not re.search(r"<script|<link|<img|<iframe|\bon\w+=|url\(\"(?!data:)", first)
    assert set(re.findall(r'https?://[^"< )]+', first)) >= {"https://kdp.amazon.com/en_US/help/topic/G201857950"}
    assert first.count("data:image/png;base64,") == 1 and "PF025" in first and "prefers-color-scheme: dark" in first
    assert "compare it with the printer" in first, "a figure at second hand says so"


def test_a_page_number_is_that_of_the_printed_page() -> None:
    with pikepdf.open(io.BytesIO(good(KDP))) as pdf:
        paint("0.1 w 0 G 150 200 m 250 200 l S", page=8)(pdf)
        label = pdf.pages[8].label
        ((_, told),) = set(said(saved(pdf), target_named(KDP))) - known(KDP)
    assert f"on page {label} " in told and label != "9"
