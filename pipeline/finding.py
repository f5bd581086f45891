"""Where a picture that a chapter names may lie.

A site's author writes a path as the site serves it; the file lies in the chapter's bundle, the book's root,
`static/` or `assets/`, or where an alias of the book says.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from unicodedata import normalize
from urllib.parse import unquote

SHELVES = ("", "static", "assets")


def places(written: str, chapter_path: str, aliases: Mapping[str, str]) -> tuple[str, ...]:
    """The paths where `written` may lie, in the order in which they are tried; none leaves the book."""
    path = unquote(written.split("#")[0].split("?")[0]).replace("\\", "/")
    beside = posixpath.dirname(chapter_path)
    bundle = posixpath.splitext(chapter_path)[0]
    names = [path, *_aliased(path, aliases)]
    tried: list[str] = []
    for name in names:
        if not name.startswith("/"):
            tried += [posixpath.join(beside, name), posixpath.join(bundle, name)]
        tried += [posixpath.join(shelf, name.lstrip("/")) for shelf in SHELVES]
    inside = (posixpath.normpath(place) for place in tried)
    return tuple(dict.fromkeys(place for place in inside if not place.startswith(("../", "/")) and place != ".."))


def _aliased(path: str, aliases: Mapping[str, str]) -> list[str]:
    bare = path.lstrip("/")
    made = []
    for prefix, folder in aliases.items():
        start = prefix.strip("/")
        if bare == start or bare.startswith(start + "/"):
            made.append(posixpath.join(folder, bare[len(start) :].lstrip("/")))
    return made


def find(
    written: str, chapter_path: str, aliases: Mapping[str, str], exists: Callable[[str], bool]
) -> tuple[str | None, tuple[str, ...]]:
    """Where the file is, or None; and every place that was tried."""
    tried = places(written, chapter_path, aliases)
    # a Mac writes file names decomposed (NFD), an editor writes them composed
    forms = (form for place in tried for form in (place, normalize("NFC", place), normalize("NFD", place)))
    return next((form for form in forms if exists(form)), None), tried
