"""The keys below `limits:` in book.yaml, with what each takes.

In: nothing. Out: `LIMITS`. Not its business: the defaults (`budget`), and how a refusal is said (`limits`).
"""

from __future__ import annotations

from .forms import Form, size, whole

SIZE = size(1024, 4 * 1024**3)

LIMITS: tuple[tuple[str, Form, str], ...] = (
    ("files", whole(1, 1_000_000), "Files in the book's folder."),
    ("book", SIZE, "The text of all chapters."),
    ("chapter", SIZE, "One chapter's file."),
    ("data", SIZE, "A file that a shortcode shows."),
    ("front_matter", SIZE, "A chapter's front matter."),
    ("front_matter_depth", whole(1, 100), "Levels of keys in front matter."),
    ("notes", whole(1, 1_000_000), "Notes of a chapter."),
    ("cells", whole(1, 1_000_000), "Cells of a table: its rows times its columns."),
    ("span", whole(1, 10_000), "Columns or rows that one cell may take."),
    ("word", whole(50, 5_000), "Letters of a word that may still be hyphenated."),
    ("letters", whole(1_000, 10_000_000), "Letters of a word at all."),
    ("seconds", whole(1, 86_400), "Seconds in which a chapter is set in type, or a picture made for print."),
    ("growth", whole(1, 10_000), "How many times its own size a chapter may become; the first MiB is free."),
    ("picture", SIZE, "One picture's file."),
    ("pictures", SIZE, "The files of all pictures."),
    ("pixels", whole(1, 1_000), "Pixels of a picture, in millions."),
    ("svg", SIZE, "An SVG picture's file."),
    ("svg_nodes", whole(1, 1_000_000), "Elements that an SVG picture draws."),
)
