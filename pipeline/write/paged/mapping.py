"""The page map of what was made up.

In: parts, galleys, leaves. Out: where each page with text begins, as a place that every edition knows; and what each
page looks like, as a digest, so that whoever draws pages draws none twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from ...cache import maker
from ...pagemap import PageMark, PrintedPage
from .galley import Galley
from .makeup import BLANK, Leaf
from .pdffile import Stream


def page_marks(keys: Sequence[str], galleys: Sequence[Galley], leaves: Sequence[Leaf]) -> tuple[PageMark, ...]:
    """A mark for every page that is not blank; `keys` are the parts' chapters."""
    shown = [leaf for leaf in leaves if leaf.part != BLANK]
    return tuple(PageMark(leaf.label, keys[leaf.part], *galleys[leaf.part].pages[leaf.page].start) for leaf in shown)


def printed_pages(
    keys: Sequence[str], galleys: Sequence[Galley], leaves: Sequence[Leaf], heads: Sequence[Stream], page: str
) -> tuple[PrintedPage, ...]:
    """Every page of the book; `page` says how large it is, and all else that moves what stands on it."""
    looks = [list(_looks(galley)) for galley in galleys]
    made = []
    for place, (leaf, head) in enumerate(zip(leaves, heads, strict=True)):
        drawn = looks[leaf.part][leaf.page] if leaf.part != BLANK else b""
        look = _digest(maker().encode(), page.encode(), b"%d" % (place % 2), head.data, drawn).hex()[:24]
        made.append(PrintedPage(leaf.label, keys[leaf.part] if leaf.part != BLANK else "", look))
    return tuple(made)


def _looks(galley: Galley) -> Iterator[bytes]:
    """Of each page: its own drawing, and what the pages of a galley draw with (faces, pictures, colours)."""
    own = {page.content for page in galley.pages}
    others = [one for place, one in enumerate(galley.objects) if place not in own]
    faces = [(name, use.program, sorted(use.variations.items()), use.missing) for name, use in galley.fonts.items()]
    texts = "\n".join(one.text for one in others)
    shared = _digest(texts.encode(), *(one.digest for one in others if one.stream is not None), repr(faces).encode())
    for page in galley.pages:
        yield _digest(shared, galley.objects[page.content].digest)


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(b"%d\0%b" % (len(part), part) for part in parts)).digest()
