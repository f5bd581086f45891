"""One chapter out of two: the new version's blocks, with what went where it stood.

In: the steps of a chapter, and what stands elsewhere now. Out: a body; every change taken down in a ledger. A block of
one side only says so (`data-side`), and all its words are marked; a pair's words are marked one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..marks import DELETED, INSERTED
from ..nodes import NOWHERE, Body, Element, Node, element, is_blank
from .changes import CAME, CHANGE, HERE, SIDE, WENT, Kind, in_line
from .ghosts import ghost
from .ledger import Ledger, Sides
from .pairing import Step, paired
from .signs import Signature
from .tokens import Token
from .views import RUN, Names, View, holds_blocks, is_atom
from .wording import Wording
from .words import GONE, mark, merged

WHAT = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), "li": "item", "td": "cell", "th": "cell",
    "figcaption": "caption", "caption": "caption", "pre": "code", "blockquote": "quotation", "table": "table",
    "tr": "row", "ul": "list", "ol": "list", "dl": "list", "dt": "term", "dd": "definition", "figure": "picture",
    "hr": "break", "aside": "box", "p": "paragraph",
}  # fmt: skip
"""What a block is called in the list of changes."""
OF_CLASS = {"note": "note", "verse": "verse", "box-title": "heading", "tab-label": "heading", "figure-title": "caption"}
WIDE = ("note", "verse", "caption", "cell", "quotation")
"""What stands in one of these is a part of it."""
ATOM = {"img": "picture", "svg": "picture", "math": "formula", "note-call": "note", "query": "query"}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Blocks that stand at another place now, by the identity of their views."""

    now: Mapping[int, View]
    """Of what is gone: where it went."""
    before: Mapping[int, View]
    """Of what is new: where it was."""


@dataclass(slots=True)
class Merging:
    """Merges one chapter."""

    ledger: Ledger
    names: tuple[Names, Names]
    elsewhere: Elsewhere
    wording: Wording
    around: list[tuple[str, Element, Element]] = field(default_factory=list)
    """The blocks around this one: what they are, and they themselves in both versions."""
    whole: int = 0
    """The change of which every block here is a part: the chapter is new, or gone."""

    def body(self, steps: Sequence[Step]) -> Body:
        """The blocks of both versions."""
        return tuple(node for step in steps for node in self._step(step))

    def title(self, old: View, new: View) -> Body:
        """The words of a title."""
        self.around.append(("heading", old.node, new.node))
        return self._words(old, new)

    def _step(self, step: Step) -> Body:
        if step.old is None:
            assert step.new is not None
            return self._came(step.new)
        if step.new is None:
            return self._went(step.old)
        if step.old.exact == step.new.exact:
            return step.new.node.children if step.new.tag == RUN else (step.new.node,)
        return self._both(step, step.old, step.new)

    # both

    def _both(self, step: Step, old: View, new: View) -> Body:
        self.around.append((self._called(new.node), old.node, new.node))
        node = self._remarked(old, new)
        inside = self._inside(step, old, new)
        self.around.pop()
        return inside if new.tag == RUN else (node.with_children(inside),)

    def _inside(self, step: Step, old: View, new: View) -> Body:
        return self.body(step.inside) if step.inside else self._words(old, new)

    def _remarked(self, old: View, new: View) -> Element:
        """The block; where its own mark has changed, it says so."""
        before, after = self.names[0].of(old.node), self.names[1].of(new.node)
        if before == after or RUN in (old.tag, new.tag):
            return new.node
        note = " → ".join(_apart(before, after))
        number = self.ledger.take(Kind.MARKUP, self.around[-1][0], Sides.of(old, new), self._name(new, new=True), note)
        return new.node.add_class("redline", "restyled").set_all({CHANGE: str(number)})

    def _words(self, old: View, new: View) -> Body:
        what, paragraph = self._what, self._name(new, new=True)

        def scribe(kind: Kind, old: Sequence[Token], new: Sequence[Token], note: str = "") -> int:
            sides = _set(old, new) if kind is Kind.TYPOGRAPHY else _sides(old, new)
            return self.ledger.take(kind, _of_atoms(old, new) or what, sides, paragraph, note)

        code = (Element("pre"),) if "pre" in (old.tag, new.tag) else ()
        return merged(old.node.children, new.node.children, self.names, scribe, code)

    # one side only

    def _came(self, view: View) -> Body:
        old = self.elsewhere.before.get(id(view))
        if old is None:
            number = self.whole or self._take(Kind.INSERTED, None, view)
            return _sided(view.node, CAME, number, marked(view.node, mark("ins", INSERTED, number, view.pos)))
        note = self._said(self.wording.moved_from, self._name(old, new=False))
        number = self.ledger.move(old, view, self._called(view.node), note, here=True)
        return _sided(view.node, HERE, number, self._moved(old, view), note)

    def _moved(self, old: View, new: View) -> Body:
        """What stands elsewhere now, with what was changed in it."""
        if old.exact == new.exact:
            return new.node.children
        self.around.append((self._called(new.node), old.node, new.node))
        inside = self._inside(paired(old, new), old, new)
        self.around.pop()
        return inside

    def _went(self, view: View) -> Body:
        new = self.elsewhere.now.get(id(view))
        node = ghost(view.node, deep=True)
        if new is None:
            number = self.whole or self._take(Kind.DELETED, view, None)
            return _sided(node, WENT, number, _struck(node, number, view))
        came_from = self._said(self.wording.moved_from, self._name(view, new=False))
        number = self.ledger.move(view, new, self._called(view.node), came_from, here=False)
        note = self._said(self.wording.moved_to, self.ledger.name_of(new.node, new=True))
        return _sided(node, WENT, number, _struck(node, number, view), note)

    def _take(self, kind: Kind, old: View | None, new: View | None) -> int:
        view = new or old
        assert view is not None
        paragraph = self._name(view, new=new is not None)
        return self.ledger.take(kind, self._called(view.node), Sides.of(old, new), paragraph)

    @staticmethod
    def _said(words: str, name: str) -> str:
        return words.format(name or "?")

    # what is where

    @property
    def _what(self) -> str:
        return self.around[-1][0] if self.around else "paragraph"

    def _called(self, node: Element) -> str:
        """What a block is; what stands in a note is part of the note."""
        wide = next((what for what, _, _ in self.around if what in WIDE), "")
        own = next((OF_CLASS[name] for name in node.classes if name in OF_CLASS), "")
        return wide or own or WHAT.get(node.tag, "") or self._what

    def _name(self, view: View, *, new: bool) -> str:
        """What a block's paragraph is called; of running text, that of the block around it."""
        blocks = [view.node, *(b if new else a for _, a, b in reversed(self.around))]
        return next((name for block in blocks if (name := self.ledger.name_of(block, new=new))), "")


def _of_atoms(before: Sequence[Token], after: Sequence[Token]) -> str:
    """What has changed, where it is no word: a picture, a formula, the call of a note."""
    nodes = [token.node for token in (*before, *after) if not token.blank]
    kinds = {_atom(node) for node in nodes}
    return kinds.pop() if len(kinds) == 1 else ""


def _atom(node: Node) -> str:
    if not isinstance(node, Element):
        return ""
    if node.has("data-plain"):
        return "formula"
    return next((ATOM[name] for name in (*node.classes, node.tag) if name in ATOM), "")


def _sides(before: Sequence[Token], after: Sequence[Token]) -> Sides:
    old, new = (in_line("".join(map(_word, some))) for some in (before, after))
    return Sides(old, new, before[0].pos if before else NOWHERE, after[0].pos if after else NOWHERE)


def _set(before: Sequence[Token], after: Sequence[Token]) -> Sides:
    """Signs, of which spaces would not be seen."""
    shown = ("".join(map(_sign, some)) for some in (before, after))
    old, new = shown
    return replace(_sides(before, after), old=old, new=new)


def _sign(token: Token) -> str:
    return "".join(f"[U+{ord(sign):04X}]" if sign.isspace() else sign for sign in token.text)


def _word(token: Token) -> str:
    node = token.node
    if not isinstance(node, Element):
        return token.text
    return node.get("data-plain") or node.get("alt") or ("↵" if node.tag == "br" else f"[{_atom(node) or node.tag}]")


def _apart(before: Signature, after: Signature) -> tuple[str, str]:
    """What tells two marks from each other."""
    parts = [(one[0], *one[1].split(), *one[2:]) for one in (before, after)]
    shown = [" ".join(part for part in some if part not in other) for some, other in (parts, parts[::-1])]
    return shown[0] or before[0], shown[1] or after[0]


# a block of one side


def _sided(node: Element, side: str, number: int, inside: Body, note: str = "") -> Body:
    """The block, which says on which side it stands; `note`: where it went or came from, said in its first line."""
    told: Body = (element("span", class_="redline-move", data_said=note),) if note else ()
    made = Element("span", ()) if node.tag == RUN else node
    return (_begun(made.with_children(inside), told).set_all({SIDE: side, CHANGE: str(number)}),)


def _begun(node: Element, told: Body) -> Element:
    """The block with a note at the head of its first running text."""
    for place, child in enumerate(node.children if told else ()):
        if isinstance(child, Element) and holds_blocks(child) and not is_atom(child):
            inside = (*node.children[:place], _begun(child, told), *node.children[place + 1 :])
            return node.with_children(inside)
    return node.with_children((*told, *node.children))


def _struck(node: Element, number: int, view: View) -> Body:
    word = GONE if node.tag == "pre" else DELETED
    return marked(node, mark("del", word, number, view.pos))


def marked(node: Element, wrapper: Element) -> Body:
    """What a block holds, every run of its text in the wrapper; code keeps its own element outside."""
    return tuple(_wrapped(node.children, wrapper, code=node.tag == "pre"))


def _wrapped(nodes: Body, wrapper: Element, *, code: bool) -> Iterator[Node]:
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, Element) and (holds_blocks(node) or (code and node.tag == "code")):
            yield from _run(run, wrapper)
            run = []
            inside = _wrapped(node.children, wrapper, code=node.tag == "pre")
            yield node.with_children(inside) if node.children else node
        else:
            run.append(node)
    yield from _run(run, wrapper)


def _run(run: list[Node], wrapper: Element) -> Body:
    return tuple(run) if all(map(is_blank, run)) else (wrapper.with_children(run),)
