"""What a page says of the files in its bundle (Hugo: `resources`), for the pictures that it shows.

In: a picture as the chapter has it, and the page's front matter. Out: the picture with the text alternative and the
caption that `resources` gives, where the chapter itself gives none.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from .nodes import Element


def told(picture: Element, meta: Mapping[str, object]) -> Element:
    """The picture; `params.alt` is its text alternative and `title` its caption, or both when `title` stands alone."""
    for entry in _entries(meta.get("resources")):
        if not _means(str(entry.get("src", "")), picture.get("src")):
            continue
        params = entry.get("params")
        alt = str((params.get("alt") if isinstance(params, dict) else "") or entry.get("alt") or "")
        title = str(entry.get("title") or "")
        if title and not picture.get("title") and (alt or picture.get("alt")):
            picture = picture.set(title=title)
        return picture if picture.get("alt") else picture.set(alt=alt or title)
    return picture


def _entries(said: object) -> Iterator[Mapping[str, object]]:
    yield from (entry for entry in (said if isinstance(said, list) else ()) if isinstance(entry, dict))


def _means(pattern: str, src: str) -> bool:
    """Hugo: a pattern of paths below the bundle, in letters of any size; `*` stays within a folder."""
    path = posixpath.normpath(unquote(src)).lower()
    signs = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.findall(r"\*\*|.", posixpath.normpath(pattern).lower(), re.DOTALL)
    return bool(pattern and src) and bool(re.fullmatch("".join(signs.get(p) or re.escape(p) for p in pieces), path))
