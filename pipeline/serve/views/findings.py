"""All findings by chapter, those that are waived, and the open marks and queries.

In: a proof. Out: `View`s.
"""

from __future__ import annotations

from ...model import Chapter
from ...nodes import Body, Node, element
from ..beside import findings_elsewhere, findings_of
from ..proof import WebProof, title_of
from .frame import View, file_of, heading
from .parts import Desk, badges, broken_panel, finding, findings, listed, mark


def findings_view(proof: WebProof, desk: Desk) -> View:
    """Every finding."""
    parts: list[Node] = [*heading("Findings"), *_summary(proof)]
    parts += [broken_panel(broken, desk) for broken in proof.broken]
    for chapter in proof.book.chapters:
        if shown := findings(findings_of(proof, chapter), desk):
            parts += [_title(chapter), *shown]
    if shown := findings(findings_elsewhere(proof), desk):
        parts += [element("h2", "Of the whole book"), *shown]
    return View("findings.html", "Findings", (*parts, *_waived(proof, desk)))


def _summary(proof: WebProof) -> Body:
    told = badges(proof.findings, 0)
    return (element("p", *told),) if told else (element("p", "There are none: nothing keeps a release back."),)


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
        if shown := listed([mark(marked, desk) for marked in proof.marks if marked.chapter == chapter.key]):
            parts += [_title(chapter), *shown]
    return View("queries.html", "Queries", tuple(parts))
