"""The tree a chapter is made of: `Element | Text | Shortcode`, each knowing its place in the manuscript.

In: nothing. Out: immutable nodes, and the few walks every stage shares.
Not its business: Markdown, files, editions. What HTML can say is said in HTML (tag, `class`, `role`,
`epub:type`, `data-`); only an unresolved shortcode is a node that is not HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

Attrs: TypeAlias = tuple[tuple[str, str], ...]

BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption colgroup col".split()
)
"""Tags that cannot stand inside a paragraph (HTML, 3.2.5.2.5: phrasing content)."""

REF = "hugo-ref:"
"""The scheme of a reference that the stage `links` resolves: what Hugo's ref and relref hold."""
EMBED = "embedded in raw HTML"
"""The name of the shortcode that stands for an `iframe` or a `video`; no author can write it."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VERBATIM = frozenset({"code", "pre", "kbd", "samp", "math", "svg", "script", "style"})
"""Tags whose text is nobody's to improve."""


@dataclass(frozen=True, slots=True)
class Pos:
    """A place in the manuscript."""

    path: str
    """Relative to the book's folder, with forward slashes."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Pos("", 0, 0)
"""The place of what Galerada made itself (a title page, a contents list)."""


def moved(pos: Pos, columns: int) -> Pos:
    """The place so many characters further on its line."""
    return Pos(pos.path, pos.line, pos.column + columns) if pos.path else pos


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters. A line break of the manuscript is a text of its own, so `pos` plus an index is exact."""

    text: str
    pos: Pos = NOWHERE


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element."""

    tag: str
    attrs: Attrs = ()
    children: Body = ()
    pos: Pos = NOWHERE
    templated: tuple[tuple[str, Pieces], ...] = ()
    """Attributes whose value holds shortcodes (`[x]({{< ref "y" >}})`); empty after the stage `shortcodes`."""

    def get(self, name: str, default: str = "") -> str:
        """The attribute's value, or `default` when it is absent."""
        for key, value in self.attrs:
            if key == name:
                return value
        return default

    def has(self, name: str) -> bool:
        """Whether the attribute is present, even when empty."""
        return name in dict(self.attrs)

    @property
    def classes(self) -> tuple[str, ...]:
        """The words of `class`."""
        return tuple(self.get("class").split())

    def set(self, **changes: str | None) -> Element:
        """A copy with attributes set, or dropped when None; `_` in a name stands for `-`, `__` for `:`."""
        return self.set_all({key.strip("_").replace("__", ":").replace("_", "-"): v for key, v in changes.items()})

    def set_all(self, changes: dict[str, str | None]) -> Element:
        """A copy with attributes set, or dropped when None."""
        said = [(key, changes[key]) if key in changes else (key, value) for key, value in self.attrs]
        said += [(key, value) for key, value in changes.items() if not self.has(key)]
        attrs = tuple((key, value) for key, value in said if value is not None)
        return Element(self.tag, attrs, self.children, self.pos, self.templated)

    def add_class(self, *names: str) -> Element:
        """A copy that has these classes too."""
        words = dict.fromkeys((*self.classes, *names))
        return self.set_all({"class": " ".join(words)}) if words else self

    def with_children(self, children: Iterable[Node]) -> Element:
        """A copy with other children."""
        return Element(self.tag, self.attrs, tuple(children), self.pos, self.templated)

    def lacks(self, names: frozenset[str]) -> bool:
        """Whether it is known, without a look inside, that nothing in it bears such a name (`folded`)."""
        return False


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument of a shortcode."""

    value: str | int | float | bool
    """Typed as Hugo types it: a bare true, 3 or 1.5 is no string; a quoted one is."""
    name: str = ""
    """Empty for a positional argument."""
    pos: Pos = NOWHERE

    @property
    def text(self) -> str:
        """The value as an author would write it."""
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode as read, not yet made into elements. None survives the stage `shortcodes`."""

    name: str
    args: tuple[Arg, ...] = ()
    children: Body = ()
    """The inner text, read as Markdown."""
    inner: str | None = None
    """The inner text as written; None when the shortcode has no closing tag."""
    markdown: bool = True
    """True for `{{% %}}`, False for `{{< >}}`."""
    source: str = ""
    """The whole shortcode as written, tags included."""
    block: bool = True
    """Whether it stands alone on its lines."""
    pos: Pos = NOWHERE
    inner_pos: Pos = NOWHERE
    """Where the inner text begins."""
    rich: tuple[tuple[str, Body], ...] = ()
    """Arguments that hold Markdown, read."""

    def get(self, name: str, default: str = "") -> str:
        """The named argument, or `default`."""
        return next((arg.text for arg in self.args if arg.name == name), default)

    def at(self, index: int, default: str = "") -> str:
        """The positional argument, or `default`."""
        positional = [arg for arg in self.args if not arg.name]
        return positional[index].text if index < len(positional) else default

    def rich_text(self, name: str) -> Body:
        """The argument `name` as nodes; empty when it is absent."""
        return next((body for key, body in self.rich if key == name), ())

    def flag(self, name: str) -> bool:
        """Whether the named argument, or a positional word of that name, says yes."""
        named = next((arg.value for arg in self.args if arg.name == name), None)
        return named not in (None, False, "false", "") or any(a.value == name for a in self.args if not a.name)


Node: TypeAlias = Element | Text | Shortcode
Body: TypeAlias = tuple[Node, ...]
Pieces: TypeAlias = tuple[str | Shortcode, ...]
Rewriter: TypeAlias = Callable[[Node], Node | Iterable[Node]]


def element(tag: str, *children: Node | str, pos: Pos = NOWHERE, **attrs: str) -> Element:
    """An element in one call: `element("p", "text", class_="lead")`; see `Element.set` for attribute names."""
    made = tuple(Text(child, pos) if isinstance(child, str) else child for child in children)
    return Element(tag, (), made, pos).set(**attrs)


def children_of(node: Node) -> Body:
    """A node's children; a text has none."""
    return () if isinstance(node, Text) else node.children


ALL: frozenset[str] = frozenset()


def walk(nodes: Iterable[Node], names: frozenset[str] = ALL) -> Iterator[Node]:
    """Every node, in reading order, parents first.

    Whoever looks for tags or attributes (`@id`) alone gives their names: a block that has none may be passed over.
    """
    open_nodes = [iter(nodes)]
    while open_nodes:
        for node in open_nodes[-1]:
            if names and isinstance(node, Element) and node.lacks(names):
                continue
            yield node
            if not isinstance(node, Text) and node.children:
                open_nodes.append(iter(node.children))
                break
        else:
            open_nodes.pop()


def elements(nodes: Iterable[Node], *tags: str) -> Iterator[Element]:
    """Every element, or every one of these tags, in reading order."""
    found = walk(nodes, frozenset(tags))
    return (node for node in found if isinstance(node, Element) and (not tags or node.tag in tags))


def rewrite(
    nodes: Iterable[Node], change: Rewriter, skip: frozenset[str] = ALL, names: frozenset[str] = ALL
) -> Body:
    """The tree with `change` applied to every node, children first; it may return one node, several or none.

    Elements whose tag is in `skip` are passed over with all they hold; what does not change is the same node, and a row
    of them the same row. What changes only elements that bear one of some `names`, or hold one that does, gives these,
    as to `walk`.
    """
    made: list[Node] = []
    same = True
    for node in nodes:
        if isinstance(node, Element) and ((skip and node.tag in skip) or (names and node.lacks(names))):
            made.append(node)
            continue
        inside = node
        if not isinstance(node, Text) and node.children:
            children = rewrite(node.children, change, skip, names)
            if children is not node.children:
                inside = node.with_children(children) if isinstance(node, Element) else replace(node, children=children)
        changed = change(inside)
        if changed is node:
            made.append(node)
            continue
        same = False
        if isinstance(changed, (Text, Element, Shortcode)):
            made.append(changed)
        else:
            made.extend(changed)
    return nodes if same and isinstance(nodes, tuple) else tuple(made)


def text_of(nodes: Iterable[Node] | Node) -> str:
    """The text, without markup; a line break counts as a space, a formula as what `data-plain` says in a line.

    A formula not yet read (an inline shortcode whose inner text is no Markdown) counts as it is written.
    """
    match nodes:
        case Text():
            return nodes.text
        case Element(tag="br"):
            return "\n"
        case Element(tag="del") if "deleted" in nodes.classes:
            return ""  # an editor takes these words out: no title, no id and no count is made of them
        case Element() if nodes.has("data-plain"):
            return nodes.get("data-plain")
        case Shortcode(block=False, children=(), inner=str(inner)):
            return inner
        case Element() | Shortcode():
            return text_of(nodes.children)
    return "".join(text_of(node) for node in nodes)


def is_blank(node: Node) -> bool:
    """Whether it is white space only."""
    return isinstance(node, Text) and not node.text.strip()


def is_block(node: Node) -> bool:
    """Whether it cannot stand inside a paragraph."""
    match node:
        case Element():
            return node.tag in BLOCKS
        case Shortcode():
            return node.block
    return False
