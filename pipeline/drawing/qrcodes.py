"""QR codes as pictures that any edition can hold. The only home of segno.

In: a text. Out: an `svg` element: black on its own white ground, so that night mode shows it too, in one path whose
modules have no seams between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..nodes import Element, element

LEVELS: Mapping[str, tuple[str, int]] = {
    "low": ("L", 2953), "medium": ("M", 2331), "quartile": ("Q", 1663), "high": ("H", 1273),
}  # fmt: skip
"""Error correction -> its letter, and the most bytes that fit (ISO/IEC 18004)."""
QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""
LEAST_MODULE = 0.33
"""Millimetres of one module; a long text makes the code larger, not finer."""

Point = tuple[int, int]


def fits(text: str, level: str = "medium") -> bool:
    """Whether one code can hold the text."""
    return len(text.encode()) <= LEVELS[level][1]


def qr_code(text: str, label: str, level: str = "medium", width: float = 24.0) -> Element:
    """The code, at least `width` millimetres wide; `label` is its text alternative."""
    import segno

    matrix = segno.make_qr(text, error=LEVELS[level][0], encoding="utf-8").matrix
    side = len(matrix) + 2 * QUIET
    size = f"{max(width, side * LEAST_MODULE):.4g}mm"
    ground = element("path", fill="#fff", d=f"M0 0h{side}v{side}h-{side}z")
    modules = element("path", fill="#000", d=_outlines(matrix))
    made = element("svg", ground, modules, class_="qr-code", role="img", width=size, height=size)
    return made.set_all({"aria-label": label, "viewBox": f"0 0 {side} {side}", "shape-rendering": "crispEdges"})


def _outlines(matrix: Sequence[Sequence[int]]) -> str:
    """Around every dark field, dark on the right hand; what touches is one field."""
    onward = _edges(matrix)
    paths: list[str] = []
    while onward:
        start = next(iter(onward))
        loop = [start]
        while (point := _next(onward, loop)) != start:
            loop.append(point)
        paths.append(_path(loop))
    return "".join(paths)


def _edges(matrix: Sequence[Sequence[int]]) -> dict[Point, list[Point]]:
    """The sides of dark modules that meet light, each from its first corner."""
    dark = {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    made: dict[Point, list[Point]] = {}
    for x, y in sorted(dark, key=lambda module: (module[1], module[0])):
        for beside, begin, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if beside not in dark:
                made.setdefault(begin, []).append(end)
    return made


def _next(onward: dict[Point, list[Point]], loop: list[Point]) -> Point:
    here = loop[-1]
    ends = onward[here]
    point = ends.pop()
    if not ends:
        del onward[here]
    return point


def _path(loop: list[Point]) -> str:
    """A closed outline by its corners, in relative steps."""
    around = zip(loop[-1:] + loop[:-1], loop, [*loop[1:], loop[0]], strict=True)
    corners = [b for a, b, c in around if (a[0] == b[0]) != (b[0] == c[0])]
    (x, y), made = corners[0], f"M{corners[0][0] + QUIET} {corners[0][1] + QUIET}"
    for nextx, nexty in corners[1:]:
        made += f"h{nextx - x}" if nexty == y else f"v{nexty - y}"
        x, y = nextx, nexty
    return made + "z"
