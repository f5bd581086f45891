"""The layout engine: HTML becomes a galley. The only home of WeasyPrint, and the only reader of its private parts.

In: HTML, style sheets, and everything that may be read, from memory under `book:///`. Out: a `Galley`. The engine asks
the disk and the network for nothing. Runs in a child process (`pipeline/bench.py`), one engine for many chapters.

What is private in WeasyPrint 70 and used here, each held by a test in tests/unit/test_engine.py: its own sheets as it
reads them when it is imported, `Font` and `build_fonts_dictionary` (what a face drew, and its embedding),
`Page.anchors` as tuples whose first two members are a point, the objects of `pydyf.PDF` before they are written; and
what `slugs.py` stands in for: `split_text_box`, which breaks a text, `split_first_line`, which measures it beside a
float, `draw_first_line`, which draws it, and the `Layout` that a text box keeps between the two. What `samples.py`
stands in for: `draw_first_line` again, and `handle_leader`, which fills a line with dots; it draws into a `clone` of a
page's stream, and makes the stream forget its font. `create_layout`, before which `lacking.py` lays out a character
that no face has.
"""

from __future__ import annotations

import base64
import gc
import logging
import re
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ....linebreaking.casting import Slug
from ..galley import Galley
from ..layer import Texts
from .library import bring_counters, load
from .samples import sampled
from .slugs import at_work
from .taking import taken

__all__ = ["Engine", "Set", "load"]

GARBAGE = 400_000
"""Objects that wait for the collector: the boxes of some ten chapters, 60 MB."""
NOTDEF = ".notdef"
INSIDE = re.compile(r"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)")
"""A picture inside a drawing: decoded and written anew when the drawing was taken in (`vector`)."""


@dataclass(frozen=True, slots=True)
class Set:
    """What came of a layout."""

    galley: Galley
    words: dict[int, str]
    """Of each numbered block, the characters that count, as they stand in its lines."""
    texts: tuple[Texts, ...]
    """What the boxes of each page say."""
    said: tuple[str, ...]
    """The engine's messages."""


class Engine:
    """WeasyPrint with one set of style sheets and faces."""

    def __init__(self, css: str, faces: Mapping[str, bytes]) -> None:
        self.weasyprint = load()
        from weasyprint.text.fonts import FontConfiguration

        bring_counters(css)
        self.shelf: dict[str, bytes] = {}
        self.fetcher = _fetcher(faces, self.shelf)
        self.fonts = FontConfiguration()
        self.sheet = self.weasyprint.CSS(
            string=css, font_config=self.fonts, url_fetcher=self.fetcher, base_url="book:///style/print.css"
        )

    def set_type(
        self, html: str, pictures: Mapping[str, bytes], slugs: Sequence[Slug] = (), *, tagged: bool = False
    ) -> Set:
        """The galley, with what the engine had to say and the words that stand in its lines.

        `slugs` are what the marks in the HTML stand for.
        """
        bring_counters(html)
        self.shelf.clear()
        self.shelf.update(pictures)
        with _heard() as said, _uncollected(), at_work(slugs) as caster, sampled(html) as found:
            source = self.weasyprint.HTML(string=html, base_url="book:///", url_fetcher=self.fetcher)
            document = source.render(stylesheets=[self.sheet], font_config=self.fonts)
            galley, words, texts = taken(document, caster.fonts, found, tagged=tagged)
            del document, source
        return Set(galley, words, tuple(texts), tuple(said))


def _fetcher(*shelves: Mapping[str, bytes]) -> Any:
    """Gives what is on the shelves, and what a drawing holds in itself."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if found := INSIDE.fullmatch(url):
                return URLFetcherResponse(url, base64.b64decode(found[2]), {"Content-Type": found[1]})
            path = urllib.parse.unquote(url.partition("?")[0])
            for shelf in shelves:
                if path in shelf:
                    return URLFetcherResponse(url, shelf[path])
            raise ValueError(f"{url} is not on the book's shelf")

    # urljoin leaves relative addresses of unknown schemes as they are, and then nothing would load
    for known in (urllib.parse.uses_relative, urllib.parse.uses_netloc):
        if "book" not in known:
            known.append("book")
    return Shelf()


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What the engine says on its log, but for missing glyphs, which `write/glyphs.py` says with their places."""
    logger, said = logging.getLogger("weasyprint"), list[str]()

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if NOTDEF not in record.getMessage():
                said.append(record.getMessage())

    kept = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [Heard(logging.WARNING)], False
    try:
        yield said
    finally:
        logger.handlers, logger.propagate = kept


@contextmanager
def _uncollected() -> Iterator[None]:
    """A chapter's layout is one large web of boxes: the collector would walk it a hundred times and free nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        if gc.get_count()[0] > GARBAGE:
            gc.collect()
