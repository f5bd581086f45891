"""Which of a folder's files are pages, and the order in which a reader meets them.

In: paths and their front matter. Out: pages in reading order, with the part each belongs to.
Follows Hugo (`DefaultPageSort`; the hugo-book theme's file tree): weight, then date, then title, then path;
depth first; a section's own page before its children.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ..model import FrontMatter

SECTION = "_index"
BUNDLE = "index"
NOT_CHAPTERS = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "security"})
"""Files that lie in many folders and speak of the folder, not of its subject."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file that may be a chapter."""

    path: str
    meta: FrontMatter
    start: int
    """Index of its text after the front matter."""
    empty: bool


@dataclass(slots=True)
class _Section:
    own: Page | None = None
    pages: list[Page] = field(default_factory=list)
    sections: dict[str, _Section] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A page in its place; `opens_part` when it is a part's own page."""

    page: Page
    part: str = ""
    opens_part: bool = False


def stem(path: str) -> str:
    """The file's name without folder and extension."""
    return posixpath.splitext(posixpath.basename(path))[0]


def is_resource(path: str, bundles: frozenset[str]) -> bool:
    """Whether the file lies in a leaf bundle and is not its page."""
    folder = posixpath.dirname(path)
    while folder:
        if folder in bundles and path != f"{folder}/{BUNDLE}.md":
            return True
        folder = posixpath.dirname(folder)
    return False


def bundles_of(paths: tuple[str, ...]) -> frozenset[str]:
    """The folders that are one page each."""
    return frozenset(posixpath.dirname(path) for path in paths if stem(path) == BUNDLE)


def in_order(pages: Mapping[str, Page], root: str, *, hugo: bool) -> Iterator[Placed]:
    """The pages in reading order. Hidden sections are the caller's to leave out before."""
    top = _Section()
    folders = {posixpath.dirname(path) for path in pages if stem(path) == SECTION}
    for path, page in pages.items():
        inside = path[len(root) :].lstrip("/") if root else path
        section = _section_of(top, inside, folders, root)
        if stem(path) == SECTION:
            section.own = page
        else:
            section.pages.append(page)
    yield from _depth_first(top, "", hugo)


def _section_of(top: _Section, path: str, folders: set[str], root: str) -> _Section:
    """Hugo: a folder without `_index.md` is no section, unless it lies at the top."""
    here, walked = top, root
    names = posixpath.dirname(path).split("/") if posixpath.dirname(path) else []
    if stem(path) == BUNDLE and names:
        names = names[:-1]
    for depth, name in enumerate(names):
        walked = posixpath.join(walked, name)
        if depth == 0 or walked in folders:
            here = here.sections.setdefault(walked, _Section())
    return here


def _depth_first(section: _Section, part: str, hugo: bool) -> Iterator[Placed]:
    own = section.own
    if own is not None and own.meta.flat_section:
        part = own.meta.title
        yield Placed(own, part, opens_part=True)
    elif own is not None:
        yield Placed(own, part)
    rows: list[tuple[tuple[object, ...], Page | _Section]] = []
    rows += [(_key(page.meta, page.path, hugo), page) for page in section.pages]
    rows += [(_section_key(path, child, hugo), child) for path, child in section.sections.items()]
    for _, row in sorted(rows, key=lambda pair: pair[0]):
        if isinstance(row, Page):
            yield Placed(row, part)
        else:
            yield from _depth_first(row, part, hugo)


def _section_key(path: str, section: _Section, hugo: bool) -> tuple[object, ...]:
    meta = section.own.meta if section.own else FrontMatter(title=posixpath.basename(path))
    return _key(meta, path, hugo)


def _key(meta: FrontMatter, path: str, hugo: bool) -> tuple[object, ...]:
    weight = (meta.weight == 0, meta.weight)
    if not hugo:
        return (*weight, natural(path))
    return (*weight, -_instant(meta.date), collation(meta.link_title or meta.title), path)


def _instant(day: datetime | date | None) -> float:
    if day is None:
        return float("-inf")
    if isinstance(day, datetime):
        # without an offset Hugo reads UTC
        return day.replace(tzinfo=None).toordinal() * 86400.0 + day.hour * 3600 + day.minute * 60 + day.second
    return day.toordinal() * 86400.0


def collation(text: str) -> tuple[str, str]:
    """A key that files `Álfa` between `a` and `beta`: without accents first, with them second."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.casefold(), text


def natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """A key that files `2.md` before `10.md`."""
    pieces = re.split(r"(\d+)", unicodedata.normalize("NFC", path).casefold())
    return tuple((0, int(piece), "") if piece.isdigit() and piece.isascii() else (1, 0, piece) for piece in pieces)
