"""The cover as it travels in an ebook, drawn or made smaller once.

In: the book, and a store. Out: `covers.front_cover`, from the cache where nothing that it depends on has changed; that
module draws, and is not even imported then.
"""

from __future__ import annotations

from dataclasses import replace

from ..cache import key
from ..diagnostics import Report
from ..model import Book, Context
from ..packed import pack, unpacked
from ..stores import Store
from ..twin import given, mine

KEPT = "cover"
"""What an entry of the cache says of itself."""


def cover(book: Book, context: Context, store: Store) -> tuple[bytes, str]:
    """The cover's bytes and media type; one of which something is to be said is made in each build."""
    name = name_of(book, context, store)
    kept = None if given(name) and mine(name) else unpacked(context.cache.get(name), KEPT, blobs=2)
    context.cache.note("cover", store.name, reused=kept is not None and not given(name))
    if kept is not None:
        return kept.blobs[0], kept.blobs[1].decode()
    from .covers import front_cover

    found = Report()
    data, media_type = front_cover(book, replace(context, report=found), store)
    for one in found.diagnostics:
        context.report.take(one)
    if not found.diagnostics:
        context.cache.put(name, pack([KEPT], [data, media_type.encode()]))
    return data, media_type


def name_of(book: Book, context: Context, store: Store) -> str:
    """By what the cover says and shows, and what the store asks for."""
    config, own = book.config, book.assets.get("cover")
    path = "" if own else config.wrap.picture
    given = own.data if own else context.read(path, config.limits, "picture") if path else b""
    told = (config.title, config.subtitle, config.author, config.publisher, config.language, config.wrap,
            config.limits, own, store.name, store.cover)  # fmt: skip
    return key("cover", repr(told), given)
