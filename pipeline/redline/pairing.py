"""Which block of the old version is which of the new one.

In: the views of two bodies. Out: `Step`s in the order of the new version, what is gone where it stood. Blocks with the
same words are paired first, then those that are alike, then what stands alone between two pairs. Its work grows with
the length of the text: blocks are compared by the words they share, not each with each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .aligning import Pair, heaviest, matched
from .views import GROUPS, View, likeness

ALIKE = 0.45
"""From here on two blocks are versions of one."""
CROWDED = 24
"""A word that stands in more blocks than this finds nothing."""
BEST = 6
"""How many blocks are compared with one."""
FEW = 6
"""Words of a paragraph so short that it is replaced in its place."""
CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Step:
    """A block of either version, or of both."""

    old: View | None
    new: View | None
    inside: tuple[Step, ...] = ()
    """Of a pair that holds blocks: theirs."""


def steps(old: Sequence[View], new: Sequence[View]) -> tuple[Step, ...]:
    """The blocks of both, paired."""
    made: list[Step] = []
    i = j = 0
    for a, b in [*_pairs(old, new), (len(old), len(new))]:
        made += [Step(view, None) for view in old[i:a]]
        made += [Step(None, view) for view in new[j:b]]
        if a < len(old):
            made.append(paired(old[a], new[b]))
        i, j = a + 1, b + 1
    return tuple(made)


def paired(old: View, new: View) -> Step:
    """A block in both versions."""
    if old.exact == new.exact or not (old.parts or new.parts):
        return Step(old, new)
    return Step(old, new, steps(old.inside, new.inside))


def _pairs(old: Sequence[View], new: Sequence[View]) -> list[Pair]:
    """Rising pairs."""
    if len(old) == len(new) and all(view.tag in CELLS for view in (*old, *new)):
        return [(place, place) for place in range(len(old))]
    same = matched([view.key for view in old], [view.key for view in new])
    found = list(same)
    for a, b in _gaps(same, len(old), len(new)):
        alike = _alike(old, new, a, b)
        found += alike
        found += [pair for gap in _gaps(alike, a.stop, b.stop, a.start, b.start) for pair in _alone(old, new, *gap)]
    return sorted(found)


def _gaps(pairs: Sequence[Pair], i_end: int, j_end: int, i: int = 0, j: int = 0) -> Iterator[tuple[range, range]]:
    """What stands between pairs, where both versions have something."""
    for a, b in [*pairs, (i_end, j_end)]:
        if i < a and j < b:
            yield range(i, a), range(j, b)
        i, j = a + 1, b + 1


def _alike(old: Sequence[View], new: Sequence[View], a: range, b: range) -> list[Pair]:
    """Pairs of the blocks that share most of their words."""
    where: dict[str, list[int]] = defaultdict(list)
    for i in a:
        for word in old[i].words:
            where[word].append(i)
    weighted = []
    for j in b:
        for i in _candidates(where, new[j]):
            share = likeness(old[i].words, new[j].words) if group(old[i]) == group(new[j]) else 0.0
            if share >= ALIKE:
                weighted.append((i, j, share))
    return heaviest(weighted)


def _candidates(where: dict[str, list[int]], view: View) -> list[int]:
    """The old blocks that share most of the rarer words."""
    votes: Counter[int] = Counter()
    for word in view.words:
        if len(where.get(word, ())) <= CROWDED:
            votes.update(where.get(word, ()))
    return [place for place, _ in sorted(votes.items(), key=lambda row: (-row[1], row[0]))[:BEST]]


def _alone(old: Sequence[View], new: Sequence[View], a: range, b: range) -> list[Pair]:
    """One block of each, of one kind: a title, a cell or a caption is what it is by its place."""
    if len(a) != 1 or len(b) != 1:
        return []
    one, other = old[a.start], new[b.start]
    short = max(one.words.total(), other.words.total()) <= FEW
    fits = group(one) == group(other) and (short or one.tag not in {"p", "li"})
    return [(a.start, b.start)] if fits else []


def group(view: View) -> str:
    """The tags among which a block may change without being another."""
    return GROUPS.get(view.tag, view.tag)
