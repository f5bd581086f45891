"""The make-up: which page stands where, on which side, under which number.

In: how each galley opens and how many pages it has. Out: every page of the book in its order, blanks among them.
Rules of the trade: page 1 is the first of the body, on a recto; the front matter counts in roman; a page without text
counts and shows no number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

BLANK = -1


class Opens(Enum):
    """Where a part of the book may begin."""

    RECTO = "recto"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Part:
    """What the make-up must know of a galley."""

    key: str
    opens: Opens
    pages: int
    front: bool
    """Whether it stands before page 1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the book."""

    part: int
    """Index of its part; `BLANK` for a page without text."""
    page: int
    """Index in the part."""
    number: int
    front: bool

    @property
    def label(self) -> str:
        """Its number as the reader sees it."""
        return roman(self.number) if self.front else str(self.number)


def made_up(parts: Sequence[Part], multiple: int = 1, *, last_blank: bool = False) -> tuple[Leaf, ...]:
    """Every page of the book; those at even places are rectos.

    Blanks at the end make the pages a multiple, and leave the printer the last one where it is asked for.
    """
    leaves: list[Leaf] = []
    number, front = 0, True
    for place, part in enumerate(parts):
        starts_body = front and not part.front
        if len(leaves) % 2 and (part.opens is Opens.RECTO or starts_body):
            number += 1
            leaves.append(Leaf(BLANK, 0, number, front))
        if starts_body:
            number, front = 0, False
        for page in range(part.pages):
            number += 1
            leaves.append(Leaf(place, page, number, front))
    blanks = padded(len(leaves), multiple, last_blank=last_blank) - len(leaves)
    return (*leaves, *(Leaf(BLANK, 0, number + more, front) for more in range(1, blanks + 1)))


def padded(pages: int, multiple: int, *, last_blank: bool) -> int:
    """The pages of the book as it is printed."""
    return math.ceil((pages + last_blank) / multiple) * multiple


ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(number: int) -> str:
    """A number as front matter counts: i, ii, iii."""
    made = []
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        made.append(letters * count)
    return "".join(made)
