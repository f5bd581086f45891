"""Each line fitted to its measure: how much wider its letters are, and how much wider its spaces.

In: the lines of a paragraph as stretches of its flow. Out: a `Fitted` for each. What is drawn is fitted, to 0.05 pt:
a PDF's widths and kerns are whole thousandths of the size, and the layout engine cuts off the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .flow import Flow, Piece
from .measuring import EM, Letters, Setter
from .optimum import DASH, HYPHEN, Rules
from .places import Places, set_in

STEP = 0.0025
"""Letters are widened by whole steps, so that the engine meets few sizes."""
EXACT = 0.035
"""How far the end of a line may be off, in pt, before its letters are changed too."""
SPACES = re.compile("[ \u00a0]")
"""What the engine's word spacing widens."""
CLOSE = 0.004
"""The same, near enough to look no further."""
WRITTEN = 4
"""Decimals of lengths as they are written: what is rounded later would not be what was tried."""
ATTEMPTS = 4
TRIED = (0.0, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 1.0, -1.0, 1.25, -1.25)
"""Thousandths by which the space is changed, until what is drawn ends where it should."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a line is drawn."""

    start: int
    end: int
    """Places in the flow."""
    ending: int = 0
    """`HYPHEN`: it ends in a divided word; `DASH`: in a hyphen that the author wrote."""
    widening: float = 0.0
    """Of its letters: 0.01 is one in a hundred."""
    spacing: float = 0.0
    """Added to each space, in pt."""
    hang: float = 0.0
    """How far it begins before the edge, in pt."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch that the engine draws in one go, or a box."""

    words: tuple[str, ...]
    setter: Setter
    grows: bool
    box: float | None
    natural: float
    """Its width in pt, neither grown nor spaced."""

    @property
    def gaps(self) -> int:
        """Its spaces."""
        return len(self.words) - 1 if self.box is None else 0


def fitted(flow: Flow, line: Fitted, room: float, hang: float, rules: Rules, first: Letters | None) -> Fitted:
    """The line, justified in so much room, beyond whose right edge it hangs by `hang`."""
    parts = _parts(flow, line, first)
    growing = sum(part.natural for part in parts if part.grows)
    fixed = sum(part.natural for part in parts if not part.grows)
    if not growing:
        return line
    size = next((part.setter.letters.size for part in parts if part.box is None), 0.0)
    beyond = line.hang + hang
    white = sum(part.gaps * part.setter.space for part in parts if part.grows)
    ideal = (room - fixed - white) / (growing - white - beyond) - 1 if growing > white + beyond else 0.0
    bound = round(rules.widening / STEP)
    widening = max(-bound, min(bound, round(ideal / STEP))) * STEP
    for _ in range(ATTEMPTS):
        off, spacing = _spaced(parts, widening, room + beyond * (1 + widening), size)
        if abs(off) <= EXACT:
            break
        widening += off / growing  # a size of its own, by less than a thousandth
    return replace(line, widening=widening, spacing=spacing, hang=line.hang * (1 + widening))


def _parts(flow: Flow, line: Fitted, first: Letters | None) -> list[_Part]:
    made = [_part(flow, piece, first, "") for piece in flow.pieces_in(line.start, line.end)]
    if line.ending == HYPHEN and made:
        *_, last = flow.pieces_in(line.start, line.end)
        made[-1] = _part(flow, last, first, "-")
    return made


def _part(flow: Flow, piece: Piece, first: Letters | None, hyphen: str) -> _Part:
    used = set_in(piece, first)
    if piece.box is not None:
        return _Part(("",), used, piece.grows, piece.box, piece.box)
    words = tuple(SPACES.split(flow.text[piece.start : piece.end] + hyphen))
    natural = sum(used.width(word) for word in words) + (len(words) - 1) * used.space
    return _Part(words, used, piece.grows, None, natural)


def _spaced(parts: list[_Part], widening: float, wanted: float, size: float) -> tuple[float, float]:
    """What the line is too short, and what each of its spaces is given."""
    *before, last = parts
    grown = 1 + widening
    placed = sum(part.natural * grown if part.grows else part.natural for part in before)
    gaps, inside = sum(part.gaps for part in before), last.gaps
    last_size = round(last.setter.letters.size * grown, WRITTEN) if last.grows else last.setter.letters.size
    if last.box is None:
        placed += sum(last.setter.drawn(word, last_size) for word in last.words)
    else:
        placed += last.box * grown if last.grows else last.box
    if not gaps + inside:
        return wanted - placed, 0.0
    space = last.setter.space * last_size / last.setter.letters.size
    ideal = (wanted - placed - inside * space) / (gaps + inside)
    best = (99.0, 0.0, 0.0)
    for tried in TRIED:
        spacing = round(ideal + tried * size * grown / EM, WRITTEN)
        end = placed + gaps * spacing + _drawn_gaps(last, spacing, last_size)
        best = min(best, (abs(wanted - end), wanted - end, spacing))
        if best[0] < CLOSE:
            break
    return best[1:]


def _drawn_gaps(part: _Part, spacing: float, size: float) -> float:
    if not part.gaps:
        return 0.0
    usual = part.setter.drawn_space(spacing, size)
    first = usual if part.words[0] else part.setter.drawn_space(spacing, size, leads=True)
    return first + (part.gaps - 1) * usual


def stretches(flow: Flow, laid: Places, chosen: list[int], start: int) -> Iterator[Fitted]:
    """The chosen lines as stretches of the flow."""
    for place in chosen:
        end, kind = laid.ends[place], laid.material.kinds[place]
        yield Fitted(start, end, kind if kind != DASH or flow.text[end - 1] == "-" else 0)
        start = laid.starts[place]
