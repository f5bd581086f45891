"""The press stage: inks, standards, marks, archives; on a whole book for several printers, and on planted pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from pikepdf.pdfa import validate_written
from PIL import Image

from pipeline.press import archived, pressed
from pipeline.press.colour import Inks, heaviest
from pipeline.run import Request, Result, build
from pipeline.targets import PressJob

ROOT = Path(__file__).parents[2]
INGRAM = ("ingramspark-6x9-creme", "ingramspark-6x9-color")
TARGETS = ("kdp-6x9-white", *INGRAM, "press-6x9-color", "lulu-hardcover-6x9-color")
PAINTS = frozenset({"g", "G", "rg", "RG", "k", "K", "scn", "SCN", "sc", "SC"})


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Result:
    out = tmp_path_factory.mktemp("press")
    asked = Request(ROOT / "tests" / "books" / "kitchen-sink", ("print", "reading"), out=out, targets=TARGETS)
    made = build(asked)
    assert not made.report.errors
    return made


def file_for(result: Result, name: str) -> Path:
    return next(made.path for made in result.outputs if made.path.name.endswith(f"{name}.pdf"))


def paints(data: bytes | Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Every colour that the pages set, and those of what they draw."""
    with pikepdf.open(io.BytesIO(data) if isinstance(data, bytes) else data) as pdf:
        forms = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        for holder in [*pdf.pages, *forms]:
            for said in pikepdf.parse_content_stream(holder):
                if str(said.operator) in PAINTS:
                    yield str(said.operator), tuple(float(x) for x in said.operands if not isinstance(x, pikepdf.Name))


def spaces(path: Path) -> set[str]:
    """The colour spaces of the pictures."""
    with pikepdf.open(path) as pdf:
        return {str(one["/ColorSpace"]) for one in pdf.objects
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"}  # fmt: skip


# a whole book


def test_the_inside_in_one_ink_has_no_colour(sink: Result) -> None:
    for target in ("kdp-6x9-white", "ingramspark-6x9-creme"):
        path = file_for(sink, target)
        assert {operator for operator, _ in paints(path)} <= {"g", "G"}
        assert spaces(path) <= {"/DeviceGray"}


def test_text_in_a_book_of_four_inks_is_black_ink_alone(sink: Result) -> None:
    found = list(paints(file_for(sink, "ingramspark-6x9-color")))
    assert {operator for operator, _ in found} <= {"g", "G", "k", "K"}
    assert ("g", (0.0,)) in found
    inks = [inks for operator, inks in found if operator in "kK"]
    assert inks, "the book has something in colour"
    assert max(map(sum, inks)) <= 2.4 + 1e-6


def test_a_printer_that_wants_rgb_gets_it_and_black_text(sink: Result) -> None:
    found = list(paints(file_for(sink, "lulu-hardcover-6x9-color")))
    assert {"g", "rg"} <= {operator for operator, _ in found} <= {"g", "G", "rg", "RG"}
    assert not any(max(rgb) - min(rgb) < 1 / 255 for operator, rgb in found if operator in {"rg", "RG"})


def test_every_file_has_the_words_of_the_unpressed_pages(sink: Result) -> None:
    wanted = words_of(file_for(sink, "lulu-hardcover-6x9-color"))
    assert len(wanted) > 20
    for target in ("kdp-6x9-white", *INGRAM):
        assert words_of(file_for(sink, target))[: len(wanted)] == wanted
    sheets = words_of(file_for(sink, "press-6x9-color"))
    assert all(sheet.startswith(page) for page, sheet in zip(wanted, sheets, strict=False))


def words_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_what_the_printer_refuses_is_gone(sink: Result) -> None:
    with pikepdf.open(file_for(sink, "kdp-6x9-white")) as pdf:
        assert not {"/Outlines", "/Names", "/Metadata", "/OutputIntents"} & set(pdf.Root.keys())
        assert "/Info" not in pdf.trailer
        assert not any("/Annots" in page.obj for page in pdf.pages)
        assert "/PageLabels" in pdf.Root


def test_pdf_x_1a_2001_is_written_as_its_standard_says(sink: Result) -> None:
    path = file_for(sink, "ingramspark-6x9-creme")
    data = path.read_bytes()
    assert data.startswith(b"%PDF-1.3") and b"/ObjStm" not in data and b"/XRef" not in data
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-1:2001"
        assert str(pdf.docinfo["/GTS_PDFXConformance"]) == "PDF/X-1a:2001"
        assert pdf.docinfo["/Trapped"] == "/False" and str(pdf.docinfo["/Title"])
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "FOGRA39" and "/DestOutputProfile" not in intent
        assert len(pdf.trailer["/ID"]) == 2
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) % 2 == 0


def test_the_last_page_is_the_printers(sink: Result) -> None:
    assert words_of(file_for(sink, "ingramspark-6x9-creme"))[-1] == ""


def test_pdf_x_4_has_its_profile_and_says_so_in_xmp(sink: Result) -> None:
    with pikepdf.open(file_for(sink, "press-6x9-color")) as pdf:
        assert pdf.pdf_version == "1.6"
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 4
        assert pdf.check_pdf_syntax() == []


def test_marks_stand_outside_the_bleed_in_the_colour_of_all_plates(sink: Result) -> None:
    with pikepdf.open(file_for(sink, "press-6x9-color")) as pdf:
        page = pdf.pages[3]
        left, low, right, top = map(float, page.obj["/BleedBox"])
        points = list(marked(page))
        assert len(points) > 20
        assert not [at for at in points if left <= at[0] <= right and low <= at[1] <= top]
        assert str(page.resources.ColorSpace.GaleradaAll[1]) == "/All"
        sheet = [float(one) for one in page.obj["/MediaBox"]]
        assert all(sheet[0] <= x <= sheet[2] and sheet[1] <= y <= sheet[3] for x, y in points)


def marked(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """Every point of a line that is drawn in the registration colour."""
    on = False
    for said in pikepdf.parse_content_stream(page):
        on = str(said.operands[0]) == "/GaleradaAll" if str(said.operator) == "CS" else on
        if on and str(said.operator) in {"m", "l"}:
            yield float(said.operands[0]), float(said.operands[1])


# to be kept


def test_the_reading_pdf_is_valid_pdf_a_2b(sink: Result) -> None:
    path = next(made.path for made in sink.outputs if made.edition == "reading")
    assert [str(found) for found in validate_written(path, "2b").findings] == []
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root and "/Outlines" in pdf.Root
        assert str(pdf.docinfo["/Producer"]) == "Galerada"


def test_the_validator_sees_what_is_taken_away(sink: Result, tmp_path: Path) -> None:
    path = next(made.path for made in sink.outputs if made.edition == "reading")
    with pikepdf.open(path) as pdf:
        del pdf.Root["/OutputIntents"]
        pdf.save(tmp_path / "bare.pdf", deterministic_id=True)
    assert validate_written(tmp_path / "bare.pdf", "2b").findings


# planted pages


def a_page(content: bytes, resources: Callable[[pikepdf.Pdf], Dictionary] = lambda pdf: Dictionary()) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 300))
        page = pdf.pages[0]
        page.obj["/Resources"] = resources(pdf)
        page.obj["/TrimBox"] = page.obj["/BleedBox"] = Array([0, 0, 200, 300])
        page.Contents = pdf.make_stream(content)
        pdf.docinfo["/Title"] = "A page"
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("space", "content", "wanted"),
    [
        ("grey", b"1 0 0 rg 0 0 9 9 re f", [("g", (0.299,))]),
        ("grey", b"0 0 1 RG 0 0 m 9 9 l S", [("G", (0.114,))]),
        ("rgb", b"0 0 0 rg 1 0 0 rg 0 0 9 9 re f", [("g", (0.0,)), ("rg", (1.0, 0.0, 0.0))]),
        ("cmyk", b"0.5 0.5 0.5 rg 0 0 9 9 re f", [("g", (0.5,))]),
        ("cmyk", b"0 0 0 1 k 0 0 9 9 re f", [("k", (0.0, 0.0, 0.0, 1.0))]),
    ],
)
def test_a_colour_becomes_ink(space: str, content: bytes, wanted: list[Any]) -> None:
    assert list(paints(pressed(a_page(content), PressJob(space)))) == wanted


def test_letters_that_look_like_operators_stay_letters() -> None:
    content = b"BT /F 9 Tf (1 0 0 rg \\) 0 0 1 RG) Tj ET"
    made = pressed(a_page(content), PressJob("grey"))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        shown = [said for said in pikepdf.parse_content_stream(pdf.pages[0]) if str(said.operator) == "Tj"]
        assert str(shown[0].operands[0]) == "1 0 0 rg ) 0 0 1 RG"


def with_gradient(pdf: pikepdf.Pdf) -> Dictionary:
    form = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 5, 5]),
                           Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))  # fmt: skip
    ends = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([1, 0, 0]), C1=Array([0, 0, 1]))
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 9, 9]), Function=ends)
    return Dictionary(XObject=Dictionary(X=form), Shading=Dictionary(S=pdf.make_indirect(shading)))


def test_a_form_and_a_gradient_are_turned_too() -> None:
    made = pressed(a_page(b"/X Do /S sh", with_gradient), PressJob("cmyk", "PDF/X-1a:2001", 240))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert {operator for operator, _ in paints(made)} == {"k"}
        resources = pdf.pages[0].resources
        assert resources.Shading.S.ColorSpace == "/DeviceCMYK" and len(resources.Shading.S.Function.C0) == 4
        assert "/Group" not in resources.XObject.X


def with_mask(pdf: pikepdf.Pdf) -> Dictionary:
    mask = pdf.make_stream(bytes([255, 0]), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=1,
                           ColorSpace=Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    image = pdf.make_stream(bytes([10] * 6), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=1,
                            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, SMask=mask)  # fmt: skip
    return Dictionary(XObject=Dictionary(I=image))


def test_a_picture_that_one_sees_through_is_laid_on_white() -> None:
    made = pressed(a_page(b"/I Do", with_mask), PressJob("grey", forbids=("transparency",)))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        picture = pdf.pages[0].resources.XObject.I
        assert "/SMask" not in picture
        assert list(pikepdf.PdfImage(picture).as_pil_image().tobytes()) == [10, 255]


def test_the_same_file_twice(sink: Result) -> None:
    data = file_for(sink, "lulu-hardcover-6x9-color").read_bytes()
    job = PressJob("cmyk", "PDF/X-4", 300, ("links", "outline"), True, 9.0)
    assert pressed(data, job) == pressed(data, job)
    assert archived(data, "es") == archived(data, "es")


# inks


@given(st.tuples(*[st.floats(0, 1)] * 3), st.sampled_from([200, 240, 300]))
def test_no_colour_takes_more_ink_than_the_limit(rgb: tuple[float, float, float], limit: int) -> None:
    assert sum(Inks(limit).of(*rgb)) * 100 <= limit + 0.03


@given(st.floats(0, 1))
def test_a_grey_is_black_ink_alone(light: float) -> None:
    assert Inks(240).of(light, light, light)[:3] == (0.0, 0.0, 0.0)


def test_a_dark_picture_keeps_to_the_limit_and_would_not_without_it() -> None:
    dark = Image.linear_gradient("L").convert("RGB")
    dark.paste((0, 1, 20), (0, 0, 256, 128))
    assert heaviest(Inks(0).picture(dark)) > 240
    assert heaviest(Inks(240).picture(dark)) <= 240.8


def test_a_colour_looks_as_it_did() -> None:
    """Through the profile and back it is the same to the eye, but for what no ink can print."""
    from PIL import ImageCms

    from pipeline.press import colour

    back = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(colour.profile())),
                                   ImageCms.createProfile("sRGB"), "CMYK", "RGB", flags=colour.BLACK_POINT)  # fmt: skip
    for rgb in ((180, 60, 50), (60, 110, 70), (40, 60, 120), (230, 200, 120)):
        inked = Inks(300).picture(Image.new("RGB", (4, 4), rgb))
        shown = ImageCms.applyTransform(inked, back)
        assert shown is not None
        pixel = shown.getpixel((1, 1))
        assert isinstance(pixel, tuple) and max(abs(a - b) for a, b in zip(pixel, rgb, strict=True)) <= 12
