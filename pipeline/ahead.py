"""What a twin does of a build ahead of time, while the chapters are read: their pictures, and the cover of an ebook.

In: a book without its chapters' texts, and the request. Out: `drafting.Ahead`. All of it goes to the cache alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from .diagnostics import Report
from .drafting import Ahead
from .model import Book, Chapter, Context
from .plan import EDITIONS
from .request import Request
from .stages import assets
from .stores import STORES, for_stores
from .twin import Piece


def ahead(book: Book, context: Context, request: Request) -> Ahead:
    """The pictures of each chapter once it is read, then the covers."""
    quiet = replace(context, report=Report())
    bare = replace(quiet, config=replace(context.config, cover=""))
    return Ahead(partial(_with_pictures, context=bare), tuple(_covers(book, quiet, request)), request.jobs)


def _with_pictures(chapter: Chapter, context: Context) -> None:
    assets.apply(Book(context.config, (chapter,)), context)


def _covers(book: Book, context: Context, request: Request) -> Iterator[Piece]:
    """Those that are drawn: a picture of the book's own is not known yet."""
    if book.config.cover or book.config.wrap.picture or not any(not EDITIONS[name].paged for name in request.editions):
        return
    from .write.ebookcover import cover, name_of

    for edition in for_stores(EDITIONS["ebook"], request.stores, book.config):
        store = STORES[edition.store]
        name = name_of(book, context, store)
        if not context.cache.has(name):
            yield name, partial(cover, book, context, store)
