"""A folder's pages and sections, and the order in which a reader meets them.

In: pages with their place on the site. Out: the same pages in reading order, each with the part it belongs to, or with
why it is left out. Follows Hugo (`DefaultPageSort`; the hugo-book theme's file tree): weight, then date, then title,
then path; depth first; a section's own page before its children. Differences: docs/decisions/0010-hugo-order.md.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ..config import title_of_folder
from ..model import FrontMatter
from .collation import collation
from .presence import absence, has_date, instant

SECTION = "_index"
BUNDLE = "index"
Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A file that may be a chapter."""

    path: str
    meta: FrontMatter
    start: int
    """Index of its text after the front matter."""
    empty: bool
    place: str = ""
    """Where it stands on the site: its path below the content folder, without the mark of its language."""


@dataclass(slots=True)
class Section:
    """A folder of pages."""

    place: str
    own: Page | None = None
    """Its `_index.md`."""
    pages: list[Page] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    @property
    def meta(self) -> FrontMatter:
        """What its own page says; without one, nothing."""
        return self.own.meta if self.own else FrontMatter()

    @property
    def title(self) -> str:
        """Its title, or its folder's name."""
        return self.meta.title or title_of_folder(posixpath.basename(self.place))


@dataclass(frozen=True, slots=True)
class Placed:
    """A page in its place."""

    page: Page
    part: str = ""
    opens_part: bool = False
    """Whether it is a part's own page."""
    left_out: str = ""
    """Why it is not in the book; empty: it is."""


def stem(path: str) -> str:
    """The file's name without folder and extension."""
    return posixpath.splitext(posixpath.basename(path))[0]


def within(place: str, section: str) -> bool:
    """Whether the page lies in the section, or below it."""
    return not section or place.startswith(section + "/")


def parents(section: str) -> Iterator[str]:
    """The places of the own pages of all sections above this one."""
    while section:
        section = posixpath.dirname(section)
        yield posixpath.join(section, f"{SECTION}.md")


def bundles_of(places: Iterator[str]) -> frozenset[str]:
    """The folders that are one page each; of two in one another, the outer."""
    return frozenset(posixpath.dirname(place) for place in places if stem(place) == BUNDLE and "/" in place)


def is_resource(place: str, bundles: frozenset[str]) -> bool:
    """Whether the file lies in a leaf bundle and is not its page."""
    folder = posixpath.dirname(place)
    while folder:
        if folder in bundles and (posixpath.dirname(place) != folder or stem(place) != BUNDLE):
            return True
        folder = posixpath.dirname(folder)
    return False


def section_at(start: str, pages: Mapping[str, Page]) -> Section:
    """The section with this place, and all that is below it; pages by their place."""
    own = {posixpath.dirname(place): page for place, page in pages.items() if stem(place) == SECTION}
    # Hugo: a folder without `_index.md` is no section, unless it lies at the top.
    tops = {place.partition("/")[0] for place, page in pages.items() if "/" in _folder_of(place)}
    made = {place: Section(place, own.get(place)) for place in sorted({"", start, *own, *tops})}
    for place, page in pages.items():
        if stem(place) != SECTION:
            _above(posixpath.dirname(_folder_of(place)), made).pages.append(page)
    for place, section in made.items():
        if place:
            _above(posixpath.dirname(place), made).sections.append(section)
    return made[start]


def _folder_of(place: str) -> str:
    """A bundle's page counts as a file beside its folder."""
    return posixpath.dirname(place) if stem(place) == BUNDLE and "/" in place else place


def _above(folder: str, sections: Mapping[str, Section]) -> Section:
    while folder and folder not in sections:
        folder = posixpath.dirname(folder)
    return sections[folder]


@dataclass(frozen=True, slots=True)
class Order:
    """How pages follow one another, and which of them are there."""

    hugo: bool
    """Whether Hugo's order applies; else files follow by weight and name."""
    tongue: str
    """The site's code of the language."""
    today: date
    draft: bool

    def read(self, section: Section, part: str = "", cut: str = "") -> Iterator[Placed]:
        """The pages in reading order; `cut` is why the section as a whole is left out."""
        own = section.own
        gone = absence(own.meta, self.today, self.draft) if own else None
        if own and own.meta.flat_section:
            part = section.title
            yield Placed(own, part, opens_part=True, left_out=cut or (gone.why if gone else ""))
        elif own:
            yield Placed(own, part, left_out=cut or (gone.why if gone else ""))
        if gone and gone.below:
            cut = cut or gone.why
        children: list[Page | Section] = [*section.pages, *section.sections]
        for child in sorted(children, key=self._key):
            if isinstance(child, Section):
                yield from self.read(child, part, cut)
            else:
                left = absence(child.meta, self.today, self.draft)
                yield Placed(child, part, left_out=cut or (left.why if left else ""))

    def _key(self, child: Page | Section) -> Key:
        meta = child.meta
        weight = (meta.weight == 0, meta.weight)
        if not self.hugo:
            return (*weight, natural(child.place))
        when = self._newest(child) if isinstance(child, Section) and not has_date(meta) else instant(meta)
        title = meta.link_title or meta.title
        if isinstance(child, Section) and child.own is None:
            title = _listed(posixpath.basename(child.place))
        return (*weight, -when, collation(title, self.tongue), _tie(child))

    def _newest(self, section: Section) -> float:
        """Hugo: a section without a date of its own has that of the newest page, or section, below it."""
        pages = [instant(page.meta) for page in section.pages if self._dates(page)]
        inner = [max(instant(one.meta), self._newest(one)) for one in section.sections]
        return max([*pages, *inner], default=instant(FrontMatter()))

    def _dates(self, page: Page) -> bool:
        gone = absence(page.meta, self.today, self.draft)
        return gone is None or gone.dates


def _tie(child: Page | Section) -> str:
    """Hugo compares the paths as its addresses have them."""
    place = child.own.place if isinstance(child, Section) and child.own else child.place
    return place.lower().replace(" ", "-")


def _listed(name: str) -> str:
    """The title that Hugo gives a section without one: an English plural in capitals, near enough to be sorted by."""
    title = re.sub(r"(?:^|(?<=[\s-]))\w", lambda first: first[0].upper(), name)
    if title.lower().endswith("s"):
        return title
    if re.search(r"[^aeiou]y$", title, re.IGNORECASE):
        return title[:-1] + "ies"
    return title + ("es" if re.search(r"(?:x|z|ch|sh)$", title, re.IGNORECASE) else "s")


def natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """A key that files `2.md` before `10.md`."""
    pieces = re.split(r"(\d+)", unicodedata.normalize("NFC", path).casefold())
    return tuple((0, int(piece), "") if piece.isdigit() and piece.isascii() else (1, 0, piece) for piece in pieces)
