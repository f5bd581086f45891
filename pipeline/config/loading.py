"""The configuration of a book: book.yaml before the Hugo site's own, before what the folder is called.

In: two ways to look into the book's folder, and its name. Out: a `Config`. Every assumption is said (RD006).
Not its business: guessing the language of the text; where nobody says it, `Config.language` is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..diagnostics import Code, Report
from ..model import Config
from ..nodes import NOWHERE, Pos
from .checking import Checker
from .making import Fields, fields_of
from .naming import book_slug, title_of_folder
from .site import World, parse_file, site_fields

FILES = ("book.yaml", "book.yml")


def load(read: Callable[[str], bytes], exists: Callable[[str], bool], report: Report, folder_name: str) -> Config:
    """The book's configuration; what is wrong is reported, and the rest of it is read."""
    world = World(read, exists, report)
    said = site_fields(world) | _own_fields(world)
    config = _completed(replace(Config("", language="", slug=""), **said), folder_name)
    if not report.errors:  # what could not be read may say it
        _say_assumptions(config, said, report)
    return config


def _own_fields(world: World) -> Fields:
    present = [path for path in FILES if world.exists(path)]
    for other in present[1:]:
        message = f"{other} is not read, as there is a {present[0]}"
        world.report.add(Code.LEFT_OUT, message, Pos(other), "delete one of the two")
    if not present:
        return {}
    tree = parse_file(present[0], world)
    read = Checker(world.report).top(tree)
    return fields_of(read, tree, world.report) | {"path": present[0]}


def _completed(config: Config, folder_name: str) -> Config:
    if not config.title:
        config = replace(config, title=title_of_folder(folder_name))
    return config if config.slug else replace(config, slug=book_slug(config.title))


def _say_assumptions(config: Config, said: Fields, report: Report) -> None:
    where = Pos(config.path) if config.path else NOWHERE
    if "title" not in said:
        message = f"the title is '{config.title}', from the folder's name"
        report.add(Code.ASSUMED, message, where, _write("title", config.title))
    if not config.contributors:
        report.add(Code.ASSUMED, "the book names no author", where, _write("author", "The Author's Name"))


def _write(key: str, value: str) -> str:
    return f"write in book.yaml, in the book's folder: {key}: {value}"
