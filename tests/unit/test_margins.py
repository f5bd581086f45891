"""What stands in a proof's margins: how lines are counted, how places find their line, how notes are set."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.blocks import numbered
from pipeline.model import Chapter, Source
from pipeline.nodes import Element, Pos, Text, element
from pipeline.spots import TITLE, Spots
from pipeline.write.paged.counting import Counted
from pipeline.write.paged.galley import Galley, GalleyPage, TypeLine
from pipeline.write.paged.heads import width_of
from pipeline.write.paged.margins import Column, Label, Marginalia, Note, broken, drawn, sans, sayable


def galley(*pages: tuple[TypeLine, ...]) -> Galley:
    return Galley(tuple(GalleyPage(0, {}, lines=lines) for lines in pages), (), 0, {})


def line(block: int, letter: int, baseline: float, left: float = 60.0, right: float = 300.0) -> TypeLine:
    return TypeLine(block, letter, left, baseline, right, 15.0)


def picture(block: int, low: float, height: float) -> TypeLine:
    return TypeLine(block, 0, 60.0, low, 300.0, height, picture=True)


# counting


def test_lines_count_on_their_page_and_in_their_paragraph() -> None:
    counted = Counted(galley((line(0, 0, 500), line(1, 0, 450), line(1, 40, 435)), (line(1, 80, 500), line(2, 0, 485))),
                      {1: 1, 2: 2})  # fmt: skip
    told = [[(row.number, row.paragraphs) for row in page] for page in counted.pages]
    assert told == [
        [(1, ((0, 1),)), (2, ((1, 1),)), (3, ((1, 2),))],
        [(1, ((1, 3),)), (2, ((2, 1),))],
    ]
    assert [row.begins for row in counted.pages[1]] == [(), (2,)]


def test_cells_and_columns_side_by_side_are_one_row() -> None:
    counted = Counted(galley((line(1, 0, 500, 60, 150), line(2, 0, 501, 160, 300), line(1, 9, 480, 60, 150))),
                      {1: 1, 2: 2})  # fmt: skip
    assert [row.paragraphs for row in counted.pages[0]] == [((1, 1), (2, 1)), ((1, 2),)]


def test_a_formula_in_a_line_makes_no_row_and_a_picture_does() -> None:
    in_a_line, alone = picture(2, 478, 14), picture(3, 300, 120)
    counted = Counted(galley((line(1, 0, 500), line(1, 30, 480), in_a_line, alone)), {1: 1, 3: 2})
    rows = counted.pages[0]
    assert [row.paragraphs for row in rows] == [((1, 1),), ((1, 2),), ((2, 1),)]
    assert rows[2].top == 420


@pytest.mark.parametrize(
    ("block", "letter", "expected"),
    [(1, 0, (0, 2)), (1, 39, (0, 2)), (1, 40, (0, 3)), (1, 200, (1, 1)), (3, 0, (1, 2)), (0, 0, (0, 1))],
)
def test_a_word_is_in_the_row_that_holds_its_letter(block: int, letter: int, expected: tuple[int, int]) -> None:
    """Block 3 has no line of its own: it is where the block before it is."""
    counted = Counted(galley((line(0, 0, 500), line(1, 0, 450), line(1, 40, 435)), (line(1, 80, 500), line(2, 0, 485))),
                      {1: 1, 2: 2})  # fmt: skip
    place = counted.at(block, letter)
    assert place is not None
    assert (place.page, place.row.number) == expected


def test_a_galley_without_lines_has_no_place() -> None:
    assert Counted(galley(()), {}).at(1, 0) is None


# places of the manuscript


def test_a_place_is_the_block_and_the_letters_before_it() -> None:
    def text(words: str, number: int, column: int) -> Text:
        return Text(words, Pos("a.md", number, column))

    emphasis = Element("em", (), (text("dos tres", 3, 6),), Pos("a.md", 3, 5))
    body = numbered((
        Element("p", (), (text("Uno ", 3, 1), emphasis, text(" fin.", 3, 15)), Pos("a.md", 3, 1)),
        Element("p", (), (text("Otro.", 5, 1),), Pos("a.md", 5, 1)),
    ))  # fmt: skip
    title = (text("Título", 1, 3),)
    spots = Spots.of(Chapter("a", "Título", body, source=Source("a.md", ""), heading=title), body, before=9)
    assert spots.at(Pos("a.md", 3, 1)) == (1, 0)
    assert spots.at(Pos("a.md", 3, 10)) == (1, 6), "Uno dos"
    assert spots.at(Pos("a.md", 3, 18)) == (1, 12)
    assert spots.at(Pos("a.md", 4, 1)) == (1, 14), "an empty line is behind the paragraph above it"
    assert spots.at(Pos("a.md", 5, 3)) == (2, 2)
    assert spots.at(Pos("a.md", 1, 3)) == (0, 9), "what the opening says before the title counts"
    assert spots.at(Pos("a.md", 1, 1)) == TITLE
    assert spots.at(Pos("elsewhere.md", 1, 1)) == TITLE
    assert spots.paths == ("a.md",)


def test_an_element_without_a_place_is_no_place() -> None:
    body = numbered((element("p", "x"),))
    assert Spots.of(Chapter("a", "A", body), body).paths == ()


# notes


def test_a_note_is_broken_to_its_column_and_loses_nothing() -> None:
    note = Note("Q12", "una duda larga con unapalabraquenocabedeningunamaneraenlacolumnadelanota y fin", 0, 0)
    lines = broken(note, 80.0)
    assert "".join(lines).replace(" ", "") == note.text.replace(" ", "")
    style = sans(7.0)
    assert all(width_of(one, style) <= 80.0 for one in lines)
    assert len(lines) > 2


def test_characters_that_the_face_has_not_are_named() -> None:
    assert sayable("a 漢\u202e b", sans(7.0)) == "a [U+6F22][U+202E] b"


def test_a_label_may_lead_somewhere_and_its_link_lies_round_it() -> None:
    label = Label("uno.md:3", sans(5.0), 100.0, 50.0, 1.0, link="../../uno.md")
    done = drawn(Marginalia(labels=(label,)))
    (link,) = done.links
    left, low, right, top = link.box
    assert left < 100.0 - width_of("uno.md:3", sans(5.0)) <= right - 1 - width_of("uno.md:3", sans(5.0))
    assert low < 50.0 < top
    assert "/URI (../../uno.md)" in link.text
    assert drawn(Marginalia(labels=(Label("", sans(5.0), 0, 0, link="x"),))).links == ()


def test_the_signs_of_several_notes_on_a_line_stand_side_by_side() -> None:
    notes = tuple(Note(f"Q{n}", "x", 100.0, 50.0) for n in range(1, 4))
    done = drawn(Marginalia(notes=notes, column=Column(200, 300, 100, 0)))
    signs = [one for one in done.lines if one.text.startswith("Q") and one.x < 200]
    starts = [one.x for one in signs]
    assert len(starts) == 3
    assert all(b - a >= width_of("Q1", sans(5.6, 700)) for a, b in pairwise(starts))
    assert len(done.strokes) == 3


def test_a_note_of_another_page_has_neither_sign_nor_stroke() -> None:
    note = Note("D1", "x", 0.0, 90.0, beside=False)
    done = drawn(Marginalia(notes=(note,), column=Column(200, 300, 100, 0)))
    assert done.strokes == ()
    assert [one.text for one in done.lines] == ["D1", "x"]
