"""What two versions are compared by: words and signs, without what only a typesetter sees.

In: text, elements. Out: tokens' texts, their folded forms, and what of an element's attributes a reader can tell.
Typography (which quotation marks, dashes and spaces) is folded: who set a book anew has not rewritten it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeAlias

from ..nodes import Element

Signature: TypeAlias = tuple[str, ...]

TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # written without spaces: each sign by itself
    "|[^\\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff](?:\\w|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])*"
    "|\\s+|\\.{3,}|-{2,3}|<<|>>|.",
    re.DOTALL,
)
WORD = re.compile(r"\w")
WORDS = re.compile(r"\w+")
BLANK = re.compile(r"[ \t\n]+")
"""What HTML shows as one space."""
_SIGNS = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("«»“”„‟″〝〞", '"'),
    **dict.fromkeys("‘’‚‛′ʼ‹›`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
FOLDED = str.maketrans(_SIGNS)
LONGER = {"<<": '"', ">>": '"', "--": "-", "---": "-"}
SPACES = re.compile(r"\s+")
QUOTES = re.compile("['\"]+|<<|>>")
DASHES = re.compile("-{2,3}")
TOLD = ("href", "src", "alt", "start", "colspan", "rowspan", "checked", "datetime", "data-query", "data-plain")
"""Attributes whose value is content."""
OURS = frozenset({"long-word", "lead-in"})
"""Classes that Galerada gives by what a text is, not by how its author marked it."""
INSIDE = "book:"
"""The scheme of links to places of the book."""


def pieces(text: str) -> list[str]:
    """The tokens of a text; joined they are the text."""
    return TOKEN.findall(text)


def folded(token: str) -> str:
    """A token as it is compared: its typography folded, every space one space."""
    if token.isspace():
        return " "
    token = LONGER.get(token, token)
    return unicodedata.normalize("NFC", token).translate(FOLDED) if not token.isascii() else token


def squashed(text: str) -> str:
    """A text without its typography: no spaces, one kind of dash and of quotation mark."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text).translate(FOLDED)
    return DASHES.sub("-", QUOTES.sub("'", SPACES.sub("", plain)))


def visible(text: str) -> str:
    """A text as a page shows it: a line break of the manuscript is a space."""
    return BLANK.sub(" ", text)


def signature(node: Element, keys: Mapping[str, str]) -> Signature:
    """Of an element, what a reader can tell: two that agree in it are the same. `keys`: chapters by other names."""
    told = [(name, _told(name, node.get(name), keys)) for name in TOLD if node.has(name)]
    classes = sorted(set(node.classes) - OURS)
    return (node.tag, " ".join(classes), *(f"{name}={value}" for name, value in told))


def _told(name: str, value: str, keys: Mapping[str, str]) -> str:
    """A link inside the book by its chapter: an id may come from a heading's words, which are compared themselves."""
    if name != "href" or not value.startswith(INSIDE):
        return value
    key = value.removeprefix(INSIDE).partition("#")[0]
    return INSIDE + keys.get(key, key)
