"""Names of files: which of them every system can have, and how one is told that cannot be printed.

In: a file's path, or a title. Out: what is wrong with it, in words. Not its business: opening it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (Unicode, UAX 9, 2.1 to 2.5): text that shows in another order than it is read."""
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What a name may not hold: control characters, and bytes that are no text."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for its devices."""
UNFIT = re.compile(r'[<>:"|?*\\]')
"""What Windows forbids in a name."""
LONGEST = 200
"""Bytes of a name as UTF-8; most systems take 255, archives and mirrors add to it."""


def told(text: str) -> str:
    """The text with what cannot be printed written as an escape, ESC as a backslash and x1b."""
    return HIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def unportable(path: str) -> str:
    """Why some system cannot have a file of this path; empty: all can."""
    for name in path.split("/"):
        if RESERVED.fullmatch(name):
            return f"Windows keeps the name {name} for itself"
        if found := UNFIT.search(name):
            return f"Windows has no file whose name holds {found[0]}"
        if name != name.rstrip(". ") or name.startswith(" "):
            return f"the name '{name}' begins or ends with a space or a point"
        if len(name.encode("utf-8", "surrogateescape")) > LONGEST:
            return f"the name {name[:40]}... is longer than {LONGEST} bytes"
    return ""


def twins(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of paths that are one on a Mac or on Windows: large and small letters, composed and decomposed accents."""
    seen: dict[str, str] = {}
    for path in paths:
        first = seen.setdefault(normalize("NFC", path).casefold(), path)
        if first != path:
            yield path, first
