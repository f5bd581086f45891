"""`galerada pages`: what a careful typesetter would not leave on the book's pages, and mending it.

In: a request. Out: a `Result` with the findings; with `mend`, `pages.lock` in the book's folder, which builds obey.
"""

from __future__ import annotations

from ..diagnostics import BookError
from ..model import Book, Context, Edition
from ..output import Made, write_all
from ..pageslock import FILE, frozen, page_name
from ..plan import EDITIONS
from ..pressroom import Pressroom
from ..run import Request, Result, resolved
from ..targets import for_targets
from ..workshop import Workshop, cores


def judged(request: Request, *, mend: bool) -> tuple[Result, list[str]]:
    """The findings of every page, and what was done in words."""
    result, said = Result(strict=request.strict), list[str]()
    try:
        request.store.sweep()
        book, context = resolved(request, Result(), store=request.store)
        with Workshop(request.jobs or cores()) as workshop:
            for edition in for_targets(EDITIONS["print"], request.targets, book.config):
                said.append(_edition(edition, book, context, workshop, request, result, mend=mend))
    except BookError as error:
        found = error.diagnostic
        result.report.add(found.code, found.message, found.pos, found.hint)
    return result, said


def _edition(
    edition: Edition, book: Book, context: Context, workshop: Workshop, request: Request, result: Result, *, mend: bool
) -> str:
    from ..write.paged import judging

    room = Pressroom(book, context, workshop, request.root, book, request.targets)
    pages = room.set_up(edition)
    name = edition.target or "print"
    if not mend:
        judging.judge(pages, result.report)
        return f"{name}: {pages.pages} pages"
    made = judging.mend(pages, context, workshop)
    data = context.read(FILE) if context.exists(FILE) else None
    page = page_name(pages.book.config.print, book.config.language)
    write_all([Made("lock", request.folder / FILE, frozen(data, page, made.tunings), None)])
    again, afresh = resolved(request, Result(), store=request.store)
    room = Pressroom(again, afresh, workshop, request.root, again, request.targets)
    judging.judge(room.set_up(edition), result.report)
    count = sum(map(len, made.tunings.values()))
    return f"{name}: {count} paragraphs set closer or wider, after {made.settings} trials; {FILE} is written"
