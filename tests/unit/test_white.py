"""White on paper: tabs in code, and white without end."""

from __future__ import annotations

import pytest

from pipeline.nodes import Body, Element, Pos, Text, text_of
from pipeline.write.white import MOST, on_paper

HERE = Pos("a.md", 3, 1)


def code(*parts: str) -> Body:
    """A block of code, its parts in turns plain and coloured."""
    texts = [Text(part, HERE) for part in parts]
    inner = [text if n % 2 == 0 else Element("span", (), (text,), HERE) for n, text in enumerate(texts)]
    return (Element("pre", (), (Element("code", (), tuple(inner), HERE),), HERE),)


def said(body: Body) -> str:
    return "".join(map(text_of, body))


@pytest.mark.parametrize(("written", "printed"), [
    ("\tx", "    x"),
    ("ab\tx", "ab  x"),
    ("abcd\tx", "abcd    x"),
    ("\ta\tb\n\tc", "    a   b\n    c"),
    ("a  b", "a  b"),
])  # fmt: skip
def test_a_tab_in_code_goes_to_the_next_stop_of_four(written: str, printed: str) -> None:
    assert said(on_paper(code(written))) == printed


def test_a_tab_knows_what_stands_before_it_in_other_colours() -> None:
    assert said(on_paper(code("ab", "c\td", "\te\n", "f", "\tg"))) == "abc d   e\nf   g"


def test_each_block_begins_at_its_own_margin() -> None:
    assert said(on_paper((*code("ab"), *code("\tx")))) == "ab    x"


def test_a_tab_in_running_text_is_a_space() -> None:
    assert said(on_paper((Element("p", (), (Text("a\tb", HERE),), HERE),))) == "a b"


@pytest.mark.parametrize("white", [" ", "\t", " \t"])
def test_white_that_no_page_has_room_for_is_cut(white: str) -> None:
    text = f"a{white * 10_000}b"
    for body in (code(text), (Text(text, HERE),)):
        made = said(on_paper(body))
        assert made.split() == ["a", "b"]
        assert len(made) == MOST + 2


def test_what_has_no_tab_stays_the_same_row() -> None:
    body = code("a", "b")
    assert on_paper(body) is body
