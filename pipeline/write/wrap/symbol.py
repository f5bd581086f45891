"""The barcode drawn: black on white, in one ink, at the place and size that the printer keeps for it.

In: an ISBN, an add-on, the field. Out: PDF operators, and where the white ground lies. Rules: ISBN Users' Manual, 7th
edition, 11 (the ISBN in figures above the bars, the digits below them); GS1 General Specifications, 5.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...fonts import face_named
from ..paged.pdffile import real
from .barcode import (
    ADDED_WIDTH,
    GAP,
    HEIGHT,
    LONGER,
    MODULE,
    QUIET_LEFT,
    SMALLEST,
    WIDTH,
    Bar,
    ean5,
    ean13,
    modules_across,
)
from .colours import BLACK, WHITE
from .setting import Hand, Run, Typecase, set_in, width_of
from .sheet import Box

MM = 72 / 25.4
CAPITAL = 0.66
"""Height of a figure of the face, in em."""
LEAST_BARS = 0.5
"""Bars are cut shorter, where the field is low, to this share of their height and no further."""
AIR = 3.0
"""White above the ISBN and below the digits, in pt."""
BROAD = 1.3
"""A field that is broader than the barcode by more than this is left to the cover but for the barcode's own ground."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A barcode in its place."""

    digits: str
    shown: str
    """The ISBN with its hyphens."""
    added: str
    """Five digits, or nothing."""
    ground: Box
    """What is white."""
    module: float
    """In pt."""
    left: float
    """Of the first bar."""
    low: float
    """Of the bars that do not go down."""
    height: float

    @property
    def magnification(self) -> float:
        """1 at a module of 0.33 mm."""
        return self.module / MM / MODULE


def placed(isbn: str, shown: str, added: str, field: Box) -> Symbol:
    """The barcode in the field, as large as it can be up to 100 %; where 80 % do not fit, the ground is wider."""
    across = modules_across(bool(added))
    module = min(1.0, max(SMALLEST, (field.width - AIR) / (across * MODULE * MM))) * MODULE * MM
    head, foot = _head(module), _foot(module)
    height = min(HEIGHT * module / MODULE, field.height - head - foot)
    while height < HEIGHT * LEAST_BARS * module / MODULE and module > SMALLEST * MODULE * MM:
        module = max(SMALLEST * MODULE * MM, module * 0.98)
        head, foot = _head(module), _foot(module)
        height = min(HEIGHT * module / MODULE, field.height - head - foot)
    width = max(across * module, _room(field, across * module))
    ground = Box(field.right - width, field.low, field.right, field.top)
    left = ground.left + (width - across * module) / 2 + QUIET_LEFT * module
    spare = field.height - head - foot - height
    return Symbol(isbn, shown, added, ground, module, left, field.low + foot + spare / 2, height)


def _room(field: Box, wanted: float) -> float:
    """The white's width."""
    return field.width if field.width <= wanted * BROAD else wanted + 2 * AIR


def _hand(module: float) -> Hand:
    return Hand(face_named("Galerada Mono", weight=400), module * 10.6, 500)


def _head(module: float) -> float:
    """From the bars to the ground's head."""
    return AIR + _hand(module).size * CAPITAL * 0.82 + 2.4 * module


def _foot(module: float) -> float:
    """From the bars that do not go down to the ground's foot."""
    return AIR + _hand(module).size * CAPITAL + 1.6 * module


def drawn(symbol: Symbol, case: Typecase) -> str:
    """Ground, bars, figures."""
    ground = symbol.ground
    white = f"{real(ground.left)} {real(ground.low)} {real(ground.width)} {real(ground.height)} re f"
    boxes = (f"{real(bar.left)} {real(bar.low)} {real(bar.width)} {real(bar.height)} re" for bar in bars_of(symbol))
    bars = "\n".join(boxes)
    figures = "".join(case.drawn(run, x, y, BLACK) for run, x, y in _figures(symbol))
    return f"q {WHITE} {white} {BLACK}\n{bars} f Q\n{figures}"


def bars_of(symbol: Symbol) -> Iterator[Box]:
    """The bars, as wide as the standard says."""
    longer = LONGER * symbol.module
    yield from _boxes(ean13(symbol.digits), symbol, symbol.left, symbol.low, symbol.height, longer)
    if symbol.added:
        head = _added_head(symbol)
        yield from _boxes(ean5(symbol.added), symbol, _added_left(symbol), symbol.low - longer,
                          symbol.height + longer - head, 0.0)  # fmt: skip


def _boxes(bars: Iterable[Bar], symbol: Symbol, left: float, low: float, height: float, longer: float) -> Iterator[Box]:
    for bar in bars:
        start = left + bar.left * symbol.module
        down = longer if bar.guard else 0.0
        yield Box(start, low - down, start + bar.width * symbol.module, low + height)


def _added_left(symbol: Symbol) -> float:
    return symbol.left + (WIDTH + GAP) * symbol.module


def _added_head(symbol: Symbol) -> float:
    """What the add-on's figures take above its bars."""
    return _hand(symbol.module).size * CAPITAL + 2 * symbol.module


def _figures(symbol: Symbol) -> Iterator[tuple[Run, float, float]]:
    """Each line of figures, with its place."""
    hand, module = _hand(symbol.module), symbol.module
    base = symbol.low - 1.6 * module - hand.size * CAPITAL
    first = set_in(symbol.digits[0], hand)
    yield first, symbol.left - QUIET_LEFT * module + 0.6 * module, base
    for some, start in ((symbol.digits[1:7], 3), (symbol.digits[7:], 50)):
        yield _spread(some, hand, 41 * module), symbol.left + (start + 1) * module, base
    if symbol.added:
        across = ADDED_WIDTH * module
        run = _spread(symbol.added, hand, across * 0.86)
        yield run, _added_left(symbol) + across * 0.07, symbol.low + symbol.height - hand.size * CAPITAL
    yield _isbn(symbol)


def _spread(digits: str, hand: Hand, room: float) -> Run:
    """The digits over so much room."""
    plain = width_of(digits, hand)
    tracking = (room - plain) / len(digits) / hand.size
    return set_in(digits, replace(hand, tracking=tracking))


def _isbn(symbol: Symbol) -> tuple[Run, float, float]:
    """The line over the bars, as wide as they are."""
    room = WIDTH * symbol.module
    hand, text = replace(_hand(symbol.module), size=_hand(symbol.module).size * 0.82), f"ISBN {symbol.shown}"
    hand = replace(hand, size=hand.size * min(1.0, room / width_of(text, hand)))
    hand = replace(hand, tracking=(room - width_of(text, hand)) / (len(text) - 1) / hand.size)
    return set_in(text, hand), symbol.left, symbol.low + symbol.height + 2.4 * symbol.module


def right_quiet(symbol: Symbol) -> float:
    """White from the last bar to the ground's edge, in modules."""
    last = _added_left(symbol) + ADDED_WIDTH * symbol.module if symbol.added else symbol.left + WIDTH * symbol.module
    return (symbol.ground.right - last) / symbol.module


