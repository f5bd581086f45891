"""The marks of a block's running text, as its language writes them.

In: the text of ONE block, the markup gone and its characters kept (U+FFFC for a picture, a line feed for a hard
break), and the spans that nobody may touch. Out: `Edit`s in order, none overlapping; doing them twice changes nothing.
Each pass reads the text once, so a page of quotation marks costs no more than a page of prose. Not its business:
escapes, where the spans lie in the tree, quotations of several paragraphs, spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .model import Typography
from .orthography import NBSP, ORTHOGRAPHIES, THIN, UNITS, Marks, Orthography, orthography

__all__ = ["ORTHOGRAPHIES", "Edit", "Orthography", "apply", "edits", "orthography"]

OPENERS, CLOSERS, STRAIGHT = "«“‘‹„‚‟", "»”’›", "\"'"
KINDS = {mark: kind for kind in ('"“”„‟', "'‘’‚", "«»", "‹›") for mark in kind} | {"<<": "«»", ">>": "«»"}
"""A mark closes only a mark of its own kind."""
BLANKS = f" {NBSP}{THIN}\u2009"
WORD = "\ufffc"


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of `text[start:end]`."""

    start: int
    end: int
    after: str
    rule: str
    """`quotes`, `apostrophe`, `ellipsis`, `dash` or `space`."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A text and which of its characters are protected."""

    text: str
    fixed: bytes
    """One byte a character: 1 where nothing may change."""

    def at(self, index: int) -> str:
        """The character at `index`; beyond the block, the line's end."""
        return self.text[index] if 0 <= index < len(self.text) else "\n"

    def free(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` exists and may change."""
        return 0 <= start and end <= len(self.text) and not any(self.fixed[start:end])

    def changed(self, made: Sequence[Edit]) -> _Block:
        """The block after its edits."""
        parts, fixed, last = [], bytearray(), 0
        for edit in made:
            parts += [self.text[last : edit.start], edit.after]
            fixed += self.fixed[last : edit.start] + bytes(len(edit.after))
            last = edit.end
        return _Block("".join(parts) + self.text[last:], bytes(fixed) + self.fixed[last:])


def apply(text: str, made: Sequence[Edit]) -> str:
    """The text after the edits."""
    return _Block(text, bytes(len(text))).changed(made).text


def edits(
    text: str, language: str, options: Typography, protected: Sequence[tuple[int, int]] = ()
) -> tuple[Edit, ...]:
    """What `text` needs to be written as its language wants.

    Marks that contradict each other so much that a second reading would find another sense are left as typed.
    """
    fixed = bytearray(len(text))
    for start, end in protected:
        fixed[start:end] = bytes([1]) * len(fixed[start:end])
    block, ortho = _Block(text, bytes(fixed)), orthography(language)
    made = _wanted(block, ortho, options)
    if made and _wanted(block.changed(made), ortho, options):
        return ()
    return made


def _wanted(block: _Block, ortho: Orthography, options: Typography) -> tuple[Edit, ...]:
    """One reading of the block."""
    quotations = _Quotations.read(block, ortho)
    made = list(_quotes(quotations, ortho, options))
    if options.ellipsis:
        made += _ellipses(block)
    if options.dashes:
        made += _dashes(block, ortho.dashes)
    if options.spaces:
        made += _keeps(block, ortho)
        made += _high_marks(block, ortho, quotations)
    return tuple(sorted(made, key=lambda edit: edit.start))


def _wordish(char: str) -> bool:
    return char.isalnum() or char == WORD or unicodedata.combining(char) != 0


# Quotation marks and apostrophes


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark, and what its neighbours let it be."""

    start: int
    end: int
    kind: str
    opens: bool
    closes: bool
    weak: bool = False
    """Whether a mark that closes may as well be inches, feet or a genitive."""


@dataclass(frozen=True, slots=True)
class _Quotations:
    """The marks of a block and how they pair."""

    block: _Block
    marks: tuple[_Mark, ...]
    mates: Mapping[int, int]
    """From a mark to its other one, both ways, as indices of `marks`."""

    @classmethod
    def read(cls, block: _Block, ortho: Orthography) -> _Quotations:
        marks = _settled(tuple(_marks(block, ortho)))
        return cls(block, marks, _mates(block.text, marks))


_MARK = re.compile(r"(?<!<)<<(?!<)|(?<!>)>>(?!>)|(?<!')'(?!')|[\"“”„‟‘’‚«»‹›]")


def _marks(block: _Block, ortho: Orthography) -> Iterator[_Mark]:
    for match in _MARK.finditer(block.text):
        start, end = match.span()
        if block.free(start, end) and not (match[0] in "'’" and _inside_word(block, start, ortho)):
            opens, closes = _sides(block, match[0], start, ortho)
            weak = closes and _doubtful(block, match[0], start, ortho)
            yield _Mark(start, end, KINDS[match[0]], opens, closes, weak)


def _inside_word(block: _Block, index: int, ortho: Orthography) -> bool:
    """Whether an apostrophe can be nothing else: don't, l'eau, 5'10, '90s, 'tis."""
    before, after = block.at(index - 1), block.at(index + 1)
    if _wordish(before):
        return _wordish(after)
    if block.at(index) == "’" and before.isspace():
        return True
    return bool(ortho.possessive and re.compile(r"\d0s\b").match(block.text, index + 1)) or _elided(block, index, ortho)


def _elided(block: _Block, index: int, ortho: Orthography) -> bool:
    """Whether the word after the mark has lost its beginning."""
    word = re.compile(r"\w{0,12}").match(block.text, index + 1)
    return bool(word and word[0].lower() in ortho.elisions) and not _wordish(block.at(index - 1))


def _sides(block: _Block, mark: str, start: int, ortho: Orthography) -> tuple[bool, bool]:
    """Whether the mark may open, and whether it may close."""
    before, after = block.at(start - 1), block.at(start + len(mark))
    left, right = _flanks(before, after)
    if mark in "<<>>":
        ok = bool(ortho.quotes[0].inner) or not (after if mark == "<<" else before).isspace()
        return ok and mark == "<<", ok and mark == ">>"
    if mark == '"' and _wordish(before) and _wordish(after):
        return False, not before.isdigit()
    if mark in STRAIGHT or (mark == "’" and not left):
        return left and mark != "’", right
    if mark in "„‚‟”" or not ortho.reversible or left == right:
        opens = mark in (OPENERS if not ortho.reversible else "„‚‟" + "".join(m.opening for m in ortho.quotes))
        return opens, not opens
    return left, right


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """CommonMark's left- and right-flanking: which sides of a mark its neighbours hold."""
    hard, soft = not before.isspace(), not after.isspace()
    left = soft and (_wordish(after) or not (hard and _wordish(before)))
    right = hard and (_wordish(before) or not (soft and _wordish(after)))
    return left, right


def _doubtful(block: _Block, mark: str, start: int, ortho: Orthography) -> bool:
    """6" and 5' after figures; in English the dogs' bone."""
    before, after = block.at(start - 1), block.text[start + 1 : start + 3]
    if mark in STRAIGHT and before.isdigit():
        return True
    return ortho.possessive and mark in "'’" and before == "s" and after[:1] == " " and after[1:].islower()


def _settled(marks: tuple[_Mark, ...]) -> tuple[_Mark, ...]:
    """A weak mark does not close where the next sure one of its kind does: "a 6" screen"."""
    kept, closing = [], dict[str, bool]()
    for mark in reversed(marks):
        if not mark.weak:
            closing[mark.kind] = mark.closes and not mark.opens
        elif closing.get(mark.kind):
            continue
        kept.append(mark)
    return tuple(reversed(kept))


def _mates(text: str, marks: tuple[_Mark, ...]) -> Mapping[int, int]:
    """One pass with a stack; a mark that nothing closes is forgotten by the first pair around it."""
    mates, stack, waiting = dict[int, int](), list[int](), dict.fromkeys(KINDS.values(), 0)
    for index, mark in enumerate(marks):
        single = mark.kind == KINDS["'"]
        if mark.closes and (stack and marks[stack[-1]].kind == mark.kind if single else waiting[mark.kind]):
            while True:
                other = stack.pop()
                waiting[marks[other].kind] -= 1
                if marks[other].kind == mark.kind:
                    break
            if other + 1 < index or text[marks[other].end : mark.start].strip():
                mates |= {index: other, other: index}
        elif mark.opens:
            stack.append(index)
            waiting[mark.kind] += 1
    return mates


def _quotes(found: _Quotations, ortho: Orthography, options: Typography) -> Iterator[Edit]:
    depth = 0
    for index, mark in enumerate(found.marks):
        mate = found.mates.get(index)
        if mate is None:
            continue
        depth -= mate < index
        marks = ortho.quotes[depth if depth < 3 else 1 + (depth - 1) % 2]
        depth += mate > index
        yield from _quote(found.block, mark, mate > index, marks, ortho, options)
    if options.quotes != "keep":
        yield from _apostrophes(found, ortho)
