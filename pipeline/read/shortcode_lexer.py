"""Cut a chapter's text at its shortcode tags, as Hugo's page lexer does: before Markdown, and anywhere in the text.

In: the text. Out: `Opening | Closing | Escaped` in the order of the text, and a `Fault` for every tag that cannot be
read; such a tag is still a token, so that its partner is not reported too. Not its business: which names there are,
and which tag closes which (`shortcode_syntax`). Wherever "Hugo" is named below, it was tried with Hugo 0.168.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from ..diagnostics import Code, Severity
from ..nodes import Arg, Pos

Value: TypeAlias = str | int | float | bool
Token: TypeAlias = "Opening | Closing | Escaped"


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding that still knows its offset, so that all can be told in the order of the text."""

    code: Code
    message: str
    offset: int
    hint: str


@dataclass(frozen=True, slots=True)
class Escaped:
    """`{{</* x */>}}` or `{{%/* x */%}}`: a shortcode to be shown, not obeyed."""

    start: int
    end: int
    text: str
    """Without the comment marks: `{{< x >}}`."""


@dataclass(frozen=True, slots=True)
class Opening:
    """`{{< name … >}}` or `{{< name … />}}`."""

    name: str
    """Empty when the tag has none, which is a fault."""
    args: tuple[Arg, ...]
    start: int
    end: int
    markdown: bool
    """Whether it is written `{{% %}}`."""
    closed: bool
    """Whether it is closed in itself."""
    sound: bool
    """False when an error was found in it: it stays in the text as it stands."""


@dataclass(frozen=True, slots=True)
class Closing:
    """`{{< /name >}}`."""

    name: str
    """Empty for `{{< / >}}`, which Hugo takes for the closing tag of whatever is open."""
    start: int
    end: int
    slash: int
    sound: bool


# Hugo: blanks and line ends part the arguments; a bare value ends at any white space that Unicode knows.
_GAP = re.compile(r"[ \t\r\n]*")
_EQUALS = re.compile(r"[ \t\r\n]*=[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*")
_BARE = re.compile(r"[^\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*")
_SLASHES = re.compile(r"(?:/[ \t\r\n]*)*+")
_TAG = re.compile(r"\{\{[<%]")
_EDGE = re.compile(r"\{\{[<%]|[>%]\}\}")
# Hugo: names may hold slashes (folders). It refuses all periods but `.inline`; here such a name is merely unknown.
_NAME = re.compile(r"\w[\w/.-]*")
_WORD = re.compile(r"[\w-][\w.-]*")
# Hugo: a backslash escapes a quote and nothing else, so that in "C:\\" the string goes on.
_QUOTED = re.compile(r'"((?:[^"\\\n]++|\\"|\\(?!["`]))*+)')
_ESCAPED_QUOTED = re.compile(r'\\"((?:[^"\\\n]++|\\(?!["`]))*+)')
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?[0-9]*\.[0-9]+")
_CURLY = "“”„‟«»‘’‚‹›"
_CURLY_QUOTED = re.compile(rf"[{_CURLY}]([^{_CURLY}\n]*)[{_CURLY}]")

_QUOTE_IT = 'put the argument in straight double quotes: "…"'
_CURES = {
    "'": 'single quotes hold nothing together; write straight double quotes: "…"',
    ",": "part the arguments with spaces",
    "/": _QUOTE_IT + "; a closing slash stands at the very end of the tag",
}


def tokens(text: str, at: Callable[[int], Pos], start: int, faults: list[Fault]) -> Iterator[Token]:
    """Every tag and every escaped one; what cannot be read goes to `faults`."""
    last = {mark: text.rfind(f"*/{mark}") for mark in (">}}", "%}}")}
    place = start
    while opener := _TAG.search(text, place):
        mark = opener[0][2].replace("<", ">") + "}}"
        if text.startswith("/*", opener.end()):
            token = _escaped(text, opener, mark, last[mark], faults)
            place = token.end if token else opener.end()
        else:
            token, place = _read(_Tag(text, opener.start(), opener.end(), mark), at, faults)
        if token:
            yield token


def _escaped(text: str, opener: re.Match[str], mark: str, last: int, faults: list[Fault]) -> Escaped | None:
    begin = opener.end() + len("/*")
    # `last` spares a search to the end of the text for each comment that never ends.
    stop = text.find(f"*/{mark}", begin) if begin <= last else -1
    if stop < 0:
        hint = f"an escaped shortcode that begins with {opener[0]}/* ends with */{mark}"
        faults.append(Fault(Code.SHORTCODE_UNTERMINATED_TAG, "an escaped shortcode never ends", opener.start(), hint))
        return None
    return Escaped(opener.start(), stop + len("*/") + len(mark), opener[0] + text[begin:stop] + mark)


@dataclass(slots=True)
class _Tag:
    """A tag while it is read."""

    text: str
    start: int
    place: int
    mark: str
    """What ends it: `>}}` or `%}}`."""
    name: str = ""
    slash: int = -1
    """Where the slash of a closing tag stands; -1 in an opening tag."""
    args: list[tuple[str, Value, int]] = field(default_factory=list)
    closed: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def opener(self) -> str:
        return self.text[self.start : self.start + 3]

    def skip(self, pattern: re.Pattern[str] = _GAP) -> None:
        if match := pattern.match(self.text, self.place):
            self.place = match.end()

    def here(self, *starts: str) -> bool:
        return self.text.startswith(starts, self.place)

    def fault(self, code: Code, message: str, offset: int, hint: str) -> None:
        self.faults.append(Fault(code, message, offset, hint))

    def stuck(self, code: Code, message: str, offset: int, hint: str) -> NoReturn:
        raise _Stuck(Fault(code, message, offset, hint))


class _Stuck(Exception):  # noqa: N818 - never leaves this module: it only ends the reading of one tag
    """A tag that cannot be read any further."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _read(tag: _Tag, at: Callable[[int], Pos], faults: list[Fault]) -> tuple[Token, int]:
    try:
        _whole(tag)
    except _Stuck as stuck:
        _recover(tag, stuck.fault)
    _drop_repeated(tag)
    faults.extend(tag.faults)
    sound = not any(fault.code.severity is Severity.ERROR for fault in tag.faults)
    if tag.slash >= 0:
        return Closing(tag.name, tag.start, tag.place, tag.slash, sound), tag.place
    args = tuple(Arg(value, name, at(offset)) for name, value, offset in tag.args)
    return Opening(tag.name, args, tag.start, tag.place, tag.mark == "%}}", tag.closed, sound), tag.place


def _whole(tag: _Tag) -> None:
    tag.skip()
    if tag.here("/"):
        tag.slash = tag.place
        tag.skip(_SLASHES)
    tag.name = _run(tag, _NAME)
    tag.skip()
    if not tag.name and tag.slash < 0:
        _no_name(tag)
    while not _ended(tag):
        if tag.slash >= 0:
            _bad_character(tag)
        _argument(tag)
        tag.skip()


def _no_name(tag: _Tag) -> None:
    if not tag.here(tag.mark):
        _bad_character(tag)
    hint = f"write its name first: {tag.opener} name {tag.mark}"
    tag.fault(Code.SHORTCODE_BAD_CHARACTER, "a shortcode without a name", tag.start, hint)


def _ended(tag: _Tag) -> bool:
    end = tag.place
    if tag.slash < 0 and (slashes := _SLASHES.match(tag.text, tag.place)):
        end = slashes.end()
    if not tag.text.startswith(tag.mark, end):
        return False
    tag.closed = end > tag.place
    tag.place = end + len(tag.mark)
    return True


def _argument(tag: _Tag) -> None:
    start = tag.place
    word, quoted = _atom(tag)
    if not word and not quoted:
        return
    # Deviates from Hugo, which takes blanks before the `=` in all arguments, or in none.
    if equals := _EQUALS.match(tag.text, tag.place):
        tag.place = equals.end()
        name, value = word, _value(tag, equals)
    else:
        name, value = "", word if quoted else _typed(word)
    if tag.args and bool(tag.args[0][0]) != bool(name):
        _mixed(tag, name or word, start)
    tag.args.append((name, value, start))


def _atom(tag: _Tag) -> tuple[str, bool]:
    """A bare word, or a quoted string (True); both empty for a lone backslash, which Hugo passes over."""
    if tag.here('"', '\\"', "`"):
        return _string(tag), True
    if tag.here(*_CURLY):
        return _curly(tag), True
    if tag.here("\\`"):
        tag.stuck(Code.SHORTCODE_BAD_CHARACTER, r"'\`' escapes nothing", tag.place + 1, _QUOTE_IT)
    if tag.here("\\"):
        tag.place += 1
        return "", False
    return _run(tag, _WORD) or _bad_character(tag), False


def _value(tag: _Tag, equals: re.Match[str]) -> Value:
    if tag.here('"', '\\"', "`"):
        return _string(tag)
    if tag.here(*_CURLY):
        return _curly(tag)
    bare = _BARE.match(tag.text, tag.place)
    word = bare[0] if bare else ""
    if not word or _EDGE.match(word):
        offset = tag.text.index("=", equals.start())
        tag.stuck(Code.SHORTCODE_BAD_CHARACTER, "no value stands after '='", offset, 'write one: name="…"')
    if edge := _EDGE.search(word):
        # Deviates from Hugo, for which `src=a.png>}}` has no end: it complains of the prose that follows.
        hint = f"put a space before {edge[0]}, or the value in straight double quotes"
        tag.place += edge.start()
        tag.stuck(Code.SHORTCODE_UNTERMINATED_TAG, f"{edge[0]} belongs to the value before it", tag.start, hint)
    tag.place += len(word)
    return _typed(word)


def _string(tag: _Tag) -> str:
    """A quoted or raw string."""
    if tag.here("`"):
        return _raw(tag)
    escaped = tag.here("\\")
    body = (_ESCAPED_QUOTED if escaped else _QUOTED).match(tag.text, tag.place)
    assert body is not None, "the caller saw the quote"
    tag.place = body.start(1)
    for end in ('\\"', '"') if escaped else ('"',):
        if tag.text.startswith(end, body.end()):
            tag.place = body.end() + len(end)
            # Hugo: once a quote is escaped, every backslash of the string goes (gohugoio/hugo#10236).
            return body[1].replace("\\", "") if '\\"' in body[1] else body[1]
    if tag.text.startswith("\\`", body.end()):
        tag.stuck(Code.SHORTCODE_BAD_CHARACTER, r"'\`' escapes nothing", tag.place, r"leave the backslash out")
    hint = 'put a " at its end, or, for several lines, write `…`; a quote inside is written \\"'
    tag.stuck(Code.SHORTCODE_UNTERMINATED_QUOTE, "a quoted argument does not end on its line", tag.place, hint)


def _raw(tag: _Tag) -> str:
    begin = tag.place + 1
    end = tag.text.find("`", begin)
    tag.place = end + 1 if end >= 0 else begin
    if end < 0:
        tag.stuck(Code.SHORTCODE_UNTERMINATED_QUOTE, "a raw argument never ends", begin, "put a ` at its end")
    return tag.text[begin:end]


def _curly(tag: _Tag) -> str:
    # Deviates from Hugo, for which `title=“T”` has the quotes in its value and `title=“a b”` is two arguments.
    message = f"'{tag.text[tag.place]}' does not begin a quoted argument"
    fault = Fault(Code.SHORTCODE_CURLY_QUOTES, message, tag.place, 'write straight quotes: "…"')
    quoted = _CURLY_QUOTED.match(tag.text, tag.place)
    if not quoted or _EDGE.search(quoted[1]):
        raise _Stuck(fault)
    tag.faults.append(fault)
    tag.place = quoted.end()
    return quoted[1]


def _typed(word: str) -> Value:
    """Hugo types bare values; a number too great for Go's int or float stays a string."""
    if word in ("true", "false"):
        return word == "true"
    if _INTEGER.fullmatch(word) and len(word) <= 20 and -(2**63) <= int(word) < 2**63:
        return int(word)
    if _FLOAT.fullmatch(word) and math.isfinite(float(word)):
        return float(word)
    return word


def _run(tag: _Tag, pattern: re.Pattern[str]) -> str:
    match = pattern.match(tag.text, tag.place)
    word = match[0] if match else ""
    if not word.isascii():
        # Go's letters and digits are fewer than Python's: no ½, no Ⅳ, no ².
        odd = (i for i, sign in enumerate(word) if sign not in "_-/." and not _is_letter_or_digit(sign))
        word = word[: next(odd, len(word))]
    tag.place += len(word)
    return word


def _is_letter_or_digit(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L" or unicodedata.category(sign) == "Nd"


def _mixed(tag: _Tag, word: str, offset: int) -> None:
    if any(fault.code is Code.SHORTCODE_MIXED_ARGUMENTS for fault in tag.faults):
        return
    hint = "name every argument or none; several words in one argument want straight double quotes"
    message = f"'{short(word)}' mixes named and positional arguments in '{short(tag.name)}'"
    tag.fault(Code.SHORTCODE_MIXED_ARGUMENTS, message, offset, hint)


def _bad_character(tag: _Tag) -> NoReturn:
    if tag.place >= len(tag.text) or _TAG.match(tag.text, tag.place):
        # Deviates from Hugo, which points to the end of the text, or to the next tag.
        _never_ends(tag)
    sign = tag.text[tag.place]
    shown = f"'{sign}'" if sign.isprintable() else f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()
    hint = f"a tag that begins with {tag.opener} ends with {tag.mark}" if sign in ">%}" else _CURES.get(sign, _QUOTE_IT)
    tag.stuck(Code.SHORTCODE_BAD_CHARACTER, f"{shown} cannot stand here in a shortcode's tag", tag.place, hint)


def _never_ends(tag: _Tag) -> NoReturn:
    tag.faults.clear()
    message = f"the tag of '{short(tag.name)}' never ends" if tag.name else "a shortcode's tag never ends"
    tag.stuck(Code.SHORTCODE_UNTERMINATED_TAG, message, tag.start, f"end it with {tag.mark}")


def _recover(tag: _Tag, fault: Fault) -> None:
    """Take a tag that cannot be read to its next end mark, or to the next tag when none comes before that."""
    edge = _EDGE.search(tag.text, tag.place)
    ended = edge is not None and edge[0].endswith("}}")
    if not tag.faults or fault.code is not Code.SHORTCODE_BAD_CHARACTER:
        tag.faults.append(fault)
    if not ended and "\n" in tag.text[tag.start : tag.faults[0].offset]:
        # Deviates from Hugo, which complains of the prose after a tag that was never ended.
        tag.faults[:] = [_ended_nowhere(tag)]
    tag.place = len(tag.text) if edge is None else edge.end() if ended else edge.start()
    tag.closed = ended and tag.text[tag.place - len(tag.mark) - 1] == "/"


def _ended_nowhere(tag: _Tag) -> Fault:
    try:
        _never_ends(tag)
    except _Stuck as stuck:
        return stuck.fault


def _drop_repeated(tag: _Tag) -> None:
    """Hugo: of two arguments with one name, the last counts."""
    last = {name: offset for name, _, offset in tag.args if name}
    for name, _, offset in tag.args:
        if name and last[name] != offset:
            message = f"the argument '{short(name)}' stands twice; the last one counts"
            tag.fault(Code.SHORTCODE_UNKNOWN_ARGUMENT, message, offset, "leave one of them out")
    tag.args = [arg for arg in tag.args if not arg[0] or last[arg[0]] == arg[2]]


def short(word: str) -> str:
    """A word of the manuscript, cut to what a message can hold."""
    return word if len(word) <= 40 else word[:39] + "…"
