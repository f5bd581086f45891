"""Font files cut to what a book draws with, and kept: a changed word seldom brings a new letter.

In: a font file by its sha256, a place on its axes, glyphs. Out: the stream that is embedded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from ...cache import Store, key
from ...fonts import programs
from ...packed import NOT_OURS, pack, unpacked
from .pdffile import Stream
from .typecase import Cutter, embedded

KEPT = "font"
"""What an entry of the cache says of itself."""


def cut_face(program: str, axes: Mapping[str, float], glyphs: Sequence[int]) -> Stream:
    """One of the house's faces, cut."""
    from ...shaping import cut

    return embedded(cut(programs()[program].read(), axes, glyphs))


def cutter_of(store: Store) -> Cutter:
    """Cuts what the store does not hold."""

    def cutter(program: str, axes: Mapping[str, float], glyphs: Sequence[int]) -> Stream:
        name = key("font", program, repr(sorted(axes.items())), repr(glyphs))
        made = _kept(store.get(name))
        if made is None:
            made = cut_face(program, axes, glyphs)
            store.put(name, pack([KEPT, made.dictionary], [made.data]))
        return made

    return cutter


def _kept(entry: bytes | None) -> Stream | None:
    parcel = unpacked(entry, KEPT, blobs=1)
    with suppress(*NOT_OURS):
        return Stream(str(parcel.value[1]), parcel.blobs[0]) if parcel else None
    return None
