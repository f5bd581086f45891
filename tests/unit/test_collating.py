"""Every word on its page: what was set is compared with what was to be set, and a page that lacks words is told."""

from __future__ import annotations

from dataclasses import replace

from pipeline.blocks import numbered, own_texts
from pipeline.diagnostics import Report
from pipeline.model import PrintOptions
from pipeline.nodes import Body, Element, Pos, Text, element
from pipeline.wordcheck import lost_word
from pipeline.write.paged.collating import collate
from pipeline.write.paged.galley import Galley, GalleyPage, TypeLine

PLACE = Pos("a.md", 7, 1)
LINE = TypeLine(1, 0, 63, 500, 300, 15)


def body() -> Body:
    words = element("p", "ink and ", element("em", "paper", pos=PLACE), " only", pos=PLACE)
    return numbered((words,))


def told(words: dict[int, str], line: TypeLine = LINE) -> list[str]:
    report = Report()
    page = GalleyPage(0, {}, lines=(line,))
    collate(body(), Galley((page,), (), 0, {}), words, PrintOptions(), report)
    return [f"{found.pos} {found.code.ident} {found.message}" for found in report.diagnostics]


def test_a_whole_block_says_nothing() -> None:
    assert told({1: "inkandpaperonly"}) == []
    assert told({1: "INKANDPAPERONLY"}) == [], "print may set words in capitals"


def test_lost_words_are_told_at_their_block() -> None:
    (said,) = told({1: "inkand"})
    assert said.startswith("a.md:7:1 PR005 print lost words of this p: 15 letters were to be set, 6 were")
    assert "paperonly" in said
    assert len(told({})) == 1


def test_words_of_a_block_without_a_place_are_told_where_they_stand() -> None:
    """A cell of a Markdown table has no place of its own; its words have."""
    cell = element("th", Text("uno", Pos("a.md", 9, 3)))
    report = Report()
    before = element("p", "antes", pos=Pos("a.md", 7, 1))
    body = numbered((before, element("table", element("tr", cell))))
    numbers = {text: number for number, (text, _) in own_texts(body).items()}
    page = GalleyPage(0, {}, lines=(LINE,))
    collate(body, Galley((page,), (), 0, {}), {numbers["antes"]: "antes"}, PrintOptions(), report)
    assert [str(found.pos) for found in report.errors] == ["a.md:9:3"]


def test_a_line_outside_the_text_or_the_page_is_told() -> None:
    whole = {1: "inkandpaperonly"}
    assert told(whole, replace(LINE, right=390.0))[0].startswith("a.md:7:1 PR007 this runs 8 pt into the outer margin")
    assert told(whole, replace(LINE, right=440.0)) == ["a.md:7:1 PR006 this text runs off the printed page"]
    assert told(whole, replace(LINE, baseline=-1.0)) == ["a.md:7:1 PR006 this text runs off the printed page"]


def test_a_word_that_goes_before_setting_is_named() -> None:
    before = (element("p", "uno dos tres dos", pos=PLACE),)
    assert lost_word(before, (element("p", "Uno «dos» — dos, tres"),)) is None
    assert lost_word(before, (element("p", "uno dos tres"),)) == ("dos", PLACE)
    picture = Element("img", (("alt", "un plano"),), (), PLACE)
    assert lost_word((picture,), (Text("un"),)) == ("plano", PLACE)
