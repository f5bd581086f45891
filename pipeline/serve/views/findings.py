"""All findings by chapter, those that are waived, and the open marks and queries.

In: a proof. Out: `View`s.
"""

from __future__ import annotations

from collections.abc import Callable

from ...model import Chapter
from ...nodes import Body, Element, Node, Pos, element
from ..beside import findings_elsewhere, findings_of, spoken
from ..proof import WebProof, title_of
from .frame import View, file_of, heading
from .parts import Desk, badges, broken_panel, finding, findings, listed, mark


def findings_view(proof: WebProof, desk: Desk) -> View:
    """Every finding."""
    parts: list[Node] = [*heading("Findings"), *_summary(proof)]
    parts += [broken_panel(broken, desk) for broken in proof.broken]
    for chapter in proof.book.chapters:
        way = _ways(proof, chapter)
        if shown := listed([finding(one, desk, way(one.pos)) for one in findings_of(proof, chapter)]):
            parts += [_title(chapter), *shown]
    if shown := findings(findings_elsewhere(proof), desk):
        parts += [element("h2", "Of the whole book"), *shown]
    return View("findings.html", "Findings", (*parts, *_waived(proof, desk)))


def _summary(proof: WebProof) -> Body:
    told = badges(proof.findings, 0)
    return (element("p", *told),) if told else (element("p", "There are none: nothing keeps a release back."),)


def _ways(proof: WebProof, chapter: Chapter) -> Callable[[Pos], Element | None]:
    """For a place of the chapter: a link that tells paragraph and page, and leads there."""
    say = spoken(proof, chapter)

    def way(pos: Pos) -> Element | None:
        told = say(pos)
        page = f", page {told.page}" if told.page else ""
        if not told.paragraph:
            return None
        return element("a", f"{told.paragraph}{page}", href=f"{file_of(chapter.key)}#p{told.paragraph}")

    return way


def _title(chapter: Chapter) -> Node:
    return element("h2", element("a", title_of(chapter), href=file_of(chapter.key)))


def _waived(proof: WebProof, desk: Desk) -> Body:
    """What the book lets pass, and why."""
    items: list[Node] = []
    for found, reason in proof.waived:
        item = finding(found, desk)
        items.append(item.with_children((*item.children, element("p", f"Waived: {reason}", class_="cure"))))
    return (element("h2", "Waived"), *listed(items)) if items else ()


def queries_view(proof: WebProof, desk: Desk) -> View:
    """Every open mark, by chapter."""
    parts: list[Node] = [*heading("Queries and open marks")]
    count = len(proof.marks)
    told = f"{count} open. A release waits until they are settled." if count else "No mark is open."
    parts.append(element("p", told))
    for chapter in proof.book.chapters:
        way, own = _ways(proof, chapter), [marked for marked in proof.marks if marked.chapter == chapter.key]
        if shown := listed([mark(marked, desk, way(marked.mark.pos)) for marked in own]):
            parts += [_title(chapter), *shown]
    return View("queries.html", "Queries", tuple(parts))
