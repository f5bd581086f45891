"""The redline: its specimens, its laws, and that both can be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redlined import accepted, plain, rejected, words
from specimens import Specimen, after, specimens
from test_laws import MARKDOWN, chapter_of, context

from pipeline.model import Book
from pipeline.nodes import Body, Element, Node, Text, rewrite
from pipeline.redline.aligning import FARTHEST, heaviest, matched
from pipeline.redline.changes import CHANGE, Change, Kind, Redline
from pipeline.redline.comparing import Options, compared
from pipeline.stages import normalize, notes, shortcodes
from pipeline.write.xhtml import serialise

CASES = Path(__file__).parent / "cases" / "redline.md"
ARROW = "\n=>\n"
"""Between the old manuscript of a specimen and the new one."""


def redline_of(specimen: Specimen, folder: Path, options: Options | None = None) -> tuple[Book, Book, Redline]:
    """The two books of a specimen after the plan, and their redline."""
    old, new = specimen.given.split(ARROW)
    made = []
    for name, files in (("old", old), ("new", new)):
        book, findings = after(files, folder / name, "links")
        assert book is not None, findings
        made.append(book)
    return made[0], made[1], compared(made[0], made[1], options)


def told(redline: Redline) -> str:
    """The changes, then the blocks that show them."""
    return "\n".join([*map(line_of, redline.changes), *_blocks(redline.book)])


def line_of(change: Change) -> str:
    """A change in a line."""
    where = change.paragraph or change.chapter
    note = f" ({change.note})" if change.note else ""
    return f"{change.number} {change.kind} {change.what} {where}: {change.old} => {change.new}{note}"


def _blocks(book: Book) -> Iterator[str]:
    for chapter in book.chapters:
        for node in (*chapter.heading, *chapter.body):
            if isinstance(node, Element) and CHANGE in serialise((node,)):
                yield _brief(serialise((node,)))


def _brief(markup: str) -> str:
    """Without the classes and ids that every mark has."""
    short = re.sub(r' class="(?:inserted|deleted|gone) redline"| id="change-\d+"', "", markup)
    short = re.sub(r"<math.*?</math>|<svg.*?</svg>", "", short)
    return short.replace(' class="redline ', ' class="').replace(f"{CHANGE}=", "n=")


ROWS = specimens(CASES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("specimen", ROWS, ids=lambda row: row.title)
def test_specimen(specimen: Specimen, tmp_path: Path) -> None:
    assert told(redline_of(specimen, tmp_path)[2]) == specimen.expected


@pytest.mark.parametrize("specimen", ROWS, ids=lambda row: row.title)
def test_a_specimen_holds_both_versions(specimen: Specimen, tmp_path: Path) -> None:
    old, new, redline = redline_of(specimen, tmp_path)
    assert holds(redline, old, new) == []


@pytest.mark.parametrize("specimen", ROWS, ids=lambda row: row.title)
def test_either_version_against_itself_has_no_change(specimen: Specimen, tmp_path: Path) -> None:
    for book in redline_of(specimen, tmp_path)[:2]:
        again = compared(book, book)
        assert again.changes == ()
        assert again.book.chapters == book.chapters


# the law


def holds(redline: Redline, old: Book, new: Book) -> list[str]:
    """What of the two versions the redline does not hold: nothing."""
    faults = []
    merged = {chapter.key: chapter for chapter in redline.book.chapters}
    for chapter in new.chapters:
        made = merged[chapter.key]
        if plain(accepted(made.body)) != plain(chapter.body):
            faults.append(f"{chapter.key}: not the new tree")
        if words(accepted(made.heading or chapter.heading)) != words(chapter.heading):
            faults.append(f"{chapter.key}: not the new title")
    if _old_words(redline.book) != _old_words(old):
        faults.append("not the old words")
    return faults


def _old_words(book: Book) -> list[str]:
    """Chapter by chapter, in whatever order: those that moved stand elsewhere."""
    told = (" ".join(words(rejected(one.body))) for one in book.chapters if one.role != "contents")
    return sorted(filter(None, told))


PLACES = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["drop", "double", "swap", "word", "quote", "mark"])),
                  max_size=6)  # fmt: skip


def edited(text: str, places: list[tuple[int, str]]) -> str:
    """The manuscript after an author's hand."""
    lines = text.split("\n")
    for place, what in places:
        at = place % len(lines)
        match what:
            case "drop":
                lines[at] = "" if lines[at][:1].isalpha() else lines[at]
            case "double":
                lines[at:at] = ["", lines[at], ""] if lines[at][:1].isalpha() else []
            case "swap":
                lines[at], lines[-at] = lines[-at], lines[at]
            case "word":
                lines[at] = re.sub(r"w\d+", "word another", lines[at], count=1)
            case "quote":
                lines[at] = re.sub(r"(w\d+)", r'"\1" --', lines[at], count=1)
            case _:
                lines[at] = re.sub(r"(w\d+)", r"*\1*", lines[at], count=1)
    return "\n".join(lines)


def book_of(text: str) -> Book:
    """A book of one chapter, after the stages that make its tree."""
    world = context()
    chapter = shortcodes.apply(normalize.apply(chapter_of(text), world), world)
    return Book(world.config, (replace(notes.apply(chapter, world), sign="1"),))


@given(MARKDOWN, PLACES)
def test_a_redline_of_an_edited_chapter_holds_both(text: str, places: list[tuple[int, str]]) -> None:
    old, new = book_of(text), book_of(edited(text, places))
    assert holds(compared(old, new), old, new) == []


@given(MARKDOWN, MARKDOWN)
def test_a_redline_of_strangers_holds_both(one: str, other: str) -> None:
    old, new = book_of(one), book_of(other)
    assert holds(compared(old, new), old, new) == []


@given(MARKDOWN)
def test_a_chapter_against_itself_has_no_change(text: str) -> None:
    book = book_of(text)
    assert compared(book, book).changes == ()


@given(MARKDOWN, PLACES)
def test_every_change_that_is_listed_is_shown_and_the_other_way_round(text: str, places: list[tuple[int, str]]) -> None:
    redline = compared(book_of(text), book_of(edited(text, places)))
    shown = {found for one in redline.book.chapters
             for found in re.findall(rf'{CHANGE}="(\d+)"', serialise((*one.heading, *one.body)))}  # fmt: skip
    assert shown == {str(change.number) for change in redline.changes}


# planted faults: the law can be broken


def _spoilt(redline: Redline, change: object) -> Redline:
    chapters = tuple(replace(c, body=rewrite(c.body, change)) for c in redline.book.chapters)  # type: ignore[arg-type]
    return replace(redline, book=replace(redline.book, chapters=chapters))


def _loses_what_went(node: Node) -> Node | Body:
    return () if isinstance(node, Element) and node.tag == "del" else node


def _takes_what_came_for_granted(node: Node) -> Node | Body:
    return node.children if isinstance(node, Element) and node.tag == "ins" else node


def _changes_a_word(node: Node) -> Node:
    return replace(node, text=node.text.replace("casa", "cosa")) if isinstance(node, Text) else node


@pytest.mark.parametrize("fault", [_loses_what_went, _takes_what_came_for_granted, _changes_a_word])
def test_the_law_sees_a_fault(fault: object, tmp_path: Path) -> None:
    given = "Una casa roja y vieja.\n=>\nUna casa verde y vieja."
    old, new, redline = redline_of(Specimen("t", given, "", 1), tmp_path)
    assert holds(redline, old, new) == []
    assert holds(_spoilt(redline, fault), old, new) != []


# options


def test_typography_can_be_left_out(tmp_path: Path) -> None:
    specimen = Specimen("t", "10 000 años y una casa.\n=>\n10\u202f000 años y dos casas.", "", 1)
    shown = redline_of(specimen, tmp_path / "a")[2]
    assert {change.kind for change in shown.changes} == {Kind.TYPOGRAPHY, Kind.REPLACED}
    left = redline_of(specimen, tmp_path / "b", Options(typography=False))[2]
    assert [change.kind for change in left.changes] == [Kind.REPLACED]


# alignment


@given(st.lists(st.sampled_from("abcde"), max_size=14), st.lists(st.sampled_from("abcde"), max_size=14))
def test_pairs_are_the_same_and_rise(old: list[str], new: list[str]) -> None:
    pairs = matched(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.lists(st.integers(0, 30), unique=True, max_size=20), st.sets(st.integers(0, 30)))
def test_what_is_only_cut_is_found_whole(old: list[int], gone: set[int]) -> None:
    new = [one for one in old if one not in gone]
    assert [old[i] for i, _ in matched(old, new)] == new


WEIGHTED = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9).map(float)), max_size=7)


@given(WEIGHTED)
def test_the_heaviest_choice_is_the_heaviest(weighted: list[tuple[int, int, float]]) -> None:
    best: dict[tuple[int, int], float] = {}
    for i, j, weight in weighted:
        best[i, j] = max(weight, best.get((i, j), 0.0))
    choices = (choice for size in range(len(best) + 1) for choice in combinations(sorted(best), size))
    rising = (choice for choice in choices if all(a < c and b < d for (a, b), (c, d) in pairwise(choice)))
    assert sum(best[pair] for pair in heaviest(weighted)) == max(sum(best[p] for p in choice) for choice in rising)


def test_a_stretch_beyond_the_bound_has_nothing_in_common() -> None:
    old, new = ["a", "b"] * FARTHEST, ["b", "b", "a", "a", "a"] * FARTHEST
    assert len(matched(old, new)) < 3
