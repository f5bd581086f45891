"""A Hugo site's own configuration, as far as a book needs it.

In: two ways to look into the site's folder. Out: fields of `Config`, or nothing when the folder is no site.
Not its business: themes, menus, outputs; a key that a book has no use for is not looked at.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..diagnostics import BookError, Code, Report
from ..model import Person
from ..nodes import Pos
from ..syntax import json_syntax, toml_syntax, yaml_syntax
from ..syntax.encoding import decode
from ..syntax.values import CONFIGURATION, Excerpt, Item, Kind, Value, folded, tell
from .language import language_tag
from .making import Fields

PARSERS = {
    "toml": toml_syntax.parse, "yaml": yaml_syntax.parse, "yml": yaml_syntax.parse, "json": json_syntax.parse,
}  # fmt: skip
DEFAULTS = "config/_default/"
BOOK_SECTION = "docs"
"""The hugo-book theme's own default for its parameter BookSection."""
# `config.yaml` may be any program's: a site's has one of these.
_TELLING = frozenset("baseurl languagecode locale theme contentdir params defaultcontentlanguage module markup".split())


@dataclass(frozen=True, slots=True)
class World:
    """The book's folder as the configuration may see it."""

    read: Callable[[str], bytes]
    exists: Callable[[str], bool]
    report: Report


def parse_file(path: str, world: World) -> Value:
    """A file's value tree; an empty one when it cannot be read."""
    try:
        text = decode(path, world.read(path), world.report)
    except BookError as error:
        tell(error, world.report)
        return Value(Kind.NOTHING, Pos(path))
    return PARSERS[path.rpartition(".")[2]](Excerpt.of(path, text), CONFIGURATION, world.report)


def site_fields(world: World, wanted: str = "") -> Fields:
    """What the site says of the book in a language, or in its own; empty when the folder is no Hugo site."""
    trees = tuple(_trees(world))
    return _Site(trees, world, wanted.lower()).fields() if trees else {}


def _trees(world: World) -> Iterator[Value]:
    for folder in ("", DEFAULTS):
        main = _first(folder, ("hugo", "config"), world)
        if main and (tree := _tree(main, world)).items and _is_site(main, tree):
            yield tree
    for name in ("params", "languages"):
        if path := _first(DEFAULTS, (name,), world):
            tree = _tree(path, world)
            yield Value(Kind.MAPPING, tree.pos, items=(Item(name, tree, tree.pos),))


def _first(folder: str, names: tuple[str, ...], world: World) -> str:
    paths = (f"{folder}{name}.{ending}" for name in names for ending in PARSERS)
    return next((path for path in paths if world.exists(path)), "")


def _tree(path: str, world: World) -> Value:
    return folded(parse_file(path, world), CONFIGURATION, world.report)


def _is_site(path: str, tree: Value) -> bool:
    return posixpath.basename(path).startswith("hugo.") or any(item.key in _TELLING for item in tree.items)


@dataclass(frozen=True, slots=True)
class _Site:
    """One site's files, those that have the say first."""

    trees: tuple[Value, ...]
    world: World
    wanted: str
    """The code of the language asked for; empty: the site's own."""

    def fields(self) -> Fields:
        """The fields of `Config` that the site names."""
        made: Fields = {
            "hugo": True,
            "path": self.trees[0].pos.path,
            "title": self._text("title"),
            "language": self._tag(),
            "rights": self._text("copyright"),
            "description": self._text("params.description", "description"),
            "contributors": tuple(Person(name) for name in self._authors()),
            "content": self._content(),
            "params": self._params(),
            "languages": {code: self._folder(code) for code in self._codes()},
            "site_language": self._tongue(),
            "cascade": tuple(self._all("cascade")),
        }
        return {name: value for name, value in made.items() if value not in ("", (), {})}

    def _found(self, dotted: str) -> Iterator[Value]:
        """Every value of this name: the book's language first, then the site's."""
        tongue = self._tongue()
        for name in (f"languages.{tongue}.{dotted}", f"languages.{tongue}.params.{dotted}", dotted):
            yield from self._all(name)

    def _all(self, dotted: str) -> Iterator[Value]:
        for tree in self.trees:
            value: Value | None = tree
            for part in dotted.split("."):
                value = value.get(part) if value else None
            if value is not None and not value.is_empty:
                yield value

    def _value(self, dotted: str) -> Value | None:
        return next(self._found(dotted), None)

    def _text(self, *names: str) -> str:
        values = (self._value(name) for name in names)
        return next((value.text.strip() for value in values if value is not None and value.text), "")

    def _tongue(self) -> str:
        """The code of the book's language."""
        return self.wanted if self.wanted in self._codes() else self._codes()[0]

    def _codes(self) -> tuple[str, ...]:
        """The codes of the site's languages: the default first, then by weight, as Hugo has them."""
        default = next((value.text for value in self._all("defaultcontentlanguage")), "en").lower()
        there = {item.key for value in self._all("languages") for item in value.items} - self._disabled()
        ordered = sorted(there, key=lambda code: (code != default, not self._weight(code), self._weight(code), code))
        return tuple(ordered) or (default,)

    def _disabled(self) -> set[str]:
        listed = {item.value.text.lower() for value in self._all("disablelanguages") for item in value.items}
        return listed | {
            item.key for value in self._all("languages") for item in value.items
            if (said := item.value.get("disabled")) is not None and said.value is True
        }  # fmt: skip

    def _weight(self, code: str) -> int:
        said = next(self._all(f"languages.{code}.weight"), None)
        return said.value if said is not None and isinstance(said.value, int) else 0

    def _tag(self) -> str:
        """The first of the site's names for its language that is a tag; Hugo itself takes any word."""
        named = any(True for name in ("defaultcontentlanguage", "languages") for _ in self._all(name))
        said = (self._text("locale"), self._text("languagecode"), self._tongue() if named else "")
        for written in filter(None, said):
            try:
                return language_tag(written.replace("_", "-"))
            except ValueError:
                continue
        return ""

    def _authors(self) -> tuple[str, ...]:
        value = self._value("params.author") or self._value("params.authors") or self._value("author")
        if value is None:
            return ()
        values = [item.value for item in value.items] if value.kind is Kind.LIST else [value]
        names = (v.get("name") if v.kind is Kind.MAPPING else v for v in values)
        return tuple(name.text.strip() for name in names if name is not None and name.text.strip())

    def _content(self) -> str:
        folder = self._folder(self._tongue())
        said = self._text("params.booksection").strip("/*")
        inside = posixpath.normpath(posixpath.join(folder, said or BOOK_SECTION))
        if self._text("params.booksection") and not said:  # BookSection: '*' is the whole site
            return folder
        if not self._holds(inside):
            return folder
        if not said:
            message = f"the chapters are those in {inside}, where the hugo-book theme has them"
            self.world.report.add(Code.ASSUMED, message, self.trees[0].pos, "another folder: content: ... in book.yaml")
        return inside

    def _folder(self, code: str) -> str:
        """The folder of a language's pages."""
        names = (f"languages.{code}.contentdir", "contentdir")
        value = next((value for name in names for value in self._all(name)), None) or self._mount(code)
        folder = value.text.strip() if value is not None else "content"
        if value is not None and (folder.startswith("/") or ".." in folder.split("/")):
            self.world.report.add(Code.OUTSIDE_BOOK, f"{folder} lies outside the book's folder", value.pos)
            folder = "content"
        return posixpath.normpath(folder)

    def _mount(self, code: str) -> Value | None:
        """The first folder that Hugo mounts as content, for every language or for this one."""
        for mounts in self._all("module.mounts"):
            for mount in (item.value for item in mounts.items):
                said = mount.get("lang")
                if (mount.get("target") or mount).text == "content" and (said is None or said.text.lower() == code):
                    return mount.get("source")
        return None

    def _holds(self, folder: str) -> bool:
        return any(self.world.exists(path) for path in (folder, f"{folder}/_index.md", f"{folder}/index.md"))

    def _params(self) -> dict[str, str]:
        made: dict[str, str] = {}
        for value in self._found("params"):
            for name, text in _flat(value, ""):
                made.setdefault(name, text)
        if self._text("markup.goldmark.extensions.passthrough.enable").lower() == "true":
            made["math"] = "passthrough"  # Hugo's own way to formulas; the theme's is a shortcode
        return made


def _flat(value: Value, name: str) -> Iterator[tuple[str, str]]:
    if value.kind is Kind.MAPPING:
        for item in value.items:
            yield from _flat(item.value, f"{name}.{item.key}" if name else item.key)
    elif value.kind is Kind.LIST:
        yield name, ", ".join(item.value.text for item in value.items)
    elif value.is_scalar:
        yield name, value.raw
