"""The book as EPUB 3.3. The only home of ebooklib, which packs what is written here and reinterprets nothing.

In: a resolved book, its edition, and the pages of the printed one if they are known. Out: the bytes of the `.epub`; the
same book gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ebooklib import epub

from ..diagnostics import Code
from ..model import Book, Chapter, Context, Edition, Evaluation
from ..nodes import NOWHERE, Body, Element, element, elements
from ..outline import outline
from ..pagemap import PageMap
from ..pictures import EXTENSIONS
from ..release.lock import FILE as RELEASE_LOCK
from ..release.lock import ace_passed, content_digest
from ..roles import ROLES
from ..stores import STORES, Store
from ..style import ebook_css, faces_css
from ..text.words import words
from .access import Access, access
from .addresses import in_file, readdressed
from .covers import front_cover
from .ebookfonts import Fonts, embedded
from .ebookpictures import Picture, Pictures
from .ebooktext import as_shown
from .kepub import with_spans
from .navigation import Landmark, nav_body, ncx
from .opening import section
from .opf import About, Item, identifier, package
from .pagelist import PageList, page_list
from .xhtml import escape, serialise

XHTML = "application/xhtml+xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip archive can say at the earliest; the same in every build."""


def write(book: Book, edition: Edition, context: Context, printed: PageMap | None = None) -> bytes:
    """The EPUB's bytes; `printed` says which word begins each page of the printed edition."""
    store = STORES[edition.store]
    shown = as_shown(book, edition, printed)
    pages = page_list(shown, printed)
    pictures, shown = Pictures(shown, store, context).all()
    making = _Making(shown, store, context, pages, pictures)
    items = making.items()
    claims = access(shown, context.report, _evaluated(items, book, context), pages)
    data = _pack(items, lambda files: making.package(files, claims))
    _say_size(data, store, context)
    return data


def _evaluated(items: tuple[Item, ...], book: Book, context: Context) -> Evaluation:
    """What release.lock says of this very content; the package document, which claims it, is no part of it."""
    if not context.exists(RELEASE_LOCK):
        return context.evaluated
    digest = content_digest({f"EPUB/{item.href}": item.data for item in items})
    text = context.read(RELEASE_LOCK).decode("utf-8", "replace")
    return replace(context.evaluated, ace=context.evaluated.ace or ace_passed(text, book.config.slug, digest))


def _say_size(data: bytes, store: Store, context: Context) -> None:
    if store.file_bytes and len(data) > store.file_bytes:
        message = f"the EPUB has {len(data) / 1e6:.1f} MB; {store.title} takes {store.file_bytes / 1e6:.0f} MB"
        hint = "make its pictures smaller: ebook.picture_width, ebook.picture_quality"
        context.report.add(Code.TOO_LARGE_FOR_STORE, message, NOWHERE, hint)


def trees(book: Book, edition: Edition) -> dict[str, Body]:
    """What the body of each chapter's file holds, by its name in the archive: a check reads the two side by side."""
    shown = as_shown(book, edition).chapters
    return {file_of(chapter): (section(chapter, book.config.language),) for chapter in shown}


def file_of(chapter: Chapter) -> str:
    """The chapter's file in the archive."""
    return f"EPUB/text/{in_file(chapter.key, '')}"


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the EPUB before it is text."""

    ident: str
    href: str
    title: str
    body: Body
    matter: str = ""
    properties: str = ""


@dataclass(frozen=True, slots=True)
class _Making:
    book: Book
    store: Store
    context: Context
    pages: PageList
    pictures: dict[str, Picture]

    def items(self) -> tuple[Item, ...]:
        """Every file but the package document, in reading order first."""
        cover = self._cover()
        pages = tuple(self._pages(cover))
        fonts = self._fonts(pages)
        style = Item("css", "styles/book.css", "text/css", self._styles(fonts).encode())
        files = (Item(f"f-{f.name.rpartition('.')[0]}", f"fonts/{f.name}", f.media_type, f.data) for f in fonts.files)
        pictures = (_picture_item(picture) for picture in self.pictures.values())
        return (*map(self._xhtml, pages), self._ncx(), style, cover, *files, *pictures)

    def package(self, items: tuple[Item, ...], claims: Access) -> str:
        """The package document for these files, with what they may claim."""
        fonts = any(item.media_type.startswith("font/") for item in items)
        chapters = (chapter.language for chapter in self.book.chapters if chapter.language)
        languages = (*self.book.config.other_languages, *dict.fromkeys(chapters))
        ident = identifier(self.book.config, self.context.uuid)
        about = About(ident, self.context.modified, claims, languages, fonts, self.pages)
        return package(self.book.config, about, items)

    def _fonts(self, pages: tuple[_Page, ...]) -> Fonts:
        if self.book.config.ebook.fonts == "none":
            return Fonts("")
        css, report = self._styles(Fonts(faces_css())), self.context.report
        return embedded((page.body for page in pages), css, self.store.fonts, report, self.context.cache)

    def _styles(self, fonts: Fonts) -> str:
        """The house's sheets, the faces over them, the book's own rules over all."""
        return ebook_css() + fonts.css + self.book.config.ebook.own_css

    # pages

    def _pages(self, cover: Item) -> Iterator[_Page]:
        """The pages in reading order: the nav stands where the book has its contents; else after the title pages."""
        if self.store.cover.page:
            yield self._cover_page(cover)
        chapters = [c for c in self.book.chapters if not _is_made_contents(c)]
        made = (n for n, chapter in enumerate(self.book.chapters) if _is_made_contents(chapter))
        place = next(made, min(1, len(chapters)))
        yield from map(self._page, chapters[:place])
        yield self._nav()
        yield from map(self._page, chapters[place:])

    def _page(self, chapter: Chapter) -> _Page:
        sources = {key: f"../{_picture_item(picture).href}" for key, picture in self.pictures.items()}
        body = readdressed((section(chapter, self.book.config.language),), in_file, sources)
        matter = ROLES[chapter.role].matter
        return _Page(f"c-{chapter.key}", f"text/{chapter.key}.xhtml", chapter.title, body, f"{matter}matter")

    def _cover_page(self, cover: Item) -> _Page:
        title = words(self.book.config.language).cover
        alt = f"{title}: {self.book.config.title}"
        picture = Element("img", (("src", f"../{cover.href}"), ("alt", alt), ("role", "doc-cover")))
        made = element("section", picture, class_="cover").set_all({"epub:type": "cover"})
        return _Page("cover-page", "text/cover.xhtml", title, (made,))

    def _xhtml(self, page: _Page) -> Item:
        language = escape(self.book.config.language)
        kind = f' epub:type="{page.matter}"' if page.matter else ""
        body = with_spans(page.body) if self.store.kepub and not page.properties else page.body
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
            f'lang="{language}" xml:lang="{language}">\n<head>\n<meta charset="utf-8"/>\n'
            f"<title>{escape(page.title or self.book.config.title)}</title>\n"
            '<link rel="stylesheet" type="text/css" href="../styles/book.css"/>\n</head>\n'
            f"<body{kind}>\n{serialise(body)}\n</body>\n</html>\n"
        )
        found = [name for name, tag in (("svg", "svg"), ("mathml", "math")) if any(elements(body, tag))]
        properties = " ".join([*page.properties.split(), *found])
        return Item(page.ident, page.href, XHTML, text.encode(), properties, linear=True)

    # navigation

    def _nav(self) -> _Page:
        said = words(self.book.config.language)
        names = (said.contents, said.printed_pages)
        body = nav_body(said.contents, outline(self.book), self._landmarks(), *names, self.pages)
        return _Page("nav", "text/nav.xhtml", said.contents, body, properties="nav")

    def _landmarks(self) -> Iterator[Landmark]:
        """The first of each kind; `bodymatter` is where reading begins (Apple Books Asset Guide)."""
        said = words(self.book.config.language)
        if self.store.cover.page:
            yield Landmark("cover", "cover.xhtml", said.cover)
        yield Landmark("toc", "nav.xhtml#toc", said.contents)
        first = next((chapter for chapter in self.book.chapters if chapter.matter == "body"), None)
        kinds: set[str] = set()
        for chapter in self.book.chapters:
            role = ROLES[chapter.role]
            if chapter is first:
                yield Landmark("bodymatter", in_file(chapter.key, ""), said.start)
            if role.landmark and role.epub_type not in kinds:
                kinds.add(role.epub_type)
                yield Landmark(role.epub_type, in_file(chapter.key, ""), chapter.title)

    def _ncx(self) -> Item:
        config = self.book.config
        ident = identifier(config, self.context.uuid)
        text = ncx(ident, config.title, config.language, outline(self.book), self.pages)
        return Item("ncx", "toc.ncx", "application/x-dtbncx+xml", text.encode())

    def _cover(self) -> Item:
        data, media_type = front_cover(self.book, self.context, self.store)
        href = f"images/cover.{EXTENSIONS[media_type]}"
        return Item("cover-image", href, media_type, data, "cover-image")


def _picture_item(picture: Picture) -> Item:
    href = f"images/{picture.key}.{EXTENSIONS[picture.media_type]}"
    return Item(f"i-{picture.key}", href, picture.media_type, picture.data)


def _is_made_contents(chapter: Chapter) -> bool:
    """The contents page that Galerada made: the nav is that page here. One that the author wrote stays."""
    return chapter.role == "contents" and chapter.source is None


# packing


class _Zip(zipfile.ZipFile):
    """Entries without clock, owner or machine, so that the same book is the same file."""

    def writestr(
        self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        entry = zipfile.ZipInfo(str(name), EARLIEST)
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(entry, data, compresslevel=compresslevel)


class _Package(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer with our package document and our archive."""

    def __init__(self, book: epub.EpubBook, opf: str) -> None:
        super().__init__("", book)
        self.opf = opf

    def write(self) -> bytes:
        buffer = io.BytesIO()
        with _Zip(buffer, "w", zipfile.ZIP_DEFLATED) as self.out:
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self.out.writestr(f"{self.book.FOLDER_NAME}/content.opf", self.opf)
            self._write_items()
        return buffer.getvalue()


def _pack(items: tuple[Item, ...], package_text: Callable[[tuple[Item, ...]], str]) -> bytes:
    packed = epub.EpubBook()
    for item in items:
        packed.add_item(epub.EpubItem(item.ident, item.href, item.media_type, item.data))
    return bytes(_Package(packed, package_text(items)).write())
