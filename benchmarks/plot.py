"""The measurements as a picture: bars for one book, and lines for how the time grows. SVG, drawn by our own hand.

In: a record. Out: an SVG document. Both scales are logarithmic, since what is compared differs a thousandfold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from benchmarks import contestants as c
from benchmarks.figures import PDF_CASES, Record, label, rows_of, told

WIDTH, LEFT, RIGHT, STEP, HEAD = 760, 280, 60, 24, 44
PLOT = 260
"""Height of the lines' field in px."""
OURS = "#9c2f1b"
THEIRS = ("#35586c", "#6b7f3a", "#7a5c86", "#8a6d1f", "#4f7f77", "#70645a")


def drawn(record: Record) -> str:
    """The picture; of a record without runs, an empty one."""
    upper, height = _bars(record)
    lower, more = _lines(record, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + more}" width="{WIDTH}" '
        f'height="{height + more}" font-family="sans-serif" font-size="12" role="img" aria-label="Build times">\n'
        f'<rect width="{WIDTH}" height="{height + more}" fill="#fff"/>\n{upper}\n{lower}\n</svg>\n'
    )


def _colours(record: Record) -> dict[str, str]:
    others = dict.fromkeys(f.who for f in record.figures if f.who != c.GALERADA)
    return {c.GALERADA: OURS, **{who: THEIRS[place % len(THEIRS)] for place, who in enumerate(others)}}


def _text(x: float, y: float, words: str, anchor: str = "start", more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten between which values lie."""
    return math.floor(math.log10(min(values))), max(math.ceil(math.log10(max(values))), math.floor(
        math.log10(min(values))) + 1)  # fmt: skip


def _scale(values: Sequence[float], start: float, end: float) -> tuple[range, list[float], list[float]]:
    """The decades, where they stand, and where the values do; logarithmic."""
    low, high = decades(values)
    unit = (end - start) / (high - low)
    marks = range(low, high + 1)
    places = [start + (math.log10(value) - low) * unit for value in values]
    return marks, [start + (mark - low) * unit for mark in marks], places


def _bars(record: Record) -> tuple[str, int]:
    if not record.sizes:
        return "", HEAD
    chapters = min(record.sizes, key=lambda size: abs(size - 100))
    rows = [(who, case, wall) for who, case in rows_of(record, PDF_CASES, chapters)
            if (wall := record.median(who, case, chapters, "wall"))]  # fmt: skip
    if not rows:
        return "", HEAD
    rows.sort(key=lambda row: -row[2])
    height = HEAD + STEP * len(rows) + 30
    marks, ticks, ends = _scale([wall for *_, wall in rows], LEFT, WIDTH - RIGHT)
    colours = _colours(record)
    made = [_text(20, 24, f"Seconds to a print PDF of {chapters} chapters (shorter is better; logarithmic)", more=BOLD)]
    for mark, x in zip(marks, ticks, strict=True):
        made.append(f'<path d="M{x:.1f} {HEAD - 8}V{height - 22}" stroke="#ddd"/>')
        made.append(_text(x, height - 8, f"{10.0**mark:g}", "middle", ' fill="#555"'))
    for place, ((who, case, wall), end) in enumerate(zip(rows, ends, strict=True)):
        y = HEAD + STEP * place
        made.append(_text(LEFT - 8, y + 12, label(who, case), "end"))
        made.append(f'<rect x="{LEFT}" y="{y}" width="{max(end - LEFT, 1):.1f}" height="16" fill="{colours[who]}"/>')
        made.append(_text(end + 6, y + 12, told(wall)))
    return "\n".join(made), height


def _lines(record: Record, top: int) -> tuple[str, int]:
    """Cold builds: seconds over chapters."""
    if len(record.sizes) < 2:
        return "", 0
    points = [(who, size, wall) for size in record.sizes for who in record.whos(c.COLD, size)
              if (wall := record.median(who, c.COLD, size, "wall"))]  # fmt: skip
    if not points:
        return "", 0
    base, colours = top + HEAD + PLOT, _colours(record)
    marks, ticks, ys = _scale([wall for *_, wall in points], base, top + HEAD)
    xs = _columns(record.sizes)
    made = [_text(20, top + 24, "Cold builds: seconds by chapters (logarithmic)", more=BOLD)]
    for mark, y in zip(marks, ticks, strict=True):
        made.append(f'<path d="M60 {y:.1f}H{WIDTH - 200}" stroke="#ddd"/>')
        made.append(_text(52, y + 4, f"{10.0**mark:g}", "end", ' fill="#555"'))
    made += [_text(x, base + 18, str(size), "middle", ' fill="#555"') for size, x in xs.items()]
    lines = {who: [(xs[size], y) for (name, size, _), y in zip(points, ys, strict=True) if name == who]
             for who in colours}  # fmt: skip
    ends = apart({who: line[-1][1] for who, line in lines.items() if line})
    for who, end in ends.items():
        line, colour = lines[who], colours[who]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
        made.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        made += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in line]
        made.append(_text(line[-1][0] + 8, end + 4, who, more=f' fill="{colour}"'))
    return "\n".join(made), HEAD + PLOT + 34


def apart(ends: Mapping[str, float], least: float = 14) -> dict[str, float]:
    """Names in order of their height, moved down where they would lie on each other."""
    made: dict[str, float] = {}
    for who, y in sorted(ends.items(), key=lambda end: end[1]):
        made[who] = max(y, *(above + least for above in made.values())) if made else y
    return made


def _columns(sizes: Sequence[int]) -> dict[int, float]:
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    return {size: 80 + (math.log10(size) - low) / (high - low) * (WIDTH - 300) for size in sizes}


BOLD = ' font-weight="bold"'
