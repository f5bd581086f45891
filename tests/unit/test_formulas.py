"""Formulas: what stands between dollars is TeX, and becomes MathML, outlines and a line of plain text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from specimens import after

from pipeline.catalogue import SHORTCODES
from pipeline.diagnostics import Report
from pipeline.drawing import mathematics
from pipeline.drawing.mathematics import Formula, formula
from pipeline.drawing.tex import DEEPEST, LONGEST, Fault, fault_in, readable
from pipeline.nodes import Body, Element, Pos, Shortcode, Text, elements, text_of, walk
from pipeline.outline import outline
from pipeline.read.markdown import asks_for_math, read_markdown
from pipeline.read.markdown.formulas import PASSTHROUGH, THEME
from pipeline.run import Request, build
from pipeline.write.media import shown_in
from pipeline.write.xhtml import serialise

HERE = Pos("a.md", 3, 1)


def read(text: str, math: bool = True) -> Body:
    return read_markdown("a.md", text, 0, SHORTCODES, Report(), math=THEME if math else "")


def formulas(text: str, math: bool = True) -> list[tuple[str | None, bool, bool]]:
    """Each formula's TeX, whether it is displayed, whether it is a block."""
    found = [node for node in walk(read(text, math)) if isinstance(node, Shortcode) and node.name == "katex"]
    return [(node.inner, node.flag("display"), node.block) for node in found]


def made(text: str, folder: Path) -> tuple[Body, list[str]]:
    """A chapter after the stage shortcodes, and its findings as `line:column CODE`."""
    book, findings = after(text, folder, "shortcodes")
    assert book is not None
    told = [f"{d.pos.line}:{d.pos.column} {d.code.ident}" for d in findings if d.code.ident != "NM004"]
    return book.chapters[0].body, told


def drawn(tex: str, *, display: bool = False) -> Formula:
    result = formula(tex, HERE, display=display)
    assert isinstance(result, Formula), result
    return result


# reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $$x_1*y*$$ b", [("x_1*y*", True, False)]),
        (r"a \\(x_1 < y\\) b", [("x_1 < y", False, False)]),
        (r"\\[a\\]", [("a", True, True)]),
        ("$$\n- a = b\n= c\n$$", [("\n- a = b\n= c\n", True, True)]),
        ("> $$\n> x\n> + y\n> $$", [("\nx\n+ y\n", True, True)]),
        ("- a\n\n  $$\n  x\n  $$", [("\nx\n", True, True)]),
        ("text\n$$x$$\nmore", [("x", True, True)]),
        ("$$a$$ and more", [("a", True, False)]),
        ("```katex\nx\n```", [("x\n", True, True)]),
        ("| a |\n|---|\n| $$x$$ |", [("x", True, False)]),
        ("## A $$x$$", [("x", False, False)]),
        ("[a $$x]$$](b)", [("x]", True, False)]),
    ],
)  # fmt: skip
def test_what_stands_between_the_delimiters_is_a_formula(text: str, expected: list[object]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text", ["`$$x$$`", "    $$x$$", "```\n$$x$$\n```", r"\$$x\$$", "$x$", "$5 and $6", "$$ open\nnever closed",
             "$$\n\n$$", "$$$$", "$$a\n\nb$$", r"\(x\)", "<!-- $$x$$ -->"],
)  # fmt: skip
def test_dollars_in_code_single_ones_and_open_ones_are_dollars(text: str) -> None:
    assert formulas(text) == []


def test_a_chapter_that_does_not_ask_has_no_formulas() -> None:
    assert formulas("a $$x$$ b", math=False) == []
    assert text_of(read("a $$x$$ b", math=False)) == "a $$x$$ b"


@pytest.mark.parametrize("switch", ["{{< katex />}}", "{{< katex >}}y{{< /katex >}}", "```katex\ny\n```"])
def test_katex_anywhere_in_the_chapter_switches_dollars_on(switch: str) -> None:
    assert ("x", True, False) in formulas(f"a $$x$$ b\n\n{switch}", math=False)


@pytest.mark.parametrize(
    ("params", "expected"),
    [({"math": True}, True), ({"Katex": "true"}, True), ({"BookKatex": "true"}, True), ({"math": False}, False),
     ({"math": "false"}, False), ({}, False), ({"mathematics": True}, False)],
)  # fmt: skip
def test_a_page_or_a_site_asks_by_its_parameters(params: dict[str, object], expected: bool) -> None:
    assert bool(asks_for_math(params)) is expected


def test_front_matter_and_site_parameters_switch_dollars_on(tmp_path: Path) -> None:
    body, _ = made("---\nmath: true\n---\n# T\n\n$$x$$", tmp_path / "page")
    assert [e.get("alttext") for e in elements(body, "math")] == ["x"]
    site = "=== hugo.toml\n[params]\nmath = true\n=== content/docs/a.md\n# T\n\n$$x$$"
    body, _ = made(site, tmp_path / "site")
    assert [e.get("alttext") for e in elements(body, "math")] == ["x"]


def test_a_formula_knows_its_place() -> None:
    found = [node for node in walk(read("# T\n\nab $$x$$ and\n\n$$\ny\n$$")) if isinstance(node, Shortcode)]
    assert [(node.pos.line, node.pos.column, node.inner_pos.column) for node in found] == [(3, 4, 6), (5, 1, 3)]


# in the tree


def test_an_inline_formula_is_mathml_for_screens_and_outlines_for_paper(tmp_path: Path) -> None:
    body, findings = made("# T\n\na {{< katex >}}x^2{{< /katex >}} b", tmp_path)
    assert findings == []
    screen, paper = serialise(shown_in(body, "ebook")), serialise(shown_in(body, "print"))
    assert screen == (
        '<p>a <span class="formula" data-plain="x²"><math display="inline" alttext="x^2" '
        'xmlns="http://www.w3.org/1998/Math/MathML"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math></span> b</p>'
    )
    assert "<math" not in paper and 'role="img" aria-label="x^2"' in paper and "<path" in paper
    assert " id=" not in paper and 'fill="black"' not in paper


def test_a_displayed_formula_alone_is_a_division_and_in_a_sentence_a_span(tmp_path: Path) -> None:
    text = "{{< katex display=true >}}x{{< /katex >}}\n\na $$y$$ b\n\n{{< katex display >}}z{{< /katex >}}"
    body, _ = made(f"# T\n\n{text}", tmp_path)
    shown = [(node.tag, node.classes) for node in elements(body) if "formula" in node.classes]
    assert shown == [("div", ("formula", "display")), ("span", ("formula", "display")), ("div", ("formula", "display"))]
    assert [node.tag for node in body if isinstance(node, Element)] == ["div", "p", "div"]
    assert [e.get("display") for e in elements(body, "math")] == ["block"] * 3


def test_the_bare_switch_leaves_nothing_behind(tmp_path: Path) -> None:
    body, findings = made("# T\n\n{{< katex />}}\n\ntext {{< katex />}}", tmp_path)
    assert (serialise(body).strip(), findings) == ("<p>text </p>", [])


def test_a_formula_inside_percent_signs_keeps_its_backslashes(tmp_path: Path) -> None:
    # Hugo 0.168 shows ( x_1 ): what the shortcode gives is read as Markdown once more
    text = "{{% hint info %}}\n{{< katex >}}\\alpha x_1{{< /katex >}} and **b**\n{{% /hint %}}"
    body, _ = made(f"# T\n\n{text}", tmp_path)
    assert [e.get("alttext") for e in elements(body, "math")] == [r"\alpha x_1"]
    assert [text_of(e) for e in elements(body, "strong")] == ["b"]


def test_typography_leaves_formulas_alone(tmp_path: Path) -> None:
    body, _ = made("# T\n\n{{< katex />}}\n\n-- a $$\\text{x -- 'y' ...}$$ b", tmp_path)
    assert [e.get("alttext") for e in elements(body, "math")] == [r"\text{x -- 'y' ...}"]
    assert text_of(body).strip() == "\u2014 a x -- 'y' ... b"


def test_contents_titles_and_ids_name_a_formula_plainly(tmp_path: Path) -> None:
    book, _ = after("# Sobre $$E=mc^2$$\n\n{{< katex />}}\n\n## El \\\\(x_1\\\\)\n\nText.", tmp_path, "links")
    assert book is not None
    chapter = next(c for c in book.chapters if c.source)
    entry = next(e for e in outline(book) if e.target == f"book:{chapter.key}")
    assert entry.label.endswith("Sobre E = mc²")
    assert [child.label for child in entry.children] == ["El x₁"]
    assert [h.get("id") for h in elements(chapter.body, "h2")] == ["el-x_1"]
    assert not list(elements(entry.title, "math", "svg"))


def test_a_note_holds_formulas(tmp_path: Path) -> None:
    text = "{{< katex />}}a[^1]\n\n[^1]: Es $$x$$ y\n\n    $$\n    y\n    $$\n"
    book, findings = after(f"# T\n\n{text}", tmp_path, "notes")
    assert book is not None and not [f for f in findings if f.code.ident.startswith("SC")]
    (note,) = [e for e in elements(book.chapters[0].body, "aside") if "note" in e.classes]
    assert [e.get("alttext") for e in elements((note,), "math")] == ["x", "y"]


# what is wrong with one


@pytest.mark.parametrize(
    ("tex", "offset", "word"),
    [
        ("", 0, "empty"),
        (r"\frac{a}{b", 8, "{ is never closed"),
        ("a}", 1, "} closes nothing"),
        (r"\left( x", 0, r"\left is never closed"),
        (r"x \right)", 2, r"\right closes nothing"),
        (r"\begin{matrix}a", 0, r"\begin{matrix} is never closed"),
        (r"\begin{matrix}a\end{cases}", 15, r"\end{cases} stands where \end{matrix}"),
        (r"\begin{CD}a\end{CD}", 0, "'CD'"),
        (r"{\left( x}", 9, r"} stands where \right"),
        (r"\newcommand{\R}{x}", 0, r"\newcommand"),
        ("x" * (LONGEST + 1), 0, "characters"),
        ("{" * (DEEPEST + 1) + "}" * (DEEPEST + 1), DEEPEST, "too deep"),
        (r"a + \ce{H2O}", 4, r"\ce"),
        ("a & b", 2, "&"),
        (r"x_1_2", None, "double subscripts"),
        (r"\frac{1}", None, "argument"),
        (r"\sqrt[3]", None, "no available tokens"),
    ],
)
def test_a_fault_is_named_and_placed(tex: str, offset: int | None, word: str) -> None:
    fault = formula(tex, HERE, display=False)
    assert isinstance(fault, Fault)
    assert fault.offset == offset and word in fault.message


@pytest.mark.parametrize("tex", [r"\{a\}", r"\left\{ x \right.", "% {\nx", r"\leftarrow \rightarrow", r"\text{a \& b}"])
def test_braces_that_are_signs_open_nothing(tex: str) -> None:
    assert fault_in(tex) is None


def test_a_bad_formula_is_an_error_at_its_place_and_stands_as_code(tmp_path: Path) -> None:
    body, findings = made("# T\n\n> a $$x + \\nope$$ b\n\n> $$\n> x\n> + {y\n> $$\n\n{{< katex />}}", tmp_path)
    assert findings == ["3:11 SC016", "7:5 SC016"]
    codes = [(e.get("class"), text_of(e)) for e in elements(body, "code")]
    assert codes == [("language-tex", "x + \\nope"), ("language-tex", "x\n+ {y")]


def test_what_cannot_be_drawn_is_said_and_print_shows_its_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathematics, "_drawing", lambda read, tex, pos: None)
    body, findings = made("# T\n\n{{< katex >}}x{{< /katex >}}", tmp_path)
    assert findings == ["3:14 SC016"]
    assert "<math" in serialise(shown_in(body, "ebook")) and "<code" not in serialise(shown_in(body, "ebook"))
    assert '<code class="language-tex">x</code>' in serialise(shown_in(body, "print"))


def test_a_character_without_a_glyph_is_said(tmp_path: Path) -> None:
    _, findings = made("# T\n\n{{< katex >}}\\text{ﬆ}{{< /katex >}}", tmp_path)
    assert findings == ["3:14 PR001"]


# reading and drawing TeX


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        ("E=mc^2", "E = mc²"),
        (r"x_1 + \frac{a+b}{2}", "x₁ + (a + b)/2"),
        (r"\sqrt[3]{x+1}", "³√(x + 1)"),
        (r"\vec v \in \mathbb{R}^n", "v⃗ ∈ ℝⁿ"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
        (r"e^{i\pi}", "e^(iπ)"),
        (r"f'(x)", "f′(x)"),
        (r"a \not= b", "a ≠ b"),
        (r"\hat H\psi", "H\u0302ψ"),
        (r"x \sim y \tag{3}", "x ∼ y (3)"),
        (r"\R \implies \operatorname{sen} x", "ℝ ⟹ senx"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "a = b; = c"),
        (r"\text{si $x>0$}", "si x > 0"),
    ],
)
def test_a_formula_in_a_line(tex: str, plain: str) -> None:
    assert drawn(tex).plain == plain


@pytest.mark.parametrize(
    "tex",
    [
        r"x = \frac{-b \pm \sqrt{b^2-4ac}}{2a}", r"\int_0^\infty e^{-x^2}\,dx", r"\sum_{n=1}^\infty \frac1{n^2}",
        r"\lim_{x\to 0}\frac{\sin x}{x}", r"f(x)=\begin{cases}x & \text{si } x>0\\ 0 & \text{a<b}\end{cases}",
        r"\begin{align}a&=b\\c&=d\end{align}", r"\begin{gathered}a\\b\end{gathered}", r"\binom{n}{\frac k2}",
        r"\left.\frac{dy}{dx}\right|_{x=0}", r"\overbrace{a+b}^{n}", r"\mathcal{L}\mathfrak{g}\boldsymbol{\alpha}",
        r"\bra{\psi}\hat A\ket{\phi}", r"A \xrightarrow{k} B \rightleftharpoons C", r"^{14}_{6}\mathrm{C}",
        r"\color{red}x", r"\cancel{x}", r"\oint\nabla\times\mathbf{E}", r"10^{-3}\,\mathrm{kg\cdot m/s^2}",
        r"\boxed{x}", r"\begin{array}{c|c}a&b\\\hline c&d\end{array}",
        r"a \equiv b \pmod n", r"\begin{alignedat}{2}a&=b\end{alignedat}",
    ],
)  # fmt: skip
def test_school_and_university_formulas_are_read_and_drawn(tex: str) -> None:
    made = drawn(tex, display=True)
    assert made.drawing is not None and made.undrawn == ""
    assert not [t for t in walk(made.mathml.children) if isinstance(t, Text) and ("&#" in t.text or t.text[:1] == "\\")]


def test_the_drawing_hangs_on_the_baseline_by_its_depth() -> None:
    deep, flat = drawn("y").drawing, drawn("x").drawing
    assert deep is not None and flat is not None
    assert deep.get("style").endswith("vertical-align: -0.22em")
    assert float(flat.get("style").rpartition(" ")[2].removesuffix("em")) > -0.05


def test_links_styles_and_names_do_not_come_out_of_tex() -> None:
    made = drawn(r"\href{javascript:alert(1)}{x} \class{a}{y} \style{color:red}{z}")
    names = {name for node in elements((made.mathml,)) for name, _ in node.attrs}
    assert names == {"display", "alttext"}


def test_markup_in_a_text_stays_text() -> None:
    written = serialise((drawn(r"\text{<script>alert(1)</script>}").mathml,))
    assert "<script" not in written.replace("alttext=", "") and "&lt;script&gt;" in written


def test_a_character_that_xml_forbids_is_replaced() -> None:
    assert "�" in serialise((drawn(r"\unicode{x0} a").mathml,))


def test_the_same_formula_gives_the_same_bytes() -> None:
    first, again = drawn(r"\frac{a}{b}"), drawn(r"\frac{a}{b}")
    assert first == again


def test_two_formulas_share_no_state() -> None:
    alone = drawn(r"\begin{align}a&=b\end{align}").plain
    assert drawn(r"\begin{align}a&=b\end{align}").plain == alone == "a = b"


@given(st.text(alphabet=r"\{}^_&$%abx12 ()[]|+=~'" + '"<>ñ\n\t', max_size=40))
def test_no_text_breaks_the_reader(tex: str) -> None:
    made = formula(tex, HERE, display=True)
    if isinstance(made, Fault):
        assert made.message and (made.offset is None or 0 <= made.offset <= len(tex))
    else:
        serialise((made.mathml,))


def test_rewriting_twice_changes_nothing_more() -> None:
    tex = r"\begin{aligned}a&=b\end{aligned} \mathrm{C} \not= \tag{1}"
    once = readable(tex)
    assert "aligned}" not in once and readable(once.replace(r"\mathrm {", r"\mathrm{")) == once


# in the editions


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formulas")
    (folder / "book.yaml").write_text("title: Libro\nlanguage: es\nauthor: Autora\n", "utf-8")
    text = "{{< katex />}}\n\nUna \\\\(x_1\\\\).[^1]\n\n## El $$y^2$$\n\n$$\nz\n$$\n\n[^1]: Con $$w$$.\n"
    (folder / "01.md").write_text(f"# Sobre $$E=mc^2$$\n\n{text}", "utf-8")
    result = build(Request(folder, out=folder / "build"))
    assert len(result.outputs) == 2
    assert [d.code.ident for d in result.report.diagnostics] == []
    return folder / "build"


def test_the_epub_holds_mathml_says_so_and_names_it_in_its_contents(book: Path) -> None:
    with zipfile.ZipFile(next(book.rglob("*.epub"))) as archive:
        names = ("text/01.xhtml", "text/nav.xhtml", "content.opf")
        page, nav, opf = (archive.read(f"EPUB/{name}").decode() for name in names)
    assert page.count("<math ") == 5 and "<svg" not in page and "only-" not in page
    assert 'href="text/01.xhtml" media-type="application/xhtml+xml" properties="mathml"' in opf
    assert "Sobre E = mc²" in nav and "El y²" in nav and "<math" not in nav


def test_the_pdf_names_formulas_in_its_bookmarks(book: Path) -> None:
    with pikepdf.open(next(book.rglob("*.pdf"))) as pdf, pdf.open_outline() as marks:
        titles = [(mark.title, [child.title for child in mark.children]) for mark in marks.root]
    assert titles == [("Sobre E = mc²", ["El y²"])]


def test_goldmark_s_passthrough_writes_one_backslash() -> None:
    """A site says `markup.goldmark.extensions.passthrough.enable: true`; elsewhere `\\(` is a bracket."""
    text = "a \\(x\\) b\n\n\\[ y \\]\n"
    found = read_markdown("a.md", text, 0, SHORTCODES, Report(), math=PASSTHROUGH)
    assert [node.inner for node in walk(found) if isinstance(node, Shortcode)] == ["x", " y "]
    assert text_of(read_markdown("a.md", text, 0, SHORTCODES, Report(), math=THEME)) == "a (x) b[ y ]"


@pytest.mark.parametrize(
    ("page", "site", "expected"),
    [
        ({}, {}, ""),
        ({"math": True}, {}, THEME),
        ({}, {"math": "passthrough"}, PASSTHROUGH),
        ({"math": True}, {"math": "passthrough"}, PASSTHROUGH),
        ({"math": False}, {}, ""),
    ],
)
def test_a_page_and_its_site_agree_on_formulas(page: dict[str, object], site: dict[str, object], expected: str) -> None:
    assert asks_for_math(page, site) == expected
