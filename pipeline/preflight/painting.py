"""A page's content, carried out: which type, rules, fills and pictures it paints, and where (PDF 1.7, 8 and 9).

In: a page's or a form's content and resources. Out: what a `Canvas` gathers. Resources are shared by all pages, so that
only what the content names counts. Not its business: what the fonts say (`lettering`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pikepdf

from .canvas import Canvas, Hand
from .colours import first_ink, ink_of, space_of
from .composing import Compositor
from .model import CMYK, GREY, RGB, Area, Ink, Matrix, Placed, Rect, Rule, Seen, common
from .planes import UNIT, bounds, corners, scale, times

DEPTH = 12
"""Forms within forms; deeper ones are a fault of their maker, or an attack."""
FORMS = 10_000
"""On one page."""
THIN = 3.0
"""A filled rectangle thinner than this, in pt, and longer than `LONG`, is a rule."""
LONG = 4.0


class Painter(Compositor):
    """Carries out one content stream."""

    def __init__(self, canvas: Canvas, resources: Any, hand: Hand, depth: int = 0) -> None:
        super().__init__(canvas, resources, hand)
        self.depth = depth
        self.base = hand.ctm
        self.saved: list[Hand] = []
        self.path: list[list[tuple[float, float]]] = []
        self.clips = False

    def run(self, content: Any) -> None:
        """The whole of it; raises pikepdf.PdfError when it cannot be read."""
        for one in pikepdf.parse_content_stream(content):
            name, operands = str(one.operator), list(one.operands)
            if name in STEPS:
                STEPS[name](self, *operands)
            elif name in COLOURS:
                self._colour(name, operands)
            elif name in PAINTS:
                self._paint(*PAINTS[name])

    # state

    def save(self) -> None:
        """The operator q."""
        self.saved.append(self.hand)

    def restore(self) -> None:
        """The operator Q."""
        if self.saved:
            self.hand = self.saved.pop()

    def move(self, *matrix: Any) -> None:
        """The operator cm."""
        a, b, c, d, e, f = map(float, matrix)
        self.change(ctm=times((a, b, c, d, e, f), self.hand.ctm))

    def look(self, name: Any) -> None:
        """The operator gs."""
        said = self._resource("/ExtGState", name)
        if said is None:
            return
        if "/LW" in said:
            self.change(width=float(said["/LW"]))
        if "/Font" in said:
            self.change(font=self.canvas.case.metrics(said["/Font"][0]), size=float(said["/Font"][1]))
        self.canvas.overprints |= bool(said.get("/OP", False)) or bool(said.get("/op", False))
        self.canvas.through += [Seen(what, self.hand.clip) for what in _lets_through(said)]
        if any(key in said for key in ("/TR", "/HTP")) or str(said.get("/TR2", "/Default")) != "/Default":
            self.canvas.odd.append(Seen("a transfer function", self.hand.clip))

    # colours

    def _colour(self, name: str, operands: list[Any]) -> None:
        stroke = name.isupper()
        side = "stroke" if stroke else "fill"
        if name.lower() == "cs":
            self.change(**{side: first_ink(space_of(operands[0], self.resources))})
            return
        if name.lower() in {"sc", "scn"}:
            ink = ink_of(getattr(self.hand, side).space, operands)
            self.change(**{side: ink})
            if operands and isinstance(operands[-1], pikepdf.Name):
                self._pattern(operands[-1])
            return
        space = {"g": GREY, "rg": RGB, "k": CMYK}[name.lower()]
        self.change(**{side: ink_of(space, operands)})

    def _pattern(self, name: Any) -> None:
        """A gradient, or a tile that is drawn once for all its copies."""
        said = self._resource("/Pattern", name)
        if said is None:
            return
        if int(said.get("/PatternType", 1)) == 2:
            self._shade(said.get("/Shading"), self.hand.clip)
        elif isinstance(said, pikepdf.Stream):
            self._inside(said, times(_matrix(said), self.base), self.hand.clip)

    def shading(self, name: Any) -> None:
        """The operator sh."""
        self._shade(self._resource("/Shading", name), self.hand.clip)

    def _shade(self, said: Any, rect: Rect) -> None:
        if said is not None:
            ink = Ink(space_of(said.get("/ColorSpace"), self.resources))
            self.canvas.shades.append(Area(rect, ink))
            self.canvas.inks.setdefault(ink, rect)

    # paths

    def begin(self, x: Any, y: Any) -> None:
        """The operator m."""
        self.path.append([self._at(x, y)])

    def point(self, *numbers: Any) -> None:
        """The last point of a line or a curve; a curve's handles widen its bounds a little, which does no harm."""
        if self.path:
            self.path[-1] += [self._at(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]

    def box(self, x: Any, y: Any, width: Any, height: Any) -> None:
        """The operator re."""
        x, y, width, height = float(x), float(y), float(width), float(height)
        self.path.append([self._at(x, y), self._at(x + width, y), self._at(x + width, y + height),
                          self._at(x, y + height)])  # fmt: skip

    def _at(self, x: Any, y: Any) -> tuple[float, float]:
        a, b, c, d, e, f = self.hand.ctm
        x, y = float(x), float(y)
        return a * x + c * y + e, b * x + d * y + f

    def clip(self) -> None:
        """The operators W and W*: the path at hand bounds what is seen."""
        self.clips = True

    def _paint(self, fills: bool, strokes: bool) -> None:
        drawn = [points for points in self.path if len(points) > 1] if fills or strokes else []
        flat = not strokes and all(_is_flat(bounds(points)) for points in drawn)
        for points in drawn:
            rect = bounds(points)
            if strokes:
                self._stroke(rect)
            if fills and (flat or not _is_flat(rect)):
                self._fill(points, rect)
        if self.clips and self.path:
            whole = bounds([point for points in self.path for point in points])
            self.change(clip=common(whole, self.hand.clip))
        self.path, self.clips = [], False

    def _stroke(self, rect: Rect) -> None:
        width = self.hand.width * scale(self.hand.ctm)
        half, seen = width / 2, common(rect, self.hand.clip)
        if seen[0] > seen[2] + width or seen[1] > seen[3] + width:
            return
        grown = (seen[0] - half, seen[1] - half, seen[2] + half, seen[3] + half)
        self.canvas.rules.append(Rule(grown, width, self.hand.stroke))
        self._used(self.hand.stroke, grown)

    def _fill(self, points: list[tuple[float, float]], rect: Rect) -> None:
        """A path without any area paints a hairline all the same (PDF 1.7, 8.5.3.3.1)."""
        ink, seen = self.hand.fill, common(rect, self.hand.clip)
        thin, long = sorted((rect[2] - rect[0], rect[3] - rect[1]))
        if seen[0] > seen[2] or seen[1] > seen[3]:
            return
        if ink.space.kind != "pattern":
            self._used(ink, seen)
        if len(points) <= 5 and thin < THIN and long > LONG:
            self.canvas.rules.append(Rule(seen, thin, ink))
        else:
            self.canvas.areas.append(Area(seen, ink))

    # pictures and forms

    def do(self, name: Any) -> None:
        """The operator Do."""
        thing = self._resource("/XObject", name)
        if thing is None:
            return
        kind = str(thing.get("/Subtype"))
        if kind == "/Image":
            self._picture(thing)
        elif kind == "/Form":
            self._form(thing)
        else:
            self.canvas.odd.append(Seen("PostScript" if kind == "/PS" else f"an object of the kind {kind[1:]}",
                                        self.hand.clip))  # fmt: skip

    def inline(self, image: Any) -> None:
        """BI ... EI."""
        self._picture(image)

    def _picture(self, image: Any) -> None:
        key = self.canvas.pictures(image)
        a, b, c, d, _, _ = self.hand.ctm
        rect = bounds(corners((0, 0, 1, 1), self.hand.ctm))
        seen = common(rect, self.hand.clip)
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        width, height = (a * a + b * b) ** 0.5 / 72, (c * c + d * d) ** 0.5 / 72
        pixels = self.canvas.case.pixels[key]
        ppi = min(pixels[0] / width if width else 1e9, pixels[1] / height if height else 1e9)
        self.canvas.placed.append(Placed(seen, key, ppi))
        if pixels[2]:
            self._used(self.hand.fill, seen)

    def _form(self, form: Any) -> None:
        group = form.get("/Group")
        if group is not None and str(group.get("/S")) == "/Transparency":
            self.canvas.through.append(Seen("a transparency group", self.hand.clip))
        if "/Ref" in form or "/OPI" in form:
            self.canvas.odd.append(Seen("a reference to another file", self.hand.clip))
        self._inside(form, times(_matrix(form), self.hand.ctm), self.hand.clip)

    def _inside(self, form: Any, ctm: Matrix, clip: Rect) -> None:
        self.canvas.forms += 1
        if self.canvas.forms > FORMS:
            raise ValueError("a page that draws forms without end")
        if self.depth >= DEPTH:
            return
        box = form.get("/BBox")
        if box is not None:
            left, low, right, top = (float(one) for one in box)
            clip = common(bounds(corners((left, low, right, top), ctm)), clip)
        resources = form.get("/Resources", self.resources)
        hand = replace(self.hand, ctm=ctm, clip=clip)
        Painter(self.canvas, resources, hand, self.depth + 1).run(form)


def _is_flat(rect: Rect) -> bool:
    return rect[2] - rect[0] < 1e-6 or rect[3] - rect[1] < 1e-6


def _matrix(thing: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in thing.get("/Matrix", UNIT))
    return a, b, c, d, e, f


def _lets_through(said: Any) -> Iterator[str]:
    for key in ("/ca", "/CA"):
        if float(said.get(key, 1)) < 1:
            yield f"an opacity of {float(said.get(key)):.2g}"
    mode = said.get("/BM", "/Normal")
    modes = [str(one) for one in mode] if isinstance(mode, pikepdf.Array) else [str(mode)]
    if modes[0] not in {"/Normal", "/Compatible"}:
        yield f"the blend mode {modes[0][1:]}"
    if str(said.get("/SMask", "/None")) != "/None":
        yield "a soft mask"


PAINTS: Mapping[str, tuple[bool, bool]] = {
    "n": (False, False), "S": (False, True), "s": (False, True), "f": (True, False), "F": (True, False),
    "f*": (True, False), "B": (True, True), "B*": (True, True), "b": (True, True), "b*": (True, True),
}  # fmt: skip
"""Whether a path is filled, and whether it is drawn along."""
COLOURS = frozenset({"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"})
STEPS: Mapping[str, Callable[..., None]] = {
    "q": Painter.save, "Q": Painter.restore, "cm": Painter.move, "gs": Painter.look, "sh": Painter.shading,
    "w": lambda painter, width: painter.change(width=float(width)),
    "m": Painter.begin, "l": Painter.point, "c": Painter.point, "v": Painter.point, "y": Painter.point,
    "re": Painter.box, "W": Painter.clip, "W*": Painter.clip, "BT": Painter.begin_text, "Tf": Painter.set_in,
    "Tm": Painter.place, "Td": Painter.step, "TD": Painter.step_and_lead, "T*": Painter.next_row,
    "Tj": Painter.show, "TJ": Painter.show, "'": Painter.next_and_show, '"': Painter.space_and_show,
    "Do": Painter.do, "INLINE IMAGE": Painter.inline,
    "Tc": lambda painter, width: painter.change(spacing=float(width)),
    "Tw": lambda painter, width: painter.change(word=float(width)),
    "Tz": lambda painter, share: painter.change(stretch=float(share) / 100),
    "TL": lambda painter, leading: painter.change(leading=float(leading)),
    "Ts": lambda painter, rise: painter.change(rise=float(rise)),
    "Tr": lambda painter, mode: painter.change(mode=int(mode)),
}  # fmt: skip
"""The operators that change something; whatever else there is paints nothing."""
