"""Where a paragraph's lines may end, and how wide it is up to there.

In: a flow, a stretch of it between hard breaks, the rules. Out: `Material` for `optimum`, with the flow's places.
A line may end at a space, after a hyphen or a dash between letters, at the divisions of a word, and in an address after
its marks. A raya stays with its words: it has a space on its other side, where the line may end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .flow import BOX, Flow, Piece
from .hyphenation import divisions
from .measuring import Letters, Setter, setter
from .optimum import DASH, HYPHEN, Material, Rules
from .protrusion import LEFT, RIGHT

WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
DASHES = re.compile(r"(?<=\w)[-\u2010\u2013\u2014]+(?=\w)")
ADDRESS = re.compile(r"://|^www\.|^[^ ]*/[^ ]*/|^[^ ]{30,}$|\w@\w")
MARKS = re.compile(r"(?<=[\w/])(?:[/?&=#._@:-](?![/]))(?=\w)")
SENTENCE_END = re.compile(r"[.!?:…][»”\"')\]]*$")
NAME, LAST = 40.0, 60.0
"""Added to the penalty of dividing a name, and a paragraph's last word."""
SHORTEST = 4
"""Characters of the shortest word that is broken at all."""


@dataclass(slots=True)
class Places:
    """The material, and where in the flow each of its places is."""

    material: Material = field(default_factory=Material)
    ends: list[int] = field(default_factory=list)
    """Where the line's text ends."""
    starts: list[int] = field(default_factory=list)
    """Where that of the next begins."""


def places(flow: Flow, start: int, end: int, rules: Rules, first: Letters | None = None) -> Places:
    """The places of a stretch; `first`: its letters in the first line, if they differ."""
    return _Laying(flow, rules, first).run(start, end)


def measured(flow: Flow, start: int, end: int, first: Letters | None = None) -> float:
    """The width of a stretch in one line, in pt."""
    if start >= end:
        return 0.0
    piece = flow.piece_at(start)
    if piece.end >= end and piece.box is None:
        return set_in(piece, first).width(flow.text[start:end])
    return sum(_width(flow, part, first) for part in flow.pieces_in(start, end))


def _width(flow: Flow, piece: Piece, first: Letters | None) -> float:
    return set_in(piece, first).width(flow.text[piece.start : piece.end]) if piece.box is None else piece.box


def set_in(piece: Piece, first: Letters | None) -> Setter:
    """How a piece is set: in a paragraph's first line, as that adds, which is small capitals."""
    return _in_first_line(piece.setter, first) if first else piece.setter


@lru_cache(maxsize=64)
def _in_first_line(plain: Setter, first: Letters) -> Setter:
    letters = plain.letters
    features = dict(letters.features) | {name: value for name, value in first.features if name == "smcp"}
    return setter(replace(letters, features=tuple(features.items())))


@dataclass(slots=True)
class _Laying:
    flow: Flow
    rules: Rules
    first: Letters | None
    made: Places = field(default_factory=Places)
    at: float = 0.0
    glue: float = 0.0

    def run(self, start: int, end: int) -> Places:
        text = self.flow.text
        begun, sentence = start, True
        while begun <= end:
            space = text.find(" ", begun, end)
            stop = space if space >= 0 else end
            self._word(begun, stop, last=stop == end, sentence=sentence)
            sentence = bool(SENTENCE_END.search(text, max(begun, stop - 4), stop))
            if stop == end:
                break
            begun = stop + 1
        return self.made

    def _word(self, start: int, stop: int, *, last: bool, sentence: bool) -> None:
        text, cuts = self.flow.text, self._cuts(start, stop)
        if cuts.ways:
            dear = (LAST if last else 0.0) + (NAME if not sentence and text[start].isupper() else 0.0)
            penalties = {HYPHEN: self.rules.hyphen + dear, DASH: self.rules.dash}
            for offset, kind, before, after in cuts.ways:
                place = start + offset
                self._add(self.at + before, self.at + after, 0.0, kind, penalties[kind], place, place)
        self.at += cuts.whole
        end = self.at - (self._hangs_right(stop - 1) if stop > start else 0.0)
        if last:
            self._add(end, self.at, 0.0, 0, 0.0, stop, stop)
            return
        space = measured(self.flow, stop, stop + 1, self.first)
        self._add(end, self.at + space + self._hangs_left(stop + 1), space, 0, 0.0, stop, stop + 1)
        self.at += space

    def _add(self, end: float, start: float, space: float, kind: int, penalty: float, stop: int, begin: int) -> None:
        material = self.made.material
        material.ends.append(end)
        material.starts.append(start)
        material.end_glue.append(self.glue)
        self.glue += space
        material.start_glue.append(self.glue)
        material.kinds.append(kind)
        material.penalties.append(penalty)
        self.made.ends.append(stop)
        self.made.starts.append(begin)

    def _hangs_right(self, place: int) -> float:
        character = self.flow.text[place]
        return set_in(self.flow.piece_at(place), self.first).right[character] if character in RIGHT else 0.0

    def _hangs_left(self, place: int) -> float:
        character = self.flow.text[place : place + 1]
        return set_in(self.flow.piece_at(place), self.first).left[character] if character in LEFT else 0.0

    # breaks inside a word

    def _cuts(self, start: int, stop: int) -> Cuts:
        """Most words are set in one way, and many a word comes again."""
        flow = self.flow
        piece = flow.piece_at(start) if start < stop else None
        soft = [place - start for place in flow.soft if start < place < stop] if flow.soft else []
        if piece is not None and piece.end >= stop and piece.box is None and not soft:
            return _plain(flow.text[start:stop], set_in(piece, self.first), piece.divides)
        return self._mixed(start, stop, soft)

    def _mixed(self, start: int, stop: int, soft: list[int]) -> Cuts:
        """Of a word in which elements begin, or in which the author says where it may be divided."""
        flow, first, text = self.flow, self.first, self.flow.text
        whole = measured(flow, start, stop, first)
        ways = []
        for offset, kind in _ways(text[start:stop], soft or self._divisions(start, stop)):
            place = start + offset
            if BOX in text[place - 1 : place + 1]:  # a note's call, a picture, stays beside its word
                continue
            used = set_in(flow.piece_at(place - 1), first)
            before = measured(flow, start, place, first) + _ending(used, kind, text[place - 1])
            ways.append((offset, kind, before, whole - measured(flow, place, stop, first) + self._hangs_left(place)))
        return Cuts(whole, tuple(ways))

    def _divisions(self, start: int, stop: int) -> Iterable[int]:
        pieces = list(self.flow.pieces_in(start, stop))
        if not all(piece.divides or piece.box is not None for piece in pieces):
            return ()
        return _divided(self.flow.text[start:stop], pieces[0].setter.letters.language if pieces else "")


@dataclass(frozen=True, slots=True)
class Cuts:
    """The ways to break one word."""

    whole: float
    """Its width."""
    ways: tuple[tuple[int, int, float, float], ...]
    """After how many characters, and how; how wide the line is with its hyphen, and where the next one begins."""


@lru_cache(maxsize=65536)
def _plain(word: str, used: Setter, divides: bool) -> Cuts:
    whole = used.width(word)
    found = _ways(word, _divided(word, used.letters.language) if divides else ())
    return Cuts(whole, tuple(
        (place, kind, used.width(word[:place]) + _ending(used, kind, word[place - 1]),
         whole - used.width(word[place:]) + used.left.get(word[place], 0.0))
        for place, kind in found
    ))  # fmt: skip


def _ending(used: Setter, kind: int, character: str) -> float:
    """What a break adds to the width: a hyphen, and what hangs out left off."""
    return used.hyphen - used.right["-"] if kind == HYPHEN else -used.right.get(character, 0.0)


def _ways(word: str, divided: Iterable[int]) -> list[tuple[int, int]]:
    """Where and how a word may be broken, in their order."""
    if len(word) < SHORTEST:
        return []
    if ADDRESS.search(word):
        return [(at.end(), DASH) for at in MARKS.finditer(word)]
    return sorted((dict.fromkeys(divided, HYPHEN) | {at.end(): DASH for at in DASHES.finditer(word)}).items())


def _divided(word: str, language: str) -> Iterator[int]:
    for found in WORDS.finditer(word):
        yield from (found.start() + place for place in divisions(found[0], language))
