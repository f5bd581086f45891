"""Where a paragraph's lines may end, and how wide it is up to there.

In: a flow, a stretch of it between hard breaks, the rules. Out: `Material` for `optimum`, with the flow's places.
A line may end at a space, after a hyphen or a dash between letters, at the divisions of a word, and in an address after
its marks. A raya stays with its words: it has a space on its other side, where the line may end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
NAME, HYPHENATED, LAST = 40.0, 60.0, 60.0
"""Added to the penalty of dividing a name, a word with a hyphen of its own, and a paragraph's last word."""


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
        text, flow, first = self.flow.text, self.flow, self.first
        whole = measured(flow, start, stop, first)
        for place, kind, penalty in self._inside(start, stop, last=last, sentence=sentence):
            used = set_in(flow.piece_at(place - 1), first)
            hyphen = used.hyphen - used.right["-"] if kind == HYPHEN else -used.right.get(text[place - 1], 0.0)
            before = measured(flow, start, place, first) + hyphen
            after = whole - measured(flow, place, stop, first) + self._hangs_left(place)
            self._add(self.at + before, self.at + after, 0.0, kind, penalty, place, place)
        self.at += whole
        end = self.at - (self._hangs_right(stop - 1) if stop > start else 0.0)
        if last:
            self._add(end, self.at, 0.0, 0, 0.0, stop, stop)
            return
        space = measured(flow, stop, stop + 1, first)
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

    def _inside(self, start: int, stop: int, *, last: bool, sentence: bool) -> list[tuple[int, int, float]]:
        """Place, kind and penalty of each way to break a word, in their order."""
        if stop - start < 4:
            return []
        word = self.flow.text[start:stop]
        found: dict[int, tuple[int, float]] = {}
        if ADDRESS.search(word):
            found |= {start + at.end(): (DASH, self.rules.dash) for at in MARKS.finditer(word)}
        else:
            dear = (LAST if last else 0.0) + (NAME if not sentence and word[0].isupper() else 0.0)
            found |= dict.fromkeys(self._divisions(start, stop, word), (HYPHEN, self.rules.hyphen + dear))
            found |= {start + at.end(): (DASH, self.rules.dash) for at in DASHES.finditer(word)}
        found = {place: how for place, how in found.items() if self._may_break(place)}
        return [(place, *how) for place, how in sorted(found.items())]

    def _divisions(self, start: int, stop: int, word: str) -> Iterator[int]:
        soft = [place for place in self.flow.soft if start < place < stop]
        if soft:
            yield from soft
            return
        piece = self.flow.piece_at(start)
        if piece.end < stop and not all(p.divides or p.box is not None for p in self.flow.pieces_in(start, stop)):
            return
        if piece.end >= stop and not piece.divides:
            return
        language = piece.setter.letters.language
        for found in WORDS.finditer(word):
            yield from (start + found.start() + place for place in divisions(found[0], language))

    def _may_break(self, place: int) -> bool:
        """A note's call, a picture, stays with what stands before it."""
        return self.flow.text[place] != BOX and self.flow.text[place - 1] != BOX
