"""Fonts cut down to what a book shows, and which face shows what."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from pipeline.diagnostics import Report
from pipeline.faces import Style, shown
from pipeline.fonts import FACES, Cut, cut, cuts, repertory, rights
from pipeline.model import PrintOptions
from pipeline.nodes import Body, Element, Pos, Text, element
from pipeline.style import ebook_css, faces_css, print_css
from pipeline.write.glyphs import Drawn

ROMAN = FACES[0]
CSS = ebook_css() + faces_css()


@cache
def small(weight: int, form: str = "ttf") -> bytes:
    return cut(ROMAN.read(), "Água fiel", weight, form)


def opened(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data))


# cutting


def test_a_cut_font_draws_what_was_asked_and_no_more() -> None:
    assert {chr(c) for c in opened(small(400)).getBestCmap()} == set("Água fiel\u00a0")
    assert len(small(400)) < len(ROMAN.read()) // 20


def test_a_variable_font_has_one_weight_and_a_bold_is_bolder() -> None:
    light, bold = opened(small(400)), opened(small(700))
    assert "fvar" not in light and "fvar" not in bold
    widths = [font["hmtx"][font.getBestCmap()[ord("g")]][0] for font in (light, bold)]
    assert widths[0] < widths[1]


def test_a_weight_beyond_the_axis_is_the_nearest() -> None:
    assert small(1000) == small(800)


def test_ligatures_and_kerning_stay() -> None:
    font = opened(small(400))
    assert "liga" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


def test_a_raised_number_is_drawn_only_where_it_is_written() -> None:
    """EB Garamond makes one sign of `^2`, and of `^source`."""
    font = opened(cut(ROMAN.read(), "^2source", 400, "ttf"))
    assert "rlig" not in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_maker_and_the_licence_stay_in_the_font() -> None:
    names = {record.nameID: str(record) for record in opened(small(400))["name"].names}
    assert "EB Garamond" in names[0]
    assert "Open Font License" in names[13]


def test_the_kind_is_the_one_asked() -> None:
    assert small(400)[:4] == b"\0\1\0\0"
    assert small(400, "woff")[:4] == b"wOFF"
    assert opened(small(400, "woff")).getBestCmap() == opened(small(400)).getBestCmap()


def test_the_same_font_and_characters_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import fonts

    before = small(400, "woff")
    fonts._cut_down.cache_clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert cut(ROMAN.read(), "Água fiel", 400, "woff") == before


def with_rights(flags: int) -> bytes:
    font = opened(small(400))
    font["OS/2"].fsType = flags
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("flags", "embeds", "subsets"),
    [(0, True, True), (0x0002, False, True), (0x0004, True, True), (0x0008, True, True), (0x0100, True, False),
     (0x0200, False, True)],
)  # fmt: skip
def test_the_maker_s_rights_are_read(flags: int, embeds: bool, subsets: bool) -> None:
    said = rights(with_rights(flags))
    assert (said.embeds, said.subsets) == (embeds, subsets)


def test_a_font_that_may_not_be_cut_stays_whole() -> None:
    whole = with_rights(0x0100)
    assert opened(cut(whole, "g", 400, "ttf")).getBestCmap().keys() == opened(whole).getBestCmap().keys()


def test_every_face_of_the_house_may_travel_cut_down() -> None:
    assert all(rights(face.read()).embeds and rights(face.read()).subsets for face in FACES)


# choosing


@pytest.mark.parametrize(
    ("families", "weight", "italic", "names"),
    [
        (("Galerada Text", "serif"), 700, False, ["galerada-text-700"]),
        (("Galerada Sans",), 600, False, ["galerada-sans-500"]),
        (("Galerada Sans",), 700, True, ["galerada-sans-700-italic"]),
        (("Galerada Mono", "Galerada Symbols"), 400, True, ["galerada-mono-400-italic", "galerada-symbols-400"]),
        (("Times", "serif"), 400, False, []),
    ],
)
def test_the_nearest_face_of_each_family(
    families: tuple[str, ...], weight: int, italic: bool, names: list[str]
) -> None:
    assert [made.name for made in cuts(families, weight, italic=italic)] == names


# following the style sheets


def styles(body: Body, css: str = CSS) -> dict[str, Style]:
    return {run.text: run.style for run in shown(body, css) if run.pos is not None}


def p(*children: object, **attrs: str) -> Element:
    return element("p", *children, **attrs)  # type: ignore[arg-type]


def test_text_is_set_in_the_face_of_its_place() -> None:
    body = (
        p("a", element("em", "b"), element("strong", "c", element("em", "d")), element("code", "e")),
        p("f", class_="chapter-number"), element("h3", "g", element("em", "h")), element("figcaption", "i"),
        element("h4", "j"), element("pre", element("code", element("span", "k", class_="kw"))),
    )  # fmt: skip
    found = styles(body)
    names = {text: (s.families[0].split()[-1], s.weight, s.italic) for text, s in found.items()}
    assert names == {
        "a": ("Text", 400, False), "b": ("Text", 400, True), "c": ("Text", 700, False), "d": ("Text", 700, True),
        "e": ("Mono", 400, False), "F": ("Sans", 500, False), "g": ("Text", 400, True), "h": ("Text", 400, False),
        "i": ("Sans", 400, False), "j": ("Text", 700, False), "k": ("Mono", 700, False),
    }  # fmt: skip


def test_print_is_followed_too() -> None:
    body = p("a", element("strong", "b")), p("c", class_="box-title"), p("d", class_="badge")
    found = styles(body, print_css(PrintOptions()))
    assert {text: (s.families, s.weight) for text, s in found.items()} == {
        "a": (("Galerada Text", "Galerada Symbols"), 400), "b": (("Galerada Text", "Galerada Symbols"), 600),
        "c": (("Galerada Sans", "Galerada Symbols"), 700), "d": (("Galerada Sans", "Galerada Text"), 500),
    }  # fmt: skip


def test_a_drawing_says_its_face_by_attributes() -> None:
    drawing = element("svg", element("text", "x").set_all({"font-weight": "bold"})).set_all(
        {"font-family": "Galerada Sans, Galerada Symbols, sans-serif"}
    )
    assert styles((drawing,))["x"] == Style(("Galerada Sans", "Galerada Symbols", "sans-serif"), 700)


def test_what_the_sheet_writes_is_shown() -> None:
    line = element("span", "x", class_="code-line").set_all({"data-line": "7"})
    assert any("7" in run.text and run.pos is None for run in shown((line,), CSS))


def test_formulas_are_the_reader_s_own_business() -> None:
    assert styles((element("math", element("mi", "x")),)) == {}


# what cannot be drawn


def told(*nodes: Element) -> list[str]:
    report = Report()
    Drawn(report).take(nodes, CSS)
    return [str(found) for found in report.diagnostics]


def at(tag: str, text: str) -> Element:
    return Element(tag, (), (Text(text, Pos("a.md", 3, 5)),))


def test_a_character_that_nothing_draws_is_named_with_its_place() -> None:
    (found,) = told(at("p", "ab\U00013000"))
    assert found.startswith("a.md:3:7: warning[PR001]")
    assert "egyptian hieroglyph a001" in found


def test_a_letter_that_is_lent_is_named_and_a_sign_is_not() -> None:
    assert told(at("p", "a \u2610 \U0001d54f")) == []
    (found,) = told(at("code", "a \u01c3"))
    assert found.startswith("a.md:3:7: warning[EB002]: Galerada Mono has no ")


def test_the_check_knows_each_face_s_characters() -> None:
    report = Report()
    drawn = Drawn(report)
    drawn.take((p("día"), element("code", "x = 1")), CSS)
    by_name = {made.name: characters for made, characters in drawn.by_cut.items()}
    assert set("día") <= by_name["galerada-text-400"]
    assert by_name["galerada-mono-400"] == set("x=1")
    assert all({ord(c) for c in said} <= repertory(made.face) for made, said in drawn.by_cut.items())
    assert isinstance(next(iter(drawn.by_cut)), Cut)
    assert replace(ROMAN, weights=(400,)).is_variable
