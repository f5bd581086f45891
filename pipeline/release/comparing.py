"""Two files that ought to be the same: where they differ, and with which line it begins.

In: the bytes of a file, and of the same edition built anew. Out: differences, none when the bytes are the same. Not
its business: PDF, of which only the hash and the pages are told.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress

from .publication import Publication

_TEXT = (".xhtml", ".html", ".opf", ".ncx", ".css", ".xml", ".svg", "mimetype")
_COUNT = re.compile(rb"/Type\s*/Pages\b[^<>]*?/Count\s+(\d+)|/Count\s+(\d+)[^<>]*?/Type\s*/Pages\b")
_STREAM = re.compile(rb"/ObjStm\b.*?stream\r?\n(.*?)endstream", re.DOTALL)
_MOST_ENTRIES = 20
_MOST_LINES = 6
_WIDTH = 100
"""Characters of a line that are shown."""


def digest(data: bytes) -> str:
    """The SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_epub(data: bytes) -> bool:
    """Whether it is an archive that can be opened."""
    return zipfile.is_zipfile(io.BytesIO(data)) and bool(Publication(data).files)


def page_count(data: bytes) -> int:
    """How many pages a PDF has, as the root of its pages says (PDF 1.7, 7.7.3.2); 0 for one that is sealed."""
    texts = (data, *_unpacked(data))
    return max((int(one or other) for text in texts for one, other in _COUNT.findall(text)), default=0)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What stands in its object streams (PDF 1.7, 7.5.7)."""
    for packed in _STREAM.findall(data):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(packed)


def differences(given: bytes, built: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What differs between two EPUBs: a sentence, and the first lines that do (- given, + built)."""
    old, new = Publication(given), Publication(built)
    names = _differing(old.files, new.files)
    for name in names[:_MOST_ENTRIES]:
        yield _entry(name, old.files, new.files)
    if len(names) > _MOST_ENTRIES:
        yield f"and {len(names) - _MOST_ENTRIES} entries more", ()
    if not names and given != built:
        yield from _packing(old, new)


def _differing(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    return [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]


def _entry(name: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[str, tuple[str, ...]]:
    if name not in new:
        return f"{name} is not in the book as it is built now", ()
    if name not in old:
        return f"{name} is not in the file", ()
    if not name.endswith(_TEXT):
        return f"{name} differs: {len(old[name])} bytes in the file, {len(new[name])} built now", ()
    return f"{name} differs", tuple(_first_lines(old[name], new[name]))


def _first_lines(old: bytes, new: bytes) -> Iterator[str]:
    """The first lines that differ, cut to the part that does."""
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    told = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]  # without the two names
    yield from _narrowed([line for line in told if not line.startswith("@@")][:_MOST_LINES])


def _narrowed(lines: list[str]) -> Iterator[str]:
    """Long lines, such as a page of one, from shortly before the place where they part."""
    for number, line in enumerate(lines):
        other = lines[number + 1] if number + 1 < len(lines) else lines[number - 1]
        same = next((n for n, (a, b) in enumerate(zip(line[1:], other[1:], strict=False)) if a != b), 0)
        start = max(0, same - _WIDTH // 2) if len(line) > _WIDTH else 0
        cut = line[1 + start : 1 + start + _WIDTH]
        yield f"{line[0]}{'…' if start else ''}{cut}{'…' if len(line) > 1 + start + _WIDTH else ''}"


def _packing(old: Publication, new: Publication) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of archives that hold the same: how they hold it."""
    orders = [[entry.filename for entry in one.entries] for one in (old, new)]
    if orders[0] != orders[1]:
        yield "the entries are the same, and stand in another order", ()
    elif [e.date_time for e in old.entries] != [e.date_time for e in new.entries]:
        yield "the entries are the same, and bear other dates: the file was packed again", ()
    else:
        yield "the entries are the same, and packed in another way: by another zlib, or another program", ()
