"""Paragraphs that stand elsewhere now.

In: what is gone and what is new, of the whole book. Out: pairs. The same words first; then words that are nearly the
same. What is short is no move: `Yes.` is gone here and new there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from .pairing import CROWDED, group
from .views import View, likeness

WORDS = 5
"""Fewer say nothing."""
LONG = 12
"""Words from which on a paragraph that was changed as well is still known."""
NEARLY = 0.75

Moves = list[tuple[View, View]]


def moves(gone: Sequence[View], new: Sequence[View]) -> Moves:
    """What is gone, and where it is now; each stands in one pair at most."""
    found = _same(gone, new)
    taken = {id(view) for pair in found for view in pair}
    left, came = ([view for view in some if id(view) not in taken] for some in (gone, new))
    return found + _nearly(left, came)


def _same(gone: Sequence[View], new: Sequence[View]) -> Moves:
    where: dict[Hashable, list[View]] = defaultdict(list)
    for view in reversed(gone):
        if view.words.total() >= WORDS:
            where[view.key].append(view)
    return [(where[view.key].pop(), view) for view in new if where.get(view.key)]


def _nearly(gone: Sequence[View], new: Sequence[View]) -> Moves:
    where: dict[str, list[int]] = defaultdict(list)
    for place, view in enumerate(gone):
        for word in view.words if view.words.total() >= LONG else ():
            where[word].append(place)
    weighted = []
    for number, view in enumerate(new):
        votes = Counter(i for word in view.words if len(where.get(word, ())) <= CROWDED for i in where.get(word, ()))
        for place, _ in votes.most_common(3):
            share = likeness(gone[place].words, view.words) if group(gone[place]) == group(view) else 0.0
            if share >= NEARLY and view.words.total() >= LONG:
                weighted.append((-share, number, place))
    return _best(weighted, gone, new)


def _best(weighted: list[tuple[float, int, int]], gone: Sequence[View], new: Sequence[View]) -> Moves:
    found: Moves = []
    numbers, places = set[int](), set[int]()
    for _, number, place in sorted(weighted):
        if number not in numbers and place not in places:
            numbers.add(number)
            places.add(place)
            found.append((gone[place], new[number]))
    return found
