"""Each line fitted to its measure: how much wider its letters are, and how much wider its spaces.

In: the lines of a paragraph as stretches of its flow. Out: a `Fitted` for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .flow import Flow
from .measuring import Letters, Setter
from .optimum import DASH, HYPHEN, Rules
from .places import Places, set_in

SPACES = re.compile("[ \u00a0]")
"""What is widened: spaces of a fixed width are not."""


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
    beyond: float = 0.0
    """How far it ends beyond the other, in pt."""


def fitted(flow: Flow, line: Fitted, room: float, beyond: float, rules: Rules, first: Letters | None) -> Fitted:
    """The line, justified in so much room, beyond whose right edge it hangs by `beyond`."""
    growing, fixed, white, gaps = _measured(flow, line, first)
    out = line.hang + beyond
    letters = growing - white - out
    if letters <= 0:
        return line
    ideal = (room - fixed - white) / letters - 1
    widening = max(-rules.widening, min(rules.widening, ideal)) if gaps else ideal
    grown = 1 + widening
    spacing = (room - fixed - (growing - out) * grown) / gaps if gaps else 0.0
    return replace(line, widening=widening, spacing=spacing, hang=line.hang * grown, beyond=beyond * grown)


def _measured(flow: Flow, line: Fitted, first: Letters | None) -> tuple[float, float, float, int]:
    """The width of the line's text, of what is no text, of its natural white; and the number of its spaces."""
    growing, fixed, white, gaps = 0.0, 0.0, 0.0, 0
    used: Setter | None = None
    for piece in flow.pieces_in(line.start, line.end):
        if piece.box is not None:
            fixed += piece.box
            continue
        used = set_in(piece, first)
        width, spaces = natural(flow.text[piece.start : piece.end], used)
        growing, gaps, white = growing + width, gaps + spaces, white + spaces * used.space
    if line.ending == HYPHEN and used:
        growing += used.hyphen
    return growing, fixed, white, gaps


def natural(text: str, used: Setter) -> tuple[float, int]:
    """The width of a text as the fonts have it, and the number of its spaces."""
    words = SPACES.split(text)
    gaps = len(words) - 1
    return sum(map(used.width, words)) + gaps * used.space, gaps


def stretches(flow: Flow, laid: Places, chosen: list[int], start: int) -> Iterator[Fitted]:
    """The chosen lines as stretches of the flow."""
    for place in chosen:
        end, kind = laid.ends[place], laid.material.kinds[place]
        yield Fitted(start, end, kind if kind != DASH or flow.text[end - 1] == "-" else 0)
        start = laid.starts[place]
