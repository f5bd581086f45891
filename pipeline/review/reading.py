"""A book on the copy editor's desk: its passages, each with its language, and the way to say what is wrong.

In: the chapters as read. Out: `Sheet`s of passages that every check reads. Not its business: any check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..config.language import guess_language
from ..diagnostics import Code
from ..model import Book
from ..nodes import Pos
from .passages import WORD, Passage, passages
from .tongue import Tongue
from .tongues import tongue

Say: TypeAlias = Callable[[Code, str, Pos, str], None]
"""A code, what is wrong, where, and what would be right."""
BEGINS = ".!?…:»”\"“«(¿¡—–\n\ufffc"
"""Behind one of these, and spaces, a word may have a capital for the sentence's sake."""


@dataclass(frozen=True, slots=True)
class Page:
    """One passage in its language."""

    passage: Passage
    language: str
    tongue: Tongue | None
    """None: a language that we have no table of."""

    def begins_sentence(self, index: int) -> bool:
        """Whether a sentence may begin at this character."""
        text = self.passage.text
        while index and text[index - 1] in " \u00a0\t":
            index -= 1
        return not index or text[index - 1] in BEGINS

    def is_foreign(self, index: int) -> bool:
        """Whether the character stands in words of another language, as far as their form tells."""
        return self.passage.is_held(index)


def pages(book: Book) -> Iterator[Page]:
    """The passages of the chapters that an author wrote; a raw text is kept word for word, and is not read."""
    for chapter in book.chapters:
        if chapter.source is None or chapter.is_raw:
            continue
        language = chapter.language or book.config.language
        known = tongue(language)
        for passage in passages(chapter.body):
            yield _page(passage, language, known)


def _page(passage: Passage, language: str, known: Tongue | None) -> Page:
    guessed = guess_language(passage.text)
    if guessed and guessed != language.split("-")[0].lower():
        return Page(passage, guessed, tongue(guessed))
    foreign = [span for span in passage.italics if known and not is_own(passage.text[slice(*span)], known)]
    held = tuple(sorted([*passage.held, *foreign]))
    return Page(replace(passage, held=held), language, known)


def is_own(text: str, known: Tongue) -> bool:
    """Whether words in italics are the book's own: two of its commonest are among them."""
    return sum(found[0].lower() in known.common for found in WORD.finditer(text)) > 1
