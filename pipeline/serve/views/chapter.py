"""A chapter: its text with findings and marks beside the paragraphs, and its printed pages next to it.

In: a proof and a chapter. Out: a `View`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from ...diagnostics import Diagnostic, Severity
from ...model import Chapter
from ...nodes import Body, Element, Node, element, elements, rewrite
from ...write.pagebreaks import mark_id
from ..beside import Beside, beside, points
from ..counting import words_in
from ..proof import WebProof, title_of
from ..reading import Row, reading
from .frame import View, file_of
from .parts import Desk, broken_panel, finding, listed, mark, number
from .sheets import leaf

T = TypeVar("T")


def view(proof: WebProof, chapter: Chapter, desk: Desk) -> View:
    """The chapter's page."""
    broken = proof.broken_at(chapter.source.path) if chapter.source else None
    parts: list[Node] = [broken_panel(broken, desk)] if broken else []
    if not broken or broken.shown:
        parts.append(_article(proof, chapter, desk, stale=broken is not None))
    parts.append(_ways(proof, chapter))
    return View(file_of(chapter.key), title_of(chapter), tuple(parts), _pages(proof, chapter))


def _article(proof: WebProof, chapter: Chapter, desk: Desk, *, stale: bool) -> Element:
    read = reading(proof, chapter, points(proof, chapter))
    told = _gathered(beside(proof, chapter), read.rows)
    rows = [_row(row, at, told, desk) for at, row in enumerate(read.rows)]
    language = chapter.language or proof.book.config.language
    label = f"{title_of(chapter)}, {number(words_in(chapter))} words"
    shell = read.shell.set_all({"epub:type": None, "role": None, "id": None, "aria-labelledby": None})
    inner = shell.with_children(rows).add_class("book-text")
    untitled = not any(elements(rows, "h1"))
    title = (element("h1", title_of(chapter), class_="unseen"),) if untitled else ()  # for those who go by headings
    article = element("article", *title, inner, lang=language or "und", aria_label=label)
    return article.add_class("stale") if stale else article


def _gathered(found: Beside, rows: tuple[Row, ...]) -> Beside:
    """What stands beside a block that no row shows stands beside the opening, the first row."""
    shown = frozenset(block for row in rows for block in row.numbers)
    first = min(rows[0].numbers, default=0) if rows else 0

    def home(block: int) -> int:
        return block if block in shown else first

    return Beside(_moved(found.findings, home), _moved(found.marks, home))


def _moved(told: Mapping[int, tuple[T, ...]], home: Callable[[int], int]) -> Mapping[int, tuple[T, ...]]:
    made: dict[int, tuple[T, ...]] = {}
    for block, ones in told.items():
        made[home(block)] = (*made.get(home(block), ()), *ones)
    return made


def _row(row: Row, at: int, told: Beside, desk: Desk) -> Element:
    findings = [found for block in sorted(row.numbers) for found in told.findings.get(block, ())]
    marks = [marked for block in sorted(row.numbers) for marked in told.marks.get(block, ())]
    remarks = listed([*(finding(found, desk) for found in findings), *(mark(marked, desk) for marked in marks)])
    text = element("div", *rewrite(row.blocks, lambda node: _flagged(node, told)), class_="text")
    made = element("div", text, class_="row", tabindex="-1").add_class(*_loudest(findings))
    if row.pos.path:
        made = made.set(data_place=str(row.pos))
    return made.with_children((text, element("div", *remarks, class_="beside"))) if remarks else made


def _flagged(node: Node, told: Beside) -> Node:
    """A block that has findings is seen to have them."""
    if not isinstance(node, Element) or not node.has("data-n"):
        return node
    found = told.findings.get(int(node.get("data-n")), ())
    return node.set(data_n=None).add_class(*_loudest(found))


def _loudest(found: Sequence[Diagnostic]) -> tuple[str, ...]:
    """The class of the worst that was found."""
    there = {one.severity for one in found}
    worst = next((kind for kind in Severity if kind in there), None)
    return (f"has-{worst}",) if worst else ()


def _ways(proof: WebProof, chapter: Chapter) -> Element:
    """To the chapters before and after."""
    keys = [one.key for one in proof.book.chapters]
    place = keys.index(chapter.key)
    ways: list[Node] = []
    for words, relation, to in (("Previous: ", "prev", place - 1), ("Next: ", "next", place + 1)):
        if 0 <= to < len(keys):
            title = title_of(proof.book.chapters[to])
            ways.append(element("a", words, title, rel=relation, href=file_of(keys[to])))
    return element("nav", *ways, class_="ways", aria_label="Previous and next chapter")


def _pages(proof: WebProof, chapter: Chapter) -> Body:
    """The chapter's printed pages; each leads to where it begins in the text."""
    own = [page for page in proof.pages if page.chapter == chapter.key]
    figures = [leaf(page, f"#{mark_id(page.label)}", "pages", proof) for page in own]
    return (element("h2", "Printed pages"), *figures) if figures else ()


def chapter_files(proof: WebProof) -> Iterable[tuple[str, Chapter]]:
    """Every chapter with the name of its page."""
    return ((file_of(chapter.key), chapter) for chapter in proof.book.chapters)
