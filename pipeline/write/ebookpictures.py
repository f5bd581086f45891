"""The book's pictures as a store's readers show them.

In: a book whose `img` say `asset:KEY`, and a store. Out: the pictures by their keys, and the book in which drawings
that the store's readers cannot draw are pictures too. What had to be made smaller than the book asks is said (EB007).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..cache import key as cache_key
from ..diagnostics import Code
from ..model import Asset, Book, Chapter, Context
from ..nodes import Element, Node, Pos, elements, rewrite
from ..packed import pack, unpacked
from ..stores import Store
from ..wanted import PictureError, Wanted, travels
from .xhtml import serialise

SHARE = re.compile(r"width: (\d{1,3})%")
SVG = "image/svg+xml"
ROOM = 0.85
"""Of what a store takes, for pictures; the rest is text, fonts and the cover."""
KEPT = "picture"
"""What an entry of the cache says of itself."""
TEXT_WIDTH = 640
"""Px; a drawing of the text's width, before it is drawn sharper."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it travels."""

    key: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where a picture is shown."""

    pos: Pos
    """The first place."""
    share: int
    """The widest it is shown, in hundredths of the text's width."""


@dataclass(slots=True)
class Pictures:
    """One store's pictures being made."""

    book: Book
    store: Store
    context: Context
    made: dict[str, Picture] = field(default_factory=dict)

    def all(self) -> tuple[dict[str, Picture], Book]:
        """The pictures, and the book that shows them."""
        if SVG not in self.store.pictures:
            self.book = with_drawings_as_pictures(self.book)
        used = _used(self.book)
        for name, use in used.items():
            self.made[name] = self._picture(self.book.assets[name], use, self._wanted(use))
        self._keep_to_chapters(used)
        self._keep_to_file(used)
        return self.made, self.book

    def _wanted(self, use: Use) -> Wanted:
        options, store = self.book.config.ebook, self.store
        keep = store.pictures | ({"image/webp"} if options.webp and store.name == "generic" else set())
        return Wanted(
            max(1, options.picture_width * use.share // 100), options.picture_quality, frozenset(keep), drawn=True,
            flat=not store.alpha, night=True, pixels=store.picture_pixels, bytes=store.picture_bytes,
        )  # fmt: skip

    def _picture(self, asset: Asset, use: Use, wanted: Wanted) -> Picture:
        if travels(asset.data, asset.media_type, wanted):
            return Picture(asset.key, asset.data, asset.media_type)
        from ..pictures import colours_are_guessed

        report = self.context.report
        if asset.media_type in {"image/jpeg", "image/tiff"} and colours_are_guessed(asset.data):
            hint = "save it as RGB, or with its profile"
            message = f"{asset.path} is CMYK and does not say how its inks look; its colours are guessed"
            report.add(Code.COLOURS_GUESSED, message, use.pos, hint)
        try:
            data, kind = self._converted(asset, wanted)
        except PictureError as error:
            hint = f"give {self.store.title} a PNG of it"
            report.add(error.code, f"{asset.path} cannot be used: {error}", use.pos, hint)
            return Picture(asset.key, asset.data, asset.media_type)
        return Picture(asset.key, data, kind)

    def _converted(self, asset: Asset, wanted: Wanted) -> tuple[bytes, str]:
        """The picture, from the cache if it was made before."""
        asked = f"{replace(wanted, keep=frozenset())!r} {sorted(wanted.keep)}"
        name = cache_key("ebook picture", asset.data, asset.media_type, asked)
        kept = unpacked(self.context.cache.get(name), KEPT, blobs=2)
        self.context.cache.note("picture", asset.path, reused=kept is not None)
        if kept is not None:
            return kept.blobs[0], kept.blobs[1].decode()
        from ..pictures import convert

        data, media_type = convert(asset.data, asset.media_type, wanted)
        self.context.cache.put(name, pack([KEPT], [data, media_type.encode()]))
        return data, media_type

    # limits

    def _keep_to_chapters(self, used: Mapping[str, Use]) -> None:
        for chapter in self.book.chapters if self.store.page_bytes else ():
            keys = [key for key in dict.fromkeys(keys_of(chapter)) if key in self.made]
            self._lessen(keys, round(self.store.page_bytes * ROOM), used)

    def _keep_to_file(self, used: Mapping[str, Use]) -> None:
        if self.store.file_bytes:
            self._lessen(list(self.made), round(self.store.file_bytes * ROOM), used)

    def _lessen(self, keys: list[str], room: int, used: Mapping[str, Use]) -> None:
        """Make these pictures fit into so many bytes: the large ones give, each in proportion."""
        total = sum(len(self.made[key].data) for key in keys)
        fair = room // max(1, len(keys))
        small = sum(len(self.made[key].data) for key in keys if len(self.made[key].data) <= fair)
        for key in keys if total > room else ():
            before = self.made[key]
            if len(before.data) <= fair or before.media_type == SVG:
                continue
            limit = max(fair, len(before.data) * (room - small) // (total - small))
            asset = self.book.assets[key]
            self.made[key] = made = self._picture(asset, used[key], replace(self._wanted(used[key]), bytes=limit))
            message = f"{asset.path} has {_kb(len(made.data))} and not {_kb(len(before.data))}"
            hint = f"{self.store.title} takes {_kb(self.store.page_bytes or self.store.file_bytes)}"
            self.context.report.add(Code.PICTURE_LESSENED, f"{message}, to fit {self.store.title}", used[key].pos, hint)


def _kb(size: int) -> str:
    return f"{max(1, round(size / 1000)):,} kB".replace(",", " ")


def _share(node: Element) -> int:
    found = SHARE.search(node.get("style"))
    return min(100, int(found[1])) if found else 100


def keys_of(chapter: Chapter) -> Iterator[str]:
    """Of the pictures that a chapter shows, in reading order."""
    sources = (node.get("src") for node in elements((*chapter.heading, *chapter.body), "img"))
    return (source.removeprefix("asset:") for source in sources if source.startswith("asset:"))


def _used(book: Book) -> dict[str, Use]:
    """The pictures that are shown, in reading order."""
    made: dict[str, Use] = {}
    for chapter in book.chapters:
        for node in elements((*chapter.heading, *chapter.body), "img"):
            if node.get("src").startswith("asset:"):
                key = node.get("src").removeprefix("asset:")
                before = made.get(key, Use(node.pos, 0))
                made[key] = replace(before, share=max(before.share, _share(node)))
    return made


# drawings in the text


def with_drawings_as_pictures(book: Book) -> Book:
    """The book whose drawings (`svg` in the text) are pictures, with the same words for those who cannot see them."""
    assets = dict(book.assets)

    def change(node: Node) -> Node:
        if not isinstance(node, Element) or node.tag != "svg":
            return node
        asset = _asset(node)
        assets[asset.key] = asset
        attrs = {"src": f"asset:{asset.key}", "alt": node.get("aria-label"), "class": node.get("class") or None,
                 "style": node.get("style") or None}  # fmt: skip
        return Element("img", (), (), node.pos).set_all(attrs)

    def drawn(chapter: Chapter) -> Chapter:
        return replace(chapter, body=rewrite(chapter.body, change), heading=rewrite(chapter.heading, change))

    return replace(book, chapters=tuple(map(drawn, book.chapters)), assets=assets)


def _asset(drawing: Element) -> Asset:
    box = [float(part) for part in drawing.get("viewBox").replace(",", " ").split()] or [0, 0, TEXT_WIDTH, TEXT_WIDTH]
    width, height = max(1, round(box[2])), max(1, round(box[3]))
    sized = drawing.set(width=str(width), height=str(height), style=None, role=None, aria_label=None)
    data = serialise((sized.set_all({"class": None}),)).encode()
    key = hashlib.sha256(data).hexdigest()[:16]
    return Asset(key, drawing.get("aria-label") or "a drawing", SVG, width, height, data)
