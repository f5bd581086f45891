"""The picture on a cover: a palette and a geometric composition, both dealt by the title.

In: a title, a palette, a size in px. Out: a Pillow image that bleeds to its edges; or whatever a `Pen` makes of it.
Not its business: letters, margins, where on the cover the picture lies.
The same title gets the same picture on every machine: chance is a SHA-256, never `random` or `hash()`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from .cover_pens import Bounds, Brush, Pen

OVERSAMPLING = 3
"""Drawn so many times larger, then averaged: Pillow's own edges are not smooth."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Inks for one cover, each `#RRGGBB`. Text is only ever `ink` on `ground`."""

    name: str
    ground: str
    ink: str
    field: str
    """What the picture stands on."""
    tones: tuple[str, str, str]
    """From the one that must be seen first to the quietest."""


PALETTES = (
    Palette("bermellón", "#F4ECDD", "#1C1A1E", "#E9DBC0", ("#D5402B", "#1F2A44", "#E8AE4A")),
    Palette("noche", "#13203B", "#F7EFDE", "#1B2D52", ("#EBA63F", "#F3E6CB", "#C7533A")),
    Palette("botella", "#12382C", "#F5EBD2", "#0D2A21", ("#E8C07A", "#D9643A", "#6FA287")),
    Palette("granate", "#58172A", "#F9EADB", "#42101F", ("#F0A35E", "#F6DFC8", "#B5394A")),
    Palette("ocre", "#E5AC35", "#1E1913", "#F1C866", ("#A8341C", "#1F2B33", "#FAF0DA")),
    Palette("cobalto", "#D3DEE4", "#14202E", "#BCCDD6", ("#1D4E89", "#E4572E", "#F7F3E8")),
    Palette("arcilla", "#EDCBBE", "#2C1420", "#F4DFD4", ("#9E2340", "#2E3A59", "#E58A5E")),
    Palette("tinta", "#18181B", "#F3EFE6", "#222227", ("#E7592F", "#EDE6D6", "#6C7480")),
)


def palette(title: str) -> Palette:
    """The palette of a title; stable across machines and versions of Python."""
    return PALETTES[Chance(title).among("palette", len(PALETTES))]


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 (black) to 1 (white), after WCAG 2."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, after WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class Chance:
    """Dice that fall the same way for the same title and the same throw."""

    title: str

    def share(self, throw: str) -> float:
        """A number from 0 up to, not including, 1."""
        digest = hashlib.sha256(f"{self.title}\n{throw}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / 2**48

    def among(self, throw: str, count: int) -> int:
        """A whole number from 0 up to, not including, `count`."""
        return int(self.share(throw) * count)


def composition(title: str) -> Composition:
    """The one that is dealt to a title."""
    return COMPOSITIONS[Chance(title).among("composition", len(COMPOSITIONS))]


def picture(title: str, inks: Palette, width: int, height: int) -> Image.Image:
    """The composition of a title, `width` by `height` px, RGB."""
    return render(composition(title), Chance(title), inks, width, height)


def render(compose: Composition, chance: Chance, inks: Palette, width: int, height: int) -> Image.Image:
    """One composition drawn large and brought down to `width` by `height` px."""
    large = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING), inks.field)
    compose(Brush(large), inks, chance)
    return large.reduce(OVERSAMPLING)


def engraved_moon(pen: Pen, inks: Palette, chance: Chance) -> None:
    """A sphere as an engraver cuts it: level lines that swell where the tone asks for it, and a satellite."""
    width, height = pen.size
    radius = min(0.40 * width, 0.44 * height)
    centre = (width * (0.42 + 0.16 * chance.share("x")), height * 0.5)
    turn = math.radians(chance.among("sun", 4) * 90 + 35)
    light = (0.80 * math.cos(turn), 0.80 * math.sin(turn), 0.60)
    pitch = width / 44
    for row in range(-1, int(height / pitch) + 2):
        engrave(pen, inks, (row + 0.5) * pitch, pitch, width, centre, radius, light)
    satellite(pen, inks, centre, radius, light)


def engrave(
    pen: Pen, inks: Palette, level: float, pitch: float, width: float,
    centre: tuple[float, float], radius: float, light: tuple[float, float, float],
) -> None:  # fmt: skip
    """One line across the sheet at height `level`, as thick as the light on the sphere wants it."""
    light_on_dark = luminance(inks.tones[1]) > luminance(inks.field)
    upper, lower = [], []
    for step in range(481):
        x = width * step / 480
        lit = lambert((x - centre[0]) / radius, (level - centre[1]) / radius, light)
        weight = 0.07 if lit is None else 0.08 + 0.84 * (lit if light_on_dark else 1 - lit)
        upper.append((x, level - weight * pitch / 2))
        lower.append((x, level + weight * pitch / 2))
    pen.polygon(upper + lower[::-1], fill=inks.tones[1])


def lambert(x: float, y: float, light: tuple[float, float, float]) -> float | None:
    """Light on the unit sphere at (x, y), 0 to 1; None beside the sphere."""
    if x * x + y * y >= 1:
        return None
    z = math.sqrt(1 - x * x - y * y)
    return max(0.0, x * light[0] + y * light[1] + z * light[2])


def satellite(
    pen: Pen, inks: Palette, centre: tuple[float, float], radius: float,
    light: tuple[float, float, float],
) -> None:  # fmt: skip
    """A small flat disc on the side the light comes from."""
    length = math.hypot(light[0], light[1])
    x, y = (centre[axis] + 0.98 * radius * light[axis] / length for axis in (0, 1))
    disc(pen, x, y, radius * 0.22, inks.tones[0])


def disc(pen: Pen, x: float, y: float, radius: float, fill: str) -> None:
    """A full circle; centre and radius in px of the large sheet."""
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def sliced_rings(pen: Pen, inks: Palette, chance: Chance) -> None:
    """Rings cut into upright strips, every other strip slid along."""
    width, height = pen.size
    strips = 4 + chance.among("strips", 3)
    unit = width / (2 * (7 + chance.among("rings", 2)))
    for strip in range(strips):
        left, right = round(width * strip / strips), round(width * (strip + 1) / strips)
        slide = unit * (chance.among(f"slide {strip}", 3) + 1) * (-1 if strip % 2 else 1)

        def rings(piece: Pen, x: float = width / 2 - left, y: float = height / 2 + slide) -> None:
            ring_stack(piece, inks, x, y, unit, width / 2)

        pen.strip(left, right, inks.field, rings)


def ring_stack(pen: Pen, inks: Palette, x: float, y: float, unit: float, reach: float) -> None:
    """Concentric rings of one `unit` each, the core in the first tone."""
    cycle = (inks.tones[1], inks.field, inks.tones[0], inks.field, inks.tones[1], inks.tones[2])
    for ring in range(int(reach / unit), 0, -1):
        disc(pen, x, y, ring * unit, inks.tones[0] if ring == 1 else cycle[ring % len(cycle)])


def half_moons(pen: Pen, inks: Palette, chance: Chance) -> None:
    """A wall of square tiles, each with a half disc or two quarter arcs."""
    width, height = pen.size
    # Whole tiles from head to foot; at the sides, where the trim is, they may be cut.
    rows = max(2, round(height * (3 + chance.among("columns", 2)) / width))
    side = height / rows
    columns = math.ceil(width / side)
    for row in range(rows):
        for column in range(columns):
            left = (width - columns * side) / 2 + column * side
            tile(pen, inks, left, row * side, side, f"{column},{row}", chance)


def tile(
    pen: Pen, inks: Palette, left: float, top: float, side: float, name: str, chance: Chance
) -> None:
    """One tile, called `column,row`: two grounds chequered, now and then a third in their place."""
    column, row = (int(number) for number in name.split(","))
    ground = (inks.field, inks.tones[2])[(column + row) % 2] if chance.share(name + "g") < 0.72 else inks.tones[1]
    figures = [tone for tone in (inks.tones[0], inks.tones[1], inks.field) if tone != ground]
    figure = figures[chance.among(name + "f", len(figures))]
    pen.rectangle((left, top, left + side, top + side), fill=ground)
    turn = chance.among(name + "t", 4)
    if chance.share(name + "k") < 0.5:
        quarter_arcs(pen, left, top, side, turn, (figure, ground))
    else:
        half_disc(pen, left, top, side, turn, figure)


def quarter_arcs(
    pen: Pen, left: float, top: float, side: float, turn: int, pair: tuple[str, str]
) -> None:
    """Quarter rings about one corner of a tile."""
    x, y = left + side * (turn in (1, 2)), top + side * (turn in (2, 3))
    start = (0, 90, 180, 270)[turn]
    for ring in range(4, 0, -1):
        reach = side * ring / 4
        pen.pieslice((x - reach, y - reach, x + reach, y + reach), start, start + 90, fill=pair[ring % 2])


def half_disc(pen: Pen, left: float, top: float, side: float, turn: int, fill: str) -> None:
    """A half disc as wide as the tile, its flat side on one edge."""
    x, y = left + side * (0.5, 1, 0.5, 0)[turn], top + side * (0, 0.5, 1, 0.5)[turn]
    reach = side / 2
    start = (0, 90, 180, 270)[turn]
    pen.pieslice((x - reach, y - reach, x + reach, y + reach), start, start + 180, fill=fill)


def folded_sheets(pen: Pen, inks: Palette, chance: Chance) -> None:
    """Leporellos standing one before the other, a lit and a shaded leaf in turn, under a sun."""
    width, height = pen.size
    disc(pen, width * (0.3 + 0.4 * chance.share("sun")), height * 0.30, 0.17 * width, inks.tones[0])
    tones = (inks.tones[2], inks.tones[1], inks.tones[0], inks.tones[1])
    for rank in range(4):
        leaves = 4 + rank + chance.among(f"leaves {rank}", 2)
        crest = height * (0.38 + 0.165 * rank)
        leporello(pen, tones[rank], leaves, crest, height * 0.11, pen.size, chance.share(f"shift {rank}"))


def leporello(
    pen: Pen, tone: str, leaves: int, crest: float, fold: float, size: tuple[float, float], shift: float
) -> None:
    """One folded sheet across the width, from `crest` (with folds `fold` px deep) down to the foot."""
    width, height = size
    leaf, shaded = width / leaves, shade(tone)
    for number in range(-2, leaves + 1):
        left = (number + shift * 2) * leaf
        ends = (crest, crest + fold) if number % 2 else (crest + fold, crest)
        face = tone if number % 2 else shaded
        pen.polygon(((left, ends[0]), (left + leaf + 1, ends[1]), (left + leaf + 1, height), (left, height)), fill=face)


def shade(colour: str) -> str:
    """The same colour on the side away from the light."""
    keep = 0.86 if luminance(colour) > 0.6 else 0.76
    return "#" + "".join(f"{int(int(colour[start : start + 2], 16) * keep):02X}" for start in (1, 3, 5))


def galley(pen: Pen, inks: Palette, chance: Chance) -> None:
    """A galley proof seen from afar: a bar for every word of the title, over and over, one word ringed."""
    width, height = pen.size
    lengths = [len(word) + 0.5 for word in chance.title.split()] + [4.5, 7.5, 2.5, 9.5]
    rows = max(3, round(height * 12 / width))
    pitch = height / rows
    word, marked = chance.among("first", len(lengths)), rows // 3 + chance.among("row", max(1, rows // 3))
    for row in range(rows):
        bars = type_line(row, pitch, width, lengths, word, chance)
        word += len(bars)
        for bar in bars:
            pen.rectangle(bar, fill=inks.tones[1])
        if row == marked:
            correction(pen, inks, max(bars[1:-1] or bars, key=lambda bar: bar[2] - bar[0]), pitch)


def correction(pen: Pen, inks: Palette, bar: Bounds, pitch: float) -> None:
    """A word struck in the first tone and ringed by the corrector."""
    left, top, right, bottom = bar
    white = 0.29 * pitch
    ring = (left - white, top - white, right + white, bottom + white)
    pen.ring(ring, 0.52 * pitch, inks.field, inks.tones[0], 0.11 * pitch)
    pen.rectangle(bar, fill=inks.tones[0])


def type_line(row: int, pitch: float, width: float, lengths: list[float], word: int, chance: Chance) -> list[Bounds]:
    """The bars of one line, from the left margin to a ragged right."""
    margin, top = 0.085 * width, row * pitch
    left = margin + pitch * (row % 5 == chance.among("indent", 5))
    end = width - margin - 2.6 * pitch * chance.share(f"ragged {row}")
    bars: list[Bounds] = []
    while left < end:
        right = left + lengths[(word + len(bars)) % len(lengths)] * pitch * 0.27
        bars.append((left, top + 0.28 * pitch, min(right, width - margin), top + 0.74 * pitch))
        left = right + 0.3 * pitch
    return bars


Composition = Callable[[Pen, Palette, Chance], None]
COMPOSITIONS: tuple[Composition, ...] = (engraved_moon, sliced_rings, half_moons, folded_sheets, galley)
