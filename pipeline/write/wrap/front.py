"""The front of a made cover, as stores see it, in vectors: words where its design puts them, the picture to the edges.

In: what the cover says, the sheet. Out: PDF operators, and the place of the picture. The design is `write/cover`'s own;
where a printer keeps words further from the edge than it does, it is set smaller, in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...fonts import FACES, Face
from .. import cover
from ..cover import CoverText, Layout, Line
from ..cover_art import Palette
from ..paged.pdffile import real
from .colours import fill, type_in
from .setting import Hand, Typecase, set_in
from .sheet import Box, Sheet

DOTS = 300.0
"""Of an inch: the fineness at which the design is laid out."""
STEP, STEPS = 0.97, 24


@dataclass(frozen=True, slots=True)
class Front:
    """The design in its place."""

    plan: Layout
    box: Box
    """Where the cover that it was laid out for lies on the sheet."""
    scale: float
    """Points of one of its px."""

    def on_sheet(self, box: cover.Box) -> Box:
        """A rectangle of the design, in pt."""
        x, y = self.box.left, self.box.top
        s = self.scale
        return Box(x + box.left * s, y - box.bottom * s, x + box.right * s, y - box.top * s)


def laid_out(text: CoverText, sheet: Sheet) -> Front:
    """The design, as large as the printer's safe zone lets it be; raises ValueError for a character without a font."""
    share = 1.0
    for _ in range(STEPS):
        front = _in_the_middle(text, sheet.front_face, share)
        if all(sheet.front_room.holds(front.on_sheet(line.ink)) for line in front.plan.lines):
            return front
        share *= STEP
    return front


def _in_the_middle(text: CoverText, face: Box, share: float) -> Front:
    width, height = face.width * share, face.height * share
    plan = cover.layout(text, round(width / 72 * DOTS), round(height / 72 * DOTS))
    left, low = face.left + (face.width - width) / 2, face.low + (face.height - height) / 2
    return Front(plan, Box(left, low, left + width, low + height), 72 / DOTS)


def picture_box(front: Front, sheet: Sheet) -> Box:
    """Where the picture is printed: from the plain ground beside the spine to the edges of the sheet."""
    inner, whole = front.on_sheet(front.plan.picture), sheet.whole
    top = whole.top if inner.top >= front.box.top - 1 else inner.top
    low = whole.low if inner.low <= front.box.low + 1 else inner.low
    return Box(sheet.front.left + sheet.quiet, low, whole.right, top)


def words(front: Front, inks: Palette, case: Typecase) -> str:
    """Title, names and rule."""
    made = [_line(line, front, type_in(inks.ink), case) for line in front.plan.lines]
    if front.plan.rule:
        rule = front.on_sheet(front.plan.rule)
        made.append(filled(rule, fill(inks.tones[0])))
    return "".join(made)


def filled(box: Box, colour: str) -> str:
    """A rectangle in a colour."""
    return f"{colour} {real(box.left)} {real(box.low)} {real(box.width)} {real(box.height)} re f\n"


def _line(line: Line, front: Front, colour: str, case: Typecase) -> str:
    x = front.box.left + line.x * front.scale
    return case.drawn(set_in(line.text, hand_of(line.face, line.size * front.scale)), x,
                      front.box.top - line.baseline * front.scale, colour)  # fmt: skip


def hand_of(face: cover.Face, size: float) -> Hand:
    """A kind of line of the design, as the cover's type is set."""
    return Hand(_face(face.font), size, face.weight, face.tracking)


def _face(font: cover.Font) -> Face:
    return next(face for face in FACES if (face.package, face.file) == font)
