"""A block from the cache is the block that went in, whoever asks, and whatever is read on its outside is true."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.diagnostics import BookError
from pipeline.folded import Folded, form_of, identified, letters_of, restored, rows, word_count
from pipeline.nodes import Body, Element, Pos, Text, element, elements, rewrite, walk
from pipeline.wordcount import words_in

PLACE = Pos("a.md", 3, 5)
BODY: Body = (
    element("p", "Uno ", element("em", "dos", id="x"), Text(" tres", Pos("b.md", 9, 2)), class_="lead", pos=PLACE),
    Text("\n", PLACE),
    element("ul", element("li", element("p", "cuatro")), element("li", element("a", "cinco", href="b.md")), id="y"),
    element("p", element("a", "seis", href="book:a#x")),
    element("span", "siete"),
)


def kept() -> Body:
    """The body as the cache gives it back."""
    return restored(json.loads(json.dumps(rows(BODY))))


def test_it_equals_what_was_put_in() -> None:
    assert kept() == BODY
    assert kept() == BODY
    assert hash(kept()[0]) == hash(BODY[0])
    assert [isinstance(node, Folded) for node in kept()] == [True, False, True, True, False]
    assert list(walk(kept())) == list(walk(BODY))
    assert kept()[0] != BODY[2]


@pytest.mark.parametrize("form", ["", "nothing", "[]", "7", '[["x"]]', '["a"]', "[[]]", "null"])
def test_a_row_that_nobody_wrote_is_said_when_it_is_unfolded(form: str) -> None:
    (row, *_) = rows(BODY)
    forged = Folded.of([form, *row[1:]])
    with pytest.raises(BookError) as refused:
        list(walk((forged,)))
    assert "galerada clean" in refused.value.diagnostic.hint


def test_its_outside_says_what_is_inside() -> None:
    assert word_count(kept()) == word_count(BODY) == words_in(BODY) == 7
    assert letters_of(kept()) == letters_of(BODY)
    assert [ident for ident, _ in identified(kept())] == [ident for ident, _ in identified(BODY)] == ["x", "y"]
    assert [form_of(node) for node in kept()] == [form_of(node) for node in BODY]


@pytest.mark.parametrize("tag", ["p", "em", "ul", "li", "a", "span", "table"])
def test_what_is_looked_for_is_found(tag: str) -> None:
    assert list(elements(kept(), tag)) == list(elements(BODY, tag))
    assert [node.lacks(frozenset({tag})) for node in kept() if isinstance(node, Folded)] == [
        not any(elements((node,), tag)) for node in BODY if isinstance(node, Element) and node.tag != "span"
    ]


def test_a_rewrite_leaves_what_it_cannot_change_folded() -> None:
    def change(node: object) -> object:
        return node.set(id="z") if isinstance(node, Element) and node.tag == "li" else node

    body = kept()
    made = rewrite(body, change, names=frozenset({"li"}))  # type: ignore[arg-type]
    assert [now is before for now, before in zip(made, body, strict=True)] == [True, True, False, True, True]
    assert isinstance(made[0], Folded)
    assert made[0]._inside is None
    assert made == rewrite(BODY, change)  # type: ignore[arg-type]


def test_a_copy_with_something_changed_is_no_longer_folded() -> None:
    block = kept()[0]
    assert isinstance(block, Folded)
    assert type(replace(block, tag="div")) is Element
    assert replace(block, tag="div") == replace(BODY[0], tag="div")  # type: ignore[type-var]
    assert type(block.set(id="q")) is type(block.with_children(())) is Element
