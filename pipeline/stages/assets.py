"""assets: every picture is found, opened once and known by its content.

In: a book whose `img src` are as their authors wrote them. Out: `src="asset:KEY"`, and the pictures in `book.assets`.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import astuple, dataclass, field, replace

from ..cache import key as cache_key
from ..diagnostics import BookError, Code
from ..finding import find
from ..limits import demand
from ..model import Asset, Book, Chapter, Context
from ..names import unportable
from ..nodes import Body, Element, Node, Pos, Text, elements, rewrite
from ..packed import NOT_OURS, pack, unpack
from ..resources import told
from ..wanted import EXTENSIONS, PictureError, Probe

PICTURES = frozenset({"img"})
LONGEST_NAME = 80
"""Characters of an address that stand for a picture which is not there."""


def apply(book: Book, context: Context) -> Book:
    """The book with its pictures."""
    shelf = _Shelf(context)
    chapters = tuple(_shelved(chapter, shelf) for chapter in book.chapters)
    return replace(book, chapters=chapters, assets={**shelf.assets, **shelf.cover()})


def _shelved(chapter: Chapter, shelf: _Shelf) -> Chapter:
    path = chapter.source.path if chapter.source else ""
    banners = [figure for figure in elements(chapter.body, "figure") if "banner" in figure.classes]
    decorating = {id(picture) for picture in elements(banners, "img")}

    def take(node: Node) -> Node | Body:
        if not isinstance(node, Element) or node.tag != "img":
            return node
        decorates = id(node) in decorating or node.get("role") in {"presentation", "none"}
        return shelf.picture(told(node, chapter.meta.params), path, decorates=decorates)

    shelved = chapter.rewritten(take, PICTURES)
    return replace(shelved, body=_framed(shelved.body))


def _framed(body: Body) -> Body:
    """A paragraph that holds one picture and nothing else is a figure; a Markdown title is its caption."""
    return rewrite(body, _frame, names=PICTURES)


def _frame(node: Node) -> Node:
    if not isinstance(node, Element) or node.tag != "p":
        return node
    inside = [child for child in node.children if not (isinstance(child, Text) and not child.text.strip())]
    if len(inside) != 1 or not isinstance(inside[0], Element) or inside[0].tag != "img":
        return node
    picture = inside[0]
    title = picture.get("title")
    caption = Element("figcaption", (), (Element("p", (), (Text(title, picture.pos),), picture.pos),), picture.pos)
    shown = (picture.set(title=None), *((caption,) if title else ()))
    return Element("figure", (("class", "figure"),), shown, node.pos)


@dataclass(slots=True)
class _Shelf:
    context: Context
    assets: dict[str, Asset] = field(default_factory=dict)
    _by_path: dict[str, str] = field(default_factory=dict)
    """Path -> key; empty for a file that is no picture, which is said once."""
    _bytes: int = 0
    """Of all pictures so far."""

    def picture(self, node: Element, chapter_path: str, *, decorates: bool) -> Node | Body:
        """The `img` with its asset; a missing one leaves its words, or its name, for a proof to show."""
        src = node.get("src").strip()
        if not src:
            self._say_nameless(node)
            return _words(node)
        if _is_remote(src):
            hint = "save the picture in the book's folder and name it there"
            where = "stands in its own address" if src.startswith("data:") else "is on another computer"
            self.context.report.add(Code.PICTURE_REMOTE, f"the picture {src[:60]} {where}", node.pos, hint)
            return _address(node) if src.lower().startswith(("http", "//")) else _words(node)
        found, tried = find(src, chapter_path, self.context.config.aliases, self.context.exists)
        key = self._missing(src, tried, node.pos) if found is None else self._key(found, node.pos)
        if not node.get("alt") and not decorates:
            hint = "write what it shows: ![what it shows](picture.png), or alt="
            self.context.report.add(Code.PICTURE_WITHOUT_ALT, f"{src} has no text alternative", node.pos, hint)
        return node.set(src=f"asset:{key}", alt=node.get("alt")) if key else _stand_in(node)

    def _say_nameless(self, node: Element) -> None:
        """A picture that names no file; of a shortcode without `src` it has been said."""
        if not self.context.report.speaks_of(node.pos):
            message = "a picture that names no file"
            self.context.report.add(Code.PICTURE_MISSING, message, node.pos, "write its path: ![words](picture.png)")

    def cover(self) -> dict[str, Asset]:
        """The book's own cover picture, under the key `cover`."""
        path = self.context.config.cover
        if not path:
            return {}
        pos = self._cover_pos()
        found, tried = find(path, "", self.context.config.aliases, self.context.exists)
        key = self._missing(path, tried, pos) if found is None else self._key(found, pos)
        return {"cover": self.assets[key]} if key else {}

    def _cover_pos(self) -> Pos:
        """Where book.yaml names the cover."""
        path = self.context.config.path or "book.yaml"
        lines = self.context.read(path).decode("utf-8", "replace").split("\n") if self.context.exists(path) else []
        found = ((n, m) for n, line in enumerate(lines, 1) if (m := re.match(r"cover\s*:\s*", line)))
        return next((Pos(path, number, match.end() + 1) for number, match in found), Pos(path))

    def _missing(self, src: str, tried: tuple[str, ...], pos: Pos) -> str:
        if self.context.draft:
            hint = f"looked for it at {', '.join(tried)}"
            self.context.report.add(Code.PLACEHOLDER, f"{src} is not there; a placeholder stands for it", pos, hint)
            from ..pictures import placeholder

            return self._keep(src, placeholder())
        if not tried:
            hint = "keep every file of the book inside its folder"
            self.context.report.add(Code.OUTSIDE_BOOK, f"the picture {src} lies outside the book's folder", pos, hint)
            return ""
        hint = f"looked for it at {', '.join(tried)}; --draft draws a placeholder"
        self.context.report.add(Code.PICTURE_MISSING, f"the picture {src or '(no name)'} is not there", pos, hint)
        return ""

    def _key(self, path: str, pos: Pos) -> str:
        if path not in self._by_path:
            self._by_path[path] = self._opened(path, pos)
        return self._by_path[path]

    def _opened(self, path: str, pos: Pos) -> str:
        limits = self.context.config.limits
        try:
            data = self.context.read(path, limits, "picture")
            self._bytes += len(data)
            demand(limits, "pictures", self._bytes, "the pictures together", pos)
            if why := unportable(path):
                hint = "letters, digits, - and _ go everywhere"
                self.context.report.add(Code.UNPORTABLE_NAME, why, Pos(path), hint)
            return self._keep(path, data, pos)
        except PictureError as error:
            hint = "open it in a picture editor and save it as PNG, JPEG, WebP or SVG"
            self.context.report.add(error.code, f"{path} cannot be used: {error}", pos, hint)
        except BookError as error:
            self.context.report.add(error.diagnostic.code, error.diagnostic.message, pos, error.diagnostic.hint)
        return ""

    def _keep(self, path: str, data: bytes, pos: Pos | None = None) -> str:
        digest = hashlib.sha256(data).hexdigest()
        (known, data), key = self._admitted(data, digest, path, pos or Pos(path)), digest[:16]
        self.assets[key] = Asset(key, path, known.media_type, known.width, known.height, data)
        named = posixpath.splitext(path)[1].lstrip(".").lower().replace("jpeg", "jpg").replace("tif", "tiff")
        named = named.replace("heif", "heic")
        if pos is not None and named.replace("tifff", "tiff") != EXTENSIONS[known.media_type]:
            message = f"{path} is {known.media_type}, whatever its name says; its content is used"
            self.context.report.add(Code.PICTURE_MISNAMED, message, pos, f"name it .{EXTENSIONS[known.media_type]}")
        if known.moves:
            self.context.report.add(Code.PICTURE_MOVES, f"{path} moves: a book shows its first frame", pos or Pos(path))
        return key

    def _admitted(self, data: bytes, digest: str, path: str, pos: Pos) -> tuple[Probe, bytes]:
        """What the picture is, and how a book may hold it; a good one is decoded once, and known from then on."""
        limits = self.context.config.limits
        name = cache_key("picture", digest, repr(limits))
        kept = self.context.cache.get(name)
        read = _read(kept, data) if kept is not None else None
        self.context.cache.note("picture", path, reused=read is not None)
        if read is not None:
            return read
        from ..pictures import admitted

        known, document = admitted(data, limits, pos)
        self.context.cache.put(name, pack(astuple(known), () if document is data else (document,)))
        return known, document


def _read(kept: bytes, data: bytes) -> tuple[Probe, bytes] | None:
    """What an entry of the cache says of a picture; None when it is nothing of ours."""
    try:
        parcel = unpack(kept)
        known = Probe(*parcel.value)
        return (known, parcel.blobs[0] if parcel.blobs else data) if known.media_type in EXTENSIONS else None
    except NOT_OURS:
        return None


def _is_remote(src: str) -> bool:
    return src.lower().startswith(("http:", "https:", "//", "data:", "file:", "ftp:"))


def _words(node: Element) -> Node | Body:
    """What is said of a picture that a release goes without."""
    return _stand_in(node) if node.get("alt") else ()


def _stand_in(node: Element) -> Node:
    said = node.get("alt") or node.get("src").strip()[:LONGEST_NAME] or "?"
    return Element("span", (("class", "missing-picture"),), (Text(f"[{said}]", node.pos),), node.pos)


def _address(node: Element) -> Element:
    """A remote picture's words, or its address, as a link to it."""
    src = node.get("src").strip()
    href = f"https:{src}" if src.startswith("//") else src
    return Element("a", (("href", href),), (Text(node.get("alt") or href, node.pos),), node.pos)
