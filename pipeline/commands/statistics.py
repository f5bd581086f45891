"""A book in figures: `galerada stats`. Words, reading time, pages and signatures, chapter by chapter.

In: a resolved book, and its pages where it can be laid out. Out: rows, and the rows as text, CSV, JSON or a page of
HTML. Words are those that an author wrote: title pages and contents that Galerada makes have none.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from ..model import Book, Chapter
from ..wordcount import PER_MINUTE, words_in
from ..write.proofs import Print
from .folios import laid_out
from .queries import harmless

SIGNATURE = 16
"""Pages of a sheet that is printed on both sides and folded three times."""


@dataclass(frozen=True, slots=True)
class Row:
    """A chapter in figures, or the whole book."""

    chapter: str
    """What its paragraphs are called by."""
    title: str
    words: int
    minutes: float
    """It takes so long to read."""
    pages: int | None
    """Pages of print with type; of the book, all of them. None: it cannot be laid out."""
    signatures: float | None
    """So many signatures of 16 pages do they fill; of the book, so many must be printed."""


def stats_lines(book: Path, form: str, language: str = "") -> Iterator[str]:
    """The figures of the book in this folder in one of `FORMS`; raises BookError without a book."""
    whole, printed = laid_out(book, language)
    yield from FORMS[form](figures(whole, printed))


def figures(book: Book, printed: Print | None) -> tuple[Row, ...]:
    """A row for each chapter with a file; the last is the whole book's."""
    rows = [_chapter(chapter, printed) for chapter in book.chapters if chapter.source is not None]
    words = sum(row.words for row in rows)
    pages = printed.leaves if printed else None
    signatures = float(math.ceil(pages / SIGNATURE)) if pages is not None else None
    return (*rows, Row("", book.config.title, words, _minutes(words), pages, signatures))


def _chapter(chapter: Chapter, printed: Print | None) -> Row:
    words = words_in(chapter.body)
    pages = printed.pages.get(chapter.key, 0) if printed else None
    signatures = round(pages / SIGNATURE, 2) if pages is not None else None
    return Row(chapter.sign, chapter.title or chapter.key, words, _minutes(words), pages, signatures)


def _minutes(words: int) -> float:
    return round(words / PER_MINUTE, 1)


# forms


COLUMNS = ("chapter", "title", "words", "minutes", "pages", "signatures")


def _text(rows: Sequence[Row]) -> Iterator[str]:
    yield f"{'':>5}  {'words':>7}  {'minutes':>7}  {'pages':>5}  {'sign.':>5}"
    for row in rows:
        pages, signatures = _told(row.pages), _told(row.signatures)
        yield f"{row.chapter:>5}  {row.words:>7}  {row.minutes:>7.1f}  {pages:>5}  {signatures:>5}  {row.title}"


def _told(figure: float | None) -> str:
    return "" if figure is None else f"{figure:g}"


def _csv(rows: Sequence[Row]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in asdict(row).values()])
    yield out.getvalue().rstrip("\n")


def _json(rows: Sequence[Row]) -> Iterator[str]:
    *chapters, whole = map(asdict, rows)
    yield json.dumps({"chapters": chapters, "book": whole}, ensure_ascii=False, indent=2)


STYLE = (
    "body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }"
    "table { border-collapse: collapse; width: 100%; } th, td { padding: 0.3rem 0.6rem; text-align: right; }"
    "th:nth-child(2), td:nth-child(2), td:last-child { text-align: left; } tr { border-bottom: 1px solid #ccc; }"
    "tfoot td { font-weight: bold; } .bar { display: block; height: 0.7rem; background: #4878a8; }"
)


def _html(rows: Sequence[Row]) -> Iterator[str]:
    *chapters, whole = rows
    longest = max((row.words for row in chapters), default=1) or 1
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(whole.title)}: statistics</title><style>{STYLE}</style></head><body>"
    yield f"<h1>{escape(whole.title)}</h1>\n<table>"
    heads = "".join(f'<th scope="col">{name}</th>' for name in (*COLUMNS, "length"))
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for row in chapters:
        bar = f'<span class="bar" style="width: {100 * row.words / longest:.0f}%"></span>'
        yield f"<tr>{_cells(row)}<td>{bar}</td></tr>"
    yield f"</tbody>\n<tfoot><tr>{_cells(whole)}<td></td></tr></tfoot></table>"
    yield f"<p>Reading time at {PER_MINUTE} words a minute; signatures of {SIGNATURE} pages.</p>\n</body></html>"


def _cells(row: Row) -> str:
    cells = (row.chapter, escape(row.title), f"{row.words}", f"{row.minutes:.1f}", _told(row.pages),
             _told(row.signatures))  # fmt: skip
    return "".join(f"<td>{cell}</td>" for cell in cells)


FORMS: Mapping[str, Callable[[Sequence[Row]], Iterator[str]]] = {
    "text": _text,
    "csv": _csv,
    "json": _json,
    "html": _html,
}
