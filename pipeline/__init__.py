"""Galerada: from a folder of chapters to a printed book and an ebook.

build        build a book's editions
Request      what is asked for
Result       what came of it
Book         the book between reading and writing
Diagnostic   one finding, with its place in the manuscript
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Book", "Diagnostic", "Request", "Result", "__version__", "build"]

if TYPE_CHECKING:
    from .diagnostics import Diagnostic
    from .model import Book
    from .request import Request, Result
    from .run import build

_HOMES = {"build": "run", "Request": "request", "Result": "request", "Book": "model", "Diagnostic": "diagnostics"}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first asked for: `galerada --help` needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
