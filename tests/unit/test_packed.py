"""Parcels, flat trees and chapters, galleys: what goes in comes out again, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.flat import flat, raised
from pipeline.folded import flat_chapter, raised_chapter
from pipeline.model import Chapter, Matter, Source
from pipeline.nodes import Body, Element, Node, Pos, Shortcode, Text
from pipeline.packed import pack, unpack
from pipeline.run import Request, Result, resolved
from pipeline.write.paged.galley import Annotation, Bookmark, FontUse, Galley, GalleyPage, PdfObject, TypeLine

ROOT = Path(__file__).parents[2]

# parcels

ANY_TEXT = st.text(st.characters(codec=None), max_size=8)
"""Lone surrogates too: they stand for the bytes of a file's name that is no UTF-8."""
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, st.lists(st.binary(max_size=9), max_size=3))
def test_a_parcel_comes_out_as_it_went_in(value: object, blobs: list[bytes]) -> None:
    parcel = unpack(pack(value, blobs))
    assert (parcel.value, parcel.blobs) == (value, tuple(blobs))


@given(VALUES, st.lists(st.binary(max_size=9), max_size=3), st.data())
def test_a_parcel_cut_short_or_made_longer_is_refused(value: object, blobs: list[bytes], data: st.DataObject) -> None:
    whole = pack(value, blobs)
    end = data.draw(st.integers(0, len(whole) - 1))
    for wrong in (whole[:end], whole + b"x"):
        with pytest.raises(ValueError, match=r"."):
            unpack(wrong)


@given(st.binary(max_size=64))
def test_garbage_is_no_parcel(garbage: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(garbage)


@pytest.mark.parametrize(
    "head", [b"[]", b"7", b"null", b"[1]", b"[1,2]", b"[1,[-1]]", b"[1,[9]]", b'[1,["a"]]', b"[1,[1.5]]", b"[" * 9999]
)
def test_what_looks_like_a_parcel_is_refused(head: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(len(head).to_bytes(4, "big") + head)


# trees

PLACES = st.builds(Pos, st.sampled_from(["", "a.md", "b/c.md"]), st.integers(0, 99), st.integers(0, 99))
ATTRS = st.lists(st.tuples(st.sampled_from(["id", "class", "href", "data-x"]), st.text(max_size=4)), max_size=3)
NODES: st.SearchStrategy[Node] = st.recursive(
    st.builds(Text, st.text(max_size=6), PLACES),
    lambda inner: st.builds(
        Element, st.sampled_from(["p", "em", "div"]), ATTRS.map(tuple), st.lists(inner, max_size=3).map(tuple), PLACES
    ),
    max_leaves=10,
)
BODIES: st.SearchStrategy[Body] = st.lists(NODES, max_size=4).map(tuple)


@given(BODIES)
def test_a_flat_tree_raised_is_the_tree(body: Body) -> None:
    assert raised(flat(body)) == body
    assert raised(unpack(pack(flat(body))).value) == body


@given(BODIES, BODIES, st.sampled_from(Matter), st.text(max_size=5), PLACES)
def test_a_flat_chapter_raised_shows_the_same(
    body: Body, heading: Body, matter: Matter, title: str, pos: Pos
) -> None:
    source = Source(pos.path, "the author's text", pos.line) if pos.path else None
    chapter = Chapter("key", title, body, matter, "appendix", source=source, ordinal=3, part="P", number="III",
                      language="fr", heading=heading)  # fmt: skip
    made = raised_chapter(unpack(pack(flat_chapter(chapter))).value)
    assert (made.body, made.heading, made.matter, made.title) == (body, heading, matter, title)
    assert (made.key, made.role, made.ordinal, made.part, made.number, made.language) == (
        "key", "appendix", 3, "P", "III", "fr",
    )  # fmt: skip
    assert made.pos == chapter.pos
    assert flat_chapter(made) == flat_chapter(chapter)


BOOKS = [ROOT / "book", *sorted((ROOT / "tests" / "books").glob("*/"))]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_every_chapter_of_every_book_of_ours_can_be_flat(book: Path) -> None:
    made, _ = resolved(Request(book), Result())
    assert made.chapters
    for chapter in made.chapters:
        again = raised_chapter(unpack(pack(flat_chapter(chapter))).value)
        assert (again.body, again.heading, again.pos) == (chapter.body, chapter.heading, chapter.pos)


UNRESOLVED = {"shortcode": Shortcode("hint"), "templated": Element("a", templated=(("href", (Shortcode("ref"),)),))}


@pytest.mark.parametrize("node", UNRESOLVED.values(), ids=UNRESOLVED)
def test_an_unresolved_shortcode_cannot_be_flat(node: Node) -> None:
    with pytest.raises(TypeError, match="unresolved"):
        flat((Element("p", (), (node,)),))


# galleys


def galley() -> Galley:
    """One of everything."""
    use = FontUse("ab" * 32, "ABCDEF+Sans", "Galerada Sans", {"wght": 600.0}, 900, -200, 4,
                  {3: ("fi", 512.5), 9: ("", 0.0)}, (9,))  # fmt: skip
    first = GalleyPage(0, {"a--é": (1.5, 2.25)}, (Bookmark(1, "Año", (3.0, 4.0), True),),
                       (Annotation(1, (1.0, 2.0, 3.0, 4.5), "a--é"), Annotation(2, (0.0, 0.0, 1.0, 1.0))), (3, 3),
                       (TypeLine(1, 0, 1.0, 2.0, 3.0, 4.5, note=True),))  # fmt: skip
    objects = (PdfObject("<< >>", b"\0\xff"), PdfObject("<< /A \0" + "1\0 >>"), PdfObject("[]"),
               PdfObject("<< /S /P >>"))  # fmt: skip
    return Galley((first, GalleyPage(0, {})), objects, 2, {"F1": use}, (3,), {1: 3},
                  said=(("PR002", "m", "a.md", 1, 2, "h"),))  # fmt: skip


def test_a_galley_comes_out_as_it_went_in() -> None:
    assert Galley.unpacked(galley().packed()) == galley()
    assert Galley.unpacked(galley().packed()).packed() == galley().packed()


def test_half_a_galley_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        Galley.unpacked(galley().packed()[:-1])
