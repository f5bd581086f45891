"""A word processor's paragraph before any change, what was done to it, and how it differs from the book's own.

In: paragraphs of a DOCX. Out: `Line`s; steps from one text to another, by words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from .remarks import plain
from .wordfile import Border, Odd, Piece, WordParagraph

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ")


@dataclass(frozen=True, slots=True)
class Tracked:
    """A change in a paragraph, by the characters of its text before any change."""

    start: int
    end: int
    words: str
    who: str
    moved: bool = False


@dataclass(slots=True)
class Line:
    """A paragraph before any change, and what was done to it."""

    base: list[str] = field(default_factory=list)
    length: int = 0
    changes: list[Tracked] = field(default_factory=list)
    borders: list[tuple[int, Border]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)
    holder: str = ""
    """`note` or `table`; empty: the running text."""
    odd: list[Odd] = field(default_factory=list)
    shape: list[tuple[bool, bool]] = field(default_factory=list)
    """Of each character whether it is bold, and italic."""

    @property
    def text(self) -> str:
        """Its words before any change."""
        return "".join(self.base)

    def take(self, paragraph: WordParagraph) -> None:
        """A paragraph, or one more that was parted from it."""
        self.anchors += [name for name in paragraph.anchors if name.startswith("g_")]
        self.holder = paragraph.holder
        self.seals += [name for name in paragraph.anchors if name.startswith("h_")]
        for item in paragraph.items:
            match item:
                case Piece(state="ins"):
                    self.change(Tracked(self.length, self.length, item.text, item.who, item.moved))
                case Piece():
                    start = self.length
                    self.base.append(item.text)
                    self.length += len(item.text)
                    self.shape += [(item.bold, item.italic)] * len(item.text)
                    if item.state:
                        self.change(Tracked(start, self.length, "", item.who, item.moved))
                case Border():
                    self.borders.append((self.length, item))
                case Odd():
                    self.odd.append(item)

    def change(self, made: Tracked) -> None:
        """What follows a change of the same hand at once belongs to it."""
        last = self.changes[-1] if self.changes else None
        if last and last.who == made.who and last.end == made.start and last.moved == made.moved:
            self.changes[-1] = replace(last, end=made.end, words=last.words + made.words)
        else:
            self.changes.append(made)


def lines_of(paragraphs: Sequence[WordParagraph]) -> Iterator[Line]:
    """Paragraphs before any change: one whose end was inserted is one with the next."""
    line = Line()
    for paragraph in paragraphs:
        line.take(paragraph)
        if paragraph.end == "ins":
            line.change(Tracked(line.length, line.length, "\n\n", paragraph.who))
            continue
        if paragraph.end == "del" and sum(made.end - made.start for made in line.changes) < line.length:
            line.odd.append(Odd(paragraph.who, "the end of the paragraph, deleted", "join it with the next by hand"))
        yield line
        line = Line()
    if line.base or line.changes:
        yield line


def come_in(line: Line) -> str:
    """The words that were inserted."""
    return "".join(made.words for made in line.changes)


def accepted(line: Line) -> str:
    """The paragraph's words with every change made."""
    made, cursor = list[str](), 0
    for change in line.changes:
        made += line.text[cursor : change.start], change.words
        cursor = change.end
    return "".join([*made, line.text[cursor:]])


def shortened(text: str) -> str:
    """A text for people, thirty characters at most."""
    words = plain(text)
    return words if len(words) <= 30 else words[:29] + "…"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of one text, and what stands for it in the other."""

    start: int
    end: int
    there: int
    beyond: int
    same: bool


def steps_to(text: str, model: str) -> list[Step]:
    """From the file's text to the book's, by words."""
    if text == model:
        return [Step(0, len(text), 0, len(model), True)]
    here, other = TOKEN.findall(text), TOKEN.findall(model)
    matcher = SequenceMatcher(None, [t.translate(SPACES) for t in here], [t.translate(SPACES) for t in other], False)
    at, to = _offsets(here), _offsets(other)
    return [Step(at[a], at[b], to[c], to[d], tag == "equal") for tag, a, b, c, d in matcher.get_opcodes()]


def _offsets(tokens: Sequence[str]) -> list[int]:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def moved_by(steps: Sequence[Step], at: int) -> int:
    """Where a character of the file stands in the book."""
    for step in steps:
        if step.start <= at < step.end or (at == step.end and step is steps[-1]):
            return min(step.there + at - step.start, step.beyond) if step.same else step.there
    return steps[-1].beyond if steps else 0
