"""What each store takes: kinds and sizes of pictures, fonts, covers. Data only; each figure says who asks for it.

In: nothing. Out: `STORES`. The figures are those that the stores' pages showed in November 2026. Not its business:
making an EPUB so (`write`), or where the files go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .model import Config, Edition

MB = 1_000_000
RASTER = frozenset({"image/jpeg", "image/png", "image/gif"})
DRAWN = RASTER | {"image/svg+xml"}


@dataclass(frozen=True, slots=True)
class CoverRule:
    """What a store asks of the front cover."""

    width: int = 0
    """The least, in px; 0: none is asked."""
    height: int = 0
    """The least, in px."""
    longest: int = 2560
    """The longest side that is sent, in px."""
    largest: int = 0
    """The largest file, in bytes; 0: none is said."""
    page: bool = True
    """Whether the cover has a page of its own in the book."""


@dataclass(frozen=True, slots=True)
class Store:
    """One shop's rules."""

    name: str
    title: str
    """As people call it."""
    pictures: frozenset[str] = DRAWN
    """Media types it shows."""
    alpha: bool = True
    """Whether a picture may be seen through."""
    picture_pixels: int = 0
    """The most in one picture; 0: as many as the book wants."""
    picture_bytes: int = 0
    """The largest picture; 0: any."""
    page_bytes: int = 0
    """The most that the pictures of one chapter may come to; 0: any."""
    file_bytes: int = 0
    """The largest EPUB; 0: any."""
    fonts: str = "woff"
    """`woff` or `ttf`."""
    cover: CoverRule = field(default_factory=CoverRule)
    kepub: bool = False
    """Whether the file is Kobo's own kind, its sentences marked for Kobo's readers."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """For each field that is not as usual: who asks for it."""


_KOBO = {
    "page_bytes": "Kobo, epub-spec (2025-08): at most 10 MB embedded in one HTML file",
    "file_bytes": "Vellum's table of store limits (2026-11): 100 MB; Kobo's own specification allows 1 GB",
}

STORES: Mapping[str, Store] = {
    store.name: store
    for store in (
        Store("generic", "any store"),
        Store(
            "kdp", "Kindle Direct Publishing", RASTER, alpha=False, picture_bytes=5 * MB, file_bytes=650 * MB,
            fonts="ttf", cover=CoverRule(625, 1000, 2560, 50 * MB, page=False),
            sources={
                "pictures": "KDP help G75V4YX5X8GRGXWV (2026-11): Enhanced Typesetting shows GIF, JPEG and PNG",
                "alpha": "KDP help G75V4YX5X8GRGXWV (2026-11): no picture with transparency",
                "picture_bytes": "Kindle Publishing Guidelines (since 2014): 5 MB a picture",
                "file_bytes": "Vellum's table of store limits (2026-11): 650 MB",
                "fonts": "Kindle Publishing Guidelines 9.3.8: TrueType or OpenType",
                "cover": "KDP help G6GTK3T3NUHKLEFX (2026-11): 1000 x 625 to 10000 px, ideally 2560 x 1600, at most "
                "50 MB; Kindle shows the cover's picture by itself, and a page of it would be a second cover",
            },
        ),
        Store(
            "apple", "Apple Books", picture_pixels=3_200_000, file_bytes=2000 * MB, fonts="ttf",
            cover=CoverRule(1400, 0, 2560),
            sources={
                "picture_pixels": "Vearsa, Apple ebook requirements: 3.2 million pixels; the guide of 2023 says none",
                "file_bytes": "Apple Books Asset Guide 5.3 (2023-09): 2 GB, 500 MB advised",
                "fonts": "the kind of font that every reader of EPUB knows; the guide asks for none",
                "cover": "Apple's distributors (2026-11): at least 1400 px on the shorter side",
            },
        ),
        Store("kobo", "Kobo", page_bytes=10 * MB, file_bytes=100 * MB, sources=_KOBO),
        Store(
            "kepub", "Kobo's own readers", page_bytes=10 * MB, file_bytes=100 * MB, kepub=True,
            sources=_KOBO | {"kepub": "Kobo, epub-spec (2025-08): what its readers count, mark and turn pages by"},
        ),
        Store(
            "google", "Google Play Books", file_bytes=2000 * MB, fonts="ttf", cover=CoverRule(640, 640, 2560),
            sources={
                "file_bytes": "Google Play Books Partner help 3424254 (2026-11): under 2 GB",
                "fonts": "the kind of font that every reader of EPUB knows; Google's help names none",
                "cover": "Google Play Books Partner help 3424254 (2026-11): 640 to 7200 px",
            },
        ),
        Store(
            "bn", "Barnes & Noble", RASTER, file_bytes=20 * MB, fonts="ttf", cover=CoverRule(750, 750, 2000, 2 * MB),
            sources={
                "pictures": "Nook's older readers, which draw no SVG (Adobe RMSDK 9)",
                "file_bytes": "Vellum's table of store limits (2026-11): 20 MB",
                "fonts": "Nook's older readers, which know no WOFF (Adobe RMSDK 9)",
                "cover": "Barnes & Noble's help (2011, none newer is known): 750 to 2000 px a side, at most 2 MB",
            },
        ),
    )
}  # fmt: skip


def for_stores(edition: Edition, wanted: tuple[str, ...], config: Config) -> tuple[Edition, ...]:
    """The edition once for each store; one that is laid out in pages is the same for all."""
    if edition.paged:
        return (edition,)
    return tuple(_for(edition, STORES[name]) for name in dict.fromkeys(wanted or config.ebook.stores))


def _for(edition: Edition, store: Store) -> Edition:
    extension = f"kepub.{edition.extension}" if store.kepub else edition.extension
    suffix = "" if store.kepub or store.name == "generic" else f"-{store.name}"
    return replace(edition, store=store.name, extension=extension, suffix=suffix)
