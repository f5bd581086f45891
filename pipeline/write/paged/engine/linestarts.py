"""Whether a word may be parted anywhere: only where its line has no better place to end.

In: the engine's text boxes, in the order in which it sets them. Out: whether a box begins its line, or might as well.
The engine takes the first element of a line, and all that is in it, for the line's beginning, and there it would part
any word that has no room; of elements side by side in one word, it would part none but the first (CSS Text 3, 5.5).
Units: the engine's px.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NEAR = 6.0
"""How far the edges of elements may move two texts of a line apart."""


@dataclass(slots=True)
class Line:
    """What has been set of a line."""

    top: float = -1.0
    end: float = 0.0
    parts: bool = False
    """Whether it may end at a space before what comes next."""
    box: Any = None
    """The last one: the engine may set it again, with less room."""
    before: tuple[float, float, bool] = (-1.0, 0.0, False)
    """What there was when it began."""

    def may_part(self, box: Any, is_line_start: bool) -> bool:
        """Whether a word of this text may be parted anywhere."""
        if box is self.box:
            self.top, self.end, self.parts = self.before
        self.box, self.before = box, (self.top, self.end, self.parts)
        if self._goes_on(box):
            return not self.parts
        self.parts = False
        return is_line_start

    def _goes_on(self, box: Any) -> bool:
        return bool(box.position_y == self.top and -1.0 < box.position_x - self.end < NEAR)

    def take(self, made: Any) -> None:
        """What came of it: a box with the text that the line has room for, or none."""
        if made is not None:
            self.top, self.end = made.position_y, made.position_x + made.width
            self.parts = self.parts or " " in made.text
