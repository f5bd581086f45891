"""The four designs: their proportions on every trim, their pages, what fits on them, and the book's own style sheet."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from specimens import specimens

from pipeline.designs import DESIGNS, LEAST_MARGIN, LONGEST, SHORTEST, defaults, known, letters_a_line, names, on_trim
from pipeline.diagnostics import Report
from pipeline.fonts import face_named
from pipeline.linebreaking.cascade import Design as LineDesign
from pipeline.linebreaking.cascade import styles
from pipeline.linebreaking.measuring import Letters
from pipeline.linebreaking.measuring import setter as letters
from pipeline.linebreaking.stylesheet import sheet
from pipeline.model import Book, Context, PrintOptions
from pipeline.nodes import Element, Text, element, elements, text_of
from pipeline.ownsheets import rules
from pipeline.plan import EDITIONS
from pipeline.run import Request, Result, build, resolved
from pipeline.shaping import type_of
from pipeline.style import print_css
from pipeline.workshop import Workshop
from pipeline.write.dropcap import with_drop_cap
from pipeline.write.pagecss import measure, text_height
from pipeline.write.paged.collating import HANGING, SLACK
from pipeline.write.paged.forme import set_up
from pipeline.write.paged.galley import Galley

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "tests" / "books" / "designs"
GOLDEN = ROOT / "tests" / "golden" / "designs"
CASES = ROOT / "tests" / "cases" / "ownsheets.md"
TRIMS = {"5x8": (360.0, 576.0), "a5": (419.528, 595.276), "5.5x8.5": (396.0, 612.0), "6x9": (432.0, 648.0),
         "7x10": (504.0, 720.0), "a4": (595.276, 841.89)}  # fmt: skip
every_page = pytest.mark.parametrize("trim", TRIMS)
every_design = pytest.mark.parametrize("name", DESIGNS)


# names


def test_a_design_is_known_by_its_names_whatever_the_accents() -> None:
    assert [known(word) for word in ("clásico", "CLASICO", "te\u0301cnico", " bolsillo ", "essay", "gótico", "")] == [
        "clasico", "clasico", "tecnico", "bolsillo", "ensayo", None, None,
    ]  # fmt: skip
    assert all(known(word) for word in names())


def test_a_book_that_says_nothing_has_the_first_design() -> None:
    assert PrintOptions() == defaults("clasico")


# proportions


@every_design
def test_the_letter_of_a_design_is_that_of_its_face(name: str) -> None:
    face = face_named(DESIGNS[name].text)
    axes = (("wght", 400.0),) if face.is_variable else ()
    width = sum(glyph.advance for glyph in type_of(face.read(), axes).shape(spanish())) / 1000 / len(spanish())
    assert DESIGNS[name].letter == pytest.approx(width, rel=0.025)


@cache
def spanish() -> str:
    """The running text of the sample book."""
    lines = [line for path in sorted(ROOT.glob("book/chapters/*.md")) for line in path.read_text("utf-8").split("\n")]
    return " ".join(line for line in lines if len(line) > 200 and line[0].isalpha())


@every_page
@every_design
def test_lines_have_as_many_letters_as_the_eye_follows(name: str, trim: str) -> None:
    usual, large = defaults(name, TRIMS[trim]), defaults(name, TRIMS[trim], large=True)
    assert SHORTEST <= round(letters_a_line(usual)) <= LONGEST
    assert 44 <= letters_a_line(large) <= 62.1
    assert large.font_size >= 16
    assert large.leading >= 1.25 * large.font_size


@every_page
@every_design
@pytest.mark.parametrize("large", [False, True])
def test_margins_are_white_enough_and_the_text_has_whole_lines(name: str, trim: str, large: bool) -> None:
    page = defaults(name, TRIMS[trim], large=large)
    assert min(page.inner, page.outer, page.top, page.bottom) >= LEAST_MARGIN
    assert text_height(page) / page.leading == pytest.approx(round(text_height(page) / page.leading))
    assert page.height - page.top - page.bottom - text_height(page) < page.leading


def test_what_the_book_says_stays_on_another_trim() -> None:
    told = replace(defaults("ensayo"), outer=80.0, font_size=10.0, said=frozenset({"outer", "font_size"}))
    moved = on_trim(told, TRIMS["7x10"])
    assert (moved.width, moved.outer, moved.font_size) == (504.0, 80.0, 10.0)
    assert moved.top == defaults("ensayo", TRIMS["7x10"], size=10.0).top
    assert on_trim(told, (told.width, told.height)) is told


# a chapter set in every design on every trim


@cache
def book() -> tuple[Book, Context]:
    result = Result()
    made = resolved(Request(BOOK), result)
    assert result.report.diagnostics == ()
    return made


@pytest.fixture(scope="module")
def children() -> Iterator[Workshop]:
    with Workshop(2) as made:
        yield made


def galleys(page: PrintOptions, children: Workshop) -> tuple[Galley, ...]:
    """The epigraph, the part and the chapter, set."""
    plain, context = book()
    chapters = tuple(one for one in plain.chapters if one.role in {"epigraph", "part", "chapter"})
    set_book = replace(plain, config=replace(plain.config, print=page), chapters=chapters)
    return set_up(set_book, EDITIONS["print"], replace(context, report=Report()), children).made.galleys


@every_design
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_every_trim_holds_every_line(name: str, large: bool, children: Workshop) -> None:
    for trim in TRIMS.values():
        page = defaults(name, trim, large=large)
        for galley in galleys(page, children):
            assert galley.said == (), trim
            assert outside(galley, page) == [], trim


def outside(galley: Galley, page: PrintOptions) -> list[object]:
    """Lines that leave the rectangle of the text, by more than an overhang."""
    foot, edge = page.height - page.top - text_height(page), page.inner + measure(page) + SLACK
    return [
        line for one in galley.pages for line in one.lines
        if not (page.inner - SLACK <= line.left and line.right <= edge and foot - SLACK <= line.baseline)
    ]  # fmt: skip


@every_design
def test_what_hangs_at_an_edge_is_not_taken_for_a_line_that_leaves_it(name: str) -> None:
    for italic in (False, True):
        assert max(letters(Letters((DESIGNS[name].text,), 1.0, italic)).right.values()) <= HANGING


def test_a_line_that_leaves_the_text_is_seen(children: Workshop) -> None:
    page = defaults("tecnico", TRIMS["5x8"])
    wider = replace(page, own_css="pre { margin-right: -60pt; white-space: pre } h2 { margin-left: -30pt }")
    found = [line for galley in galleys(wider, children) for line in outside(galley, wider)]
    assert found


# pages as they are bound


def built(tmp_path: Path, told: str) -> tuple[Result, Path]:
    folder = tmp_path / "book"
    shutil.copytree(BOOK, folder)
    with (folder / "book.yaml").open("a", encoding="utf-8") as file:
        file.write(told)
    result = build(Request(folder, ("print",)))
    return result, result.outputs[0].path


def type_told(path: Path) -> str:
    """Each page: its boxes, then every line of one face and size with where it begins, in pt from the lower left."""
    said = []
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as shown:
        for page, number in zip(pdf.pages, range(len(shown)), strict=True):
            box = " ".join(f"{float(side):.1f}" for side in page.mediabox)
            said.append(f"[{page.label}] {box}")
            said += lines_told(shown[number].get_textpage())
    return "\n".join(said) + "\n"


def lines_told(page: pypdfium2.PdfTextPage) -> list[str]:
    lines: list[tuple[str, str]] = []
    for place in range(page.count_chars()):
        character = page.get_text_range(place, 1)
        if not character.strip():
            if lines and lines[-1][1][-1:] != " ":
                lines[-1] = (lines[-1][0], lines[-1][1] + " ")
            continue
        x, y = origin(page, place)
        where = f"{font(page, place)} {pdfium.FPDFText_GetFontSize(page, place):.1f} at"
        known = lines[-1][0] if lines else ""
        if known.startswith(where) and known.endswith(f" {y:.0f}"):
            lines[-1] = (known, lines[-1][1] + character)
        else:
            lines.append((f"{where} {x:.0f} {y:.0f}", character))
    return [f"  {where}: {text.strip()[:28]}" for where, text in lines]


def origin(page: pypdfium2.PdfTextPage, place: int) -> tuple[float, float]:
    import ctypes

    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, place, x, y)
    return x.value, y.value


def font(page: pypdfium2.PdfTextPage, place: int) -> str:
    import ctypes

    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(page, place, name, 80, flags)
    return name.value.decode().partition("+")[2] or name.value.decode()


@every_design
def test_the_pages_of_a_design_are_what_the_golden_says(name: str, tmp_path: Path) -> None:
    result, path = built(tmp_path, f"design: {name}\nprint: {{bleed: 9pt}}\n")
    assert result.report.diagnostics == ()
    told, golden = type_told(path), GOLDEN / f"{name}.txt"
    if os.environ.get("GALERADA_UPDATE_GOLDENS") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert len(told.encode()) < 20 * 1024
    assert told == golden.read_text(encoding="utf-8")


@every_design
def test_large_print_has_nothing_small_slanted_or_in_capitals(name: str, tmp_path: Path) -> None:
    result, path = built(tmp_path, f"design: {name}\nprint: {{large: true}}\n")
    assert result.report.diagnostics == ()
    lines = [line.split() for line in type_told(path).splitlines() if line.startswith("  ")]
    text = [(line[0], float(line[1]) * (1 if line[0].startswith("Alegreya") else 3 / 4)) for line in lines]
    assert min(size for _, size in text) >= 14
    assert {font for font, _ in text if "Italic" in font} == set()
    assert {font.removeprefix("Galerada-").partition("-")[0] for font, _ in text} <= {"Sans", "Mono", "AlegreyaSans"}
    assert not re.search(r": [A-ZÁÉÍÓÚ]{4}", type_told(path))


@pytest.mark.parametrize(("opens", "side"), [("recto", 0), ("any", 1)])
@pytest.mark.parametrize(("inner", "outer"), [(90, 40), (40, 90)])
def test_a_picture_over_the_trim_reaches_every_edge(opens: str, side: int, inner: int, outer: int, tmp_path: Path
                                                    ) -> None:  # fmt: skip
    page = f"print: {{bleed: 9pt, chapters_open: {opens}, margins: {{inner: {inner}pt, outer: {outer}pt}}}}"
    result, path = built(tmp_path, f"design: ensayo\n{page}\n")
    assert result.report.diagnostics == ()
    number, shown = picture_page(path)
    assert number % 2 == side
    width, height = shown.size
    edges = [(1, 1), (width - 2, 1), (1, round(height * 0.03)), (width - 2, round(height * 0.03))]
    assert [shown.getpixel(place) for place in edges] == [(29, 42, 68)] * 4, "the picture's own ground"


def picture_page(path: Path) -> tuple[int, Image.Image]:
    """The place of the page whose head is not white, and the page with its bleed."""
    with pypdfium2.PdfDocument(path) as shown:
        for number in range(len(shown)):
            made = shown[number].render(scale=0.5).to_pil().convert("RGB")
            if made.getpixel((made.width // 2, 4)) != (255, 255, 255):
                return number, made
    raise AssertionError("no page has its picture at the head")


def test_without_a_bleed_the_picture_stands_within_the_text(tmp_path: Path) -> None:
    _, path = built(tmp_path, "design: ensayo\n")
    with pypdfium2.PdfDocument(path) as shown:
        heads = [page.render(scale=0.5).to_pil().convert("L").crop((0, 0, 198, 20)).getextrema() for page in shown]
    assert heads == [(255, 255)] * len(heads)


# drop caps


def opened(*words: str | Element) -> str:
    paragraph = element("p", *words)
    section = element("section", element("header", element("h1", "T")), paragraph)
    made = with_drop_cap(section, "chapter")
    spans = [node for node in made.children[1].children if isinstance(node, Element) and "dropcap" in node.classes]
    assert text_of(made) == text_of(section)
    return text_of(spans)


LONG = "palabras y más palabras hasta que el párrafo tenga los renglones que la letra pide a su lado, tres, " * 2


@pytest.mark.parametrize(
    ("begins", "letter"),
    [("Érase ", "É"), ("¿Quién ", "¿Q"), ("«Nunca ", "«N"), ("—Dijo ", ""), ("1984 ", ""), ("…y ", "")],
)
def test_the_letter_takes_its_signs_along_and_a_dash_has_none(begins: str, letter: str) -> None:
    assert opened(begins + LONG) == letter


def test_a_letter_in_emphasis_is_dropped_with_it_and_a_short_paragraph_has_none() -> None:
    slanted = element("p", element("em", "Uno"), " " + LONG)
    made = with_drop_cap(element("section", element("header"), slanted), "chapter")
    paragraph = made.children[1]
    assert isinstance(paragraph, Element)
    assert paragraph.children[0] == element("em", element("span", Text("U"), class_="dropcap"), Text("no"))
    assert opened("Corto.") == ""
    assert with_drop_cap(made, "appendix") is made


# the book's own style sheet


@pytest.mark.parametrize("specimen", specimens(CASES.read_text(encoding="utf-8")), ids=lambda found: found.title)
def test_a_style_sheet_is_taken_or_refused_with_its_line(specimen: object) -> None:
    report = Report()
    made = rules(specimen.given, "own.css", "print", report)  # type: ignore[attr-defined]
    said = [f"{d.pos.line}:{d.pos.column} {d.message}" for d in report.diagnostics]
    assert "\n".join([*made.splitlines(), *said]) == specimen.expected  # type: ignore[attr-defined]


def test_an_ebook_keeps_its_media() -> None:
    assert rules("@media (min-width: 30em) { p { margin: 0 } }", "a.css", "ebook", Report()) == (
        "@media (min-width: 30em) {\np { margin: 0 }\n}\n"
    )


def test_the_measure_of_lines_follows_the_book_s_own_rules() -> None:
    own = "p { font-size: 2rem !important } .a { font-size: 3rem } @page { size: a4 }"
    page = replace(PrintOptions(), own_css=own)
    body = (element("section", element("p", "x", class_="a")),)
    design = LineDesign(print_css(page), measure(page), page.font_size, page.leading)
    found = styles(body, design, sheet(design.css), "es")
    (paragraph,) = elements(body, "p")
    assert found[id(paragraph)].letters.size == pytest.approx(2 * page.font_size)


def test_own_rules_stand_over_the_design_in_both_editions(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(BOOK, folder)
    (folder / "own.css").write_text("h2 { font-size: 3rem }\n", encoding="utf-8")
    (folder / "screen.css").write_text("h3 { color: gray }\n", encoding="utf-8")
    with (folder / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("design: técnico\nstyles: [own.css, {file: screen.css, edition: ebook}]\n")
    made, _ = resolved(Request(folder), Result())
    assert made.config.print.own_css == "h2 { font-size: 3rem }\n"
    assert made.config.ebook.own_css == "h2 { font-size: 3rem }\nh3 { color: gray }\n"
    result = build(Request(folder, ("print", "ebook")))
    assert result.report.diagnostics == ()
    printed = next(one.path for one in result.outputs if one.edition == "print")
    size = 3 * made.config.print.font_size * 4 / 3  # the engine counts in pixels
    assert f"Galerada-Sans-Bold {size:.1f} at" in type_told(printed)
