"""How many elements an SVG drawing draws, when what `use` and its kind repeat is counted each time.

In: a drawing as plain values. Out: a number, or a ValueError for a drawing that shows itself. A file of a few hundred
bytes can repeat its parts a million times, and each of them is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")
HREF = ("href", "xlink:href", "{http://www.w3.org/1999/xlink}href")
MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
VERTEX = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|-?[0-9.]+")
PER_VERTEX = 2
"""Numbers that one vertex of a path takes, at the least."""
DEFINED = frozenset(
    "defs symbol marker pattern clipPath mask linearGradient radialGradient filter "
    "clippath lineargradient radialgradient".split()
)
"""What draws nothing where it stands; in our own tree names are in small letters."""
DEEPEST = 100
"""Elements in one another, with what `use` puts there; the layout engine draws them by recursion."""
ENOUGH = 10**12
"""Beyond this nobody counts."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An element of a drawing."""

    tag: str
    attrs: Mapping[str, str]
    children: tuple[Drawing, ...] = ()


@dataclass(slots=True)
class _Counting:
    by_id: Mapping[str, Drawing]
    known: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By identity: what an element draws, and how deep."""
    open: set[int] = field(default_factory=set)


def drawn(root: Drawing) -> int:
    """The elements that are drawn; raises ValueError when one is drawn inside itself, or too deep."""
    by_id = {node.attrs["id"]: node for node in reversed(tuple(_all(root))) if "id" in node.attrs}
    return _count(root, _Counting(by_id))


def _all(root: Drawing) -> Iterator[Drawing]:
    ahead = [root]
    while ahead:
        node = ahead.pop()
        yield node
        ahead += reversed(node.children)


def _count(root: Drawing, counting: _Counting) -> int:
    """Depth first without recursion: a chain of a thousand `use` is no fault of Python's."""
    ahead = [(root, False)]
    while ahead:
        node, is_done = ahead.pop()
        if is_done:
            counting.open.discard(id(node))
            counting.known[id(node)] = _own(node, counting)
        elif id(node) in counting.open:
            raise ValueError(f"the element '{node.attrs.get('id', node.tag)}' is drawn inside itself")
        elif id(node) not in counting.known:
            counting.open.add(id(node))
            ahead.append((node, True))
            others = (other for other, _ in _shown(node, counting.by_id))
            ahead += [(below, False) for below in (*node.children, *others)]
    return counting.known[id(root)][0]


def _own(node: Drawing, counting: _Counting) -> tuple[int, int]:
    inside = [counting.known[id(child)] for child in node.children]
    drawn_inside = [(1, deep) if child.tag in DEFINED else (count, deep)
                    for child, (count, deep) in zip(node.children, inside, strict=True)]  # fmt: skip
    elsewhere = [(times * counting.known[id(other)][0], counting.known[id(other)][1])
                 for other, times in _shown(node, counting.by_id)]  # fmt: skip
    deepest = 1 + max((deep for _, deep in drawn_inside + elsewhere), default=0)
    if deepest > DEEPEST:
        raise ValueError(f"elements stand deeper than {DEEPEST} in one another")
    return min(ENOUGH, 1 + sum(count for count, _ in drawn_inside + elsewhere)), deepest


def _shown(node: Drawing, by_id: Mapping[str, Drawing]) -> list[tuple[Drawing, int]]:
    """What else an element draws by reference, and how many times."""
    made = []
    href = next((node.attrs[name] for name in HREF if name in node.attrs), "")
    if href.startswith("#") and href[1:] in by_id:
        made.append((by_id[href[1:]], 1))
    for name, value in node.attrs.items():
        found = REFERENCE.findall(value)
        times = _vertices(node) if name in MARKERS or "marker" in value else 1
        made += [(by_id[ident], times) for ident in found if ident in by_id]
    return made


def _vertices(node: Drawing) -> int:
    """How many vertices a line has, on each of which a marker may be drawn."""
    written = node.attrs.get("d", "") + " " + node.attrs.get("points", "")
    return 2 + len(VERTEX.findall(written)) // PER_VERTEX
