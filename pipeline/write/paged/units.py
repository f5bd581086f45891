"""What is set by itself: each part of the book that opens on a page of its own.

In: a resolved book and its edition. Out: one `Unit` a part, with the job that a child is given and how it opens. A job
holds all that its galley depends on and nothing else: its bytes are the galley's key in the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from ...folded import flat_chapter
from ...model import Asset, Book, Chapter, Config, Edition, Matter, PrintOptions
from ...nodes import Body, Element, Node, element, elements, rewrite, text_of
from ...packed import pack
from ...wanted import EXTENSIONS
from ...workshop import Task
from ..addresses import in_document
from ..printpictures import inked
from .lent import by_order
from .makeup import Opens

DISPLAY = frozenset({"half-title", "title-page", "copyright-page", "dedication", "epigraph", "part"})
"""Pages without head and folio."""
UNSET = frozenset({"bleed", "bleed_edges", "pages_multiple", "last_blank", "live", "slug", "said",
                   "banner_ppi"})
"""Options of the page that no galley depends on."""
REHEARSED = "abcdefghij klmnopqrstuvwxyz " * 12
A_PAGE = 1900
"""Characters on a page of the house's own design: a guess, for numbers that are not known yet."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the book that is set by itself."""

    chapter: Chapter
    opens: Opens
    targets: tuple[str, ...]
    """The places whose page numbers it shows, as `KEY#ID`."""
    pictures: tuple[tuple[str, float], ...]
    """Each picture in it, and the largest width in pt at which the book prints it: it is converted once."""
    tuning: tuple[tuple[str, int], ...] = ()
    """Paragraphs whose letters stand closer or wider, by their words' digest; in thousandths of an em."""
    entries: tuple[str, ...] = ()
    """The places whose page numbers are drawn by the binding: no galley depends on them."""

    @property
    def key(self) -> str:
        """The chapter's key."""
        return self.chapter.key

    @property
    def shows(self) -> tuple[str, ...]:
        """All places whose page numbers stand on its pages."""
        return (*self.targets, *self.entries)

    @property
    def front(self) -> bool:
        """Whether it stands before page 1."""
        return self.chapter.matter is Matter.FRONT

    @property
    def displays(self) -> bool:
        """Whether its pages have neither head nor folio."""
        return self.chapter.role in DISPLAY

    @property
    def guess(self) -> int:
        """How many pages it may have."""
        return 1 + len(text_of(self.chapter.body)) // A_PAGE


def units(
    book: Book, edition: Edition, widths: Mapping[str, Iterable[tuple[str, float]]],
    tunings: Mapping[str, Mapping[str, int]] | None = None,
) -> tuple[Unit, ...]:  # fmt: skip
    """The parts that the edition shows; `widths` are the printed pictures of each chapter, by its key, and `tunings`
    those of its paragraphs.
    """
    shown = [chapter for chapter in book.chapters if chapter.role not in edition.leaves_out]
    first = next((chapter.key for chapter in shown if chapter.matter is Matter.BODY), "")
    recto = book.config.print.chapters_open == "recto"
    widest = _widest(pair for chapter in shown for pair in widths[chapter.key])
    return tuple(
        Unit(chapter, _opens(chapter, recto or chapter.key == first), _targets(chapter),
             tuple((key, widest[key]) for key, _ in widths[chapter.key]),
             tuple(sorted((tunings or {}).get(chapter.key, {}).items())), _entries(chapter))
        for chapter in shown
    )  # fmt: skip


def _widest(pictures: Iterable[tuple[str, float]]) -> dict[str, float]:
    made: dict[str, float] = {}
    for key, width in pictures:
        made[key] = max(made.get(key, 0.0), width)
    return made


def _opens(chapter: Chapter, recto: bool) -> Opens:
    """The copyright page stands behind the title page; title pages and parts are on the right in any book."""
    if chapter.role == "copyright-page":
        return Opens.ANY
    return Opens.RECTO if recto or chapter.role in DISPLAY else Opens.ANY


def _targets(chapter: Chapter) -> tuple[str, ...]:
    return _led_to(link for link in _showing(chapter) if not is_entry(link, chapter.role))


def _entries(chapter: Chapter) -> tuple[str, ...]:
    return _led_to(link for link in _showing(chapter) if is_entry(link, chapter.role))


def _led_to(links: Iterable[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.get("href").removeprefix("book:") for link in links))


def _showing(chapter: Chapter) -> Iterator[Element]:
    return filter(shows_page, elements((*chapter.heading, *chapter.body), "a"))


def is_entry(link: Element, role: str) -> bool:
    """Whether it is an entry of the table of contents, whose number stands apart from its words."""
    return role == "contents" and "button" not in link.classes


def shows_page(link: Element) -> bool:
    """Whether print says on which page the place is that a link leads to."""
    if not link.get("href").startswith("book:") or set(link.classes) & {"note-call", "note-number"}:
        return False
    return bool(text_of(link).strip())


def job(
    unit: Unit, book: Book, labels: Mapping[str, str], *, tagged: bool, others: frozenset[str] | None = None
) -> bytes:
    """What a child must know to set the unit; `labels` are page numbers by their targets.

    `others` are the pictures in other inks than their own, where they are known.
    """
    other = inked(book) if others is None else others
    value = _told(unit.chapter, book.config) | {
        "labels": {target: labels[target] for target in unit.targets},
        "pictures": {key: "png" if key in other else EXTENSIONS[book.assets[key].media_type]
                     for key, _ in unit.pictures},
        "widths": [width for _, width in unit.pictures],
        "tagged": tagged,
        "tuning": dict(unit.tuning),
    }  # fmt: skip
    return pack(value)


def _told(chapter: Chapter, config: Config) -> dict[str, Any]:
    return {
        "chapter": flat_chapter(by_order(chapter)),
        "language": config.language,
        "title": config.title,
        "print": _page(config.print),
    }


@lru_cache(maxsize=8)
def _page(options: PrintOptions) -> dict[str, Any]:
    """What galleys depend on; the same for all of a book's."""
    return {name: value for name, value in asdict(options).items() if name not in UNSET}


def rehearsal(config: Config) -> Task:
    """A page in the book's design that nobody will see: a child that has set it finds its tools laid out."""
    said = (element("h2", "a"), *(element("p", REHEARSED, element("em", "a"), element("strong", "a")) for _ in "ab"))
    unseen = {"labels": {}, "pictures": {}, "widths": [], "tagged": False, "tuning": {}}
    return Task("design", _told(Chapter("rehearsal", "A", said), config) | unseen)


def plain_title(title: Body) -> str:
    """A title's words in one line, without its notes."""
    return " ".join(text_of(rewrite(title, _without_note)).split())


def _without_note(node: Node) -> Node | Body:
    return () if isinstance(node, Element) and set(node.classes) & {"footnote", "note-call"} else node


def anchor(target: str) -> str:
    """A target as the pages name it."""
    key, _, ident = target.partition("#")
    return in_document(key, ident).removeprefix("#")


def assets_of(units: Iterable[Unit], book: Book) -> Iterator[tuple[Asset, float]]:
    """Every picture of the units once, at the largest width (pt) at which it is printed."""
    widest = _widest(pair for unit in units for pair in unit.pictures)
    return ((book.assets[key], width) for key, width in widest.items())
