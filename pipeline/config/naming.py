"""Names a book is given when it does not say: its title, its file name, its identifier.

In: words. Out: words, the same each time. Not its business: keys and ids inside the book (`pipeline/slugs`).
"""

from __future__ import annotations

import re
import unicodedata
import uuid

from ..model import Config

LONGEST_SLUG = 60
_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""RFC 9562, 6.6: the namespace of URLs, as our names are `galerada:book/...`."""
# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŀ": "l", "·": ""}
)
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # Windows: no file may be called so


def book_slug(title: str) -> str:
    """The name of the output files: ASCII, lower case, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"'", "", ascii_only)).strip("-")
    if len(slug) > LONGEST_SLUG:
        cut = slug[: LONGEST_SLUG + 1].rpartition("-")[0]
        slug = cut if len(cut) > LONGEST_SLUG // 2 else slug[:LONGEST_SLUG]
    return f"book-{slug}" if _RESERVED.fullmatch(slug) else slug or "book"


def title_of_folder(name: str) -> str:
    """A folder's name as a title: `mi-novela` is "Mi novela"."""
    words = re.sub(r"[-_.\s]+", " ", unicodedata.normalize("NFC", name)).strip()
    return words[:1].upper() + words[1:] if words else "Book"


def stable_uuid(config: Config) -> str:
    """The book's own uuid, or one made from its title, its language and its people, the same in every build."""
    if config.uuid:
        return config.uuid
    people = ";".join(f"{person.role}={person.name}" for person in config.contributors)
    name = unicodedata.normalize("NFC", f"galerada:book/{config.title}|{config.language}|{people}")
    return str(uuid.uuid5(_NAMESPACE, name))
