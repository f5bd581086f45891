"""foreign: words of other languages say which, wherever they stand.

In: a chapter, and the book's lists of words (`foreign` in book.yaml). Out: each of them in a `span` with its `lang`, so
that it is hyphenated, and read aloud, by its own rules. Words in code are left alone, and so are those that say their
language already (`[startup]{lang=en}`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..model import Chapter, Context
from ..nodes import VERBATIM, Body, Element, Node, Text, moved


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter with its foreign words marked."""
    words = context.config.foreign
    if not words:
        return chapter
    marking = _Marking(_pattern(tuple((tag, tuple(said)) for tag, said in words.items())), tuple(words))
    heading = marking.body(chapter.heading)
    return replace(chapter, body=marking.body(chapter.body), heading=heading)


@lru_cache(maxsize=8)
def _pattern(words: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """All the words, the longest first, each language a group; one in small letters is met with a capital too."""
    listed = [(place, phrase) for place, (_, said) in enumerate(words) for phrase in said]
    ordered = sorted(listed, key=lambda pair: len(pair[1]), reverse=True)
    choices = "|".join(f"(?P<w{number}_{place}>{_one(phrase)})" for number, (place, phrase) in enumerate(ordered))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def _one(phrase: str) -> str:
    parts = [re.escape(part) for part in phrase.split()]
    made = r"\s+".join(parts)
    first = phrase.lstrip()[:1]
    if phrase != phrase.lower() or not first.isalpha():
        return made
    return f"[{re.escape(first)}{re.escape(first.upper())}]" + made[len(re.escape(first)) :]


@dataclass(frozen=True, slots=True)
class _Marking:
    pattern: re.Pattern[str]
    languages: tuple[str, ...]

    def body(self, body: Body) -> Body:
        """The nodes with their words marked; texts that follow each other are read as one."""
        made: list[Node] = []
        run: list[Text] = []
        for node in body:
            if isinstance(node, Text):
                run.append(node)
                continue
            made += [*self._run(run), self._node(node)]
            run = []
        return (*made, *self._run(run))

    def _node(self, node: Node) -> Node:
        if not isinstance(node, Element) or node.tag in VERBATIM or node.has("lang"):
            return node
        children = self.body(node.children)
        return node if children == node.children else node.with_children(children)

    def _run(self, run: list[Text]) -> Iterator[Node]:
        text = "".join(piece.text for piece in run)
        done = 0
        for found in self.pattern.finditer(text):
            place = int((found.lastgroup or "_0").rpartition("_")[2])
            yield from _slice(run, done, found.start())
            inside = tuple(_slice(run, found.start(), found.end()))
            yield Element("span", (("lang", self.languages[place]),), inside, inside[0].pos)
            done = found.end()
        yield from run if not done else _slice(run, done, len(text))


def _slice(run: list[Text], start: int, end: int) -> Iterator[Text]:
    """The texts between two places of the run, each with its own place in the manuscript."""
    begun = 0
    for piece in run:
        first, last = max(start - begun, 0), min(end - begun, len(piece.text))
        if first < last:
            yield Text(piece.text[first:last], moved(piece.pos, first))
        begun += len(piece.text)
