"""Which chapter of the old version is which of the new one.

In: two books. Out: a `Fate` for every chapter, in the order of the new book, what is gone where it stood. A chapter is
known by its file where its text agrees, else by its text wherever it went; of two versions of one chapter the nearer
one, or the one that kept the file, is the chapter, and the other is said to be its second version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..model import Book, Chapter
from ..nodes import text_of
from .aligning import heaviest
from .signs import WORDS
from .views import likeness

SAME_FILE, ELSEWHERE = 0.25, 0.4
"""How much of its pairs of words a chapter shares with its old self: under its own name, and under another."""
SHORT = 40
"""Words of a page that says too little to be known by them."""
MADE = frozenset({"contents"})
"""Pages that follow from the rest: a change of a title is told where the title stands."""


@dataclass(frozen=True, slots=True)
class Fate:
    """A chapter of either version, or of both."""

    old: Chapter | None
    new: Chapter | None
    version_of: Chapter | None = None
    """Of one that is new or gone: the chapter that it is another version of."""
    moved: bool = False
    """Whether it stands elsewhere among the chapters."""

    @property
    def renamed(self) -> bool:
        """Whether its file has another name."""
        return bool(self.old and self.new and self.old.source and self.new.source
                    and self.old.source.path != self.new.source.path)  # fmt: skip


Phrases = Counter[tuple[str, str]]


def fates(old: Book, new: Book) -> tuple[Fate, ...]:
    """What became of each chapter."""
    before = [chapter for chapter in old.chapters if chapter.role not in MADE]
    after = list(new.chapters)
    phrases = {id(chapter): _phrases(chapter) for chapter in (*before, *after)}

    def alike(a: Chapter, b: Chapter) -> float:
        return likeness(phrases[id(a)], phrases[id(b)])

    pairs = _paired(before, after, alike)
    rising = set(heaviest([(before.index(a), after.index(b), 1.0 + len(phrases[id(b)])) for a, b in pairs]))
    known = {id(b): Fate(a, b, moved=(before.index(a), after.index(b)) not in rising) for a, b in pairs}
    came = [chapter for chapter in after if id(chapter) not in known]
    known |= {id(one): Fate(None, one, _original(one, after, came, alike)) for one in came}
    went = [chapter for chapter in before if all(chapter is not a for a, _ in pairs)]
    gone = [Fate(one, None, _original(one, before, went, alike)) for one in went]
    return _in_order(before, [known[id(chapter)] for chapter in after], gone)


Alike = Callable[[Chapter, Chapter], float]


def _phrases(chapter: Chapter) -> Phrases:
    words = WORDS.findall(f"{chapter.title} {text_of(chapter.body)}".casefold())
    return Counter(pairwise(words))


def _paired(old: Sequence[Chapter], new: Sequence[Chapter], alike: Alike) -> list[tuple[Chapter, Chapter]]:
    """By name where the text agrees; by text; by name alone; parts and the like by their order."""
    found: list[tuple[Chapter, Chapter]] = []

    def left(some: Iterable[Chapter], side: int) -> list[Chapter]:
        taken = {id(pair[side]) for pair in found}
        return [one for one in some if id(one) not in taken]

    names = {chapter.key: chapter for chapter in new if chapter.role not in MADE}
    same = [(one, names[one.key]) for one in old if one.key in names]
    found += [pair for pair in same if alike(*pair) >= SAME_FILE]
    found += _by_text(left(old, 0), left(new, 1), alike)
    found += [pair for pair in same if pair[0] in left(old, 0) and pair[1] in left(new, 1)]
    found += _by_order(left(old, 0), left(new, 1))
    return found


def _short(*some: Chapter) -> bool:
    return all(len(WORDS.findall(text_of(chapter.body))) <= SHORT for chapter in some)


def _by_text(old: Sequence[Chapter], new: Sequence[Chapter], alike: Alike) -> list[tuple[Chapter, Chapter]]:
    scored = [(-alike(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new) if b.role not in MADE]
    found, used = [], set[tuple[int, int]]()
    for score, i, j in sorted(scored):
        if -score >= ELSEWHERE and (0, i) not in used and (1, j) not in used:
            used |= {(0, i), (1, j)}
            found.append((old[i], new[j]))
    return found


def _by_order(old: Sequence[Chapter], new: Sequence[Chapter]) -> list[tuple[Chapter, Chapter]]:
    """Pages of a kind that a book has one of, and as many parts as before: their names are all they have."""
    found = []
    for role in dict.fromkeys(chapter.role for chapter in new if chapter.role != "chapter"):
        before, after = ([one for one in some if one.role == role and _short(one)] for some in (old, new))
        found += list(zip(before, after, strict=True)) if len(before) == len(after) else []
    return found


def _original(one: Chapter, others: Iterable[Chapter], lost: Sequence[Chapter], alike: Alike) -> Chapter | None:
    """The chapter that this is a second version of."""
    scored = [(alike(one, other), other) for other in others if other is not one and other not in lost]
    best = max(scored, key=lambda row: row[0], default=(0.0, one))
    return best[1] if best[0] >= ELSEWHERE and not _short(one) else None


def _in_order(before: Sequence[Chapter], known: Sequence[Fate], gone: Sequence[Fate]) -> tuple[Fate, ...]:
    """The new order; what is gone behind what it followed."""
    made = list(known)
    for fate in gone:
        assert fate.old is not None
        place = next(i for i, chapter in enumerate(before) if chapter is fate.old)
        ahead = before[place - 1] if place else None
        found = next((i for i, one in enumerate(made) if one.old is ahead and ahead is not None), -1)
        made.insert(found + 1, fate)
    return tuple(made)
