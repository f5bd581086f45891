"""How long a chapter is: words, printed pages, minutes of reading.

In: a proof. Out: numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Chapter
from ..wordcount import PER_MINUTE
from ..wordcount import words_in as words_of
from .proof import WebProof


@dataclass(frozen=True, slots=True)
class Length:
    """How long something is."""

    words: int
    pages: int

    @property
    def minutes(self) -> int:
        """Of reading, at the least one."""
        return max(1, round(self.words / PER_MINUTE))


def words_in(chapter: Chapter) -> int:
    """The chapter's words."""
    return words_of(chapter.body)


def length(proof: WebProof, chapter: Chapter) -> Length:
    """Of one chapter."""
    return Length(words_in(chapter), sum(page.chapter == chapter.key for page in proof.pages))


def whole(proof: WebProof) -> Length:
    """Of what the author wrote, and of all pages."""
    return Length(sum(words_in(c) for c in proof.book.chapters if c.source is not None), len(proof.pages))
