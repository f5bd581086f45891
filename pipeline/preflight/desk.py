"""One preflight from end to end: a file, what it was made from, what is said, and the page that shows it.

In: a PDF's bytes, the book as it was set, or a target alone. Out: the report page; findings go to a report.
"""

from __future__ import annotations

from dataclasses import replace

from ..diagnostics import Report
from ..model import PrintOptions
from ..targets import Figure, Status, Target, target_named
from ..write.paged.forme import Set
from . import house, preflighted, read
from .page import page
from .places import Places
from .telling import placed, tell


def look_over(data: bytes, name: str, pages: Set, report: Report) -> bytes:
    """The preflight of an edition just made, at the lines of its manuscript; gives the report page.

    Raises BookError when the file cannot be read, which is a fault of whatever made it.
    """
    target = wanted(pages.edition.target, pages.book.config.print)
    file = read(data, name)
    places = Places(pages)
    told = tell(placed(preflighted(file, target), places), report, file, places)
    return page(data, name, file, target, told).encode()


def look_at(data: bytes, name: str, target: str, report: Report) -> bytes:
    """The preflight of any PDF: pages, and no manuscript."""
    file = read(data, name)
    aim = target_named(target) if target else house(file.sheets[0].size if file.sheets else (0.0, 0.0))
    told = tell(placed(preflighted(file, aim), None), report, file)
    return page(data, name, file, aim, told).encode()


def wanted(target: str, options: PrintOptions) -> Target:
    """The target's figures, or the house's own; a book may want more pixels than its printer."""
    aim = target_named(target) if target else house((options.width, options.height), options.bleed, options.bleed_edges)
    if options.banner_ppi <= aim.printer.ppi.value:
        return aim
    return replace(aim, printer=replace(aim.printer, ppi=Figure(options.banner_ppi, "", Status.HOUSE, "print.ppi")))
