"""Every file of the web proof by its name, each made when it is asked for.

In: a proof. Out: a `Site` for the server; or all files at once, which need no server (`static`). What has no name here
cannot be had: a request is looked up and never becomes a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files

from ..model import Asset, Chapter
from ..nodes import Pos, walk
from ..pictures import PictureError, Wanted, convert, placeholder
from ..style import sheet
from .drawing import Plates
from .proof import WebProof
from .reading import SHOWN_BY_BROWSERS, sources
from .views import chapter as chapter_view
from .views import findings, keys, overview, pictures, searching, sheets
from .views.frame import View, page
from .views.parts import Desk

HTML, SCRIPT, STYLE, PNG, SVG = ("text/html; charset=utf-8", "text/javascript; charset=utf-8",
                                 "text/css; charset=utf-8", "image/png", "image/svg+xml")  # fmt: skip
PAGE_PPI, THUMB_PPI = 120, 36
"""Of pages beside the text, and on the contact sheet."""
SHIPPED = {"proof.css": STYLE, "proof.js": SCRIPT, "theme.js": SCRIPT, "icon.svg": SVG}
WIDEST = 1600
"""Px of a picture that browsers do not show as it is."""

Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the proof."""

    media_type: str
    make: Make
    lasting: bool = False
    """Whether its name says what it holds, so that a browser may keep it."""


@dataclass(frozen=True, slots=True)
class Site:
    """The files of one proof."""

    proof: WebProof
    desk: Desk
    files: Mapping[str, File]
    plates: Plates
    _made: dict[str, bytes] = field(default_factory=dict)

    def data(self, name: str) -> bytes:
        """What a file holds; raises KeyError when there is none of this name. Text is kept, pictures are drawn anew."""
        if name not in self._made:
            file = self.files[name]
            data = file.make()
            if file.lasting:
                return data
            self._made[name] = data
        return self._made[name]

    def names(self, place: str) -> Pos | None:
        """The place of the manuscript that is told so, if the proof speaks of it: no other is opened in an editor."""
        return next((pos for pos in _places(self.proof) if pos.path and str(pos) == place), None)


def site(proof: WebProof, desk: Desk = Desk(), plates: Plates | None = None) -> Site:  # noqa: B008 - frozen
    """The files of a proof."""
    plates = plates or Plates(proof.pdf)
    made = dict(_files(proof, desk, plates))
    return Site(proof, desk, made, plates)


def static(proof: WebProof) -> list[tuple[str, bytes]]:
    """The whole proof as files that a browser opens from a folder: name and bytes, sorted; the same proof, the same."""
    whole = site(proof)
    try:
        return [(name, whole.data(name)) for name in sorted(whole.files)]
    finally:
        whole.plates.close()


def _files(proof: WebProof, desk: Desk, plates: Plates) -> Iterator[tuple[str, File]]:
    views: list[tuple[str, Callable[[], View]]] = [
        ("index.html", lambda: overview.view(proof, desk)),
        ("findings.html", lambda: findings.findings_view(proof, desk)),
        ("queries.html", lambda: findings.queries_view(proof, desk)),
        ("spreads.html", lambda: sheets.view(proof)),
        ("pictures.html", lambda: pictures.view(proof)),
        ("search.html", searching.view),
        ("keys.html", keys.view),
        *((name, partial(chapter_view.view, proof, chapter, desk)) for name, chapter in _chapters(proof)),
    ]
    for name, make in views:
        yield name, File(HTML, partial(_page, proof, make, desk))
    yield searching.SCRIPT, File(SCRIPT, lambda: searching.script(proof))
    for name, kind in SHIPPED.items():
        yield f"static/{name}", File(kind, partial(_shipped, name))
    yield "static/text.css", File(STYLE, lambda: sheet("base.css").encode())
    yield from _drawn(proof, plates)
    for key, name in sources(proof).items():
        asset = proof.book.assets[key]
        shown = asset.media_type if asset.media_type in SHOWN_BY_BROWSERS else PNG
        yield name, File(shown, partial(_picture, asset), lasting=True)


def _page(proof: WebProof, make: Callable[[], View], desk: Desk) -> bytes:
    return page(proof, make(), desk)


def _chapters(proof: WebProof) -> Iterator[tuple[str, Chapter]]:
    yield from chapter_view.chapter_files(proof)


def _drawn(proof: WebProof, plates: Plates) -> Iterator[tuple[str, File]]:
    for number, one in enumerate(proof.pages):
        for shelf, ppi in (("pages", PAGE_PPI), ("thumbs", THUMB_PPI)):
            yield f"{shelf}/{one.look}.png", File(PNG, partial(plates.drawn, number, ppi), lasting=True)


def _shipped(name: str) -> bytes:
    return (files("pipeline") / "serve" / "static" / name).read_bytes()


def _picture(asset: Asset) -> bytes:
    """A picture as browsers show it; it has been decoded once already, so a fault is none of the author's."""
    if asset.media_type in SHOWN_BY_BROWSERS:
        return asset.data
    try:
        return convert(asset.data, asset.media_type, Wanted(WIDEST, flat=True))[0]
    except PictureError:
        return placeholder()


def _places(proof: WebProof) -> Iterator[Pos]:
    """Of every block of the chapters, every finding and every mark."""
    for chapter in proof.book.chapters:
        yield chapter.pos
        yield from (node.pos for node in walk((*chapter.heading, *chapter.body)))
    yield from (found.pos for found in proof.findings)
    yield from (found.pos for found, _ in proof.waived)
    yield from (marked.mark.pos for marked in proof.marks)
    yield from (found.pos for broken in proof.broken for found in broken.found)
