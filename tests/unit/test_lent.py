"""The contents borrow their words: where these are in their files is not forgotten, nor reason to set them again."""

from __future__ import annotations

from pathlib import Path

from pipeline.diagnostics import Code
from pipeline.model import Chapter, Matter, Source
from pipeline.nodes import NOWHERE, Body, Node, Pos, Text, element, walk
from pipeline.request import Request, Result
from pipeline.run import build
from pipeline.write.paged.lent import as_lent, by_order

CONFIG = "title: T\nlanguage: es\nauthor: A\n"
CHAPTERS = {"a.md": "# Uno\n\nPalabras.\n\n## Una sección\n\nMás.\n\nFin.\n", "b.md": "# Dos\n\nPalabras.\n"}
BROAD = "Electroencefalografistas"
NARROW = "nav.contents { margin-left: 95% }"
"""The contents alone have no room for it."""


def entries(lines: int) -> Body:
    """Two entries of one file, on lines so far down, and one of another file."""
    first, second = Pos("a.md", 1 + lines, 3), Pos("a.md", 9 + lines, 4)
    return (
        element("p", Text("Uno", first), Text(" y más", Pos(first.path, first.line, 6)), pos=first),
        element("p", Text("Dos", second)), element("p", Text("Tres", Pos("b.md", 1, 3))), element("p", Text("Cuatro")),
    )  # fmt: skip


def contents(lines: int = 0) -> Chapter:
    return Chapter("contents", "Índice", entries(lines), Matter.FRONT, "contents")


def places(chapter: Chapter) -> list[Pos]:
    def place(node: Node) -> Pos:
        return node.pos

    return list(map(place, walk(chapter.body)))


def test_lines_further_down_are_the_same_order() -> None:
    assert by_order(contents(7)) == by_order(contents())
    assert contents(7) != contents()


def test_every_place_is_found_again() -> None:
    for lines in (0, 7):
        told = places(by_order(contents(lines)))
        assert [as_lent(contents(lines), pos) for pos in told] == places(contents(lines))
        assert as_lent(contents(lines), NOWHERE) == NOWHERE


def test_another_order_is_another_one() -> None:
    turned = Chapter("contents", "Índice", entries(0)[::-1], Matter.FRONT, "contents")
    assert {pos.line for pos in places(by_order(turned)) if pos.path} == {1, 2, 3}
    assert places(by_order(turned))[-1] != places(by_order(contents()))[0]


def test_a_chapter_with_a_file_keeps_its_lines() -> None:
    chapter = Chapter("a", "A", entries(7), source=Source("a.md", "", 0))
    assert by_order(chapter) is chapter
    assert as_lent(chapter, Pos("a.md", 1, 1)) == Pos("a.md", 1, 1)


def book(folder: Path, chapters: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.yaml").write_text(CONFIG, "utf-8")
    for name, text in chapters.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_line_more_above_a_heading_sets_no_contents_again(tmp_path: Path) -> None:
    folder = book(tmp_path / "book", CHAPTERS)
    build(Request(folder, ("print",)))
    book(folder, {"a.md": CHAPTERS["a.md"].replace("## Una", "Otro párrafo.\n\n## Una")})
    uses = {use.name: use.reused for use in build(Request(folder, ("print",))).uses if use.kind == "chapter"}
    assert uses["contents"]
    assert not uses["a"]


def test_what_is_wrong_with_an_entry_is_said_at_its_heading(tmp_path: Path) -> None:
    """When the contents are set, and when they come from the cache."""
    folder = book(tmp_path / "book", {"a.md": f"# Uno\n\n## {BROAD}\n\nMás.\n", "b.md": CHAPTERS["b.md"]})
    assert not said(build(Request(folder, ("print",))))
    (folder / "book.yaml").write_text(CONFIG + "styles: [narrow.css]\n", "utf-8")
    (folder / "narrow.css").write_text(NARROW, "utf-8")
    assert ("a.md", 3) in said(build(Request(folder, ("print",))))
    (folder / "a.md").write_text(f"# Uno\n\nOtro.\n\nOtro.\n\n## {BROAD}\n\nMás.\n", "utf-8")
    again = build(Request(folder, ("print",)))
    assert ("contents", True) in {(use.name, use.reused) for use in again.uses}
    assert ("a.md", 7) in said(again)
    assert ("a.md", 3) not in said(again)


def said(result: Result) -> set[tuple[str, int]]:
    codes = {Code.IN_THE_MARGIN, Code.OFF_THE_PAGE}
    return {(one.pos.path, one.pos.line) for one in result.report.diagnostics if one.code in codes}
