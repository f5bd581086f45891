"""What mended the book's pages, as it was frozen: `pages.lock`, in the book's folder.

In: the file's bytes, or tunings. Out: tunings by chapter, or the file's bytes. A tuning names a paragraph by its words:
one that was written anew has none, and all others keep theirs, so that a small edit does not make the book run over
anew. Each page design has its own, for other measures break other lines.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from .blocks import digest
from .diagnostics import BookError, Code
from .nodes import Pos
from .settings import PrintOptions

FILE = "pages.lock"
FORMAT = 1
MOST = 8
"""Thousandths of an em that a letter may be moved by."""

Tunings = Mapping[str, Mapping[str, int]]
"""Chapter -> digest of a paragraph's words -> thousandths of an em."""


def page_name(o: PrintOptions, language: str) -> str:
    """What the lines of a page depend on, in words."""
    across, down = o.width - o.inner - o.outer, o.height - o.top - o.bottom
    made = f"{o.design} {across:.1f}x{down:.1f}pt {o.font_size:g}/{o.leading:g}pt {o.lines} {language}"
    return f"{made} {digest(o.own_css)}" if o.own_css else made


def tunings(data: bytes | None, page: str) -> Tunings:
    """What is frozen for that page; raises BookError when the file is not one of ours."""
    if data is None:
        return {}
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        return {str(chapter): {str(words): _checked(step) for words, step in own.items()}
                for chapter, own in told["pages"].get(page, {}).items()}  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        hint = "take it from your last good copy, or delete it: `galerada pages --mend` makes it anew"
        message = f"{FILE} is not what Galerada wrote"
        raise BookError(Code.PAGES_LOCK_UNREADABLE, message, Pos(FILE, 1, 1), hint) from None


def _checked(step: object) -> int:
    if not isinstance(step, int) or abs(step) > MOST:
        raise ValueError(step)
    return step


def frozen(data: bytes | None, page: str, made: Tunings) -> bytes:
    """The file with these tunings for that page; those of other pages stay."""
    pages: dict[str, Tunings] = {}
    if data is not None:
        tunings(data, page)
        pages = json.loads(data)["pages"]
    pages[page] = {chapter: dict(sorted(own.items())) for chapter, own in sorted(made.items()) if own}
    told = {"format": FORMAT, "pages": {name: own for name, own in sorted(pages.items()) if own}}
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
