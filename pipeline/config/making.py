"""From book.yaml's checked values to the fields of `Config`.

In: what `checking` let through, and the value tree for places. Out: a dict of fields, only those that the file names.
Not its business: defaults, and what a Hugo site says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from ..designs import CLASICO, defaults
from ..diagnostics import Code, Report
from ..model import (
    Chapters,
    EbookOptions,
    Entry,
    Limits,
    OwnShortcode,
    Person,
    PrintOptions,
    Series,
    Subject,
    Typography,
)
from ..nodes import Pos
from ..settings import Review
from ..syntax.values import Kind, Value
from ..targets import same_trim, target_named
from .keys import TABLE
from .selling import by_language, check_subjects, prices, signature
from .waiving import waivers_of
from .wrapping import wrap_of

Fields: TypeAlias = dict[str, Any]
"""Fields of a dataclass by name; that their types are right is the business of the table of keys, and of its tests."""
_PLAIN = (
    "title", "subtitle", "language", "uuid", "publisher", "rights", "date", "description", "cover", "slug", "content",
    "numbering", "notes",
)  # fmt: skip


def fields_of(read: Mapping[str, object], tree: Value, report: Report) -> Fields:
    """The fields of `Config` that the file names."""
    made: Fields = {name: read[name] for name in _PLAIN if name in read}
    if people := tuple(_people(read, tree, report)):
        made["contributors"] = people
    if "subjects" in read:
        check_subjects(tree.get("subjects"), report)
        made["subjects"] = tuple(s for one in _list(read["subjects"]) if (s := _subject(one)).label)
    if "series" in read:
        made["series"] = _series(read["series"])
    if "isbn" in read:
        made["isbn"] = _isbn(read["isbn"], tree, report)
        made["isbn_typed"] = _typed(tree.get("isbn"))
    if "aliases" in read:
        made["aliases"] = read["aliases"]
    if own := _group(read.get("shortcodes")):
        made["shortcodes"] = {name: _own_shortcode(said) for name, said in own.items()}
    if depth := _group(read.get("contents")).get("depth"):
        made["contents_depth"] = depth
    if chapters := tree.get("chapters"):
        made["chapters"] = _chapters(chapters, report)
    if waivers := waivers_of(tree.get("waivers"), report):
        made["waivers"] = waivers
    return made | _options(read, tree, report) | _selling(read, tree, report)


def _selling(read: Mapping[str, object], tree: Value, report: Report) -> Fields:
    made: Fields = {}
    if titles := by_language(tree.get("alternate_titles"), _group(read.get("alternate_titles")), report):
        made["alternate_titles"] = tuple(titles.items())
    if found := by_language(tree.get("foreign"), _group(read.get("foreign")), report):
        made["foreign"] = {tag: tuple(map(str, _list(words))) for tag, words in found.items()}
    if signed := _group(read.get("accessibility")):
        made["accessibility"] = signature(signed, tree.get("accessibility"))
    if "prices" in read:
        made["prices"] = tuple(prices(_list(read["prices"])))
    return made | {name: tuple(_list(read[name])) for name in ("other_languages", "territories") if name in read}


def _options(read: Mapping[str, object], tree: Value, report: Report) -> Fields:
    made: Fields = {}
    if typography := _group(read.get("typography")):
        made["typography"] = replace(Typography(), **typography)
    if ebook := _group(read.get("ebook")):
        made["ebook"] = replace(EbookOptions(), **_in_stores(ebook))
    if limits := _group(read.get("limits")):
        made["limits"] = replace(Limits(), **limits)
    if reviewed := _group(read.get("review")):
        made["review"] = _review(reviewed)
    if "target" in read:
        made["targets"] = tuple(str(name) for name in _list(read["target"]))
        _say_other_trim(made["targets"], _group(read.get("print")), tree.get("print"), report)
    made["wrap"] = wrap_of(_group(read.get("wrap")), tree.get("wrap"), report)
    paper = _group(read.get("print"))
    if paper or "design" in read:
        made["print"] = _print(paper, str(read.get("design", CLASICO)), tree, report)
    return made


def _in_stores(ebook: Fields) -> Fields:
    said = {name: value for name, value in ebook.items() if name != "store"}
    return said | {"stores": tuple(_list(ebook["store"]))} if ebook.get("store") else said


def _review(read: Fields) -> Review:
    paths = {pattern: tuple(codes) for pattern, codes in _group(read.pop("paths", None)).items()}
    off = tuple(str(code) for code in read.pop("off", ()))
    return replace(Review(), off=off, paths=paths, **read)


def _group(read: object) -> Fields:
    return dict(read) if isinstance(read, dict) else {}


def _own_shortcode(read: object) -> OwnShortcode:
    said = _group(read)
    return OwnShortcode(str(said.get("as", "")), str(said.get("template", "")), read == "keep")


def _list(read: object) -> list[object]:
    return list(read) if isinstance(read, list) else [read]


def _people(read: Mapping[str, object], tree: Value, report: Report) -> Iterator[Person]:
    authors = [Person(str(name)) for name in _list(read["author"])] if "author" in read else []
    listed = tree.get("contributors")
    values = {item.value.get("name"): item.value.get("alternate") for item in listed.items} if listed else {}
    written = {name.raw.strip(): value for name, value in values.items() if name}
    others = [_person(one, written, report) for one in _list(read.get("contributors", []))]
    yield from dict.fromkeys(person for person in authors + others if person.name)


def _person(read: object, written: Mapping[str, Value | None], report: Report) -> Person:
    said: Fields = {key: str(value) for key, value in _group(read).items() if key != "alternate"}
    if isinstance(read, dict) and (names := _group(read.get("alternate"))):
        said["alternate"] = tuple(by_language(written.get(str(read.get("name"))), names, report).items())
    return replace(Person(""), **said) if isinstance(read, dict) else Person(str(read))


def _subject(read: object) -> Subject:
    said = _group(read)
    if not said:
        return Subject(str(read))
    code = str(said.get("code", ""))
    return Subject(str(said.get("label", code)), code, str(said.get("scheme", "plain")))


def _series(read: object) -> Series:
    said = _group(read)
    return Series(str(said.get("name", "")), str(said.get("position", ""))) if said else Series(str(read))


def _isbn(read: object, tree: Value, report: Report) -> dict[str, str]:
    if isinstance(read, dict):
        return {edition: str(number) for edition, number in read.items()}
    # ISBN Users' Manual, 7th edition, 6: each form of a book that is sold by itself has its own number.
    value = tree.get("isbn")
    hint = "each edition that is sold wants its own: isbn: {ebook: ..., print: ...}"
    report.add(Code.ASSUMED, "one ISBN stands for the ebook and for the print edition", _pos(value), hint)
    return {"ebook": str(read), "print": str(read)}


def _typed(value: Value | None) -> dict[str, str]:
    """The numbers with their author's hyphens, which part groups that only a register knows."""
    if value is None or value.is_scalar:
        return dict.fromkeys(("ebook", "print"), value.raw.strip()) if value else {}
    return {item.key: item.value.raw.strip() for item in value.items}


_PRINT = {"ppi": "banner_ppi"}


def _print(read: Fields, design: str, tree: Value, report: Report) -> PrintOptions:
    """What the design gives on this trim, with what the book says itself put over it."""
    said = {_PRINT.get(name, name): value for name, value in read.items() if name not in ("trim", "margins")}
    trim, margins = read.get("trim"), _group(read.get("margins"))
    usual = defaults(design, trim if isinstance(trim, tuple) else None, large=bool(said.get("large")),
                     size=said.get("font_size", 0.0))  # fmt: skip
    made = replace(usual, **(said | margins), said=frozenset({*said, *margins}))
    _demand_room(made, tree.get("print"), report)
    if said.get("banner") == "full-bleed" and not made.bleed:
        value = tree.get("print")
        hint = "write print: {bleed: 3mm}, or what your printer asks; until then they stand within the text"
        message = "pictures over the trim want a bleed, and the page has none"
        report.add(Code.BANNER_NOT_BLED, message, _pos(value.get("banner") if value else None), hint)
    return made


def _say_other_trim(targets: tuple[str, ...], paper: Fields, value: Value | None, report: Report) -> None:
    trim = paper.get("trim")
    others = [name for name in targets if isinstance(trim, tuple) and not same_trim(target_named(name).trim, trim)]
    if others:
        hint = "the target's trim is taken: leave out print.trim, or name a target of that trim"
        message = f"print.trim is another than that of the target {others[0]}"
        report.add(Code.OTHER_TRIM, message, _pos(value.get("trim") if value else None), hint)


_LEAST_ROOM = 72.0


def _demand_room(made: PrintOptions, value: Value | None, report: Report) -> None:
    across = made.width - made.inner - made.outer
    down = made.height - made.top - made.bottom
    if across < _LEAST_ROOM or down < _LEAST_ROOM:
        message = f"the margins leave {across:g} x {down:g} pt for the text"
        margins = value.get("margins") if value else None
        hint = "make the margins smaller, or the page (print.trim) larger"
        report.add(Code.CONFIG_BAD_VALUE, message, _pos(margins or value), hint)


def _pos(value: Value | None) -> Pos:
    return value.pos if value else Pos("book.yaml")


# chapters: from the tree, as each entry keeps its place; what is wrong in it has been said by `checking`


def _chapters(tree: Value, report: Report) -> Chapters:
    if tree.kind is Kind.LIST:
        return Chapters(body=tuple(_entries(tree, report)))
    matters = {i.key: tuple(_entries(i.value, report)) for i in tree.items if i.value.kind is Kind.LIST}
    return Chapters(matters.get("front", ()), matters.get("body", ()), matters.get("back", ()))


def _entries(tree: Value, report: Report) -> Iterator[Entry]:
    for item in tree.items:
        part = _said(item.value, "part")
        if part:
            yield from _part(item.value, part, report)
        elif made := _entry(item.value):
            yield made


def _part(tree: Value, title: str, report: Report) -> Iterator[Entry]:
    inner = tree.get("chapters")
    values = (tree, *(item.value for item in (inner.items if inner else ())))
    made = [entry for value in values if (entry := _entry(value))]
    if not made:
        report.add(Code.CONFIG_BAD_VALUE, f"the part '{title}' has no chapters", tree.pos, "list them: chapters: [...]")
    yield from (replace(entry, part=title) for entry in made)


def _entry(value: Value) -> Entry | None:
    """A file or a pattern; None for a part without a page of its own."""
    if value.is_scalar:
        pattern = _read(value, "chapters[]")
        return Entry(pattern, pos=value.pos) if pattern else None
    pattern = _said(value, "file")
    return Entry(pattern, _said(value, "role"), _said(value, "title"), pos=value.pos) if pattern else None


def _said(value: Value, key: str) -> str:
    found = value.get(key)
    return _read(found, f"chapters[].{key}") if found is not None and found.is_scalar else ""


def _read(value: Value, name: str) -> str:
    form = TABLE[name].form
    try:
        return str(form.read(value.raw)) if form and value.kind in form.kinds else ""
    except ValueError:
        return ""
