"""One tree from two streams: Markdown's tokens and raw HTML's tags.

In: opened and closed elements, in order. Out: a well-formed `Body`.
Markdown's elements are always balanced; an HTML tag left open is closed where its container ends, and said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ...diagnostics import Code, Report
from ...nodes import BLOCKS, Attrs, Body, Element, Node, Pieces, Pos

CLOSED_BY_THEMSELVES = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"})
"""Tags whose end tag HTML lets an author leave out (HTML, 13.1.2.4)."""
_CELLS, _TERMS = frozenset({"td", "th"}), frozenset({"dt", "dd"})
_ROWS = _CELLS | {"tr"}
_GROUPS = _ROWS | {"thead", "tbody", "tfoot"}
ENDED_BY = {
    "li": frozenset({"li", "p"}), "option": frozenset({"option"}), "dt": _TERMS | {"p"}, "dd": _TERMS | {"p"},
    "td": _CELLS | {"p"}, "th": _CELLS | {"p"}, "tr": _ROWS | {"p"},
    "thead": _GROUPS, "tbody": _GROUPS, "tfoot": _GROUPS,
}  # fmt: skip
"""By the tag that begins: those that end before it."""

_PARAGRAPH = frozenset({"p"})

Templated = tuple[tuple[str, Pieces], ...]


@dataclass(slots=True)
class _Frame:
    tag: str
    attrs: Attrs
    templated: Templated
    pos: Pos
    raw: bool
    hidden: bool = False
    children: list[Node] = field(default_factory=list)

    def made(self) -> Element:
        return Element(self.tag, self.attrs, tuple(self.children), self.pos, self.templated)


class Builder:
    """Gathers nodes; `body()` ends it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._root: list[Node] = []
        self._frames: list[_Frame] = []

    @property
    def _here(self) -> list[Node]:
        return self._frames[-1].children if self._frames else self._root

    def add(self, node: Node) -> None:
        """Put a node where we are."""
        self._here.append(node)

    def open(self, tag: str, attrs: Attrs, pos: Pos, *, hidden: bool = False) -> None:
        """Open an element of Markdown's; a hidden one gives its children to its parent."""
        self._frames.append(_Frame(tag, attrs, (), pos, raw=False, hidden=hidden))

    def close(self, change: Callable[[Element], Node] = lambda e: e) -> None:
        """Close the last element of Markdown's."""
        while self._frames[-1].raw:
            self._close_raw()
        frame = self._frames.pop()
        if frame.hidden:
            self._here.extend(frame.children)
        else:
            self.add(change(frame.made()))

    def open_raw(self, tag: str, attrs: Attrs, templated: Templated, pos: Pos) -> None:
        """Open an element of raw HTML."""
        ended = ENDED_BY.get(tag, _PARAGRAPH if tag in BLOCKS else frozenset())
        while self._frames and self._frames[-1].raw and self._frames[-1].tag in ended:
            self._close_raw()
        self._frames.append(_Frame(tag, attrs, templated, pos, raw=True))

    def close_raw(self, tag: str, pos: Pos) -> None:
        """Close the nearest open element of raw HTML with this tag."""
        if not self._is_open(tag):
            self._report.add(
                Code.HTML_UNBALANCED, f"</{tag}> closes nothing", pos, f"remove it, or open <{tag}> in the same block"
            )
            return
        while self._frames[-1].tag != tag:
            self._close_raw()
        self.add(self._frames.pop().made())

    def _is_open(self, tag: str) -> bool:
        for frame in reversed(self._frames):
            if not frame.raw:
                return False
            if frame.tag == tag:
                return True
        return False

    def _close_raw(self) -> None:
        frame = self._frames.pop()
        if frame.tag not in CLOSED_BY_THEMSELVES:
            message = f"<{frame.tag}> is not closed where it was opened"
            self._report.add(Code.HTML_UNBALANCED, message, frame.pos, f"write </{frame.tag}> in the same block")
        self.add(frame.made())

    def body(self) -> Body:
        """Everything, with what was left open closed."""
        while self._frames:
            if self._frames[-1].raw:
                self._close_raw()
            else:
                self.close()
        return tuple(self._root)
