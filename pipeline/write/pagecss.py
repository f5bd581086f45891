"""The page itself, from the book's print options: trim, margins, folios, running heads.

In: `PrintOptions`, the language, an edition. Out: CSS for paged layout. Lengths in pt.
"""

from __future__ import annotations

import math

from ..fonts import font_faces
from ..model import Config, Edition, PrintOptions
from ..text.words import words


def page_css(config: Config, edition: Edition) -> str:
    """`@font-face`, `@page` and the measures that depend on the page."""
    options = config.print
    return "\n".join(
        (
            font_faces(),
            _page(options),
            _furniture(options),
            _recto(options),
            _type(options),
            _watermark(config) if edition.watermark else "",
        )
    )


def _page(o: PrintOptions) -> str:
    """The text block holds whole lines; what is left over goes to the foot."""
    bleed = f"bleed: {o.bleed}pt;" if o.bleed else ""
    bottom = o.height - o.top - text_height(o)
    return f"""
@page {{ size: {o.width}pt {o.height}pt; {bleed} margin: {o.top}pt {o.outer}pt {bottom:g}pt {o.inner}pt; }}
@page :left {{ margin-left: {o.outer}pt; margin-right: {o.inner}pt; }}
@page :right {{ margin-left: {o.inner}pt; margin-right: {o.outer}pt; }}
"""


def _furniture(o: PrintOptions) -> str:
    """Heads and folios; none on blanks, no head on openings, no folio on display pages."""
    head = (
        f"font: 500 {o.font_size * 0.67:.2f}pt 'Galerada Sans'; letter-spacing: 0.09em; text-transform: uppercase; "
        f"vertical-align: bottom; padding-bottom: {o.leading * 0.95:.2f}pt; white-space: nowrap; "
        f"width: {measure(o)}pt; overflow: hidden; text-overflow: ellipsis;"
    )
    folio = f"font: {o.font_size * 0.84:.2f}pt 'Galerada Text'; font-feature-settings: 'lnum';"
    rules = [_folio("front", "lower-roman", folio), _folio("body", "decimal", folio), _folio("first", "decimal", folio)]
    rules += [_heads(name, head) for name in ("front", "body", "first")]
    rules += [f"@page {name} {{ {EMPTY} }}" for name in ("display", "first-display", ":blank")]
    rules += [f"@page {name}:nth(1 of {name}) {{ counter-reset: page 1; }}" for name in ("first", "first-display")]
    return "\n".join(rules)


EMPTY = "@bottom-center { content: none; } @top-center { content: none; }"


def _folio(page: str, style: str, look: str) -> str:
    return f"@page {page} {{ @bottom-center {{ content: counter(page, {style}); {look} }} }}"


def _heads(page: str, look: str) -> str:
    """The book's title on the left, the chapter's on the right, nothing over an opening."""
    return f"""
@page {page}:left {{ @top-center {{ content: string(book-title); {look} }} }}
@page {page}:right {{ @top-center {{ content: string(chapter-title); {look} }} }}
@page {page}:nth(1 of {page}) {{ @top-center {{ content: none; }} }}
"""


def _recto(o: PrintOptions) -> str:
    """Where parts of the book open; title pages, parts and page 1 are on the right in any book."""
    side = "recto" if o.chapters_open == "recto" else "page"
    return f"""
section {{ break-before: {side}; }}
section section {{ break-before: auto; }}
section.display-page, section.first-of-body {{ break-before: recto; }}
section.role-copyright-page {{ break-before: page; }}
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


def _watermark(config: Config) -> str:
    label = words(config.language).proof
    return f"""
@page {{ @left-top {{ content: "{label}"; font: 700 8pt 'Galerada Sans'; letter-spacing: 0.2em; color: #b00020; }} }}
"""


def measure(options: PrintOptions) -> float:
    """The width of the text block in pt."""
    return options.width - options.inner - options.outer


def text_height(options: PrintOptions) -> float:
    """The height of the text block in pt: whole lines."""
    return _lines(options, options.height - options.top - options.bottom)
