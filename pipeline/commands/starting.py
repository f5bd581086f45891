"""How a book begins: `galerada init FOLDER`, or `galerada init --from-hugo SITE`.

In: a folder. Out: the files of a small book that builds as it is; or one file, a Hugo site's book.yaml, whose comments
say where each value came from. Nothing that is there is touched. Not its business: what a key of book.yaml means.
"""

from __future__ import annotations

import json
import posixpath
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..catalogue import SHORTCODES, Grammar, Inner
from ..config import load, title_of_folder
from ..config.language import language_tag
from ..config.loading import FILES
from ..diagnostics import BookError, Code, Report
from ..finding import find
from ..folder import Folder
from ..model import Book, Chapter, Config, Source
from ..nodes import Pos
from ..read.shortcode_syntax import Tag, scan
from ..run import Request, Result, resolved

LANGUAGES = ("es", "en")
"""Those in which there is a text to begin with."""
SHELVES = ("static/", "assets/")


# a new book


def new_book(folder: Path, language: str) -> Iterator[str]:
    """A book to go on with, in an empty folder or a new one; raises BookError and writes nothing when it is neither."""
    tag = _language(language)
    _demand_empty(folder)
    title = title_of_folder(folder.resolve().name)
    values = {"title": json.dumps(title, ensure_ascii=False), "language": tag, "uuid": str(uuid.uuid4())}
    yield f"a new book, '{title}', in {folder}:"
    for path, data in _skeleton(tag.partition("-")[0], values):
        _create(folder / path, data)
        yield f"  {path}"
    yield f"Your name goes into {folder / 'book.yaml'}, your text into {folder / 'chapters'}. To build it:"
    yield f"  galerada build {_argument(folder)}"


def _language(written: str) -> str:
    try:
        tag = language_tag(written)
    except ValueError as error:
        raise BookError(Code.CONFIG_BAD_VALUE, f"'{written}' is no language tag", hint=str(error)) from None
    if tag.partition("-")[0] not in LANGUAGES:
        hint = f"take --language {' or '.join(LANGUAGES)}, and write language: {tag} in book.yaml afterwards"
        raise BookError(Code.CONFIG_BAD_VALUE, f"there is no text to begin with in '{tag}'", hint=hint)
    return tag


def _demand_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise BookError(Code.NOT_WRITTEN, f"{folder} is a file", hint="give a folder that is empty, or not there yet")
    there = sorted(entry.name for entry in folder.iterdir() if entry.name != ".git") if folder.exists() else []
    if there:
        message = f"the folder {folder} is not empty: it holds {there[0]}"
        hint = "give one that is; a folder of chapters needs no init: `galerada build FOLDER`"
        raise BookError(Code.NOT_WRITTEN, message, hint=hint)


def _skeleton(language: str, values: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The paths and bytes of the sample, book.yaml first."""
    root = files("pipeline.commands") / "skeleton"
    found = [*_files(root / language, ""), *_files(root / "both", "")]
    for path, file in sorted(found, key=lambda pair: (pair[0] != "book.yaml", pair[0])):
        data = file.read_bytes()
        if path == "book.yaml":
            filled = re.sub(r"@(\w+)@", lambda name: values[name[1]], data.decode("utf-8"))
            data = filled.encode("utf-8")
        yield path.replace("gitignore", ".gitignore"), data


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        inside = posixpath.join(path, entry.name)
        if entry.is_dir():
            yield from _files(entry, inside)
        else:
            yield inside, entry


def _create(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise BookError(Code.NOT_WRITTEN, f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None


def _argument(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text


# a site that is there


@dataclass(frozen=True, slots=True)
class _Banners:
    """The chapters' pictures that are not where their front matter says."""

    aliases: Mapping[str, str]
    """Prefix -> folder: where they seem to be."""
    lost: tuple[str, ...]
    """Those that are nowhere."""
    found: int


def adopt_site(site: Path) -> Iterator[str]:
    """A book.yaml for a Hugo site; raises BookError when there is one, or when this is no site."""
    folder = Folder(site)
    config = _site(site, folder)
    book, _ = resolved(Request(site), Result(), last="read")
    banners, unknown = _banners(book, folder), _unknown(book)
    text = "\n".join(_book_yaml(book, config, banners, unknown)) + "\n"
    _create(site / FILES[0], text.encode("utf-8"))
    yield f"a Hugo site: {config.path}"
    yield from (f"  {line}" for line in _found(book, banners, unknown))
    yield f"wrote {site / FILES[0]}, and nothing else. To see what there is to mend:"
    yield f"  galerada check {_argument(site)}"


def _site(site: Path, folder: Folder) -> Config:
    """What the site says of itself; its folder's name has no say."""
    if not site.is_dir():
        raise BookError(Code.NO_BOOK, f"the folder {site} is not there", hint="give the folder that holds hugo.toml")
    for name in FILES:
        if folder.exists(name):
            hint = f"it is a book already: `galerada check {_argument(site)}`; or move the file away first"
            raise BookError(Code.NOT_WRITTEN, f"{site / name} is there already", hint=hint)
    config = load(folder.read, folder.exists, Report(), "")
    if not config.hugo:
        hint = "give the folder that holds hugo.toml; a plain folder of chapters needs no book.yaml: `galerada build`"
        raise BookError(Code.NO_BOOK, f"no Hugo configuration in {site}", hint=hint)
    return config


def _book_yaml(book: Book, site: Config, banners: _Banners, unknown: Counter[str]) -> Iterator[str]:
    config, path = book.config, site.path
    yield f"# What Galerada found in {path} and in the chapters. Change it freely: it goes before what the site says."
    yield _entry("title", config.title, path if config.title == site.title else "the folder's name")
    yield _entry("language", config.language, path if site.language else "guessed from the chapters' words")
    yield from _people(config, path)
    for key, value in (("rights", config.rights), ("description", config.description)):
        if value:
            yield _entry(key, value, path)
    if config.content:
        yield _entry("content", config.content, "where the chapters are; their order is Hugo's: weight, date, title")
    if banners.aliases:
        yield "aliases:  # the front matter names these folders; the pictures are in those"
        yield from (f"  {_yaml(prefix)}: {_yaml(place)}" for prefix, place in banners.aliases.items())
    if unknown:
        yield "# shortcodes:  # the chapters use these, which Galerada does not know: say what becomes of each"
        yield from (f"#   {_yaml(name)}: drop  # or keep: what it holds" for name in unknown)


def _people(config: Config, path: str) -> Iterator[str]:
    names = [person.name for person in config.contributors]
    if names:
        yield _entry("author", names[0] if len(names) == 1 else names, path)
    else:
        yield '# author: "..."  # the site names nobody: take the # away and write the name'


def _entry(key: str, value: str | Sequence[str], comment: str) -> str:
    return f"{key}: {_yaml(value)}  # {comment}"


def _yaml(value: str | Sequence[str]) -> str:
    """JSON is YAML (YAML 1.2, 1.3), so no character needs thought."""
    return json.dumps(value, ensure_ascii=False)


def _found(book: Book, banners: _Banners, unknown: Counter[str]) -> Iterator[str]:
    config = book.config
    count = sum(chapter.source is not None for chapter in book.chapters)
    yield f"title      {config.title}"
    yield f"language   {config.language}"
    yield f"author     {', '.join(person.name for person in config.contributors) or '(nobody is named)'}"
    yield f"chapters   {count}, in {config.content or 'the site itself'}"
    yield from (
        f"           not {path}: {why}" for path, why in book.left_out.items() if not path.endswith("_index.md")
    )
    for prefix, place in banners.aliases.items():
        yield f"banners    {banners.found} found under another name: {prefix} stands for {place}"
    if banners.lost:
        yield f"banners    not found: {', '.join(banners.lost)}"
    if unknown:
        names = ", ".join(f"{name} ({count})" for name, count in unknown.most_common())
        yield f"shortcodes that Galerada does not know: {names}"


class _AnyShortcode(dict[str, Grammar]):
    """The grammar of every shortcode there might be."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Grammar:
        return Grammar(Inner.OPTIONAL, block=True)


def _unknown(book: Book) -> Counter[str]:
    """How often each shortcode stands in the chapters that means nothing here."""
    names = (name for chapter in book.chapters if chapter.source for name in _used(chapter.source))
    return Counter(name for name in names if name not in SHORTCODES)


def _used(source: Source) -> Iterator[str]:
    items = [*scan(source.text, lambda _: Pos(source.path), _AnyShortcode(SHORTCODES), Report(), source.start)]
    while items:
        item = items.pop(0)
        if isinstance(item, Tag):
            yield item.name
            items[:0] = item.items


def _banners(book: Book, folder: Folder) -> _Banners:
    """Where the pictures seem to be: a file of the same name on a shelf, the more of its path agrees the better."""
    aliases = book.config.aliases
    lost = [chapter for chapter in book.chapters if _is_lost(chapter, aliases, folder)]
    shelved = [path for path in folder.files() if path.startswith(SHELVES)]
    votes = Counter(pair for chapter in lost if (pair := _alias(chapter.meta.image, shelved)))
    made: dict[str, str] = {}
    for (prefix, place), _ in votes.most_common():
        made.setdefault(prefix, place)
    still = tuple(chapter.meta.image for chapter in lost if _is_lost(chapter, made, folder))
    return _Banners(made, still, len(lost) - len(still))


def _is_lost(chapter: Chapter, aliases: Mapping[str, str], folder: Folder) -> bool:
    image = chapter.meta.image
    if not image or chapter.source is None or re.match(r"\w+:|//", image):
        return False
    return find(image, chapter.source.path, aliases, folder.exists)[0] is None


def _alias(image: str, shelved: Sequence[str]) -> tuple[str, str] | None:
    """`style/banners/1.webp`, which lies in static/style_1/banners: `style` stands for `static/style_1`."""
    written = image.strip("/").split("/")
    found = [path.split("/") for path in shelved if path.endswith("/" + written[-1])]
    if not found or len(written) < 2:
        return None
    best = max(found, key=lambda path: _agree(written, path))
    shared = min(_agree(written, best), len(written) - 1)
    return "/".join(written[: len(written) - shared]), "/".join(best[: len(best) - shared])


def _agree(one: Sequence[str], other: Sequence[str]) -> int:
    """How many names at the end are the same."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
