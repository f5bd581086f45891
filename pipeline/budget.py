"""What a book may hold before it is refused: the numbers, with their defaults.

In: nothing. Out: `Limits`. Not its business: counting, and how a refusal is said (`limits`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a book may hold before it is refused; sizes in bytes."""

    files: int = 5_000
    """In the book's folder."""
    book: int = 64 * 1024 * 1024
    """The text of all chapters."""
    chapter: int = 2 * 1024 * 1024
    data: int = 2 * 1024 * 1024
    """A file that a shortcode shows: an API's description, a recorded session."""
    front_matter: int = 64 * 1024
    front_matter_depth: int = 20
    notes: int = 5_000
    """In a chapter, and their marks as well."""
    cells: int = 10_000
    """Of a table, as it is drawn: rows times columns."""
    span: int = 1_000
    """Columns, or rows, of one cell."""
    word: int = 1_000
    """Letters of a word that may be hyphenated."""
    letters: int = 100_000
    """Of a word at all."""
    seconds: int = 300
    """For one part of a book to be set in type, or one picture to be made for print."""
    growth: int = 100
    """How many times its own size a chapter may become; the first MiB is free."""
    picture: int = 20 * 1024 * 1024
    pictures: int = 512 * 1024 * 1024
    """All of them."""
    pixels: int = 50
    """Of a picture, in millions."""
    svg: int = 1024 * 1024
    svg_nodes: int = 10_000
    """Elements that an SVG picture draws, those that `use` repeats counted each time."""
