"""The book as EPUB 3.3. The only home of ebooklib, which packs what is written here and reinterprets nothing.

In: a resolved book, its edition, and the pages of the printed one if they are known. Out: the bytes of the `.epub`; the
same book gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from ebooklib import epub

from ..diagnostics import Code
from ..model import Book, Chapter, Config, Context, Edition, Evaluation
from ..nodes import NOWHERE, Body, Element, element
from ..outline import Entry, outline
from ..pagemap import PageMap
from ..readback import Difference, Written, difference, say
from ..release.lock import FILE as RELEASE_LOCK
from ..release.lock import ace_passed, content_digest
from ..roles import ROLES
from ..stores import STORES, Store
from ..style import ebook_css, faces_css
from ..text.words import words
from ..wanted import EXTENSIONS
from .access import Access, access
from .addresses import in_file
from .archive import Archive, member
from .ebookcover import cover
from .ebookfonts import Fonts, embedded
from .ebooknotes import gathered_in
from .ebookpages import UNSHOWN, XHTML, Document, Ebook, Page, bones, document, own_page
from .ebookpictures import SVG, Picture, Pictures, keys_of
from .ebooktext import as_shown, chapter_as_shown, with_pictures_only
from .glyphs import Drawn
from .navigation import Landmark, nav_body, ncx
from .opening import section
from .opf import About, Item, identifier, package
from .pagelist import PageList, page_list


def write(book: Book, edition: Edition, context: Context, printed: PageMap | None = None) -> bytes:
    """The EPUB's bytes; `printed` says which word begins each page of the printed edition."""
    store = STORES[edition.store]
    making = _making(book, edition, context, printed)
    items = making.items()
    _demand_words(book, making, edition)
    claims = access(making.book, context.report, _evaluated(items, book, context), making.pages)
    data = _pack(items, lambda files: making.package(files, claims))
    _say_size(data, store, context)
    return data


def _making(book: Book, edition: Edition, context: Context, printed: PageMap | None) -> _Making:
    """Each chapter's page, and the book as the rest of the EPUB must know it."""
    store, config = STORES[edition.store], book.config
    alone = config.ebook.notes != "book" and SVG in store.pictures
    if alone:  # each chapter's page depends on its chapter and on no other
        book = replace(book, chapters=tuple(c for c in book.chapters if c.role not in edition.leaves_out))
        pictures, bare = Pictures(with_pictures_only(book), store, context).all()
    else:
        pictures, book = Pictures(as_shown(book, edition, printed), store, context).all()
        bare = with_pictures_only(book)
    show = partial(chapter_as_shown, config=config, pages=printed) if alone else _as_it_is
    css = "" if config.ebook.fonts == "none" else _styles(config, Fonts(faces_css()))
    told = config.ebook.notes if alone else "shown"
    ebook = Ebook(show, told, alone, config.language, config.title, css, store.kepub, printed if alone else None)
    sources = {key: f"../{_href(picture)}" for key, picture in pictures.items()}
    used = ({key: sources[key] for key in keys_of(chapter) if key in sources} for chapter in bare.chapters)
    written = [(c, seen) for c, seen in zip(book.chapters, used, strict=True) if not _is_made_contents(c)]
    documents = {c.key: document(c, seen, ebook, context.cache) for c, seen in written}
    known = (documents[c.key].known if c.key in documents else bones(c) for c in book.chapters)
    book = replace(book, chapters=tuple(known))
    return _Making(book, ebook, store, context, page_list(book, printed), pictures, documents)


def _demand_words(book: Book, making: _Making, edition: Edition) -> None:
    """Report every chapter whose page does not hold its words, one by one and in their order."""
    notes = making.documents.get(gathered_in(book)) if book.config.ebook.notes == "book" else None
    gathered = notes.page.written if notes else None
    for chapter in book.chapters:
        if chapter.role in edition.leaves_out or _is_made_contents(chapter):
            continue
        made = making.documents.get(chapter.key)
        lost = made.lost if made and making.ebook.alone else _lost(chapter, made, gathered)
        if lost:
            say(lost, edition.name, making.context.report)


def _lost(chapter: Chapter, made: Document | None, gathered: Written | None) -> Difference | None:
    """Of a page that was made with the others: what it lacks of its chapter."""
    return difference(chapter, made.page.written if made else Written(), UNSHOWN, gathered)


def _as_it_is(chapter: Chapter) -> Chapter:
    return chapter


def _evaluated(items: tuple[Item, ...], book: Book, context: Context) -> Evaluation:
    """What release.lock says of this very content; the package document, which claims it, is no part of it."""
    if not context.exists(RELEASE_LOCK):
        return context.evaluated
    digest = content_digest({f"EPUB/{item.href}": item.file.data for item in items})
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


def _styles(config: Config, fonts: Fonts) -> str:
    """The house's sheets, the faces over them, the book's own rules over all."""
    return ebook_css() + fonts.css + config.ebook.own_css


@dataclass(frozen=True, slots=True)
class _Place:
    """A page in its place."""

    ident: str
    name: str
    """Of its file."""
    page: Page

    @property
    def item(self) -> Item:
        return Item(self.ident, f"text/{self.name}.xhtml", XHTML, self.page.member, self.page.properties, linear=True)


@dataclass(frozen=True, slots=True)
class _Making:
    book: Book
    """Its chapters without most of their text (`ebookpages.bones`)."""
    ebook: Ebook
    store: Store
    context: Context
    pages: PageList
    pictures: dict[str, Picture]
    documents: dict[str, Document]
    """By the keys of their chapters."""

    def items(self) -> tuple[Item, ...]:
        """Every file but the package document, in reading order first."""
        cover, entries = self._cover(), outline(self.book)
        read = tuple(self._read(cover, entries))
        fonts = self._fonts(place.page for place in read)
        style = _item("css", "styles/book.css", "text/css", _styles(self.book.config, fonts).encode())
        files = (_item(f"f-{f.name.rpartition('.')[0]}", f"fonts/{f.name}", f.media_type, f.data) for f in fonts.files)
        pictures = (_picture_item(picture) for picture in self.pictures.values())
        return (*(place.item for place in read), self._ncx(entries), style, cover, *files, *pictures)

    def package(self, items: tuple[Item, ...], claims: Access) -> str:
        """The package document for these files, with what they may claim."""
        fonts = any(item.media_type.startswith("font/") for item in items)
        chapters = (chapter.language for chapter in self.book.chapters if chapter.language)
        languages = (*self.book.config.other_languages, *dict.fromkeys(chapters))
        ident = identifier(self.book.config, self.context.uuid)
        about = About(ident, self.context.modified, claims, languages, fonts, self.pages)
        return package(self.book.config, about, items)

    def _fonts(self, pages: Iterable[Page]) -> Fonts:
        if not self.ebook.css:
            return Fonts("")
        drawn = Drawn(self.context.report)
        for one in pages:
            drawn.join(one.drawn, one.lacks)
        return embedded(drawn, self.store.fonts, self.context.report, self.context.cache)

    # pages

    def _read(self, cover: Item, entries: tuple[Entry, ...]) -> Iterator[_Place]:
        """The pages in reading order: the nav stands where the book has its contents; else after the title pages."""
        if self.store.cover.page:
            yield self._cover_page(cover)
        chapters = [c for c in self.book.chapters if not _is_made_contents(c)]
        made = (n for n, chapter in enumerate(self.book.chapters) if _is_made_contents(chapter))
        place = next(made, min(1, len(chapters)))
        yield from map(self._chapter, chapters[:place])
        yield self._nav(entries)
        yield from map(self._chapter, chapters[place:])

    def _chapter(self, chapter: Chapter) -> _Place:
        return _Place(f"c-{chapter.key}", chapter.key, self.documents[chapter.key].page)

    def _cover_page(self, cover: Item) -> _Place:
        title = words(self.book.config.language).cover
        alt = f"{title}: {self.book.config.title}"
        picture = Element("img", (("src", f"../{cover.href}"), ("alt", alt), ("role", "doc-cover")))
        made = element("section", picture, class_="cover").set_all({"epub:type": "cover"})
        return _Place("cover-page", "cover", own_page("cover", title, (made,), self.ebook, self.context.cache))

    # navigation

    def _nav(self, entries: tuple[Entry, ...]) -> _Place:
        said = words(self.book.config.language)
        names = (said.contents, said.printed_pages)
        body = nav_body(said.contents, entries, self._landmarks(), *names, self.pages)
        made = own_page("nav", said.contents, body, replace(self.ebook, kobo=False), self.context.cache)
        return _Place("nav", "nav", replace(made, properties=f"nav {made.properties}".strip()))

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

    def _ncx(self, entries: tuple[Entry, ...]) -> Item:
        config = self.book.config
        ident = identifier(config, self.context.uuid)
        text = ncx(ident, config.title, config.language, entries, self.pages)
        return _item("ncx", "toc.ncx", "application/x-dtbncx+xml", text.encode())

    def _cover(self) -> Item:
        data, media_type = cover(self.book, self.context, self.store)
        href = f"images/cover.{EXTENSIONS[media_type]}"
        return replace(_item("cover-image", href, media_type, data), properties="cover-image")


def _item(ident: str, href: str, media_type: str, data: bytes) -> Item:
    return Item(ident, href, media_type, member(data, media_type))


def _picture_item(picture: Picture) -> Item:
    return _item(f"i-{picture.key}", _href(picture), picture.media_type, picture.data)


def _href(picture: Picture) -> str:
    return f"images/{picture.key}.{EXTENSIONS[picture.media_type]}"


def _is_made_contents(chapter: Chapter) -> bool:
    """The contents page that Galerada made: the nav is that page here. One that the author wrote stays."""
    return chapter.role == "contents" and chapter.source is None


# packing


class _Package(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer with our package document and our archive."""

    def __init__(self, book: epub.EpubBook, opf: str) -> None:
        super().__init__("", book)
        self.opf = opf

    def write(self) -> bytes:
        buffer = io.BytesIO()
        with Archive(buffer, "w", zipfile.ZIP_DEFLATED) as self.out:
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self.out.writestr(f"{self.book.FOLDER_NAME}/content.opf", self.opf)
            self._write_items()
        return buffer.getvalue()


def _pack(items: tuple[Item, ...], package_text: Callable[[tuple[Item, ...]], str]) -> bytes:
    packed = epub.EpubBook()
    for item in items:
        packed.add_item(epub.EpubItem(item.ident, item.href, item.media_type, item.file))
    return bytes(_Package(packed, package_text(items)).write())
