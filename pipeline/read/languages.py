"""Which of a site's files speak the book's language, and where they stand on the site.

In: the folder's files, and what the site says of its languages. Out: each page's place: its path below the content
folder without the mark of its language (`docs/rain.es.md` and `content/es/docs/rain.md` are both `docs/rain.md`).
As in Hugo the mark of a file's name goes before the folder that it lies in.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..model import Config
from .pages import bundles_of, is_resource


@dataclass(slots=True)
class Shelf:
    """The pages of one language."""

    pages: dict[str, str] = field(default_factory=dict)
    """Place -> path."""
    others: dict[str, str] = field(default_factory=dict)
    """The path of a page of another language -> why it is not in this book."""
    doubles: dict[str, str] = field(default_factory=dict)
    """The path of a page whose place another has taken -> that other's path."""
    start: str = ""
    """The place of the section that is the book."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    path: str
    place: str
    code: str
    marked: bool


def shelved(files: Iterable[str], config: Config) -> Shelf:
    """The pages of the book's language among these files."""
    leaves = tuple(_leaves(files, config))
    bundles = bundles_of(leaf.place for leaf in leaves)
    home = _home(config.content, _folders(config)) or ""
    shelf = Shelf(start=config.content[len(home) :].lstrip("/") if config.hugo else "")
    # Hugo: of `rain.md` and `rain.en.md`, both English, the marked one counts
    for leaf in sorted(leaves, key=lambda leaf: not leaf.marked):
        if is_resource(leaf.place, bundles):
            continue
        if leaf.code != config.site_language:
            shelf.others[leaf.path] = f"it is in another language ({leaf.code})"
        elif leaf.place in shelf.pages:
            shelf.doubles[leaf.path] = shelf.pages[leaf.place]
        else:
            shelf.pages[leaf.place] = leaf.path
    return shelf


def _leaves(files: Iterable[str], config: Config) -> Iterator[_Leaf]:
    folders = _folders(config)
    for path in files:
        home = _home(path, folders)
        if home is None:
            continue
        place = path[len(home) :].lstrip("/")
        bare, extension = posixpath.splitext(place)
        name, _, mark = posixpath.basename(bare).rpartition(".")
        marked = bool(name) and mark.lower() in config.languages
        code = mark.lower() if marked else folders[home]
        yield _Leaf(path, bare[: -len(mark) - 1] + extension if marked else place, code, marked)


def _folders(config: Config) -> dict[str, str]:
    """The folders that hold pages, each with the language of what has no mark."""
    made: dict[str, str] = {}
    for code, folder in config.languages.items():
        made.setdefault(folder, code)
    if not config.hugo or _home(config.content, made) is None:
        return {config.content: config.site_language}
    return made


def _home(path: str, folders: Iterable[str]) -> str | None:
    """The innermost of the folders that hold this path: a language's folder may lie in another's."""
    holding = [folder for folder in folders if not folder or path == folder or path.startswith(folder + "/")]
    return max(holding, key=len, default=None)
