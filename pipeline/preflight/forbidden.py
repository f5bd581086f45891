"""What a printer does not want in a file, though it prints nothing: bookmarks, links, notes about the book, marks.

In: a `File` and a `Target`. Out: findings; and the remark that names the figures which nobody has read at the
printer's own page.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Code
from ..targets import Target, figures
from .finding import Finding, on
from .model import Area, File, Line, Placed, Rect, Rule, Sheet

NEUTRAL = frozenset({"Producer", "CreationDate", "ModDate", "Trapped", "GTS_PDFXVersion", "GTS_PDFXConformance"})
"""Of the document's information: says nothing of the book."""
OUT = 1.0
"""pt beyond the bleed from which on something is a mark."""
NAMES = {"bled_margin": "margin of a book that bleeds", "blank_run": "blank pages in a row", "ppi": "pixels per inch",
         "line_ppi": "pixels per inch of line art", "last_blank": "blank last page", "line": "thinnest line",
         "type": "smallest type", "ink": "most ink", "largest": "largest file",
         "multiple": "multiple of pages"}  # fmt: skip
USED = frozenset({"pages", "bleed", "edges", "margin", "bled_margin", "gutter", "multiple", "last_blank", "blank_run",
                  "ppi", "line_ppi", "ink", "line", "type", "standard", "colours", "forbids", "largest"})  # fmt: skip
"""The figures that a preflight of the inside measures with."""


def parts(file: File, target: Target) -> Iterator[Finding]:
    """Each thing that is forbidden and there."""
    forbids = target.printer.forbids.value
    hint = "build it for the target, which leaves it out"
    for name, what in _there(file):
        if name in forbids:
            yield Finding(Code.FORBIDDEN_PART, f"{target.printer.title} forbids {what}", hint)


def _there(file: File) -> Iterator[tuple[str, str]]:
    if file.outline:
        yield "outline", "bookmarks, and the file has them"
    linked = [sheet for sheet in file.sheets if sheet.links]
    if linked:
        yield "links", f"links and comments, and there are some {on(linked)}"
    told = sorted({*(key for key, value in file.information.items() if value), *_described(file)} - NEUTRAL)
    if told:
        yield "information", f"notes about the book in the file, and it has {', '.join(told)}"
    marked = [sheet for sheet in file.sheets if _has_marks(sheet)]
    if marked:
        yield "marks", f"marks beyond the page, and there are some {on(marked)}"
    if file.profiles:
        yield "profile", f"colour profiles, and the file has {file.profiles}"


def _described(file: File) -> Iterator[str]:
    if file.metadata.get("dc:title"):
        yield "Title"


def _has_marks(sheet: Sheet) -> bool:
    """Whether something is drawn beyond the bleed, on a sheet that is larger than that."""
    left, low, _, _ = sheet.trim
    box, media = sheet.boxes.bleed or sheet.trim, sheet.boxes.media
    if max(box[0] - media[0], box[1] - media[1], media[2] - box[2], media[3] - box[3]) < OUT:
        return False
    bleed = (box[0] - left, box[1] - low, box[2] - left, box[3] - low)
    things: tuple[Line | Rule | Area | Placed, ...] = (*sheet.lines, *sheet.rules, *sheet.areas, *sheet.placed)
    return any(_beyond(thing.rect, bleed) for thing in things)


def _beyond(rect: Rect, bleed: Rect) -> bool:
    return (rect[2] <= bleed[0] - OUT or rect[3] <= bleed[1] - OUT
            or rect[0] >= bleed[2] + OUT or rect[1] >= bleed[3] + OUT)  # fmt: skip


def second_hand(file: File, target: Target) -> Iterator[Finding]:
    """One remark with all figures that were not read on the printer's own page."""
    doubted = [NAMES.get(name, name) for name, figure in figures(target) if name in USED and figure.status.second_hand]
    if doubted:
        message = f"only at second hand are known, for {target.printer.title}: {', '.join(doubted)}"
        hint = f"compare them with the printer's page: `galerada targets {target.name}`"
        yield Finding(Code.FIGURES_SECOND_HAND, message, hint)


CHECKS = (parts, second_hand)
