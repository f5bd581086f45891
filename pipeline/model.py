"""What a book is: frozen values that the stages hand on.

`Path -> Source -> Chapter -> Book -> (Book, Edition) -> bytes`. Nothing here has a field that is filled in later;
what can be derived (a chapter's number, a contents entry) is a function of the book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from .budget import Limits
from .cache import Store
from .diagnostics import Report
from .nodes import ALL, NOWHERE, Body, Pos, Rewriter, Text, rewrite
from .settings import (
    Chapters,
    Config,
    EbookOptions,
    Entry,
    OwnShortcode,
    PrintOptions,
    Typography,
)
from .trade import Person, Price, Series, Signature, Subject

__all__ = [
    "Asset",
    "Book",
    "Chapter",
    "Chapters",
    "Config",
    "Context",
    "EbookOptions",
    "Edition",
    "Entry",
    "Evaluation",
    "FrontMatter",
    "Limits",
    "Matter",
    "OwnShortcode",
    "Person",
    "Price",
    "PrintOptions",
    "Read",
    "Series",
    "Signature",
    "Source",
    "Subject",
    "Typography",
]


class Matter(StrEnum):
    """The three parts of every book."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a chapter's file says of itself before its text."""

    title: str = ""
    link_title: str = ""
    weight: int = 0
    """Hugo: 0 or absent comes last."""
    date: datetime | date | None = None
    image: str = ""
    """The banner's path as written; empty: none."""
    image_alt: str = ""
    role: str = ""
    draft: bool = False
    hidden: bool = False
    """`bookHidden`."""
    flat_section: bool = False
    """`bookFlatSection`: as a section's own page, it names a part."""
    params: Mapping[str, object] = field(default_factory=dict)
    """Every key as read, lower-cased."""
    places: Mapping[str, Pos] = field(default_factory=dict)
    """Where each key's value stands, by lower-cased key."""

    def pos(self, key: str, default: Pos = NOWHERE) -> Pos:
        """Where the value of `key` stands."""
        return self.places.get(key.lower(), default)


@dataclass(frozen=True, slots=True)
class Source:
    """A chapter's file, decoded."""

    path: str
    """Relative to the book's folder."""
    text: str
    """The whole file; line ends as \\n, no byte order mark."""
    start: int = 0
    """Index in `text` where the body begins."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the book, or one page that Galerada made."""

    key: str
    """Its name in file names and links; from its path, never from its place in the order."""
    title: str
    body: Body
    matter: Matter = Matter.BODY
    role: str = "chapter"
    meta: FrontMatter = field(default_factory=FrontMatter)
    source: Source | None = None
    """None for a page that Galerada made."""
    ordinal: str = ""
    """The number the author gave in the title (`03` of "03 - Title"), without leading zeros."""
    part: str = ""
    """The title of its part; empty outside parts."""
    number: str = ""
    """The number shown at its opening; empty: none."""
    sign: str = ""
    """What its paragraphs are called by, `3` in `3.12` (`pipeline/paragraphs.py`); empty: Galerada made the page."""
    language: str = ""
    """Its own, when it is not the book's: a BCP 47 tag."""
    heading: Body = ()
    """The title with its markup; empty: the plain title says it all."""

    @property
    def is_raw(self) -> bool:
        """Whether it is a plain text, kept word for word."""
        return self.source is not None and self.source.path.endswith(".txt")

    @property
    def shown_title(self) -> Body:
        """The title as nodes."""
        return self.heading or (Text(self.title, self.pos),)

    def rewritten(self, change: Rewriter, names: frozenset[str] = ALL) -> Chapter:
        """Its text and its title rewritten (`nodes.rewrite`)."""
        body, heading = (rewrite(nodes, change, names=names) for nodes in (self.body, self.heading))
        return replace(self, body=body, heading=heading)

    @property
    def pos(self) -> Pos:
        """Where its text begins."""
        if self.source is None:
            return NOWHERE
        return Pos(self.source.path, self.source.text.count("\n", 0, self.source.start) + 1, 1)


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture of the book."""

    key: str
    """From its content; `img src` says `asset:KEY` after the stage `assets`."""
    path: str
    """Where it lies, relative to the book's folder."""
    media_type: str
    width: int
    """In px; of an SVG picture, its view box."""
    height: int
    data: bytes = field(repr=False, default=b"")


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book."""

    config: Config
    chapters: tuple[Chapter, ...]
    assets: Mapping[str, Asset] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Pages of the folder that are not in the book: path -> why."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A form in which the book appears, by what it can do."""

    name: str
    extension: str
    notes: str
    """`popup` or `foot`."""
    paged: bool
    leaves_out: frozenset[str] = frozenset()
    """Roles that this edition does not show."""
    despite_errors: bool = False
    """Whether it is written although errors were found (a proof is)."""
    proofs: bool = False
    """Whether it is an editor's: galleys and pages, with what is to be said of them in their margins."""
    tagged: bool = False
    """Whether its pages tell assistive technology what is a heading, a list, a picture (ISO 32000-1, 14.8)."""
    marks: bool = False
    """Whether an editor's open marks may stand in it; where not, it is refused: nobody chose between two words."""
    store: str = "generic"
    """Whose rules it keeps: a name of `stores.STORES`."""
    suffix: str = ""
    """What its file's name has after the book's, to tell it from another store's or printer's."""
    target: str = ""
    """Where it is printed: a name of `targets`; empty: nowhere in particular."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found out about the files of this very build."""

    ace: bool = False
    """Whether DAISY's Ace found no violation."""


class Read(Protocol):
    """The way into the book's folder."""

    def __call__(self, path: str, limits: Limits | None = None, key: str = "") -> bytes:
        """The bytes of a file, by its path relative to the book; raises BookError, also beyond the limit `key`."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The world, as far as a stage may see it."""

    config: Config
    read: Read
    exists: Callable[[str], bool]
    today: date
    """From SOURCE_DATE_EPOCH, or the clock; decides what is a page of the future, and nothing in a release."""
    report: Report
    uuid: str = ""
    """The book's identifier where it has no ISBN."""
    modified: str = "1980-01-01T00:00:00Z"
    """When the book was last changed, as far as its bytes say: SOURCE_DATE_EPOCH, or the book's date."""
    draft: bool = False
    """Whether missing pictures are drawn as placeholders."""
    revision: str = ""
    """Of the manuscript, as a proof says it; empty: nobody knows."""
    editor: str = ""
    """Where a proof's references lead: an address with `{path}` and `{line}`; empty: to the file, from the proof."""
    cache: Store = field(default_factory=Store)
    """What was made before and need not be made again; by default nothing."""
    evaluated: Evaluation = field(default_factory=Evaluation)
    """Without it no claim of conformance is written."""
