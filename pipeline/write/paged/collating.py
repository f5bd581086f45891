"""Is every word on its page? What was to be set is compared with the lines that were set.

In: a unit's lowered tree, its galley, the words of each block as they stand in its lines. Out: findings, each at the
block's place in the manuscript. Trade: to collate is to check that nothing is missing before a book is bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice, takewhile

from ...blocks import DRAWN, NUMBER, bare, own_texts
from ...diagnostics import Code, Report
from ...model import PrintOptions
from ...nodes import NOWHERE, Body, Element, Node, Pos, Text, elements, walk
from ..pagecss import measure
from .galley import Galley, TypeLine
from .layer import Texts, misdrawn

SLACK, HANGING, SPARE = 1.5, 0.24, 2.0
"""pt by which a line may leave the measure, the overhang of a letter; of the size, a hyphen that hangs; and pt that a
picture has to spare when it is brought to whole lines (`printpictures`)."""


def collate(body: Body, galley: Galley, set_words: Mapping[int, str], options: PrintOptions, report: Report) -> None:
    """Report words that are not on any page, and lines that leave the text block or the page."""
    blocks = own_texts(body)
    loose = set_words.get(0, "").casefold()  # the engine drops the tag of a cell without its table, not its words
    for number, (wanted, block) in blocks.items():
        found = set_words.get(number, "")
        if wanted.casefold() != found.casefold() and wanted.casefold() not in loose:
            _say_lost(wanted, found, block.tag, _place(body, number), report)
    meant = _over_the_trim(body)
    furthest: dict[tuple[str, int], tuple[TypeLine, Pos]] = {}
    for number, line in _worst(galley, options).items():
        pos = _place(body, number)
        known = furthest.get((pos.path, pos.line))  # of a table's row, the cell that goes furthest
        if number not in meant and (known is None or _far(line, options) > _far(known[0], options)):
            furthest[pos.path, pos.line] = line, pos
    for line, pos in furthest.values():
        _say_outside(line, pos, options, report)


def demand_layer(body: Body, galley: Galley, texts: Sequence[Texts], report: Report) -> None:
    """Report the first text whose glyphs say something else to a reader of the PDF."""
    for found in islice(misdrawn(galley, texts), 1):
        message = f"print draws something else than was laid out: '{found.meant[:40]}' was, '{found.drawn[:40]}' is"
        report.add(Code.WORDS_LOST, message, _place(body, found.block), CURE)


def demand_order(body: Body, galley: Galley, report: Report) -> None:
    """Report a block that stands before one that it follows; what stands side by side goes on side by side."""
    places: dict[int, Place] = {}
    for number, place in _spoken(body, 0, (), 0, count(1)):
        places.setdefault(number, place)
    lines = (line for page in galley.pages for line in page.lines if line.letters and not line.note)
    furthest: dict[int, int] = {}
    for number in dict.fromkeys(line.block for line in lines if line.block in places):
        for row, rank in places[number]:
            if rank < furthest.get(row, 0):
                tag = own_texts(body)[number][1].tag
                report.add(Code.WORDS_LOST, f"print sets this {tag} out of its place", _place(body, number), CURE)
                return
            furthest[row] = rank


Place = tuple[tuple[int, int], ...]
"""Of a block: in the text, in its column, in that of a table within: the number of each, and which it is there."""
SIDE_BY_SIDE = frozenset({"columns", "note-row"})


def _spoken(nodes: Iterable[Node], number: int, around: Place, row: int, ranks: Iterator[int]) -> Iterator[
    tuple[int, Place]
]:  # fmt: skip
    """The blocks where each says its first word; a table's head stands on its pages as it can."""
    for node in nodes:
        if isinstance(node, Element) and node.tag not in DRAWN | {"thead", "tfoot"}:
            own = int(node.get(NUMBER) or number)
            if node.tag == "tr" or not SIDE_BY_SIDE.isdisjoint(node.classes):
                here = (*around, (row, next(ranks)))
                for cell in node.children:
                    yield from _spoken((cell,), own, here, next(ranks), ranks)
            else:
                yield from _spoken(node.children, own, around, row, ranks)
        elif isinstance(node, Text) and number and bare(node.text):
            yield number, (*around, (row, next(ranks)))


def _over_the_trim(body: Body) -> frozenset[int]:
    """The pictures that are to leave the page, by their number."""
    figures = (figure for figure in elements(body, "figure") if "full-bleed" in figure.classes)
    return frozenset(int(img.get(NUMBER)) for figure in figures for img in elements((figure,), "img"))


def _say_lost(wanted: str, found: str, tag: str, pos: Pos, report: Report) -> None:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, found, strict=False)))
    message = f"print lost words of this {tag}: {len(wanted)} letters were to be set, {len(found)} were"
    report.add(Code.WORDS_LOST, f"{message}; from '{wanted[same : same + 24]}' on", pos, CURE)


CURE = "this is a fault of Galerada or of its layout engine: simplify the block, and report it"


def _place(body: Body, number: int) -> Pos:
    """Where a block, what it holds, or what stands before it stands; of one that is none, where the text begins."""
    last = first = _start(body)
    for node in walk(body):
        last = node.pos if node.pos.path else last
        if isinstance(node, Element) and node.get(NUMBER) == str(number):
            inside = node.pos if node.pos.path else _start(node.children)
            return inside if inside.path else last
    return first


def _start(body: Body) -> Pos:
    return next((node.pos for node in walk(body) if node.pos.path), NOWHERE)


def _worst(galley: Galley, options: PrintOptions) -> dict[int, TypeLine]:
    """Of each block that has any, the line that goes furthest out."""
    made: dict[int, TypeLine] = {}
    for line in _outside(galley, options):
        if line.block not in made or _far(line, options) > _far(made[line.block], options):
            made[line.block] = line
    return made


def _outside(galley: Galley, options: PrintOptions) -> Iterator[TypeLine]:
    hanging = HANGING * options.font_size if options.lines == "tex" else 0.0
    edge = options.inner + measure(options) + max(SLACK, hanging)
    for page in galley.pages:
        for line in page.lines:
            if line.right > edge or line.baseline < 0 or _above(line, options) > 0:
                yield line


def _above(line: TypeLine, options: PrintOptions) -> float:
    """By how many pt a line stands above the text block: columns that a page's end parts may begin there."""
    head = line.baseline + (line.height - SPARE if line.picture else 0.0)
    return head - (options.height - options.top) - SLACK


def _far(line: TypeLine, options: PrintOptions) -> tuple[bool, float]:
    """How far out a line goes: off the page or not, then to the right."""
    room = options.top - (0.0 if line.picture else line.height)
    return line.baseline < 0 or line.right > options.width or _above(line, options) > room, line.right


def _say_outside(line: TypeLine, pos: Pos, options: PrintOptions, report: Report) -> None:
    above = _above(line, options)
    if _far(line, options)[0]:
        what = "picture" if line.picture else "text"
        hint = "break it up: a shorter line, a smaller table, two notes"
        report.add(Code.OFF_THE_PAGE, f"this {what} runs off the printed page", pos, hint)
        return
    over, margin = max((line.right - options.inner - measure(options), "outer"), (above + SLACK, "upper"))
    message = f"this runs {over:.0f} pt into the {margin} margin"
    report.add(Code.IN_THE_MARGIN, message, pos, "allow a break in it, or make it narrower")
