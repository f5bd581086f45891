"""Read one shortcode's tag, as Hugo's page lexer does: its name, its arguments, where it ends.

In: the text and where a tag opens. Out: `Opening | Closing`, though it cannot be read, and a `Fault` for each error.
Not its business: where tags are, which names there are, and which tag closes which (`shortcode_syntax`). What "Hugo"
does was tried with Hugo 0.168.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn, TypeAlias

from ..diagnostics import Code

Value: TypeAlias = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding that still knows its offset, so that all can be told in the order of the text."""

    code: Code
    message: str
    offset: int
    hint: str


class Given(NamedTuple):
    """An argument as given; a positional one has an empty name."""

    name: str
    value: Value
    offset: int


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    """As written, or empty."""
    start: int
    end: int
    sound: bool
    """False when it holds an error: it stays in the text as it stands."""


@dataclass(frozen=True, slots=True)
class Opening(_Mark):
    """`{{< name … >}}` or `{{< name … />}}`."""

    args: tuple[Given, ...]
    markdown: bool
    """Whether it is written `{{% %}}`."""
    closed: bool
    """Whether it is closed in itself."""


@dataclass(frozen=True, slots=True)
class Closing(_Mark):
    """`{{< /name >}}`; or `{{< / >}}`, which Hugo takes for the closing tag of whatever is open."""

    slash: int
    """Where its slash stands."""
    name_start: int


SHOWN = 40  # characters of a name in a message
END_MARKS = {"{{<": ">}}", "{{%": "%}}"}
TAG = re.compile(r"\{\{[<%]")
_EDGE = re.compile(r"\{\{[<%]|[>%]\}\}")
# Hugo: blanks and line ends part the arguments; a bare value ends at any white space that Unicode knows.
_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_GAP = re.compile(r"[ \t\r\n]*")
_SLASHES = re.compile(r"(?:/[ \t\r\n]*)+")
_ENDS = {opener: re.compile(rf"((?:/[ \t\r\n]*)*+){mark}") for opener, mark in END_MARKS.items()}
_EQUALS = re.compile(rf"[ \t\r\n]*=[{_SPACE}]*")
_BARE_END = re.compile(rf"[{_SPACE}]|\{{\{{[<%]|[>%]\}}\}}|\Z")
# Hugo: names may hold slashes (folders). It refuses all periods but `.inline`; here such a name is merely unknown.
_NAME = re.compile(r"\w[\w/.-]*|")
_WORD = re.compile(r"[\w-][\w.-]*|")
# Hugo: a backslash escapes a quote and nothing else, so that in "C:\\" the string goes on.
_QUOTED = re.compile(r'"(?:[^"\\\n]++|\\"|\\(?!["`]))*+')
_ESCAPED_QUOTED = re.compile(r'\\"(?:[^"\\\n]++|\\(?!["`]))*+')
_RAW = re.compile(r"`[^`]*`")
_INTEGER = re.compile(r"[-+]?[0-9]{1,19}")
_FLOAT = re.compile(r"[-+]?[0-9]*\.[0-9]+")
_CURLY = tuple("“”„‟«»‘’‚‹›")
_CURLY_QUOTED = re.compile(r"[“”„‟«»‘’‚‹›]([^“”„‟«»‘’‚‹›\n]*)[“”„‟«»‘’‚‹›]")

_QUOTE_IT = 'put the argument in straight double quotes: "…"'
_CURES = {
    "'": 'single quotes hold nothing together; write straight double quotes: "…"',
    ",": "part the arguments with spaces",
    "/": _QUOTE_IT + "; a slash that closes stands at the very end of the tag",
}


class _Stuck(Exception):
    """A tag that cannot be read any further; never leaves this module."""

    def __init__(self, code: Code, message: str, offset: int, hint: str) -> None:
        super().__init__(message)
        self.fault = Fault(code, message, offset, hint)


@dataclass(slots=True)
class _Tag:
    """A tag while it is read."""

    text: str
    start: int
    place: int
    opener: str
    name: str = ""
    name_start: int = 0
    slash: int = -1
    """Where the slash of a closing tag stands; -1 in an opening tag."""
    args: list[Given] = field(default_factory=list)
    mixed: bool = False
    closed: bool = False
    faults: list[Fault] = field(default_factory=list)

    def here(self, *starts: str) -> bool:
        return self.text.startswith(starts, self.place)

    def take(self, pattern: re.Pattern[str]) -> str:
        """Go past what matches."""
        match = pattern.match(self.text, self.place)
        self.place = match.end() if match else self.place
        return match[0] if match else ""


def read_tag(text: str, start: int, faults: list[Fault]) -> Opening | Closing:
    """The tag that opens at `start`; what is wrong with it goes to `faults`."""
    tag = _Tag(text, start, start + 3, text[start : start + 3])
    try:
        _fill(tag)
    except _Stuck as stuck:
        _recover(tag, stuck.fault)
    faults.extend(tag.faults)
    if tag.slash >= 0:
        return Closing(tag.name, start, tag.place, not tag.faults, tag.slash, tag.name_start)
    return Opening(tag.name, start, tag.place, not tag.faults, tuple(tag.args), tag.opener == "{{%", tag.closed)


def _fill(tag: _Tag) -> None:
    tag.take(_GAP)
    if tag.here("/"):
        tag.slash = tag.place
        tag.take(_SLASHES)
    tag.name_start = tag.place
    tag.name = _word(tag, _NAME).lower()  # Hugo finds a template whatever the case of its name
    tag.take(_GAP)
    while not _ended(tag):
        if tag.slash >= 0 or not tag.name:
            _bad_character(tag)
        _argument(tag)
        tag.take(_GAP)


def _ended(tag: _Tag) -> bool:
    end = _ENDS[tag.opener].match(tag.text, tag.place)
    if not end or (end[1] and tag.slash >= 0):
        return False
    tag.closed, tag.place = bool(end[1]), end.end()
    return True


def _argument(tag: _Tag) -> None:
    if tag.here("\\") and not tag.here('\\"'):
        tag.place += 1  # Hugo passes over a lone backslash, but for one before a backtick.
        if not tag.here("`"):
            return
        _bad_character(tag)
    start = tag.place
    quoted = _quoted(tag)
    word = (_word(tag, _WORD) or _bad_character(tag)) if quoted is None else quoted
    # Deviates from Hugo, which takes blanks before the `=` in all arguments, or in none.
    name, value = (word, _value(tag)) if tag.take(_EQUALS) else ("", _typed(word) if quoted is None else word)
    if tag.args and not tag.mixed and bool(tag.args[0].name) != bool(name):
        _mixed(tag, word, start)
    tag.args.append(Given(name, value, start))


def _value(tag: _Tag) -> Value:
    if (quoted := _quoted(tag)) is not None:
        return quoted
    begin = tag.place
    end = _BARE_END.search(tag.text, begin)
    tag.place = end.start() if end else begin
    if tag.place == begin:
        message, hint, offset = "no value stands after '='", 'write one: name="…"', tag.text.rindex("=", 0, begin)
        raise _Stuck(Code.SHORTCODE_BAD_CHARACTER, message, offset, hint)
    if end and len(end[0]) == 3:
        # Deviates from Hugo, for which `src=a.png>}}` has no end: it complains of the prose that follows.
        message, hint = f"{end[0]} belongs to the value before it", f"put a space before {end[0]}, or quote the value"
        raise _Stuck(Code.SHORTCODE_UNTERMINATED_TAG, message, tag.start, hint)
    return _typed(tag.text[begin : tag.place])


def _quoted(tag: _Tag) -> str | None:
    """The string that begins here, or None when none does."""
    if tag.here('"'):
        return _string(tag, _QUOTED, '"')
    if tag.here('\\"'):
        return _string(tag, _ESCAPED_QUOTED, '\\"', '"')
    if tag.here("`"):
        if raw := tag.take(_RAW):
            return raw[1:-1]
        message, hint = "a raw argument never ends", "put a ` at its end"
        raise _Stuck(Code.SHORTCODE_UNTERMINATED_QUOTE, message, tag.place + 1, hint)
    return _curly(tag) if tag.here(*_CURLY) else None


def _string(tag: _Tag, pattern: re.Pattern[str], *ends: str) -> str:
    body = tag.take(pattern).lstrip("\\").removeprefix('"')
    end = next((end for end in ends if tag.here(end)), "")
    if end:
        tag.place += len(end)
        # Hugo: once a quote is escaped, every backslash of the string goes (gohugoio/hugo#10236).
        return body.replace("\\", "") if '\\"' in body else body
    backslash = tag.here("\\")
    tag.place -= len(body)
    if backslash:
        raise _Stuck(Code.SHORTCODE_BAD_CHARACTER, r"'\`' escapes nothing", tag.place, "leave the backslash out")
    hint = 'put a " at its end, or write `…` when it has several lines; a quote inside is written \\"'
    raise _Stuck(Code.SHORTCODE_UNTERMINATED_QUOTE, "a quoted argument does not end on its line", tag.place, hint)


def _curly(tag: _Tag) -> str:
    # Deviates from Hugo, for which `title=“T”` has the quotes in its value and `title=“a b”` is two arguments.
    message, hint = f"'{tag.text[tag.place]}' does not begin a quoted argument", 'write straight quotes: "…"'
    stuck = _Stuck(Code.SHORTCODE_CURLY_QUOTES, message, tag.place, hint)
    quoted = _CURLY_QUOTED.match(tag.text, tag.place)
    if not quoted or _EDGE.search(quoted[1]):
        raise stuck
    tag.faults.append(stuck.fault)
    tag.place = quoted.end()
    return quoted[1]


def _typed(word: str) -> Value:
    """Hugo types bare values; a number too great for Go stays a string."""
    if word in ("true", "false"):
        return word == "true"
    if _INTEGER.fullmatch(word) and -(2**63) <= int(word) < 2**63:
        return int(word)
    if _FLOAT.fullmatch(word) and math.isfinite(float(word)):
        return float(word)
    return word


def _word(tag: _Tag, pattern: re.Pattern[str]) -> str:
    word = tag.take(pattern)
    if word.isascii():
        return word
    # Go's letters and digits are fewer than Python's: no ½, no Ⅳ, no ².
    odd = next((i for i, sign in enumerate(word) if unicodedata.category(sign) in ("No", "Nl")), len(word))
    tag.place -= len(word) - odd
    return word[:odd]


def _mixed(tag: _Tag, word: str, offset: int) -> None:
    tag.mixed = True
    hint = "name every argument or none; an argument of several words wants straight double quotes"
    message = f"'{word[:SHOWN]}' mixes named and positional arguments in '{tag.name[:SHOWN]}'"
    tag.faults.append(Fault(Code.SHORTCODE_MIXED_ARGUMENTS, message, offset, hint))


def _bad_character(tag: _Tag) -> NoReturn:
    if tag.place >= len(tag.text) or TAG.match(tag.text, tag.place):
        # Deviates from Hugo, which points to the end of the text, or to the next tag.
        raise _endless(tag)
    sign, mark = tag.text[tag.place], END_MARKS[tag.opener]
    shown = f"'{sign}'" if sign.isprintable() else f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()
    hint = f"a tag that begins with {tag.opener} ends with {mark}" if sign in ">%}" else _CURES.get(sign, _QUOTE_IT)
    raise _Stuck(Code.SHORTCODE_BAD_CHARACTER, f"{shown} cannot stand here in a shortcode's tag", tag.place, hint)


def _endless(tag: _Tag) -> _Stuck:
    tag.faults.clear()  # what follows a tag that never ends is prose, wrong as it may look
    message = f"the tag of '{tag.name[:SHOWN]}' never ends" if tag.name else "a shortcode's tag never ends"
    return _Stuck(Code.SHORTCODE_UNTERMINATED_TAG, message, tag.start, f"end it with {END_MARKS[tag.opener]}")


def _recover(tag: _Tag, fault: Fault) -> None:
    """Take a tag that cannot be read to its next end mark, or to the next tag when none comes before that."""
    if not tag.faults or fault.code is not Code.SHORTCODE_BAD_CHARACTER:
        tag.faults.append(fault)
    edge = _EDGE.search(tag.text, tag.place)
    ended = edge is not None and edge[0].endswith("}}")
    if not ended and "\n" in tag.text[tag.start : tag.faults[0].offset]:
        # Deviates from Hugo, which complains of the prose after a tag that was never ended.
        tag.faults = [_endless(tag).fault]
    tag.place = len(tag.text) if edge is None else edge.end() if ended else edge.start()
    tag.closed = ended and tag.text[tag.place - 4] == "/"
