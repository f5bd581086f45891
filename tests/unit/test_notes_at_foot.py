"""A note at the foot stands inside a paragraph: nothing in it may be a block, or HTML would put it elsewhere."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipeline.blocks import NUMBER, numbered
from pipeline.diagnostics import Code, Report
from pipeline.model import Chapter
from pipeline.nodes import BLOCKS, elements, text_of
from pipeline.run import Request, Result, build, resolved
from pipeline.write.notes import LONGEST_AT_FOOT, at_foot
from pipeline.write.paged.feet import roomless
from pipeline.write.paged.galley import Galley, GalleyPage, TypeLine

NOTES = {
    "a box": "{{% hint %}}caja{{% /hint %}}",
    "a table": "tabla\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |",
    "a list": "lista\n\n    - uno\n    - dos",
    "a heading and code": "## Título\n\n        código",
    "a quotation": "> cita",
}

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60"/></svg>'


def chapter_of(note: str, folder: Path) -> Chapter:
    (folder / "a.md").write_text(f"# T\n\nuno[^a] dos\n\n[^a]: {note}\n", encoding="utf-8")
    book, _ = resolved(Request(folder), Result())
    return next(chapter for chapter in book.chapters if chapter.source)


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_at_the_foot_holds_no_block_and_every_word(note: str, tmp_path: Path) -> None:
    chapter = chapter_of(note, tmp_path)
    report = Report()
    footed = at_foot(chapter, report, "es")
    (foot,) = [node for node in elements(footed.body, "span") if "footnote" in node.classes]
    assert [node.tag for node in elements(foot.children) if node.tag in BLOCKS] == []
    (aside,) = [node for node in elements(chapter.body, "aside") if node.has("data-call")]
    assert text_of(foot).split() == text_of(aside).split()
    assert report.diagnostics == ()


@pytest.mark.parametrize("note", ["palabra " * (LONGEST_AT_FOOT // 8 + 1), '{{< figure src="p.svg" alt="x" >}}'])
def test_a_note_too_tall_for_a_foot_stands_at_the_end_and_is_said(note: str, tmp_path: Path) -> None:
    report = Report()
    (tmp_path / "p.svg").write_text(PICTURE, encoding="utf-8")
    footed = at_foot(chapter_of(note, tmp_path), report, "es")
    assert [found.code for found in report.diagnostics] == [Code.NOTE_MOVED_TO_END]
    assert [node for node in elements(footed.body, "span") if "footnote" in node.classes] == []
    assert len(list(elements(footed.body, "aside"))) == 1


WHITE = {
    "a line's end": ("uno\n    dos", "uno dos"),
    "spaces and a tab": ("uno  dos \t tres", "uno dos tres"),
    "white around emphasis": ("uno  *dos*  tres", "uno dos tres"),
    "white on both sides of an element": ("uno <b> dos </b> tres", "uno dos tres"),
    "white at the end of raw HTML": ("<!-- c --> uno dos ", "uno dos"),
    "a line that the author broke": ("uno  \n    dos", "uno\ndos"),
}


@pytest.mark.parametrize(("note", "shown"), WHITE.values(), ids=WHITE)
def test_white_in_a_note_is_one_space_on_paper(note: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# T\n\nuno[^a] dos\n\n[^a]: {note}\n", encoding="utf-8")
    result = build(Request(tmp_path, ("print",), cache=False))
    assert result.report.errors == ()
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(result.outputs[0].path)]
    lines = [line.rstrip() for line in "".join(pages).splitlines()]
    assert f"1.\u2002{shown}\n1" in "\n".join(lines), "the note, and the number of the page"


def test_white_in_a_note_s_code_stays(tmp_path: Path) -> None:
    chapter = chapter_of("uno\n\n        a  b\n         c", tmp_path)
    (foot,) = [node for node in elements(at_foot(chapter, Report(), "es").body, "span") if "footnote" in node.classes]
    assert "a  b\n c" in text_of(foot)


LONG = "palabra tras palabra que llena la nota " * 30


def test_notes_of_one_row_that_no_page_holds_stand_at_the_end(tmp_path: Path) -> None:
    """The engine sets none of them."""
    cells = " ".join(f"x[^{number}]" for number in range(8))
    notes = "\n\n".join(f"[^{number}]: única{number} {LONG}" for number in range(8))
    text = f"# T\n\nuno[^a]\n\n| a | b |\n|---|---|\n| {cells} | y |\n\n[^a]: breve\n\n{notes}\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    result = build(Request(tmp_path, ("print",), cache=False))
    assert result.report.errors == ()
    moved = [found.message for found in result.report.diagnostics if found.code is Code.NOTE_MOVED_TO_END]
    assert any("finds no room on the page that calls it" in message for message in moved)
    assert not any(message.startswith("note 1 ") for message in moved), "it has room"
    with pypdfium2.PdfDocument(result.outputs[0].path) as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert [words.count(f"única{number}") for number in range(8)] == [1] * 8


def test_a_note_whose_words_are_set_is_not_moved(tmp_path: Path) -> None:
    body = numbered(chapter_of("una nota", tmp_path).body)
    footed = at_foot(Chapter("a", "T", body), Report(), "es").body
    (foot,) = [node for node in elements(footed, "span") if "footnote" in node.classes]
    (number,) = [int(node.get(NUMBER)) for node in elements((foot,)) if node.has(NUMBER) and text_of(node)]
    there, *beyond = (Galley((GalleyPage(0, {}, lines=(TypeLine(number, 0, 60, low, 99, 9, note=True),)),), (), 0, {})
                      for low in (40, -4, 650))  # fmt: skip
    assert roomless(footed, there, {number: "unanota"}, 648) == frozenset()
    for galley in beyond:
        assert roomless(footed, galley, {number: "unanota"}, 648) == {"1"}
    for words in ({}, {number: "una"}, {number: "unanotaunanota"}):
        assert roomless(footed, there, words, 648) == {"1"}
