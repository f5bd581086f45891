"""Where the paged editions have their lines set.

In: a body as it is about to be serialised, the page's options, the language. Out: the body with its lines.
"""

from __future__ import annotations

from ..diagnostics import Report
from ..linebreaking.cascade import Design
from ..linebreaking.setting import Lines, set_lines
from ..model import PrintOptions
from ..nodes import Body
from ..style import print_css
from .pagecss import measure, page_css


def lined(body: Body, page: PrintOptions, language: str, report: Report) -> Lines:
    """The body with its lines set, if the book wants them so; what is left to the engine goes to the report."""
    if page.lines == "engine":
        return Lines(body)
    css = page_css(page) + print_css(page)
    return set_lines(body, Design(css, measure(page), page.font_size, page.leading), language, report)
