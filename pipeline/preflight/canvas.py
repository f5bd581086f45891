"""What a page's content is carried out with: the graphics state, and what it is painted on.

In: nothing. Out: `Hand`, `Canvas`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .lettering import Case, Metrics
from .model import BLACK, Area, Ink, Line, Matrix, Placed, Rect, Rule, Seen

EVERYWHERE: Rect = (-1e6, -1e6, 1e6, 1e6)


@dataclass(frozen=True, slots=True)
class Hand:
    """The graphics state (PDF 1.7, 8.4)."""

    ctm: Matrix
    clip: Rect = EVERYWHERE
    fill: Ink = BLACK
    stroke: Ink = BLACK
    width: float = 1.0
    font: Metrics | None = None
    size: float = 0.0
    spacing: float = 0.0
    word: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Canvas:
    """What was painted."""

    case: Case
    sheet: int
    pictures: Callable[[Any], str]
    """Takes an image, gives its key."""
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    shades: list[Area] = field(default_factory=list)
    through: list[Seen] = field(default_factory=list)
    odd: list[Seen] = field(default_factory=list)
    inks: dict[Ink, Rect] = field(default_factory=dict)
    overprints: bool = False
    forms: int = 0
    """Forms that were carried out."""
