"""Build a row's book, and say what is wrong with what came of it.

In: a row, and its book on disk. Out: complaints; none: the row is as it should be. What is looked for is in the
outputs themselves: the canary's bytes, a picture of the secret's size, an address that a reader would open. Each
look is a function of bytes, so that a planted fault shows that it sees.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
from PIL import Image
from row import BUILT, CANARY, PLACELESS, SECRET_SIZE, Row

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.run import Request, build

SCHEMES = ("http:", "https:", "mailto:", "tel:", "ftp:", "doi:", "urn:", "#")
LONGEST_ON_PAPER = 100
"""Letters; a longer word may go on on the next page, with a running head between."""
SECRETS = (CANARY.encode(), CANARY.encode("utf-16-be"))
GRAVITY = (Severity.REMARK, Severity.WARNING, Severity.ERROR)
LEADS = re.compile(r"""\b(?:src|href|data|action|poster|background|xlink:href)\s*=\s*["']([^"']*)""")
RUNS = re.compile(r"<script|<iframe|<object|<embed|<form|<base\b|<meta http|\son\w+\s*=\s*[\"']|<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """What a build said and made."""

    findings: tuple[tuple[str, str, str], ...]
    """Severity, code and place of each."""
    outputs: tuple[tuple[str, bytes], ...] = ()
    """Edition and bytes."""
    crash: str = ""


def built(book: Path, out: Path, editions: tuple[str, ...]) -> Outcome:
    """Build in this process; an exception is a complaint, and goes no further."""
    try:
        result = build(Request(book, editions, out=out))
        outputs = tuple((made.edition, made.path.read_bytes()) for made in result.outputs)
    except Exception as error:
        return Outcome((), crash=f"{type(error).__name__}: {str(error)[:200]}")
    return Outcome(tuple(map(said, result.report.diagnostics)), outputs)


def said(found: Diagnostic) -> tuple[str, str, str]:
    place = str(found.pos) if found.pos.path else ""
    return str(found.severity), found.code.ident, place


def complaints(row: Row, outcome: Outcome, editions: Iterable[str]) -> Iterator[str]:
    """What is wrong with the outcome."""
    if outcome.crash:
        yield f"crashed: {outcome.crash}"
        return
    row = row.printed if "print" in editions else row
    yield from wrong_findings(row, outcome)
    there = {edition for edition, _ in outcome.outputs}
    for edition in editions:
        if (edition in there) == bool(row.exit):
            yield f"{edition} was {'written' if row.exit else 'not written'}: {outcome.findings[:5]}"
    for edition, data in outcome.outputs:
        yield from (f"{edition}: {fault}" for fault in faults(data, row.gone))
        longest = LONGEST_ON_PAPER if data[:4] == b"%PDF" else None
        words = (word[:longest] for word in row.expected_words)
        yield from (f"{edition}: {fault}" for fault in lost(words, text_of(data)))


def wrong_findings(row: Row, outcome: Outcome) -> Iterator[str]:
    """The finding that must be there, in its place; graver ones; errors without a place."""
    own = [place for _, code, place in outcome.findings if code == row.code]
    if row.code != BUILT and not any(is_at(place, row.place) for place in own):
        yield f"{row.code} is not at {row.place or 'any place'}: {[f[1:] for f in outcome.findings][:8]}"
    for severity, code, place in outcome.findings:
        if severity == "error" and not place and code not in PLACELESS:
            yield f"{code} has no place"
        if GRAVITY.index(Severity(severity)) > GRAVITY.index(row.severity):
            yield f"{severity} that was not expected: {code} at {place}"


def is_at(place: str, wanted: str) -> bool:
    return not wanted or place == wanted or place.startswith(f"{wanted}:")


# what an edition holds


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an EPUB, or the streams and texts of a PDF, unpacked."""
    yield "the file", data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, part in enumerate(pdf.objects):
            if isinstance(part, pikepdf.Stream) and "/Image" not in str(part.get("/Subtype", "")):
                yield f"object {number}", part.read_bytes()
            elif not isinstance(part, pikepdf.Stream):
                yield f"object {number}", part.unparse(resolved=False) if isinstance(part, pikepdf.Object) else b""


def faults(data: bytes, gone: Iterable[str] = ()) -> Iterator[str]:
    """What an edition may not hold, wherever it comes from."""
    yield from secrets(data)
    for name, part in parts(data):
        yield from (f"{name} holds {word.encode()!r}" for word in gone if word.encode() in part)
        if name.endswith((".xhtml", ".opf", ".ncx", ".svg")):
            yield from (f"{name} {fault}" for fault in markup_faults(part))
    if data[:4] == b"%PDF":
        yield from pdf_faults(data)


def secrets(data: bytes) -> Iterator[str]:
    """What an edition holds of the folder beside the book."""
    for name, part in parts(data):
        yield from (f"{name} holds {word!r}" for word in SECRETS if word in part)
    with suppress(ElementTree.ParseError):  # which `markup_faults` tells
        shown = squeezed(CANARY) in text_of(data)
        yield from [f"shows {CANARY}"] if shown else []
    sizes = [size for size in pictures_in(data) if size == SECRET_SIZE]
    yield from (f"holds the picture from outside, {size}" for size in sizes)


def leaks(outcome: Outcome) -> Iterator[str]:
    """What has got out: all that one wall must see to when the other is gone."""
    for edition, data in outcome.outputs:
        yield from (f"{edition}: {secret}" for secret in secrets(data))


def markup_faults(data: bytes) -> Iterator[str]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield f"is not well-formed: {error}"
        return
    text = data.decode("utf-8")
    if found := RUNS.search(text):
        yield f"holds {found[0]!r}"
    for tag in root.iter():
        for name, value in tag.attrib.items():
            if name.rpartition("}")[2] in {"src", "href", "data", "poster"} and leads_out(tag.tag, value):
                yield f"holds {name}={value[:60]!r}"


def leads_out(tag: str, value: str) -> bool:
    """Whether opening the page would open this, or a reader who follows it would get more than a page."""
    scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", value)
    if value.startswith("//"):
        return True
    if scheme is None:
        return False
    follows = tag.rpartition("}")[2] in {"a", "reference"}
    allowed = SCHEMES if follows else ("data:image/png", "data:image/jpeg")
    return not value.lower().startswith(allowed)


def pdf_faults(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for part in pdf.objects:
            if not isinstance(part, pikepdf.Dictionary):
                continue
            for name in ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EF", "/AA", "/GoToR", "/SubmitForm"):
                if name in part or part.get("/S") == pikepdf.Name(name):
                    yield f"holds {name}"
            if "/URI" in part and not str(part["/URI"]).lower().startswith(SCHEMES):
                yield f"holds the address {str(part['/URI'])[:60]!r}"


def pictures_in(data: bytes) -> Iterator[tuple[int, int]]:
    """The sizes of the pictures of an edition."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.endswith((".png", ".jpg", ".gif", ".webp")):
                    with Image.open(io.BytesIO(archive.read(name))) as image:
                        yield image.size
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for part in pdf.objects:
            if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == pikepdf.Name("/Image"):
                yield int(part["/Width"]), int(part["/Height"])


# words


def text_of(data: bytes) -> str:
    """The words of an edition in reading order, without white space: a line may break a word anywhere."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = ElementTree.fromstring(archive.read("EPUB/content.opf"))
            items = {item.get("id"): item.get("href") for item in package.iter("{http://www.idpf.org/2007/opf}item")}
            order = [items[ref.get("idref")] for ref in package.iter("{http://www.idpf.org/2007/opf}itemref")]
            return squeezed("".join(page_text(archive.read(f"EPUB/{href}")) for href in order))
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()
    return squeezed("".join(pages))


def page_text(data: bytes) -> str:
    return "".join(ElementTree.fromstring(data).itertext())


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u2010\ufffe\x02-]+", "", text)


def lost(words: Iterable[str], text: str) -> Iterator[str]:
    """The words that are not there, or not in this order."""
    at = 0
    for word in map(squeezed, words):
        found = text.find(word, at)
        if found < 0:
            yield f"lost {word!r}"
            continue
        at = found + len(word)
