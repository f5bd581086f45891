"""Two versions of a paragraph's text in one: words that went, words that came, each under its own marks.

In: the nodes of two runs of text. Out: nodes of the new run with the old words in `del` and the new ones in `ins`;
every other node is the new version's, in its order. Tokens are compared, never markup as it is written: a mark that
changes is told by itself. Not its business: blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from ..marks import DELETED, INSERTED
from ..nodes import Body, Element, Node, Pos, Text
from .aligning import matched
from .changes import CHANGE, WAS, Kind
from .ghosts import ghost
from .signs import WORD, squashed, visible
from .tokens import Path, Token, joined, tokens
from .views import Names

GONE = "gone"
"""The class of deleted code, whose lines are counted by the text that `deleted` hides from a title."""
COINCIDENCE = 2
"""Words that two changes have between them by chance."""


class Scribe(Protocol):
    """Takes a change down."""

    def __call__(self, kind: Kind, old: Sequence[Token], new: Sequence[Token], note: str = "") -> int:
        """Its number; 0: it is not to be shown."""
        ...


@dataclass(slots=True)
class _Hunk:
    """A stretch that is the same in both, or is not."""

    same: bool
    old: list[Token] = field(default_factory=list)
    new: list[Token] = field(default_factory=list)


def merged(old: Body, new: Body, names: tuple[Names, Names], scribe: Scribe, around: Path = ()) -> Body:
    """Both in one; `around` is the block, where it says that its text is code."""
    before, after = (list(tokens(body, of, around)) for body, of in zip((old, new), names, strict=True))
    hunks = _joined(_hunks(before, after))
    return nested(_Merging(hunks, names, scribe, len(around), (before, after)).items())


def _hunks(old: Sequence[Token], new: Sequence[Token]) -> list[_Hunk]:
    made: list[_Hunk] = []
    i = j = 0
    pairs = matched([token.key for token in old], [token.key for token in new])
    for a, b in [*pairs, (len(old), len(new))]:
        if i < a or j < b:
            made.append(_Hunk(False, list(old[i:a]), list(new[j:b])))
        if a < len(old):
            if not made or not made[-1].same:
                made.append(_Hunk(True))
            made[-1].old.append(old[a])
            made[-1].new.append(new[b])
        i, j = a + 1, b + 1
    return made


def _joined(hunks: Sequence[_Hunk]) -> list[_Hunk]:
    """Changes with nothing between them but a space or a chance word are one: nobody reads confetti."""
    made: list[_Hunk] = []
    for place, hunk in enumerate(hunks):
        after = hunks[place + 1] if place + 1 < len(hunks) else None
        before = made[-1] if made else None
        if hunk.same and before and after and not before.same and _is_chance(hunk, before, after):
            hunk = _Hunk(False, hunk.old, hunk.new)
        if made and not hunk.same and not made[-1].same:
            made[-1] = _Hunk(False, made[-1].old + hunk.old, made[-1].new + hunk.new)
        else:
            made.append(hunk)
    return made


def _is_chance(hunk: _Hunk, before: _Hunk, after: _Hunk) -> bool:
    if any(token.text == "" for token in hunk.new):
        return False
    said = _words(hunk.new)
    if not said:
        return bool((before.old and before.new) or (after.old and after.new)) and len(hunk.new) < 4
    letters = sum(map(len, said))
    around = (max(_letters(one.old), _letters(one.new)) for one in (before, after))
    return len(said) <= COINCIDENCE and all(letters < count / 2 for count in around)


def _words(some: Iterable[Token]) -> list[str]:
    return [token.text for token in some if WORD.match(token.text)]


def _letters(some: Iterable[Token]) -> int:
    return sum(map(len, _words(some)))


Item: TypeAlias = tuple[Path, Node]


@dataclass(slots=True)
class _Merging:
    hunks: Sequence[_Hunk]
    names: tuple[Names, Names]
    scribe: Scribe
    depth: int
    """How many elements of the paths stand around all of it."""
    whole: tuple[Sequence[Token], Sequence[Token]]
    """All tokens of both."""
    made: list[Item] = field(default_factory=list)
    last: Path = ()
    """Around the new version's last token."""
    gone: list[int] = field(default_factory=lambda: [0, 0])
    """How many tokens of either have been passed."""

    def items(self) -> list[Item]:
        for place, hunk in enumerate(self.hunks):
            if hunk.same:
                self._same(hunk)
            else:
                after = self.hunks[place + 1].new[:1] if place + 1 < len(self.hunks) else []
                self._changed(hunk, [*hunk.new, *after])
                self._pass(hunk.old, hunk.new)
        return self.made

    def _same(self, hunk: _Hunk) -> None:
        """The same words: as they are, or told that they are marked or set otherwise."""
        for (kind, note), old, new in _trimmed(_alike(hunk, self.names)):
            number = self._take(kind, old, new, note) if kind else 0
            self._put_new(new, _around(kind, number, old) if kind and number else None)
            self._pass(old, new)

    def _pass(self, *sides: Sequence[Token]) -> None:
        self.gone = [count + len(some) for count, some in zip(self.gone, sides, strict=True)]

    def _changed(self, hunk: _Hunk, ahead: Sequence[Token]) -> None:
        old, new = hunk.old, hunk.new
        if _is_typography(old, new):
            number = self._take(Kind.TYPOGRAPHY, old, new, "")
            self._put_new(new, _around(Kind.TYPOGRAPHY, number, old) if number else None)
            if number and not new:
                self.made.append((self.last, _around(Kind.TYPOGRAPHY, number, old)))
            return
        kind = Kind.REPLACED if old and new else Kind.DELETED if old else Kind.INSERTED
        number = self.scribe(kind, old, new)
        if old:
            self._put_old(old, number, ahead[0].path[self.depth :] if ahead else ())
        if new:
            self._put_new(new, mark("ins", INSERTED, number, new[0].pos))

    def _take(self, kind: Kind, old: Sequence[Token], new: Sequence[Token], note: str) -> int:
        """Signs are told with their neighbours: a space alone says nothing."""
        if kind is not Kind.TYPOGRAPHY:
            return self.scribe(kind, old, new, note)
        spans = zip(self.whole, self.gone, (old, new), strict=True)
        before, after = (every[max(0, start - 1) : start + len(some) + 1] for every, start, some in spans)
        return self.scribe(kind, before, after, note)

    def _put_new(self, some: Sequence[Token], wrapper: Element | None) -> None:
        for path, node in joined(some):
            path = path[self.depth :]
            self.made.append(((*path, wrapper) if wrapper else path, node))
            self.last = path

    def _put_old(self, some: Sequence[Token], number: int, ahead: Path) -> None:
        """Old words stand inside what is around the new ones before and after them, so that nothing is cut in two."""
        shared = common(self.last, ahead)
        word = GONE if some[0].is_code else DELETED
        wrapper = mark("del", word, number, some[0].pos)
        kept = [self.names[1].of(element) for element in shared]
        ghosts: dict[int, Element] = {}
        for path, node in joined(some):
            own = [element for element in path[self.depth :] if self.names[0].of(element) not in kept]
            rest = tuple(ghosts.setdefault(id(element), ghost(element)) for element in own)
            self.made.append(((*shared, *rest, wrapper), node if isinstance(node, Text) else ghost(node, deep=True)))


def mark(tag: str, word: str, number: int, pos: Pos) -> Element:
    """The element around what came or went."""
    return Element(tag, (("class", f"{word} redline"), (CHANGE, str(number))), (), pos)


def common(a: Path, b: Path) -> Path:
    """The elements that two paths share, the outermost first."""
    shared: list[Element] = []
    for one, other in zip(a, b, strict=False):
        if one is not other:
            break
        shared.append(one)
    return tuple(shared)


def nested(items: Sequence[Item], depth: int = 0) -> Body:
    """Leaves with their paths as a tree; neighbours under one element stay under it."""
    made: list[Node] = []
    place = 0
    while place < len(items):
        path, node = items[place]
        if len(path) == depth:
            made.append(node)
            place += 1
            continue
        end = place
        while end < len(items) and len(items[end][0]) > depth and items[end][0][depth] is path[depth]:
            end += 1
        made.append(path[depth].with_children(nested(items[place:end], depth + 1)))
        place = end
    return tuple(made)


# what is the same, and yet is not


Same: TypeAlias = tuple[tuple[Kind | None, str], list[Token], list[Token]]


def _alike(hunk: _Hunk, names: tuple[Names, Names]) -> Iterator[Same]:
    """Runs of one stretch that have one thing to tell."""
    run: Same | None = None
    for old, new in zip(hunk.old, hunk.new, strict=True):
        told = _told(old, new, names)
        if run is not None and (run[0] == told or (run[0][0] is Kind.MARKUP and old.blank and not told[0])):
            run[1].append(old)
            run[2].append(new)
            continue
        if run is not None:
            yield run
        run = (told, [old], [new])
    if run is not None:
        yield run


def _trimmed(some: Iterable[Same]) -> Iterator[Same]:
    """A mark that changed ends with a word, not with the space behind it."""
    for told, old, new in some:
        end = len(old)
        while told[0] is Kind.MARKUP and end > 1 and old[end - 1].blank:
            end -= 1
        yield told, old[:end], new[:end]
        if old[end:]:
            yield (None, ""), old[end:], new[end:]


def _told(old: Token, new: Token, names: tuple[Names, Names]) -> tuple[Kind | None, str]:
    both = zip(names, (old, new), strict=True)
    before, after = ([of.of(element) for element in token.path if of.tells(element)] for of, token in both)
    code = old.is_code and new.is_code
    if before != after and not code and not (old.blank and new.blank):
        lost, won = ([one for one in a if one not in b] for a, b in ((before, after), (after, before)))
        return Kind.MARKUP, _marks(lost, won)
    if not code and visible(old.text) != visible(new.text):
        return Kind.TYPOGRAPHY, ""
    return None, ""


def _marks(lost: Iterable[tuple[str, ...]], won: Iterable[tuple[str, ...]]) -> str:
    """Which marks went and came, as HTML calls them."""
    return " → ".join(", ".join(map(_name, some)) for some in (lost, won)).strip()


def _name(signature: tuple[str, ...]) -> str:
    tag, classes, *rest = (*signature, "")
    return " ".join(filter(None, [f"{tag}.{classes.replace(' ', '.')}" if classes else tag, *rest]))


def _is_typography(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether a change of words is one of signs only; `br` and the like are no signs.

    A space between two words is more than a sign (`al rededor`), one inside a number is none.
    """
    if any(not token.text or token.is_code for token in (*old, *new)):
        return False
    said = [[token.key for token in some if WORD.match(token.text)] for some in (old, new)]
    if said[0] != said[1] and not all(str(word).isdigit() for some in said for word in some):
        return False
    before, after = (squashed("".join(token.text for token in some)) for some in (old, new))
    return before == after


def _around(kind: Kind, number: int, old: Sequence[Token]) -> Element:
    """The element that shows that words are marked or set otherwise."""
    attrs = (("class", f"redline {'restyled' if kind is Kind.MARKUP else 'reset'}"), (CHANGE, str(number)))
    was = ((WAS, "".join(token.text for token in old)),) if kind is Kind.TYPOGRAPHY else ()
    return Element("span", attrs + was, (), old[0].pos if old else Pos(""))
