"""The heads and folios of a whole book, drawn for its make-up, and kept for as long as that stays.

In: leaves, parts, the book's measures. Out: of each leaf the stream that draws its margins, and the faces that all of
them draw with. Trade: a running head is the line that runs on over the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ...cache import Store, key
from ...model import Book
from ...packed import NOT_OURS, pack, unpack
from .galley import FontUse, font_of, form_of_font
from .heads import Compositor, Line, Rule, furniture, lines, slug
from .makeup import BLANK, Leaf
from .pdffile import Stream, packed_stream
from .units import Unit, plain_title

NOTHING = Stream("", b"")
"""What a leaf has where nothing is drawn."""


@dataclass(frozen=True, slots=True)
class Running:
    """What stands in the margins of each leaf."""

    streams: tuple[Stream, ...] = ()
    """Of each leaf; `NOTHING` where nothing is drawn."""
    fonts: Mapping[str, FontUse] = field(default_factory=dict)
    """What they draw with."""


def heads_of(leaves: Sequence[Leaf], parts: Sequence[Unit], book: Book, store: Store, *, tagged: bool) -> Running:
    """The book's title on the left, the chapter's on the right; nothing over an opening, nothing on display pages."""
    titles = titles_of(parts)
    shown = [not part.displays for part in parts]
    places = [(leaf.part, leaf.page, leaf.number, leaf.front) for leaf in leaves]
    name = key("heads", repr((book.config.print, book.config.title, titles, shown, tagged)), repr(places))
    made = _kept(store.get(name), len(leaves))
    if made is None:
        made = _set(leaves, titles, shown, book, tagged=tagged)
        store.put(name, _packed(made))
    return made


def _set(leaves: Sequence[Leaf], titles: Sequence[str], shown: Sequence[bool], book: Book, *, tagged: bool) -> Running:
    compositor = Compositor()
    streams = tuple(_stream(compositor.set_lines(some), tagged=tagged)
                    for some in _lines(leaves, titles, shown, book))  # fmt: skip
    return Running(streams, compositor.fonts())


def _stream(drawn: bytes, *, tagged: bool) -> Stream:
    if not drawn:
        return NOTHING
    return Stream(*packed_stream("<< >>", b"/Artifact BMC\n" + drawn + b"EMC\n" if tagged else drawn))


def _lines(
    leaves: Sequence[Leaf], titles: Sequence[str], shown: Sequence[bool], book: Book
) -> Iterator[tuple[Line | Rule, ...]]:  # fmt: skip
    options = book.config.print
    design = furniture(options)
    for place, leaf in enumerate(leaves):
        shows = leaf.part != BLANK and shown[leaf.part]
        recto = place % 2 == 0
        head = (titles[leaf.part] if recto else book.config.title) if shows and leaf.page else ""
        drawn = lines(design, options, recto=recto, head=head, folio=leaf.label if shows else "")
        yield (*drawn, *slug(design, options, leaf.label))


def titles_of(parts: Sequence[Unit]) -> list[str]:
    """Of each part, or of the last one before it that has any."""
    made, last = [], ""
    for part in parts:
        last = plain_title(part.chapter.shown_title) or last
        made.append(last)
    return made


# kept


def _packed(made: Running) -> bytes:
    fonts = {name: form_of_font(use) for name, use in made.fonts.items()}
    return pack([[one.dictionary for one in made.streams], fonts], [one.data for one in made.streams])


def _kept(entry: bytes | None, leaves: int) -> Running | None:
    """What was drawn for the same make-up; None of an entry that is not ours."""
    with suppress(*NOT_OURS):
        parcel = unpack(entry or b"")
        told: tuple[list[str], dict[str, list[Any]]] = parcel.value
        made = [Stream(str(head), data) for head, data in zip(told[0], parcel.blobs, strict=True)]
        fonts = {name: font_of(*form) for name, form in told[1].items()}
        return Running(tuple(made), fonts) if len(made) == leaves else None
    return None
