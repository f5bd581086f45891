"""What was written is read back: each way to lose, move, glue or part words is planted, and told at its place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.model import Book, Chapter
from pipeline.nodes import Body, Element, Node, Pos, Shortcode, Text, element
from pipeline.plan import EDITIONS
from pipeline.readback import Difference, difference, written_in
from pipeline.run import Request, Result, build, resolved
from pipeline.wordcheck import dropped_word, lost_word, misplaced_word
from pipeline.write import ebookpages, epub, xhtml

MANUSCRIPT = """antes de todo

# Título primero

Un increíble **prin**cipio, *muy*raro.[^n] Dos & tres.

## Después

- cuatro
    - > cinco seis

| a | b |
|---|---|
| siete | ocho |

![nueve diez](p.svg)

once doce

[^n]: Una nota *propia*, [con *vuelta*](https://example.org).

    Y su segundo párrafo.
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def book(folder: Path, config: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.yaml").write_text(f"title: T\nauthor: A\nlanguage: es\n{config}", "utf-8")
    (folder / "a.md").write_text(MANUSCRIPT, "utf-8")
    (folder / "p.svg").write_text(PICTURE, "utf-8")
    return folder


def made(folder: Path) -> tuple[Book, dict[str, str]]:
    """The resolved book, and the texts of its EPUB by their names."""
    read, context = resolved(Request(folder), Result(strict=False))
    data = epub.write(read, EDITIONS["ebook"], context)
    assert context.report.errors == ()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return read, {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Chapter, str]:
    read, files = made(book(tmp_path_factory.mktemp("book")))
    chapter = next(chapter for chapter in read.chapters if chapter.key == "a")
    return chapter, files["EPUB/text/a.xhtml"]


def found(chapter: Chapter, markup: str) -> Difference | None:
    return difference(chapter, written_in(markup), {"only-print"})


def test_what_was_written_as_it_was_read_says_nothing(sound: tuple[Chapter, str]) -> None:
    chapter, markup = sound
    assert found(chapter, markup) is None
    assert found(chapter, markup.replace("cinco", "cin\u00adco")) is None, "a soft hyphen is declared"
    assert found(chapter, markup.replace("cinco", "cin<wbr/>co")) is None, "and so is a place to break"


FAULTS: dict[str, tuple[Callable[[str], str], str, str, int]] = {
    "a paragraph is dropped": (lambda s: s.replace("once doce", ""), "once doce", "", 18),
    "a pair is swapped": (lambda s: s.replace("cinco seis", "seis cinco"), "cinco seis", "seis cinco", 10),
    "words are glued": (lambda s: s.replace("cinco seis", "cincoseis"), "cinco seis", "cincoseis", 10),
    "a word is parted": (lambda s: s.replace("increíble", "in creíble"), "increíble", "in creíble", 5),
    "white space is put between two elements": (lambda s: s.replace("</strong>cipio", "</strong> cipio"),
                                                "principio,", "prin cipio,", 5),
    "two blocks become one": (lambda s: re.sub(r"</td>\s*<td>ocho", "ocho", s), "siete ocho", "sieteocho", 14),
    "the chapter is cut": (lambda s: s[: s.index("cinco")], "cinco", "", 10),
    "the text before the first heading is gone": (lambda s: s.replace("antes de todo", ""), "antes de todo", "Un", 1),
    "a title is another": (lambda s: s.replace(">Título primero<", ">Título<"), "primero", "", 3),
    "a heading is gone": (lambda s: s.replace(">Después<", "><"), "Después", "cuatro", 7),
    "a note lacks its end": (lambda s: s.replace("segundo párrafo.", ""), "segundo párrafo.", "", 22),
    "a note's words are the text's": (lambda s: s.replace('class="note"', ""), "", "Una nota", 18),
    "what stands for a picture is gone": (lambda s: s.replace("nueve diez", ""), "nueve diez", "once", 16),
    "a word is written twice": (lambda s: s.replace("ocho", "ocho ocho"), "nueve", "ocho nueve", 16),
    "words come after the end": (lambda s: s.replace("once doce", "once doce trece"), "", "trece", 18),
    "an ampersand is escaped twice": (lambda s: s.replace("&amp;", "&amp;amp;"), "& tres.", "&amp; tres.", 5),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_told_at_its_place(name: str, sound: tuple[Chapter, str]) -> None:
    chapter, markup = sound
    plant, read, written, line = FAULTS[name]
    assert plant(markup) != markup
    told = found(chapter, plant(markup))
    assert told is not None
    assert told.read[: len(read)] == read
    assert told.written[: len(written)] == written
    assert bool(read) == bool(told.read)
    assert told.pos.line == line


@pytest.mark.parametrize("notes", ["popup", "chapter", "book"])
@pytest.mark.parametrize("store", ["generic", "kobo", "kdp"])
def test_notes_may_stand_where_the_book_has_them(notes: str, store: str, tmp_path: Path) -> None:
    asked = Request(book(tmp_path / "b", f"ebook: {{notes: {notes}}}\n"), ("ebook",), stores=(store,), write=False)
    assert [str(told) for told in build(asked).report.errors] == []


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [(("cinco", "cin co"), 10, "'cinco seis a …' was to be written, and 'cin co seis …' is"),
     (("vuelta", ""), 20, "'vuelta. Y su …' was to be written, and '. Y su …' is"),
     (("<p>once doce</p>", ""), 18, "'once doce …' was to be written, and nothing more is")],
)  # fmt: skip
@pytest.mark.parametrize("notes", ["popup", "book"])
def test_a_build_that_loses_words_writes_nothing(
    change: tuple[str, str], line: int, said: str, notes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serialise = xhtml.serialise
    faulty = lambda *given: re.sub(r' data-par="[^"]*"', "", serialise(*given)).replace(*change)  # noqa: E731
    monkeypatch.setattr(ebookpages, "serialise", faulty)
    result = build(Request(book(tmp_path / "b", f"ebook: {{notes: {notes}}}\n"), ("ebook",)))
    (told,) = result.report.errors
    assert (told.code.ident, told.pos.path, told.pos.line) == ("PR005", "a.md", line)
    assert said in told.message
    assert result.outputs == ()


def test_a_page_that_loses_words_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serialise, asked = xhtml.serialise, Request(book(tmp_path / "b"), ("ebook",))
    with monkeypatch.context() as planted:
        planted.setattr(ebookpages, "serialise", lambda *given: serialise(*given).replace("cinco", ""))
        said = [[str(told.pos) for told in build(asked).report.errors] for _ in range(2)]
    assert said == [["a.md:10:9"], ["a.md:10:9"]]
    (tmp_path / "b" / "b.md").write_text("# Otro\n", "utf-8")
    assert build(asked).report.errors == ()


def test_a_chapter_without_a_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = epub.as_shown
    monkeypatch.setattr(epub, "as_shown", lambda *given: replace(shown(*given), chapters=shown(*given).chapters[:1]))
    told = build(Request(book(tmp_path / "b", "ebook: {notes: book}\n"), ("ebook",))).report.errors
    assert ("PR005", "a.md", 3) in [(one.code.ident, one.pos.path, one.pos.line) for one in told]


# before there is an edition

PLACE = Pos("a.md", 7, 1)


def test_words_that_change_places_before_setting_are_named() -> None:
    before = (element("h1", "T"), element("p", "uno dos ", element("em", "tres"), pos=PLACE))
    assert misplaced_word(before, (element("p", "uno «dos» tres"),)) is None
    assert misplaced_word(before, (element("p", "nuevo"), element("p", "uno dos tres"))) is None
    assert misplaced_word(before, (element("p", "dos uno tres"),)) == ("dos", PLACE)


def beside_a_shortcode(before: str, after: str, *, block: bool = False) -> Body:
    return (element("p", Text(before, PLACE), Shortcode("param", block=block, pos=PLACE), Text(after, PLACE)),)


@pytest.mark.parametrize("made", ["uno v2beta dos", "uno vbeta dos", "uno va beta dos", "uno v1.0beta dos"])
def test_a_shortcode_in_a_word_may_become_a_part_of_it(made: str) -> None:
    read = beside_a_shortcode("uno v", "beta dos")
    assert lost_word(read, (element("p", made),)) is None
    assert misplaced_word(read, (element("p", made),)) is None


@pytest.mark.parametrize(("made", "lost"), [
    ("uno v2bet dos", "beta"), ("uno 2beta dos", "v"), ("un v2beta dos", "uno"), ("uno v2beta", "dos"),
])  # fmt: skip
def test_a_word_that_a_shortcode_has_taken_away_is_named(made: str, lost: str) -> None:
    assert lost_word(beside_a_shortcode("uno v", "beta dos"), (element("p", made),)) == (lost, PLACE)


def test_a_word_beside_a_shortcode_keeps_its_place() -> None:
    read = beside_a_shortcode("uno v", "beta dos")
    assert misplaced_word(read, (element("p", "beta2 uno v dos"),)) == ("beta", PLACE)
    apart = beside_a_shortcode("uno", "dos", block=True)
    assert lost_word(apart, (element("p", "unodos"),)) == ("uno", PLACE)


def linked(*children: Node | str) -> Body:
    return (element("p", *children, pos=PLACE),)


def test_an_element_may_come_or_go_in_a_word_whatever_else_does() -> None:
    """One reading of the whole would find the first of these two wrong, another the second."""
    empty, link = element("a", href="b.md"), element("a", "zeta", href="nowhere", pos=PLACE)
    before = linked(empty, "x uno it_", link, "fin")
    after = linked(element("a", "Título", href="b.md"), "x uno it_zetafin")
    assert lost_word(before, after) is None
    assert misplaced_word(before, after) is None
    assert lost_word(before, linked(element("a", "Título"), "x uno it_fin")) == ("zeta", PLACE)
    assert lost_word(before, linked(element("a", "Título"), "x it_zetafin")) == ("uno", PLACE)


def test_what_was_told_and_dropped_stood_between_words() -> None:
    told = Pos("a.md", 9, 1)
    before = [linked("ay", Element("img", (("alt", "foto"),), (), told), "x fin")]
    after = [linked("ay", element("a", "foto"), "x fin")]
    assert dropped_word(before, after, {told}.__contains__) is None
    assert dropped_word(before, [linked("ay", element("a", "foto"), "fin")], {told}.__contains__) == ("x", PLACE)


def test_words_that_a_stage_of_the_whole_book_drops_are_named() -> None:
    same, link = element("p", "uno"), element("p", "dos ", element("a", "tres", pos=PLACE), " 4", pos=PLACE)
    told = Pos("a.md", 9, 1)
    twice, label = element("aside", "otra", pos=told), element("p", "Notas:", pos=PLACE)
    before = [(same, link, twice, label)]
    nothing_said: Callable[[Pos], bool] = {told}.__contains__
    assert dropped_word(before, before, nothing_said) is None
    assert dropped_word(before, [(same,), (element("p", "dos tres 1"),)], nothing_said) is None
    assert dropped_word(before, [(same, element("p", "dos 4"))], nothing_said) == ("tres", PLACE)
    assert dropped_word(before, [(same, element("p", "dos tres"))], lambda _: False) == ("otra", told)
    assert dropped_word(before, [()], nothing_said) == ("uno", Pos("", 0, 0))
