"""What a reader wrote into a copy of the book, whatever kind of file it came in.

In: nothing. Out: `Remark`s about stretches of the copy's running text, and the copy itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from ..nodes import NOWHERE, Pos
from .letters import Letters


class Ask(StrEnum):
    """What a remark asks for."""

    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    HIGHLIGHT = "highlight"
    """These words are meant; what is said of them may be nothing."""
    QUERY = "query"
    """A note at a place."""


Said = tuple[str, str]
"""Who, and what."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that somebody asks."""

    ask: Ask
    spans: tuple[Span, ...]
    """Stretches of the running text, in order; an empty one is a place."""
    where: str
    """For people: `page 12`, `paragraph 3`."""
    who: str = ""
    note: str = ""
    words: str = ""
    """What is to come in."""
    replies: tuple[Said, ...] = ()
    exact: bool = False
    """Whether spaces were marked with intent, as in a word processor; a pen on a page does not mean them."""
    paragraph: Span = (0, 0)
    """The stretch of its paragraph, if the manuscript is known to have it as it stands."""
    pos: Pos = NOWHERE
    """Where that paragraph's first words are in the manuscript."""

    @property
    def start(self) -> int:
        """Where it begins in the running text."""
        return self.spans[0][0]

    def shown(self, text: str) -> str:
        """The remark in a line: what it is about, and what it says."""
        about = word_at(text, self.start) if self.ask is Ask.QUERY else ""
        about = about or plain(" ".join(text[start:end] for start, end in self.spans))
        change = {Ask.INSERT: f"+ {self.words}", Ask.DELETE: f"- {about}", Ask.REPLACE: f"{about} -> {self.words}"}
        said = [change.get(self.ask, about), self.note, *(f"{who}: {note}" for who, note in self.replies)]
        return ": ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the copy that no mark can say."""

    where: str
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A copy that came back."""

    letters: Letters
    remarks: tuple[Remark, ...]
    """In the order of the text."""
    unread: tuple[Unread, ...] = ()


def word_at(text: str, index: int) -> str:
    """The word that a character stands in, or ends."""
    before = re.search(r"\w*\Z", text[max(index - 60, 0) : index])
    after = re.match(r"\w*", text[index : index + 60])
    return (before[0] if before else "") + (after[0] if after else "")


def plain(text: str) -> str:
    """A text in one line, without hyphens at its line ends."""
    return " ".join(re.sub(r"(?<=\w)[\u2010\u00ad-]\s*\n\s*(?=\w)", "", text).split())


def named(who: str) -> str:
    """An author's name as a mark can hold it: one word, its parts joined by points."""
    return ".".join(re.findall(r"\w[\w-]*", who))


def reduced(remark: Remark, text: str) -> Remark:
    """Without a note that only repeats the words it stands at, which some viewers write by themselves."""
    about = [plain(text[start:end]) for start, end in remark.spans]
    repeats = remark.note and plain(remark.note) == " ".join(about)
    return replace(remark, note="") if repeats else remark
