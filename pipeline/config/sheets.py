"""The style sheets that the book brings: read from its folder, checked, and given to the editions they are for.

In: the checked value of `styles`, the book's folder. Out: the options of print and ebook with the rules in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..diagnostics import BookError, Code, Report
from ..model import EbookOptions, PrintOptions
from ..nodes import Pos
from ..ownsheets import decoded, rules
from ..syntax.values import Value, tell
from .making import Fields
from .site import World


def with_own_sheets(made: Fields, read: Mapping[str, object], tree: Value, world: World) -> Fields:
    """The fields of `Config`, with the book's own rules in the order in which it names them."""
    named = tuple(_named(read.get("styles")))
    if not named:
        return made
    texts = {path: _text(path, tree, world) for path, _ in named}
    paper, screen = (
        "".join(rules(texts[path], path, edition, _once(edition, only, world)) for path, only in named
                if only in ("", edition))
        for edition in ("print", "ebook")
    )  # fmt: skip
    return made | {
        "print": replace(made.get("print", PrintOptions()), own_css=paper),
        "ebook": replace(made.get("ebook", EbookOptions()), own_css=screen),
    }


def _once(edition: str, only: str, world: World) -> Report:
    """Where findings go: what both editions are given is told of once."""
    return world.report if only or edition == "print" else Report()


def _named(read: object) -> Iterator[tuple[str, str]]:
    """Each style sheet's path and the edition it is for; empty: both."""
    for one in read if isinstance(read, list) else [read]:
        if isinstance(one, dict):
            yield str(one["file"]), str(one.get("edition", ""))
        elif one:
            yield str(one), ""


def _text(path: str, tree: Value, world: World) -> str:
    if not world.exists(path):
        message = f"the style sheet {path} is not there"
        world.report.add(Code.STYLE_REFUSED, message, _pos(tree, path), "a path begins in the book's folder")
        return ""
    try:
        return decoded(world.read(path), path, world.report)
    except BookError as error:
        tell(error, world.report)
        return ""


def _pos(tree: Value, path: str) -> Pos:
    """Where book.yaml names it."""
    value = tree.get("styles")
    items = (item.value for item in value.items) if value is not None else ()
    named = (item.get("file") or item for item in items)
    return next((item.pos for item in named if item.raw.strip() == path), value.pos if value else tree.pos)
