"""Code told apart by what its words are: keywords, strings, comments. The only home of Pygments.

In: code and the name of its language. Out: the same characters, those of a kind in `span`s of a few classes; and code
cut into lines. Not its business: how a class looks; a book shows it by weight and slant, never by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from ..nodes import Body, Element, Node, Pos, Text, element, text_of

KINDS: Mapping[str, str] = {
    "Keyword": "kw",
    "Operator.Word": "kw",
    "Comment": "com",
    "Comment.Preproc": "kw",
    "Comment.PreprocFile": "str",
    "Literal.String": "str",
    "Literal.String.Doc": "com",
    "Literal.Number": "num",
    "Name.Function": "def",
    "Name.Class": "def",
    "Name.Decorator": "def",
    "Name.Tag": "tag",
    "Name.Attribute": "tag",
    "Generic.Heading": "kw",
    "Generic.Subheading": "kw",
    "Generic.Prompt": "kw",
    "Generic.Inserted": "add",
    "Generic.Deleted": "del",
}
"""Pygments' kinds -> our classes; what is not here, nor under a name that is, stays plain."""
MOST_CHARACTERS = 200_000
"""Longer code stays plain."""
LONGEST_LINE = 2000
"""Code with a longer line stays plain: some lexers take the square of its length (270 s for 200 kB)."""
LINE = re.compile(r"[^\n]*\n|[^\n]+")


def highlighted(text: str, language: str, pos: Pos) -> Body:
    """The code as texts and spans; its characters stay what they are, whatever the language."""
    runs = _runs(text, language) or ((text, ""),)
    line, column = pos.line, pos.column
    made: list[Node] = []
    for value, kind in runs:
        here = Pos(pos.path, line, column)
        made.append(element("span", value, pos=here, class_=kind) if kind else Text(value, here))
        breaks = value.count("\n")
        line += breaks
        column = len(value) - value.rfind("\n") if breaks else column + len(value)
    return tuple(made)


def _runs(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Stretches of one kind; none where the language is unknown or its lexer does not keep to the text."""
    name = _lexers().get(language.lower(), "")
    if not name or len(text) > MOST_CHARACTERS or any(len(line) > LONGEST_LINE for line in text.split("\n")):
        return ()
    ended = text if text.endswith("\n") else text + "\n"  # lexers count on it
    try:
        runs = tuple(_joined((value, _kind(token)) for _, token, value in _lexer(name).get_tokens_unprocessed(ended)))
    except Exception:  # one of 600 lexers fails on what an author wrote: the code is shown plain
        return ()
    if "".join(value for value, _ in runs) != ended:
        return ()
    return runs if text is ended else _without_last_character(runs)


def _joined(runs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbours of one kind are one run."""
    held, of = "", ""
    for value, kind in runs:
        if kind == of:
            held += value
            continue
        if held:
            yield held, of
        held, of = value, kind
    if held:
        yield held, of


def _without_last_character(runs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    value, kind = runs[-1]
    return (*runs[:-1], (value[:-1], kind)) if value[:-1] else runs[:-1]


@cache
def _kind(token: tuple[str, ...]) -> str:
    """The class of a token, by the nearest of its names that has one."""
    names = (".".join(token[:length]) for length in range(len(token), 0, -1))
    return next((KINDS[name] for name in names if name in KINDS), "")


@cache
def _lexers() -> Mapping[str, str]:
    """Every alias, and every file extension that is no alias -> the lexer's name. No plug-ins: books repeat."""
    from pygments.lexers import get_all_lexers

    known = sorted(get_all_lexers(plugins=False))
    extensions = ((pattern[2:].lower(), name) for name, _, patterns, _ in known for pattern in patterns)
    made = {extension: name for extension, name in extensions if extension.isalnum()}
    return made | {alias.lower(): name for name, aliases, _, _ in known for alias in aliases}


@cache
def _lexer(name: str) -> Any:
    from pygments.lexers import find_lexer_class

    return find_lexer_class(name)()


# lines


def in_lines(body: Iterable[Node]) -> tuple[Body, ...]:
    """Code cut after each line break, which stays with its line; a span that goes over one is cut with it."""
    lines: list[list[Node]] = []
    goes_on = False
    for node in body:
        for piece in _pieces(node):
            if not goes_on:
                lines.append([])
            lines[-1].append(piece)
            goes_on = not text_of(piece).endswith("\n")
    return tuple(tuple(line) for line in lines)


def _pieces(node: Node) -> Iterator[Node]:
    match node:
        case Text():
            column = node.pos.column
            for place, line in enumerate(LINE.findall(node.text)):
                yield Text(line, Pos(node.pos.path, node.pos.line + place, 1 if place else column))
        case Element() if node.children:
            yield from (node.with_children(line) for line in in_lines(node.children))
        case _:
            yield node


def with_lines(pre: Element) -> Element:
    """A `pre` whose every line is a `span.code-line`, so that the rest of a long one can be indented."""
    inside = pre.children[0] if len(pre.children) == 1 else None
    code = inside if isinstance(inside, Element) and inside.tag == "code" else element("code", *pre.children)
    if any(isinstance(line, Element) and "code-line" in line.classes for line in code.children):
        return pre
    lines = list(in_lines(code.children))
    while lines and not text_of(lines[-1]).strip("\n"):
        lines.pop()
    return pre.with_children([code.with_children(element("span", *line, class_="code-line") for line in lines)])
