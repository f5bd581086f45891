"""What a preflight finds, before it is known where that stands in the manuscript.

In: nothing. Out: `Finding`, and how pages are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..diagnostics import Code
from ..targets import Target
from .model import File, Rect, Sheet

NAMED = 6
"""Pages that a finding names; of more it tells how many."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault."""

    code: Code
    message: str
    """With the page."""
    hint: str
    sheet: int = 0
    """The page of the file, counted from 1, on which it is seen (first); 0: it is the whole file's."""
    rect: Rect | None = None
    """Where on that page; None: the page as a whole, or what no line of the manuscript can mend."""
    picture: bool = False
    """Whether a picture is meant, and not the words beside it."""
    weight: float = 0.0
    """Of several in one place and of one code the heaviest is told."""


Check: TypeAlias = Callable[[File, Target], Iterator[Finding]]


def on(sheets: Iterable[Sheet]) -> str:
    """`on page 57`; `on pages 3, 5 and 12`; of many, the first and how many more."""
    labels = list(dict.fromkeys(sheet.label for sheet in sheets))
    if len(labels) == 1:
        return f"on page {labels[0]}"
    if len(labels) > NAMED:
        return f"on pages {', '.join(labels[:NAMED])} and {len(labels) - NAMED} more"
    return f"on pages {', '.join(labels[:-1])} and {labels[-1]}"


def once(code: Code, what: str, hint: str, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """One finding for all pages that have the fault; none where no page has it."""
    if sheets:
        yield Finding(code, f"{what} {on(sheets)}", hint, sheets[0].number)


def length(pt: float) -> str:
    """`12.7 mm`."""
    return f"{pt / 72 * 25.4:.1f} mm"
