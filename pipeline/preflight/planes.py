"""Plane geometry of PDF: matrices on points (PDF 1.7, 8.3).

In: six numbers and points. Out: the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from .model import Matrix, Rect

Point = tuple[float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def scale(matrix: Matrix) -> float:
    """By how much it makes things larger."""
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)


def corners(rect: Rect, matrix: Matrix) -> list[Point]:
    """A rectangle's corners, moved."""
    a, b, c, d, e, f = matrix
    left, low, right, top = rect
    points = ((left, low), (right, low), (right, top), (left, top))
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]


def bounds(points: Sequence[Point]) -> Rect:
    """The upright rectangle round them."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)
