"""Where each line of type stands on its page, read from the engine's layout: the only reader of its private tree.

In: a laid-out page. Out: `TypeLine`s in reading order, in pt from the lower left corner; the lines of foot notes after
those of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....blocks import NUMBER, bare
from ..galley import TypeLine
from ..layer import Texts
from .samples import is_leader, is_slot

PT = 0.75
MADE = "::"
"""In the tag of what the style sheet puts there: a list's number, a dot between title and folio."""
HYPHENS = ("-", "\u2010", "\u00ad")


class Reader:
    """Reads the pages of one galley in their order: a block's letters are counted from page to page."""

    def __init__(self) -> None:
        self.before: dict[int, int] = {}
        self.repeated: set[int] = set()
        """The heads and feet of tables, by their number."""
        self.words: dict[int, list[str]] = {}
        """Of each block, the characters that count, as they stand in its lines."""

    def page(self, page: Any) -> tuple[TypeLine, ...]:
        """The page's lines."""
        from weasyprint.formatting_structure import boxes

        self.boxes, self.height = boxes, page.height
        body: list[Any] = []
        feet: list[Any] = []
        for child in page._page_box.children:
            (feet if isinstance(child, boxes.FootnoteAreaBox) else body).append(child)
        text = [line for box in body for line in self._lines(box, 0, note=False)]
        return (*text, *(line for box in feet for line in self._lines(box, 0, note=True)))

    def texts(self, page: Any) -> Texts:
        """What the page says, line by line; call it after `page`."""
        found = Texts()
        self._gather(page._page_box, 0, found, loose=False)
        return found

    def _gather(self, box: Any, number: int, into: Texts, *, loose: bool) -> None:
        box = getattr(box, "_box", box)
        number = _number(box) or number
        if isinstance(box, self.boxes.TextBox):
            if not box.text.strip() or box.style["visibility"] != "visible" or not box.style["font_size"]:
                return
            if is_leader(box):
                into.leaders.add(box.text)
            elif is_slot(box):
                return
            elif loose or MADE in str(box.element_tag or ""):
                into.loose.append(box.text)
            else:
                into.flow.append((box.text, number))
        elif isinstance(box, self.boxes.ReplacedBox):
            into.drawings = True
        elif isinstance(box, self.boxes.ParentBox):
            loose = loose or self._is_apart(box)
            for child in box.children:
                self._gather(child, number, into, loose=loose)

    def _is_apart(self, box: Any) -> bool:
        """Whether the engine draws it before or after what it stands among (CSS 2.2, appendix E)."""
        kinds = (self.boxes.MarginBox, self.boxes.InlineBlockBox, self.boxes.InlineTableBox)
        return isinstance(box, kinds) or box.style["float"] != "none" or box.style["position"] != "static"

    def _lines(self, box: Any, number: int, *, note: bool) -> Iterator[TypeLine]:
        box = getattr(box, "_box", box)  # a placeholder of what is positioned absolutely
        number = _number(box) or number
        if isinstance(box, self.boxes.MarginBox) or self._is_repeated(box, number):
            return
        note = note or bool(getattr(box, "is_footer", False))  # it stands before rows that are on later pages
        if isinstance(box, self.boxes.LineBox):
            yield from self._line(box, number, note=note)
        elif isinstance(box, self.boxes.ReplacedBox):
            yield self._picture(box, number, note=note)
        elif isinstance(box, self.boxes.ParentBox):
            for child in box.children:
                yield from self._lines(child, number, note=note)

    def _is_repeated(self, box: Any, number: int) -> bool:
        """Whether it is a table's head or foot that was read on an earlier page."""
        if not (getattr(box, "is_header", False) or getattr(box, "is_footer", False)):
            return False
        if number in self.repeated:
            return True
        self.repeated.add(number)
        return False

    def _line(self, line: Any, number: int, *, note: bool) -> Iterator[TypeLine]:
        """A line with letters; what stands in it as a box of its own (a cell, a picture) is read where it stands."""
        texts: list[Any] = []
        inner: list[TypeLine] = []
        first: tuple[int, int] | None = None
        for box, own in _inside(line, number, self.boxes):
            if not isinstance(box, self.boxes.TextBox):
                inner += self._lines(box, own, note=note)
            elif place := self._counted(box, own):
                first = first or place
                texts.append(box)
        if first:
            left, right = min(box.position_x for box in texts), max(map(_right, texts))
            baseline = _pt(self.height - line.position_y - line.baseline)
            count = self.before[first[0]] - first[1]
            yield TypeLine(*first, _pt(left), baseline, _pt(right), _pt(line.height), note, letters=count,
                           divided=str(texts[-1].text).rstrip().endswith(HYPHENS))  # fmt: skip
        yield from inner

    def _counted(self, box: Any, number: int) -> tuple[int, int] | None:
        """The place of a text's first letter; None when it has none, or the style sheet made it."""
        said = bare(str(box.text)) if MADE not in str(box.element_tag or "") else ""
        if not said:
            return None
        place = number, self.before.get(number, 0)
        self.before[number] = place[1] + len(said)
        self.words.setdefault(number, []).append(said)
        return place

    def _picture(self, box: Any, number: int, *, note: bool) -> TypeLine:
        low = box.position_y + box.margin_height()
        right = box.content_box_x() + box.width
        return TypeLine(number, 0, _pt(box.content_box_x()), _pt(self.height - low), _pt(right), _pt(box.height), note,
                        picture=True)  # fmt: skip


def _inside(box: Any, number: int, boxes: Any) -> Iterator[tuple[Any, int]]:
    """The texts of a line, and what in it is laid out by itself, each with the number of its block."""
    for child in box.children:
        child = getattr(child, "_box", child)
        own = _number(child) or number
        if isinstance(child, boxes.TextBox) or not isinstance(child, (boxes.InlineBox, boxes.LineBox)):
            yield child, number
        else:
            yield from _inside(child, own, boxes)


def _right(text: Any) -> float:
    """Where the ink of a text may end: white at the end of a line of code hangs. Its letters are of one width."""
    said = str(text.text)
    return float(text.position_x + text.width * len(said.rstrip()) / len(said))


def _number(box: Any) -> int:
    said = box.element.get(NUMBER) if box.element is not None else None
    return int(said) if said and MADE not in (box.element_tag or "") else 0


def _pt(px: float) -> float:
    return round(px * PT, 2)
