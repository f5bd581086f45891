"""Lines that are set: they fit what the layout engine really lays out, and choose what is best."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from drawn import Run, runs
from hypothesis import given, settings
from hypothesis import strategies as st
from specimens import Specimen, specimens, write_files

from pipeline.diagnostics import Report
from pipeline.fonts import FACES, font_faces
from pipeline.linebreaking import protrusion
from pipeline.linebreaking.cascade import Design, Style, styles
from pipeline.linebreaking.flow import flow
from pipeline.linebreaking.hyphenation import LONGEST, divisions
from pipeline.linebreaking.measuring import Letters, setter
from pipeline.linebreaking.optimum import HYPHEN, Material, Rules, optimum
from pipeline.linebreaking.places import places
from pipeline.linebreaking.setting import set_lines
from pipeline.linebreaking.stylesheet import sheet
from pipeline.linebreaking.widening import drawn_broader, widenings
from pipeline.model import Book, Config, PrintOptions
from pipeline.nodes import Body, Element, Node, Text, element, elements, rewrite, text_of
from pipeline.run import Request, Result, build, resolved
from pipeline.style import print_css
from pipeline.write.media import shown_in
from pipeline.write.notes import at_foot
from pipeline.write.opening import section
from pipeline.write.pagecss import measure, page_css
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
    body: Body
    pages: list[Any]
    drawn: list[list[Run]]
    config: Config
    data: bytes

    @property
    def design(self) -> Design:
        return design_of(self.config)


def design_of(config: Config) -> Design:
    return Design(print_css(config.print), measure(config.print), config.print.font_size, config.print.leading)


@cache
def laid(folder: Path) -> Laid:
    """A book's chapters, set and laid out, without what only the writer adds."""
    book, _ = resolved(Request(folder), Result())
    made = tuple(_sections(book))
    body = set_lines(made, design_of(book.config), book.config.language, Report())
    html = f'<html lang="{book.config.language}"><body>{serialise(body, Dialect.HTML)}</body></html>'
    document = _document(html, book.config)
    data = document.write_pdf(finisher=_finisher(html))
    return Laid(body, document.pages, runs(data), book.config, data)


def _sections(book: Book) -> Iterator[Element]:
    for chapter in book.chapters:
        if chapter.source is not None:
            paper = replace(chapter, body=shown_in(chapter.body, "print"), heading=shown_in(chapter.heading, "print"))
            yield section(at_foot(paper, Report(), book.config.language), book.config.language)


def _document(html: str, config: Config) -> Any:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    faces = font_faces()
    for face in FACES:
        faces = faces.replace(f"book:///font/{face.name}", Path(str(files(face.package) / face.file)).as_uri())
    css = faces + page_css(config.print).replace(font_faces(), "") + print_css(config.print)
    fonts = FontConfiguration()
    made = weasyprint.CSS(string=css, font_config=fonts)
    return weasyprint.HTML(string=html).render(stylesheets=[made], font_config=fonts)


def _finisher(html: str) -> Any:
    sizes = widenings(html)

    def finish(_: Any, pdf: Any) -> None:
        for thing in pdf.objects:
            if b"BT" in getattr(thing, "stream", ()):
                thing.stream = drawn_broader(thing.stream, sizes)

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
            spans = list(_spans(line))
            if spans:
                baseline = height - (line.position_y + line.baseline) * PT
                left, right = block.content_box_x() * PT, (block.content_box_x() + block.width) * PT
                here = [run for run in drawn if abs(run.baseline - baseline) < 0.5 and left - 5 < run.left < right]
                last = max(here, key=lambda run: run.right)
                text = "".join(_texts(line)).rstrip("\n")
                hang = protrusion.right("-" if text.endswith("\u2010") else text[-1]) * last.last
                style = spans[0].element.get("style", "")
                fitted = "font-size" in style or "word-spacing" in style
                yield Drawn(text, fitted, last.right - hang - right)


def _spans(box: Any) -> Iterator[Any]:
    """Our lines in a line of the engine's: one, or none."""
    for child in getattr(box, "children", ()):
        if _is_ours(child):
            yield child
        else:
            yield from _spans(child)


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


@pytest.mark.parametrize("name", ["sample", "mixed"])
def test_every_set_line_fits_its_measure(name: str, request: pytest.FixtureRequest) -> None:
    lines = list(drawn_lines(request.getfixturevalue(name)))
    fitted = [line for line in lines if line.fitted]
    assert len(fitted) > (400 if name == "sample" else 30)
    assert [line for line in fitted if abs(line.over) > NEAR and line.text[-1].isascii()] == []
    assert [line for line in lines if line.over > NEAR] == []


def test_a_line_that_does_not_fit_is_seen(sample: Laid) -> None:
    narrower = replace(sample.design, measure=sample.design.measure - 1)
    book, _ = resolved(Request(TESTS.parent / "book", only=""), Result())
    body = set_lines(tuple(_sections(book))[2:4], narrower, "es", Report())
    html = f'<html lang="es"><body>{serialise(body, Dialect.HTML)}</body></html>'
    document = _document(html, book.config)
    data = document.write_pdf(finisher=_finisher(html))
    wrong = Laid(body, document.pages, runs(data), book.config, data)
    assert [line for line in drawn_lines(wrong) if line.fitted and abs(line.over) > NEAR]


@pytest.mark.parametrize("name", ["sample", "mixed"])
def test_the_engine_breaks_no_line_of_ours(name: str, request: pytest.FixtureRequest) -> None:
    """Each line of the tree is one line of the page, in its order."""
    book = request.getfixturevalue(name)
    bare = rewrite(book.body, _without_note)
    ours = [text_of(node).rstrip("\n") for node in elements(bare, "span") if "ln" in node.classes]
    ours += [text_of(node).rstrip("\n") for note in elements(book.body, "span") if "footnote" in note.classes
             for node in elements((note,), "span") if "ln" in node.classes]  # fmt: skip
    theirs = ["".join(_texts(line)).rstrip("\n") for page in book.pages for _, line in _lines(page._page_box)
              if any(_spans(line))]  # fmt: skip
    assert len(ours) > 30
    assert sorted(_bare(text) for text in theirs) == sorted(_bare(text) for text in ours)


def _without_note(node: Node) -> Node | Body:
    return () if isinstance(node, Element) and "footnote" in node.classes else node


def _is_ours(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == "ln" and "::" not in str(box.element_tag)


def _bare(text: str) -> str:
    """Without the numbers of notes, which the engine puts in."""
    return re.sub(r"\d+(?:\.\u2002)?|\s|\ufffc", "", text)


@pytest.mark.parametrize("name", ["sample", "mixed"])
def test_the_measures_read_from_the_style_sheets_are_the_engine_s(name: str, request: pytest.FixtureRequest) -> None:
    book = request.getfixturevalue(name)
    found = styles(book.body, book.design, sheet(book.design.css), book.config.language)
    ours = sorted({(node.tag, round(measured, 1), round(found[id(node)].letters.size, 2))
                   for node in elements(book.body, "p", "li", "dd", "blockquote")
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


def test_no_word_of_the_sample_s_prose_is_lost(sample: Laid) -> None:
    told = set(re.findall(r"\w+", pdf_words(sample.data, sample.config)))
    book, _ = resolved(Request(TESTS.parent / "book"), Result())
    plain = (node for chapter in book.chapters if chapter.source for node in chapter.body
             if isinstance(node, Element) and node.tag == "p" and not any(elements(node.children)))  # fmt: skip
    wanted = {word for node in plain for word in re.findall(r"\w+", text_of(node))}
    assert len(wanted) > 1000
    assert wanted - told == set()


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
        share = max(abs(short) - rules.widening * (length - glue), 0.0) / glue if glue else (0.0 if not short else 50.0)
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


def test_a_larger_size_becomes_broader_letters_of_the_same_height() -> None:
    html = '<span class="ln" style="font-size: 11.5260pt" data-sizes="11.3000" data-widening="0.0200">'
    sizes = widenings(html)
    made = drawn_broader([b"q", b"BT", b"1 0 0 -1 9 8 Tm", b"/F 15.367188 Tf", b"[<01>] TJ", b"ET", b"Q"], sizes)
    assert made[2] == b"1.019946 0 0 -1 9 8 Tm"
    assert made[3] == b"/F 15.066667 Tf"


def test_other_sizes_and_later_text_are_left_alone() -> None:
    plain = [b"q", b"BT", b"1 0 0 -1 9 8 Tm", b"/F 15 Tf", b"[<01>] TJ", b"ET", b"Q"]
    assert drawn_broader(plain, {15736: 15.0}) == plain
    after = [b"/F 15 Tf", b"q", b"/F 15.367188 Tf", b"Q", b"1 0 0 -1 9 8 Tm", b"[<01>] TJ"]
    assert drawn_broader(after, {15736: 15.066667})[4] == b"1 0 0 -1 9 8 Tm"


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
    (made,) = set_lines((section_,), design, "es", Report())
    lines = [node for node in elements((made,), "span") if "ln" in node.classes]
    return "\n".join(text_of(line).rstrip("\n") for line in lines) or "as it was"


def _markup(text: str) -> Iterator[Text | Element]:
    """`/` in a line by itself is a hard break."""
    for number, part in enumerate(text.split("\n/\n")):
        if number:
            yield element("br")
        yield Text(part)


@pytest.mark.parametrize("specimen", specimens(CASES.read_text(encoding="utf-8")), ids=lambda found: found.title)
def test_specimen(specimen: Specimen) -> None:
    assert lines_of(specimen) == specimen.expected
