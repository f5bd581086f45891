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
from dataclasses import dataclass, replace

from .nodes import HEADINGS, NOWHERE, Body, Element, Node, Pos, Shortcode, Text, is_block, rewrite
from .text.authornotes import is_label

GLUE = "\0"
"""The edge of an element in running text, or a shortcode: a word may go on beyond it, now or when a stage has been."""
LETTERS = "[^\\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+"
"""Letters and digits: what no rule of typography touches. A raised figure may be the mark of a note."""
WORD, EDGES = re.compile(f"{GLUE}?{LETTERS}(?:{GLUE}{LETTERS})*{GLUE}?"), re.compile(f"{GLUE}+")
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
"""Combining marks (Unicode, 2.11)."""

FIGURES, NOTHING = re.compile(r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+"), re.compile(r"(?!)")


def lost_word(before: Body, after: Iterable[Node]) -> tuple[str, Pos] | None:
    """The first word that stands more often before than after, and its place; None when there is none."""
    return _lost(before, after)


def _lost(before: Body, after: Iterable[Node], uncounted: re.Pattern[str] = NOTHING) -> tuple[str, Pos] | None:
    wanted, there = _words(before), _words(after)
    kept = Counter(form for word in there for form in {word.whole, *word.pieces})
    forms, inside = frozenset(kept), _Inside(there)
    kept.subtract(word.whole for word in wanted if not word.open)
    for word in wanted:
        for piece in word.pieces:
            is_there = piece in forms or inside.holds(piece) if word.open else kept[piece] >= 0
            if not is_there and not uncounted.fullmatch(piece):
                return piece, _place(before, piece)
    return None


class _Inside:
    """Pieces of words, each looked for from where the last one was: nearly all are in their order."""

    def __init__(self, words: Iterable[_Word]) -> None:
        self.text = "\n".join(word.whole for word in words)
        self.last = 0

    def holds(self, piece: str) -> bool:
        """Whether one of the words has it."""
        place = self.text.find(piece, self.last)
        self.last = max(self.last, place)
        return place >= 0 or piece in self.text


def misplaced_word(before: Body, after: Iterable[Node]) -> tuple[str, Pos] | None:
    """The first word that is not where it was among the others, and its place; None when they are in their order.

    Titles move to the chapter's opening, and what cannot stand in a heading goes below it: these are not looked at.
    """
    kept = tuple(rewrite(before, _without_headings))
    there, last = iter(_words(after)), NO_WORD
    for word in _words(kept):
        for number, piece in enumerate(word.pieces):
            if number and piece in last.whole:
                continue
            last = next((other for other in there if other.holds(piece, word.open)), NO_WORD)
            if last is NO_WORD:
                return piece, _place(kept, piece)
    return None


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
        return Shortcode("", block=is_block(node), pos=node.pos) if dropped else node  # what stands there, if anything

    gone = rewrite((node for node in first if id(node) not in same), without)
    return _lost(gone, (node for node in then if id(node) not in same), FIGURES) if gone else None


def _is_label(node: Element) -> bool:
    return is_label(replace(node, tag="p") if node.tag in HEADINGS else node)


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters without a space between them."""

    whole: str
    pieces: tuple[str, ...]
    """Where elements part it; the whole, where none does."""
    open: bool = False
    """Whether an element or a shortcode touches it: inside one, a stage may put one, or take one away."""

    def holds(self, piece: str, is_open: bool) -> bool:
        """Whether a piece of another word may be this one."""
        return piece in self.whole if is_open else piece == self.whole or piece in self.pieces


NO_WORD = _Word("", ())


def _words(nodes: Iterable[Node]) -> list[_Word]:
    text = EDGES.sub(GLUE, "".join(text for text, _ in _runs(nodes)))
    found = WORD.findall(_plain(text))
    return [_word(said) if GLUE in said else _Word(said, (said,)) for said in found]


def _word(said: str) -> _Word:
    return _Word(said.replace(GLUE, ""), tuple(filter(None, said.split(GLUE))), open=True)


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))


def _place(nodes: Body, word: str) -> Pos:
    """Where a word is, or begins."""
    return next((pos for text, pos in _runs(nodes) if word[:20] in _plain(text)), NOWHERE)


def _runs(nodes: Iterable[Node]) -> Iterator[tuple[str, Pos]]:
    """Every text outside shortcodes, blocks apart; of what is drawn, the text that stands for it."""
    for node in nodes:
        if isinstance(node, Text):
            yield node.text, node.pos
        elif isinstance(node, Shortcode):
            yield "\n" if node.block else GLUE, node.pos
        elif "literal" in node.classes:  # `shortcodes` takes it away
            yield from _runs(node.children)
        elif node.tag != "wbr":
            edge = "\n" if is_block(node) or node.tag == "br" else GLUE
            yield edge, node.pos
            for name in ("alt", "data-plain"):
                if node.has(name):
                    yield f"{node.get(name)}{edge}", node.pos
            yield from _runs(node.children)
            yield edge, node.pos
