"""Where the words of the manuscript stand in print: which page, which of its lines, which paragraph.

In: the composition of the page proofs. Out: for a place of the manuscript, a `Printed`; of each chapter, its pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ...nodes import Pos
from ..paged.composing import Composition
from ..paged.makeup import BLANK
from .beside import Beside


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of print."""

    page: str
    """Its page, as the reader sees it numbered."""
    line: int
    """Of the page, from 1."""
    paragraph: str
    """`3.12`; empty on a page that Galerada made."""
    paragraph_line: int
    """Of the paragraph, from 1."""


class Print:
    """The pages of a book."""

    def __init__(self, made: Composition, language: str) -> None:
        self.beside = Beside(made, (), language)
        self.owners = self.beside.owners()
        self.labels = {(leaf.part, leaf.page): leaf.label for leaf in made.leaves if leaf.part != BLANK}
        self.pages: Mapping[str, int] = Counter(
            made.parts[leaf.part].key for leaf in made.leaves if leaf.part != BLANK
        )  # fmt: skip
        """How many pages with type each chapter has, by its key."""
        self.leaves = len(made.leaves)
        """All pages, blank ones too."""

    def at(self, pos: Pos, *, behind: bool = False) -> Printed | None:
        """Where a place of the manuscript is printed, or the letter before it; None when it is not."""
        owner = self.owners.get(pos.path)
        part = self.beside.parts[owner] if owner is not None else None
        place = part.place(pos, behind=behind) if part else None
        if owner is None or part is None or place is None:
            return None
        ordinal, line = next(
            (pair for pair in place.row.paragraphs if pair[0] == place.paragraph), place.row.paragraphs[0]
        )  # fmt: skip
        return Printed(self.labels[owner, place.page], place.row.number, part.name(ordinal), line)
