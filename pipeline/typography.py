"""The marks of a block's running text, as its language writes them.

In: the text of ONE block, the markup gone and its characters kept (U+FFFC for a picture, a line feed for a hard
break), and the spans that nobody may touch. Out: `Edit`s in order, none overlapping, none empty; doing them twice
changes nothing. Every pass reads the text once: a page of quotation marks costs no more than a page of prose. Not its
business: escapes, where the spans lie in the tree, quotations of several paragraphs, spelling.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .model import Typography
from .orthography import NBSP, ORTHOGRAPHIES, THIN, Dashes, Marks, Orthography, kept_together, orthography

__all__ = ["ORTHOGRAPHIES", "Edit", "Orthography", "apply", "edits", "orthography"]

OPENERS, CLOSERS, STRAIGHT = "«“‘‹„‚‟", "»”’›", "\"'"
LEADS, TRAILS = "([{¿¡", ".,;:!?…)]}"
BLANKS = f" {NBSP}{THIN}\u2009"
KINDS = {mark: kind for kind in ("\"“”„‟", "'‘’‚", "«»", "‹›") for mark in kind} | {"<<": "«»", ">>": "«»"}
"""A mark closes only marks of its own kind."""


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
    """A text, and one byte for each of its characters: 1 where nothing may change."""

    text: str
    held: bytes

    def at(self, index: int) -> str:
        """The character at `index`; outside the block, a line's end."""
        return self.text[index] if 0 <= index < len(self.text) else "\n"

    def free(self, start: int, end: int) -> bool:
        """Whether all of `text[start:end]` may change."""
        return not any(self.held[start:end])

    def blank(self, index: int, blanks: str = BLANKS) -> bool:
        """Whether a space stands there that may change."""
        return self.at(index) in blanks and self.free(index, index + 1)

    def changed(self, made: Sequence[Edit]) -> _Block:
        """The block after its edits."""
        parts, held, last = list[str](), list[bytes](), 0
        for edit in made:
            parts += self.text[last : edit.start], edit.after
            held += self.held[last : edit.start], bytes(len(edit.after))
            last = edit.end
        return _Block("".join((*parts, self.text[last:])), b"".join((*held, self.held[last:])))


def apply(text: str, made: Sequence[Edit]) -> str:
    """The text after its edits."""
    return _Block(text, bytes(len(text))).changed(made).text


def edits(
    text: str, language: str, options: Typography, protected: Sequence[tuple[int, int]] = ()
) -> tuple[Edit, ...]:
    """What `text` needs to be written as its language wants.

    A block whose marks would be read otherwise the second time contradicts itself, and is left as typed.
    """
    held = bytearray(len(text))
    for start, end in protected:
        held[start:end] = b"\1" * len(held[start:end])
    block, row = _Block(text, bytes(held)), orthography(language)
    made = _wanted(block, row, options)
    return () if made and _wanted(block.changed(made), row, options) else made


def _wanted(block: _Block, row: Orthography, options: Typography) -> tuple[Edit, ...]:
    """One reading of the block."""
    marks = _settled(_marks(block, row))
    mates = _mates(block.text, marks)
    made = list(_quotes(block, marks, mates, row, options))
    if options.quotes != "keep":
        made += _apostrophes(block, {marks[index].start for index in mates}, row)
    if options.ellipsis:
        made += _ellipses(block)
    if options.dashes:
        made += _dashes(block, row.dashes)
    if options.spaces:
        made += _kept(block, row)
        made += _high_marks(block, {marks[index].end for index in mates if mates[index] < index}, row)
    return tuple(sorted(made, key=lambda edit: edit.start))


def _wordish(char: str) -> bool:
    """Whether a word may be made of it; a picture (U+FFFC) stands for one."""
    return char.isalnum() or char == "\ufffc" or unicodedata.combining(char) != 0


# Quotation marks: find them, doubt them, pair them, write them.


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark, and what its neighbours let it be."""

    start: int
    end: int
    kind: str
    opens: bool
    closes: bool
    weak: bool
    """Whether it may as well be inches, feet or a genitive."""


_MARK = re.compile(r"(?<!<)<<(?!<)|(?<!>)>>(?!>)|(?<!')'(?!')|[\"“”„‟‘’‚«»‹›]")
_DECADE, _YEAR, _WORD = re.compile(r"\d0s\b"), re.compile(r"\d\d(?!\d)"), re.compile(r"\w{0,12}")


def _marks(block: _Block, row: Orthography) -> Iterator[_Mark]:
    for match in _MARK.finditer(block.text):
        start, end = match.span()
        if block.free(start, end) and not (match[0] in "'’" and _apostrophe(block, start, row)):
            opens, closes = _sides(block, match[0], start, row)
            yield _Mark(start, end, KINDS[match[0]], opens, closes, closes and _doubtful(block, start, row))


def _apostrophe(block: _Block, start: int, row: Orthography) -> bool:
    """Whether the mark can be nothing else: don't, 5'10, '80s, 'tis."""
    before, after = block.at(start - 1), block.at(start + 1)
    if _wordish(before) or not _wordish(after):
        return _wordish(before) and _wordish(after)
    word = _WORD.match(block.text, start + 1)
    elided = word is not None and word[0].lower() in row.elisions
    return elided or block.at(start) == "’" or bool(row.possessive and _DECADE.match(block.text, start + 1))


def _sides(block: _Block, mark: str, start: int, row: Orthography) -> tuple[bool, bool]:
    """Whether the mark may open, and whether it may close."""
    before, after = block.at(start - 1), block.at(start + len(mark))
    if mark in ("<<", ">>"):
        near = after if mark == "<<" else before
        fits = bool(row.quotes[0].inner) or not near.isspace()
        return fits and mark == "<<", fits and mark == ">>"
    left, right = _flanks(before, after)
    if mark in "„‚‟”":
        return mark != "”", mark == "”"
    if mark == "’" or (mark == '"' and _wordish(before) and _wordish(after)):
        return False, right and not (mark == '"' and before.isdigit())
    if mark in STRAIGHT or (row.reversible and left != right):
        return left, right
    opens = mark in (tuple(marks.opening for marks in row.quotes) if row.reversible else OPENERS)
    return opens, not opens


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """CommonMark 0.31, 6.2: whether the mark holds what follows, and what precedes; ¿ and ? say more than other signs."""
    left = not after.isspace() and (_wordish(after) or not _wordish(before))
    right = not before.isspace() and (_wordish(before) or not _wordish(after))
    if left and right:
        trails = before in TRAILS or (after in TRAILS and before not in LEADS + OPENERS + STRAIGHT)
        leads = not trails and (before in LEADS or after in LEADS)
        return not trails, not leads
    return left, right


def _doubtful(block: _Block, start: int, row: Orthography) -> bool:
    """6" and 5' after figures; in English, the dogs' bone."""
    mark, before, after = block.at(start), block.at(start - 1), block.text[start + 1 : start + 3]
    if mark in STRAIGHT and before.isdigit():
        return True
    return row.possessive and mark in "'’" and before == "s" and after[:1] == " " and after[1:].islower()


def _settled(marks: Iterator[_Mark]) -> tuple[_Mark, ...]:
    """Without the weak marks that come before a sure close of their kind: "a 6" screen"."""
    kept, closing = list[_Mark](), dict[str, bool]()
    for mark in reversed(tuple(marks)):
        if not (mark.weak and closing.get(mark.kind)):
            kept.append(mark)
        if not mark.weak:
            closing[mark.kind] = mark.closes and not mark.opens
    return tuple(reversed(kept))


def _mates(text: str, marks: Sequence[_Mark]) -> Mapping[int, int]:
    """Which mark goes with which, both ways; a pair forgets what is still open inside it.

    A single mark closes only the last one: it may be an apostrophe.
    """
    mates, stack, waiting = dict[int, int](), list[int](), dict.fromkeys(KINDS.values(), 0)
    for index, mark in enumerate(marks):
        last = marks[stack[-1]].kind if stack else ""
        if mark.closes and waiting[mark.kind] and (last == mark.kind or mark.kind != KINDS["'"]):
            other = -1
            while other < 0 or marks[other].kind != mark.kind:
                other = stack.pop()
                waiting[marks[other].kind] -= 1
            if other + 1 < index or text[marks[other].end : mark.start].strip():
                mates[index], mates[other] = other, index
        elif mark.opens:
            stack.append(index)
            waiting[mark.kind] += 1
    return mates


def _quotes(
    block: _Block, marks: Sequence[_Mark], mates: Mapping[int, int], row: Orthography, options: Typography
) -> Iterator[Edit]:
    depth = 0
    for index, mate in sorted(mates.items()):
        depth -= mate < index
        wanted = row.quotes[depth if depth < 3 else 1 + (depth - 1) % 2]
        depth += mate > index
        yield from _quote(block, marks[index], mate > index, wanted, row, options)


def _quote(
    block: _Block, mark: _Mark, opens: bool, wanted: Marks, row: Orthography, options: Typography
) -> Iterator[Edit]:
    """The mark, and in French the space beside it, which goes with the mark wherever that lies in the tree."""
    start, end, before = mark.start, mark.end, block.text[mark.start : mark.end]
    after, inner = (wanted.opening if opens else wanted.closing), wanted.inner
    if options.quotes == "keep":
        after, inner = before, row.quotes[0].inner if before in "«»" else ""
    rule = "space" if after == before else "quotes"
    beside = end if opens else start - 1
    if row.high and options.spaces and (inner or options.quotes != "keep"):
        if block.blank(beside):
            start, end = min(start, beside), max(end, beside + 1)
        elif block.at(beside).isspace():
            inner = ""
        after = after + inner if opens else inner + after
    if block.text[start:end] != after:
        yield Edit(start, end, after, rule)


def _apostrophes(block: _Block, paired: set[int], row: Orthography) -> Iterator[Edit]:
    """l'eau, don't, 70's, dogs', '98 and 'tis, where no pair wants the mark; never 6' or 5'10"."""
    for match in re.finditer(r"(?<!')'(?!')", block.text):
        start, before = match.start(), block.at(match.start() - 1)
        if before.isdigit():
            lost = block.at(start + 1).isalpha()
        else:
            lost = _wordish(before) or _YEAR.match(block.text, start + 1) or _apostrophe(block, start, row)
        if lost and start not in paired and block.free(start, start + 1):
            yield Edit(start, start + 1, "’", "apostrophe")


def _ellipses(block: _Block) -> Iterator[Edit]:
    """Three dots, neither more ("etc....", "prep....": RAE 3.4.10) nor part of a path."""
    for match in re.finditer(r"\.+", block.text):
        start, end = match.span()
        near = block.at(start - 1) + block.at(end)
        if end - start == 3 and not set(near) & set("…/\\") and block.free(start, end):
            yield Edit(start, end, "…", "ellipsis")


# Dashes


@dataclass(frozen=True, slots=True)
class _Dash:
    """A run of hyphens, or a dash; a side is free where a space, a bracket or the like is."""

    start: int
    end: int
    text: str
    opens: bool
    """Free before only."""
    closes: bool
    """Free after only."""
    apart: bool
    """Free on both sides."""


_RUN = re.compile(r"-+|[–—]")
_SPEECH = re.compile(r"(?:…|\.{3})?[¿¡A-ZÀ-ÖØ-Þ]")
_SENTENCE = re.compile(r"(?<=[.!?…])[»”’\"')]{0,2} +(?=[«“‘\"'(]?[¿¡A-ZÀ-ÖØ-Þ])")


def _dashes(block: _Block, style: Dashes) -> Iterator[Edit]:
    start = 0
    for line in block.text.split("\n"):
        runs = tuple(_runs(block, start, start + len(line)))
        yield from _line(block, style, start, runs) if runs else ()
        start += len(line) + 1


def _runs(block: _Block, start: int, end: int) -> Iterator[_Dash]:
    for match in _RUN.finditer(block.text, start, end):
        first, last = match.span()
        before, after = block.at(first - 1), block.at(last)
        if last - first < 4 and block.free(first, last) and not {before, after} & set("<>=|+/\\_~-–—"):
            left = before.isspace() or before in LEADS + OPENERS
            left = left or (before in STRAIGHT and block.at(first - 2).isspace())
            right = after.isspace() or after in TRAILS + CLOSERS
            right = right or (after in STRAIGHT and not _wordish(block.at(last + 1)))
            yield _Dash(first, last, match[0], left and not right, right and not left, left and right)


def _line(block: _Block, style: Dashes, start: int, runs: Sequence[_Dash]) -> Iterator[Edit]:
    """The dashes of a line. `--flag` stays, unless another dash closes what it opens or it stands in a dialogue."""
    turn, typed = False, runs[0].text != "—"
    if style.raya and runs[0].start == start:
        turn = not runs[0].apart if not typed else bool(_SPEECH.match(block.text, runs[0].end))
    runs = [run for run in runs if _counts(block, run, style, turn and typed)]
    pairs = _pairs(runs[turn:])
    asides = dict(_asides(block.text, runs, start)) if style.raya else {}
    for index, run in enumerate(runs):
        sure = run.start in pairs or run.start in asides or (turn and (index == 0 or run.opens))
        after = run.text
        if len(run.text) > 1 and (sure or not run.opens):
            after = _glyph(block, run, style)
        elif sure and style.raya:
            after = "—"
        if after != run.text:
            yield Edit(run.start, run.end, after, "dash")
        closes_up = style.closed and run.apart and run.start > start and len(run.text) > 1
        for beside in (run.start - 1, run.end) if closes_up else (asides.get(run.start, -1),):
            if block.blank(beside, " "):
                yield Edit(beside, beside + 1, "", "dash")


def _counts(block: _Block, run: _Dash, style: Dashes, hyphens: bool) -> bool:
    """A single hyphen is a dash only in a dialogue that began with one ("-Hola -dijo-."), and never a minus."""
    if run.text == "-":
        return hyphens and (run.closes or (run.opens and not block.at(run.end).isdigit()))
    return style.raya or len(run.text) > 1


def _glyph(block: _Block, run: _Dash, style: Dashes) -> str:
    reach = 1 + (run.apart and style.closed)
    if len(run.text) == 2 and block.at(run.start - reach).isdigit() and block.at(run.end + reach - 1).isdigit():
        return style.span
    return style.long if len(run.text) == 3 else style.spaced if run.apart else style.glued


def _pairs(runs: Sequence[_Dash]) -> set[int]:
    """Where the dashes stand that open and close an aside: --this-- or —this--."""
    found, last = set[int](), -1
    for run in runs:
        if run.closes and last >= 0:
            found |= {last, run.start}
        last = run.start if run.opens else -1 if run.closes else last
    return found


def _asides(text: str, runs: Sequence[_Dash], start: int) -> Iterator[tuple[int, int]]:
    """Dashes apart that are two in their sentence, with the space that RAE 3.4.7 does not want inside them."""
    ends = [match.end() for match in _SENTENCE.finditer(text, start, runs[-1].end)] if runs else []
    sentences: dict[int, list[_Dash]] = {}
    for run in runs:
        if run.start > start and not (run.text == "-" or len(run.text) == 1 and not run.apart and not (run.opens or run.closes)):
            sentences.setdefault(bisect(ends, run.start), []).append(run)
    for found in sentences.values():
        apart = [run for run in found if run.apart]
        if len(apart) == 2:
            ...


# Spaces


def _kept(block: _Block, row: Orthography) -> Iterator[Edit]:
    """"50 %", "pág. 5": an ordinary space that was typed stays whole."""
    for match in kept_together(row).finditer(block.text):
        for index in range(*match.span()):
            if block.blank(index, " "):
                yield Edit(index, index + 1, NBSP, "space")


def _high_marks(block: _Block, closed: set[int], row: Orthography) -> Iterator[Edit]:
    """French: the space before ; : ! ? that end a word; `closed`: where the second mark of each pair ends."""
    for match in re.finditer(r"[;:!?]", block.text if row.high else ""):
        index, beside = match.start(), match.start() - 1
        near, wanted = beside - (block.at(beside) in BLANKS), row.colon if match[0] == ":" else row.high
        before, after = block.at(near), block.at(index + 1)
        quote = before in STRAIGHT and near + 1 not in closed and not (before == "'" and _wordish(block.at(near - 1)))
        if quote or before.isspace() or before in LEADS + OPENERS or _wordish(after) or after in "/=&\\":
            continue
        if near < beside and block.at(beside) != wanted and block.free(beside, index):
            yield Edit(beside, index, wanted, "space")
        elif near == beside and before not in ";:!?" and block.free(index, index + 1):
            yield Edit(index, index + 1, wanted + match[0], "space")
