"""The fonts of an ebook: the faces of print, each cut down to what it draws in this book.

In: which face draws which characters, and the kind of font that a store takes. Out: font files and the style sheet that
names them. A font that may not travel is said (EB003).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from ..cache import Store, key
from ..diagnostics import Code, Report
from ..fonts import Cut, cut, rights
from ..packed import NOT_OURS, pack, unpack
from ..style import faces_css
from .glyphs import Drawn

MEDIA_TYPES = {"ttf": "font/ttf", "woff": "font/woff"}
"""EPUB 3.3, 3.2: core media types."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font as it travels."""

    name: str
    """With its extension."""
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of one ebook."""

    css: str
    """Rules for its style sheet, whose folder is beside that of the fonts."""
    files: tuple[FontFile, ...] = ()


def embedded(drawn: Drawn, form: str, report: Report, store: Store) -> Fonts:
    """The fonts that draw all this; `form` is `ttf` or `woff`, `store` keeps what was made."""
    files, rules = [], []
    for made in sorted(drawn.by_cut, key=lambda made: made.name):
        if not _may_travel(made, report):
            continue
        characters = "".join(sorted(drawn.by_cut[made]))
        file = FontFile(f"{made.name}.{form}", _cut(made, characters, form, store), MEDIA_TYPES[form])
        files.append(file)
        rules.append(_rule(made, file))
    return Fonts("\n".join([*rules, faces_css()]), tuple(files))


KEPT = "font"
"""What an entry of the cache says of itself."""


def _cut(made: Cut, characters: str, form: str, store: Store) -> bytes:
    name = key("ebook font", made.face.read(), characters, str(made.weight), form)
    kept = _kept(store.get(name))
    store.note("font", made.name, reused=kept is not None)
    if kept is None:
        kept = cut(made.face.read(), characters, made.weight, form)
        store.put(name, pack(KEPT, [kept]))
    return kept


def _kept(entry: bytes | None) -> bytes | None:
    """The font of an entry of the cache; None of one that is not ours."""
    with suppress(*NOT_OURS):
        parcel = unpack(entry or b"")
        return parcel.blobs[0] if parcel.value == KEPT else None
    return None


def _may_travel(made: Cut, report: Report) -> bool:
    allowed = rights(made.face.read()).embeds
    if not allowed:
        message = f"{made.face.file} may not be embedded: its maker forbids it (fsType)"
        report.add(Code.FACE_NOT_EMBEDDED, message, hint="write in book.yaml: ebook: {fonts: none}")
    return allowed


def _rule(made: Cut, file: FontFile) -> str:
    return (
        f'@font-face {{ font-family: "{made.face.family}"; src: url("../fonts/{file.name}"); '
        f"font-style: {made.face.style}; font-weight: {made.weight}; }}"
    )
