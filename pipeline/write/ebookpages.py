"""The content documents of an ebook, each made of its chapter alone and kept by all that it is made of.

In: resolved chapters, and what their ebook is like. Out: `Document`s: a file ready for the archive, and what the other
files must know of it. One changed word costs one document. Not its business: the cover's page, the nav, the archive.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..cache import Store, key
from ..diagnostics import Code, Report
from ..flat import flat, raised
from ..folded import digest
from ..fonts import FACES, Cut
from ..model import Chapter
from ..nodes import HEADINGS, Body, Element, Node, Pos, elements
from ..packed import NOT_OURS, pack, unpack
from ..pagemap import PageMap
from ..readback import Difference, Written, difference, written_in
from ..roles import ROLES
from .addresses import in_file, readdressed
from .archive import Member, member
from .glyphs import Drawn, Lack
from .kepub import with_spans
from .media import MARKS
from .opening import section
from .xhtml import escape, serialise

UNSHOWN = frozenset({MARKS["print"]})
XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the ebook that is read."""

    member: Member
    properties: str
    """What a reader must be able to do to show it (EPUB 3.3, D.6.3)."""
    drawn: Mapping[Cut, str]
    """Which characters each face draws in it."""
    lacks: tuple[Lack, ...] = ()

    @property
    def written(self) -> Written:
        """Its words, read back from its bytes."""
        return written_in(self.member.data.decode())


@dataclass(frozen=True, slots=True)
class Document:
    """A chapter's page."""

    page: Page
    known: Chapter
    """The chapter, but of its body only what `bones` keeps."""
    lost: Difference | None = None
    """Where the page's words leave the chapter's; such a page is not kept."""


@dataclass(frozen=True, slots=True)
class Ebook:
    """What all documents of one ebook are made with."""

    show: Callable[[Chapter], Chapter]
    """From a chapter to what the ebook shows of it."""
    told: str
    """All that `show` depends on but the chapter and its printed pages."""
    alone: bool
    """Whether each page is made of its chapter alone."""
    language: str
    title: str
    css: str
    """The sheet by which faces are chosen; empty: the ebook has no fonts."""
    kobo: bool
    """Whether each sentence has a span of its own."""
    printed: PageMap | None
    """The pages that `show` marks."""


Sources = Mapping[str, str]
"""Of each picture of a page, its address seen from there."""


def document(chapter: Chapter, sources: Sources, ebook: Ebook, store: Store) -> Document:
    """The chapter's page."""
    return _once("document", chapter, sources, ebook, store, _made)


def own_page(name: str, title: str, body: Body, ebook: Ebook, store: Store) -> Page:
    """A page that the ebook has of itself, whose addresses are the ebook's."""
    return _once("own page", Chapter(name, title, body), {}, ebook, store, _made_here).page


def _once(
    kind: str, chapter: Chapter, sources: Sources, ebook: Ebook, store: Store,
    make: Callable[[Chapter, Sources, Ebook], Document],
) -> Document:  # fmt: skip
    """From the cache where nothing that it depends on has changed."""
    if store.folder is None:
        return make(chapter, sources, ebook)
    name = _name(kind, chapter, sources, ebook)
    made = _kept(store.get(name), chapter)
    store.note("document", chapter.key, reused=made is not None)
    if made is None:
        made = make(chapter, sources, ebook)
        if made.lost is None:
            store.put(name, _told(made))
    return made


def _made(chapter: Chapter, sources: Sources, ebook: Ebook) -> Document:
    shown = ebook.show(chapter)
    body = readdressed((section(shown, ebook.language),), in_file, sources)
    made = _page(chapter.title, body, ebook, f"{ROLES[chapter.role].matter}matter")
    return Document(made, bones(shown), difference(chapter, made.written, UNSHOWN) if ebook.alone else None)


def _made_here(chapter: Chapter, _: Sources, ebook: Ebook) -> Document:
    return Document(_page(chapter.title, chapter.body, ebook), replace(chapter, body=()))


def _page(title: str, body: Body, ebook: Ebook, matter: str = "") -> Page:
    drawn = Drawn(Report())
    if ebook.css:
        drawn.take(body, ebook.css)
    by_cut = {cut: "".join(sorted(characters)) for cut, characters in drawn.by_cut.items()}
    made = member(_text(title or ebook.title, body, ebook, matter).encode())
    return Page(made, _properties(body), by_cut, tuple(drawn.lacks.values()))


def _text(title: str, body: Body, ebook: Ebook, matter: str) -> str:
    language = escape(ebook.language)
    kind = f' epub:type="{matter}"' if matter else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}">\n<head>\n<meta charset="utf-8"/>\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="stylesheet" type="text/css" href="../styles/book.css"/>\n</head>\n'
        f"<body{kind}>\n{serialise(with_spans(body) if ebook.kobo else body)}\n</body>\n</html>\n"
    )


def _properties(body: Body) -> str:
    tags = {node.tag for node in elements(body)}
    return " ".join(name for name, tag in (("svg", "svg"), ("mathml", "math")) if tag in tags)


# what other files must know


def bones(chapter: Chapter) -> Chapter:
    """The chapter with that of its body by which contents, page list and claims are made.

    Headings, pictures, page marks, words of other languages, formulas; of an index, that it leads somewhere.
    """
    named = NAMED | {"a"} if chapter.role == "index" else NAMED
    return replace(chapter, body=tuple(_bones(chapter.body, named)))


WHOLE = frozenset({*HEADINGS, "svg", "img"})
NAMED = frozenset({"math", "ruby"})


def _bones(nodes: Iterable[Node], named: frozenset[str]) -> Iterator[Node]:
    for node in nodes:
        if not isinstance(node, Element) or MARKS["print"] in node.classes:
            continue
        if node.tag in WHOLE or node.get("role") == "doc-pagebreak" or "banner" in node.classes:
            yield node
            continue
        if node.tag in named or node.has("lang"):
            yield node.with_children(())
        yield from _bones(node.children, named)


# in the cache


def _name(kind: str, chapter: Chapter, sources: Sources, ebook: Ebook) -> str:
    """By all that the document depends on."""
    pages = ebook.printed.of(chapter.key) if ebook.printed else ()
    common = _common(ebook.told, ebook.language, ebook.title, ebook.css, ebook.kobo)
    return key(kind, digest(chapter), common, repr((dict(sources), pages)))


@lru_cache(maxsize=8)
def _common(*told: object) -> bytes:
    """Of all that holds for every page of an ebook."""
    return hashlib.sha256(repr((*told, zlib.ZLIB_RUNTIME_VERSION)).encode()).digest()


KEPT = "document"
"""What an entry of the cache says of itself."""


def _told(made: Document) -> bytes:
    made_page, known = made.page, made.known
    file = made_page.member
    value = [
        KEPT, made_page.properties, file.size, file.crc, flat(known.body), flat(known.heading),
        [[FACES.index(cut.face), cut.weight, characters] for cut, characters in made_page.drawn.items()],
        [[one.character, one.lent_to, one.code.ident, one.message, *_place(one.pos), one.hint]
         for one in made_page.lacks],
    ]  # fmt: skip
    return pack(value, [file.packed])


def _place(pos: Pos) -> list[Any]:
    return [pos.path, pos.line, pos.column]


def _kept(entry: bytes | None, chapter: Chapter) -> Document | None:
    """The document of an entry of the cache; None of one that is not ours."""
    with suppress(*NOT_OURS):
        parcel = unpack(entry or b"")
        kind, properties, size, crc, body, heading, drawn, lacks = parcel.value
        file = Member(parcel.blobs[0], size, crc)
        if kind != KEPT or not file.data:
            return None
        known = replace(chapter, body=raised(body), heading=raised(heading))
        by_cut = {Cut(FACES[face], weight): characters for face, weight, characters in drawn}
        return Document(Page(file, properties, by_cut, tuple(map(_lack, lacks))), known)
    return None


def _lack(told: list[Any]) -> Lack:
    character, lent_to, ident, message, path, line, column, hint = told
    code = Code.of(ident)
    if code is None:
        raise ValueError(f"no finding is called {ident}")
    return Lack(character, lent_to, code, message, Pos(path, line, column), hint)
