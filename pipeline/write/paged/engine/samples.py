"""Room for numbers that are not known yet: the engine lays a sample out, and the binding draws what is true.

In: a laid-out document in which a sample stands wherever a style sheet shows `attr(data-folio)` of an entry. Out: the
slots: where each number stands, in which face, size and colour, whatever the sheet says; in the page's content a line
that names the slot. Leaders of the same document are slots too, since a broad number takes some of their dots away.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..slots import SAMPLE, SLOT, FolioSlot, LeaderSlot, Run, Sort

FOLIO, LEADER, FLUSH = "data-folio", "galerada_leader", "galerada_flush"
NEAR = 0.5
"""px: what is so near to an edge stands at it."""
FONT = re.compile(rb"/(\S+) (\S+) Tf")
SHOWN = re.compile(rb"<([0-9a-f]+)>|(-?[0-9.]+)")


@dataclass(slots=True)
class Found:
    """What is to be drawn later of one document, in the order in which they are drawn."""

    folios: dict[int, FolioSlot] = field(default_factory=dict)
    leaders: dict[int, LeaderSlot] = field(default_factory=dict)

    def mark(self, stream: Any) -> int:
        """A line in the content, and the number that it says."""
        number = len(self.folios) + len(self.leaders)
        stream.stream.append(f"{SLOT}{number}".encode())
        stream._current_font = None  # the slot will have a font of its own
        return number


def find(pages: Any) -> None:
    """Tell every sample on which edge of its entry it stands."""
    if _AtWork.found is not None:
        for page in pages:
            _look(page._page_box, None)


def _look(box: Any, entry: Any) -> None:
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)  # a placeholder of what is positioned absolutely
    if isinstance(box, boxes.TextBox):
        if entry is not None and is_sample(box):
            setattr(box, FLUSH, box.position_x + box.width >= entry.content_box_x() + entry.width - NEAR)
        return
    if isinstance(box, boxes.BlockContainerBox) and "::" not in str(box.element_tag or ""):
        entry = box
    for child in getattr(box, "children", ()):
        _look(child, entry)


def is_sample(box: Any) -> bool:
    """Whether a style sheet shows there the number that an entry leads to."""
    made = "::" in str(box.element_tag or "") and box.element is not None
    return made and box.element.get(FOLIO) == SAMPLE and SAMPLE in box.text


def is_slot(box: Any) -> bool:
    """Whether a number is to be drawn there later."""
    return _AtWork.found is not None and is_sample(box)


def is_leader(box: Any) -> bool:
    """Whether it is the room for a leader, drawn later or in as many pieces as it takes."""
    return hasattr(box, LEADER)


# drawing


def _draw_folio(found: Found, draw: Any, stream: Any, box: Any, x: float, y: float) -> None:
    before, _, after = box.text.partition(SAMPLE)
    sample = _run(draw, stream, _alone(box, SAMPLE) if before or after else box)
    if not sample.sorts:
        return
    style, target = box.style, box.element.get("href", "").removeprefix("#")
    spacing = 0.0 if style["letter_spacing"] == "normal" else float(style["letter_spacing"])
    found.folios[found.mark(stream)] = FolioSlot(
        target, sample.sorts[0], x, x + box.width, y, bool(getattr(box, FLUSH, True)), spacing,
        style["text_transform"] == "uppercase", tuple(sorted(_features(style).items())), str(style["lang"] or ""),
        *(_run(draw, stream, _alone(box, said)) if said else Run() for said in (before, after)),
    )  # fmt: skip


def _draw_leader(found: Found, draw: Any, stream: Any, box: Any, x: float, y: float) -> None:
    """In a tagged document dots are no part of what is read (PDF 1.7, 14.8.2.2)."""
    if stream._tags is not None:
        stream.stream += [b"ET", b"EMC", b"/Artifact BMC", b"BT"]
    pitch, grid = getattr(box, LEADER)
    pattern = Run(_run(draw, stream, box).sorts, pitch)
    if len({(sort.font, sort.size) for sort in pattern.sorts}) == 1:
        found.leaders[found.mark(stream)] = LeaderSlot(
            pattern, x, x + box.width, y, x + grid, box.style["direction"] == "rtl"
        )  # fmt: skip
        return
    for place in range(math.ceil(-grid / pitch), math.floor((box.width - grid) / pitch)):  # of several faces
        _draw(draw, stream, box, x + grid + place * pitch, y)


def _alone(box: Any, text: str) -> Any:
    """Some of a box's text, laid out by itself."""
    from weasyprint.text.line_break import create_layout, line_size

    made = box.copy_with_text(text)
    made.pango_layout = create_layout(text, box.style, None, None, 0)
    made.width = line_size(made.pango_layout.get_first_line()[0], box.style)[0]
    return made


def _run(draw: Any, stream: Any, box: Any) -> Run:
    """What the engine draws for a box, sort by sort."""
    aside = stream.clone()
    _draw(draw, aside, box, 0.0, 0.0)
    return Run(tuple(_sorts(aside)), box.width)


def _draw(draw: Any, stream: Any, box: Any, x: float, y: float) -> None:
    from weasyprint.matrix import Matrix

    draw(stream, box, "clip", "none", Matrix(d=-1, e=x, f=y))


def _sorts(stream: Any) -> Iterator[Sort]:
    widths = {font.hash: font.widths for font in stream._fonts.values()}
    font, size, x = "", 0.0, 0.0
    for part in stream.stream:
        if named := FONT.fullmatch(part):
            font, size = named[1].decode(), float(named[2])
        for codes, shift in SHOWN.findall(part) if part.endswith(b"TJ") else ():
            x -= float(shift or 0) * size / 1000
            for glyph in (int(codes[place : place + 4], 16) for place in range(0, len(codes), 4)):
                yield Sort(font, size, glyph, round(x, 4))
                x += widths[font][glyph] * size / 1000


def _features(style: Any) -> dict[str, int]:
    from weasyprint.text.fonts import font_features

    names = ("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric",
             "variant_alternates", "variant_east_asian", "feature_settings")  # fmt: skip
    return {str(name): int(value) for name, value in font_features(*(style[f"font_{name}"] for name in names)).items()}


# the engine's own functions


class _AtWork:
    found: Found | None = None


@contextmanager
def sampled(html: str) -> Iterator[Found]:
    """While this lasts, samples and leaders become slots; without any sample, nothing does."""
    found = Found()
    _AtWork.found = found if f'{FOLIO}="{SAMPLE}"' in html else None
    try:
        yield found
    finally:
        _AtWork.found = None


def install() -> None:
    """The engine's functions that lengthen a leader and draw a text ask here first."""
    from weasyprint.draw import text
    from weasyprint.layout import inline
    from weasyprint.layout.leader import leader_index

    lengthen, draw = inline.handle_leader, text.draw_first_line

    def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
        leader = leader_index(line)[1] if _AtWork.found is not None else None
        pattern = leader.children[0] if leader is not None and leader.children else None
        lengthen(context, line, containing_block)
        if leader is not None and pattern is not None and pattern.width > 0:
            leader.children = (_room(leader, pattern, line),)

    def draw_first_line(stream: Any, box: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        found, (*_, x, y) = _AtWork.found, matrix.values
        if found is not None and is_sample(box):
            _draw_folio(found, draw, stream, box, x, y)
            return []
        if found is not None and hasattr(box, LEADER):
            _draw_leader(found, draw, stream, box, x, y)
            return []
        return draw(stream, box, text_overflow, block_ellipsis, matrix)

    inline.handle_leader, text.draw_first_line = handle_leader, draw_first_line


def _room(leader: Any, pattern: Any, line: Any) -> Any:
    """One box for the whole leader; it knows how broad the pattern is, and where that stands which ends the line."""
    made = pattern.copy()
    made.position_x, made.width = leader.position_x, leader.width
    edge = line.position_x + (0.0 if line.style["direction"] == "rtl" else line.width - pattern.width)
    setattr(made, LEADER, (pattern.width, edge - leader.position_x))
    return made
