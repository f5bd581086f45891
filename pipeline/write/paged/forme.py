"""A book that is set and made up, and not yet bound: what a printer calls the forme, type locked up for the press.

In: a resolved book, a paged edition, a workshop. Out: a `Set`, whose galleys may also be looked over or set again.
Nothing of the binding is imported here: it comes while children set the type.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...diagnostics import Report
from ...model import Book, Context, Edition
from ...pageslock import FILE, Tunings, page_name, tunings
from ...workshop import Workshop
from ..glyphs import check_glyphs
from ..printpictures import sized
from .composing import Composition, composed
from .units import units


@dataclass(frozen=True, slots=True)
class Set:
    """A book that is set and made up, and not yet bound."""

    book: Book
    edition: Edition
    made: Composition
    found: Report
    """What was found of its pictures."""

    @property
    def pages(self) -> int:
        """Pages of the book as it is printed, blanks among them."""
        return len(self.made.leaves)


def set_up(book: Book, edition: Edition, context: Context, workshop: Workshop) -> Set:
    """The book's pages; of the layout nothing is reported yet. Raises BookError when a part cannot be set."""
    check_glyphs(book, context.report)
    found = Report()
    book, widths = sized(book, found)
    pictures = {name: own.items() for name, own in widths.items()}
    parts = units(book, edition, pictures, _tunings(book, context))
    made = composed(parts, book, context, workshop, tagged=edition.tagged, survives=edition.despite_errors)
    return Set(book, edition, made, found)


def _tunings(book: Book, context: Context) -> Tunings:
    """What `galerada pages --mend` froze for these pages."""
    data = context.read(FILE) if context.exists(FILE) else None
    return tunings(data, page_name(book.config.print, book.config.language))
