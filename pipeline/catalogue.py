"""Every shortcode's grammar: what the reader must know before anything is made of it.

In: nothing. Out: `SHORTCODES`, a table of names. Not its business: what a shortcode becomes
(`stages/shortcodes`). Sources: the hugo-book theme's templates, v4 to v0.14, and Hugo's embedded set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .model import OwnShortcode


class Inner(StrEnum):
    """Whether a shortcode holds text between two tags."""

    NONE = "none"
    """`{{< figure src="a.png" >}}`: a closing tag is an error."""
    OPTIONAL = "optional"
    """`{{< katex />}}` and `{{< katex >}}x{{< /katex >}}` are both right."""
    NEEDED = "needed"
    """Must be closed, or closed in itself."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """How one shortcode is written."""

    inner: Inner
    block: bool
    """Whether it makes blocks (True) or a piece of running text (False)."""
    named: tuple[str, ...] = ()
    """The named arguments that mean something."""
    positional: tuple[str, ...] = ()
    """What the positional arguments are called."""
    raw: bool = False
    """Whether the inner text is not Markdown (a formula, a diagram, code)."""
    rich: tuple[str, ...] = ()
    """The arguments that hold Markdown."""

    def argument(self, index: int) -> str:
        """What the positional argument at `index` is called; empty when there is none."""
        return self.positional[index] if index < len(self.positional) else ""


Words = tuple[str, ...]


def _holds(*named: str, positional: Words = (), block: bool = True, raw: bool = False, rich: Words = ()) -> Grammar:
    return Grammar(Inner.NEEDED, block, named, positional, raw, rich)


def _alone(*named: str, positional: Words = (), block: bool = True, rich: Words = ()) -> Grammar:
    return Grammar(Inner.NONE, block, named, positional, rich=rich)


SHORTCODES: Mapping[str, Grammar] = {
    "details": _holds(
        "title", "summary", "open", "name", "class", positional=("title", "open"), rich=("title", "summary")
    ),
    "hint": _holds("kind", "type", "class", "title", positional=("kind",), rich=("title",)),
    "columns": _holds("ratio", "class"),
    "tabs": _holds("class", positional=("id",)),
    "tab": _holds("name", "title", positional=("name",), rich=("name", "title")),
    "button": _holds("href", "relref", "class", block=False),
    "figure": _alone(
        "src",
        "link",
        "target",
        "rel",
        "alt",
        "title",
        "caption",
        "class",
        "width",
        "height",
        "loading",
        "attr",
        "attrlink",
        positional=("src",),
        rich=("title", "caption", "attr"),
    ),
    "image": _alone(
        "src",
        "alt",
        "title",
        "class",
        "width",
        "height",
        "loading",
        "id",
        "tabindex",
        positional=("src",),
        rich=("title",),
    ),
    "expand": _holds(positional=("title", "icon"), rich=("title",)),
    "steps": _holds("class"),
    "badge": _alone("style", "title", "value", "href", positional=("style", "title", "value"), block=False),
    "card": Grammar(Inner.OPTIONAL, True, ("href", "image", "alt", "class", "title"), rich=("title",)),
    "section": _alone("summary", positional=("summary",)),
    "html": _holds(),
    "i18n": _alone("key", positional=("key",), block=False),
    "param": _alone("name", positional=("name",), block=False),
    "comment": _holds(raw=True, block=False),
    "highlight": _holds("lang", "options", positional=("lang", "options"), raw=True),
    "katex": Grammar(Inner.OPTIONAL, False, ("display", "class"), ("display",), raw=True),
    "mermaid": _holds("class", raw=True),
    "qr": Grammar(
        Inner.OPTIONAL,
        True,
        ("text", "level", "scale", "targetDir", "alt", "class", "id", "loading", "title"),
        raw=True,
    ),
    "youtube": _alone(
        "id",
        "title",
        "start",
        "end",
        "autoplay",
        "class",
        "controls",
        "loading",
        "loop",
        "mute",
        "allowFullScreen",
        positional=("id",),
    ),
    "vimeo": _alone("id", "title", "class", "allowFullScreen", "loading", positional=("id",)),
    "asciinema": _alone(
        "cast",
        "loop",
        "autoplay",
        "speed",
        "theme",
        "title",
        "cols",
        "rows",
        "startAt",
        "idleTimeLimit",
        "poster",
        "preload",
        positional=("cast",),
    ),
    "gist": _alone("user", "id", "file", positional=("user", "id", "file")),
    "x": _alone("user", "id"),
    "tweet": _alone("user", "id", positional=("id",)),
    "twitter": _alone("user", "id", positional=("id",)),
    "instagram": _alone("id", positional=("id",)),
    "openapi": _alone("src", positional=("src",)),
    "ref": _alone("path", "lang", "outputFormat", positional=("path",), block=False),
    "relref": _alone("path", "lang", "outputFormat", positional=("path",), block=False),
}


def grammars(own: Mapping[str, OwnShortcode]) -> Mapping[str, Grammar]:
    """The grammar of every shortcode of a book: its own come before those Galerada knows."""
    made = dict(SHORTCODES)
    for name, said in own.items():
        known = SHORTCODES.get(said.known)
        made[name.lower()] = known if known is not None else Grammar(Inner.OPTIONAL, block=True)
    return made
