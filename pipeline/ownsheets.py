"""The customer's own style sheets: what of CSS a book may bring, and what of it each edition is given.

In: a style sheet's text and path, an edition. Out: rules that the page's engine, the measure of lines and reading
systems all understand; every rule that is refused as a finding with its line. Refused is whatever would read another
file (`url()`, `@import`, `@font-face`), what the book's own configuration says (`@page`), and selectors and
declarations that cannot be parsed: none of them is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

from .diagnostics import Code, Report
from .nodes import Pos

LARGEST = 256 * 1024
"""Bytes; those of the house have some twenty thousand together."""
CURES = {
    "import": "name the other style sheet in book.yaml: styles",
    "font-face": "the faces are those of the design: design in book.yaml",
    "page": "the page is said in book.yaml: print.trim, print.margins",
    "charset": "take it out: style sheets are read as UTF-8",
    "namespace": "take it out: elements of other namespaces are none of a style sheet's business here",
}
"""At-rules that are refused, and what to do in their place."""
KEPT = frozenset({"media"})
READING = "write what it shows as a picture of the chapter"
PAPER = frozenset({"all", "print"})
"""Media that paper is."""


def rules(text: str, path: str, edition: str, report: Report) -> str:
    """The rules of a style sheet for an edition (`ebook` or `print`); what is refused goes to the report."""
    parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return _Sheet(path, report, edition == "print").rules(parsed)


@dataclass(frozen=True, slots=True)
class _Sheet:
    path: str
    report: Report
    paper: bool
    """Whether `@media` is decided here: nothing that lays out a page asks for it later."""

    def rules(self, parsed: Iterable[Any]) -> str:
        return "".join(self._rule(rule) for rule in parsed)

    def _rule(self, rule: Any) -> str:
        if rule.type == "qualified-rule":
            return self._qualified(rule)
        if rule.type == "at-rule" and rule.lower_at_keyword in KEPT and rule.content is not None:
            return self._media(rule)
        if rule.type == "at-rule":
            name = rule.lower_at_keyword
            self._refuse(rule, f"@{name} has no place in a book's style sheet", CURES.get(name, "take it out"))
        elif rule.type == "error":
            self._refuse(rule, f"this cannot be read as CSS: {rule.message}", "look for a brace or a quotation mark")
        return ""

    def _media(self, rule: Any) -> str:
        inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        made = self.rules(node for node in inner if node.type != "declaration")
        query = tinycss2.serialize(rule.prelude).strip()
        if not self.paper:
            return f"@media {query} {{\n{made}}}\n" if made else ""
        media = {part.strip().lower() for part in query.split(",")}
        return made if media & PAPER else ""

    def _qualified(self, rule: Any) -> str:
        selector = tinycss2.serialize(rule.prelude).strip()
        try:
            cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            self._refuse(rule, f"the selector {_short(selector)} is not understood", "write it another way")
            return ""
        parsed = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        declared = "; ".join(self._declarations(parsed))
        return f"{selector} {{ {declared} }}\n" if declared else ""

    def _declarations(self, parsed: Iterable[Any]) -> Iterator[str]:
        for node in parsed:
            if node.type != "declaration":
                what = "a rule inside a rule" if node.type != "error" else "no declaration"
                self._refuse(node, f"this is {what}", "write property: value; and close it with a semicolon")
            elif reading := _reading(node.value):
                self._refuse(reading, f"{node.lower_name} asks for another file", READING)
            else:
                important = " !important" if node.important else ""
                yield f"{node.name}: {tinycss2.serialize(node.value).strip()}{important}"

    def _refuse(self, node: Any, message: str, hint: str) -> None:
        pos = Pos(self.path, node.source_line, node.source_column)
        self.report.add(Code.STYLE_REFUSED, message, pos, hint)


READERS = frozenset({"url", "src", "image", "image-set", "cross-fade"})
"""Functions of CSS that fetch (CSS Values 4, 4.5; CSS Images 4)."""


def _reading(tokens: Iterable[Any]) -> Any | None:
    """The first of the tokens that reads a file, at any depth."""
    for token in tokens:
        if token.type == "url" or (token.type == "function" and token.lower_name in READERS):
            return token
        inner = getattr(token, "arguments", None) or getattr(token, "content", None)
        if isinstance(inner, list) and (found := _reading(inner)):
            return found
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}..."


def decoded(data: bytes, path: str, report: Report) -> str:
    """A style sheet's text; empty, and said, where it is too large or not UTF-8 (CSS Syntax 3, 3.2)."""
    if len(data) > LARGEST:
        message = f"{path} has {len(data) // 1024} KiB; a style sheet may have {LARGEST // 1024}"
        report.add(Code.STYLE_REFUSED, message, Pos(path), "keep the rules that the book needs")
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        report.add(Code.STYLE_REFUSED, f"{path} is not UTF-8", Pos(path, line), "save it as UTF-8")
        return ""

