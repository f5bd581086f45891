"""The marks of a block's running text, as its language writes them.

In: the text of ONE block, the markup gone and its characters kept (U+FFFC for a picture, a line feed for a hard
break), and the spans that nobody may touch. Out: `Edit`s in order, none overlapping, none of no length; doing them
twice changes nothing. Every pass reads the text once: a page of quotation marks costs no more than a page of prose.
Not its business: escapes, where a span lies in the tree, quotations of several paragraphs, spelling.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..model import Typography
from . import orthography as signs
from .orthography import ORTHOGRAPHIES, Dashes, Marks, Orthography, kept_together, orthography, sides, wordish

__all__ = ["ORTHOGRAPHIES", "Edit", "Orthography", "apply", "edits", "orthography"]


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
        return not any(self.held[start:end])

    def blank(self, index: int, blanks: str = signs.BLANKS) -> bool:
        """Whether a space stands there that may change."""
        return self.at(index) in blanks and self.free(index, index + 1)

    def changed(self, made: Sequence[Edit]) -> _Block:
        text, held, last = list[str](), list[bytes](), 0
        for edit in made:
            text += self.text[last : edit.start], edit.after
            held += self.held[last : edit.start], bytes(len(edit.after))
            last = edit.end
        return _Block("".join((*text, self.text[last:])), b"".join((*held, self.held[last:])))


def apply(text: str, made: Sequence[Edit]) -> str:
    """The text after its edits."""
    return _Block(text, bytes(len(text))).changed(made).text


def edits(text: str, language: str, options: Typography, protected: Sequence[tuple[int, int]] = ()) -> tuple[Edit, ...]:
    """What `text` needs to be written as its language wants.

    A block whose marks would read otherwise the second time contradicts itself, and is left as typed.
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
    made = {*_quotes(block, marks, mates, row, options)}
    if options.quotes != "keep":
        made |= {*_apostrophes(block, {marks[index].start for index in mates}, row)}
    if options.ellipsis:
        made |= {Edit(dots.start(), dots.end(), "…", "ellipsis") for dots in _free(block, signs.DOTS)}
    if options.dashes:
        made |= {*_dashes(block, row.dashes)}
    if options.spaces:
        closed = {marks[index].end for index in mates if mates[index] < index}
        made |= {*_kept(block, row), *_high_marks(block, closed, row)}
    return tuple(sorted(made, key=lambda edit: edit.start))


def _free(block: _Block, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(block.text) if block.free(*match.span()))


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


def _marks(block: _Block, row: Orthography) -> Iterator[_Mark]:
    for match in _free(block, signs.MARK):
        start, end = match.span()
        if not (match[0] in "'’" and _apostrophe(block, start, row)):
            opens, closes = sides(match[0], block.at(start - 1), block.at(end), row)
            genitive = row.possessive and signs.GENITIVE.match(block.text, start)
            weak = closes and bool(genitive or signs.MEASURE.match(block.text, start))
            yield _Mark(start, end, signs.KINDS[match[0]], opens, closes, weak)


def _apostrophe(block: _Block, start: int, row: Orthography) -> bool:
    """Whether the mark can be nothing else: don't, 5'10, '80s, 'tis."""
    before, after = block.at(start - 1), block.at(start + 1)
    if wordish(before) or not wordish(after):
        return wordish(before) and wordish(after)
    word = re.compile(r"\w{1,12}").match(block.text, start + 1)
    decade = row.possessive and signs.DECADE.match(block.text, start)
    return bool(block.at(start) == "’" or decade or (word and word[0].lower() in row.elisions))


def _settled(marks: Iterable[_Mark]) -> tuple[_Mark, ...]:
    """Without the weak marks that come before a sure close of their kind: "a 6" screen"."""
    kept, closing = list[_Mark](), dict[str, bool]()
    for mark in reversed(tuple(marks)):
        if not (mark.weak and closing.get(mark.kind)):
            kept.append(mark)
        if not mark.weak:
            closing[mark.kind] = mark.closes and not mark.opens
    return tuple(reversed(kept))


def _mates(text: str, marks: Sequence[_Mark]) -> Mapping[int, int]:
    """Which mark goes with which, both ways; around nothing there is no pair. A pair forgets what is open inside it.

    A single mark closes only the last one: it may be an apostrophe.
    """
    mates, stack, waiting = dict[int, int](), list[int](), dict.fromkeys(signs.KINDS.values(), 0)
    for index, mark in enumerate(marks):
        last = marks[stack[-1]].kind if stack else ""
        if mark.closes and waiting[mark.kind] and (last == mark.kind or mark.kind != signs.KINDS["'"]):
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
        mark, typed = marks[index], block.text[marks[index].start : marks[index].end]
        depth -= mate < index
        wanted = row.quotes[depth if depth < 3 else 1 + (depth - 1) % 2]
        depth += mate > index
        if options.quotes == "keep":
            wanted = Marks(typed, typed, row.quotes[0].inner if typed in "«»" else "")
        airy = bool(row.high and options.spaces and (options.quotes != "keep" or typed in "«»"))
        yield from _quote(block, mark, mate > index, wanted, airy)


def _quote(block: _Block, mark: _Mark, opens: bool, wanted: Marks, airy: bool) -> Iterator[Edit]:
    """The mark, and in French the space beside it: one edit, so that the space goes where the mark is in the tree."""
    start, end, inner = mark.start, mark.end, wanted.inner
    after, beside = (wanted.opening, end) if opens else (wanted.closing, start - 1)
    rule = "space" if block.text[start:end] == after else "quotes"
    if airy and block.blank(beside):
        start, end = min(start, beside), max(end, beside + 1)
    elif not airy or block.at(beside).isspace():
        inner = ""
    after = after + inner if opens else inner + after
    if block.text[start:end] != after:
        yield Edit(start, end, after, rule)


def _apostrophes(block: _Block, paired: set[int], row: Orthography) -> Iterator[Edit]:
    """l'eau, don't, 70's, dogs', '98 and 'tis, where no pair wants the mark."""
    for match in _free(block, signs.MARK):
        start = match.start()
        sure = not block.at(start - 1).isdigit() and _apostrophe(block, start, row)
        if match[0] == "'" and start not in paired and (sure or signs.LOST.match(block.text, start)):
            yield Edit(start, start + 1, "’", "apostrophe")


@dataclass(frozen=True, slots=True)
class _Dash:
    """Hyphens or a dash; free on a side where a space, a bracket or the like is."""

    start: int
    end: int
    text: str
    shape: str
    """`opens`: free before; `closes`: free after; `apart`: both; `glued`: neither."""


def _dashes(block: _Block, style: Dashes) -> Iterator[Edit]:
    for line in re.finditer(r"[^\n]+", block.text):
        if runs := tuple(_runs(block, *line.span())):
            yield from _line(block, style, line.start(), runs)


def _runs(block: _Block, start: int, end: int) -> Iterator[_Dash]:
    for match in signs.DASH.finditer(block.text, start, end):
        first, last = match.span()
        left, right = bool(signs.FREE_BEFORE.match(block.text, first)), bool(signs.FREE_AFTER.match(block.text, last))
        if block.free(first, last):
            yield _Dash(first, last, match[0], ("glued", "closes", "opens", "apart")[2 * left + right])


def _line(block: _Block, style: Dashes, start: int, runs: Sequence[_Dash]) -> Iterator[Edit]:
    """The dashes of a line. `--flag` stays, unless a dash closes what it opens, or in a dialogue."""
    first = runs[0]
    typed = first.text != "—" and bool(signs.SPEECH.match(block.text, first.end))
    turn = style.raya and first.start == start and (typed or (first.text == "—" and first.shape == "opens"))
    runs = [run for run in runs if (turn and run is first) or _counts(block, run, style, turn and typed)]
    inside = dict(_asides(block.text, runs, start)) if style.raya else {}
    sure = (
        _pairs(runs[turn:])
        | inside.keys()
        | {run.start for run in runs if turn and (run is first or run.shape == "opens")}
    )
    for run in runs:
        after = "—" if run.start in sure and style.raya else run.text
        reach = 1 + (style.closed and run.shape == "apart")
        if len(run.text) > 1 and (run.start in sure or run.shape != "opens"):
            figures = block.at(run.start - reach).isdigit() and block.at(run.end + reach - 1).isdigit()
            after = style.sign(run.text, run.shape == "apart", figures)
        if after != run.text:
            yield Edit(run.start, run.end, after, "dash")
        for beside in (run.start - 1, run.end) if reach > 1 and run.start > start else (inside.get(run.start, -1),):
            if block.blank(beside, " "):
                yield Edit(beside, beside + 1, "", "dash")


def _counts(block: _Block, run: _Dash, style: Dashes, hyphens: bool) -> bool:
    """A single hyphen is a dash only in a turn that began with one ("-Hola -dijo-."), and never a minus."""
    if run.text == "-":
        return hyphens and run.shape in ("opens", "closes") and not block.at(run.end).isdigit()
    return style.raya or len(run.text) > 1


def _pairs(runs: Sequence[_Dash]) -> set[int]:
    """The starts of the dashes that open and close an aside: --this-- or —this--."""
    found, last = set[int](), -1
    for run in runs:
        if run.shape == "closes" and last >= 0:
            found |= {last, run.start}
        last = {"opens": run.start, "closes": -1}.get(run.shape, last)
    return found


def _asides(text: str, runs: Sequence[_Dash], start: int) -> Iterator[tuple[int, int]]:
    """Dashes apart, two in their sentence and no more, each with the space that RAE 3.4.7 does not want inside."""
    ends = [match.end() for match in signs.SENTENCE.finditer(text, start, runs[-1].end if runs else start)]
    sentences: dict[int, list[_Dash]] = {}
    for run in runs:
        if run.start > start and run.shape != "glued":
            sentences.setdefault(bisect(ends, run.start), []).append(run)
    for found in sentences.values():
        if [run.shape for run in found] == ["apart"] * 2 and re.search(
            r"[^\W\d_]", text[found[0].end : found[1].start]
        ):
            yield from ((found[0].start, found[0].end), (found[1].start, found[1].start - 1))


def _kept(block: _Block, row: Orthography) -> Iterator[Edit]:
    """An ordinary space that was typed, in "50 %" or "pág. 5"."""
    for match in kept_together(row).finditer(block.text):
        yield from (Edit(at, at + 1, signs.NBSP, "space") for at in range(*match.span()) if block.blank(at, " "))


def _high_marks(block: _Block, closed: set[int], row: Orthography) -> Iterator[Edit]:
    """French: the space before ; : ! ?, unless a straight mark that may open stands there."""
    for match in signs.HIGH.finditer(block.text if row.high else ""):
        start, mark = match.start(), match.end() - 1
        end = max(mark, start + 1)
        after = (row.colon if block.at(mark) == ":" else row.high) + block.text[mark:end]
        doubt = start not in closed and signs.STRAY.match(block.text, start)
        if block.text[start:end] != after and block.free(start, end) and not doubt:
            yield Edit(start, end, after, "space")
