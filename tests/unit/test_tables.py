"""A table's head stands above its first row, also where that fills a page; and only such tables are set again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from pipeline.blocks import NUMBER, numbered
from pipeline.nodes import Body, Element, element, elements
from pipeline.request import Request
from pipeline.run import build
from pipeline.write.paged.engine.linestarts import Line
from pipeline.write.paged.galley import Galley, GalleyPage, TypeLine
from pipeline.write.paged.tables import headless, with_parted_rows

WORDS = "La noche que nadie vio llegar dejó sobre la mesa un papel doblado y una lámpara encendida. "


def table() -> Body:
    head = element("thead", element("tr", element("th", "cabeza")))
    return numbered((element("table", head, element("tbody", element("tr", element("td", "fila")))),))


def on_pages(body: Body, head: int | None, row: int) -> Galley:
    """The head and the row on these pages; a head that is left out on none."""
    (th,), (td,) = elements(body, "th"), elements(body, "td")
    lines: list[list[TypeLine]] = [[], [], []]
    for cell, page in ((th, head), (td, row)):
        if page is not None:
            lines[page].append(TypeLine(int(cell.get(NUMBER)), 0, 0, 500, 100, 15, letters=3))
    return Galley(tuple(GalleyPage(0, {}, lines=tuple(some)) for some in lines), (), 0, {})


@pytest.mark.parametrize(("head", "row", "is_headless"), [(0, 0, False), (1, 1, False), (1, 0, True), (None, 1, True)])
def test_a_table_is_headless_where_its_rows_begin_before_its_head(head: int, row: int, is_headless: bool) -> None:
    body = table()
    assert bool(headless(body, on_pages(body, head, row))) is is_headless


def test_only_that_table_is_parted() -> None:
    two = numbered((*table(), *table()))
    first, second = elements(two, "table")
    made = list(elements(with_parted_rows(two, {second.get(NUMBER)}), "table"))
    assert [one.classes for one in made] == [(), ("parted",)]
    assert isinstance(first, Element)
    assert with_parted_rows(two, frozenset()) == two


@pytest.mark.parametrize("above", [0, 3], ids=["at the head of a page", "below some text"])
def test_the_head_of_a_tall_row_stands_above_it(above: int, tmp_path: Path) -> None:
    rows = f"| cabeza | otra |\n|---|---|\n| fila {WORDS * 60} | x |\n| última | y |\n"
    text = "# T\n\n" + "Unas palabras.\n\n" * above + rows
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    result = build(Request(tmp_path, ("print",), cache=False))
    assert result.report.errors == ()
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(result.outputs[0].path)]
    first = next(page for page in pages if "fila" in page)
    assert first.index("cabeza") < first.index("fila")
    assert [("cabeza" in page) for page in pages if "última" in page] == [True]


# where a cell's words are parted


@dataclass
class Box:
    """A text as the engine hands it over, and as it makes it."""

    position_x: float
    width: float
    text: str = ""
    position_y: float = 0.0


def parted(*texts: Box) -> list[bool]:
    """Of texts that the engine takes for the beginnings of lines, which may be parted anywhere."""
    line, made = Line(), []
    for text in texts:
        made.append(line.may_part(text, True))
        line.take(text)
    return made


@pytest.mark.parametrize(("texts", "expected"), [
    ([Box(0, 20, "una "), Box(20, 30, "palabra")], [True, False]),
    ([Box(0, 20, "una"), Box(20, 30, "palabra")], [True, True]),
    ([Box(0, 20, "la una"), Box(22, 30, "palabra")], [True, False]),
    ([Box(0, 20, "una "), Box(0, 30, "palabra", 9)], [True, True]),
    ([Box(0, 20, "una "), Box(40, 30, "palabra")], [True, True]),
], ids=["behind a space", "in a word", "in a word behind a space", "in the next line", "in the next cell"])  # fmt: skip
def test_a_word_is_parted_where_its_line_has_no_better_end(texts: list[Box], expected: list[bool]) -> None:
    assert parted(*texts) == expected


def test_a_text_that_is_set_again_is_no_neighbour_of_itself() -> None:
    first, again = Box(0, 20, "una "), Box(20, 30, "palabra y ")
    assert parted(first, again, again) == [True, False, False]


def test_code_in_a_cell_goes_to_the_next_line_whole(tmp_path: Path) -> None:
    cell = "*una palabra `otra_palabra`* extraordinaria**mente**"
    code = "`abcdefghijklmnopqrstuv`"
    row = f"| {cell} | **lar**guí**si**ma*mente* | {code} | *a {code}* |\n"
    text = f"# T\n\n| a | b | c | d |\n|---|---|---|---|\n{row}"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    result = build(Request(tmp_path, ("print",), cache=False))
    assert result.report.errors == ()
    words = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(result.outputs[0].path))
    assert "otra_palabra" in words.split()
