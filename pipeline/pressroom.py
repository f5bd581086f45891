"""Each edition of a resolved book is made; the ebook takes its page numbers from the print edition of the same build.

In: a book, its context, a workshop. Out: files to be written. The writers import the layout engine's and the
archive's libraries: only when one is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Book, Context, Edition
from .output import Made
from .pagemap import PageMap
from .plan import EDITIONS
from .workshop import Workshop

if TYPE_CHECKING:
    from .write.paged import Paged


@dataclass(slots=True)
class Pressroom:
    """Makes the editions of one book."""

    book: Book
    context: Context
    workshop: Workshop
    root: Path
    """Where outputs go."""
    _paged: dict[str, Paged] = field(default_factory=dict)

    def files(self, edition: Edition) -> Iterator[Made]:
        """The edition's files; findings go to the report."""
        place = self.root / edition.name / f"{self.book.config.slug}{edition.suffix}.{edition.extension}"
        if not edition.paged:
            yield Made(edition.name, place, self._ebook(edition), None)
            return
        made = self._laid_out(edition)
        yield Made(edition.name, place, made.data, made.pages)
        if edition.name == PRINT and self.book.config.isbn.get(PRINT):
            yield Made(edition.name, place.with_suffix(".pages.json"), _told(made.map), None)

    def _laid_out(self, edition: Edition) -> Paged:
        from .write import paged

        if edition.name not in self._paged:
            self._paged[edition.name] = paged.write(self.book, edition, self.context, self.workshop)
        return self._paged[edition.name]

    def _ebook(self, edition: Edition) -> bytes:
        from .write import epub

        return epub.write(self.book, edition, self.context, self.page_map())

    def page_map(self) -> PageMap | None:
        """Of the print edition, if it has the ISBN that a list of pages must name (EPUB Accessibility 1.1, 3.4.2)."""
        return self._laid_out(EDITIONS[PRINT]).map if self.book.config.isbn.get(PRINT) else None


PRINT = "print"


def _told(pages: PageMap) -> bytes:
    """The page map beside its PDF, for whoever wants to know which word begins a page."""
    marks = [[mark.label, mark.chapter, mark.block, mark.letter] for mark in pages.marks]
    return (json.dumps({"pdf": pages.source, "pages": marks}, ensure_ascii=False, indent=0) + "\n").encode()
