"""What was written is read back: the words of a chapter's markup, one by one and in their order, against its tree's.

In: a chapter after the plan, and the markup made of it, of whichever edition. Out: the first difference and its place.
Declared, and nothing else: soft hyphens and places where a long word may break; notes stand where the edition has
them, and their calls and ways back are drawn; a chapter's number is; what another edition shows is gone; the words of a
drawing are those that stand for it. The markup is read by itself, from its bytes: nothing that wrote it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import zip_longest

from .diagnostics import Code, Report
from .model import Chapter
from .nodes import BLOCKS, Body, Element, Pos, Text, moved
from .roles import ROLES

APART = BLOCKS | {"br", "img", "svg"}
"""Words on either side of these are two."""
DRAWN = frozenset({"img", "svg"})
VOID = frozenset("area br col hr img input link meta source wbr".split())
TOKEN = re.compile(r"<(/?)([^\s/>]+)([^>]*)>|([^<]+)")
"""Our own markup: `>` stands in no attribute as it is."""
ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
AROUND = 3
"""Words of a difference that are told."""

Run = tuple[str, Pos]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the written words leave those that were read."""

    read: str
    """The words that were to be written; empty: there are no more."""
    written: str
    pos: Pos


@dataclass(slots=True)
class Written:
    """The words of one file of markup."""

    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    """By their ids."""

    def note(self, key: str, ident: str) -> list[str] | None:
        """A chapter's note: its id may have the chapter's key before it."""
        return self.notes.get(ident, self.notes.get(f"{key}--{ident}"))


def difference(
    chapter: Chapter, written: Written, other: Set[str], gathered: Written | None = None
) -> Difference | None:
    """The first word that is not as it was read; None: there is none. `other`: classes of what is not shown here.

    `gathered`: the file that has the notes of all chapters, where the edition has one.
    """
    read = _Read(other)
    read.take(chapter.body)
    if ROLES[chapter.role].titled:
        titled = _Read(other)
        titled.take(chapter.shown_title)
        if found := _compared(_title(titled.text, chapter), written.title, chapter.pos):
            return found
    if found := _compared(read.text, written.text, chapter.pos):
        return found
    for ident, runs in read.notes.items():
        place = written if gathered is None else gathered
        if found := _compared(runs, place.note(chapter.key, ident) or [], chapter.pos):
            return found
    return None


def _title(runs: list[Run], chapter: Chapter) -> list[Run]:
    """A part's title stands in two lines, and not with the colon between them."""
    if chapter.role != "part" or not runs:
        return runs
    place = 1 if len(runs) > 1 and not runs[0][0].strip() else 0
    text, pos = runs[place]
    return [*runs[:place], (text.replace(": ", "  ", 1), pos), *runs[place + 1 :]]


def _compared(runs: list[Run], pieces: list[str], start: Pos) -> Difference | None:
    read, written = _words("".join(text for text, _ in runs)), _words("".join(pieces))
    if read == written:
        return None
    place = next(n for n, (one, other) in enumerate(zip_longest(read, written)) if one != other)
    pos = _place(runs, place) or start
    return Difference(" ".join(read[place : place + AROUND]), " ".join(written[place : place + AROUND]), pos)


def _words(text: str) -> list[str]:
    return (text if text.isascii() else text.replace("\u00ad", "")).split()


def _place(runs: Iterable[Run], number: int) -> Pos | None:
    """Where a word begins, or the last one where there are not so many."""
    count, inside, last = -1, False, None
    for text, pos in runs:
        for found in re.finditer(r"\s+|[^\s\u00ad]+", text):
            white = found[0].isspace()
            if not white and not inside:
                count, last = count + 1, moved(pos, found.start()) if pos.path else last
                if count == number:
                    return last
            inside = not white
    return last


# the tree


class _Read:
    """The words of a tree, those of its notes by themselves."""

    def __init__(self, other: Set[str]) -> None:
        self.other = other
        self.text: list[Run] = []
        self.notes: dict[str, list[Run]] = {}

    def take(self, nodes: Body) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self.text.append((node.text, node.pos))
            elif isinstance(node, Element):
                self._element(node)

    def _element(self, node: Element) -> None:
        said = dict(node.attrs) if node.attrs else _NONE
        names = said.get("class", "").split()
        if names and ("note-call" in names or not self.other.isdisjoint(names)):
            return
        if "data-call" in said:
            around, self.text = self.text, []
            self.take(node.children)
            self.notes[said["id"]], self.text = self.text, around
            return
        apart = node.tag in APART
        if apart:
            self.text += [("\n", node.pos), (_stands_for(node.tag, said), node.pos), ("\n", node.pos)]
        if node.tag != "svg":
            self.take(node.children)
        if apart:
            self.text.append(("\n", node.pos))


_NONE: Mapping[str, str] = {}


def _stands_for(tag: str, said: Mapping[str, str]) -> str:
    """What is read out in the place of a picture."""
    return said.get("alt" if tag == "img" else "aria-label", "") if tag in DRAWN else ""


# the markup


def written_in(markup: str) -> Written:
    """The words of a file's body, as a reading system would find them."""
    begin = markup.find("<body")
    reading = _Reading()
    for end, tag, attrs, text in TOKEN.findall(markup, max(0, begin)):
        if text:
            reading.say(text)
        elif end:
            reading.end(tag)
        else:
            reading.begin(tag, attrs)
    made = reading.made
    made.title, made.text = _plain(made.title), _plain(made.text)
    made.notes = {ident: _plain(pieces) for ident, pieces in made.notes.items()}
    return made


def _plain(pieces: list[str]) -> list[str]:
    text = "".join(pieces)
    if "&" in text:
        for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            text = text.replace(name, sign)
    return [text]


class _Reading:
    """One walk over the tags of a file: which words are the title's, the text's or a note's, and which are drawn."""

    def __init__(self) -> None:
        self.made = Written()
        self.into: list[str] = self.made.text
        self.silent = False
        self.depth = 0
        self.back: list[tuple[int, list[str], bool]] = []
        """Where the words went before an element that has its own place, and how deep it stands."""
        self.opened = False
        self.listed = False
        """Whether a list of notes has just begun: its title is drawn."""

    def say(self, text: str) -> None:
        if not self.silent:
            self.into.append(text)

    def begin(self, tag: str, attrs: str) -> None:
        said = dict(ATTRIBUTE.findall(attrs)) if "=" in attrs else _NONE
        if tag in APART and not self.silent:
            self.into += ["\n", _stands_for(tag, said), "\n"]
        if tag in VOID:
            return
        self.depth += 1
        if said or tag == "svg":
            self._place(tag, said)

    def _place(self, tag: str, said: Mapping[str, str]) -> None:
        names = said.get("class", "").split()
        listed, self.listed = self.listed, "notes" in names and "listed" in names
        if "note" in names or "footnote" in names:
            self._goes(self.made.notes.setdefault(said.get("id", ""), []))
        elif tag == "header" and "opening" in names and not self.opened:
            self.opened = True
            self._goes(self.made.title)
        elif self.into is self.made.title and tag == "figure":
            self._goes(self.made.text)
        elif self._is_drawn(tag, said, names) or (listed and tag == "h2"):
            self._goes(self.into, silent=True)
        elif tag == "span" and any(name.startswith("note-") for name in names):
            self.into.append("\n")

    def _is_drawn(self, tag: str, said: Mapping[str, str], names: list[str]) -> bool:
        if self.into is self.made.title and ("number" in names or "number-label" in names):
            return True
        return tag == "svg" or said.get("role") == "doc-backlink" or "note-call" in names

    def _goes(self, into: list[str], *, silent: bool = False) -> None:
        self.back.append((self.depth, self.into, self.silent))
        self.into, self.silent = into, silent or self.silent

    def end(self, tag: str) -> None:
        if tag in APART and not self.silent:
            self.into.append("\n")
        if self.back and self.back[-1][0] == self.depth:
            _, self.into, self.silent = self.back.pop()
        self.depth -= 1


def say(found: Difference, edition: str, report: Report) -> None:
    """Report a difference, as a fault of the program."""
    begun = f"'{found.read} …' was to be written" if found.read else "the text was to end"
    there = f"and '{found.written} …' is" if found.written else "and nothing more is"
    report.add(Code.WORDS_LOST, f"the {edition} does not hold the words as they were read: {begun}, {there}",
               found.pos, CURE)  # fmt: skip


CURE = "this is a fault of Galerada: write the line another way, and report it"
