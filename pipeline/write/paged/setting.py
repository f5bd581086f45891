"""Type is set: a unit's job becomes its galley. This runs in a child process, which sees nothing but its job.

In: the bytes of `units.job`, the pictures at their printed size. Out: a `Galley`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any

from ...blocks import NUMBER, digest, numbered, own_texts
from ...designs import design_of
from ...diagnostics import Code, Report
from ...drawing.highlighting import with_lines
from ...folded import raised_chapter
from ...fonts import font_shelf
from ...marks import ASKED
from ...model import Chapter, PrintOptions
from ...nodes import HEADINGS, Body, Element, Node, Pos, elements, rewrite, text_of
from ...packed import Parcel
from ...readback import difference, say, written_in
from ...roles import ROLES
from ...style import print_css
from ...text.words import words
from ..addresses import in_document, readdressed, with_document_ids
from ..dropcap import with_drop_cap
from ..lines import lined
from ..media import MARKS, shown_in
from ..notes import at_foot
from ..opening import section
from ..pagecss import page_css
from ..white import on_paper
from ..xhtml import Dialect, escape, serialise
from .collating import collate, demand_layer, demand_order
from .engine import Engine, Set
from .feet import roomless
from .galley import Galley
from .slots import SAMPLE
from .tables import headless, with_parted_rows
from .units import DISPLAY, is_entry, plain_title, shows_page

UNSHOWN = frozenset({MARKS["ebook"], ASKED})
MARK = "0.45rem"
"""How far left of the code the line stands that marks some of it: `.marked` of the style sheet."""
WIDE_CODE = 60
"""Characters; code with longer lines is set smaller."""
TRIES = 4
"""How often a part is set whose notes find no room."""
DEEPEST = 24
"""Characters of an indent that the rest of a line has too: on a narrow page there must be room beside it."""


class Setter:
    """Sets units of one design; the engine stays warm between them."""

    def __init__(self) -> None:
        self.design = ""
        self.engine: Engine | None = None

    def galley(self, job: Parcel, pictures: Mapping[str, bytes]) -> Galley:
        """The unit's galley; the findings of its layout are in it."""
        told = job.value
        chapter = raised_chapter(told["chapter"])
        options = PrintOptions(**told["print"])
        shelf = {f"book:///picture/{_file(key, told)}": data for key, data in pictures.items()}
        ends: frozenset[str] = frozenset()
        for _ in range(TRIES):
            report = Report()
            body = lowered(chapter, told, report, ends)
            made = self._set(body, told, options, shelf, report)
            if not (more := roomless(body, made.galley, made.words, options.height)):
                break
            ends |= more
        if lost := difference(chapter, written_in(serialise(body, Dialect.HTML)), UNSHOWN):
            say(lost, "print edition", report)
        collate(body, made.galley, made.words, options, report)
        demand_order(body, made.galley, report)
        demand_layer(body, made.galley, made.texts, report)
        for message in made.said:
            report.add(Code.ENGINE_SAID, message, _meant(message, body) or chapter.pos)
        found = [(d.code.ident, d.message, d.pos.path, d.pos.line, d.pos.column, d.hint) for d in report.diagnostics]
        return replace(made.galley, said=tuple(found))

    def _set(
        self, body: Body, told: Mapping[str, Any], options: PrintOptions, shelf: Mapping[str, bytes], report: Report
    ) -> Set:
        engine = self._engine(page_css(options) + print_css(options))
        lines = lined(body, options, told["language"], report)
        made = engine.set_type(document(lines.body, told), shelf, lines.slugs, tagged=told["tagged"])
        if tall := headless(body, made.galley):
            parted = document(with_parted_rows(lines.body, tall), told)
            made = engine.set_type(parted, shelf, lines.slugs, tagged=told["tagged"])
        return made

    def _engine(self, css: str) -> Engine:
        if self.engine is None or self.design != css:
            self.engine = Engine(css, font_shelf())
            self.design = css
        return self.engine


def _meant(message: str, body: Body) -> Pos | None:
    """The place of the picture that the engine speaks of."""
    pictures = (picture for picture in elements(body, "img") if picture.get("src") in message)
    return next((picture.pos for picture in pictures if picture.get("src") and picture.pos.path), None)


def _file(key: str, told: Mapping[str, Any]) -> str:
    return f"{key}.{told['pictures'][key]}"


def lowered(chapter: Chapter, told: Mapping[str, Any], report: Report, ends: Container[str] = ()) -> Body:
    """The unit's tree as paper shows it; the notes of these numbers stand at its end."""
    sources = {key: f"book:///picture/{_file(key, told)}" for key in told["pictures"]}
    return readdressed((_section(chapter, told, report, ends),), in_document, sources)


def document(body: Body, told: Mapping[str, Any]) -> str:
    """The tree as one HTML document."""
    language = told["language"]
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(told['title'])}</title></head><body>{serialise(body, Dialect.HTML)}</body></html>"
    )


def _section(chapter: Chapter, told: Mapping[str, Any], report: Report, ends: Container[str]) -> Element:
    language, options = told["language"], PrintOptions(**told["print"])
    body = rewrite(tuned(numbered(chapter.body), told["tuning"]), _without_query)
    heading = rewrite(chapter.heading, _without_query)
    paper = replace(chapter, body=on_paper(shown_in(body, "print")), heading=on_paper(shown_in(heading, "print")))
    footed = with_document_ids(at_foot(paper, report, language, ends))
    opened = section(footed, language)
    if design_of(options).drop_cap and not options.large:
        opened = with_drop_cap(opened, chapter.role)
    made = rewrite(rewrite((opened,), _with_code_lines), _with_label)
    shown = _with_folios(made, told["labels"], words(language).page_short, chapter.role)[0]
    assert isinstance(shown, Element)
    return shown.add_class(*_page_classes(chapter))


def tuned(body: Body, tuning: Mapping[str, int]) -> Body:
    """The tree with the letters of some paragraphs a hair closer or wider, as the book's pages were mended."""
    if not tuning:
        return body
    found = {str(number): digest(text) for number, (text, _) in own_texts(body).items()}

    def change(node: Node) -> Node:
        words = found.get(node.get(NUMBER), "") if isinstance(node, Element) else ""
        if not isinstance(node, Element) or words not in tuning:
            return node
        style = f"letter-spacing: {tuning[words] / 1000:g}em"
        return node.set(style=f"{node.get('style')}; {style}" if node.get("style") else style)

    return rewrite(body, change)


def _without_query(node: Node) -> Node | Body:
    """What an editor asks stands in a proof's margin; no other paged edition has any."""
    return () if isinstance(node, Element) and ASKED in node.classes else node


def _with_folios(body: Body, labels: Mapping[str, str], sign: str, role: str) -> Body:
    """Links to other places of the book say on which page these are (paper has no links).

    Those of the table of contents have a sample there: the binding draws the number in its place.
    """

    def change(node: Node) -> Node:
        if not isinstance(node, Element) or node.tag != "a" or not shows_page(node):
            return node
        if is_entry(node, role):
            return node.set(data_folio=SAMPLE)
        told = node.set(data_folio=labels[node.get("href").removeprefix("book:")])
        return told if "button" in node.classes else told.add_class("xref").set(data_page=sign)

    return rewrite(body, change)


def _with_code_lines(node: Node) -> Node:
    """Code whose every line is a block, so that the rest of one that is too long goes on under its own indent."""
    if not isinstance(node, Element) or node.tag != "pre":
        return node
    made = node.with_children(rewrite(with_lines(node).children, _hanging))
    return made.add_class("wide-code") if max(map(len, text_of(node).split("\n"))) > WIDE_CODE else made


def _hanging(node: Node) -> Node:
    if not isinstance(node, Element) or "code-line" not in node.classes:
        return node
    line = text_of(node).rstrip("\n")
    indent = min(len(line) - len(line.lstrip()), DEEPEST) + 8
    room = f"calc({indent}ch + {MARK})" if "marked" in node.classes else f"{indent}ch"
    return node.set(style=f"padding-left: {room}; text-indent: -{indent}ch")


def _with_label(node: Node) -> Node:
    """A heading with a formula, which is no text to the engine, as bookmarks name it."""
    if not isinstance(node, Element) or node.tag not in HEADINGS:
        return node
    if not any(inside.has("data-plain") for inside in elements((node,))):
        return node
    return node.set(data_label=plain_title(node.children))


def _page_classes(chapter: Chapter) -> tuple[str, ...]:
    display = ("display-page",) if chapter.role in DISPLAY else ()
    return display if ROLES[chapter.role].listed else (*display, "off-outline")


def warm_up() -> None:
    """Import the engine, which takes longest."""
    from .engine import load

    load()
