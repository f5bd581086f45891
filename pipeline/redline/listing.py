"""The list of changes, as the last chapter of a redline: by chapter, each with its page and line.

In: a redline, where each change stands, what the versions are called. Out: a chapter. Changes of typography come last,
by themselves: whoever reads the rest need not wade through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from ..marks import INSERTED
from ..model import Chapter, Matter
from ..nodes import Body, Element, Node, element, elements
from .changes import CHANGE, Change, Kind, Redline, counted
from .wording import Wording, wording
from .words import GONE

KEY = "redline-changes"
LONGEST = 240
"""Characters of a change that the list shows; the page shows the rest."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a change begins on paper."""

    page: str
    """The folio of its page."""
    line: int
    """On that page, from 1."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What the two versions are called."""

    old: str
    new: str


def list_chapter(redline: Redline, spots: Mapping[int, Spot], named: Versions, language: str) -> Chapter:
    """The chapter that lists the changes."""
    words = wording(language)
    told = words.compared.format(named.new, named.old)
    counts = ", ".join(f"{words.kinds[kind]}: {count}" for kind, count in counted(redline.changes).items())
    body = [element("p", told), element("p", counts or words.none)]
    real = [change for change in redline.changes if change.kind is not Kind.TYPOGRAPHY]
    anchors = _anchors(redline)
    for title, some in groupby(real, lambda change: change.chapter):
        body += [element("h2", title), *_entries(some, spots, anchors, words)]
    if reset := redline.of(Kind.TYPOGRAPHY):
        body += [element("h2", words.kinds[Kind.TYPOGRAPHY]), *_entries(reset, spots, anchors, words)]
    return Chapter(KEY, words.changes, (element("div", *body, class_="redline-list"),), Matter.BACK, "errata")


def _anchors(redline: Redline) -> dict[str, str]:
    """Of each change, the id of the element that shows it first."""
    found: dict[str, str] = {}
    for chapter in redline.book.chapters:
        for node in elements((*chapter.heading, *chapter.body)):
            if node.has(CHANGE) and node.get("id"):
                found.setdefault(node.get(CHANGE), f"book:{chapter.key}#{node.get('id')}")
    return found


def _entries(
    some: Iterable[Change], spots: Mapping[int, Spot], anchors: Mapping[str, str], words: Wording
) -> Iterator[Element]:
    for change in some:
        spot = spots.get(change.number)
        where = f"{words.page}\u00a0{spot.page}, {words.line}\u00a0{spot.line}" if spot else ""
        target = anchors.get(str(change.number), "")
        place: Node = element("a", where, href=target) if where and target else element("span", where)
        named = f"{change.paragraph} " if change.paragraph else ""
        said = element("strong", f"{change.number}. {named}{words.kinds[change.kind]}")
        yield element("p", said, " · ", place, *_words(change), class_="redline-entry")


def _words(change: Change) -> Body:
    """What went and what came, as the pages show it."""
    made: list[Node | str] = []
    if change.kind is Kind.MARKUP:
        return element("p", f" · {_short(change.new)} ({change.note})").children
    if change.old and not (change.kind is Kind.MOVED and change.what != "chapter"):
        made += [" · " if not made else " ", element("del", _short(change.old), class_=f"{GONE} redline")]
    if (change.new and change.new != change.old) or change.kind is Kind.MOVED:
        made += [" · " if not made else " ", element("ins", _short(change.new), class_=f"{INSERTED} redline")]
    made += [f" ({change.note})"] if change.note else []
    return element("p", *made).children


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
