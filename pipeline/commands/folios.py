"""Where the words of a book are printed, found out by laying it out as its page proofs are.

In: a book's folder. Out: the resolved book and its pages; for each open mark its page, line and paragraph.
What a build has set is taken from its cache; nothing is written where there was none.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..cache import Store
from ..diagnostics import BookError
from ..marks import Kind, Open
from ..model import Book
from ..plan import EDITIONS
from ..pressroom import Pressroom
from ..request import Request, Result
from ..run import resolved
from ..targets import for_targets
from ..workshop import Workshop
from ..write.proofs import Print
from .queries import NOWHERE_PRINTED, Folio, PageOf, nobody_knows

PROOF = "proof"


def folios(book: Path) -> PageOf:
    """The places of the marks of the book in this folder; what ails a book without pages is for `check` to say."""
    with suppress(BookError):
        printed = laid_out(book)[1]
        return printed_in(printed) if printed else nobody_knows
    return nobody_knows


def laid_out(book: Path, language: str = "") -> tuple[Book, Print | None]:
    """The book in this folder and its pages, None where it cannot be laid out; raises BookError without a book."""
    request = Request(book, (PROOF,), language=language)
    store = request.store if (request.root / ".cache").is_dir() else Store()
    with Workshop() as workshop:
        whole, context = resolved(request, Result(), store=store)
        try:
            (edition,) = for_targets(EDITIONS[PROOF], (), whole.config)
            return whole, Pressroom(whole, context, workshop, request.root, whole).printed(edition)
        except BookError:
            return whole, None


def printed_in(printed: Print) -> PageOf:
    """The places of marks in these pages."""

    def page_of(mark: Open) -> Folio:
        at = printed.at(mark.pos, behind=mark.kind is Kind.QUERY)
        return Folio(at.page, at.line, at.paragraph) if at else NOWHERE_PRINTED

    return page_of
