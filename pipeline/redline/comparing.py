"""Two versions of a book, compared: the whole of a redline.

In: the old book and the new one, both after the plan. Out: a `Redline`: one book with what went, what came and what
stands elsewhere, and the list of changes. Pure: no file, no page, no revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..marks import DELETED, INSERTED
from ..model import Asset, Book, Chapter
from ..nodes import NOWHERE, Body, Element, Node, element, elements, text_of
from ..roles import ROLES
from .changes import CHANGE, SIDE, WENT, Kind, Redline
from .chapters import MADE, Fate, fates
from .ghosts import PAST, ghosts
from .ledger import Ledger, Sides, names_of
from .merging import Elsewhere, Merging
from .moves import moves
from .pairing import Step, steps
from .views import Names, View, views
from .wording import Wording, wording
from .words import mark

GONE = "gone-"
"""Before the key of a chapter that is gone."""
ANCHOR = "change-"
"""Before the number of a change, in the id of the element that shows it first."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to compare."""

    typography: bool = True
    """Whether changes of typography are shown and listed."""
    strange: bool = False
    """Whether the old version comes from other hands: its files' names and its pictures' bytes say nothing."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A chapter in either version, or in both, with its blocks paired."""

    fate: Fate
    key: str
    """Under which the merged book has it."""
    steps: tuple[Step, ...]
    names: tuple[Names, Names]


def compared(old: Book, new: Book, options: Options | None = None) -> Redline:
    """The redline of two books."""
    options = options or Options()
    found = fates(old, new)
    keys = {fate.old.key: fate.new.key for fate in found if fate.old and fate.new}
    pairs = [_pair(fate, keys, options) for fate in found]
    ledger = Ledger((names_of(old), names_of(new)), options.typography)
    merging = _Merging(ledger, wording(new.config.language), _elsewhere(pairs), options)
    chapters = tuple(merging.chapter(pair) for pair in pairs)
    assets: dict[str, Asset] = {**old.assets, **new.assets}
    return Redline(replace(new, chapters=anchored(chapters, ledger), assets=assets), tuple(ledger.changes))


# pairs


def _pair(fate: Fate, keys: Mapping[str, str], options: Options) -> _Pair:
    key = fate.new.key if fate.new else GONE + fate.old.key if fate.old else ""
    if fate.new is not None and fate.new.role in MADE:
        return _Pair(fate, key, (), (Names(), Names()))
    names = Names(keys, _notes(fate, keys), options.strange), Names(strange=options.strange)
    both = zip((fate.old, fate.new), names, strict=True)
    before, after = (tuple(views(one.body if one else (), of)) for one, of in both)
    return _Pair(fate, key, steps(before, after), names)


def _notes(fate: Fate, keys: Mapping[str, str]) -> dict[str, str]:
    """The ids of the old notes -> those of the same notes now; of one that is gone, an id that nobody has."""
    before, after = ([View(note, Names(keys)) for note in _asides(one)] for one in (fate.old, fate.new))
    pairs = ((step.old, step.new) for step in steps(before, after))
    paired = {old.node.get("id"): new.node.get("id") for old, new in pairs if old and new}
    return {(ident := view.node.get("id")): paired.get(ident, PAST + ident) for view in before}


def _asides(chapter: Chapter | None) -> Iterator[Element]:
    found = elements(chapter.body, "aside") if chapter else iter(())
    return (node for node in found if node.has("data-call"))


def _elsewhere(pairs: Iterable[_Pair]) -> Elsewhere:
    gone, came = [], []
    for step in _one_sided(step for pair in pairs for step in pair.steps):
        if step.new is None:
            gone.append(step.old)
        else:
            came.append(step.new)
    found = moves([view for view in gone if view and _may_move(view)], [view for view in came if _may_move(view)])
    return Elsewhere({id(old): new for old, new in found}, {id(new): old for old, new in found})


def _may_move(view: View) -> bool:
    """A note goes with its call; a cell and a row are what they are in their table."""
    return view.tag not in {"tr", "td", "th", "thead", "tbody", "tfoot", "section"} and "note" not in view.node.classes


def _one_sided(some: Iterable[Step]) -> Iterator[Step]:
    for step in some:
        if step.old is None or step.new is None:
            yield step
        else:
            yield from _one_sided(step.inside)


# chapters


@dataclass(frozen=True, slots=True)
class _Merging:
    ledger: Ledger
    wording: Wording
    elsewhere: Elsewhere
    options: Options

    def chapter(self, pair: _Pair) -> Chapter:
        """The chapter as the redline shows it."""
        fate = pair.fate
        base = fate.new or fate.old
        assert base is not None
        self.ledger.chapter, self.ledger.key = base.title or base.key, pair.key
        if base.role in MADE or (self.options.strange and fate.old is None and base.source is None):
            return base
        told, whole = self._told(fate)
        merging = Merging(self.ledger, pair.names, self.elsewhere, self.wording, whole=whole)
        heading = self._heading(fate, pair, whole)
        body = _begun(merging.body(pair.steps), told)
        return replace(base, key=pair.key, body=body, heading=heading, sign=base.sign if fate.new else "")

    def _told(self, fate: Fate) -> tuple[Body, int]:
        """What befell the whole chapter, as a line over its text, and the change of which all its blocks are a part."""
        said = list(self._fate(fate))
        if not said:
            return (), 0
        old, new = fate.old, fate.new
        kind = Kind.MOVED if old and new else Kind.INSERTED if new else Kind.DELETED
        before, after = ((one.source.path if one.source else one.title) if one else "" for one in (old, new))
        sides = Sides(before, after, old.pos if old else NOWHERE, new.pos if new else NOWHERE)
        number = self.ledger.take(kind, "chapter", sides, "", "; ".join(said))
        line = element("p", "; ".join(said), class_="redline-said").set_all({CHANGE: str(number)})
        return (line,), 0 if old and new else number

    def _fate(self, fate: Fate) -> Iterator[str]:
        words = self.wording
        if fate.new is None or fate.old is None:
            yield words.gone_chapter if fate.new is None else words.new_chapter
        if fate.version_of:
            yield words.version_of.format(fate.version_of.title or fate.version_of.key)
        if self.options.strange:
            return
        if fate.renamed and fate.old and fate.old.source:
            yield words.was_called.format(fate.old.source.path)
        if fate.moved:
            yield words.moved_chapter

    def _heading(self, fate: Fate, pair: _Pair, whole: int) -> Body:
        old, new = fate.old, fate.new
        if old is None or new is None:
            one = new or old
            assert one is not None
            if not ROLES[one.role].titled or not text_of(one.shown_title).strip():
                return one.heading
            tag, word = ("ins", INSERTED) if new else ("del", DELETED)
            return (mark(tag, word, whole, one.pos).with_children(one.shown_title if new else ghosts(one.shown_title)),)
        before, after = (View(Element("h1", (), one.shown_title, one.pos), of)
                         for one, of in zip((old, new), pair.names, strict=True))  # fmt: skip
        if before.exact == after.exact or not ROLES[new.role].titled:
            return new.heading
        merging = Merging(self.ledger, pair.names, self.elsewhere, self.wording)
        return merging.title(before, after)


def _begun(body: Body, told: Body) -> Body:
    """What is told of a chapter stands over its text and below its banner."""
    first = body[0] if body else None
    under = int(isinstance(first, Element) and "banner" in first.classes)
    return (*body[:under], *told, *body[under:])


def anchored(chapters: Iterable[Chapter], ledger: Ledger) -> tuple[Chapter, ...]:
    """The chapters; the first element that shows a change has an id, so that a list can lead to it.

    Not in code, whose elements are cut at the ends of its lines.
    """
    twice = {str(number) for number in ledger.moved.values()}
    seen: set[str] = set()

    def walk(nodes: Body) -> Body:
        made: list[Node] = []
        for node in nodes:
            if isinstance(node, Element):
                number = node.get(CHANGE)
                if number and number not in seen and not (number in twice and node.get(SIDE) == WENT):
                    seen.add(number)
                    node = node if node.get("id") else node.set(id=f"{ANCHOR}{number}")
                node = node.with_children(walk(node.children)) if node.children and node.tag != "pre" else node
            made.append(node)
        return tuple(made)

    return tuple(replace(one, heading=walk(one.heading), body=walk(one.body)) for one in chapters)
