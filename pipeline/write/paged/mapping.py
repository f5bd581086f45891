"""The page map of what was made up.

In: parts, galleys, leaves. Out: where each page with text begins, as a place that every edition knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...pagemap import PageMark
from .galley import Galley, GalleyPage
from .makeup import BLANK, Leaf

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
