"""An EPUB as it will be read: its entries, its package document, and each page's tags with their places.

In: the bytes of an EPUB. Out: a `Publication`. It is read as it stands, by nothing that mends it: what is not
well-formed ends where the fault is, for a validator to tell. Not its business: where the manuscript said it (`places`).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote
from xml.parsers import expat

from ..nodes import BLOCKS, NOWHERE, Pos

CONTAINER = "META-INF/container.xml"
PAGES = (".xhtml", ".html", ".htm")
DRAWINGS = (".svg",)


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of a file, by its start tag."""

    name: str
    """As it is written, its prefix included."""
    attrs: Mapping[str, str]
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    path: tuple[int, ...]
    """Its number among its siblings at each depth, counted from 1: (2, 1) is the first element in the second."""
    text: str
    """The words in it, those of two blocks apart."""
    start: int
    """Where they begin among the file's."""
    pos: Pos = NOWHERE
    """Where the manuscript says it; NOWHERE: not known."""


@dataclass(slots=True)
class _Reading:
    """One pass over a file."""

    where: expat.XMLParserType
    begun: list[tuple[str, Mapping[str, str], int, int, tuple[int, ...], int]] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    counts: list[int] = field(default_factory=lambda: [0])
    open: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    length: int = 0

    def start(self, name: str, attrs: Mapping[str, str]) -> None:
        self.part(name)
        self.counts[-1] += 1
        line, column = self.where.CurrentLineNumber, self.where.CurrentColumnNumber + 1
        self.open.append(len(self.begun))
        self.begun.append((name, attrs, line, column, tuple(self.counts), self.length))
        self.counts.append(0)

    def end(self, name: str) -> None:
        self.counts.pop()
        self.ends[self.open.pop()] = self.length
        self.part(name)

    def part(self, name: str) -> None:
        if name in BLOCKS:
            self.characters(" ")

    def characters(self, text: str) -> None:
        self.words.append(text)
        self.length += len(text)

    def tags(self) -> tuple[Tag, ...]:
        text = "".join(self.words)
        return tuple(
            Tag(name, attrs, line, column, path, text[start : self.ends.get(number, self.length)], start)
            for number, (name, attrs, line, column, path, start) in enumerate(self.begun)
        )


def tags_of(data: bytes) -> tuple[Tag, ...]:
    """The elements of an XML file in their order; up to the first fault where it is not well-formed."""
    parser = expat.ParserCreate()
    reading = _Reading(parser)
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.characters
    with suppress(expat.ExpatError):  # a validator says it, with its place
        parser.Parse(data, True)
    return reading.tags()


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


@dataclass(frozen=True)
class Publication:
    """An EPUB, opened."""

    data: bytes = field(repr=False)

    @cached_property
    def entries(self) -> tuple[zipfile.ZipInfo, ...]:
        """Its entries in their order; none where it is no archive."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return tuple(archive.infolist())
        except zipfile.BadZipFile:
            return ()

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Each entry's content by its name; none where the archive is damaged."""
        if not self.entries:
            return {}
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return {entry.filename: archive.read(entry) for entry in self.entries}
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
            return {}

    @cached_property
    def tags(self) -> Mapping[str, tuple[Tag, ...]]:
        """The elements of each page and each drawing, by the entry's name."""
        return {name: tags_of(data) for name, data in self.files.items() if name.endswith((*PAGES, *DRAWINGS))}

    @cached_property
    def package_path(self) -> str:
        """The package document's name (OCF 3.3, 4.2.6.3.1); empty where the container names none."""
        roots = (tag for tag in tags_of(self.files.get(CONTAINER, b"")) if local(tag.name) == "rootfile")
        return next((tag.attrs.get("full-path", "") for tag in roots), "")

    @cached_property
    def package(self) -> tuple[Tag, ...]:
        """The package document's elements."""
        return tags_of(self.files.get(self.package_path, b""))

    def resolved(self, href: str, base: str = "") -> str:
        """The entry that an address in `base` (the package document, where it is empty) leads to."""
        folder = posixpath.dirname(base or self.package_path)
        return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))

    @cached_property
    def items(self) -> Mapping[str, Tag]:
        """The manifest: each entry's `item`."""
        items = (tag for tag in self.package if local(tag.name) == "item" and tag.attrs.get("href"))
        return {self.resolved(tag.attrs["href"]): tag for tag in items}

    @property
    def resources(self) -> Mapping[str, bytes]:
        """What the manifest lists and the archive holds."""
        return {name: self.files[name] for name in self.items if name in self.files}
