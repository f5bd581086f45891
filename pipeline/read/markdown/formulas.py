r"""Formulas in running Markdown: `$$..$$`, `\\(..\\)`, `\\[..\\]`, where a chapter asks for them.

In: markdown-it's states. Out: tokens `formula` with the TeX as written; inside, Markdown's signs mean nothing.
Not its business: TeX. The delimiters are those that the hugo-book theme hands to KaTeX, as they stand in Markdown,
where a backslash is written twice; a single dollar is a dollar. With goldmark's passthrough extension, which a site
switches on in its configuration, a backslash is written once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from ..shortcode_syntax import Item, Tag

FENCES = frozenset({"katex", "mermaid"})
"""Languages of fences that are shortcodes of the same name (the theme's render hooks)."""
SWITCH = re.compile(r"^[ \t>]*+(?:(?:[-*+]|\d+[.)])[ \t]*+)?(?:`{3,}|~{3,})[ \t]*+katex\b", re.MULTILINE)
ASKING = ("math", "katex", "bookkatex")
"""Parameters of a page or a site that switch formulas on."""


class Delimiter(NamedTuple):
    """What a formula stands between."""

    opener: str
    closer: str
    display: bool


Marks = tuple[Delimiter, ...]
DELIMITERS = (Delimiter("$$", "$$", True), Delimiter(r"\\(", r"\\)", False), Delimiter(r"\\[", r"\\]", True))

SINGLE = (Delimiter(r"\(", r"\)", False), Delimiter(r"\[", r"\]", True))
THEME, PASSTHROUGH = "theme", "passthrough"
"""How formulas are written: as the theme's KaTeX takes them, or as goldmark hands them through too."""


def asks_for_math(*params: Mapping[str, object]) -> str:
    """How the parameters of a page and of its site want formulas written; empty: not at all."""
    said = {str(value).lower() for one in params for name, value in one.items() if name.lower() in ASKING}
    if PASSTHROUGH in said:
        return PASSTHROUGH
    return THEME if said - {"false", "", "none", "0"} else ""


def holds_formulas(text: str, items: Sequence[Item]) -> bool:
    """Whether a chapter uses katex, as shortcode or fence, which switches the other notations on (Hugo: per page)."""
    return SWITCH.search(text) is not None or any(tag.name == "katex" for tag in _tags(items))


def _tags(items: Sequence[Item]) -> Iterator[Tag]:
    """Every tag, with those inside others; without recursion, for they nest to any depth."""
    left = list(items)
    while left:
        item = left.pop()
        if isinstance(item, Tag):
            yield item
            left += item.items


def stands_alone(item: Item) -> bool:
    """Whether a katex tag on lines of its own is a block: a displayed formula, or the bare switch."""
    if not isinstance(item, Tag) or item.name != "katex":
        return False
    said = [arg for arg in item.args if arg.name == "display" or (not arg.name and arg.value == "display")]
    return item.inner is None or any(arg.value not in (False, "false", "") for arg in said)


def formula_rules(md: MarkdownIt, math: str) -> None:
    """Teach a parser the notations."""
    marks = DELIMITERS + SINGLE if math == PASSTHROUGH else DELIMITERS
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "formula", partial(_block, marks), interrupts)
    md.inline.ruler.before("escape", "formula", partial(_inline, marks))
    md.inline.terminator_re = re.compile(rf"{md.inline.terminator_re.pattern}|\$\$")  # a text ends there
    md.core.ruler.after("inline", "formula_in_heading", _in_headings)


def _inline(marks: Marks, state: StateInline, silent: bool) -> bool:
    mark = _at(marks, state.src, state.pos)
    end = state.src.find(mark.closer, state.pos + len(mark.opener), state.posMax) if mark else -1
    if mark is None or end < 0 or not state.src[state.pos + len(mark.opener) : end].strip():
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = state.src[state.pos + len(mark.opener) : end]
        token.markup, token.hidden = mark.opener, False
        token.meta["display"] = mark.display
    state.pos = end + len(mark.closer)
    return True


def _in_headings(state: StateCore) -> None:
    """A heading is one line: nothing in it is displayed."""
    for token, inline in pairwise(state.tokens):
        for child in inline.children or () if token.type == "heading_open" else ():
            if child.type == "formula":
                child.meta["display"] = False


def _at(marks: Marks, text: str, place: int) -> Delimiter | None:
    return next((mark for mark in marks if text.startswith(mark.opener, place)), None)


def _block(marks: Marks, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A displayed formula on lines of its own, without empty ones: no other sign at a line's start counts in it."""
    begin = state.bMarks[start] + state.tShift[start]
    mark = _at(marks, state.src, begin)
    if mark is None or not mark.display or state.is_code_block(start):
        return False
    content = _until(state, start, end, begin, mark)
    if content is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup, token.block = content, mark.opener, True
        token.map = [start, start + content.count("\n") + 1]
        token.meta["display"] = True
        state.line = token.map[1]
    return True


def _until(state: StateBlock, start: int, end: int, begin: int, mark: Delimiter) -> str | None:
    """What stands between the delimiters; None when these do not end a line, or an empty line comes first."""
    lines = [state.src[begin + len(mark.opener) : state.eMarks[start]]]
    number = start
    while mark.closer not in lines[-1]:
        number += 1
        if number >= end or state.isEmpty(number) or state.sCount[number] < state.blkIndent:
            return None
        lines.append(state.getLines(number, number + 1, state.blkIndent, False))
    last, _, rest = lines[-1].partition(mark.closer)
    content = "\n".join([*lines[:-1], last])
    return content if not rest.strip() and content.strip() else None
