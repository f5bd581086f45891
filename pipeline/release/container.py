"""How an EPUB is packed, and what its package document must say: what stores refuse before they open a page.

In: a `Publication` and its places. Out: findings RL007 and RL008. Sources: EPUB 3.3, 5 (package documents) and OCF 4;
the stores' own demands stand beside their rules.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from unicodedata import normalize

from ..diagnostics import Code, Report
from ..nodes import NOWHERE, Pos
from .places import Places
from .publication import CONTAINER, Publication, Tag, local

MIMETYPE = b"application/epub+zip"
_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")
"""Kobo refuses file names with spaces and signs."""
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_OUR_FAULT = "Galerada packs it otherwise: was the file changed afterwards, or by another program?"


def check(places: Places, report: Report) -> None:
    """Say what is wrong with the archive and with the package document."""
    publication = places.publication
    for message in _packing(publication):
        report.add(Code.CONTAINER_FAULT, message, NOWHERE, _OUR_FAULT)
    if publication.package:
        for message, pos, hint in _package(publication, places):
            report.add(Code.PACKAGE_INCOMPLETE, message, pos, hint)


# the archive


def _packing(publication: Publication) -> Iterator[str]:
    entries = publication.entries
    if not entries:
        yield "the file is no zip archive"
        return
    yield from _mimetype(entries[0], publication)
    names = Counter(_one_form(entry.filename) for entry in entries)
    yield from (f"several entries are called {name}" for name, count in names.items() if count > 1)
    yield from (f"the name of the entry {e.filename} is not plain" for e in entries if not _PLAIN.fullmatch(e.filename))
    if not publication.files:
        yield "the archive is damaged"
    elif not publication.package:
        yield f"{CONTAINER} names no package document that is there"
    else:
        yield from _listed(publication)


def _mimetype(first: zipfile.ZipInfo, publication: Publication) -> Iterator[str]:
    """OCF 3.3, 4.2.7.2 and 4.3.3: first, neither compressed nor padded, without an extra field."""
    if first.filename != "mimetype":
        yield f"the first entry is {first.filename}, not mimetype"
        return
    if first.compress_type != zipfile.ZIP_STORED or first.extra or first.flag_bits & 0x1:
        yield "the entry mimetype is compressed, or has an extra field"
    if publication.files and publication.files["mimetype"] != MIMETYPE:
        yield f"the entry mimetype does not say {MIMETYPE.decode()}"


def _one_form(name: str) -> str:
    """Names that a disk may take for one (OCF 3.3, 4.2.2)."""
    return normalize("NFC", name).casefold()


def _listed(publication: Publication) -> Iterator[str]:
    """Every file is in the manifest, and every item of the manifest is there (EPUB 3.3, 5.6.1)."""
    there, listed = set(publication.files), set(publication.items)
    own = {"mimetype", publication.package_path}
    remote = {name for name in listed if re.match(r"[a-z]+:", publication.items[name].attrs["href"])}
    for name in sorted(listed - there - remote):
        yield f"the manifest lists {name}, which is not in the archive"
    for name in sorted(there - listed - own):
        if not name.startswith("META-INF/") and not name.endswith("/"):
            yield f"{name} is not in the manifest"


# the package document


def _package(publication: Publication, places: Places) -> Iterator[tuple[str, Pos, str]]:
    configured = places.configured
    if not _identifier(publication.package):
        yield "the EPUB has no identifier", configured.pos("isbn", "uuid"), "write isbn: {ebook: ...} in book.yaml"
    for name, key in (("title", "title"), ("language", "language")):
        if not any(_is(tag, f"dc:{name}") and tag.text.strip() for tag in publication.package):
            yield f"the EPUB has no {name}", configured.pos(key), f"write {key}: ... in book.yaml"
    stamps = [tag.text for tag in publication.package if tag.attrs.get("property") == "dcterms:modified"]
    if len(stamps) != 1 or not _STAMP.fullmatch(stamps[0]):  # EPUB 3.3, 5.5.6: one, in UTC
        yield "the EPUB does not say once when it was last changed", configured.pos("date"), _OUR_FAULT
    for kind, what in (("cover-image", "cover"), ("nav", "table of contents")):
        if not _has_item(publication, kind):
            yield f"the EPUB has no {what}", configured.pos("cover" if kind == "cover-image" else "title"), _OUR_FAULT


def _is(tag: Tag, name: str) -> bool:
    return tag.name == name or tag.name == local(name)


def _identifier(package: tuple[Tag, ...]) -> str:
    """The identifier that the package names as its own (EPUB 3.3, 5.5.3.1)."""
    own = package[0].attrs.get("unique-identifier", "")
    return next((t.text.strip() for t in package if _is(t, "dc:identifier") and t.attrs.get("id") == own), "")


def _has_item(publication: Publication, kind: str) -> bool:
    """Whether a file that is there has this property."""
    return any(
        kind in tag.attrs.get("properties", "").split() and publication.files.get(name)
        for name, tag in publication.items.items()
    )
