"""The nearest known name, for hints that name the cure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, or an empty string when none is near."""
    names = {word.lower(): word for word in known}
    found = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`did you mean X?`, or the list of what is known."""
    words = tuple(known)
    close = nearest(name, words)
    return f"did you mean {close}?" if close else f"known are: {', '.join(sorted(words))}"
