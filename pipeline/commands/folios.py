"""Where the marks of a book are printed, found out by laying it out as its page proofs are.

In: a book's folder. Out: for each open mark its page, line and paragraph; nothing where the book cannot be laid out.
What a build has set is taken from its cache; nothing is written where there was none.
"""

from __future__ import annotations

from pathlib import Path

from ..cache import Store
from ..diagnostics import BookError
from ..marks import Kind, Open
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
    """The places of the marks of the book in this folder."""
    request = Request(book, (PROOF,))
    store = request.store if (request.root / ".cache").is_dir() else Store()
    try:
        with Workshop() as workshop:
            whole, context = resolved(request, Result(), store=store)
            (edition,) = for_targets(EDITIONS[PROOF], (), whole.config)
            return printed_in(Pressroom(whole, context, workshop, request.root, whole).printed(edition))
    except BookError:  # what ails the book is for `check` to say
        return nobody_knows


def printed_in(printed: Print) -> PageOf:
    """The places of marks in these pages."""

    def page_of(mark: Open) -> Folio:
        at = printed.at(mark.pos, behind=mark.kind is Kind.QUERY)
        return Folio(at.page, at.line, at.paragraph) if at else NOWHERE_PRINTED

    return page_of
