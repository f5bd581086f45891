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
from ..syntax.values import Value
from .checking import Checker
from .making import Fields, fields_of
from .naming import book_slug, title_of_folder
from .sheets import with_own_sheets
from .site import World, parse_file, site_fields

FILES = ("book.yaml", "book.yml")
# What names one book, and would name two if another language of the site took it over.
_ONE_LANGUAGE = frozenset("title subtitle language description isbn uuid slug cover content chapters".split())


def load(
    read: Callable[[str], bytes], exists: Callable[[str], bool], report: Report, folder_name: str, language: str = ""
) -> Config:
    """The book's configuration, in a language of the site; what is wrong is reported, and the rest of it is read."""
    world = World(read, exists, report)
    site = site_fields(world, language)
    said = site | _own_fields(world, site)
    config = _completed(replace(Config("", language="", slug=""), **said), folder_name)
    if not report.errors:  # what could not be read may say it
        _say_assumptions(config, said, report)
        if not language:
            _say_languages(config, report)
    return config


def _own_fields(world: World, site: Fields) -> Fields:
    present = [path for path in FILES if world.exists(path)]
    for other in present[1:]:
        message = f"{other} is not read, as there is a {present[0]}"
        world.report.add(Code.LEFT_OUT, message, Pos(other), "delete one of the two")
    if not present:
        return {}
    tree = parse_file(present[0], world)
    read = Checker(world.report).top(tree)
    made = _in_language(read, tree, site, world.report) | {"path": present[0]}
    return with_own_sheets(made, read, tree, world)


def _in_language(read: dict[str, object], tree: Value, site: Fields, report: Report) -> Fields:
    """The file's fields, with what it says for one language of the site in place of the rest."""
    made = fields_of(read, tree, report)
    code = str(site.get("site_language", ""))
    codes = list(site.get("languages", ()))
    if codes[1:] and code != codes[0]:
        made = {name: value for name, value in made.items() if name not in _ONE_LANGUAGE}
    group, there = tree.get("languages"), read.get("languages")
    for item in group.items if group else ():
        if item.key.lower() not in codes:
            known = f"the site's languages are {', '.join(codes)}" if codes else "only a Hugo site has several"
            message = f"what book.yaml says of the language '{item.key}' is not read"
            report.add(Code.ASSUMED, message, item.pos, known)
        elif item.key.lower() == code and isinstance(there, dict) and isinstance(there.get(item.key), dict):
            made |= fields_of(there[item.key], item.value, report)
    return made


def _completed(config: Config, folder_name: str) -> Config:
    if not config.title:
        config = replace(config, title=title_of_folder(folder_name))
    if config.slug:
        return config
    ending = f"-{config.site_language}" if config.site_language != next(iter(config.languages), "") else ""
    return replace(config, slug=book_slug(config.title) + ending)


def _say_languages(config: Config, report: Report) -> None:
    others = [code for code in config.languages if code != config.site_language]
    if others:
        message = f"the book is in '{config.site_language}'; the site has it in {', '.join(others)} as well"
        hint = f"another: --language {others[0]}; each of them: --language all"
        report.add(Code.ASSUMED, message, Pos(config.path), hint)


def _say_assumptions(config: Config, said: Fields, report: Report) -> None:
    where = Pos(config.path) if config.path else NOWHERE
    if "title" not in said:
        message = f"the title is '{config.title}', from the folder's name"
        report.add(Code.ASSUMED, message, where, _write("title", config.title))
    if not config.contributors:
        report.add(Code.ASSUMED, "the book names no author", where, _write("author", "The Author's Name"))


def _write(key: str, value: str) -> str:
    return f"write in book.yaml, in the book's folder: {key}: {value}"
