"""Which word begins each page of the printed book: what an ebook needs to show the print edition's page numbers.

In: galleys and the make-up. Out: `PageMark`s in reading order. EPUB Accessibility 1.1, 4.2.3 (page navigation);
EPUB 3.3, D.2 (`pageBreakSource`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageMark:
    """The beginning of a printed page."""

    label: str
    """Its number as printed: `12`, `iv`."""
    chapter: str
    """The chapter's key."""
    block: int
    """The number of the block in which it begins (`pipeline/blocks.py`); 0: with the chapter itself."""
    letter: int
    """How many letters of the block stand on pages before it."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """Every page of a print edition that has text."""

    marks: tuple[PageMark, ...]
    source: str
    """sha256 of the PDF whose pages these are."""

    def of(self, chapter: str) -> tuple[PageMark, ...]:
        """The marks of a chapter, in reading order."""
        return tuple(mark for mark in self.marks if mark.chapter == chapter)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the print edition as somebody looks at it."""

    label: str
    """Its number as counted: `12`, `iv`; a blank page has one too."""
    chapter: str
    """The key of the chapter that stands on it; empty: the page is blank."""
    look: str
    """A digest of all that is drawn on it: two pages with the same one look alike."""
