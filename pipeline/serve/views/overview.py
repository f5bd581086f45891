"""The overview: the book in figures, how long each chapter is, what is left to do.

In: a proof. Out: a `View`; the plot is drawn as SVG, without a library.
"""

from __future__ import annotations

from ...model import Chapter
from ...nodes import Body, Element, Node, element
from ..beside import findings_elsewhere, findings_of
from ..counting import Length, length, whole
from ..proof import WebProof, title_of
from .frame import View, file_of, heading
from .parts import Desk, badges, broken_panel, findings, number, table

LABEL, BAR, LINE = 200, 520, 24
"""Px of the plot: the room for a title, the longest bar, the height of a row."""
LONGEST_LABEL = 26
"""Characters."""


def view(proof: WebProof, desk: Desk) -> View:
    """The first page of the proof."""
    title = proof.book.config.title or "Proof"
    known = {chapter.source.path for chapter in proof.book.chapters if chapter.source}
    broken = [broken_panel(one, desk) for one in proof.broken if one.path not in known]
    main = (*heading(title), *broken, _figures(proof), *_lengths(proof), *_elsewhere(proof, desk))
    return View("index.html", "Overview", main)


def _figures(proof: WebProof) -> Element:
    book, config = whole(proof), proof.book.config
    chapters = sum(chapter.source is not None for chapter in proof.book.chapters)
    told: list[tuple[str, Body]] = [
        ("Chapters", (element("span", number(chapters)),)),
        ("Words", (element("span", number(book.words)),)),
        ("Printed pages", (element("span", number(book.pages)),)),
        ("Reading time", (element("span", _hours(book.minutes)),)),
        ("Pictures", (element("span", number(len(proof.book.assets))),)),
        ("Findings", badges(proof.findings, len(proof.marks)) or (element("span", "none"),)),
    ]
    people = f"{config.author}, {config.language}" if config.author else config.language
    rows: list[Node] = [element("div", element("dt", name), element("dd", *shown)) for name, shown in told]
    return element("section", element("p", people, class_="people"), element("dl", *rows, class_="figures"))


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _lengths(proof: WebProof) -> Body:
    shown = [chapter for chapter in proof.book.chapters if chapter.source is not None]
    lengths = [(chapter, length(proof, chapter)) for chapter in shown]
    rows = [_line(proof, chapter, long) for chapter, long in lengths]
    head = ("Chapter", "Words", "Pages", "Reading", "To settle")
    return element("h2", "Length of the chapters"), _plot(lengths), table(head, rows, "Chapters and their lengths")


def _line(proof: WebProof, chapter: Chapter, long: Length) -> tuple[Node | str, ...]:
    marks = sum(marked.chapter == chapter.key for marked in proof.marks)
    link = element("a", title_of(chapter), href=file_of(chapter.key))
    told = element("span", *badges(findings_of(proof, chapter), marks))
    return link, number(long.words), number(long.pages), _hours(long.minutes), told


def _plot(lengths: list[tuple[Chapter, Length]]) -> Element:
    """Bars of the chapters' words; each leads to its chapter. The table says the same in figures."""
    most = max([long.words for _, long in lengths] or [1]) or 1
    mean = sum(long.words for _, long in lengths) / max(1, len(lengths))
    height = LINE * len(lengths) + 22
    bars = [_bar(place, chapter, long.words, most) for place, (chapter, long) in enumerate(lengths)]
    x = LABEL + BAR * mean / most
    line = element("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1="0", y2=str(height - 18), class_="mean")
    told = element("text", f"mean {number(round(mean))}", x=f"{x:.1f}", y=str(height - 4), class_="mean-label")
    box = f"0 0 {LABEL + BAR + 70} {height}"
    return element("svg", *bars, line, told, class_="plot", role="group", aria_label="Words in each chapter").set_all(
        {"viewBox": box}
    )


def _bar(place: int, chapter: Chapter, words: int, most: int) -> Element:
    top, width = place * LINE, max(1.0, BAR * words / most)
    title = title_of(chapter)
    short = title if len(title) <= LONGEST_LABEL else f"{title[: LONGEST_LABEL - 1].rstrip()}…"
    name = element("text", short, x=str(LABEL - 8), y=str(top + 16), class_="bar-name")
    bar = element("rect", x=str(LABEL), y=str(top + 4), width=f"{width:.1f}", height=str(LINE - 8), class_="bar")
    count = element("text", number(words), x=f"{LABEL + width + 6:.1f}", y=str(top + 16), class_="bar-count")
    return element("a", name, bar, count, href=file_of(chapter.key))


def _elsewhere(proof: WebProof, desk: Desk) -> Body:
    shown = findings(findings_elsewhere(proof), desk)
    return (element("h2", "Findings of the whole book"), *shown) if shown else ()
