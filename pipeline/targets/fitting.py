"""A book's page as a target wants it, and its spine.

In: a target, the book's own page, its count of pages. Out: measures in pt. Rules: the printer's figures only widen what
the book or its design chose; the gutter is that of the pages the book really has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..designs import on_trim
from ..model import Config, Edition, PrintOptions
from .figures import Figure
from .model import PressJob, Printer, Target


def fitted(options: PrintOptions, target: Target, pages: int) -> PrintOptions:
    """The page: the target's trim, no margin under the printer's least, bled as the printer bleeds."""
    printer, options = target.printer, on_trim(options, target.trim)
    bleeds = options.bleed > 0
    least = (printer.bled_margin if bleeds else printer.margin).value
    return replace(
        options, width=target.trim[0], height=target.trim[1], bleed=printer.bleed.value if bleeds else 0.0,
        bleed_edges=printer.edges.value, inner=max(options.inner, gutter(printer, pages)),
        outer=max(options.outer, least), top=max(options.top, least), bottom=max(options.bottom, least),
        pages_multiple=printer.multiple.value, last_blank=bool(printer.last_blank and printer.last_blank.value),
        banner_ppi=max(options.banner_ppi, printer.ppi.value), live=least,
    )  # fmt: skip


def gutter(printer: Printer, pages: int) -> float:
    """The least inner margin of a book of so many pages; past the table's end, its last."""
    steps = printer.gutter.value
    return next((width for most, width in steps if pages <= most), steps[-1][1])


class SpineAskedError(ValueError):
    """Only the printer's calculator knows the spine."""


def spine(target: Target, pages: int) -> float:
    """The spine's width in pt; raises SpineAskedError where only the printer's calculator knows it."""
    model, paper = target.printer.spine, target.paper
    if model.model == "leaf" and paper.leaf is not None:
        return paper.leaf.value * pages
    if model.model == "divisor" and model.divisor and model.allowance:
        return pages / model.divisor.value * 72.0 + model.allowance.value
    if model.model == "table" and model.steps:
        return next((width for most, width in model.steps.value if pages <= most), model.steps.value[-1][1])
    raise SpineAskedError(f"{target.printer.title} publishes no rule for the spine")


def for_targets(edition: Edition, wanted: tuple[str, ...], config: Config) -> tuple[Edition, ...]:
    """The print edition once for each printer; what else is paged has the first one's page."""
    names = tuple(dict.fromkeys(wanted or config.targets))
    if not edition.paged or not names:
        return (edition,)
    if edition.name != "print":
        return (replace(edition, target=names[0]),)
    return tuple(replace(edition, target=name, suffix=f"-{name}") for name in names)


def press_job(target: Target, bleed: float) -> PressJob:
    """What the press stage does for the inside of a book that bleeds so far, in pt."""
    printer = target.printer
    return PressJob(target.space, printer.standard.value, printer.ink.value if printer.ink else 0,
                    tuple(sorted(printer.forbids.value)), printer.marks, bleed)  # fmt: skip


def cover_job(target: Target) -> PressJob:
    """What the press stage does for its cover, which is in colours whatever the inside is."""
    printer, cover = target.printer, target.printer.cover
    ink = cover.ink.value if cover.ink else printer.ink.value if printer.ink and cover.colour == "cmyk" else 0
    forbids = tuple(sorted(printer.forbids.value - {"profile"}))
    return PressJob(cover.colour, cover.standard.value, ink, forbids, printer.marks, cover.bleed.value)


def figures(target: Target) -> Iterator[tuple[str, Figure[object]]]:
    """Every figure that counts for a target, by what it is."""
    printer, cover = target.printer, target.printer.cover
    fields = ("trims", "bleed", "edges", "margin", "bled_margin", "gutter", "multiple", "last_blank", "blank_run",
              "ppi", "line_ppi", "ink", "line", "type", "standard", "colours", "forbids", "largest")  # fmt: skip
    yield "pages", _as_object(target.paper.pages)
    yield from ((name, getattr(printer, name)) for name in fields if getattr(printer, name) is not None)
    spine_fields = ("divisor", "allowance", "steps", "text_from", "clearance")
    if target.paper.leaf is not None:
        yield "spine.leaf", _as_object(target.paper.leaf)
    for name in spine_fields:
        if getattr(printer.spine, name) is not None:
            yield f"spine.{name}", getattr(printer.spine, name)
    for name in ("bleed", "safe", "fold", "barcode", "barcode_from", "wrap", "hinge", "ink", "standard"):
        if getattr(cover, name) is not None:
            yield f"cover.{name}", getattr(cover, name)


def _as_object(figure: Figure[tuple[int, int]] | Figure[float]) -> Figure[object]:
    return Figure(figure.value, figure.source, figure.status, figure.note)
