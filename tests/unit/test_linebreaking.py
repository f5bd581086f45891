"""Lines that are set: they fit what the layout engine really lays out, and choose what is best."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from drawn import Run, runs
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import Specimen, specimens, write_files

from pipeline import designs
from pipeline.diagnostics import Report
from pipeline.fonts import FACES, font_faces
from pipeline.linebreaking import protrusion
from pipeline.linebreaking.cascade import Design, Style, styles
from pipeline.linebreaking.casting import LINE_END, MARKS, Slug, number_of
from pipeline.linebreaking.flow import flow
from pipeline.linebreaking.hyphenation import LONGEST, divisions
from pipeline.linebreaking.measuring import Letters, setter
from pipeline.linebreaking.optimum import HYPHEN, Material, Rules, optimum
from pipeline.linebreaking.places import places
from pipeline.linebreaking.setting import Lines, set_lines
from pipeline.linebreaking.stylesheet import sheet
from pipeline.model import Book, Config, PrintOptions
from pipeline.nodes import BLOCKS, Body, Element, Node, Text, element, elements, rewrite, text_of
from pipeline.run import Request, Result, build, resolved
from pipeline.style import print_css
from pipeline.write.dropcap import with_drop_cap
from pipeline.write.media import shown_in
from pipeline.write.notes import at_foot
from pipeline.write.opening import section
from pipeline.write.pagecss import measure, page_css
from pipeline.write.paged.engine.slugs import Caster, Preset, at_work, install
from pipeline.write.xhtml import Dialect, serialise

TESTS = Path(__file__).parent.parent
CASES = TESTS / "cases" / "linebreaking.md"
PT = 0.75
"""A CSS pixel."""
NEAR = 0.05
"""How near to its measure a line must end, in pt."""
FEATURES = (("kern", 1), ("liga", 1), ("lnum", 1), ("pnum", 1))
LETTERS = Letters(("Galerada Text", "Galerada Symbols"), 11.3, features=FEATURES, language="es")


# pages, as the engine lays them out


@dataclass(frozen=True)
class Laid:
    lines: Lines
    pages: list[Any]
    drawn: list[list[Run]]
    config: Config

    @property
    def design(self) -> Design:
        return design_of(self.config)


def design_of(config: Config) -> Design:
    page = config.print
    return Design(page_css(page) + print_css(page), measure(page), page.font_size, page.leading)


@cache
def laid(folder: Path) -> Laid:
    """A book's chapters, set and laid out, without what only the writer adds."""
    book, _ = resolved(Request(folder), Result())
    lines = set_lines(tuple(_sections(book)), design_of(book.config), book.config.language, Report())
    return _laid(lines, book.config)


def _laid(lines: Lines, config: Config, css: str = "") -> Laid:
    html = f'<html lang="{config.language}"><body>{serialise(lines.body, Dialect.HTML)}</body></html>'
    install()
    with at_work(lines.slugs) as caster:
        document = _document(html, config, css)
        data = document.write_pdf(finisher=_with_founts(caster))
    return Laid(lines, document.pages, runs(data), config)


def _sections(book: Book) -> Iterator[Element]:
    for chapter in book.chapters:
        if chapter.source is not None:
            paper = replace(chapter, body=shown_in(chapter.body, "print"), heading=shown_in(chapter.heading, "print"))
            made = section(at_foot(paper, Report(), book.config.language), book.config.language)
            yield with_drop_cap(made, chapter.role) if designs.design_of(book.config.print).drop_cap else made


def _document(html: str, config: Config, more: str = "") -> Any:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    faces = font_faces()
    for face in FACES:
        faces = faces.replace(f"book:///font/{face.name}", Path(str(files(face.package) / face.file)).as_uri())
    css = faces + page_css(config.print).replace(font_faces(), "") + print_css(config.print) + more
    fonts = FontConfiguration()
    made = weasyprint.CSS(string=css, font_config=fonts)
    return weasyprint.HTML(string=html).render(stylesheets=[made], font_config=fonts)


def _with_founts(caster: Caster) -> Any:
    """The founts of the slugs as far as `runs` reads them; the binding, which puts them into books, is not here."""

    def finish(_: Any, pdf: Any) -> None:
        import pydyf

        page = pdf.objects[pdf.pages["Kids"][0]]
        resources = pdf.objects[int(page["Resources"].split()[0])]
        fonts = pdf.objects[int(resources["Font"].split()[0])]
        for name, use in caster.fonts().items():
            widths = (part for glyph, (_, width) in use.glyphs.items() for part in (glyph, pydyf.Array([width])))
            inner = pydyf.Dictionary({"W": pydyf.Array(widths)})
            fonts[name] = pydyf.Dictionary({"DescendantFonts": pydyf.Array([inner])})

    return finish


@pytest.fixture(scope="module")
def sample() -> Laid:
    return laid(TESTS.parent / "book")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Everything that a line may stand in, and hold."""
    folder = tmp_path_factory.mktemp("mixed")
    write_files(MIXED, folder)
    return laid(folder)


@pytest.fixture(scope="module")
def tuned(sample: Laid) -> Laid:
    """Letters a hair wider, as a page is mended with."""
    book, _ = resolved(Request(TESTS.parent / "book"), Result())
    wider = rewrite(tuple(_sections(book)), _tuned)
    lines = set_lines(wider, sample.design, book.config.language, Report())
    assert len(lines.slugs) > 400
    return _laid(lines, book.config)


def _tuned(node: Node) -> Node:
    return node.set(style="letter-spacing: 0.008em") if isinstance(node, Element) and node.tag == "p" else node


@dataclass(frozen=True)
class Drawn:
    """A line of the layout tree, with where its ink is."""

    text: str
    fitted: bool
    over: float
    """How far it ends beyond the right edge of its block, in pt; what it should hang, taken off."""


def drawn_lines(book: Laid) -> Iterator[Drawn]:
    for page, drawn in zip(book.pages, book.drawn, strict=True):
        height = page.height * PT
        for block, line in _lines(page._page_box):
            slugs = list(_slugs(line))
            if slugs:
                baseline = height - (line.position_y + line.baseline) * PT
                left, right = block.content_box_x() * PT, (block.content_box_x() + block.width) * PT
                here = [run for run in drawn if abs(run.baseline - baseline) < 0.5 and left - 5 < run.left < right]
                last = max(here, key=lambda run: run.right)
                text = "".join(_texts(line)).rstrip("\n")
                hang = protrusion.right(text[-1]) * last.last
                if text.endswith(slugs[-1].text):
                    hang += slugs[-1].tracking * slugs[-1].breadth
                fitted = any(slug.spacing or slug.breadth != 1 for slug in slugs)
                yield Drawn(text, fitted, last.right - hang - right)


def _slugs(box: Any) -> Iterator[Slug]:
    """Of a line of the engine's, in their order."""
    for child in getattr(box, "children", ()):
        if isinstance(getattr(child, "pango_layout", None), Preset):
            yield child.pango_layout.slug
        else:
            yield from _slugs(child)


def _lines(box: Any, block: Any = None) -> Iterator[tuple[Any, Any]]:
    kind = type(box).__name__
    if kind == "LineBox":
        yield block, box
    for child in getattr(box, "children", ()):
        yield from _lines(child, box if kind in {"BlockBox", "FootnoteAreaBox"} or "Block" in kind else block)


def _texts(box: Any) -> Iterator[str]:
    if type(box).__name__ == "TextBox":
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child)


@pytest.mark.parametrize("name", ["sample", "mixed", "tuned"])
def test_every_set_line_fits_its_measure(name: str, request: pytest.FixtureRequest) -> None:
    lines = list(drawn_lines(request.getfixturevalue(name)))
    fitted = [line for line in lines if line.fitted]
    assert len(fitted) > (30 if name == "mixed" else 400)
    assert [line for line in fitted if abs(line.over) > NEAR and line.text[-1].isascii()] == []
    assert [line for line in lines if line.over > NEAR] == []


def test_a_line_that_does_not_fit_is_seen(sample: Laid) -> None:
    narrower = replace(sample.design, measure=sample.design.measure - 1)
    book, _ = resolved(Request(TESTS.parent / "book"), Result())
    wrong = _laid(set_lines(tuple(_sections(book))[2:4], narrower, "es", Report()), book.config)
    assert [line for line in drawn_lines(wrong) if line.fitted and abs(line.over) > NEAR]


@pytest.mark.parametrize("name", ["sample", "mixed"])
def test_the_engine_breaks_no_line_of_ours(name: str, request: pytest.FixtureRequest) -> None:
    """Each line that was cast is one line of the page."""
    book = request.getfixturevalue(name)
    theirs = ["".join(slug.text for slug in slugs) for page in book.pages for _, line in _lines(page._page_box)
              if (slugs := list(_slugs(line)))]  # fmt: skip
    ours = list(told_lines(book.lines))
    assert len(ours) > 30
    assert sorted(theirs) == sorted(ours)


def told_lines(lines: Lines) -> Iterator[str]:
    """The lines that a body's marks stand for; those of a note stand by themselves."""
    notes = (note for note in elements(lines.body, "span") if "footnote" in note.classes)
    stream = itertools.chain(_marks(lines.body), *(_marks(note.children) for note in notes))
    for text in "".join(stream).split(LINE_END):
        if text:
            yield "".join(lines.slugs[number_of(character)].text for character in text)


def _marks(nodes: Body) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Text):
            yield from MARKS.findall(node.text)
        elif isinstance(node, Element) and "footnote" not in node.classes:
            ends = LINE_END if node.tag in BLOCKS or "note-p" in node.classes else ""
            yield ends
            yield from _marks(node.children)
            yield ends


@pytest.mark.parametrize("name", ["sample", "mixed"])
def test_the_measures_read_from_the_style_sheets_are_the_engine_s(name: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(name)
    found = styles(book.lines.body, book.design, sheet(book.design.css), book.config.language)
    ours = sorted({(node.tag, round(measured, 1), round(found[id(node)].letters.size, 2))
                   for node in elements(book.lines.body, "p", "li", "dd", "blockquote")
                   if (measured := found[id(node)].measure) is not None})  # fmt: skip
    boxes = (box for page in book.pages for box in _blocks(page._page_box))
    theirs = {(box.element_tag, round(box.width * PT, 1), round(box.style["font_size"] * PT, 2)) for box in boxes}
    assert len(ours) > 6
    assert [kind for kind in ours if kind not in theirs] == []


def _blocks(box: Any) -> Iterator[Any]:
    if getattr(box, "width", "auto") != "auto" and box.element_tag:
        yield box
    for child in getattr(box, "children", ()):
        yield from _blocks(child)


# a large letter


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Chapters that begin with a letter three lines tall."""
    folder = tmp_path_factory.mktemp("begun")
    for number, letter in enumerate("AÁILMW"):
        (folder / f"{number}.md").write_text(f"# Capítulo {number}\n\n{letter}{LONG.lower()}, {LONG}.\n", "utf-8")
    (folder / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\ndesign: ensayo\n", "utf-8")
    return laid(folder)


def test_lines_beside_a_large_letter_are_as_long_as_it_leaves_them(begun: Laid) -> None:
    large = [box for page in begun.pages for box in _blocks(page._page_box) if box.element.get("class") == "dropcap"]
    assert sum("Block" in type(box).__name__ for box in large) == 6
    lines = list(drawn_lines(begun))
    assert [line for line in lines if line.over > NEAR] == []
    assert [line for line in lines if line.fitted and abs(line.over) > NEAR and line.text[-1].isascii()] == []
    indents = [line.position_x - block.content_box_x() for page in begun.pages
               for block, line in _lines(page._page_box) if any(_slugs(line))]  # fmt: skip
    assert sum(indent > 12 for indent in indents) == 3 * 6


def test_a_chapter_in_which_something_floats_is_left_to_the_engine() -> None:
    body = (element("section", element("figure", element("img")), element("p", LONG), class_="matter-body"),)
    report = Report()
    for css, sets in (("", True), ("figure { float: right; width: 40% }", False)):
        design = Design(print_css(PrintOptions()) + css, 319.5, 11.3, 15.0)
        assert bool(set_lines(body, design, "es", report).slugs) is sets


# the foot and the head of a page


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Paragraphs of all lengths, so that pages end anywhere in them."""
    folder = tmp_path_factory.mktemp("long")
    words = " ".join(PROSE.split()).split(" ")
    paragraphs = (" ".join(words[start : start + length]) for start, length in
                  ((number * 7 % 90, 12 + number * 29 % 61) for number in range(90)))  # fmt: skip
    write_files("# Una tarde\n\n" + "\n\n".join(f"Y {text}." for text in paragraphs), folder)
    return folder


def lines_by_page(book: Laid) -> list[list[int]]:
    """Of each paragraph in more than one page, how many of its lines each page has."""
    made: dict[Any, list[int]] = {}
    for page in book.pages:
        found: dict[Any, int] = {}
        for block, line in _lines(page._page_box):
            if block.element_tag == "p" and any(_slugs(line)):
                found[block.element] = found.get(block.element, 0) + 1
        for paragraph, count in found.items():
            made.setdefault(paragraph, []).append(count)
    return [counts for counts in made.values() if len(counts) > 1]


def test_no_page_begins_with_a_last_line_or_ends_with_a_first(sample: Laid, long: Path) -> None:
    parted = lines_by_page(sample) + lines_by_page(laid(long))
    assert len(parted) > 10
    assert [counts for counts in parted if min(counts) < 2] == []


def test_a_line_alone_is_seen(long: Path) -> None:
    book = laid(long)
    loose = _laid(book.lines, book.config, "body { widows: 1; orphans: 1 }")
    assert [counts for counts in lines_by_page(loose) if min(counts) < 2]


# the text layer


LONG = (
    "Mientras la carrera continuaba acelerándose, un *acontecimiento inesperado* sacudiría los **cimientos de la "
    "organización** y revelaría las tensiones —internas y externas— que se habían estado gestando en el departamento "
    "físico-químico, con `código` y con una [dirección bastante larga](https://example.org/una/direccion) en medio"
)
MIXED = f"""# Una tarde

{LONG}, con su nota.[^a] {LONG}.

{LONG} y con H<sub>2</sub>O y E = mc<sup>2</sup>, <small>pequeño</small>, y otra nota más.[^b]

> {LONG}.
>
> > {LONG}.

- {LONG}.
- {LONG}:
  1. {LONG}.

Término
: {LONG}.

{{{{< hint info >}}}}
{LONG}.
{{{{< /hint >}}}}

{{{{< details "Más" >}}}}
{LONG}.
{{{{< /details >}}}}

[^a]: {LONG}.
[^b]: Corta.
"""


def pdf_words(data: bytes, config: Config) -> str:
    """What a reader copies from the text block of every page, words joined again."""
    page = config.print
    made = []
    with pypdfium2.PdfDocument(data) as document:
        for sheet_ in document:
            text = sheet_.get_textpage()
            made.append(text.get_text_bounded(bottom=page.bottom - 8, top=page.height - page.top + 4))
    joined = re.sub("[\ufffe\x02](?:\r\n)?", "", "\n".join(made))
    return re.sub(r"\u2010\s+", "-", " ".join(joined.split())).replace("\u2010", "-")


PROSE = """# Una tarde

Mientras la carrera continuaba acelerándose, un acontecimiento inesperado sacudiría los cimientos de la organización y
revelaría las tensiones internas —que se habían estado gestando— en el departamento físico-químico. «¿Cómo?», preguntó
la *investigadora principal* de **inteligencia artificial**, con `código` y con una [dirección](https://example.org).

> Otra frase suficientemente larga para ocupar unas cuantas líneas en una cita de menor medida que la del texto normal.

- Un elemento de lista que también ocupa más de una línea, porque describe circunstancialmente las responsabilidades.
- Corto.

El párrafo siguiente contiene palabras extraordinariamente largas: desproporcionadamente, constitucionalidad,
internacionalización, electroencefalografía, contrarrevolucionario y otras tantas que habrá que dividir a menudo.
"""


def test_the_text_layer_is_the_manuscript_s_text(tmp_path: Path) -> None:
    write_files(PROSE, tmp_path)
    with (tmp_path / "book.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nprint: {lines: tex}\n")
    result = build(Request(tmp_path, ("print",)))
    assert result.book is not None
    words = pdf_words(result.outputs[0].path.read_bytes(), result.book.config)
    wanted = [text_of(node) for node in elements(result.book.chapters[-1].body, "p", "li")]
    assert len(wanted) >= 5
    for paragraph in wanted:
        assert " ".join(paragraph.split()) in words


def test_no_word_of_the_sample_s_prose_is_lost(tmp_path: Path) -> None:
    shutil.copytree(TESTS.parent / "book", tmp_path / "book", ignore=shutil.ignore_patterns("build"))
    with (tmp_path / "book" / "book.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nprint: {lines: tex}\n")
    result = build(Request(tmp_path / "book", ("print",)))
    book = result.book
    assert book is not None
    told = set(re.findall(r"\w+", pdf_words(result.outputs[0].path.read_bytes(), book.config)))
    plain = (node for chapter in book.chapters if chapter.source for node in chapter.body
             if isinstance(node, Element) and node.tag == "p" and not any(elements(node.children)))  # fmt: skip
    wanted = {word for node in plain for word in re.findall(r"\w+", text_of(node))}
    assert len(wanted) > 1000
    assert wanted - told == set()


@pytest.mark.parametrize("tagged", [False, True])
def test_a_word_in_two_lines_is_found_by_readers_of_pdfs(tagged: bool, tmp_path: Path) -> None:
    """By PDFium's own search, and in the text that poppler takes out, whatever way it is asked."""
    compounds = "físico-químico, teórico-práctico, histórico-crítico, económico-administrativo y político-social; "
    write_files(f"{PROSE}\n{compounds * 6}\n", tmp_path)
    with (tmp_path / "book.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nprint: {lines: tex, margins: {outer: 165pt}}\n")
    result = build(Request(tmp_path, ("reading" if tagged else "print",)))
    made = next(made.path for made in result.outputs if made.path.suffix == ".pdf")
    words = list(parted_words(made))
    assert len(words) > 6
    assert any("-" in word for word in words)
    with pypdfium2.PdfDocument(made) as document:
        texts = [page.get_textpage() for page in document]
        found = {word for word in words for text in texts if text.search(word, match_case=True).get_next()}
        assert set(words) - found == set()
    if shutil.which("pdftotext"):
        for way in ((), ("-raw",), ("-layout",)):
            done = subprocess.run(["pdftotext", *way, str(made), "-"], capture_output=True, text=True, check=True)
            assert [word for word in words if word not in done.stdout] == []


def parted_words(path: Path) -> Iterator[str]:
    """What the pages say is to be read for a word that begins in one line and ends in the next."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                said = operands[1].get("/ActualText") if str(operator) == "BDC" else None
                if said is not None and str(said).strip():
                    yield str(said)


def test_a_tagged_pdf_says_the_same_of_set_lines(tmp_path: Path) -> None:
    """The same paragraphs and lists in the same places: only the pieces of text, and of links, are others."""
    told = []
    for lines in ("tex", "engine"):
        folder = tmp_path / lines
        folder.mkdir()
        write_files(PROSE.replace("[dirección]", "[dirección de una página con un nombre largo]" * 3), folder)
        with (folder / "book.yaml").open("a", encoding="utf-8") as settings:
            settings.write(f"\nprint: {{lines: {lines}}}\n")
        made = next(made.path for made in build(Request(folder, ("reading",))).outputs if made.path.suffix == ".pdf")
        with pikepdf.open(made) as pdf:
            told.append(list(structure(pdf.Root.StructTreeRoot.K)))
    assert "/Link" in {kind for _, kind in told[0]}
    tex, engine = ([(depth, kind) for depth, kind in one if kind not in PIECES] for one in told)
    assert tex == engine
    assert [kind for _, kind in tex].count("/P") >= 4


PIECES = frozenset({"/Link", "/NonStruct"})
"""The engine says each anew in each line."""


def structure(node: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Elements and how deep they stand, but for the pieces of text."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from structure(one, depth)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node and node.S != "/Span":
        yield depth, str(node.S)
        yield from structure(node.get("/K"), depth + 1)


def test_a_line_may_end_before_the_page_that_a_link_names(tmp_path: Path) -> None:
    said = "En la composición con linotipia en el [capítulo siguiente](b.md), corregir una coma fundía el renglón."
    write_files("# Una tarde\n\n" + "\n\n".join("i " * count + said for count in range(8, 20)), tmp_path)
    (tmp_path / "b.md").write_text("# Otra\n\nTexto.\n", encoding="utf-8")
    result = build(Request(tmp_path, ("print",)))
    assert result.report.errors == ()
    with pypdfium2.PdfDocument(result.outputs[0].path) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert len(re.findall(r"^\(p\.", text, re.MULTILINE)) > 2
    assert len(re.findall(r"siguiente\s+\(p\.", text)) == 12


# the best breaks


def ways(material: Material, start: int, divided: int) -> Iterator[list[int]]:
    last = len(material.ends) - 1
    for place in range(start + 1, last):
        run = divided + 1 if material.kinds[place] else 0
        if run < 3:
            yield from ([place, *rest] for rest in ways(material, place, run))
    yield [last]


def demerits(material: Material, chosen: list[int], width: float, rules: Rules, tolerance: float) -> float | None:
    """The same sums, written down once more; None for a way that is not allowed."""
    total, before, looseness, run = 0.0, -1, 1, 0
    for place in chosen:
        length = material.ends[place] - (material.starts[before] if before >= 0 else 0.0)
        glue = material.end_glue[place] - (material.start_glue[before] if before >= 0 else 0.0)
        short, last = width - length, place == len(material.ends) - 1
        short = min(short, 0.0) if last else short
        over = max(abs(short) - rules.widening * (length - glue), 0.0)
        share = over / glue if glue else (50.0 if over else 0.0)
        bound = rules.stretch if short > 0 else rules.shrink
        badness = 100 * (share / rules.stretch) ** 2
        if (short < 0 and share > rules.shrink) or (short > 0 and badness > tolerance):
            return None
        kind = (1 if share / bound <= 0.5 else (2 if share <= bound else 3) if short > 0 else 0) if share else 1
        divided = bool(material.kinds[place])
        total += (rules.line + badness) ** 2
        if last:
            total += (rules.final_hyphen if run else 0.0) + (rules.runt if length < rules.least_last else 0.0)
        else:
            run = run + 1 if divided else 0
            total += material.penalties[place] ** 2 + (rules.double_hyphen if run > 1 else 0.0)
            total += rules.adjacent if abs(kind - looseness) > 1 else 0.0
        before, looseness = place, kind
    return total


@st.composite
def materials(draw: st.DrawFn) -> Material:
    made, at, glue = Material(), 0.0, 0.0
    for _ in range(draw(st.integers(4, 9))):
        at += draw(st.floats(8, 40))
        if draw(st.booleans()):
            made.ends.append(at + 3)
            made.starts.append(at)
            made.kinds.append(HYPHEN)
            made.penalties.append(85.0)
            made.end_glue.append(glue)
            made.start_glue.append(glue)
            at += draw(st.floats(8, 20))
        made.ends.append(at)
        at, before, glue = at + 5, glue, glue + 5
        made.starts.append(at)
        made.kinds.append(0)
        made.penalties.append(0.0)
        made.end_glue.append(before)
        made.start_glue.append(glue)
    return made


@settings(max_examples=150, deadline=None)
@given(materials(), st.floats(60, 140))
def test_no_way_to_set_a_paragraph_is_better_than_the_one_taken(material: Material, width: float) -> None:
    rules = Rules(tolerances=(1.0, 400.0), stretch=1.0, shrink=0.3, least_last=20.0)
    chosen = optimum(material, (width, width), rules)
    for attempt, tolerance in enumerate(rules.tolerances):
        allowed = [way for way in ways(material, -1, 0) if attempt or not any(material.kinds[p] for p in way[:-1])]
        weighed = [(found, way) for way in allowed
                   if (found := demerits(material, way, width, rules, tolerance)) is not None]  # fmt: skip
        if weighed:
            least = min(found for found, _ in weighed)
            assert demerits(material, chosen, width, rules, tolerance) == pytest.approx(least)
            return
    assert chosen == []


def test_three_divided_lines_in_a_row_are_never_taken() -> None:
    text = " ".join(["desproporcionadamente constitucionalidad internacionalización"] * 14)
    style = Style(LETTERS, "block", 130.0, 0.0, "justify", "auto")
    made = flow((Text(text),), style, {})
    for width in range(110, 190, 4):
        laid_out = places(made, 0, len(text), Rules())
        chosen = optimum(laid_out.material, (width, width), Rules(tolerances=(1.0, 500.0, 100_000.0)))
        kinds = [laid_out.material.kinds[place] for place in chosen[:-1]]
        assert max((len(list(run)) for kind, run in itertools.groupby(kinds) if kind), default=0) < 3


# words


def test_words_are_divided_by_their_language() -> None:
    assert divisions("inteligencia", "es") == (2, 4, 6, 9)
    assert divisions("understanding", "en") != divisions("understanding", "es")
    assert divisions("casa", "es") == ()
    assert divisions("palabra", "tlh") == ()


def test_a_word_without_end_is_not_searched_for_divisions() -> None:
    assert divisions("a" * LONGEST + "bracadabra" * 2000, "es") == ()


def test_widths_are_those_of_the_fonts() -> None:
    assert setter(LETTERS).width("a b") == pytest.approx(11.3 * (0.399 + 0.2 + 0.515))
    assert setter(replace(LETTERS, italic=True)).width("a") != setter(LETTERS).width("a")
    bold = replace(LETTERS, weight=600, variations=(("wght", 600.0),))
    assert setter(bold).width("palabra") > setter(LETTERS).width("palabra")
    assert setter(LETTERS).shape("𓀀").missing


# letters drawn broader


def test_widened_letters_keep_their_height(sample: Laid) -> None:
    text = [run for page in sample.drawn for run in page if abs(run.height - 11.7) < 0.06]
    breadths = {round(run.breadth, 3) for run in text}
    assert len(text) > 400
    assert min(breadths) < 0.985
    assert max(breadths) > 1.015
    assert max(abs(breadth - 1) for breadth in breadths) < 0.0205


# specimens


def lines_of(specimen: Specimen) -> str:
    """A paragraph's lines; its first line may say `width 120`, or a language."""
    head, _, rest = specimen.given.partition("\n")
    said = dict(re.findall(r"(\w+)=(\S+)", head))
    style = f"width: auto; padding-right: {319.5 - float(said['width'])}pt; text-align: {said.get('align', 'justify')}"
    tree = element("p", *_markup(rest), style=style)
    section_ = element("section", tree, class_="matter-body", **({"lang": said["lang"]} if "lang" in said else {}))
    design = Design(print_css(PrintOptions()), 319.5, 11.3, 15.0)
    lines = set_lines((section_,), design, "es", Report())
    return "\n".join(told_lines(lines)) or "as it was"


def _markup(text: str) -> Iterator[Text | Element]:
    """`/` in a line by itself is a hard break."""
    for number, part in enumerate(text.split("\n/\n")):
        if number:
            yield element("br")
        yield Text(part)


@pytest.mark.parametrize("specimen", specimens(CASES.read_text(encoding="utf-8")), ids=lambda found: found.title)
def test_specimen(specimen: Specimen) -> None:
    assert lines_of(specimen) == specimen.expected
