"""Nothing lost in silence: the words that were read, against the words that a chapter still holds.

In: a chapter's tree before and after its stages. Out: the first word that has gone without anybody saying so.
What a stage may change is not counted: case, accents as one character or two, quotation marks, dashes, spaces, places
where a long word may break; a shortcode says itself what it becomes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from .nodes import HEADINGS, NOWHERE, Body, Element, Node, Pos, Shortcode, Text, is_block, rewrite
from .text.authornotes import is_label

GLUE = "\0"
"""A shortcode in running text, as a word's end sees it: what it becomes may go on with the word."""
WORD = re.compile(f"{GLUE}?[^\\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+{GLUE}?")
"""Letters and digits: what no rule of typography touches. A raised figure may be the mark of a note."""
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
"""Combining marks (Unicode, 2.11)."""

FIGURES, NOTHING = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+"), re.compile(r"(?!)")


def lost_word(before: Body, after: Iterable[Node]) -> tuple[str, Pos] | None:
    """The first word that stands more often before than after, and its place; None when there is none."""
    return _lost(before, after)


def _lost(before: Body, after: Iterable[Node], uncounted: re.Pattern[str] = NOTHING) -> tuple[str, Pos] | None:
    """A word is gone when it is gone from both readings: inside one, a stage may put an element, or take one away."""
    there = tuple(after)
    lost = [_missing(before, there, uncounted, apart=apart) for apart in (True, False)]
    return (lost[0], _place(before, lost[0])) if all(lost) else None


def _missing(before: Body, after: Body, uncounted: re.Pattern[str], *, apart: bool) -> str:
    wanted, kept = _words(before, apart=apart), Counter(_words(after, apart=apart))
    there = tuple(kept)
    kept.subtract(word for word in wanted if GLUE not in word)
    for word in map(_bare, wanted):
        if kept[word] < 0 and not uncounted.fullmatch(word):
            return word
    glued = (_bare(word) for word in wanted if GLUE in word)
    return next((word for word in glued if not any(word in other for other in there)), "")


def misplaced_word(before: Body, after: Iterable[Node]) -> tuple[str, Pos] | None:
    """The first word that is not where it was among the others, and its place; None when they are in their order.

    Titles move to the chapter's opening, and what cannot stand in a heading goes below it: these are not looked at.
    """
    there, kept = tuple(after), tuple(rewrite(before, _without_headings))
    first = [_out_of_order(kept, there, apart=apart) for apart in (True, False)]
    return (first[0], _place(kept, first[0])) if all(first) else None


def _out_of_order(before: Body, after: Body, *, apart: bool) -> str:
    there, last = iter(_words(after, apart=apart)), ""
    for word in _words(before, apart=apart):
        bare = _bare(word)
        if word.startswith(GLUE) and bare in last:
            continue
        last = next((other for other in there if other == bare or (GLUE in word and bare in other)), "")
        if not last:
            return bare
    return ""


def _bare(word: str) -> str:
    return word.strip(GLUE)


def _without_headings(node: Node) -> Node | Body:
    return () if isinstance(node, Element) and node.tag in HEADINGS else node


def dropped_word(
    before: Iterable[Body], after: Iterable[Body], is_told: Callable[[Pos], bool]
) -> tuple[str, Pos] | None:
    """Of all chapters, the first word that a stage which sees the whole book has dropped, and its place.

    Nodes that have stayed the same are not looked at, nor those of which something was said (a note that is written
    twice), nor a label such as `Notas:`, which goes with its notes. Figures are not counted: notes get their numbers.
    """
    first = tuple(node for body in before for node in body)
    then = tuple(node for body in after for node in body)
    same = {id(node) for node in first} & {id(node) for node in then}

    def without(node: Node) -> Node | Body:
        told = isinstance(node, Element) and node.tag != "a" and is_told(node.pos)  # of a link, its words stay
        dropped = told or (isinstance(node, Element) and _is_label(node))
        return () if dropped else node

    gone = rewrite((node for node in first if id(node) not in same), without)
    return _lost(gone, (node for node in then if id(node) not in same), FIGURES) if gone else None


def _is_label(node: Element) -> bool:
    return is_label(replace(node, tag="p") if node.tag in HEADINGS else node)


def _words(nodes: Iterable[Node], *, apart: bool) -> list[str]:
    return WORD.findall(_plain("".join(text for text, _ in _runs(nodes, apart=apart))))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


def _place(nodes: Body, word: str) -> Pos:
    """Where a word is, or begins."""
    return next((pos for text, pos in _runs(nodes) if word[:20] in _plain(text)), NOWHERE)


def _runs(nodes: Iterable[Node], *, apart: bool = True) -> Iterator[tuple[str, Pos]]:
    """Every text outside shortcodes, blocks apart; of what is drawn, the text that stands for it.

    `apart` says that an element in running text ends a word as well.
    """
    for node in nodes:
        if isinstance(node, Text):
            yield node.text, node.pos
        elif isinstance(node, Element) and "literal" in node.classes:  # `shortcodes` takes it away
            yield from _runs(node.children, apart=apart)
        elif isinstance(node, Element) and node.tag != "wbr":
            end = "\n" if apart or is_block(node) or node.tag == "br" else ""
            yield end, node.pos
            for name in ("alt", "data-plain"):
                if node.has(name):
                    yield node.get(name) + "\n", node.pos
            yield from _runs(node.children, apart=apart)
            yield end, node.pos
        elif isinstance(node, Shortcode):
            yield "\n" if node.block else GLUE * 2, node.pos  # for the word before it, and for the one after
