"""The book on paper: one document, laid out in pages. The only home of WeasyPrint.

In: a resolved book and its edition. Out: the PDF's bytes and its number of pages.
Everything the engine may read is handed to it from memory under `book:///`; it asks the disk and the network for
nothing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import urllib.parse
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ..diagnostics import Code
from ..drawing.highlighting import with_lines
from ..fonts import FACES
from ..model import Book, Chapter, Context, Edition, Matter
from ..nodes import HEADINGS, Body, Element, Node, elements, rewrite, text_of
from ..pictures import EXTENSIONS
from ..roles import ROLES
from ..style import print_css
from ..text.words import words
from .addresses import in_document, readdressed, with_document_ids, with_page_numbers
from .glyphs import check_glyphs
from .media import shown_in
from .notes import at_foot
from .opening import section
from .pagecss import page_css
from .press import Labels, finish
from .printpictures import printed
from .xhtml import Dialect, escape, serialise

DISPLAY = frozenset({"half-title", "title-page", "copyright-page", "dedication", "epigraph", "part"})
"""Pages without head and folio."""
WIDE_CODE = 60
"""Characters; code with longer lines is set smaller."""


@dataclass(frozen=True, slots=True)
class Paged:
    """A laid-out edition."""

    data: bytes
    pages: int


def write(book: Book, edition: Edition, context: Context) -> Paged:
    """The PDF; findings of the layout go to the report."""
    check_glyphs(book, context.report)
    pictures, book = printed(book, context.report)
    shelf = {**font_shelf(), **pictures}
    chapters = tuple(chapter for chapter in book.chapters if chapter.role not in edition.leaves_out)
    html = _document(book, chapters, context)
    with _engine_world(context), _engine_log(context):
        document, data = _laid_out(html, page_css(book.config, edition), shelf, context)
        labels = _labels(document, chapters)
    return Paged(finish(data, labels, context.modified), len(document.pages))


# the document


def _document(book: Book, chapters: tuple[Chapter, ...], context: Context) -> str:
    config = book.config
    sections = [_section(chapter, book, context, chapters) for chapter in chapters]
    sources = {key: f"book:///picture/{key}.{EXTENSIONS[asset.media_type]}" for key, asset in book.assets.items()}
    body = rewrite(readdressed(tuple(sections), in_document, sources), _to_front(chapters))
    return (
        f'<!DOCTYPE html><html lang="{escape(config.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(config.title)}</title>{_metadata(book, context)}</head>"
        f'<body data-title="{escape(config.title)}">{serialise(body, Dialect.HTML)}</body></html>'
    )


def _metadata(book: Book, context: Context) -> str:
    config = book.config
    named = {"author": config.author, "description": config.description,
             "keywords": ", ".join(subject.label for subject in config.subjects),
             "dcterms.created": context.modified, "dcterms.modified": context.modified,
             "generator": "Galerada"}  # fmt: skip
    return "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items() if value)


def _section(chapter: Chapter, book: Book, context: Context, chapters: tuple[Chapter, ...]) -> Element:
    language = book.config.language
    paper = replace(chapter, body=shown_in(chapter.body, "print"), heading=shown_in(chapter.heading, "print"))
    footed = with_document_ids(at_foot(paper, context.report, language))
    made = rewrite(rewrite((section(footed, language),), _with_code_lines), _with_label)
    body: Body = with_page_numbers(made, words(language).page_short) if chapter.role != "contents" else made
    shown = body[0]
    assert isinstance(shown, Element)
    first = next((c for c in chapters if c.matter is Matter.BODY), None)
    return shown.add_class(*_page_classes(chapter, first))


def _to_front(chapters: tuple[Chapter, ...]) -> Callable[[Node], Node]:
    """Links to pages with roman numbers, which the style sheet has to tell from the others."""
    front = {f"#{chapter.key}" for chapter in chapters if chapter.matter is Matter.FRONT}

    def change(node: Node) -> Node:
        if isinstance(node, Element) and node.tag == "a" and node.get("href").split("--")[0] in front:
            return node.add_class("to-front")
        return node

    return change


def _with_code_lines(node: Node) -> Node:
    """Code whose every line is a block, so that the rest of one that is too long goes on under its own indent."""
    if not isinstance(node, Element) or node.tag != "pre":
        return node
    made = node.with_children(rewrite(with_lines(node).children, _hanging))
    return made.add_class("wide-code") if max(map(len, text_of(node).split("\n"))) > WIDE_CODE else made


def _with_label(node: Node) -> Node:
    """A heading with a formula, which is no text to the engine, as bookmarks and running heads name it."""
    if not isinstance(node, Element) or node.tag not in HEADINGS:
        return node
    if not any(inside.has("data-plain") for inside in elements((node,))):
        return node
    return node.set(data_label=" ".join(text_of(rewrite(node.children, _without_note)).split()))


def _without_note(node: Node) -> Node | Body:
    return () if isinstance(node, Element) and "footnote" in node.classes else node


def _hanging(node: Node) -> Node:
    if not isinstance(node, Element) or "code-line" not in node.classes:
        return node
    line = text_of(node).rstrip("\n")
    indent = len(line) - len(line.lstrip()) + 8
    return node.set(style=f"padding-left: {indent}ch; text-indent: -{indent}ch")


def _page_classes(chapter: Chapter, first: Chapter | None) -> Iterator[str]:
    if chapter.role in DISPLAY:
        yield "display-page"
    if first is not None and chapter.key == first.key:
        yield "first-of-body"
    if not ROLES[chapter.role].listed:
        yield "off-outline"


# laying out


def _laid_out(html: str, css: str, shelf: Mapping[str, bytes], context: Context) -> tuple[Any, bytes]:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher(shelf)
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(
        string=css + print_css(), font_config=fonts, url_fetcher=fetcher, base_url="book:///style/print.css"
    )
    source = weasyprint.HTML(string=html, base_url="book:///", url_fetcher=fetcher)
    identifier = hashlib.sha256(html.encode() + css.encode()).hexdigest()[:32]
    document = source.render(stylesheets=[sheet], font_config=fonts)
    return document, document.write_pdf(pdf_identifier=identifier.encode(), uncompressed_pdf=False)


def _fetcher(shelf: Mapping[str, bytes]) -> Any:
    """Gives what is on the shelf, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = urllib.parse.unquote(url.partition("?")[0])
            if path not in shelf:
                raise ValueError(f"{url} is not on the book's shelf")
            return URLFetcherResponse(url, shelf[path])

    # urljoin leaves relative addresses of unknown schemes as they are, and then nothing would load
    for known in (urllib.parse.uses_relative, urllib.parse.uses_netloc):
        if "book" not in known:
            known.append("book")
    return Shelf()


def font_shelf() -> dict[str, bytes]:
    """The faces by their addresses."""
    return {f"book:///font/{face.name}": face.read() for face in FACES}


@contextmanager
def _engine_world(context: Context) -> Iterator[None]:
    """The engine's surroundings: no system fonts, no clock."""
    with tempfile.TemporaryDirectory(prefix="galerada-fonts-") as folder:
        conf = Path(folder, "fonts.conf")
        conf.write_text(f"<fontconfig><cachedir>{folder}/cache</cachedir></fontconfig>\n", encoding="utf-8")
        epoch = int(datetime.fromisoformat(context.modified).timestamp())
        # fontTools stamps every font it cuts with the time of the build, unless it is told one
        with _environment(FONTCONFIG_FILE=str(conf), SOURCE_DATE_EPOCH=str(epoch)), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured")  # as we want it
            yield


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _engine_log(context: Context) -> Iterator[None]:
    """What the engine says on its log becomes findings."""
    logger = logging.getLogger("weasyprint")

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if ".notdef" in record.getMessage():
                return  # said by check_glyphs, with its place
            context.report.add(Code.ENGINE_SAID, record.getMessage())

    handler = Heard(logging.WARNING)
    kept = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = kept


def _labels(document: Any, chapters: tuple[Chapter, ...]) -> Labels:
    """Roman numbers before the first page of the body."""
    first = next((chapter for chapter in chapters if chapter.matter is Matter.BODY), None)
    if first is None:
        return Labels(0)
    for number, page in enumerate(document.pages):
        if first.key in page.anchors:
            return Labels(number)
    return Labels(0)
