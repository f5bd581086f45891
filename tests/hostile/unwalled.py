"""Galerada with a wall taken away: what is left must hold alone. `python tests/hostile/unwalled.py WALLS build BOOK ...`.

In: which walls stand, and a command line. Out: what `galerada` does then.

`gate`: what comes in is sifted, and there is no jail: neither the children nor the renderer of diagrams are confined.
`jail`: `--untrusted`, and no gate: a path leads wherever it leads, links are followed, an address is fetched, raw HTML
and SVG stay as they are, and the layout engine fetches for itself.
`none`: neither. Everything gets out: the proof that what the others keep in could be got at.
"""

from __future__ import annotations

import itertools
import os
import posixpath
import re
import stat
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline import cli, folder, journeyman, pictures, run
from pipeline.config import forms
from pipeline.drawing import diagrams
from pipeline.read.markdown import rawhtml
from pipeline.shortcodes import media, openapi
from pipeline.stages import assets, banners

ADDRESS = re.compile(r"(?:https?|ftp|file):|//", re.IGNORECASE)
NOTHING = re.compile("(?!)")
MOST = 32 * 1024**2
"""Bytes of one file: a device gives them for ever, and neither wall is there to end that."""
FILES = 1_000
"""Files of a folder, which a link may lead round in a circle."""
MADE_BY = run
"""What a build imports, which a process that is forked from this one need not import again."""
WAIT = 5.0
"""Seconds for an answer."""


def main(walls: str, words: list[str]) -> None:
    """Run the command."""
    if walls in {"gate", "none"}:
        without_jail()
    if walls in {"jail", "none"}:
        without_gate(Path(words[1]).resolve())
    sys.argv[1:] = [*words, *(["--untrusted"] if walls in {"jail", "both"} else [])]
    cli.main()


def without_jail() -> None:
    """Nothing is confined."""
    journeyman.MAIN = in_child("from pipeline import bench; bench.confine = lambda *_, **__: None")
    diagrams.WORKER = Path(__file__).with_name("unjailed_diagram.py")


def in_child(first: str) -> str:
    """What a child runs, with something before its work."""
    begin, found, rest = journeyman.MAIN.rpartition("main(int")
    assert found
    return f"{begin}exec({first!r}); {found}{rest}"


# no gate


def without_gate(root: Path) -> None:
    """Each door that a manuscript has to pass stands open."""
    own: Any = folder.Folder
    own.read, own.exists, own.holds, own._walk = read, exists, exists, walk
    doors: tuple[Any, ...] = (assets, banners, media)
    for module in doors:
        module.find = find
    readers: tuple[Any, ...] = (media, openapi)
    for reader in readers:
        reader.REMOTE = NOTHING
    for form in (forms.PATH, forms.SLUG):
        object.__setattr__(form, "read", str)
    open_markup()
    journeyman.MAIN = in_child(CHILD.format(root=str(root)))


def open_markup() -> None:
    """Elements, attributes and drawings stay as they are."""
    raw: Any = rawhtml
    raw.RawHtml._is_allowed = lambda *_: True
    raw.RawHtml._may_have = lambda *_: True
    raw.EMBEDDED = raw.SWALLOWED = frozenset()
    assets._is_remote = lambda _: False  # type: ignore[assignment]
    pictures.sifted = lambda data, _: (ElementTree.fromstring(data), data, 1)  # type: ignore[assignment]


def find(written: str, chapter: str, _: object, there: Any) -> tuple[str | None, tuple[str, ...]]:
    """Where a thing that is named lies: wherever its name leads."""
    tried = [written] if ADDRESS.match(written) else [
        posixpath.join(posixpath.dirname(chapter), name) for name in (written, unquote(written), unquote(unquote(written)))
    ]  # fmt: skip
    return next((place for place in tried if there(place)), None), tuple(tried)


def read(self: folder.Folder, path: str, limits: object = None, key: str = "") -> bytes:
    """The bytes of whatever it is."""
    try:
        if ADDRESS.match(path):
            address = f"http:{path}" if path.startswith("//") else path
            with urllib.request.urlopen(address, timeout=WAIT) as answer:
                return bytes(answer.read(MOST))
        if not exists(self, path):
            raise OSError(path)
        with (self.root / path).open("rb") as file:
            return file.read(MOST)
    except (OSError, ValueError) as error:
        raise folder._unreadable(path, OSError(0, str(error))) from None


def exists(self: folder.Folder, path: str) -> bool:
    """Whether there is something to read; a pipe is left alone, for nobody writes to it."""
    try:
        return bool(ADDRESS.match(path)) or not stat.S_ISFIFO((self.root / path).stat().st_mode)
    except (OSError, ValueError):
        return False


def walk(self: folder.Folder, *_: object) -> Iterator[str]:
    """Every file, behind links too."""
    return itertools.islice(_walked(self), FILES)


def _walked(self: folder.Folder) -> Iterator[str]:
    for place, folders, names in os.walk(self.root, followlinks=True):
        folders[:] = [name for name in folders if name not in folder.NOT_OURS]
        yield from (str((Path(place) / name).relative_to(self.root)) for name in names)


CHILD = """
from pipeline.write.paged import engine
closed = engine._fetcher
def opened(*shelves):
    from weasyprint.urls import URLFetcher
    own = closed(*shelves)
    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            try:
                return own.fetch(url)
            except ValueError:
                path = url.removeprefix("book:///")
                return super().fetch(url if path == url else "file://{root}/" + path, headers)
    return Fetcher()
engine._fetcher = opened
"""
"""The layout engine fetches what its shelves do not hold."""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
