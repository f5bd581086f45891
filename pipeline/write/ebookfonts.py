"""The fonts of an ebook: the faces of print, each cut down to what it draws in this book.

In: the pages as they travel, and the kind of font that a store takes. Out: font files and the style sheet that names
them. A character that no face draws is said (PR001), a letter that another face lends (EB002), a font that may not
travel (EB003).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..cache import Store, key
from ..diagnostics import Code, Report
from ..fonts import Cut, cut, rights
from ..nodes import Body
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


def embedded(pages: Iterable[Body], css: str, form: str, report: Report, store: Store) -> Fonts:
    """The fonts that the pages need under the sheet `css`; `form` is `ttf` or `woff`, `store` keeps what was made."""
    drawn = Drawn(report)
    for page in pages:
        drawn.take(page, css)
    files, rules = [], []
    for made in sorted(drawn.by_cut, key=lambda made: made.name):
        if not _may_travel(made, report):
            continue
        characters = "".join(sorted(drawn.by_cut[made]))
        file = FontFile(f"{made.name}.{form}", _cut(made, characters, form, store), MEDIA_TYPES[form])
        files.append(file)
        rules.append(_rule(made, file))
    return Fonts("\n".join([*rules, faces_css()]), tuple(files))


def _cut(made: Cut, characters: str, form: str, store: Store) -> bytes:
    name = key("ebook font", made.face.read(), characters, str(made.weight), form)
    kept = store.get(name, "font", made.name)
    if kept is None:
        kept = cut(made.face.read(), characters, made.weight, form)
        store.put(name, kept)
    return kept


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
