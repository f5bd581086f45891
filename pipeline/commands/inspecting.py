"""A chapter's middle form for the eye: `galerada tree`.

In: a book's folder, a chapter's name, a stage. Out: lines, each a node with its place at the left margin, indented by
its depth. The same chapter gives the same lines, so that a test may keep them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from ..diagnostics import BookError, Code
from ..model import Book, Chapter
from ..nodes import NOWHERE, Arg, Body, Element, Node, Pieces, Pos, Shortcode, Text, is_block, text_of
from ..plan import PLAN
from ..run import Request, Result, chapter_named, resolved
from ..suggest import did_you_mean

STAGES = ("read", *(stage.name for stage in PLAN))
"""Every point of the plan after which a chapter can be looked at."""
MARGIN = 8
SHOWN = 60
"""Characters of a text; the rest is dots."""


def chapter_tree(book: Path, chapter: str, after: str) -> Iterator[str]:
    """The chapter after one of `STAGES`, a line a node; raises BookError when there is no such chapter."""
    made, _ = resolved(Request(book), Result(), last=after)
    return _lines(_chapter(made, _inside(book, chapter)))


def _inside(book: Path, chapter: str) -> str:
    """A chapter's file as the shell completes it, seen from the book's folder."""
    place = Path(chapter)
    if place.is_file() and place.resolve().is_relative_to(book.resolve()):
        return place.resolve().relative_to(book.resolve()).as_posix()
    return os.path.normpath(chapter) if chapter.startswith("./") else chapter


def _chapter(book: Book, wanted: str) -> Chapter:
    found = chapter_named(book, wanted)
    if found is None:
        names = [chapter.source.path if chapter.source else chapter.key for chapter in book.chapters]
        message = f"no chapter is called '{wanted}'"
        raise BookError(Code.UNKNOWN_CHAPTER, message, NOWHERE, did_you_mean(wanted, names))
    return found


def _lines(chapter: Chapter) -> Iterator[str]:
    path = chapter.source.path if chapter.source else "(made by Galerada)"
    facts = {"role": chapter.role, "number": chapter.number, "part": chapter.part, "title": chapter.title}
    yield " ".join([path, *(f"{name}={_quoted(value)}" for name, value in facts.items() if value)])
    if chapter.heading:
        yield _line(NOWHERE, 0, "(title)")
        yield from _nodes(chapter.heading, 1)
    yield from _nodes(chapter.body, 0)


def _nodes(nodes: Body, depth: int) -> Iterator[str]:
    """Texts that follow each other are one text to the eye; white space between blocks is none."""
    blocks = any(is_block(node) for node in nodes)
    for is_text, found in groupby(nodes, lambda node: isinstance(node, Text)):
        run = tuple(found)
        if not is_text:
            for node in run:
                yield from _node(node, depth)
        elif (whole := text_of(run)).strip() or (whole and not blocks):
            yield _line(run[0].pos, depth, _quoted(whole))


def _node(node: Node, depth: int) -> Iterator[str]:
    match node:
        case Element():
            yield _line(node.pos, depth, _element(node))
            yield from _nodes(node.children, depth + 1)
        case Shortcode():
            yield _line(node.pos, depth, _shortcode(node))
            for name, body in node.rich:
                yield _line(NOWHERE, depth + 1, f"({name})")
                yield from _nodes(body, depth + 2)
            yield from _nodes(node.children, depth + 1)
            if node.inner and not node.children:
                yield _line(node.inner_pos, depth + 1, _quoted(node.inner))


def _element(node: Element) -> str:
    """`p .lead #begin title="x"`."""
    words = [node.tag, *(f".{name}" for name in node.classes)]
    words += [f"#{node.get('id')}"] if node.get("id") else []
    words += [f"{name}={_quoted(value)}" for name, value in node.attrs if name not in {"class", "id"}]
    return " ".join([*words, *(f"{name}={_quoted(_written(pieces))}" for name, pieces in node.templated)])


def _written(pieces: Pieces) -> str:
    return "".join(piece if isinstance(piece, str) else _shortcode(piece) for piece in pieces)


def _shortcode(node: Shortcode) -> str:
    """`{{hint warning}}`; running text is told from a block by its `inline`."""
    words = [node.name, *(_argument(arg) for arg in node.args)]
    return "{{" + " ".join(words) + "}}" + ("" if node.block else " inline")


def _argument(arg: Arg) -> str:
    value = _quoted(arg.text) if isinstance(arg.value, str) and not arg.text.isidentifier() else arg.text
    return f"{arg.name}={value}" if arg.name else value


def _quoted(text: str) -> str:
    shown = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return json.dumps(shown, ensure_ascii=False).replace("\u00a0", "\\u00a0").replace("\u202f", "\\u202f")


def _line(pos: Pos, depth: int, what: str) -> str:
    place = f"{pos.line}:{pos.column}" if pos.path else "-"
    return f"{place:>{MARGIN}}  {'  ' * depth}{what}"
