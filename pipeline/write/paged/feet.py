"""Notes for which the engine finds no room at the foot: it sets them beyond the page's edge, or nowhere.

In: a unit's lowered tree, its galley, the words that were set, the page's height in pt. Out: the numbers of such notes;
they are set again at the chapter's end, as long ones are.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from ...blocks import NUMBER, own_texts
from ...nodes import Body, Element, elements
from .galley import Galley


def roomless(body: Body, galley: Galley, set_words: Mapping[int, str], height: float) -> frozenset[str]:
    """The numbers of the notes at the foot that lack words, have some twice, or run off the page."""
    off = {line.block for page in galley.pages for line in page.lines if not 0 <= line.baseline < height}
    feet = (span for span in elements(body, "span") if "footnote" in span.classes)
    return frozenset(foot.get("data-number") for foot in feet if not _is_whole(foot, set_words) or _is_in(foot, off))


def _is_whole(foot: Element, set_words: Mapping[int, str]) -> bool:
    wanted = own_texts((foot,)).items()
    return all(text.casefold() == set_words.get(number, "").casefold() for number, (text, _) in wanted)


def _is_in(foot: Element, blocks: Set[int]) -> bool:
    return any(int(node.get(NUMBER)) in blocks for node in elements((foot,)) if node.has(NUMBER))
