"""Rounds of setting: numbers in the text become those of the pages, or are said never to settle.

The workshop here sets no type: it hands out galleys of as many pages as the test says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from pipeline.diagnostics import BookError, Code, Report
from pipeline.model import Book, Chapter, Config, Context, Matter, Source
from pipeline.nodes import Body, Element, Text
from pipeline.packed import Parcel, unpack
from pipeline.plan import EDITIONS
from pipeline.workshop import Answer, Task, Workshop
from pipeline.write.paged.composing import ROUNDS, Composition, composed
from pipeline.write.paged.galley import Galley, GalleyPage, PdfObject
from pipeline.write.paged.units import units

Pages = Callable[[str, dict[str, str]], int]


class Desk(Workshop):
    """Answers at once; `pages` says how many pages a part has when it shows these numbers."""

    def __init__(self, pages: Pages) -> None:
        super().__init__(1)
        self.pages = pages
        self.tasks: list[tuple[str, dict[str, str]]] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        for task in tasks:
            told = unpack(task.blobs[0]).value
            key = told["chapter"][0][0]
            self.tasks.append((key, told["labels"]))
            count = self.pages(key, told["labels"])
            pages = [GalleyPage(0, {key: (0.0, 0.0)} if not place else {}) for place in range(count)]
            pages[-1] = GalleyPage(0, {**pages[-1].anchors, f"{key}--end": (0.0, 0.0)})
            galley = Galley(tuple(pages), (PdfObject("<< >>", b""),), 0, {})
            yield Answer(task, Parcel(None, (galley.packed(),)))


def chapter(key: str, *targets: str, matter: Matter = Matter.BODY) -> Chapter:
    body: Body = tuple(Element("a", (("href", f"book:{target}"),), (Text("there"),)) for target in targets)
    return Chapter(key, key.upper(), body, matter, source=Source(f"{key}.md", ""))


def settled(chapters: tuple[Chapter, ...], pages: Pages) -> tuple[Composition, Desk]:
    config, desk = Config("Libro", language="es"), Desk(pages)
    book = Book(config, chapters)
    parts = units(book, EDITIONS["print"], {one.key: () for one in chapters})
    world = Context(config, lambda path: b"", lambda path: False, date(2026, 1, 1), Report())
    return composed(parts, book, world, desk, tagged=False), desk


def labels_at_the_end(desk: Desk) -> dict[str, dict[str, str]]:
    return dict(desk.tasks)


def test_numbers_are_those_of_the_pages() -> None:
    fore = chapter("fore", "b#end", matter=Matter.FRONT)
    chapters = (fore, chapter("a", "fore#end", "b", "b#end"), chapter("b", "a#end"))
    made, desk = settled(chapters, lambda key, labels: 3)
    assert [leaf.label for leaf in made.leaves if leaf.part >= 0] == "i ii iii 1 2 3 5 6 7".split()
    assert labels_at_the_end(desk) == {
        "fore": {"b#end": "7"}, "a": {"fore#end": "iii", "b": "5", "b#end": "7"}, "b": {"a#end": "3"},
    }  # fmt: skip


def test_what_shows_no_number_is_set_once() -> None:
    _, desk = settled((chapter("a"), chapter("b", "a"), chapter("c")), lambda key, labels: 2)
    assert [key for key, _ in desk.tasks].count("a") == 1
    assert [key for key, _ in desk.tasks].count("c") == 1


def test_the_contents_are_set_once_and_know_no_number() -> None:
    contents = replace(chapter("toc", "a", "b#end", matter=Matter.FRONT), role="contents")
    made, desk = settled((contents, chapter("a", "b"), chapter("b")), lambda key, labels: 3)
    assert [labels for key, labels in desk.tasks if key == "toc"] == [{}]
    assert made.labels == {"a": "1", "b#end": "7", "b": "5"}


def test_a_button_among_the_contents_shows_its_number_as_text_does() -> None:
    link = Element("a", (("href", "book:a"), ("class", "button")), (Text("there"),))
    contents = replace(chapter("toc"), body=(link,), matter=Matter.FRONT, role="contents")
    _, desk = settled((contents, chapter("a")), lambda key, labels: 3)
    assert labels_at_the_end(desk)["toc"] == {"a": "1"}


def test_a_chain_settles_that_every_number_lengthens() -> None:
    """Each chapter shows the next one's page, and is a page longer when that has two digits."""
    keys = [f"k{number}" for number in range(9)]
    chapters = tuple(chapter(key, f"{later}#end") for key, later in zip(keys, [*keys[1:], keys[0]], strict=True))

    def pages(key: str, labels: dict[str, str]) -> int:
        return 1 + sum(len(label) > 1 for label in labels.values())

    made, desk = settled(chapters, pages)
    ends = {}
    for leaf in made.leaves:
        if leaf.part >= 0:
            ends[keys[leaf.part]] = leaf.label
    for key, labels in labels_at_the_end(desk).items():
        assert labels == {target: ends[target.partition("#")[0]] for target in labels}, key


def test_numbers_that_move_what_they_name_are_an_error() -> None:
    """PR004: with one digit the end stands on page 10, with two on page 9."""

    def pages(key: str, labels: dict[str, str]) -> int:
        return 10 if labels == {"a#end": "9"} else 9

    with pytest.raises(BookError) as refused:
        settled((chapter("a", "a#end"),), pages)
    found = refused.value.diagnostic
    assert found.code is Code.PAGES_UNSETTLED
    assert str(found).startswith("a.md:1:1: error[PR004]: the page numbers in this chapter")
    assert found.hint
    assert ROUNDS > 3


def test_a_target_that_is_not_there_falls_back_on_its_chapter() -> None:
    _, desk = settled((chapter("a", "b#lost"), chapter("b")), lambda key, labels: 2)
    assert labels_at_the_end(desk)["a"] == {"b#lost": "3"}
