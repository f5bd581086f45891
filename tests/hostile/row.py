"""A row of the corpus: a manuscript that someone could send, and what must come of it.

In: what stands in the tables of this folder. Out: a book's folder on disk. A text may hold `{OUT}`, the path of a
folder beside the book that nobody may read, and `{SINK}`, the host and port of a server that nobody may call.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from pictures_made import dot

from pipeline.diagnostics import Code, Severity

CANARY = "CANARIO-9f1c7e"
"""In every file outside the book; in no output."""
OUTSIDE = "outside"
BOOK = "title: Libro\nlanguage: es\nauthor: Autora\ncover: cover.png\n"
BEFORE, AFTER = "# Título\n\nprincipio\n\n", "\n\nfinal\n"
FIRST = BEFORE.count("\n") + 1
"""The line of a row's own text."""
WORD = re.compile(r"palabra\w*|principio|final")
BUILT = "built"
"""In the place of a code: every edition is there with every word, and nothing is said but remarks."""
PLACELESS = frozenset({"RD001", "LM002"})
"""Findings about the book as a whole."""
PLACE = re.compile(r".+:[1-9][0-9]*(:[1-9][0-9]*)?", re.DOTALL)


class Thing(Protocol):
    """Something in a folder that is no plain file."""

    def make(self, place: Path, outside: Path) -> None:
        """Put it there."""


@dataclass(frozen=True)
class Link:
    """A symbolic link; `{OUT}` in its goal is the folder outside."""

    goal: str

    def make(self, place: Path, outside: Path) -> None:
        place.symlink_to(self.goal.replace("{OUT}", str(outside)))


@dataclass(frozen=True)
class Pipe:
    def make(self, place: Path, outside: Path) -> None:
        os.mkfifo(place)


@dataclass(frozen=True)
class Socket:
    def make(self, place: Path, outside: Path) -> None:
        here = Path.cwd()
        os.chdir(place.parent)  # a socket's whole path may have 107 bytes
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(place.name)
        finally:
            os.chdir(here)


@dataclass(frozen=True)
class Folder:
    def make(self, place: Path, outside: Path) -> None:
        place.mkdir()


@dataclass(frozen=True)
class Sparse:
    """A file of so many bytes that takes no room."""

    size: int

    def make(self, place: Path, outside: Path) -> None:
        with place.open("wb") as file:
            file.truncate(self.size)


Content = str | bytes | Thing


@dataclass(frozen=True)
class Row:
    """One row; raises ValueError for one that does not say what must come of it."""

    ident: str
    kind: str
    """Its class."""
    files: Mapping[str, Content]
    code: str
    """The finding that must be there, and nothing graver; or `BUILT`."""
    place: str = ""
    """Where: file, line, and column where that is sure: `a.md:5:1`, `a.md:5`. Empty: a finding about the whole book."""
    words: tuple[str, ...] | None = None
    """The words that must be in each edition in this order; None: those of its chapters that look like `palabra`."""
    gone: tuple[str, ...] = ()
    """What must be in no output."""
    alone: bool = False
    """Whether it cannot be a chapter of a book among others."""
    paper: tuple[str, str] | None = None
    """The finding and its place that come in the place of `code` when it is printed: only paper has an edge."""
    note: str = ""

    def __post_init__(self) -> None:
        if self.code != BUILT and Code.of(self.code) is None:
            raise ValueError(f"{self.ident}: {self.code!r} is no finding: name it, or say BUILT")
        if bool(PLACE.fullmatch(self.place)) == (self.code in {BUILT, *PLACELESS}):
            raise ValueError(f"{self.ident}: {self.code} at {self.place!r}: a finding has a line, a book that is built has none")

    @property
    def printed(self) -> Row:
        """What must come of it when it is printed."""
        return replace(self, code=self.paper[0], place=self.paper[1], paper=None) if self.paper else self

    @property
    def severity(self) -> Severity:
        """The gravest thing that may be said."""
        code = Code.of(self.code)
        return code.severity if code else Severity.REMARK

    @property
    def exit(self) -> int:
        """The exit status."""
        return int(self.severity is Severity.ERROR)

    @property
    def expected_words(self) -> tuple[str, ...]:
        """The words that a built edition must hold."""
        if self.words is not None:
            return self.words
        texts = [self.files[path] for path in sorted(self.files, key=str.casefold) if path.endswith(".md")]
        return tuple(word for text in texts if isinstance(text, str) for word in WORD.findall(text))


@dataclass
class Table:
    """The rows of one class."""

    kind: str
    rows: list[Row] = field(default_factory=list)

    def add(self, files: Mapping[str, Content], code: str = BUILT, place: str = "", **more: object) -> None:
        ident = f"{self.kind}-{len(self.rows) + 1:02}"
        self.rows.append(Row(ident, self.kind, files, code, place, **more))  # type: ignore[arg-type]

    def text(self, payload: str, code: str = BUILT, place: str = "", files: Mapping[str, Content] | None = None,
             **more: object) -> None:  # fmt: skip
        """A chapter with this text between two words that must stay."""
        at = f"a.md:{place}" if place and place[0].isdigit() else place
        self.add({"a.md": BEFORE + payload + AFTER, **(files or {})}, code, at, **more)


def write_row(row: Row, folder: Path, sink: str) -> Path:
    """Make the row's book, and what lies outside it; gives the book's folder."""
    outside, book = folder / OUTSIDE, folder / "book"
    for place in (outside, book):
        place.mkdir(parents=True, exist_ok=True)
    write_secrets(outside)
    files = {"book.yaml": BOOK, "cover.png": dot(), **row.files}
    for path, content in files.items():
        put(book, path, content, outside, sink)
    return book


def write_secrets(outside: Path) -> None:
    """What a leak would bring out: a text, a picture that can be told by its size, a chapter, data."""
    (outside / "secret.txt").write_text(f"{CANARY}\n", encoding="utf-8")
    (outside / "secret.md").write_text(f"# {CANARY}\n\n{CANARY}\n", encoding="utf-8")
    (outside / "secret.json").write_text(f'{{"paths": {{"/{CANARY}": {{"get": {{}}}}}}}}', encoding="utf-8")
    (outside / "secret.yaml").write_text(f"title: {CANARY}\n", encoding="utf-8")
    (outside / "secret.png").write_bytes(dot(SECRET_SIZE))


SECRET_SIZE = (37, 41)


def put(book: Path, path: str, content: Content, outside: Path, sink: str) -> None:
    place = Path(os.fsdecode(os.fsencode(book) + b"/" + path.encode("utf-8", "surrogateescape")))
    place.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    if isinstance(content, bytes):
        place.write_bytes(content.replace(b"{OUT}", os.fsencode(outside)).replace(b"{SINK}", sink.encode()))
    else:
        content.make(place, outside)
