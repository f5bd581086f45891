"""Where words may be divided. The only home of pyphen.

In: a word, a language. Out: the places where it may be divided, by the patterns of that language.
Least letters before and after a division: what the language's printers keep, not the fewest that its rules allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

LONGEST = 60
"""Letters; what is longer is no word, and patterns would find places everywhere in it."""
MINIMA: Mapping[str, tuple[int, int]] = {
    "es": (2, 2), "ca": (2, 2), "pt": (2, 3), "it": (2, 2), "fr": (2, 3), "de": (2, 3), "en": (2, 3), "nl": (2, 3),
    "la": (2, 3), "eu": (2, 3), "gl": (2, 3),
}  # fmt: skip
"""Letters before, and after: a hyphen is as wide as one letter, so two at the head of a line gain little."""
OTHERS = (3, 3)
SHORTEST = 5
"""Letters of the shortest word that is divided."""


@lru_cache(maxsize=65536)
def divisions(word: str, language: str) -> tuple[int, ...]:
    """Indices before which a hyphen may stand; none where the language has no patterns."""
    if not SHORTEST <= len(word) <= LONGEST:
        return ()
    patterns = _patterns(language)
    if patterns is None:
        return ()
    # a place that wants the word spelt otherwise (German ck, Hungarian) is left out
    return tuple(int(place) for place in patterns.positions(word) if not place.data)


@cache
def _patterns(language: str) -> Any:
    import pyphen

    known = pyphen.language_fallback(language)
    left, right = MINIMA.get(language.split("-")[0].lower(), OTHERS)
    return pyphen.Pyphen(lang=known, left=left, right=right) if known else None
