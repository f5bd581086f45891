"""What a chapter's file says of itself before its text: YAML `---`, TOML `+++` or JSON `{...}`, as in Hugo.

In: a decoded file. Out: its `FrontMatter`, and the index where its text begins; never an exception: what is wrong goes
to the report, what could be read is returned. Not its business: which roles a book knows, and the order of chapters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from ..diagnostics import Code, Report
from ..model import FrontMatter, Limits
from ..nodes import Pos
from ..syntax import json_syntax, toml_syntax, yaml_syntax
from ..syntax.values import FRONT_MATTER, Excerpt, Kind, Rules, Value, folded

LIMITS = Limits()
Parser = Callable[[Excerpt, Rules, Report], Value]


def split(path: str, text: str, report: Report) -> tuple[FrontMatter, int]:
    """The front matter, and the index where the text begins."""
    tree, start = parsed(path, text, report)
    return front_matter(tree, report), start


def parsed(path: str, text: str, report: Report, limits: Limits = LIMITS) -> tuple[Value, int]:
    """The front matter's keys and values as written, and the index where the text begins."""
    rules = replace(FRONT_MATTER, most_bytes=limits.front_matter, deepest=limits.front_matter_depth)
    block = _yaml_block(path, text, rules) or _toml_block(path, text) or _json_block(path, text)
    if block is None:
        return Value(Kind.NOTHING, Pos(path)), 1 if text.startswith("\ufeff") else 0
    for message, pos, hint in block.faults:
        report.add(Code.FRONT_MATTER_UNCLOSED, message, pos, hint)
    tree = folded(block.parse(block.excerpt, rules, report), rules, report)
    if tree.kind not in (Kind.MAPPING, Kind.NOTHING):
        message = f"front matter is {tree.kind}, not keys and values"
        report.add(Code.FRONT_MATTER_SYNTAX, message, tree.pos, "write title: ... and other keys, one on a line")
    return tree, block.body


def front_matter(tree: Value, report: Report) -> FrontMatter:
    """What its keys and values say, in our words."""
    return _Reader(tree, report).front_matter()


# where it begins and ends


@dataclass(frozen=True, slots=True)
class _Block:
    """Front matter, found and not yet read."""

    parse: Parser
    excerpt: Excerpt
    body: int
    """Where the text begins."""
    faults: tuple[tuple[str, Pos, str], ...] = ()


# Hugo (pageparser_intro.go) skips a byte order mark and empty lines before the opening line.
_LEAD = r"\ufeff?(?:[ \t]*\n)*"
_YAML_OPENING = re.compile(_LEAD + r"---[ \t]*(?:\n|\Z)")
_YAML_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_OPENING = re.compile(_LEAD + r"\+\+\+[ \t]*(?:\n|\Z)")
_TOML_CLOSING = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_JSON_OPENING = re.compile(_LEAD + r"""(?=\{\s*["}])""")

_KEY_LINE = re.compile(r"""(?:[A-Za-z_][\w.-]*|"[^"\n]+"|'[^'\n]+')[ \t]*:(?:[ \t]|$)""", re.MULTILINE)
_TOML_LINE = re.compile(r"""[ \t]*(?:\[|[\w."'-]+[ \t]*=)""")
_INNER_LINE = re.compile(r"[ \t]+\S|- |#|$")
_ODD_CLOSING = re.compile(r"(?:-{2,}|\.{3}|[—–]+-*|\*{3}|_{3})[ \t]*$")
_USUAL = frozenset("title linktitle weight draft date publishdate slug image description author role type".split())


def _yaml_block(path: str, text: str, rules: Rules) -> _Block | None:
    opening = _YAML_OPENING.match(text)
    if not opening:
        return None
    start = opening.end()
    closing = _YAML_CLOSING.search(text, start)
    if not closing:
        return _unclosed(path, text, start, "---", yaml_syntax.parse, _KEY_LINE)
    excerpt = Excerpt(path, text, start, closing.start())
    return _Block(yaml_syntax.parse, excerpt, closing.end()) if _is_front_matter(excerpt, rules) else None


def _is_front_matter(excerpt: Excerpt, rules: Rules) -> bool:
    """Whether what stands between two `---` is front matter, and not a text between two scene breaks."""
    words = re.sub(r"^[ \t]*#.*\n?", "", excerpt.text, flags=re.MULTILINE).strip()
    if not words:
        return True
    like_keys = bool(_KEY_LINE.match(words))
    if like_keys and re.split(r"[\s:]", words, maxsplit=1)[0].lower() in _USUAL:
        return True
    if not like_keys and not re.match(r"[\w{?&!]", words):
        return False
    trial = Report()
    tree = yaml_syntax.parse(excerpt, rules, trial)
    if trial.errors or tree.kind is not Kind.MAPPING:
        return like_keys
    # "---\n\nNota: fin.\n\n---" is prose to its author: swallowed in silence it would be lost.
    usual = any(item.key.lower() in _USUAL for item in tree.items)
    return usual or (like_keys and not excerpt.text.startswith("\n"))


def _toml_block(path: str, text: str) -> _Block | None:
    opening = _TOML_OPENING.match(text)
    if not opening:
        return None
    start = opening.end()
    closing = _TOML_CLOSING.search(text, start)
    if not closing:
        return _unclosed(path, text, start, "+++", toml_syntax.parse, _TOML_LINE)
    return _Block(toml_syntax.parse, Excerpt(path, text, start, closing.start()), closing.end())


def _json_block(path: str, text: str) -> _Block | None:
    opening = _JSON_OPENING.match(text)
    if not opening:
        return None
    start = opening.end()
    end = json_syntax.end_of_object(text, start)
    if end < 0:
        whole = Excerpt(path, text, start, start)
        fault = ("the front matter's { is not closed", whole.pos(0), "write } on a line of its own before the text")
        return _Block(yaml_syntax.parse, whole, start, (fault,))
    blank = re.compile(r"[ \t]*(?:\n|\Z)").match(text, end)
    return _Block(json_syntax.parse, Excerpt(path, text, start, end), blank.end() if blank else end)


def _unclosed(path: str, text: str, start: int, mark: str, parse: Parser, like: re.Pattern[str]) -> _Block | None:
    """Front matter that lacks its end, read as far as it looks like front matter; None for a scene break."""
    if not like.match(text, start):
        return None
    end = start
    while end < len(text):
        line_end = (text.find("\n", end) + 1) or len(text)
        line = text[end:line_end].rstrip("\n")
        if not line.strip() or not (like.match(line) or _INNER_LINE.match(line)):
            break
        end = line_end
    return _unclosed_block(Excerpt(path, text, start, end), mark, parse)


def _unclosed_block(excerpt: Excerpt, mark: str, parse: Parser) -> _Block:
    line = excerpt.whole[excerpt.end :].split("\n", 1)[0]
    odd = bool(_ODD_CLOSING.match(line))
    number = excerpt.pos(len(excerpt.text)).line
    hint = f"write {mark} on a line of its own after the last key; if the first {mark} is a scene break, write ***"
    if odd:
        hint = f"line {number} says {line.strip()}, which closes nothing; write {mark}"
    pos = Excerpt(excerpt.path, excerpt.whole, 0, excerpt.start).pos(_opening_index(excerpt))
    body = min(excerpt.end + len(line) + 1, len(excerpt.whole)) if odd else excerpt.end
    return _Block(parse, excerpt, body, ((f"the front matter that {mark} opens is not closed", pos, hint),))


def _opening_index(excerpt: Excerpt) -> int:
    before = excerpt.whole[: excerpt.start].rstrip()
    return before.rfind("\n") + 1


# what it says

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}.*)?")
_YES = ("true", "True", "TRUE", "1", "t", "T")  # Go, strconv.ParseBool: what Hugo takes for a yes
_NO = ("false", "False", "FALSE", "0", "f", "F", "")
# `type` is a layout in Hugo and a role here; these are the layouts that themes have.
_LAYOUTS = frozenset("docs doc page pages post posts blog book books section default home single list".split())
_DATES = ("date", "publishdate", "expirydate")


@dataclass(frozen=True, slots=True)
class _Reader:
    """One front matter, with its keys in small letters."""

    tree: Value
    report: Report

    def front_matter(self) -> FrontMatter:
        """What it says, in our words."""
        moments = {name: self._moment(name) for name in _DATES}
        return FrontMatter(
            title=self._text("title"),
            link_title=self._text("linktitle"),
            weight=self._weight(),
            date=moments["date"],
            image=self._text("image", "images", "cover.image", "cover"),
            image_alt=self._text("imagealt", "image_alt", "alt", "cover.alt"),
            role=self._role(),
            draft=self._flag("draft"),
            hidden=self._flag("bookhidden"),
            flat_section=self._flag("bookflatsection"),
            params=self._params(),
            places=self._places(),
        )

    def _find(self, dotted: str) -> Value | None:
        """A key of the front matter, or of its `params` (Hugo: both are the page's parameters)."""
        return _inside(self.tree, dotted) or _inside(self.tree, f"params.{dotted}")

    def _text(self, *names: str) -> str:
        """The first of these keys that holds one line of text."""
        for name in names:
            value = self._find(name)
            if value is not None and name == "images" and value.kind is Kind.LIST:
                value = value.items[0].value if value.items else None
            if value is None or value.kind is Kind.NOTHING or (name == "cover" and value.kind is Kind.MAPPING):
                continue
            if value.is_scalar:
                return re.sub(r"[ \t\n]+", " ", value.raw).strip(" ")
            self._bad(f"{name} is {value.kind}; it takes one line of text", value, "put text with brackets in quotes")
        return ""

    def _role(self) -> str:
        kind = self._text("type")
        return self._text("role") or ("" if kind.lower() in _LAYOUTS else kind)

    def _weight(self) -> int:
        value = self.tree.get("weight")
        if value is None or value.is_empty:
            return 0
        if value.kind is Kind.WHOLE and isinstance(value.value, int):
            return value.value
        if value.kind is not Kind.FLAG and re.fullmatch(r"\s*[-+]?\d{1,9}(\.0+)?\s*", value.raw):
            return int(float(value.raw))
        # Hugo reads every other weight as 0 in silence, and the chapter goes to the end of the book.
        self._bad(f"the weight is {value.shown}; it takes a whole number", value, "write a number in digits: weight: 3")
        return 0

    def _flag(self, name: str) -> bool:
        own = name.startswith("book")  # the theme's, not Hugo's: of two, the one in `params` counts
        value = (_inside(self.tree, f"params.{name}") if own else None) or self._find(name)
        if value is None or value.kind is Kind.NOTHING:
            return False
        if value.is_scalar and value.raw in _YES + _NO:
            return value.raw in _YES
        self._bad(f"{name} is {value.shown}; it takes true or false", value, f"write {name}: true or {name}: false")
        return False

    def _moment(self, name: str) -> datetime | date | None:
        value = self.tree.get(name)
        if value is None or value.is_empty:
            return None
        if value.is_scalar and (made := moment(value.raw.strip())):
            return made
        self._bad(f"{name} is {value.shown}, not a date", value, f"write {name}: 2025-03-31, or 2025-03-31T09:00:00Z")
        return None

    def _params(self) -> dict[str, object]:
        made: dict[str, object] = {}
        nested = self.tree.get("params")
        for group in (nested, self.tree):
            made.update({i.key: i.value.plain() for i in group.items if i.key} if group is not None else {})
        return made

    def _places(self) -> dict[str, Pos]:
        """Where each value stands; what was read under another name is to be found under ours too."""
        nested = self.tree.get("params")
        groups = (nested.items if nested is not None else (), self.tree.items)
        made = {item.key: item.value.pos for group in groups for item in group}
        synonyms = {"image": ("images", "cover.image", "cover"), "imagealt": ("image_alt", "alt", "cover.alt")}
        for ours, names in {**synonyms, "role": ("type",)}.items():
            theirs = next((value for name in names if (value := self._find(name)) is not None), None)
            if ours not in made and theirs is not None:
                made[ours] = theirs.pos
        return made

    def _bad(self, message: str, value: Value, hint: str) -> None:
        self.report.add(Code.FRONT_MATTER_BAD_VALUE, message, value.pos, hint)


def _inside(tree: Value | None, dotted: str) -> Value | None:
    for part in dotted.split("."):
        tree = tree.get(part) if tree is not None else None
    return tree


def moment(written: str) -> datetime | date | None:
    """The day, or the moment, that this names; None when it names none."""
    if not _DATE.fullmatch(written):
        return None
    try:
        if len(written) == len("2025-03-31"):
            return date.fromisoformat(written)
        return datetime.fromisoformat(re.sub(r" +(?=[-+]\d)", "", written).upper())
    except ValueError:
        return None
