"""The fonts of an ebook: the faces of print, each cut down to what it draws in this book.

In: which face draws which characters, and the kind of font that a store takes. Out: font files and the style sheet that
names them. A font that may not travel is said (EB003).
"""

from __future__ import annotations

from dataclasses import dataclass

from ..cache import Store, key
from ..diagnostics import Code, Report
from ..fonts import Cut, cut, rights
from ..packed import pack, unpacked
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
    drawn.tell_placeless()
    files, rules = [], []
    for made in sorted(drawn.by_cut, key=lambda made: made.name):
        data = _cut(made, "".join(sorted(drawn.by_cut[made])), form, report, store)
        if data is not None:
            files.append(FontFile(f"{made.name}.{form}", data, MEDIA_TYPES[form]))
            rules.append(_rule(made, files[-1]))
    return Fonts("\n".join([*rules, faces_css()]), tuple(files))


KEPT = "font"
"""What an entry of the cache says of itself."""


def _cut(made: Cut, characters: str, form: str, report: Report, store: Store) -> bytes | None:
    """None for a font that may not travel; none of those is ever kept."""
    name = key("ebook font", made.face.read(), characters, str(made.weight), form)
    kept = unpacked(store.get(name), KEPT, blobs=1)
    store.note("font", made.name, reused=kept is not None)
    if kept is not None:
        return kept.blobs[0]
    if not _may_travel(made, report):
        return None
    data = cut(made.face.read(), characters, made.weight, form)
    store.put(name, pack([KEPT], [data]))
    return data


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
