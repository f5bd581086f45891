"""Names made from words: ids of headings, keys of chapters.

Headings follow Hugo's own rule (GitHub's, accents kept), so that a site's links land in the book.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

_DROPPED = re.compile(r"[^\w\- ]+")


def heading_id(text: str) -> str:
    """The id of a heading: `GPT-3.5-turbo capturado` -> `gpt-35-turbo-capturado`; an XML name, never empty."""
    folded = unicodedata.normalize("NFC", text).strip().lower()
    slug = _DROPPED.sub("", folded).replace(" ", "-")
    return xml_name(slug)


def xml_name(slug: str) -> str:
    """A name that XML takes as an id (XML 1.0, 2.3: a letter or `_` comes first)."""
    if not slug:
        return "s"
    return slug if slug[0].isalpha() or slug[0] == "_" else f"s-{slug}"


def file_key(path: str) -> str:
    """The key of a chapter: ASCII, lower case, from its path without extension."""
    plain = unicodedata.normalize("NFKD", path).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    # a name without Latin letters: from its own characters, never from its place in the order
    return slug or "chapter-" + hashlib.sha256(path.encode()).hexdigest()[:8]


class Unique:
    """Hands out each name once: the second `a` becomes `a-1`, as in Hugo."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._counts: Counter[str] = Counter()

    def __call__(self, name: str) -> str:
        """The name, or the name with the next free number."""
        made = name
        while made in self._taken:
            self._counts[name] += 1
            made = f"{name}-{self._counts[name]}"
        self._taken.add(made)
        return made

    def take(self, name: str) -> bool:
        """Reserve a name that must not change; False when it is taken."""
        free = name not in self._taken
        self._taken.add(name)
        return free
