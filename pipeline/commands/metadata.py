"""The command `galerada metadata`: what a book says of itself, for those who trade in it.

In: a book's folder. Out: an ONIX message or a sheet for people, and the findings. Raises BookError where a message
lacks what it cannot be without.
"""

from __future__ import annotations

from pathlib import Path

from ..diagnostics import BookError, Code
from ..model import Book, Context
from ..nodes import Pos
from ..output import Made, write_all
from ..plan import EDITIONS
from ..run import Request, Result, resolved
from ..write import onix, storesheet
from ..write.access import Access, access
from ..write.ebooktext import as_shown


def onix_message(folder: Path, result: Result) -> str:
    """The book as ONIX 3.0."""
    book, context, claims = _read(folder, result)
    if missing := onix.lacking(book.config):
        message = f"a trade record needs the book's {' and '.join(missing)}"
        hint = f"write in book.yaml: {missing[0]}: ..."
        raise BookError(Code.METADATA_MISSING, message, Pos(book.config.path or "book.yaml"), hint)
    return onix.message(book, claims, context.modified)


def store_sheet(folder: Path, result: Result) -> str:
    """The book as a sheet to copy from."""
    book, _, claims = _read(folder, result)
    return "\n".join([*storesheet.sheet(book, claims), ""])


def put(text: str, path: Path | None) -> tuple[str, ...]:
    """The text in its file, whole or not at all; without one, what is to be printed."""
    if path is None:
        return (text.rstrip("\n"),)
    write_all([Made("metadata", path, text.encode(), None)])
    return ()


def _read(folder: Path, result: Result) -> tuple[Book, Context, Access]:
    book, context = resolved(Request(folder), result)
    shown = as_shown(book, EDITIONS["ebook"])
    return book, context, access(shown, result.report, context.evaluated)
