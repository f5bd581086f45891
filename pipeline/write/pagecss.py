"""The page itself, from the book's print options: trim, margins, the measures that style sheets name.

In: `PrintOptions`. Out: CSS for paged layout. Lengths in pt.
"""

from __future__ import annotations

import math

from ..fonts import font_faces
from ..model import PrintOptions


def page_css(options: PrintOptions) -> str:
    """`@font-face`, `@page` and the measures that depend on the page."""
    return "\n".join((font_faces(), _page(options), _type(options)))


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


def _lines(o: PrintOptions, height: float) -> float:
    """The whole lines in a height."""
    return float(math.floor(height / o.leading + 0.01) * o.leading)


def measure(options: PrintOptions) -> float:
    """The width of the text block in pt."""
    return options.width - options.inner - options.outer


def text_height(options: PrintOptions) -> float:
    """The height of the text block in pt: whole lines."""
    return _lines(options, options.height - options.top - options.bottom)
