"""The book as EPUB 3.3. The only home of ebooklib, which packs what is written here and reinterprets nothing.

In: a resolved book and its edition. Out: the bytes of the `.epub`; the same book gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ebooklib import epub

from ..model import Asset, Book, Chapter, Context, Edition
from ..nodes import Body, Element, element, elements
from ..outline import outline
from ..pictures import EXTENSIONS, Wanted, convert
from ..roles import ROLES
from ..style import ebook_css
from ..text.words import words
from .access import access
from .addresses import in_file, readdressed
from .covers import front_cover
from .media import shown_in
from .navigation import Landmark, nav_body, ncx
from .notes import with_popups
from .opening import section
from .opf import Item, identifier, package
from .xhtml import escape, serialise

XHTML = "application/xhtml+xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip archive can say at the earliest; the same in every build."""


def write(book: Book, edition: Edition, context: Context) -> bytes:
    """The EPUB's bytes."""
    return _pack(_Making(book, edition, context).items(), _package_text(book, context))


def _package_text(book: Book, context: Context) -> Any:
    ident = identifier(book.config, context.uuid)

    def text(items: tuple[Item, ...]) -> str:
        return package(book.config, ident, context.modified, items, access(book))

    return text


def trees(book: Book) -> dict[str, Body]:
    """What the body of each chapter's file holds, by its name in the archive: a check reads the two side by side."""
    return {f"EPUB/text/{in_file(c.key, '')}": _shown(c, book.config.language) for c in book.chapters}


def _shown(chapter: Chapter, language: str) -> Body:
    """The chapter's elements in their order, whatever their addresses become."""
    chosen = replace(chapter, body=shown_in(chapter.body, "ebook"), heading=shown_in(chapter.heading, "ebook"))
    return (section(with_popups(chosen, language), language),)


@dataclass(slots=True)
class _Making:
    book: Book
    edition: Edition
    context: Context

    def items(self) -> tuple[Item, ...]:
        """Every file but the package document, in reading order first."""
        pictures = self._pictures()
        sources = {key: f"../{item.href}" for key, item in pictures.items()}
        cover = self._cover()
        pages = [self._page(chapter, sources) for chapter in self._chapters()]
        nav = self._nav()
        place = self._nav_place()
        read = [self._cover_page(cover), *pages[:place], nav, *pages[place:]]
        style = Item("css", "styles/book.css", "text/css", ebook_css().encode())
        return (*read, self._ncx(), style, cover, *pictures.values())

    # pages

    def _chapters(self) -> tuple[Chapter, ...]:
        shown = (c for c in self.book.chapters if c.role not in self.edition.leaves_out)
        return tuple(chapter for chapter in shown if not _is_made_contents(chapter))

    def _nav_place(self) -> int:
        """The nav stands where the book has its contents page; else after the title pages."""
        shown = [c for c in self.book.chapters if c.role not in self.edition.leaves_out]
        return next((place for place, c in enumerate(shown) if _is_made_contents(c)), min(1, len(shown)))

    def _page(self, chapter: Chapter, sources: Mapping[str, str]) -> Item:
        made = readdressed(_shown(chapter, self.book.config.language), in_file, sources)
        return self._xhtml(
            f"c-{chapter.key}", f"text/{chapter.key}.xhtml", chapter.title, made, ROLES[chapter.role].matter
        )

    def _xhtml(self, ident: str, href: str, title: str, body: Body, matter: str, properties: str = "") -> Item:
        language = escape(self.book.config.language)
        kind = f' epub:type="{matter}matter"' if matter else ""
        depth = "../" * href.count("/")
        text = (
            '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
            f'lang="{language}" xml:lang="{language}">\n<head>\n<meta charset="utf-8"/>\n'
            f"<title>{escape(title or self.book.config.title)}</title>\n"
            f'<link rel="stylesheet" type="text/css" href="{depth}styles/book.css"/>\n</head>\n'
            f"<body{kind}>\n{serialise(body)}\n</body>\n</html>\n"
        )
        found = [name for name, tag in (("svg", "svg"), ("mathml", "math")) if any(elements(body, tag))]
        return Item(ident, href, XHTML, text.encode(), " ".join([*properties.split(), *found]), linear=True)

    def _cover_page(self, cover: Item) -> Item:
        alt = f"{words(self.book.config.language).cover}: {self.book.config.title}"
        picture = Element("img", (("src", f"../{cover.href}"), ("alt", alt), ("role", "doc-cover")))
        made = element("section", picture, class_="cover").set_all({"epub:type": "cover"})
        return self._xhtml("cover-page", "text/cover.xhtml", words(self.book.config.language).cover, (made,), "")

    # navigation

    def _nav(self) -> Item:
        said = words(self.book.config.language)
        landmarks = [Landmark("cover", "cover.xhtml", said.cover), Landmark("toc", "nav.xhtml#toc", said.contents)]
        first = next((c for c in self.book.chapters if c.matter == "body"), None)
        if first is not None:
            landmarks.append(Landmark("bodymatter", in_file(first.key, ""), said.start))
        body = nav_body(said.contents, outline(self.book), landmarks, said.contents)
        return self._xhtml("nav", "text/nav.xhtml", said.contents, body, "", "nav")

    def _ncx(self) -> Item:
        config = self.book.config
        text = ncx(identifier(config, self.context.uuid), config.title, config.language, outline(self.book))
        return Item("ncx", "toc.ncx", "application/x-dtbncx+xml", text.encode())

    # pictures

    def _pictures(self) -> dict[str, Item]:
        return {key: self._picture(asset) for key, asset in self.book.assets.items() if key in _used(self.book)}

    def _picture(self, asset: Asset) -> Item:
        options = self.book.config.ebook
        keep = {"image/jpeg", "image/png", "image/gif"} | ({"image/webp"} if options.webp else set())
        wanted = Wanted(options.picture_width, options.picture_quality, frozenset(keep))
        data, media_type = convert(asset.data, asset.media_type, wanted)
        return Item(f"i-{asset.key}", f"images/{asset.key}.{EXTENSIONS[media_type]}", media_type, data)

    def _cover(self) -> Item:
        data, media_type = front_cover(self.book, self.context)
        href = f"images/cover.{EXTENSIONS[media_type]}"
        return Item("cover-image", href, media_type, data, "cover-image")


def _is_made_contents(chapter: Chapter) -> bool:
    """The contents page that Galerada made: the nav is that page here. One that the author wrote stays."""
    return chapter.role == "contents" and chapter.source is None


def _used(book: Book) -> frozenset[str]:
    sources = (node.get("src") for c in book.chapters for node in elements((*c.heading, *c.body), "img"))
    return frozenset(source.removeprefix("asset:") for source in sources)


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


def _pack(items: tuple[Item, ...], package_text: Any) -> bytes:
    packed = epub.EpubBook()
    for item in items:
        packed.add_item(epub.EpubItem(item.ident, item.href, item.media_type, item.data))
    return bytes(_Package(packed, package_text(items)).write())
