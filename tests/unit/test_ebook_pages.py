"""A page of an ebook: kept by all that it is made of, and by nothing else; what is kept says as much as the whole."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import faces, start
from pipeline.blocks import numbered, unnumbered
from pipeline.diagnostics import Report
from pipeline.memory import Recalled
from pipeline.model import Book, Chapter, Evaluation
from pipeline.nodes import Element, Text, element
from pipeline.outline import outline
from pipeline.paragraphs import named
from pipeline.plan import EDITIONS
from pipeline.run import Request, Result, build, resolved
from pipeline.style import ebook_css, faces_css
from pipeline.write.access import access
from pipeline.write.archive import Archive, Member, member
from pipeline.write.ebookpages import bones
from pipeline.write.ebooktext import as_shown
from pipeline.write.epub import trees

BOOKS = Path(__file__).parents[1] / "books"
NAMES = ("kitchen-sink", "hugo-site", "minimal")


@pytest.fixture(scope="module", params=NAMES)
def book(request: pytest.FixtureRequest) -> Book:
    return resolved(Request(BOOKS / request.param, ("ebook",)), Result(strict=False))[0]


# bones


def test_bones_say_what_the_whole_says(book: Book) -> None:
    shown = as_shown(book, EDITIONS["ebook"])
    bare = replace(shown, chapters=tuple(map(bones, shown.chapters)))
    assert outline(bare) == outline(shown)
    assert access(bare, Report(), Evaluation()) == access(shown, Report(), Evaluation())
    assert sum(len(c.body) for c in bare.chapters) < sum(len(list(faces.shown(c.body, ""))) for c in shown.chapters)


@pytest.mark.parametrize("inside", [
    element("math", Element("mi", (), (Text("x"),))), element("ruby", "x"), element("span", "x", lang="en"),
    element("img", src="asset:a"), Element("svg", (), (element("title", "x"),)), element("h4", "x"),
], ids=lambda one: one.tag)  # fmt: skip
def test_whatever_a_claim_is_made_of_is_a_bone(inside: Element, book: Book) -> None:
    deep = element("section", element("p", "x", element("em", inside)))
    chapter = Chapter("new", "New", (deep,))
    one = replace(book, chapters=(chapter,))
    said = access(one, Report(), Evaluation())
    assert access(replace(one, chapters=(bones(chapter),)), Report(), Evaluation()) == said
    assert said != access(replace(one, chapters=(replace(chapter, body=()),)), Report(), Evaluation())


# faces


SHEETS = {
    "the house's": ebook_css() + faces_css(),
    "neighbours": "h1 + p { font-style: italic } p + p + p { font-weight: bold } a { content: 'x' }",
    "attributes": "[data-par] { font-weight: bold } #x, p:not(.a):is(.b, [title]) { font-style: italic }",
    "what is written": "p::before { content: attr(data-par) '§' } li::after { content: '†' }",
    "places": "p:first-child { font-weight: bold } li:nth-child(2n) { font-style: italic }",
    "brothers": "h1 ~ p { font-weight: bold }",
    "what follows": "section:has(table) { font-style: italic }",
}


@pytest.mark.parametrize("name", SHEETS)
def test_kinds_of_elements_are_styled_as_each_by_itself(name: str, book: Book) -> None:
    for body in trees(book, EDITIONS["ebook"]).values():
        root = Element("html", (), (Element("body", (), body),))
        assert list(faces.shown(body, SHEETS[name])) == list(faces._looked_up(root, SHEETS[name]))


@pytest.mark.parametrize(("name", "plain"), [(name, n < 4) for n, name in enumerate(SHEETS)])
def test_a_sheet_that_looks_farther_is_followed_element_by_element(name: str, plain: bool) -> None:
    assert (faces._sheet(SHEETS[name]).heeds is not None) is plain


# names of paragraphs


def test_names_are_those_of_a_numbered_body(book: Book) -> None:
    for chapter in book.chapters:
        expected = unnumbered(named(numbered(chapter.body), chapter.sign))
        assert named(chapter.body, chapter.sign) == expected


# the archive


def test_a_member_lies_in_the_archive_as_zipfile_would_put_it(tmp_path: Path) -> None:
    data = "año ".encode() * 500
    for name, content in (("ours", member(data)), ("theirs", data)):
        with Archive(tmp_path / name, "w") as archive:
            archive.writestr("mimetype", "x", compress_type=zipfile.ZIP_STORED)
            archive.writestr("EPUB/a.xhtml", content)
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()


def test_what_is_compressed_already_is_stored() -> None:
    assert member(b"x" * 100, "image/jpeg") == Member(b"x" * 100, 100, zlib.crc32(b"x" * 100), deflated=False)
    assert member(b"x" * 100, "image/svg+xml").deflated


@pytest.mark.parametrize("wrong", [
    replace(member(b"x" * 100), size=99), replace(member(b"x" * 100), crc=1), replace(member(b"x" * 100), packed=b"?"),
    replace(member(b"x" * 100), packed=b""), replace(member(b"x"), packed=member(b"x" * 10_000_000).packed),
])  # fmt: skip
def test_a_member_that_is_not_what_it_says_is_refused(wrong: Member) -> None:
    with pytest.raises(ValueError, match=r".+"):
        _ = wrong.data


# what is kept


@pytest.fixture
def manuscript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three chapters that lead to one another; nobody remembers the last build."""
    monkeypatch.setattr(start, "recalled", lambda *_: Recalled(None))
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\n", "utf-8")
    for name, link in zip("abc", "bca", strict=True):
        (folder / f"{name}.md").write_text(f"# {name}\n\nPalabras.[^1]\n\n[allá]({link}.md)\n\n[^1]: Nota.\n", "utf-8")
    yield folder


def made_anew(folder: Path) -> list[str]:
    result = build(Request(folder, ("ebook",)))
    assert result.outputs, [str(found) for found in result.report.diagnostics]
    return [use.name for use in result.uses if use.kind == "document" and not use.reused]


def edited(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


@pytest.mark.parametrize("placement", ["popup", "chapter"])
def test_one_changed_word_makes_one_page(placement: str, manuscript: Path) -> None:
    edited(manuscript / "book.yaml", "author", f"ebook: {{notes: {placement}}}\nauthor")
    assert {"a", "b", "c"} <= set(made_anew(manuscript))
    assert made_anew(manuscript) == []
    edited(manuscript / "b.md", "Palabras", "Palabros")
    assert made_anew(manuscript) == ["b"]


def test_a_note_that_stands_at_the_book_s_end_makes_that_page_and_no_other_chapter_s(manuscript: Path) -> None:
    edited(manuscript / "book.yaml", "author", "ebook: {notes: book}\nauthor")
    made_anew(manuscript)
    edited(manuscript / "b.md", "Nota", "Nueva")
    made = made_anew(manuscript)
    assert "notes" in made
    assert {"a", "c"}.isdisjoint(made)


def test_another_title_makes_its_page_and_the_nav(manuscript: Path) -> None:
    made_anew(manuscript)
    edited(manuscript / "b.md", "# b", "# Be")
    assert sorted(made_anew(manuscript)) == ["b", "nav"]


def test_another_sheet_makes_all_pages(manuscript: Path) -> None:
    made_anew(manuscript)
    (manuscript / "own.css").write_text("p { font-weight: bold }", "utf-8")
    edited(manuscript / "book.yaml", "author", "styles: own.css\nauthor")
    assert {"a", "b", "c", "nav"} <= set(made_anew(manuscript))


def test_a_page_that_was_kept_says_its_findings_again(manuscript: Path) -> None:
    edited(manuscript / "c.md", "Palabras", "\U00013000")
    first = build(Request(manuscript, ("ebook",)))
    again = build(Request(manuscript, ("ebook",)))
    assert [str(found) for found in first.report.diagnostics] == [str(found) for found in again.report.diagnostics]
    assert {found.code.ident for found in again.report.diagnostics} == {"PR001"}
    assert all(use.reused for use in again.uses)
