"""Type on a page: the operators that choose a font, move and show (PDF 1.7, 9.4).

In: a canvas, resources, a hand. Out: lines on the canvas. Not its business: paths, pictures, colours (`painting`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pikepdf

from .canvas import Canvas, Hand
from .lettering import Run
from .model import Ink, Line, Matrix, Rect, Rule, common
from .planes import UNIT, bounds, corners, scale, times


class Compositor:
    """Sets what a content stream says in type."""

    def __init__(self, canvas: Canvas, resources: Any, hand: Hand) -> None:
        self.canvas, self.resources, self.hand = canvas, resources, hand
        self.text: Matrix = UNIT
        self.row: Matrix = UNIT

    def change(self, **what: Any) -> None:
        """Another state of the hand."""
        self.hand = replace(self.hand, **what)

    def _resource(self, kind: str, name: Any) -> Any:
        return self.resources.get(kind, {}).get(str(name)) if self.resources is not None else None

    def _used(self, ink: Ink, rect: Rect) -> None:
        self.canvas.inks.setdefault(ink, rect)

    def set_in(self, name: Any, size: Any) -> None:
        """The operator Tf."""
        font = self._resource("/Font", name)
        self.change(font=self.canvas.case.metrics(font) if font is not None else None, size=float(size))

    def begin_text(self) -> None:
        """The operator BT."""
        self.text = self.row = UNIT

    def place(self, *matrix: Any) -> None:
        """The operator Tm."""
        a, b, c, d, e, f = map(float, matrix)
        self.text = self.row = (a, b, c, d, e, f)

    def step(self, x: Any, y: Any) -> None:
        """The operator Td."""
        self.text = self.row = times((1, 0, 0, 1, float(x), float(y)), self.row)

    def step_and_lead(self, x: Any, y: Any) -> None:
        """The operator TD."""
        self.change(leading=-float(y))
        self.step(x, y)

    def next_row(self) -> None:
        """The operator T*."""
        self.step(0, -self.hand.leading)

    def show(self, *said: Any) -> None:
        """The operators Tj and TJ."""
        hand, pieces = self.hand, said[0] if isinstance(said[0], pikepdf.Array) else said
        if hand.font is None:
            return
        run = hand.font.run(pieces, hand.size, hand.spacing, hand.word, hand.stretch)
        whole = times((1, 0, 0, 1, 0, hand.rise), times(self.text, hand.ctm))
        self.text = times((1, 0, 0, 1, run.advance, 0), self.text)
        if run.ink is None:  # a space, or a code for which the font has nothing
            if hand.mode not in {3, 7}:
                hand.font.drawn(run.strings, self.canvas.sheet, bounds(corners((0, 0, run.advance, hand.size), whole)))
            return
        rect = bounds(corners(run.ink, whole))
        seen = common(rect, hand.clip)
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        self._line(rect, hand.size * scale(whole), run)

    def _line(self, rect: Rect, size: float, run: Run) -> None:
        hand = self.hand
        assert hand.font is not None
        hand.font.drawn(run.strings, self.canvas.sheet, rect)
        ink = hand.stroke if hand.mode in {1, 5} else hand.fill
        self.canvas.lines.append(Line(rect, size, hand.font.key, ink, run.text, hidden=hand.mode in {3, 7}))
        if hand.mode not in {3, 7}:
            self._used(ink, rect)
        if hand.mode in {1, 5}:
            self.canvas.rules.append(Rule(rect, hand.width * scale(hand.ctm), hand.stroke))

    def next_and_show(self, said: Any) -> None:
        """The operator '."""
        self.next_row()
        self.show(said)

    def space_and_show(self, word: Any, letter: Any, said: Any) -> None:
        """The operator with a double quotation mark."""
        self.change(word=float(word), spacing=float(letter))
        self.next_and_show(said)
