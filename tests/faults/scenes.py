"""What is at work when a fault comes: a tiny book in two forms, and a command that writes.

In: the name of a scene. Out: its book and its command line. Each scene brings other rooms onto the disk.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

COLD, DRY = "cold", "dry"
"""The word in which the two forms differ."""
ABOUT = "title: Rain\nauthor: Ada\nlanguage: en\n"
TEXT = "# Rain\n\nThe type in the cases went {}.\n"
SENTENCE = "La lluvia cae sobre los tejados de la ciudad y nadie sale a la calle hasta que escampa del todo, {}. "
LOOSE = "# Rain\n\n" + "\n\n".join(SENTENCE * 5 + "Y " * count + "ya." for count in range(4)) + "\n"
"""Paragraphs, some of which end in a scrap of a line."""
TRADE = "isbn: {ebook: 978-0-306-40615-7, print: 978-0-306-40616-4}\n"
Files = Mapping[str, str]
EDITION = r"build/[a-z]+/[^.][^/]*"
"""An output in its folder."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A book and a command; `{}` in a file is the word in which the forms differ."""

    words: tuple[str, ...]
    """The command; the book's folder goes behind its name."""
    files: Files = field(default_factory=lambda: {"book.yaml": ABOUT, "1.md": TEXT})
    writes: str = EDITION
    """The files that are switched together, as an expression."""

    def write(self, folder: Path, word: str) -> None:
        """Put the book there; what it has of its own stays."""
        folder.mkdir(exist_ok=True)
        for name, text in self.files.items():
            (folder / name).write_text(text.replace("{}", word), encoding="utf-8")

    def command(self, folder: Path) -> list[str]:
        name, *words = self.words
        return [sys.executable, "-B", "-m", "pipeline", name, str(folder), *words]

    def outputs(self, folder: Path) -> dict[str, bytes]:
        """Every file that the command is for."""
        return {name: (folder / name).read_bytes() for name in _files(folder) if re.fullmatch(self.writes, name)}

    def left_over(self, folder: Path) -> list[str]:
        """Whatever is neither the book, nor an output, nor the lock, nor a whole entry of the cache."""
        known = re.compile(rf"build/(\.lock|\.cache/(put|[0-9a-f]{{2}}/[0-9a-f]+))|{EDITION}|{self.writes}")
        return [name for name in _files(folder) if not (name in self.files or known.fullmatch(name))]


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


ROOMS = {
    "book.yaml": ABOUT + TRADE + "target: press-5x8\nebook: {store: [generic, kepub]}\n",
    "1.md": TEXT + "\n![A roof](roof.svg)\n",
    "roof.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9L4 0L9 9z"/></svg>',
}
MENDED = {"book.yaml": ABOUT.replace("en", "es") + "print: {lines: engine}\n", "1.md": LOOSE}
COVERED = {**ROOMS, "book.yaml": ROOMS["book.yaml"] + "subtitle: So {}\n"}
RELEASED = {"book.yaml": ABOUT, "1.md": TEXT + "\n## So {}\n\nIt was {}.\n"}
CHECK = ("check", "--release", "--accept", "--without", "ace", "--without", "epubcheck", "-j", "1")
SCENES = {
    "build": Scene(("build", "-e", "ebook", "-e", "print", "-j", "1")),
    "rooms": Scene(("build", "-e", "ebook", "-e", "print", "-e", "reading", "-e", "proof", "-j", "1"), ROOMS),
    "pack": Scene(("proof", "--pack", "-j", "1")),
    "cover": Scene(("cover", "--spine", "5mm", "-j", "1"), COVERED),
    "pages": Scene(("pages", "--mend", "-j", "1"), MENDED, "pages.lock"),
    "release": Scene(CHECK, RELEASED, "release.lock"),
}
"""The plain one first; then stores, targets, page list, reading PDF and proofs; then each command that writes a set."""
