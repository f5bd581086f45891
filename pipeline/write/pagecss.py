"""The page itself, from the book's print options: trim, margins, folios, running heads.

In: `PrintOptions`, the language, an edition. Out: CSS for paged layout. Lengths in pt.
"""

from __future__ import annotations

from ..fonts import font_faces
from ..model import Config, Edition, PrintOptions
from ..words import words


def page_css(config: Config, edition: Edition) -> str:
    """`@font-face`, `@page` and the measures that depend on the page."""
    options = config.print
    return "\n".join(
        (
            font_faces(),
            _page(options),
            _furniture(),
            _recto(options),
            _type(options),
            _watermark(config) if edition.watermark else "",
        )
    )


def _page(o: PrintOptions) -> str:
    bleed = f"bleed: {o.bleed}pt;" if o.bleed else ""
    return f"""
@page {{ size: {o.width}pt {o.height}pt; {bleed} margin: {o.top}pt {o.outer}pt {o.bottom}pt {o.inner}pt; }}
@page :left {{ margin-left: {o.outer}pt; margin-right: {o.inner}pt; }}
@page :right {{ margin-left: {o.inner}pt; margin-right: {o.outer}pt; }}
"""


HEAD = "font: 500 7.6pt 'Galerada Sans'; letter-spacing: 0.09em; text-transform: uppercase; color: #000;"
FOLIO = "font: 9.4pt 'Galerada Text'; color: #000;"


def _furniture() -> str:
    """Heads and folios; none on blanks, no head on openings, no folio on display pages."""
    return f"""
@page front {{ @bottom-center {{ content: counter(page, lower-roman); {FOLIO} }} }}
@page body {{
  @bottom-center {{ content: counter(page); {FOLIO} }}
}}
@page body:left {{ @top-center {{ content: string(book-title); {HEAD} vertical-align: bottom; padding-bottom: 14pt; }} }}
@page body:right {{ @top-center {{ content: string(chapter-title); {HEAD} vertical-align: bottom; padding-bottom: 14pt; }} }}
@page body:nth(1 of body) {{ @top-center {{ content: none; }} }}
@page first:nth(1 of first) {{ counter-reset: page 1; @top-center {{ content: none; }} }}
@page first {{ @bottom-center {{ content: counter(page); {FOLIO} }} }}
@page first:left {{ @top-center {{ content: string(book-title); {HEAD} vertical-align: bottom; padding-bottom: 14pt; }} }}
@page first:right {{ @top-center {{ content: string(chapter-title); {HEAD} vertical-align: bottom; padding-bottom: 14pt; }} }}
@page first:nth(1 of first) {{ @top-center {{ content: none; }} }}
@page display {{ @bottom-center {{ content: none; }} @top-center {{ content: none; }} }}
@page :blank {{ @bottom-center {{ content: none; }} @top-center {{ content: none; }} }}
"""


def _recto(o: PrintOptions) -> str:
    side = "recto" if o.chapters_open == "recto" else "page"
    return f"""
section.matter-body, section.matter-back, section.matter-front {{ break-before: {side}; }}
section.role-copyright-page {{ break-before: page; }}
"""


def _type(o: PrintOptions) -> str:
    measure = o.width - o.inner - o.outer
    return f"""
html {{ font-size: {o.font_size}pt; line-height: {o.leading}pt; }}
:root {{ --measure: {measure}pt; --leading: {o.leading}pt; }}
"""


def _watermark(config: Config) -> str:
    label = words(config.language).proof
    return f"""
@page {{ @left-top {{ content: "{label}"; font: 700 8pt 'Galerada Sans'; letter-spacing: 0.2em; color: #b00020; }} }}
"""


def measure(options: PrintOptions) -> float:
    """The width of the text block in pt."""
    return options.width - options.inner - options.outer
