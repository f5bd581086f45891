"""The open marks and queries of a book, listed: `galerada queries`.

In: a book's folder. Out: one row a mark, with its number in the whole book; as text, CSV, JSON or Markdown.
Not its business: settling them (`marking`), and where they are printed (`folios`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ..marks import Open, open_marks
from ..model import Chapter
from ..nodes import elements, text_of
from ..run import Request, Result, resolved

COLUMNS = ("number", "chapter", "page", "page_line", "paragraph", "path", "line", "column", "who", "kind", "text")


@dataclass(frozen=True, slots=True)
class Folio:
    """Where a mark is printed."""

    page: str = ""
    """As the reader sees it numbered; empty: nobody knows."""
    line: int = 0
    """Of the page."""
    paragraph: str = ""
    """`3.12`"""


NOWHERE_PRINTED = Folio()
PageOf = Callable[[Open], Folio]
"""Where a mark is printed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One open mark."""

    number: int
    """In the whole book; `accept --only` takes it."""
    chapter: Chapter
    mark: Open

    @property
    def title(self) -> str:
        """The chapter's title: as book.yaml or its front matter says it, else its heading, else its name."""
        heading = next(elements(self.chapter.body, "h1"), None)
        return self.chapter.title or (text_of(heading).strip() if heading else "") or self.chapter.key

    def cells(self, at: Folio) -> tuple[str | int | None, ...]:
        """What `COLUMNS` say of it."""
        pos, mark = self.mark.pos, self.mark
        return (
            self.number, self.title, at.page or None, at.line or None, at.paragraph or None, pos.path, pos.line,
            pos.column, mark.who, str(mark.kind), mark.text,
        )  # fmt: skip


def rows(book: Path, language: str = "") -> tuple[Row, ...]:
    """The open marks of the book in this folder, by chapter and place."""
    read, _ = resolved(Request(book, language=language), Result(), last="read")
    found = [(chapter, mark) for chapter in read.chapters for mark in open_marks(chapter.body)]
    return tuple(Row(number, chapter, mark) for number, (chapter, mark) in enumerate(found, 1))


def query_lines(book: Path, form: str, page_of: Callable[[], PageOf]) -> Iterator[str]:
    """The list in one of `FORMS`; the pages are asked for when there are marks."""
    found = rows(book)
    yield from listed(found, form, page_of() if found else nobody_knows)


def nobody_knows(mark: Open) -> Folio:
    """The place of every mark in a book that cannot be laid out."""
    return NOWHERE_PRINTED


def listed(found: tuple[Row, ...], form: str, page_of: PageOf) -> Iterator[str]:
    """Marks as lines."""
    return FORMS[form](found, [row.cells(page_of(row.mark)) for row in found])


Cells = list[tuple[str | int | None, ...]]


def _text(found: tuple[Row, ...], cells: Cells) -> Iterator[str]:
    for title, group in groupby(zip(found, cells, strict=True), lambda pair: pair[1][1]):
        yield str(title)
        for row, (number, _, page, page_line, paragraph, *_rest) in group:
            folio = _folio(page, page_line, paragraph)
            who = f" @{row.mark.who}" if row.mark.who else ""
            yield f"{number:>4}  {folio}{row.mark.pos}  {row.mark.kind}{who}: {row.mark.text}"
    yield f"{len(found)} open" if found else "no open queries"


def _folio(page: object, line: object, paragraph: object) -> str:
    """`p. 47, l. 12 (3.12), `"""
    return f"p. {page}, l. {line}{f' ({paragraph})' if paragraph else ''}, " if page else ""


def _csv(found: tuple[Row, ...], cells: Cells) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *([harmless(cell) for cell in row] for row in cells)])
    yield out.getvalue().rstrip("\n")


def harmless(cell: str | int | None) -> str | int | None:
    """A spreadsheet takes a cell that begins with one of these signs for a formula, and runs it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def _json(found: tuple[Row, ...], cells: Cells) -> Iterator[str]:
    told = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    yield json.dumps({"queries": told}, ensure_ascii=False, indent=2)


def _markdown(found: tuple[Row, ...], cells: Cells) -> Iterator[str]:
    """A task list: one ticks off what is settled."""
    for title, group in groupby(cells, lambda row: row[1]):
        yield f"## {_escaped(str(title))}\n"
        for number, _, page, page_line, paragraph, path, line, column, who, kind, text in group:
            folio = _folio(page, page_line, paragraph)
            name = f" @{who}" if who else ""
            yield f"- [ ] **{number}** {folio}`{path}:{line}:{column}` {kind}{_escaped(name)}: {_escaped(str(text))}"
        yield ""
    yield f"{len(found)} open" if found else "No open queries"


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~" else sign for sign in text)


FORMS: Mapping[str, Callable[[tuple[Row, ...], Cells], Iterator[str]]] = {
    "text": _text,
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
}
