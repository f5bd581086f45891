"""Specimens: tiny manuscripts and what a stage makes of them, in the format of markdown-it-py's fixtures.

    a title, which may end in [--draft]
    .
    the manuscript
    .
    what is expected
    .

The manuscript is the file `a.md`, or several files, each begun by a line `=== path`. After the path may stand, in
brackets, how its bytes are made: an encoding (`[windows-1252]`, `[utf-16]`, `[utf-8-sig]`), `[crlf]`, `[escaped]`
(`\\x00` and the like are characters), `[bytes]` (they are bytes), `[empty]`, `[picture JPEG 40x20 exif=6 gps cmyk]`.
Without a `book.yaml` the book is called Libro, speaks Spanish and is by Autora; a `book.yaml` that leaves one of these
out is given it at its end, unless it is `[as it is]`; `=== no book.yaml` has none.

What is expected is each chapter after the stage, a block of it on each line, then every finding as
`path:line:col CODE`. A finding more fails the specimen, and a finding less.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from pipeline.diagnostics import BookError, Diagnostic
from pipeline.model import Book, Chapter
from pipeline.nodes import NOWHERE, Element, Node, Shortcode, Text, is_blank, rewrite
from pipeline.run import Request, Result, resolved
from pipeline.write.xhtml import serialise

FILE = re.compile(r"=== (?P<path>\S.*?)(?: \[(?P<how>[^\]]+)\])?")
BOOK = {"title": "Libro", "language": "es", "author": "Autora"}
MADE = {
    "titles": frozenset({"half-title", "title-page", "copyright-page"}),
    "contents": frozenset({"contents"}),
    "own": frozenset({"title-page", "contents"}),
}
"""The pages that Galerada makes are shown by the specimens of the stage that makes them."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """One case of a file of cases."""

    title: str
    given: str
    expected: str
    line: int
    """Where its title stands, so that a failure leads there."""

    @property
    def draft(self) -> bool:
        return self.title.endswith("[--draft]")


def specimens(text: str) -> tuple[Specimen, ...]:
    """The cases of a file; raises ValueError where the file is not in the format."""
    lines = text.split("\n")
    dots = [number for number, line in enumerate(lines) if line == "."]
    if len(dots) % 3:
        raise ValueError(f"{len(dots)} lines of a single point: each specimen has three")
    made = []
    for first, second, third in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        title = lines[first - 1].strip() if first else ""
        if not title:
            raise ValueError(f"line {first + 1}: a specimen without a title on the line before it")
        given, expected = "\n".join(lines[first + 1 : second]), "\n".join(lines[second + 1 : third])
        made.append(Specimen(title, given, expected, first))
    titles = [specimen.title for specimen in made]
    for title in titles:
        if titles.count(title) > 1:
            raise ValueError(f"two specimens are called '{title}'")
    return tuple(made)


# the manuscript's files


def write_files(given: str, folder: Path) -> None:
    """Put the files of a specimen into a folder."""
    files = dict(_files(given))
    if "no book.yaml" not in files:
        how, lines = files.get("book.yaml", ("", []))
        files["book.yaml"] = (how, lines if how == "as it is" else _with_defaults(lines))
    files.pop("no book.yaml", None)
    for path, (how, content) in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if how == "pipe":
            os.mkfifo(place)
        elif how.startswith("link "):
            place.symlink_to(how.removeprefix("link "))
        else:
            place.write_bytes(_bytes(how, "\n".join([*content, ""])))


def _files(given: str) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    path, how, lines = "a.md", "", []
    for line in given.split("\n"):
        if begun := FILE.fullmatch(line):
            if lines or path != "a.md":
                yield path, (how, lines)
            path, how, lines = begun["path"], begun["how"] or "", []
        else:
            lines.append(line)
    yield path, (how, lines)


def _with_defaults(lines: list[str]) -> list[str]:
    there = {line.partition(":")[0] for line in lines} | ({"author"} if "contributors:" in lines else set())
    return [*lines, *(f"{key}: {value}" for key, value in BOOK.items() if key not in there)]


def _bytes(how: str, text: str) -> bytes:
    match how.split():
        case ["picture", kind, size, *marks]:
            return picture(kind, size, marks)
        case ["crlf"]:
            return text.replace("\n", "\r\n").encode()
        case ["escaped"]:
            return _unescaped(text).encode()
        case ["bytes"]:
            return _unescaped(text.removesuffix("\n")).encode("latin-1")
        case ["empty"]:
            return b""
        case ["as", "it", "is"] | []:
            return text.encode()
        case [encoding]:
            return text.encode(encoding)
    raise ValueError(f"nothing makes bytes by [{how}]")


def _unescaped(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")


def picture(kind: str, size: str, marks: Iterable[str] = ()) -> bytes:
    """A picture of a kind and size ("JPEG", "40x20"); `exif=6` turns it, `gps` says where it was taken."""
    width, _, height = size.partition("x")
    image = Image.new("RGB", (int(width), int(height)), (200, 30, 30))
    exif = Image.Exif()
    for mark in marks:
        if mark.startswith("exif="):
            exif[0x0112] = int(mark.removeprefix("exif="))
        if mark == "cmyk":
            image = image.convert("CMYK")
        if mark == "gps":
            exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    more = [image.transpose(Image.Transpose.FLIP_TOP_BOTTOM), image] if "moves" in marks else []
    if more:
        more[0].paste((0, 0, 0), (0, 0, 2, 2))
    image.save(out, kind, exif=exif, **({"save_all": True, "append_images": more} if more else {}))
    return out.getvalue()


# what a stage makes of it


def outcome(given: str, folder: Path, stage: str, draft: bool = False) -> str:
    """The book of these files after a stage, and its findings, as a specimen expects them."""
    book, findings = after(given, folder, stage, draft)
    shown = list(_chapters(book, stage)) if book else []
    return "\n".join([*shown, *lines_of(findings)])


def after(given: str, folder: Path, stage: str, draft: bool = False) -> tuple[Book | None, tuple[Diagnostic, ...]]:
    """The book after a stage, None where there is none, and the findings."""
    write_files(given, folder)
    result = Result()
    try:
        book, _ = resolved(Request(folder, draft=draft), result, last=stage)
    except BookError as error:
        return None, (*result.report.diagnostics, error.diagnostic)
    return book, result.report.diagnostics


def lines_of(findings: Iterable[Diagnostic]) -> list[str]:
    """Findings as `path:line:col CODE`, by place; one without a place begins with a hyphen."""
    ordered = sorted(findings, key=lambda found: (found.pos.path, found.pos.line, found.pos.column, found.code.ident))
    return [f"{found.pos if found.pos != NOWHERE else '-'} {found.code.ident}" for found in ordered]


def _chapters(book: Book, stage: str) -> Iterator[str]:
    made = frozenset().union(*MADE.values())
    wanted = [c for c in book.chapters if c.source is None and c.role in MADE.get(stage, ())] or [
        c for c in book.chapters if c.source is not None or c.role not in made
    ]
    for chapter in wanted:
        if len(wanted) > 1:
            yield f"== {chapter.key}"
        yield from _chapter(chapter)


def _chapter(chapter: Chapter) -> Iterator[str]:
    facts = {
        "ordinal": chapter.ordinal,
        "number": chapter.number,
        "role": "" if chapter.role == "chapter" else chapter.role,
        "part": chapter.part if chapter.role != "part" else "",
    }
    said = " ".join(f"{name}={value}" for name, value in facts.items() if value)
    if chapter.title or chapter.heading or said:
        title = serialise(readable(chapter.shown_title))
        yield " ".join(filter(None, ("#", title, f"{{{said}}}" if said else "")))
    yield from shown(chapter.body)


def shown(body: Iterable[Node]) -> Iterator[str]:
    """A body as lines: each of its blocks is one; running text stays together."""
    run: list[Node] = []
    for node in readable(body):
        if isinstance(node, Text) and is_blank(node):
            run += [node] if run else []
            continue
        if isinstance(node, Text) or node.tag in {"span", "a", "em", "strong", "img", "br"}:
            run.append(node)
            continue
        yield from _run(run)
        run = []
        yield serialise((node,))
    yield from _run(run)


def _run(run: list[Node]) -> Iterator[str]:
    text = serialise(run).strip()
    if text:
        yield text


def readable(body: Iterable[Node]) -> tuple[Node, ...]:
    """The tree with shortcodes that are not resolved as elements called by their names."""

    def change(node: Node) -> Node:
        if isinstance(node, Shortcode):
            args = tuple((arg.name or str(place), arg.text) for place, arg in enumerate(node.args))
            if not node.source:  # a GitHub alert: its title is no argument
                args += tuple((name, serialise(title)) for name, title in node.rich)
            form = "" if node.block else "~"
            return Element(f"{form}{{{node.name}}}", args, node.children)
        if isinstance(node, Element) and node.templated:
            values = {name: "".join(p if isinstance(p, str) else p.source for p in ps) for name, ps in node.templated}
            return replace(node, templated=()).set_all(dict(values))
        return node

    return rewrite(tuple(body), change)
