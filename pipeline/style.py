"""The style sheets, wherever Galerada runs from: a checkout, or an installed wheel.

In: names. Out: text.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path


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


def print_css() -> str:
    """What paged editions are styled by, without the page's own measures."""
    return sheet("base.css") + sheet("print.css") + sheet("lines.css")
