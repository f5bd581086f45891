"""The user's hunspell dictionary. The only module that knows spylls, and the only one that looks outside the book.

In: a language, or what book.yaml says. Out: a `Known`, which tells whether a word is in it; None where there is none.
Only `galerada review` and `galerada stylesheet` ask for it; no build does, so that builds repeat everywhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from .spelling import Known

SHELVES = tuple(map(Path, ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/usr/local/share/hunspell",
                           "/opt/homebrew/share/hunspell", "/Library/Spelling")))  # fmt: skip
"""Where systems keep dictionaries."""
USUAL = {"es": "es_ES", "en": "en_US", "fr": "fr", "de": "de_DE", "it": "it_IT", "pt": "pt_PT", "ca": "ca"}


def find(language: str, said: str, book: Path) -> Path | None:
    """The dictionary's path without its ending: what book.yaml names, in the book or on the shelves."""
    names = [said] if said else list(_names(language))
    places = [book / said] if said else []
    places += [shelf / name for name in names for shelf in SHELVES]
    bare = [place.with_suffix("") if place.suffix in {".dic", ".aff"} else place for place in places]
    return next((place for place in bare if _is_there(place)), None)


def _is_there(place: Path) -> bool:
    return all(place.with_name(f"{place.name}{ending}").is_file() for ending in (".aff", ".dic"))


def _names(language: str) -> Iterator[str]:
    tongue = language.split("-")[0].lower()
    yield language.replace("-", "_")
    yield USUAL.get(tongue, tongue)
    yield tongue


def known(place: Path) -> Known:
    """What a dictionary says of a word, read once while it stays the same; raises ValueError when it cannot be read."""
    with suppress(OSError):
        return _known(place, tuple(Path(f"{place}{kind}").stat().st_mtime_ns for kind in (".aff", ".dic")))
    return _known(place, ())


@lru_cache(maxsize=2)
def _known(place: Path, _: tuple[int, ...]) -> Known:
    try:
        book = _read(place)
    except (OSError, ValueError, LookupError, AttributeError, TypeError, re.error) as error:
        raise ValueError(f"the dictionary {place} cannot be read: {error}") from None

    @lru_cache(maxsize=100_000)
    def look(word: str) -> bool:
        return bool(book.lookup(word))

    return look


def _read(place: Path) -> Any:
    from spylls.hunspell import Dictionary, readers
    from spylls.hunspell.readers.file_reader import FileReader

    class Pages(FileReader):  # type: ignore[misc]
        """A file read whole: spylls' own reader leaves files open."""

        def _open(self, path: str, encoding: str) -> io.TextIOWrapper:
            return io.TextIOWrapper(io.BytesIO(Path(path).read_bytes()), encoding=encoding, errors="surrogateescape")

    rules, context = readers.read_aff(Pages(f"{place}.aff"))
    words = readers.read_dic(Pages(f"{place}.dic", encoding=context.encoding), aff=rules, context=context)
    return Dictionary(rules, words)
