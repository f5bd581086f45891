"""`cascade`: what a section says for the pages below it that do not say it themselves.

In: the front matter of every page as written, and the site's own `cascade`. Out: the same, filled. As in Hugo: the
nearest section has the say, then the sections above it, then the site; a section's own page is filled too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from ..syntax.values import Item, Kind, Value

_OWN = frozenset({"target", "_target", "cascade", "path", "kind", "lang"})
"""Keys that no page is given: they say which pages are meant, or cannot be given."""


def filled(trees: Mapping[str, Value], site: Iterable[Value], tongue: str) -> dict[str, Value]:
    """The front matter of each page, by its place, with what it is given."""
    below = {posixpath.dirname(place): tree.get("cascade") for place, tree in trees.items() if _kind(place) != "page"}
    sections = {folder: tuple(_entries(said)) for folder, said in below.items() if said is not None}
    last = tuple(entry for value in site for entry in _entries(value))
    if not sections and not last:
        return dict(trees)
    return {place: _with(tree, _given(place, sections, last, tongue)) for place, tree in trees.items()}


def _given(
    place: str, sections: Mapping[str, tuple[Value, ...]], last: tuple[Value, ...], tongue: str
) -> Iterator[Value]:
    folder = posixpath.dirname(place)
    entries = list(sections.get(folder, ()))
    while folder:
        folder = posixpath.dirname(folder)
        entries += sections.get(folder, ())
    yield from (entry for entry in (*entries, *last) if _means(entry, place, tongue))


def _entries(said: Value) -> tuple[Value, ...]:
    """One group of values, or a list of them."""
    groups = tuple(item.value for item in said.items) if said.kind is Kind.LIST else (said,)
    return tuple(group for group in groups if group.kind is Kind.MAPPING)


def _with(tree: Value, given: Iterable[Value]) -> Value:
    if tree.kind not in (Kind.MAPPING, Kind.NOTHING):
        return tree
    params = tree.get("params")
    said = {item.key: item for item in tree.items if item.key != "params"}
    inner = {item.key: item for item in (params.items if params else ())}
    for entry in given:
        for item in entry.items:
            if item.key == "params":
                new = {one.key: one for one in item.value.items if one.key not in said and one.key not in inner}
                inner |= new
            elif item.key not in _OWN and item.key not in said and item.key not in inner:
                said[item.key] = item
    if inner:
        said["params"] = Item("params", Value(Kind.MAPPING, tree.pos, items=tuple(inner.values())), tree.pos)
    return replace(tree, kind=Kind.MAPPING, items=tuple(said.values())) if said else tree


# which pages are meant


def _kind(place: str) -> str:
    if posixpath.splitext(posixpath.basename(place))[0] != "_index":
        return "page"
    return "section" if "/" in place else "home"


def _means(entry: Value, place: str, tongue: str) -> bool:
    target = entry.get("target") or entry.get("_target")
    if target is None:
        return True
    bare = re.sub(r"(^|/)_?index$", "", posixpath.splitext(place)[0])
    facts = {
        "path": "/" + bare.lower().replace(" ", "-"), "kind": _kind(place), "lang": tongue, "environment": "production",
    }  # fmt: skip
    return all(_matches(target.get(name), fact) for name, fact in facts.items())


def _matches(wanted: Value | None, fact: str) -> bool:
    return wanted is None or wanted.is_empty or bool(_pattern(wanted.text.lower()).fullmatch(fact))


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """Hugo's globs: `**` is anything, `*` and `?` stay within a folder, `{a,b}` is either."""
    made, depth = "", 0
    for token in re.findall(r"\*\*+|\[[^\]]*\]|\\.|.", glob, re.DOTALL):
        depth += (token == "{") - (token == "}" and depth > 0)
        made += _piece(token, depth)
    try:
        return re.compile(made)
    except re.error:
        return re.compile(re.escape(glob))


def _piece(token: str, depth: int) -> str:
    signs = {"*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")"}
    if token.startswith("**"):
        return ".*"
    if token[0] == "[" and len(token) > 2:
        return "[" + ("^" if token[1] in "!^" else "") + re.escape(token[1:-1].lstrip("!^")).replace(r"\-", "-") + "]"
    if token == "," and depth:
        return "|"
    return signs.get(token) or (token if token[0] == "\\" else re.escape(token))
