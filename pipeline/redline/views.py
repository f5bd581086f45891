"""A body as it is compared: its blocks, each with what tells it from another.

In: nodes after the plan, and the names by which a version calls its chapters and notes. Out: `View`s, a tree of blocks;
a run of text that stands beside blocks (in a list's item) is a block without a tag. White space between blocks is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypeVar

from ..nodes import HEADINGS, Body, Element, Node, Pos, Shortcode, Text, is_blank, is_block, walk
from .signs import WORDS, Signature, signature, squashed, visible

ATOMS = frozenset({"img", "br", "svg", "math", "hr"})
"""What is compared as a whole."""
GROUPS = {**dict.fromkeys(HEADINGS, "heading"), "ul": "list", "ol": "list"}
"""Tags that become each other by a change of their mark alone."""
SYNONYMS = {"i": "em", "b": "strong"}
RUN = ""
"""The tag of running text that stands beside blocks."""


@dataclass(frozen=True, slots=True)
class Names:
    """How a version calls what both have."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Its chapters' keys -> those of the new version."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Its notes' ids -> those of the new version."""
    strange: bool = False
    """Whether its pictures were converted by somebody, so that their bytes say nothing."""

    def of(self, node: Element) -> Signature:
        """What of an element can be compared."""
        if "note-call" in node.classes:
            ident = node.get("href").partition("#")[2]
            return ("note", self.notes.get(ident, ident))
        if not self.strange:
            return signature(node, self.keys)
        if node.tag in {"img", "math", "svg"} or node.has("data-plain"):
            return ("img" if node.tag == "img" else "math",)
        plain = node.set_all({"class": None, "alt": None, "start": None})
        return (SYNONYMS.get(node.tag, node.tag), *signature(plain, self.keys)[1:])

    def tells(self, node: Element) -> bool:
        """Whether a mark around words means something: of a stranger's `span` nobody knows."""
        return not (self.strange and node.tag == "span")


def is_atom(node: Element) -> bool:
    """Whether it is compared as a whole: a picture, a formula, a call of a note, a query, an anchor."""
    known = node.tag in ATOMS or node.has("data-plain")
    return known or not node.children or bool({"note-call", "query"} & set(node.classes))


def holds_blocks(node: Node) -> bool:
    """Whether it is a block, or stands around one."""
    return is_block(node) or (isinstance(node, Element) and not is_atom(node) and any(map(holds_blocks, node.children)))


Exact: TypeAlias = Hashable
Thing = TypeVar("Thing")


@dataclass(frozen=True, eq=False)
class View:
    """A block, looked at."""

    node: Element
    names: Names

    @property
    def tag(self) -> str:
        """Its tag; `RUN` for running text beside blocks."""
        return self.node.tag

    @property
    def pos(self) -> Pos:
        """Where its first words stand, as far as anybody knows."""
        return next((node.pos for node in walk((self.node,)) if node.pos.path), self.node.pos)

    @cached_property
    def parts(self) -> tuple[View, ...]:
        """The blocks in it; none where it holds running text alone."""
        if not any(map(holds_blocks, self.node.children)):
            return ()
        return tuple(views(self.node.children, self.names))

    @property
    def inside(self) -> tuple[View, ...]:
        """The blocks in it, or its running text as one."""
        return self.parts or tuple(_run(list(self.node.children), self.names))

    @cached_property
    def text(self) -> str:
        """Its words."""
        return "".join(_texts((self.node,)))

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, counted; of code, its lines."""
        return Counter(WORDS.findall(self.text.casefold()))

    @cached_property
    def key(self) -> Hashable:
        """What it has in common with the same block set or marked otherwise."""
        atoms = [self.names.of(node) for node in walk((self.node,)) if isinstance(node, Element) and is_atom(node)]
        said = self.text if self.tag == "pre" else squashed(self.text)
        return (GROUPS.get(self.tag, self.tag), said, tuple(atom for atom in atoms if atom[0] != "br"))

    @cached_property
    def exact(self) -> Exact:
        """Everything that a reader can tell."""
        return _exact(self.node, self.names, self.tag == "pre")


def _exact(node: Element, names: Names, verbatim: bool) -> Exact:
    parts: list[Hashable] = []
    run = ""
    for child in node.children:
        if isinstance(child, Element):
            parts += [visible(run) if not verbatim else run] if run.strip() or (run and parts) else []
            run = ""
            parts.append(_exact(child, names, verbatim or child.tag == "pre"))
        elif isinstance(child, Text):
            run += child.text
    parts += [run if verbatim else visible(run)] if run.strip() else []
    return (names.of(node), tuple(parts))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    """The text, blocks and breaks apart, formulas as they are written."""
    for node in nodes:
        match node:
            case Text():
                yield node.text
            case Element() if node.has("data-plain"):
                yield node.get("data-plain")
            case Element(tag="br"):
                yield "\n"
            case Element() if node.tag in ATOMS:
                yield node.get("alt")
            case Element() if "note-call" in node.classes:
                yield ""
            case Element() | Shortcode():
                yield " " if is_block(node) else ""
                yield from _texts(node.children)
                yield " " if is_block(node) else ""


def views(body: Iterable[Node], names: Names) -> Iterator[View]:
    """The blocks of a body, and each run of text between them."""
    run: list[Node] = []
    for node in body:
        if holds_blocks(node) and isinstance(node, Element):
            yield from _run(run, names)
            run = []
            yield View(node, names)
        else:
            run.append(node)
    yield from _run(run, names)


def _run(run: list[Node], names: Names) -> Iterator[View]:
    if not all(map(is_blank, run)):
        yield run_of(tuple(run), names)


def run_of(nodes: Body, names: Names) -> View:
    """Running text as a block."""
    return View(Element(RUN, (), nodes), names)


def leaves(some: Iterable[View]) -> Iterator[View]:
    """The blocks that hold running text, in reading order."""
    for view in some:
        if view.parts:
            yield from leaves(view.parts)
        else:
            yield view


def likeness(a: Counter[Thing], b: Counter[Thing]) -> float:
    """How much two counts share, 0 to 1 (Dice)."""
    both = a.total() + b.total()
    if not both:
        return 1.0
    few, many = (a, b) if len(a) < len(b) else (b, a)
    return 2 * sum(min(count, many[word]) for word, count in few.items()) / both
