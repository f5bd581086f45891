"""What a book says of its printed cover: the key `wrap` of book.yaml.

In: nothing. Out: a frozen `WrapOptions` with its defaults. Not its business: reading it (`pipeline/config`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .nodes import NOWHERE, Pos


@dataclass(frozen=True, slots=True)
class WrapOptions:
    """The printed cover."""

    back: str = ""
    """Markdown, or the path of a file of it; empty: the book's description."""
    author: str = ""
    """A short life of the author, in the same forms; empty: none."""
    picture: str = ""
    """A picture in the place of the drawn one, under the words that Galerada sets; empty: the drawn one."""
    spine: Mapping[str, float] = field(default_factory=dict)
    """In pt, by target; under the empty name, of any target."""
    sheet: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Width and height of the whole sheet in pt, as the printer's calculator gives them, in the same way."""
    direction: str = ""
    """`up` (from foot to head) or `down`; empty: the custom of the book's language."""
    ground: str = ""
    """`#RRGGBB`; empty: the made cover's own, or one that goes with the book's picture."""
    ink: str = ""
    """Of the words."""
    accent: str = ""
    """Of the rules, and of what is seen first in a drawn picture."""
    places: Mapping[str, Pos] = field(default_factory=dict, compare=False)
    """Where each of its keys stands."""

    def pos(self, key: str) -> Pos:
        """Where the value of a key stands."""
        return self.places.get(key, NOWHERE)
