"""One tree from two streams: Markdown's tokens and raw HTML's tags.

In: opened and closed elements, in order. Out: a well-formed `Body`.
Markdown's elements are always balanced; an HTML tag left open is closed where its container ends, and said. What is
nested too deep gives its children to what holds it, and is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...diagnostics import Code, Report
from ...nodes import BLOCKS, Attrs, Body, Element, Node, Pieces, Pos

NESTING = 60
"""Elements and shortcodes deeper than this are refused: no page can show them."""
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
    children: list[Node]
    hidden: bool = False
    """Whether it is no element: its children are its parent's, in the same list."""

    def made(self) -> Element:
        return Element(self.tag, self.attrs, tuple(self.children), self.pos, self.templated)


class Builder:
    """Gathers nodes; `body()` ends it."""

    def __init__(self, report: Report, depth: int = 0) -> None:
        self._report = report
        self._root: list[Node] = []
        self._frames: list[_Frame] = []
        self.depth = depth
        """How many elements and shortcodes are open."""
        self._said = False

    @property
    def _here(self) -> list[Node]:
        return self._frames[-1].children if self._frames else self._root

    def add(self, node: Node) -> None:
        """Put a node where we are."""
        self._here.append(node)

    def open(self, tag: str, attrs: Attrs, pos: Pos, *, hidden: bool = False) -> None:
        """Open an element of Markdown's; a hidden one gives its children to its parent."""
        self._open(_Frame(tag, attrs, (), pos, False, [], hidden))

    def _open(self, frame: _Frame) -> None:
        frame.hidden = frame.hidden or self.is_too_deep(frame.pos)
        if frame.hidden:
            frame.children = self._here
        self.depth += not frame.hidden
        self._frames.append(frame)

    def is_too_deep(self, pos: Pos) -> bool:
        """Whether nothing more can be opened here; the first such place is said."""
        if self.depth >= NESTING and not self._said:
            self._said = True
            hint = f"at most {NESTING} levels can be shown; end some of them"
            self._report.add(Code.NESTING_TOO_DEEP, "nested too deep to be shown", pos, hint)
        return self.depth >= NESTING

    def _close(self, change: Callable[[Element], Node] = lambda e: e) -> None:
        frame = self._frames.pop()
        if not frame.hidden:
            self.depth -= 1
            self.add(change(frame.made()))

    def close(self, change: Callable[[Element], Node] = lambda e: e) -> None:
        """Close the last element of Markdown's."""
        while self._frames[-1].raw:
            self._close_raw()
        self._close(change)

    def open_raw(self, tag: str, attrs: Attrs, templated: Templated, pos: Pos) -> None:
        """Open an element of raw HTML."""
        ended = ENDED_BY.get(tag, _PARAGRAPH if tag in BLOCKS else frozenset())
        while self._frames and self._frames[-1].raw and self._frames[-1].tag in ended:
            self._close_raw()
        self._open(_Frame(tag, attrs, templated, pos, True, []))

    def close_raw(self, tag: str, pos: Pos) -> None:
        """Close the nearest open element of raw HTML with this tag."""
        if not self._is_open(tag):
            self._report.add(
                Code.HTML_UNBALANCED, f"</{tag}> closes nothing", pos, f"remove it, or open <{tag}> in the same block"
            )
            return
        while self._frames[-1].tag != tag:
            self._close_raw()
        self._close()

    def is_inside(self, tag: str) -> bool:
        """Whether an element with this tag is open."""
        return any(frame.tag == tag for frame in self._frames)

    def _is_open(self, tag: str) -> bool:
        for frame in reversed(self._frames):
            if not frame.raw:
                return False
            if frame.tag == tag:
                return True
        return False

    def _close_raw(self) -> None:
        frame = self._frames[-1]
        if frame.tag not in CLOSED_BY_THEMSELVES:
            message = f"<{frame.tag}> is not closed where it was opened"
            self._report.add(Code.HTML_UNBALANCED, message, frame.pos, f"write </{frame.tag}> in the same block")
        self._close()

    def body(self) -> Body:
        """Everything, with what was left open closed."""
        while self._frames:
            if self._frames[-1].raw:
                self._close_raw()
            else:
                self.close()
        return tuple(self._root)
