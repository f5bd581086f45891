"""The style sheets, wherever Galerada runs from: a checkout, or an installed wheel.

In: names. Out: text.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from .designs import TEXT, design_of, text_family
from .settings import PrintOptions

ORNAMENT = "Galerada Ornament"
"""The part of the face that has printers' flowers, whatever face the text is set in."""


@cache
def sheet(name: str) -> str:
    """A style sheet by its file name (`base.css`)."""
    shipped = files("pipeline") / "styles" / name
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    return (Path(__file__).parent.parent / "styles" / name).read_text(encoding="utf-8")


def ebook_css() -> str:
    """What an EPUB's pages are styled by."""
    return sheet("base.css") + sheet("ebook.css")


def faces_css() -> str:
    """Which parts of an EPUB are set in which of the faces of print."""
    return sheet("faces.css")


def print_css(options: PrintOptions) -> str:
    """What paged editions are styled by, without the page's own measures: the design's sheet, then the book's own.

    The sheets name the face of the text by its part; the design says which one plays it.
    """
    design = design_of(options)
    sheets = ["base.css", "print.css", *filter(None, [design.sheet]), *(["large.css"] if options.large else [])]
    made = "".join(map(sheet, [*sheets, "lines.css"]))
    made = made.replace(f'"{TEXT}"', f'"{text_family(options)}"').replace(f'"{ORNAMENT}"', f'"{TEXT}"')
    return made + options.own_css
