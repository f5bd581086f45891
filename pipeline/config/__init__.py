"""What a book says of itself as a whole: `book.yaml`, a Hugo site's own configuration, or the folder's name.

In: two ways to look into the book's folder. Out: a frozen `Config`; every fault and every assumption goes to the
report with its place. Not its business: the chapters' own front matter, and whether the files it names are there.

    load            the configuration of a book
    KEYS            every key of book.yaml: the reader, the JSON Schema and the manual are made from it
    stable_uuid     the identifier of a book that names none
    guess_language  the language of a text whose book names none
"""

from __future__ import annotations

from .isbn import isbn13
from .keys import KEYS, Key
from .language import guess_language
from .loading import load
from .naming import book_slug, stable_uuid, title_of_folder
from .schema import json_schema, schema_text

__all__ = [
    "KEYS",
    "Key",
    "book_slug",
    "guess_language",
    "isbn13",
    "json_schema",
    "load",
    "schema_text",
    "stable_uuid",
    "title_of_folder",
]
