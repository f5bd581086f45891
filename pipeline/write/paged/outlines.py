"""The outline that a reader's side bar shows, from bookmarks in reading order (PDF 1.7, 12.3.3).

In: entries with their levels. Out: a tree, and its objects in a PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .pdffile import PdfFile, text_string


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark."""

    level: int
    label: str
    destination: str
    """As an array of PDF."""
    closed: bool = False


@dataclass(slots=True)
class Branch:
    """An entry with those below it."""

    entry: Entry
    below: list[Branch] = field(default_factory=list)

    @property
    def open(self) -> int:
        """How many entries below it are seen when it is open."""
        return sum(1 + (0 if branch.entry.closed else branch.open) for branch in self.below)


def outline_tree(entries: Iterable[Entry]) -> list[Branch]:
    """Each entry below the last one of a higher rank before it, whatever levels were skipped."""
    top: list[Branch] = []
    path: list[Branch] = []
    for entry in entries:
        while path and path[-1].entry.level >= entry.level:
            path.pop()
        branch = Branch(entry)
        (path[-1].below if path else top).append(branch)
        path.append(branch)
    return top


def put_outline(pdf: PdfFile, branches: Sequence[Branch]) -> int:
    """The number of the outline's root; 0 when there are no entries."""
    if not branches:
        return 0
    root = pdf.reserve()
    numbers = _put(pdf, branches, root)
    count = sum(1 + (0 if branch.entry.closed else branch.open) for branch in branches)
    return pdf.put(root, f"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {count} >>")


def _put(pdf: PdfFile, branches: Sequence[Branch], parent: int) -> list[int]:
    numbers = [pdf.reserve() for _ in branches]
    for place, (branch, number) in enumerate(zip(branches, numbers, strict=True)):
        entry = branch.entry
        parts = [f"/Title {text_string(entry.label)} /Parent {parent} 0 R /Dest {entry.destination}"]
        if place:
            parts.append(f"/Prev {numbers[place - 1]} 0 R")
        if place + 1 < len(numbers):
            parts.append(f"/Next {numbers[place + 1]} 0 R")
        if branch.below:
            kids = _put(pdf, branch.below, number)
            count = -branch.open if entry.closed else branch.open
            parts.append(f"/First {kids[0]} 0 R /Last {kids[-1]} 0 R /Count {count}")
        pdf.put(number, f"<< {' '.join(parts)} >>")
    return numbers
