"""Which parts of an old sequence are still there in a new one, in their order.

In: two sequences of hashable keys. Out: pairs of indexes, both rising. Ends that are the same are taken first, then
what stands once on either side (patience), then the shortest way between these (Myers 1986, "An O(ND) difference
algorithm"), up to a bound: beyond it a stretch has nothing in common. So the work grows with the length, whatever the
two sequences hold. Not its business: what is compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]
Keys: TypeAlias = Sequence[Hashable]
FARTHEST = 200
"""Insertions and deletions in one stretch between two things that stand once; with more, it is taken for another."""
DEEPEST = 40
"""Stretches cut inside stretches; each cut leaves at least one pair behind."""


def matched(old: Keys, new: Keys) -> list[Pair]:
    """The pairs that are the same, in their order."""
    return sorted(_between(old, new, (0, len(old)), (0, len(new)), 0))


def _between(old: Keys, new: Keys, a: Pair, b: Pair, depth: int) -> list[Pair]:
    """The pairs of `old[a]` and `new[b]`."""
    ends, a, b = _ends(old, new, a, b)
    if a[0] == a[1] or b[0] == b[1]:
        return ends
    anchors = _rising(_once_in_both(old, new, a, b)) if depth < DEEPEST else []
    if not anchors:
        return ends + _shortest(old[a[0] : a[1]], new[b[0] : b[1]], a[0], b[0])
    found = [*ends, *anchors]
    for before, after in zip([(a[0] - 1, b[0] - 1), *anchors], [*anchors, (a[1], b[1])], strict=True):
        found += _between(old, new, (before[0] + 1, after[0]), (before[1] + 1, after[1]), depth + 1)
    return found


def _ends(old: Keys, new: Keys, a: Pair, b: Pair) -> tuple[list[Pair], Pair, Pair]:
    """What is the same at both ends, and what is left between."""
    (i, a_end), (j, b_end) = a, b
    found = []
    while i < a_end and j < b_end and old[i] == new[j]:
        found.append((i, j))
        i, j = i + 1, j + 1
    while i < a_end and j < b_end and old[a_end - 1] == new[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
        found.append((a_end, b_end))
    return found, (i, a_end), (j, b_end)


def _once_in_both(old: Keys, new: Keys, a: Pair, b: Pair) -> list[Pair]:
    """What stands once on either side, in the order of the old one."""
    counts, others = Counter(old[a[0] : a[1]]), Counter(new[b[0] : b[1]])
    places = {new[j]: j for j in range(*b) if others[new[j]] == 1}
    return [(i, places[old[i]]) for i in range(*a) if counts[old[i]] == 1 and old[i] in places]


def _rising(pairs: Iterable[Pair]) -> list[Pair]:
    """The longest choice of pairs whose second members rise as well."""
    return heaviest([(i, j, 1.0) for i, j in pairs])


def heaviest(weighted: Iterable[tuple[int, int, float]]) -> list[Pair]:
    """Of pairs with weights, the choice that rises on both sides and weighs most.

    A pair's best forerunner is found in a list of (place, weight) that rises in both.
    """
    ends: list[int] = []
    weights: list[float] = []
    nodes: list[tuple[int, int, int]] = []
    """Of each pair: its indexes, and the number of its forerunner."""
    who: list[int] = []
    for i, j, weight in sorted(weighted, key=lambda row: (row[0], -row[1])):
        place = bisect_left(ends, j)
        total = weight + (weights[place - 1] if place else 0.0)
        nodes.append((i, j, who[place - 1] if place else -1))
        stop = place
        while stop < len(ends) and weights[stop] <= total:
            stop += 1
        if place < len(ends) and ends[place] == j and weights[place] > total:
            continue
        ends[place:stop], weights[place:stop], who[place:stop] = [j], [total], [len(nodes) - 1]
    return _traced(nodes, who[-1] if who else -1)


def _traced(nodes: Sequence[tuple[int, int, int]], last: int) -> list[Pair]:
    found = []
    while last >= 0:
        i, j, last = nodes[last]
        found.append((i, j))
    return found[::-1]


def _shortest(old: Keys, new: Keys, i: int, j: int) -> list[Pair]:
    """The pairs of the shortest edit script; none when it is longer than the bound."""
    numbers: dict[Hashable, int] = {}
    a = [numbers.setdefault(key, len(numbers)) for key in old]
    b = [numbers.setdefault(key, len(numbers)) for key in new]
    if not set(a) & set(b):
        return []
    trace = _forward(a, b)
    return [(i + x, j + y) for x, y in _backward(trace, len(a), len(b))] if trace else []


def _forward(a: Sequence[int], b: Sequence[int]) -> list[dict[int, int]]:
    """For each number of edits, how far every diagonal was before it; empty when the bound is met."""
    reach, trace = {1: 0}, []
    for edits in range(min(FARTHEST, len(a) + len(b)) + 1):
        trace.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            y = x - k
            while x < len(a) and y < len(b) and x >= 0 and y >= 0 and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[k] = x
            if x >= len(a) and y >= len(b):
                return trace
    return []


def _backward(trace: Sequence[dict[int, int]], x: int, y: int) -> list[Pair]:
    found = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, k = trace[edits], x - y
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        from_x = reach[before]
        from_y = from_x - before
        while x > from_x and y > from_y and x > 0 and y > 0:
            x, y = x - 1, y - 1
            found.append((x, y))
        x, y = from_x, from_y
    return found
