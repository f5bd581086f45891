"""Letters by which two texts are held against each other, however each of them was set.

In: a running text. Out: its letters, folded (case, accents, ligatures and the shape of quotation marks do not count;
spaces, hyphens and dashes are none), each with the place it was taken from.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad")
"""A line's end adds or hides some of them, and `--` may stand for one."""
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufffc\u2610\u2611\u2022\u25e6\u25aa")
"""Characters without width, and what a book draws before an item: a box, a bullet."""
QUOTES = frozenset("\"'`\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2039\u203a\u2032\u2033\u00b4")


@lru_cache(maxsize=4096)
def fold(sign: str) -> str:
    """The letters that one character stands for; empty for a space, a dash, an accent."""
    if sign in QUOTES:
        return '"'
    if sign in DASHES or sign in UNSEEN or sign.isspace():
        return ""
    parts = unicodedata.normalize("NFKD", sign).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part) and part not in DASHES and part != " ")


def folded(text: str) -> str:
    """A text's letters."""
    return "".join(map(fold, text))


@dataclass(frozen=True, slots=True)
class Letters:
    """A text's letters and where each stands in it."""

    text: str
    at: array[int]
    """For each letter the index of its character."""
    raw: str
    """The text itself."""

    @classmethod
    def of(cls, raw: str, without: frozenset[int] = frozenset()) -> Letters:
        """The letters of a text, but for the characters at some indexes."""
        made, at = list[str](), array("l")
        for index, sign in enumerate(raw):
            if index not in without and (letters := fold(sign)):
                made.append(letters)
                at.extend([index] * len(letters))
        return cls("".join(made), at, raw)

    def before(self, index: int) -> int:
        """How many letters stand before a character."""
        return bisect_left(self.at, index)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The letters of a stretch of the text."""
        return self.before(start), self.before(end)

    def gap(self, letter: int) -> tuple[int, int]:
        """The stretch of the text between the letter before this one and this one."""
        start = self.at[letter - 1] + 1 if letter else 0
        return start, self.at[letter] if letter < len(self.at) else len(self.raw)


def occurrences(text: str, pattern: str, most: int = 50) -> Iterator[int]:
    """Where a pattern stands, overlapping ones too; no more than `most`."""
    place = text.find(pattern)
    while place >= 0 and most:
        yield place
        place, most = text.find(pattern, place + 1), most - 1
