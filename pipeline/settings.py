"""What a book says of itself as a whole: the values of `book.yaml`, or of what stands for it.

In: nothing. Out: frozen dataclasses with their defaults. Not its business: reading them (`pipeline/config`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .budget import Limits
from .nodes import NOWHERE, Pos
from .syntax.values import Value
from .trade import Person, Price, Series, Signature, Subject
from .waivers import Waiver
from .wraps import WrapOptions


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of `chapters:` in book.yaml: a file, a glob, or a part with its chapters."""

    pattern: str
    role: str = ""
    """Empty: the file's own front matter says, or the matter's default."""
    title: str = ""
    """Overrides the file's own title."""
    part: str = ""
    """The title of the part this entry belongs to; empty outside parts."""
    pos: Pos = NOWHERE


@dataclass(frozen=True, slots=True)
class Chapters:
    """Which files make the book, in which order; all empty: whatever the folder holds."""

    front: tuple[Entry, ...] = ()
    body: tuple[Entry, ...] = ()
    back: tuple[Entry, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether the book names its chapters."""
        return bool(self.front or self.body or self.back)


@dataclass(frozen=True, slots=True)
class Typography:
    """What `normalize` may do to the words."""

    quotes: str = "language"
    """`language`: the marks of the book's language; `keep`: as typed."""
    dashes: bool = True
    ellipsis: bool = True
    spaces: bool = True
    """Non-breaking spaces where the language wants them."""
    hard_breaks: str = "keep"
    """`keep`: as typed; `paragraph`: a hard break after a full stop starts a paragraph."""


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """The paged editions' page."""

    width: float = 432.0
    """Trimmed page width in pt (6 in)."""
    height: float = 648.0
    """Trimmed page height in pt (9 in)."""
    bleed: float = 0.0
    """In pt."""
    inner: float = 63.0
    """The margin at the spine in pt."""
    outer: float = 49.5
    top: float = 63.0
    bottom: float = 69.0
    font_size: float = 11.7
    """In pt."""
    leading: float = 15.0
    """From baseline to baseline, in pt."""
    chapters_open: str = "recto"
    """`recto`, or `any` to open on the next page."""
    lines: str = "tex"
    """`tex`: the lines of a paragraph are chosen together; `engine`: one after the other, by the page's engine."""
    banner_ppi: int = 300
    """Pixels per inch wanted of a picture at its printed size."""
    bleed_edges: str = "all"
    """`outer`: the bleed goes round three edges, not the bound one; `all`: round four."""
    pages_multiple: int = 1
    """Blank pages at the end make the book's pages a multiple of it."""
    last_blank: bool = False
    """Whether the last page is the printer's."""
    live: float = 0.0
    """What even heads and folios keep from the cut, in pt."""
    slug: str = ""
    """What stands outside the bleed beside the page's number, on a sheet with marks; empty: nothing."""
    said: frozenset[str] = field(default=frozenset(), compare=False)
    """What of all this the book names itself; the rest follows the design and the trim."""
    design: str = "clasico"
    """The name of a design (`designs.py`), whose proportions the figures above follow unless the book says others."""
    large: bool = False
    """Whether it is set for readers who see little."""
    banner: str = "inset"
    """How a chapter's picture stands: `inset`, or `full-bleed` to the trim."""
    banner_ink: str = "colour"
    """`colour`, `grey` or `duotone`."""
    own_css: str = ""
    """The book's own rules, after those of the design: checked, and for paper."""


@dataclass(frozen=True, slots=True)
class EbookOptions:
    """The EPUB's own choices."""

    picture_width: int = 1600
    """The widest a picture travels, in px."""
    picture_quality: int = 85
    """JPEG quality, 1 to 95."""
    webp: bool = False
    """Whether WebP pictures stay WebP (not safe on Kindle)."""
    stores: tuple[str, ...] = ("generic",)
    """Whose rules the EPUB keeps; one file for each."""
    notes: str = "popup"
    """`popup`, `chapter` (a list at its end) or `book` (a list at the book's end)."""
    fonts: str = "embed"
    """`embed`: the faces of print; `none`: the reader's own."""
    own_css: str = ""
    """The book's own rules, after those of the house: checked."""


@dataclass(frozen=True, slots=True)
class OwnShortcode:
    """What a site's own shortcode becomes in the book; one of the three says it."""

    known: str = ""
    """The name of a shortcode that Galerada knows."""
    template: str = ""
    """Markdown or HTML with `{{ inner }}`, `{{ get "name" }}` and `{{ get 0 }}`."""
    keep: bool = False
    """Whether its inner text stays without it; False with both others empty: it is dropped."""


@dataclass(frozen=True, slots=True)
class Review:
    """What the copy editor looks at."""

    off: tuple[str, ...] = ()
    """Ids of rules that are switched off: CE005."""
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules that are switched off in some chapters, by a pattern of their paths."""
    dictionary: str = ""
    """A dictionary's name on the system, or its path in the book; `none`: none; empty: that of the language."""
    stylesheet: str = "stylesheet.yaml"
    """The file of the style sheet."""
    paragraph: int = 250
    """Words from which on a paragraph is very long."""


@dataclass(frozen=True, slots=True)
class Config:
    """`book.yaml`, or what stands for it."""

    title: str
    language: str = "en"
    """A BCP 47 tag."""
    subtitle: str = ""
    contributors: tuple[Person, ...] = ()
    isbn: Mapping[str, str] = field(default_factory=dict)
    """By edition (`ebook`, `print`); 13 digits without hyphens."""
    isbn_typed: Mapping[str, str] = field(default_factory=dict)
    """The same as the author wrote them, for the copyright page."""
    uuid: str = ""
    """Empty: made from the title, the language and the people, so that it stays the same."""
    publisher: str = ""
    rights: str = ""
    date: str = ""
    """Publication date: YYYY, YYYY-MM or YYYY-MM-DD."""
    description: str = ""
    subjects: tuple[Subject, ...] = ()
    series: Series | None = None
    alternate_titles: tuple[tuple[str, str], ...] = ()
    """The title in other scripts, each with its language."""
    other_languages: tuple[str, ...] = ()
    """What the text speaks beside its own language, for the metadata."""
    foreign: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words and phrases of other languages, by language: they are marked wherever they stand."""
    accessibility: Signature = field(default_factory=Signature)
    prices: tuple[Price, ...] = ()
    territories: tuple[str, ...] = ()
    """Where the book may be sold: countries (ISO 3166-1); empty: the whole world."""
    cover: str = ""
    """A picture's path; empty: a cover is made from the title."""
    slug: str = "book"
    """The name of the output files, without extension."""
    chapters: Chapters = field(default_factory=Chapters)
    content: str = ""
    """The folder that holds the chapters when none are listed; empty: the book's own."""
    hugo: bool = False
    """Whether the folder is a Hugo site: its rules of order and sections apply."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """A Hugo site's languages, the default first: code (`es` of `page.es.md`) -> the folder of its pages."""
    site_language: str = ""
    """The code of the one that this book is in; empty for what is no site."""
    cascade: tuple[Value, ...] = ()
    """What the site's configuration gives to pages that do not say it themselves (Hugo: `cascade`)."""
    params: Mapping[str, str] = field(default_factory=dict)
    """The site's parameters."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Path prefixes of assets and the folders they stand for."""
    shortcodes: Mapping[str, OwnShortcode] = field(default_factory=dict)
    """The site's own shortcodes, by name."""
    contents_depth: int = 2
    """Heading levels in the tables of contents; 1: chapters only."""
    numbering: str = "auto"
    """`auto`: ordinals of the titles, else counted; `count`; `none`."""
    notes: str = "chapter"
    """Where author notes without a mark stand: `chapter` or `book` (its end)."""
    typography: Typography = field(default_factory=Typography)
    print: PrintOptions = field(default_factory=PrintOptions)
    ebook: EbookOptions = field(default_factory=EbookOptions)
    targets: tuple[str, ...] = ()
    """Where it is printed, by names of `targets`; the print edition is made for each."""
    waivers: tuple[Waiver, ...] = ()
    """Findings that the book lets pass."""
    limits: Limits = field(default_factory=Limits)
    review: Review = field(default_factory=Review)
    wrap: WrapOptions = field(default_factory=WrapOptions)
    path: str = ""
    """The file this was read from; empty when there is none."""

    @property
    def author(self) -> str:
        """The authors' names, joined."""
        return ", ".join(p.name for p in self.contributors if p.role == "aut")

    @property
    def tongue(self) -> str:
        """The language without region or script: `es` of `es-MX`."""
        return self.language.split("-")[0].lower()
