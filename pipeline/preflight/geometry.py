"""Is the page what the printer cuts? Boxes, bleed, margins, and how many pages.

In: a `File` and a `Target`. Out: findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from ..diagnostics import Code
from ..targets import Target, gutter
from .finding import Finding, length, on, once
from .model import Area, Boxes, File, Line, Placed, Rect, Sheet, meet

NEAR = 0.5
"""pt by which a box may differ from what is wanted."""
GRACE = 2.0
"""pt by which a letter's overhang may lean into the gutter, where nothing is cut."""


def sizes(file: File, target: Target) -> Iterator[Finding]:
    """Every page has the target's trim."""
    width, height = target.trim
    other: dict[str, list[Sheet]] = {}
    for sheet in file.sheets:
        across, up = _trimmed(sheet, target)
        if abs(across - width) > NEAR or abs(up - height) > NEAR:
            other.setdefault(f"{length(across)} x {length(up)}", []).append(sheet)
    for size, sheets in other.items():
        what = f"the trimmed page is {size}, and not {length(width)} x {length(height)},"
        yield from once(Code.PAGE_SIZE_WRONG, what, "build it for the target again", sheets)


def _trimmed(sheet: Sheet, target: Target) -> tuple[float, float]:
    """The trimmed page; where no box says it, the sheet without the printer's bleed, if it is just so much larger."""
    across, up = sheet.size
    bleed, sides = target.printer.bleed.value, 1 if target.printer.edges.value == "outer" else 2
    whole = (target.trim[0] + sides * bleed, target.trim[1] + 2 * bleed)
    if sheet.boxes.trim is None and abs(across - whole[0]) <= NEAR and abs(up - whole[1]) <= NEAR:
        return target.trim
    return across, up


def boxes(file: File, target: Target) -> Iterator[Finding]:
    """TrimBox in BleedBox in MediaBox (ISO 15930-1, 6.9); nothing turned or scaled (BoD prints without /Rotate)."""
    rules: dict[str, Callable[[Boxes], bool]] = {
        "no TrimBox says where the page is cut": lambda one: one.trim is None and bool(target.printer.standard.value),
        "the TrimBox is not inside the BleedBox": lambda one: not _inside(one.trim, one.bleed),
        "the BleedBox is not inside the MediaBox": lambda one: not _inside(one.bleed or one.trim, one.media),
        "the CropBox cuts into the page": lambda one: not _inside(one.bleed or one.trim, one.crop),
        "a TrimBox and an ArtBox contradict each other": lambda one: one.trim is not None and one.art is not None,
        "the page is turned by /Rotate": lambda one: one.rotate % 360 != 0,
        "the page is scaled by /UserUnit": lambda one: one.unit != 1,
    }  # fmt: skip
    for what, breaks in rules.items():
        wrong = [sheet for sheet in file.sheets if breaks(sheet.boxes)]
        yield from once(Code.BOXES_WRONG, what, "let the program that made the file write its boxes anew", wrong)


def _inside(inner: Rect | None, outer: Rect | None) -> bool:
    if inner is None or outer is None:
        return True
    return (inner[0] >= outer[0] - 0.01 and inner[1] >= outer[1] - 0.01
            and inner[2] <= outer[2] + 0.01 and inner[3] <= outer[3] + 0.01)  # fmt: skip


def bleeds(file: File) -> bool:
    """Whether any page has a bleed."""
    return any(max(_bleed(sheet)) > NEAR for sheet in file.sheets)


def _bleed(sheet: Sheet) -> Rect:
    """How far the bleed goes beyond the trim: left, low, right, top."""
    if sheet.boxes.trim is None:
        return (0.0, 0.0, 0.0, 0.0)
    trim, bleed = sheet.boxes.trim, sheet.boxes.bleed or sheet.boxes.trim
    return trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]


def bleed(file: File, target: Target) -> Iterator[Finding]:
    """A bleed is as wide as the printer wants it, and goes round the edges that the printer cuts."""
    if not bleeds(file):
        return
    wide, outer = target.printer.bleed.value, target.printer.edges.value == "outer"
    wrong = []
    for sheet in file.sheets:
        left, right = (0.0 if outer and sheet.recto else wide), (0.0 if outer and not sheet.recto else wide)
        wanted = (left, wide, right, wide)
        if any(abs(one - other) > NEAR for one, other in zip(_bleed(sheet), wanted, strict=True)):
            wrong.append(sheet)
    edges = "three edges, not the bound one," if outer else "all four edges"
    what = f"the bleed is not {length(wide)} round {edges}"
    yield from once(Code.BLEED_WRONG, what, "build it for the target again", wrong)


def reaches(file: File, target: Target) -> Iterator[Finding]:
    """What ends at the cut shows a white thread when the knife is off by a hair: it must go on into the bleed."""
    for sheet in file.sheets:
        things: tuple[Placed | Area, ...] = (*sheet.placed, *sheet.areas, *sheet.shades)
        for one in things:
            if _ends_at_the_cut(one.rect, sheet, target) and _is_seen(one):
                what = "picture" if isinstance(one, Placed) else "ground"
                message = f"this {what} ends at the cut on page {sheet.label}"
                wide = length(target.printer.bleed.value)
                hint = f"let it go on {wide} beyond the page (`print.bleed`), or keep it off"
                yield Finding(Code.BLEED_SHORT, message, hint, sheet.number, one.rect, picture=isinstance(one, Placed))


def _is_seen(thing: Placed | Area) -> bool:
    return isinstance(thing, Placed) or not thing.ink.white


def _ends_at_the_cut(rect: Rect, sheet: Sheet, target: Target) -> bool:
    across, up = sheet.size
    bound = (0 if sheet.recto else 2) if target.printer.edges.value == "outer" else -1
    gaps = (rect[0], rect[1], across - rect[2], up - rect[3])
    if min(gaps) > 1 or rect[2] < 1 or rect[0] > across - 1:
        return False
    wide = min(target.printer.bleed.value, 8.0)
    return any(-wide + 1 < gap < 1 for edge, gap in enumerate(gaps) if edge != bound)


# margins


def margins(file: File, target: Target) -> Iterator[Finding]:
    """Type keeps the printer's distance from the cut, and from the fold what so many pages ask for."""
    printer = target.printer
    least = (printer.bled_margin if bleeds(file) else printer.margin).value
    inner = gutter(printer, len(file.sheets))
    for sheet in file.sheets:
        for line in sheet.lines:
            if line.hidden or (printer.marks and in_the_slug(line, sheet)):
                continue
            off = _off(line, sheet)
            if off is not None:
                hint = "break it up, or allow a break in it: a shorter line, a smaller table"
                message = f"{_quoted(line)} runs off page {sheet.label}"
                yield Finding(Code.OFF_THE_SHEET, message, hint, sheet.number, line.rect, weight=off)
            elif off is None:
                yield from _too_near(line, sheet, least, inner)


def in_the_slug(line: Line, sheet: Sheet) -> bool:
    """Whether it stands beyond the bleed, on a sheet that is larger than that: what a printer reads, and cuts off."""
    left, low, _, _ = sheet.trim
    bleed, media = ((box[0] - left, box[1] - low, box[2] - left, box[3] - low)
                    for box in (sheet.boxes.bleed or sheet.trim, sheet.boxes.media))  # fmt: skip
    return not meet(line.rect, bleed) and _inside(line.rect, media)


def _off(line: Line, sheet: Sheet) -> float | None:
    """How far a line leaves the trimmed page; None: it does not."""
    across, up = sheet.size
    left, low, right, top = line.rect
    far = max(-left, -low, right - across, top - up)
    return far if far > 0 else None


def _too_near(line: Line, sheet: Sheet, least: float, inner: float) -> Iterator[Finding]:
    across, up = sheet.size
    left, low, right, top = line.rect
    to_left, to_right = left, across - right
    fold, outer = (to_left, to_right) if sheet.recto else (to_right, to_left)
    near = min(outer, low, up - top)
    if near < least - NEAR:
        message = f"{_quoted(line)} is {length(near)} from the cut on page {sheet.label} ({length(least)} wanted)"
        hint = "widen that margin in book.yaml (`print.margins`), or make the line shorter"
        yield Finding(Code.OUTSIDE_LIVE_AREA, message, hint, sheet.number, line.rect, weight=least - near)
    elif fold < inner - GRACE:
        message = f"{_quoted(line)} is {length(fold)} from the fold on page {sheet.label} ({length(inner)} wanted)"
        hint = "widen the inner margin, or build for the target, which widens it by itself"
        yield Finding(Code.OUTSIDE_LIVE_AREA, message, hint, sheet.number, line.rect, weight=inner - fold)


def _quoted(line: Line) -> str:
    text = " ".join(line.text.split())
    return f"'{text[:32]}{'...' if len(text) > 32 else ''}'" if text else "this line"


# the whole


def count(file: File, target: Target) -> Iterator[Finding]:
    """Within the paper's range, and a multiple of what the printer folds or cuts."""
    pages, (least, most) = len(file.sheets), target.paper.allowed(target.trim)
    if not least <= pages <= most:
        message = f"the book has {pages} pages; {target.printer.title} takes {least} to {most} on {target.paper.title}"
        hint = "choose another paper or another printer" if pages > most else "add to it, or choose another printer"
        yield Finding(Code.PAGE_COUNT_WRONG, message, hint)
    multiple = target.printer.multiple.value
    if pages % multiple:
        message = f"the book has {pages} pages; {target.printer.title} wants a multiple of {multiple}"
        yield Finding(Code.PAGE_COUNT_WRONG, message, "add blank pages at the end, as a build for the target does")


def last_page(file: File, target: Target) -> Iterator[Finding]:
    """The last page is the printer's."""
    asked = target.printer.last_blank
    if asked and asked.value and file.sheets and not file.sheets[-1].blank:
        message = f"the last page must be blank, for the printer's own barcode: page {file.sheets[-1].label} is not"
        yield Finding(Code.LAST_PAGE_TAKEN, message, "add a leaf at the end", file.sheets[-1].number)


def blank_runs(file: File, target: Target) -> Iterator[Finding]:
    """Not more blank pages in a row than the printer takes for a mistake."""
    most = target.printer.blank_run
    if most is None:
        return
    for blank, run in groupby(file.sheets, key=lambda sheet: sheet.blank):
        sheets: Sequence[Sheet] = tuple(run)
        if blank and len(sheets) > most.value:
            message = f"{len(sheets)} blank pages in a row {on(sheets)}; {target.printer.title} takes {most.value}"
            yield Finding(Code.BLANK_RUN, message, "let chapters open on either side (`print.chapters_open`)",
                          sheets[0].number)  # fmt: skip


def weight(file: File, target: Target) -> Iterator[Finding]:
    """The printer's site takes files up to a size."""
    largest = target.printer.largest
    if largest and file.size > largest.value * 1_000_000:
        message = f"the file has {file.size / 1e6:.0f} MB; {target.printer.title} takes {largest.value}"
        yield Finding(Code.TOO_LARGE_FOR_PRINTER, message, "let `print.ppi` be lower, or leave pictures out")


CHECKS = (sizes, boxes, bleed, reaches, margins, count, last_page, blank_runs, weight)
