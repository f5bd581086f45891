"""The numbers of the table of contents and the dots before them, drawn when every page has its number.

In: a galley with slots, the page number of each place that its entries lead to. Out: the galley without slots, as if
the engine had known the numbers. A page that moves changes no job and no kept galley: only what is drawn here.
Units: the engine's px, from the upper left corner of what a slot stands in; thousandths of the size inside TJ.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from ...fonts import programs
from ...shaping import Type, type_of
from .galley import Annotation, Galley, GalleyPage, PdfObject
from .pdffile import packed_stream, real
from .slots import SLOT, FolioSlot, LeaderSlot, Run, Slots, Sort

MARK = re.compile(rf"^{SLOT}(\d+)$".encode(), re.MULTILINE)
LENGTH = re.compile(r"/Length \d+")
CLEAR = 0.3
"""Of a dot's size: it comes no nearer to words and numbers."""
PX = 0.75
"""A px in pt."""
NEAR = 0.02
"""pt: numbers are written to a thousandth."""
LEAST_SHIFT = 0.05
"""Thousandths; a smaller one is none."""


def with_numbers(galley: Galley, labels: Mapping[str, str]) -> Galley:
    """The galley with its numbers and leaders; `labels` by anchors, and a place without any is not shown."""
    return _Finishing(galley, labels).galley() if galley.slots.objects else galley


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A number at its place."""

    sorts: tuple[Sort, ...]
    left: float
    right: float
    baseline: float


@dataclass(slots=True)
class _Finishing:
    plain: Galley
    labels: Mapping[str, str]
    glyphs: dict[str, dict[int, tuple[str, float]]] = field(default_factory=dict)
    """What was drawn, by the name of the font."""
    places: dict[str, list[tuple[FolioSlot, _Drawn]]] = field(default_factory=dict)
    """The numbers, by what they tell the page of."""
    patterns: dict[Run, list[str]] = field(default_factory=dict)
    """Of each leader's pattern, the parts of its operand."""

    def galley(self) -> Galley:
        objects = list(self.plain.objects)
        for place in self.plain.slots.objects:
            objects[place] = self._object(objects[place])
        pages = tuple(self._page(page) for page in self.plain.pages)
        fonts = {name: replace(use, glyphs={**self.glyphs.get(name, {}), **use.glyphs})
                 for name, use in self.plain.fonts.items()}  # fmt: skip
        return replace(self.plain, pages=pages, objects=tuple(objects), fonts=fonts, slots=Slots())

    def _object(self, thing: PdfObject) -> PdfObject:
        assert thing.stream is not None
        numbers = [int(found) for found in MARK.findall(thing.stream)]
        folios = {n: self._folio(self.plain.slots.folios[n]) for n in numbers if n in self.plain.slots.folios}
        for n, folio in folios.items():
            self.places.setdefault(self.plain.slots.folios[n].target, []).append((self.plain.slots.folios[n], folio))
        drawn = {n: _shown(folio.sorts, folio.baseline, self._width) for n, folio in folios.items()}
        for n in numbers:
            if n in self.plain.slots.leaders:
                drawn[n] = self._leader(self.plain.slots.leaders[n], folios.values())
        stream = MARK.sub(lambda found: drawn[int(found[1])].encode(), thing.stream)
        return PdfObject(*packed_stream(LENGTH.sub("", thing.text), stream))

    def _page(self, page: GalleyPage) -> GalleyPage:
        """The links of a page; the engine puts one over each number too, as broad as that is."""
        return replace(page, annotations=tuple(map(self._link, page.annotations)))

    def _link(self, link: Annotation) -> Annotation:
        left, low, right, top = link.rect
        for slot, drawn in self.places.get(link.target, ()):
            if abs(slot.left * PX - left) + abs(slot.right * PX - right) < NEAR:
                return replace(link, rect=(round(drawn.left * PX, 3), low, round(drawn.right * PX, 3), top))
        return link

    def _width(self, sort: Sort) -> float:
        known = self.plain.fonts[sort.font].glyphs.get(sort.glyph) or self.glyphs[sort.font][sort.glyph]
        return known[1] * sort.size / 1000

    # numbers

    def _folio(self, slot: FolioSlot) -> _Drawn:
        label = self.labels.get(slot.target, "")
        number = self._number(label.upper() if slot.capitals else label, slot) if label else Run()
        width = slot.before.width + number.width + slot.after.width
        left = slot.right - width if slot.flush_right else slot.left
        sorts, x = [], left
        for run in (slot.before, number, slot.after) if label else ():
            sorts += [Sort(sort.font, sort.size, sort.glyph, x + sort.x) for sort in run.sorts]
            x += run.width
        return _Drawn(tuple(sorts), left, x, slot.baseline)

    def _number(self, text: str, slot: FolioSlot) -> Run:
        font, size = slot.sort.font, slot.sort.size
        face = self._face(font)
        known = self.glyphs.setdefault(font, {})
        sorts, x = [], 0.0
        for glyph in face.shape(text, dict(slot.features), slot.language):
            known.setdefault(glyph.number, (glyph.text, face.advance(glyph.number)))
            sorts.append(Sort(font, size, glyph.number, x + slot.sort.x))
            x += glyph.advance * size / 1000 + slot.tracking
        return Run(tuple(sorts), x)

    def _face(self, font: str) -> Type:
        use = self.plain.fonts[font]
        return type_of(programs()[use.program].read(), tuple(sorted(use.variations.items())))

    # leaders

    def _leader(self, slot: LeaderSlot, folios: Iterable[_Drawn]) -> str:
        """As much of the grid as has room between the words and the number."""
        sorts, pitch = slot.pattern.sorts, slot.pattern.width
        near = CLEAR * sorts[0].size
        low, high = (slot.left - NEAR, slot.right - near) if slot.from_right else (slot.left + near, slot.right + NEAR)
        for one in folios:
            if one.sorts and abs(one.baseline - slot.baseline) < sorts[0].size / 2:
                low, high = (low, min(high, one.left - near)) if one.left > slot.left else (one.right + near, high)
        spots = [(number, (sort.x + slot.grid) / pitch, self._width(sort)) for number, sort in enumerate(sorts)]
        first = min(math.ceil(low / pitch - x) * len(sorts) + number for number, x, _ in spots)
        last = max(math.floor((high - width) / pitch - x) * len(sorts) + number for number, x, width in spots)
        return self._grid(slot, first, last) if first <= last else ""

    def _grid(self, slot: LeaderSlot, first: int, last: int) -> str:
        """The sorts of the grid from one to another, with the white before them.

        Each pattern has its place: readers that round the widths of glyphs (PDFium) would leave the grid.
        """
        sorts, pitch = slot.pattern.sorts, slot.pattern.width
        count, parts = len(sorts), self._parts(slot.pattern)
        if not self._is_white(sorts[first % count]) and self._is_white(sorts[(first - 1) % count]):
            first -= 1
        made: list[str] = []
        before = 0.0
        for place in range(first // count, last // count + 1):
            start, end = max(first - place * count, 0), min(last - place * count, count - 1)
            x = slot.grid + place * pitch + sorts[start].x
            operand = "".join(parts[start:end]) + _code(sorts[end])
            made.append(f"{real(x - before)} 0 Td\n[<{operand}>] TJ" if made else
                        _operators(sorts[0], x, slot.baseline, operand))  # fmt: skip
            before = x if not made[1:] else before + float(real(x - before))
        return "\n".join(made)

    def _parts(self, pattern: Run) -> list[str]:
        """Each sort of the pattern but the last, and how far it is to the next one."""
        if pattern not in self.patterns:
            pairs = ((_operand(one, [other], self._width), _code(other)) for one, other in pairwise(pattern.sorts))
            self.patterns[pattern] = ["".join(operand).removesuffix(code) for operand, code in pairs]
        return self.patterns[pattern]

    def _is_white(self, sort: Sort) -> bool:
        return self.plain.fonts[sort.font].glyphs[sort.glyph][0].isspace()


def _shown(sorts: Iterable[Sort], baseline: float, width: Callable[[Sort], float]) -> str:
    """The sorts as operators: each run of one face and size begins at its own place."""
    made = []
    for _, run in groupby(sorts, lambda sort: (sort.font, sort.size)):
        first, *rest = run
        made.append(_operators(first, first.x, baseline, "".join(_operand(first, rest, width))))
    return "\n".join(made)


def _operators(first: Sort, x: float, baseline: float, operand: str) -> str:
    return f"1 0 0 -1 {real(x)} {real(baseline)} Tm\n/{first.font} {real(first.size)} Tf\n[<{operand}>] TJ"


def _operand(first: Sort, rest: Iterable[Sort], width: Callable[[Sort], float]) -> Iterator[str]:
    """Glyph codes, and between them how far each next one is from where the pen stands."""
    yield _code(first)
    pen = first.x + width(first)
    for sort in rest:
        shift = round((pen - sort.x) * 1000 / sort.size, 1)
        if abs(shift) >= LEAST_SHIFT:
            yield f">{real(shift)}<"
            pen -= shift * sort.size / 1000
        yield _code(sort)
        pen += width(sort)


def _code(sort: Sort) -> str:
    return f"{sort.glyph:04x}"
