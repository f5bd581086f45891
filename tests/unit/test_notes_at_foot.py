"""A note at the foot stands inside a paragraph: nothing in it may be a block, or HTML would put it elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import Code, Report
from pipeline.model import Chapter
from pipeline.nodes import BLOCKS, elements, text_of
from pipeline.run import Request, Result, resolved
from pipeline.write.notes import LONGEST_AT_FOOT, at_foot

NOTES = {
    "a box": "{{% hint %}}caja{{% /hint %}}",
    "a table": "tabla\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |",
    "a list": "lista\n\n    - uno\n    - dos",
    "a heading and code": "## Título\n\n        código",
    "a quotation": "> cita",
}


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


def test_a_note_longer_than_a_foot_stands_at_the_end_and_is_said(tmp_path: Path) -> None:
    report = Report()
    footed = at_foot(chapter_of("palabra " * (LONGEST_AT_FOOT // 8 + 1), tmp_path), report, "es")
    assert [found.code for found in report.diagnostics] == [Code.NOTE_MOVED_TO_END]
    assert [node for node in elements(footed.body, "span") if "footnote" in node.classes] == []
    assert len(list(elements(footed.body, "aside"))) == 1
