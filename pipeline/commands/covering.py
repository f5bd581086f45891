"""What `galerada cover` does: the sheet that goes round the printed book, made from the inside just made.

In: a request, and what the printer's calculator said. Out: a `Result` with the covers, their proofs and the front as
stores want it. The spine comes from the pages that the book has at each target; what only the printer's calculator
knows is asked for (CV001).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TypeVar

from ..diagnostics import BookError, Code, Report
from ..lock import locked
from ..model import Book, Context
from ..output import Made, write_all
from ..press import pressed
from ..pressroom import Pressroom
from ..request import Progress, Request, Result, silent
from ..run import resolved
from ..start import say_unconfined
from ..targets import SpineAskedError, Target, cover_job, figures, spine, target_named
from ..workshop import Workshop, cores
from ..write import wrap
from ..write.covers import fronts
from ..write.wrap import Sheet, SheetError, sheet_of
from .coverwords import cover_of

COVER, PROOF, FRONT = "cover", "proof", "front"
Whole = tuple[float, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """What the printer's calculator said, on the command line."""

    spine: float
    """In pt; 0: nothing."""
    sheet: Whole | None


def covered(request: Request, spine: float, sheet: Whole | None, progress: Progress = silent) -> Result:
    """The covers for the targets asked for, and the front alone; findings and faults are in the result."""
    result = Result(strict=request.strict)
    try:
        _demand_no_link(request)
        held = locked(request.root, request.wait, progress) if request.folder.is_dir() else nullcontext()
        with held:
            request.store.sweep()
            with Workshop(request.jobs or cores(), untrusted=request.untrusted) as children:
                made = tuple(_made(request, Said(spine, sheet), result, progress, children))
            say_unconfined(children, result)
            result.outputs = write_all(made) if not result.failed else ()
    except BookError as error:
        result.report.take(error.diagnostic)
    return result


def _demand_no_link(request: Request) -> None:
    """A stranger's link in the place of the covers' folder would have us write where it leads."""
    place = request.root / COVER
    if request.untrusted and place.is_symlink():
        hint = "delete the link, or choose another folder with -o"
        raise BookError(Code.LEADS_OUT, f"{place} is a link, and the covers would go where it leads", hint=hint)


def _made(
    request: Request, said: Said, result: Result, progress: Progress, children: Workshop
) -> Iterator[Made]:
    book, context = resolved(request, result, progress, store=request.store)
    result.book = book
    room = Pressroom(book, context, children, request.root, book)
    for name in dict.fromkeys(request.targets or book.config.targets):
        if result.failed:
            return
        progress(COVER, name)
        yield from _wrap(target_named(name), said, room)
    if not result.failed:
        yield from _fronts(book, context, request)


def _wrap(target: Target, said: Said, room: Pressroom) -> Iterator[Made]:
    """The cover for one printer, and its proof."""
    pages, report = room.pages(target.name), room.context.report
    _say_doubtful(target, report)
    sheet = _sheet(target, said, pages, room.book, report)
    if sheet is None or report.errors:
        return
    cover = cover_of(room.book, room.context, target, sheet, pages)
    if cover is None:
        return
    title = f"{room.book.config.title}: {target.printer.title}, {target.name}, {pages} pages"
    made = wrap.drawn(cover, sheet, title)
    _tell(made, target, pages, room.book, report)
    place = room.root / COVER / f"{room.book.config.slug}-{target.name}.pdf"
    yield Made(COVER, place, pressed(made.pdf, cover_job(target)), 1)
    yield Made(COVER, place.with_suffix(f".{PROOF}.png"), wrap.seen(made.proof), None)


def _sheet(target: Target, said: Said, pages: int, book: Book, report: Report) -> Sheet | None:
    options = book.config.wrap
    width = said.spine or _of_target(options.spine, target) or _known_spine(target, pages, report)
    whole = said.sheet or _of_target(options.sheet, target)
    if not width:
        return None
    _say_doubtful_spine(width, target, pages, report)
    try:
        made = sheet_of(target, width, whole)
    except SheetError as error:
        hint = "compare spine and sheet with the printer's calculator, units too"
        report.add(Code.SHEET_IMPOSSIBLE, f"at {target.name} {error}", options.pos("sheet"), hint)
        return None
    if made.second_hand:
        message = f"the whole sheet at {target.name} is computed: {_size(made)}"
        hint = "ask the printer's calculator or template, and say --sheet 14.25in x 10.4in, or wrap.sheet in book.yaml"
        report.add(Code.SHEET_COMPUTED, message, hint=hint)
    return made


THINNEST, THICKEST, BOARDS = 0.02, 0.25, 8.0
"""Of a page, half a leaf, in mm: bible paper to heavy board; what the boards of a case may add to its spine."""


def _say_doubtful_spine(width: float, target: Target, pages: int, report: Report) -> None:
    """A figure that was typed in another unit, or for another book."""
    millimetres, boards = width / 72 * 25.4, BOARDS if target.printer.binding == "case" else 0.0
    if not THINNEST * pages <= millimetres <= THICKEST * pages + boards:
        message = f"a spine of {millimetres:.1f} mm for {pages} pages at {target.name}: no paper is so thick or so thin"
        report.add(Code.SPINE_DOUBTFUL, message, hint="compare with the printer's calculator: unit, pages, paper")


def _of_target(said: Mapping[str, T], target: Target) -> T | None:
    """What book.yaml says of a target, by whatever name it calls it, or of any."""
    same = [value for name, value in said.items() if name and replace(target_named(name), name=target.name) == target]
    return same[0] if same else said.get("")


def _known_spine(target: Target, pages: int, report: Report) -> float:
    """The spine by the printer's rule; 0, and a finding, where there is none."""
    try:
        return spine(target, pages)
    except SpineAskedError as error:
        width, height = target.trim
        figures_ = f"{pages} pages, {width / 72:.4g} x {height / 72:.4g} in, {target.paper.title}"
        hint = f"give its calculator{_address(target)} {figures_}; then say --spine 14.2mm, or wrap.spine in book.yaml"
        report.add(Code.SPINE_ASKED, f"at {target.name} the spine must be asked for: {error}", hint=hint)
        return 0.0


ADDRESSES = {
    "kdp": "https://kdp.amazon.com/cover-calculator",
    "ingramspark": "its cover template generator, among the tools on www.ingramspark.com",
    "bod": "https://www.bod.de/verlage/coverberechnung",
}
"""Where printers compute a cover, by the beginning of their names."""


def _address(target: Target) -> str:
    found = [address for name, address in ADDRESSES.items() if target.printer.name.startswith(name)]
    return f" ({found[0]})" if found else ""


def _size(sheet: Sheet) -> str:
    whole = sheet.whole
    return f"{whole.width / 72:.3f} x {whole.height / 72:.3f} in"


def _tell(made: wrap.Wrap, target: Target, pages: int, book: Book, report: Report) -> None:
    options = book.config.wrap
    if made.lines_over:
        message = f"the back's words are {made.lines_over} lines too long at {target.name}"
        report.add(Code.BACK_TOO_LONG, message, options.pos("back"), "shorten wrap.back or wrap.author in book.yaml")
    _tell_spine(made, target, pages, report)
    if made.symbol is None:
        hint = "give isbn.print in book.yaml; without it the printer may put a barcode of its own there"
        message = f"the cover at {target.name} has no barcode: the printed book has no ISBN"
        report.add(Code.NO_BARCODE, message, hint=hint)


def _say_doubtful(target: Target, report: Report) -> None:
    doubtful = [name for name, figure in figures(target) if name.startswith(("cover.", "spine.")) and
                figure.status.second_hand]  # fmt: skip
    if doubtful:
        message = f"at {target.name} these figures were not read on the printer's own page: {', '.join(doubtful)}"
        report.add(Code.FIGURE_SECOND_HAND, message, hint=f"`galerada targets {target.name}` shows them: compare")


def _tell_spine(made: wrap.Wrap, target: Target, pages: int, report: Report) -> None:
    fewest = target.printer.spine.text_from
    if fewest is not None and pages < fewest.value:
        message = f"no words on the spine at {target.name}: allowed from {fewest.value} pages, the book has {pages}"
        report.add(Code.SPINE_BARE, message)
    elif made.spine.why_none:
        report.add(Code.SPINE_BARE, f"no words on the spine at {target.name}: {made.spine.why_none}")
    if made.spine.cut or made.spine.dropped:
        lost = [*made.spine.dropped, *(["the end of the title"] if made.spine.cut else [])]
        message = f"the spine at {target.name} has no room for {' and '.join(lost)}"
        report.add(Code.SPINE_SHORTENED, message, hint="look at the proof; a shorter title in book.yaml has more room")


def _fronts(book: Book, context: Context, request: Request) -> Iterator[Made]:
    """The front as a picture: for any store, and for each that wants another."""
    for store, data, kind in fronts(book, context):
        suffix = f"-{store}" if store else ""
        ending = "png" if kind == "image/png" else "jpg"
        yield Made(COVER, request.root / COVER / f"{book.config.slug}-{FRONT}{suffix}.{ending}", data, None)
