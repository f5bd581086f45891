"""The page itself, from the book's print options: trim, margins, the measures that style sheets name.

In: `PrintOptions`. Out: CSS for paged layout. Lengths in pt.
"""

from __future__ import annotations

import math

from ..designs import Design, design_of, text_family
from ..fonts import face_named, font_faces
from ..model import PrintOptions
from ..shaping import type_of


def page_css(options: PrintOptions) -> str:
    """`@font-face`, `@page` and the measures that depend on the page."""
    design = design_of(options)
    dropped = _drop_cap(design, options) if design.drop_cap and not options.large else ""
    return "\n".join((font_faces(), _page(options), _type(options), dropped))


def _page(o: PrintOptions) -> str:
    """A recto, and every page is set as one: the make-up moves versos, and puts heads and folios where they belong.

    The text block holds whole lines; what is left over goes to the foot.
    """
    bottom = o.height - o.top - text_height(o)
    return f"""
@page {{ size: {o.width}pt {o.height}pt; margin: {o.top}pt {o.outer}pt {bottom:g}pt {o.inner}pt; }}
"""


def _type(o: PrintOptions) -> str:
    """The measures that style sheets name: heights are whole lines, in proportion to the page."""
    height = text_height(o)
    return f"""
html {{ font-size: {o.font_size}pt; line-height: {o.leading}pt; }}
:root {{ --text-height: {height:g}pt; --sink: {_lines(o, height * SINK):g}pt; --drop: {_lines(o, height * DROP):g}pt; }}
"""


SINK, DROP = 0.18, 0.27
"""Shares of the text's height: above a chapter's title, and above the words of a display page."""


def _drop_cap(design: Design, o: PrintOptions) -> str:
    """The letter's top stands level with the capitals of the first line, its foot on the baseline of its last."""
    face = face_named(design.drop_face or design.text)
    font = type_of(face.read())
    capital = font.capital_height() / 1000
    ascent, descent = (part / 1000 for part in font.extents())
    text = type_of(face_named(text_family(o)).read())
    above, below = (part / 1000 for part in text.extents())
    lines = design.drop_cap
    size = ((lines - 1) * o.leading + text.capital_height() / 1000 * o.font_size) / capital
    wanted = (o.leading + (above - below) * o.font_size) / 2 + (lines - 1) * o.leading
    got = (lines * o.leading + (ascent - descent) * size) / 2
    before, after = -HANGING * size, BESIDE * o.font_size
    margins = f"{wanted - got:.2f}pt {after:.2f}pt {got - wanted - 0.5:.2f}pt {before:.2f}pt"
    return f"""
.dropcap {{
  font-family: "{face.family}", "Galerada Symbols"; font-size: {size:.2f}pt; line-height: {lines * o.leading:g}pt;
  margin: {margins};
}}
"""


HANGING, BESIDE = 0.018, 0.3
"""Of a drop cap's size: how far it stands out, as its own white is seen; of the text's: the white between the two."""


def _lines(o: PrintOptions, height: float) -> float:
    """The whole lines in a height."""
    return float(math.floor(height / o.leading + 0.01) * o.leading)


def measure(options: PrintOptions) -> float:
    """The width of the text block in pt."""
    return options.width - options.inner - options.outer


def text_height(options: PrintOptions) -> float:
    """The height of the text block in pt: whole lines."""
    return _lines(options, options.height - options.top - options.bottom)
