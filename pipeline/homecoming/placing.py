"""Words of a document find their place in the manuscript: by themselves and by what stands around them.

In: the letters of the document and of the manuscript. Out: which letters of the manuscript are meant, or why nobody can
tell. The manuscript may have changed since, and the document has heads, folios and calls of notes between its words;
so what is unique is looked for first, and then what is aligned with it. What is ambiguous is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .letters import occurrences

AROUND = ((40, 40), (24, 24), (12, 12), (8, 24), (24, 8), (40, 0), (0, 40), (24, 0), (0, 24), (14, 0), (0, 14))
"""Letters before and after, as they are tried."""
ENOUGH = 14
"""Letters that a place must share with the document, words and neighbours together."""
GRAM = 24
FAR = 6000
"""Letters between words and what is unique near them."""
NEW = 80
"""Letters that may have come in at the very place where words are to be inserted."""
SHORT = 8000
"""Letters of a manuscript that is aligned as a whole where nothing in it is unique."""
NOISE = frozenset("0123456789[]().*\u2020^")
"""What calls of notes and numbers of items leave between letters."""


@dataclass(frozen=True, slots=True)
class Found:
    """Letters of the manuscript; an empty stretch is a place between two of them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Why there is no place."""

    why: str
    near: int = -1
    """A letter of the manuscript where one may look."""


Place = Found | Missed


@dataclass(slots=True)
class Finder:
    """One document held against one manuscript."""

    document: str
    manuscript: str
    _grams: dict[str, int] = field(default_factory=dict)

    def kinship(self) -> float:
        """Which part of the document's passages stand in the manuscript: 0 for another book."""
        size = min(GRAM, max(len(self.document) // 4, 1))
        step = max(len(self.document) // 60, 1)
        passages = [self.document[at : at + size] for at in range(0, max(len(self.document) - size, 1), step)]
        return sum(passage in self.manuscript for passage in passages) / len(passages) if self.document else 0.0

    def place(self, first: int, last: int, lean: str = "") -> Place:
        """The place of the document's letters from `first` to `last`.

        `lean` says to which side an empty stretch belongs: `left`, `right` or neither.
        """
        several: list[int] = []
        sides: list[int] = []
        for before, after in self._contexts(first, last, lean):
            found = list(occurrences(self.manuscript, self.document[first - before : last + after], 9))
            if len(found) == 1 and before and after:
                return self._found(found[0] + before, last - first)
            if len(found) == 1:
                sides.append(found[0] + before)
            elif found and not several:
                several = [place + before for place in found]
        if sides and first == last and max(sides) - min(sides) < NEW:
            sides = [max(sides) if lean == "right" else min(sides)]  # words have come in just there
        if len(set(sides)) == 1:
            return self._found(sides[0], last - first)
        if len(set(sides)) > 1 or several:
            return self._nearest(first, last, sorted({*sides, *several}))
        return self._aligned(first, last, lean)

    def _found(self, start: int, length: int) -> Found:
        return Found(start, start + length)

    def _contexts(self, first: int, last: int, lean: str) -> Iterator[tuple[int, int]]:
        seen = set[tuple[int, int]]()
        for left, right in AROUND:
            if first == last and ((lean == "left" and not left) or (lean == "right" and not right)):
                continue
            pair = min(left, first), min(right, len(self.document) - last)
            whole = pair == (first, len(self.document) - last)
            if pair not in seen and (sum(pair) + last - first >= ENOUGH or whole):
                seen.add(pair)
                yield pair

    def _nearest(self, first: int, last: int, places: list[int]) -> Place:
        """Of several places the one that stands where it should."""
        expected = self._expected(first)
        if expected < 0:
            return Missed(f"the words stand at {len(places)} places", places[0])
        ranked = sorted(places, key=lambda place: abs(place - expected))
        best, second = abs(ranked[0] - expected), abs(ranked[1] - expected)
        if best * 3 + 6 > second:
            return Missed(f"the words stand at {len(places)} places", ranked[0])
        return self._found(ranked[0], last - first)

    # what is unique near the words

    def _where(self, gram: str) -> int:
        """Where the manuscript has a passage that both have once; -1 for any other."""
        if gram not in self._grams:
            once = len(gram) == GRAM and len(list(occurrences(self.manuscript, gram, 2))) == 1
            alone = once and len(list(occurrences(self.document, gram, 2))) == 1
            self._grams[gram] = self.manuscript.find(gram) if alone else -1
        return self._grams[gram]

    def _before(self, first: int) -> tuple[int, int]:
        """The nearest such passage before a letter: where it ends in the document and in the manuscript."""
        for end in range(first, max(first - FAR, GRAM - 1), -8):
            if (place := self._where(self.document[end - GRAM : end])) >= 0:
                return end, place + GRAM
        return (0, 0) if first < FAR else (-1, -1)

    def _after(self, last: int) -> tuple[int, int]:
        for start in range(last, min(last + FAR, len(self.document) - GRAM), 8):
            if (place := self._where(self.document[start : start + GRAM])) >= 0:
                return start, place
        whole = len(self.document) - last < FAR
        return (len(self.document), len(self.manuscript)) if whole else (-1, -1)

    def _expected(self, first: int) -> int:
        """Where a letter should stand in the manuscript, by the nearer of its unique neighbours."""
        (left, there), (right, beyond) = self._before(first), self._after(first)
        known = [(first - left, there + first - left)] if left > 0 else []
        known += [(right - first, beyond - right + first)] if 0 <= right < len(self.document) else []
        return min(known)[1] if known else -1

    # what has changed

    def _aligned(self, first: int, last: int, lean: str) -> Place:
        """By its neighbours, letter for letter, between the nearest passages that both have once."""
        (left, there), (right, beyond) = self._before(first), self._after(last)
        if min(left, right) < 0 or not 0 <= beyond - there < 3 * (right - left) + SHORT:
            return Missed("nothing around it stands in the manuscript")
        here, copy = self.document[left:right], self.manuscript[there:beyond]
        blocks = SequenceMatcher(None, here, copy, autojunk=False).get_matching_blocks()
        sure = [block for block in blocks if block.size > 3 or right - left < 40]
        pairs = {left + block.a + n: there + block.b + n for block in sure for n in range(block.size)}
        return self._between(pairs, first, last, lean) if first == last else self._across(pairs, first, last)

    def _between(self, pairs: dict[int, int], first: int, last: int, lean: str) -> Place:
        before, after = pairs.get(first - 1, -2), pairs.get(last, -2)
        if before + 1 == after:
            return Found(after, after)
        if lean != "right" and before >= 0 and pairs.get(first - 6) == before - 5:
            return Found(before + 1, before + 1)
        if lean != "left" and after >= 0 and pairs.get(last + 5) == after + 5:
            return Found(after, after)
        return Missed("the words around it have changed since", max(before, after))

    def _across(self, pairs: dict[int, int], first: int, last: int) -> Place:
        places = [pairs.get(letter, -1) for letter in range(first, last)]
        known = [place for place in places if place >= 0]
        if not known:
            return Missed("its words are not in the manuscript", max(pairs.get(first - 1, -1), pairs.get(last, -1)))
        start, end = known[0], known[-1] + 1
        lost = [self.document[first + n] for n, place in enumerate(places) if place < 0]
        come = [self.manuscript[place] for place in range(start, end) if place not in set(known)]
        if NOISE.issuperset(lost + come) and len(come) < 12:
            return Found(start, end)
        return Missed("its words have changed since", start)
