"""What a binding keeps for the next one: drawn heads and cut fonts, each found by all that it depends on."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cache import Store
from pipeline.fonts import face_named, programs
from pipeline.model import Book, Chapter, Config
from pipeline.packed import pack
from pipeline.plan import EDITIONS
from pipeline.shaping import type_of
from pipeline.write.paged import cutting
from pipeline.write.paged import running as heads
from pipeline.write.paged.galley import Galley, GalleyPage, Lines, TypeLine, starts
from pipeline.write.paged.makeup import Part, made_up
from pipeline.write.paged.pdffile import Stream
from pipeline.write.paged.running import NOTHING, Running, heads_of
from pipeline.write.paged.units import units


def drawn(store: Store, title: str = "Libro", pages: int = 3, *, tagged: bool = False) -> Running:
    chapters = (Chapter("a", "Uno", ()), Chapter("b", "Dos", ()))
    book = Book(Config(title, language="es"), chapters)
    parts = units(book, EDITIONS["print"], {"a": (), "b": ()})
    leaves = made_up([Part(part.key, part.opens, pages, part.front) for part in parts])
    return heads_of(leaves, parts, book, store, tagged=tagged)


def words(made: Running, place: int) -> bytes:
    stream = made.streams[place]
    return zlib.decompress(stream.data) if "/Filter" in stream.dictionary else stream.data


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def no_compositor(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse() -> None:
        raise AssertionError("heads were drawn anew")

    return lambda: monkeypatch.setattr(heads, "Compositor", refuse)


def test_heads_of_the_same_pages_are_drawn_once(store: Store, no_compositor: Callable[[], None]) -> None:
    first = drawn(store)
    assert words(first, 1).count(b"TJ") == 2  # a head and a folio
    assert first.streams[3] == NOTHING  # blank before an opening on the right
    no_compositor()
    assert drawn(store) == first


@pytest.mark.parametrize("change", [{"title": "Otro"}, {"pages": 4}, {"tagged": True}], ids=str)
def test_heads_of_other_pages_are_drawn_anew(change: dict[str, str | int | bool], store: Store) -> None:
    first = drawn(store)
    assert drawn(store, **change) != first  # type: ignore[arg-type]
    assert drawn(store, **change) == drawn(Store(), **change)  # type: ignore[arg-type]


def test_a_tagged_page_says_that_its_heads_are_no_text(store: Store) -> None:
    assert words(drawn(store, tagged=True), 1).startswith(b"/Artifact BMC\n")
    assert words(drawn(store, tagged=True), 1).endswith(b"EMC\n")


FOREIGN = (b"", pack([["<< >>"], {}], [b"q Q"]), pack("heads"), pack([["<< >>"] * 7, {"F": 3}], [b""] * 7))


@pytest.mark.parametrize("entry", FOREIGN)
def test_an_entry_that_is_not_ours_is_made_anew(entry: bytes, store: Store) -> None:
    first, font = drawn(store), cut_font(store)
    for path in (store.folder or Path()).glob("??/*"):
        store.put(path.parent.name + path.name, entry)
    assert drawn(store) == first
    assert cut_font(store) == font


def cut_font(store: Store, letters: str = "ab", weight: float = 400.0) -> Stream:
    face = face_named("Galerada Text")
    program = next(name for name, known in programs().items() if known == face)
    glyphs = sorted(glyph.number for glyph in type_of(face.read()).shape(letters))
    return cutting.cutter_of(store)(program, {"wght": weight}, glyphs)


def test_a_font_is_cut_once_for_the_same_letters(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first, other, bold = cut_font(store), cut_font(store, "abc"), cut_font(store, weight=700.0)
    assert len({first, other, bold}) == 3
    monkeypatch.setattr(cutting, "cut_face", lambda *_: pytest.fail("cut anew"))
    assert (cut_font(store), cut_font(store, "abc"), cut_font(store, weight=700.0)) == (first, other, bold)


# what a binding does not read

ONE = TypeLine(3, 7, 1.25, 2.5, 300.125, 11.0, note=False, picture=True, letters=40, divided=True)
LINES = (ONE, replace(ONE, block=4, note=True, picture=False), TypeLine(0, 0, 0.1, -0.2, 0.3, 1e-9))


def test_lines_are_the_same_when_they_are_read() -> None:
    kept = Galley.unpacked(Galley((GalleyPage(0, {}, lines=LINES),), (), 0, {}).packed()).pages[0].lines
    assert isinstance(kept, Lines)
    assert (len(kept), kept[-1], list(kept), kept[:2]) == (3, LINES[-1], list(LINES), LINES[:2])
    assert kept == LINES
    assert kept != LINES[:2]
    assert hash(kept) == hash(LINES)


def test_half_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="half a line"):
        Lines(b"\0" * 7)


def test_a_page_begins_where_no_page_before_it_has_been() -> None:
    def at(block: int, letter: int, *, note: bool = False) -> TypeLine:
        return TypeLine(block, letter, 0.0, 0.0, 0.0, 1.0, note)

    head = at(2, 0)  # a table's, repeated
    pages = [(at(1, 0), head, at(3, 0)), (head, at(3, 40), at(1, 90, note=True)), (at(0, 0),), (at(3, 60), at(4, 0))]
    assert list(starts(pages)) == [(0, 0), (3, 40), (3, 40), (3, 60)]
