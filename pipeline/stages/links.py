"""links: the last row of the plan; every `href` lands, or is a diagnostic.

In: links as authors write them (`#id`, `chapter.md#id`, `/docs/chapter/`, `{{< relref >}}`). Out: `book:KEY#ID` for
places in this book, and addresses of the kinds a book may hold; the words of every other link stay, without a link.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from ..diagnostics import Code
from ..folded import LOOSE, identified
from ..model import Book, Chapter, Config, Context
from ..nodes import REF, Body, Element, Node, Pos, Text, elements, is_blank, text_of
from ..outline import bare
from ..slugs import heading_id
from ..suggest import nearest

OUTSIDE = ("http", "https", "mailto", "tel", "ftp", "doi", "urn")
SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
HOST = re.compile(r"^[^:]*:(?://[^/?#]*)?")
UNFIT = re.compile(r"%(?![0-9A-Fa-f]{2})|[\s\"<>\\^`{|}\[\]]")
"""What may not stand in an address as it is (RFC 3987, 2.2); EPUBCheck calls it RSC-020."""


def apply(book: Book, context: Context) -> Book:
    """The book with its links resolved."""
    places = _Places.of(book)
    chapters = tuple(_resolved(chapter, _Resolver(chapter, book, places, context)) for chapter in book.chapters)
    return replace(book, chapters=chapters)


def _resolved(chapter: Chapter, resolver: _Resolver) -> Chapter:
    return chapter.rewritten(resolver.link, frozenset({LOOSE}))


@dataclass(slots=True)
class _Places:
    """Every place of the book that a link may mean."""

    by_name: dict[str, list[Chapter]] = field(default_factory=dict)
    """Full paths, site paths and bare names, lower case."""
    ids: dict[str, dict[str, str]] = field(default_factory=dict)
    """Chapter key -> its ids by lower case."""
    chapters: dict[str, Chapter] = field(default_factory=dict)
    """By key."""
    named: dict[tuple[str, str], Node] = field(default_factory=dict)
    """By chapter key and id: what bears the id, or holds what bears it."""

    @classmethod
    def of(cls, book: Book) -> _Places:
        made = cls()
        for chapter in book.chapters:
            for name in dict.fromkeys(_names(chapter, book.config)):
                made.by_name.setdefault(name.lower(), []).append(chapter)
            made.chapters.setdefault(chapter.key, chapter)
            for ident, block in identified((*chapter.heading, *chapter.body)):
                made.named.setdefault((chapter.key, ident), block)
        made._add_aliases(book)
        for key, name in made.named:
            made.ids.setdefault(key, {})[name.lower()] = name
        return made

    def _add_aliases(self, book: Book) -> None:
        """A name that is nobody's own belongs to whoever once had it."""
        former: dict[str, list[Chapter]] = {}
        for chapter in book.chapters:
            for name in dict.fromkeys(_aliases(chapter, book.config)):
                former.setdefault(name.lower(), []).append(chapter)
        self.by_name = former | self.by_name


def _names(chapter: Chapter, config: Config) -> Iterator[str]:
    """Every way to name a chapter: its file, its place on the site, its bare name."""
    if chapter.source is None:
        return
    path = chapter.source.path
    for full in _paths(path, config):
        bare_path = posixpath.splitext(full)[0]
        page = re.sub(r"(^|/)_?index$", "", bare_path)
        yield from (full, bare_path, page)
    yield posixpath.basename(page) or page
    yield posixpath.basename(path)
    for key in ("slug", "url"):
        if chapter.meta.params.get(key):
            yield str(chapter.meta.params[key]).strip("/")


def _paths(path: str, config: Config) -> Iterator[str]:
    """The file's path from each folder that a link may start at; without its language's mark, and below it."""
    code = config.site_language
    marked = re.compile(rf"\.{re.escape(code)}(?=\.[^./]+$)", re.IGNORECASE)
    folders = (config.content, config.languages.get(code, ""), config.content.partition("/")[0])
    for root in ("", *(root + "/" for root in dict.fromkeys(folders) if root and path.startswith(root + "/"))):
        inside = path[len(root) :]
        yield inside
        if code and root:
            yield f"{code}/{marked.sub('', inside)}"
        if code and marked.search(inside):
            yield marked.sub("", inside)


def _aliases(chapter: Chapter, config: Config) -> Iterator[str]:
    """Where the page once was; Hugo: from the site's root, or from the page's own folder."""
    said = chapter.meta.params.get("aliases")
    for alias in (str(one) for one in (said if isinstance(said, list | tuple) else (said,)) if one):
        bare_path = re.sub(r"\.html?$", "", alias).strip("/")
        yield bare_path
        if not alias.startswith("/") and chapter.source:
            yield from (posixpath.normpath(posixpath.join(f, bare_path)) for f in _folders(chapter.source.path, config))
        else:
            yield from (posixpath.join(folder, bare_path) for folder in {config.content.partition("/")[0]} if folder)
        yield posixpath.basename(bare_path)


def _folders(path: str, config: Config) -> Iterator[str]:
    yield from (posixpath.dirname(re.sub(r"/_?index\.\w+$", ".md", place)) for place in _paths(path, config))


@dataclass(slots=True)
class _Resolver:
    chapter: Chapter
    book: Book
    places: _Places
    context: Context

    def link(self, node: Node) -> Node | Body:
        """An `a` with its target, or its words alone."""
        if not isinstance(node, Element) or node.tag != "a" or not node.has("href"):
            return node
        href = node.get("href").strip()
        if href.startswith("book:"):
            return node
        target = self._target(href, node.pos)
        if not target:
            return node.set(href=None) if node.has("id") or "button" in node.classes else node.children
        named = node.set(href=target, target=None)
        return named if any(not is_blank(child) for child in node.children) else self._worded(named, target)

    def _target(self, href: str, pos: Pos) -> str:
        if href.startswith(REF):
            return self._reference(href.removeprefix(REF), pos, must=True)
        if href.startswith("//"):
            return _encoded("https:" + href)
        scheme = SCHEME.match(href)
        if scheme is None:
            return self._reference(href, pos, must=False)
        if scheme[1].lower() in OUTSIDE:
            return _encoded(href)
        hint = f"a book's links may be {', '.join(OUTSIDE)}, or lead to its own chapters"
        self._say(Code.LINK_SCHEME, f"a book may not hold the link {_short(href)}", pos, hint)
        return ""

    def _reference(self, href: str, pos: Pos, *, must: bool) -> str:
        path, _, fragment = unquote(href).partition("#")
        path = path.split("?")[0]
        chapter = self.chapter if not path else self._chapter(path, href, pos, must)
        if chapter is None:
            return ""
        if not fragment:
            return f"book:{chapter.key}"
        return self._place(chapter, fragment, href, pos)

    def _chapter(self, path: str, href: str, pos: Pos, must: bool) -> Chapter | None:
        for name in self._candidates(path, must):
            found = self.places.by_name.get(name.lower(), [])
            if len(found) == 1 or (found and "/" in name):
                return found[0]
            if len(found) > 1:
                self._ambiguous(path, found, pos)
                return None
        self._no_chapter(path, href, pos, must)
        return None

    def _candidates(self, path: str, must: bool) -> Iterator[str]:
        here = posixpath.dirname(self.chapter.source.path) if self.chapter.source else ""
        clean = path.rstrip("/")
        if not path.startswith("/"):
            joined = posixpath.normpath(posixpath.join(here, clean))
            yield from (joined, posixpath.splitext(joined)[0])
            # a page of a site lies one level deeper than its file
            deeper = posixpath.normpath(posixpath.join(posixpath.splitext(self._own_path())[0], clean))
            yield from (deeper, posixpath.splitext(deeper)[0])
        rooted = posixpath.normpath(clean.lstrip("/")) if clean.strip("/") else ""
        yield from (rooted, posixpath.splitext(rooted)[0])
        if must and "/" not in clean.strip("/"):
            yield posixpath.splitext(posixpath.basename(clean))[0]

    def _own_path(self) -> str:
        return self.chapter.source.path if self.chapter.source else ""

    def _ambiguous(self, path: str, found: list[Chapter], pos: Pos) -> None:
        files = ", ".join(chapter.source.path for chapter in found if chapter.source)
        self._say(Code.LINK_AMBIGUOUS, f"'{path}' may be any of {files}", pos, "write the path from the book's root")

    def _no_chapter(self, path: str, href: str, pos: Pos, must: bool) -> None:
        bare_name = posixpath.splitext(path.strip("/"))[0].lower()
        for left, why in self.book.left_out.items():
            stripped = re.sub(r"/?_?index$", "", posixpath.splitext(left)[0]).lower()
            if bare_name and stripped.endswith(bare_name):
                message = f"{href} leads to {left}, which is not in the book ({why})"
                self._say(Code.LINK_LEFT_OUT, message, pos, "take the page in, or link to another place")
                return
        extension = posixpath.splitext(path)[1].lower()
        if not must and extension not in {"", ".md", ".markdown", ".html", ".htm"}:
            hint = "link to the file's address on the web"
            self._say(Code.LINK_TO_FILE, f"the file {path} does not travel with the book; its words stay", pos, hint)
            return
        if not must and not extension:
            hint = "link to the page's address on the web"
            self._say(Code.LINK_TO_FILE, f"the page {path} is not in the book; the link's words stay", pos, hint)
            return
        close = nearest(path.strip("/"), self.places.by_name)
        hint = f"did you mean {close}?" if close else "link to a chapter's file, such as chapter.md#heading"
        self._say(Code.LINK_DANGLING, f"{href} leads to no chapter of this book", pos, hint)

    def _place(self, chapter: Chapter, fragment: str, href: str, pos: Pos) -> str:
        ids = self.places.ids.get(chapter.key, {})
        for name in (fragment, heading_id(fragment)):
            if name.lower() in ids:
                return f"book:{chapter.key}#{ids[name.lower()]}"
        if heading_id(chapter.title) == heading_id(fragment):
            return f"book:{chapter.key}"
        close = nearest(fragment, ids.values())
        hint = f"did you mean #{close}?" if close else "a heading's id is its words in lower case, with hyphens"
        self._say(
            Code.LINK_DANGLING,
            f"no place '#{fragment}' in {chapter.source.path if chapter.source else chapter.title}",
            pos,
            hint,
        )
        return ""

    def _worded(self, node: Element, target: str) -> Element:
        """A reference without words says the title of the place it leads to."""
        key, _, fragment = target.removeprefix("book:").partition("#")
        chapter = self.places.chapters.get(key)
        if chapter is None:
            return node.with_children((Text(target, node.pos),))
        held = self.places.named.get((key, fragment)) if fragment else None
        bearers = (one for one in elements((held,) if held else ()) if one.get("id") == fragment)
        heading = next(bearers, None)
        words = bare(heading.children) if heading is not None and text_of(heading) else bare(chapter.shown_title)
        return node.with_children(words)

    def _say(self, code: Code, message: str, pos: Pos, hint: str = "") -> None:
        self.context.report.add(code, message, pos, hint)


def _encoded(href: str) -> str:
    """The address with percent signs where a browser would put them; in a host, brackets are allowed."""
    host = HOST.match(href)
    place = host.end() if host else 0
    return href[:place] + UNFIT.sub(lambda found: quote(found[0]), href[place:])


def _short(href: str) -> str:
    return href if len(href) <= 60 else href[:57] + "..."
