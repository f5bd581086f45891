"""The page map of what was made up.

In: parts, galleys, leaves. Out: where each page with text begins, as a place that every edition knows; and what each
page looks like, as a digest, so that whoever draws pages draws none twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from ...cache import maker
from ...pagemap import PageMark, PrintedPage
from .galley import Galley, GalleyPage
from .makeup import BLANK, Leaf
from .pdffile import Stream

Place = tuple[int, int]


def page_marks(keys: Sequence[str], galleys: Sequence[Galley], leaves: Sequence[Leaf]) -> tuple[PageMark, ...]:
    """A mark for every page that is not blank; `keys` are the parts' chapters."""
    starts = [list(_starts(galley)) for galley in galleys]
    made = []
    for leaf in leaves:
        if leaf.part != BLANK:
            block, letter = starts[leaf.part][leaf.page]
            made.append(PageMark(leaf.label, keys[leaf.part], block, letter))
    return tuple(made)


def _starts(galley: Galley) -> Iterator[Place]:
    """Of each page, its first place that is on no page before it: a table's head is repeated, and begins nothing."""
    seen: Place = (0, 0)
    for number, page in enumerate(galley.pages):
        start = min((place for place in _places(page) if place > seen), default=seen) if number else (0, 0)
        yield start
        seen = max([seen, start, *_places(page)])


def _places(page: GalleyPage) -> list[Place]:
    return [(line.block, line.letter) for line in page.lines if line.block and not line.note]


def printed_pages(
    keys: Sequence[str], galleys: Sequence[Galley], leaves: Sequence[Leaf], heads: Sequence[Stream], page: str
) -> tuple[PrintedPage, ...]:
    """Every page of the book; `page` says how large it is, and all else that moves what stands on it."""
    looks = [list(_looks(galley)) for galley in galleys]
    made = []
    for place, (leaf, head) in enumerate(zip(leaves, heads, strict=True)):
        drawn = looks[leaf.part][leaf.page] if leaf.part != BLANK else ""
        look = _digest(maker(), page, str(place % 2), head.data, drawn)
        made.append(PrintedPage(leaf.label, keys[leaf.part] if leaf.part != BLANK else "", look))
    return tuple(made)


def _looks(galley: Galley) -> Iterator[str]:
    """Of each page: its own drawing, and what the pages of a galley draw with (faces, pictures, colours)."""
    own = {page.content for page in galley.pages}
    others = [one for place, one in enumerate(galley.objects) if place not in own]
    shared = _digest("\n".join(one.text for one in others), *(one.digest for one in others), repr(galley.fonts))
    for page in galley.pages:
        yield _digest(shared, galley.objects[page.content].digest)


def _digest(*parts: str | bytes) -> str:
    made = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(b"%d\0" % len(data) + data)
    return made.hexdigest()[:24]
