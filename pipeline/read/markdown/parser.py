"""The Markdown dialect: CommonMark as Hugo's goldmark is set up, with places for every inline token.

In: text with marks for shortcodes. Out: markdown-it's tokens, for `lower` only.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError, parse
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .autolinks import autolinks_plugin
from .builder import NESTING
from .formulas import formula_rules
from .places import is_mark

DEEPER = NESTING + 10
"""Where the parser drops the text; by then it has been said."""
REFUSED = "insecure_attrs"
"""Where `attrs_plugin` keeps, in a token's `meta`, the attributes that it has left out."""
ATTRIBUTES = ("id", "class", "lang", "dir", "title", "width", "height", "alt", "role", "epub:type")


class _PlacedState(StateInline):
    """Notes at which character of its source each token begins."""

    _began = 0

    @cached_property
    def places(self) -> list[tuple[Token, int]]:
        """Every token and where it begins; plugins give a token another `meta`."""
        return []

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._began = self.pos
        super().append_pending(text)

    @property
    def pending(self) -> str:
        return StateInline.pending.fget(self)  # type: ignore[attr-defined, no-any-return]

    @pending.setter
    def pending(self, value: str) -> None:
        if value and not self._pending and not self._pending_buffer:
            self._began = self.pos
        StateInline.pending.fset(self, value)  # type: ignore[attr-defined]

    def pushPending(self) -> Token:
        began = self._began
        token = super().pushPending()
        self.places.append((token, began))
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        self.places.append((token, self.pos + self._shift(ttype)))
        return token

    def _shift(self, kind: str) -> int:
        """How far from here a token begins: markdown-it opens a link behind its bracket, and an `<address>` before."""
        if kind == "link_open" and self.src[self.pos - 1 : self.pos] == "[":
            return -1
        in_angles = kind == "text" and self.src[self.pos : self.pos + 1] == "<"
        return 1 if in_angles and len(self.tokens) > 1 and self.tokens[-2].type == "link_open" else 0


    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """The signs of an editor's marks are no neighbours: emphasis reads as it will when they are gone."""
        strokes, before, after = self.env.get("strokes", ()), start, start
        while after < self.posMax and self.src[after] == self.src[start]:
            after += 1
        run = self.src[start:after]
        while before > 0 and self.src[before - 1] in strokes:
            before -= 1
        while after < self.posMax and self.src[after] in strokes:
            after += 1
        if not strokes or after - before == len(run):
            return super().scanDelims(start, canSplitWord)
        lead = self.src[max(before - 1, 0) : before]
        whole = self.src, self.posMax
        self.src = lead + run + self.src[after : min(after + 1, self.posMax)]
        self.posMax = len(self.src)
        scanned = super().scanDelims(len(lead), canSplitWord)
        self.src, self.posMax = whole
        return scanned


class _PlacedInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        for token, place in state.places:
            token.meta["at"] = place
        return state.tokens


def _shortcode_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that holds nothing but one block shortcode is a block, and ends a paragraph, as HTML blocks do."""
    begin = state.bMarks[start] + state.tShift[start]
    line = state.src[begin : state.eMarks[start]].strip()
    if len(line) != 1 or not is_mark(line) or not _is_block(line, state.env) or state.is_code_block(start):
        return False
    if not silent:
        state.line = start + 1
        token = state.push("shortcode", "", 0)
        token.content = line
        token.map = [start, start + 1]
        token.meta["at"] = begin
    return True


def _is_block(mark: str, env: EnvType) -> bool:
    return "is_block" in env and bool(env["is_block"](mark))


NOTE_CALL = re.compile(r"\[\^([^\]\s]{1,999})\]")


def _note_call(state: StateInline, silent: bool) -> bool:
    """`[^name]`; the plugin's own rule reads to the end of the paragraph at each `[^` that is none."""
    found = NOTE_CALL.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


HEADING_ATTRIBUTES = re.compile(
    r"(?<![ \t])[ \t]*\{([ \t]*(?:[#.][\w:-]+|[\w:-]+=(?:\"[^\"]*\"|[\w-]+))[^{}]*)\}[ \t]*$"
)


def _heading_attributes(state: StateCore) -> None:
    """`## Title {#id .class}`, as goldmark reads it: before the words are parsed, where `_` in an id is no emphasis."""
    for token, inline in pairwise(state.tokens):
        found = HEADING_ATTRIBUTES.search(inline.content) if token.type == "heading_open" else None
        if found is None:
            continue
        try:
            _, attrs = parse("{" + found[1] + "}")
        except ParseError:
            continue
        inline.content = inline.content[: found.start()]
        token.attrs.update({name: value for name, value in attrs.items() if name in ATTRIBUTES})
        token.meta[REFUSED] = [name for name in attrs if name not in ATTRIBUTES]


@cache
def parser(math: str = "") -> MarkdownIt:
    """The parser; `math` says whether `$$` begins a formula.

    It is given an environment whose `is_block` tells whether a mark's shortcode makes blocks (without it, none does),
    and whose `strokes` are the characters that stand for signs of an editor's marks.
    """
    md = MarkdownIt("commonmark", {"maxNesting": DEEPER, "strikethrough_single_tilde": True})
    md.inline = _PlacedInline()
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.inline.ruler.at("footnote_ref", _note_call)
    md.use(deflist_plugin)
    md.use(autolinks_plugin)
    md.use(attrs_plugin, spans=True, allowed=ATTRIBUTES)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    md.block.ruler.before("code", "shortcode", _shortcode_rule, interrupts)
    if math:
        formula_rules(md, math)
    md.core.ruler.after("block", "heading_attributes", _heading_attributes)
    md.core.ruler.disable("text_join")  # an escaped character stays a token of its own: typography leaves it alone
    md.inline.ruler2.disable("fragments_join")
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # schemes are judged by the stage `links`
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return md
