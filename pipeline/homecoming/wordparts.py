"""The XML of a stranger's DOCX, read with care: no entities, no depth, no size beyond any book's.

In: a DOCX's bytes. Out: the parts that hold words, as trees. Raises BookError for what is no DOCX, or too much.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat

from ..diagnostics import BookError, Code

LARGEST_PART = 128 * 1024 * 1024
"""Bytes of XML, unpacked: twenty times that of the longest novel."""
MOST_PARTS = 20_000
DEEPEST = 200

Xml: TypeAlias = ElementTree.Element


def word_parts(data: bytes, name: str) -> dict[str, Xml]:
    """The parts of a DOCX that hold words."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _wanted(archive, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        hint = "open it in the word processor and save it again as .docx"
        raise BookError(Code.NOTES_UNREADABLE, f"{name} is damaged: {error}", hint=hint) from None


def _wanted(archive: zipfile.ZipFile, name: str) -> dict[str, Xml]:
    wanted = {f"word/{part}.xml" for part in "document footnotes endnotes comments commentsExtended".split()}
    entries = {entry.filename: entry for entry in archive.infolist()}
    if len(entries) > MOST_PARTS:
        raise BookError(Code.NOTES_TOO_LARGE, f"{name} holds {len(entries)} files", hint="no book's DOCX has so many")
    if "word/document.xml" not in entries:
        hint = "give the DOCX that `galerada export --docx` made, or a PDF with comments"
        raise BookError(Code.NOTES_UNREADABLE, f"{name} is an archive, and no DOCX", hint=hint)
    return {path: _parsed(_unpacked(archive, entries[path], name), name) for path in sorted(wanted & set(entries))}


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The part; what says less than it holds is stopped as well."""
    with archive.open(entry) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        message = f"{name}: {entry.filename} unpacks to more than {LARGEST_PART >> 20} MiB"
        raise BookError(Code.NOTES_TOO_LARGE, message, hint="no book's text is so long: ask for another file")
    return data


def _parsed(data: bytes, name: str) -> Xml:
    """The tree; a document type is refused, and so is too deep a nesting."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError(f"its elements stand deeper than {DEEPEST} in one another")
        builder.start(_named(tag), {_named(key): value for key, value in attrs.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(tag))

    def declared(*_: object) -> None:
        raise ValueError("it has a document type, which no DOCX has")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = declared
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        hint = "open it in the word processor and save it again as .docx"
        raise BookError(Code.NOTES_UNREADABLE, f"{name} cannot be read: {error}", hint=hint) from None
    return builder.close()


def _named(name: str) -> str:
    return "{" + name if "}" in name else name
