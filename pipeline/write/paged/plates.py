"""The pictures of the parts that are set, each at the size at which it is printed: a printer's plates.

In: parts, a book, a workshop whose children convert pictures. Out: of each part the bytes of its pictures, or what
reads them from the cache when a child is free to set it: a long book's pictures fill 40 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from ...cache import key
from ...diagnostics import BookError, Code
from ...model import Asset, Book, Context
from ...packed import NOT_OURS, pack, unpack
from ...workshop import Answer, Task, Workshop
from ..printpictures import PRINT, inked, wanted
from .units import Unit, assets_of

SVG = "image/svg+xml"
Plate = bytes | Callable[[], bytes]


class Plates:
    """Those that are ready."""

    def __init__(
        self, book: Book, context: Context, workshop: Workshop, refuse: Callable[[BookError], None]
    ) -> None:  # fmt: skip
        """`refuse` is told of a picture that cannot be converted; where it raises nothing, another stands for it."""
        self.book, self.context, self.workshop, self.refuse = book, context, workshop, refuse
        self.inked = inked(book)
        self.ready: dict[str, Plate] = {}

    def of(self, part: Unit) -> tuple[Plate, ...]:
        """Those of a part, in its order."""
        return tuple(self.ready[name] for name, _ in part.pictures)

    def convert(self, parts: Sequence[Unit]) -> None:
        """Make ready what these parts need."""
        tasks = []
        for asset, width in assets_of(parts, self.book):
            if asset.media_type == SVG and asset.key not in self.inked:
                self.ready[asset.key] = asset.data
                continue
            task = self._task(asset, width)
            name = _name(asset, task)
            kept = self.context.cache.get(name)
            reused = kept is not None and self._shelved(asset, name, kept)
            self.context.cache.note("picture", asset.path, reused=reused)
            if not reused:
                tasks.append(task)
        for answer in self.workshop.run(tasks):
            self._take(answer)

    def _task(self, asset: Asset, width: float) -> Task:
        options = self.book.config.print
        want = wanted(width, options.banner_ppi, options.banner_ink if asset.key in self.inked else "colour")
        value = [asset.media_type, want.width, want.quality, sorted(PRINT), want.ink]
        return Task("picture", value, (asset.data,), asset.key, self.book.config.limits.seconds)

    def _take(self, answer: Answer) -> None:
        asset = self.book.assets[str(answer.task.name)]
        if answer.parcel is None:
            message = f"{asset.path} cannot be converted: {answer.fault}"
            self.refuse(BookError(Code.PICTURE_UNREADABLE, message, hint="save it anew as PNG or JPEG"))
            from ...pictures import placeholder

            self.ready[asset.key] = placeholder()
            return
        name, kept = _name(asset, answer.task), pack(answer.parcel.value, answer.parcel.blobs)
        self.context.cache.put(name, kept)
        self._shelved(asset, name, kept)

    def _shelved(self, asset: Asset, name: str, kept: bytes) -> bool:
        """Whether these are the bytes of a picture, which is ready then."""
        with suppress(*NOT_OURS):
            data = unpack(kept).blobs[0]
            self.ready[asset.key] = partial(self._fetched, asset, name) if self.context.cache.has(name) else data
            return True
        return False

    def _fetched(self, asset: Asset, name: str) -> bytes:
        """One that was in the cache a moment ago."""
        with suppress(*NOT_OURS):
            return unpack(self.context.cache.get(name) or b"").blobs[0]
        message = f"{asset.path}, made for print, has gone from the cache while the book was built"
        raise BookError(Code.PICTURE_UNREADABLE, message, hint="build again")


def _name(asset: Asset, task: Task) -> str:
    return key("picture", asset.key, pack(task.value))
