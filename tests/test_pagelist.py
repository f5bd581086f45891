"""The ebook's page numbers are those of the printed book: every mark stands before the words that begin that page."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.blocks import bare
from pipeline.run import Request, Result, build

XHTML = "{http://www.w3.org/1999/xhtml}"
BOOK = """title: Pages
language: en
author: Someone
isbn: {print: "978-0-306-40615-7"}
print: {trim: 4.25x6.87in}
"""
FEW = 8
"""Letters that must be the same after a mark and at the head of its page."""


def prose(seed: int, count: int) -> str:
    words = "ink press paper galley folio gutter verso recto margin printing compositor typography".split()
    return " ".join(words[(seed * 7 + n * n) % len(words)] + (str(n) if n % 9 == 0 else "") for n in range(count)) + "."


def chapter(number: int) -> str:
    rows = "\n".join(f"| row {number}-{row} | {prose(row, 9)} |" for row in range(45))
    items = "\n".join(f"{n + 1}. {prose(n + number, 30)}" for n in range(22))
    noted = "\n\n".join(f"{prose(n, 70)}[^{n}]" for n in range(9))
    notes = "\n".join(f"[^{n}]: {prose(n + 3, 24)}" for n in range(9))
    return "\n\n".join([
        f"---\ntitle: Chapter {number}\n---", prose(number, 400), f"| Head | Text |\n|---|---|\n{rows}", "## Lists",
        items, f"![a field](field.png)\n\n{prose(5, 90)}", f"> {prose(8, 260)}", "## Notes below", noted, notes,
    ])  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    preface = f"---\ntitle: Preface\nrole: preface\n---\n\n{prose(2, 700)}\n"
    (folder / "preface.md").write_text(preface, encoding="utf-8")
    for number in (1, 2):
        (folder / f"c{number}.md").write_text(chapter(number), encoding="utf-8")
    Image.new("L", (900, 700), 120).save(folder / "field.png")
    result = build(Request(folder))
    assert not result.report.errors, result.report.errors
    return result


def output(result: Result, suffix: str) -> Path:
    return next(made.path for made in result.outputs if made.path.suffix == suffix)


def printed(path: Path) -> dict[str, str]:
    """The letters of each page by its label."""
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as shown:
        labels = [str(page.label) for page in pdf.pages]
        return {label: bare(shown[n].get_textpage().get_text_range()) for n, label in enumerate(labels)}


def words_after_marks(path: Path) -> Iterator[tuple[str, str]]:
    """The label of each page mark, and the letters that follow it, notes and calls left out."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("EPUB/text/") and "nav" not in name:
                yield from marks_of(ElementTree.fromstring(archive.read(name)))


def marks_of(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    seen: list[tuple[str, list[str]]] = []
    read(root, seen)
    return ((label, "".join(parts)) for label, parts in seen)


def read(node: ElementTree.Element, seen: list[tuple[str, list[str]]]) -> None:
    silent = node.tag in {f"{XHTML}aside", f"{XHTML}title"} or "noteref" in (node.get("role") or "")
    if node.get("role") == "doc-pagebreak":
        seen.append((node.get("aria-label") or "", []))
    if node.text and not silent:
        add(node.text, seen)
    for child in node:
        if not silent:
            read(child, seen)
        if child.tail and not silent:
            add(child.tail, seen)


def add(text: str, seen: list[tuple[str, list[str]]]) -> None:
    if seen:
        seen[-1][1].append(bare(text))


def odds(marks: list[tuple[str, str]], pages: dict[str, str]) -> list[str]:
    """Labels whose page does not begin (after its head) with the words after the mark."""
    found = []
    for label, words in marks:
        start = words[:FEW]
        place = pages.get(label, "").find(start) if start else 0
        if place < 0 or place > HEAD:
            found.append(f"{label}: '{start}' at {place} in '{pages.get(label, '')[:80]}'")
    return found


HEAD = 75
"""Letters of a running head, a table's repeated head, or the half of a divided word, which goes before."""


def test_every_mark_stands_before_the_words_that_begin_its_page(built: Result) -> None:
    marks, pages = list(words_after_marks(output(built, ".epub"))), printed(output(built, ".pdf"))
    assert len(marks) > 30
    assert any(re.fullmatch("[ivx]+", label) for label, _ in marks), "roman pages have their marks"
    assert odds(marks, pages) == []


def test_a_mark_at_another_page_is_noticed(built: Result) -> None:
    marks, pages = list(words_after_marks(output(built, ".epub"))), printed(output(built, ".pdf"))
    labels = [label for label, _ in marks]
    moved = list(zip([*labels[1:], labels[0]], [words for _, words in marks], strict=True))
    assert len(odds(moved, pages)) > len(marks) // 2


def test_the_list_has_every_mark_in_order_and_names_the_print_edition(built: Result) -> None:
    with zipfile.ZipFile(output(built, ".epub")) as archive:
        nav = ElementTree.fromstring(archive.read("EPUB/text/nav.xhtml"))
        package = archive.read("EPUB/content.opf").decode()
    lists = [node for node in nav.iter(f"{XHTML}nav") if node.get("role") == "doc-pagelist"]
    listed = [link.text for link in lists[0].iter(f"{XHTML}a")]
    assert listed == [label for label, _ in words_after_marks(output(built, ".epub"))]
    assert package.count("urn:isbn:9780306406157") == 2
    assert "pageBreakMarkers" in package or "printPageNumbers" in package


def test_without_a_print_isbn_there_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text("title: T\nlanguage: en\n", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n\nWords.\n", encoding="utf-8")
    with zipfile.ZipFile(output(build(Request(tmp_path)), ".epub")) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist())
    assert b"doc-pagebreak" not in told
    assert b"pageBreakSource" not in told
