"""YAML as Hugo reads it: 1.2, one document, nothing but keys, lists and words.

In: an `Excerpt`. Out: its `Value` tree, with what could be read before a fault; every fault goes to the report with its
line, its column and its cure. Not its business: what a key means. The only importer of yaml: PyYAML cuts the text into
events; what a word is, how deep and how long it may be, and that a key stands once, is said here
(reliability facts, points 11 and 12: PyYAML's own answers destroy an ISBN and hang on 400 bytes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from yaml.reader import ReaderError

from .diagnostics import BookError, Code, Report
from .nodes import Pos
from .values import (
    Excerpt,
    Item,
    Kind,
    Rules,
    Value,
    demand_depth,
    demand_size,
    quoted,
    scalar,
    tell,
    without_duplicates,
)


def parse(excerpt: Excerpt, rules: Rules, report: Report) -> Value:
    """The value tree; after a fault, what stood before it."""
    tree = _Tree(excerpt, rules, report)
    try:
        demand_size(excerpt, rules)
        for event in yaml.parse(excerpt.text, Loader=_Scanner):
            tree.take(event)
    except BookError as error:
        return tree.told(error)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return tree.told(_fault(error, excerpt, rules))
    return tree.root or Value(Kind.NOTHING, excerpt.pos(0))


class _Scanner(yaml.SafeLoader):
    """PyYAML's scanner, with YAML 1.2's white space (6.2): a tab may stand anywhere but in an indentation."""

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self.peek() == "\t" and self._tab_is_space():
            self.forward()
            super().scan_to_next_token()

    def _tab_is_space(self) -> bool:
        buffer, at = str(self.buffer), int(self.pointer)
        before = buffer[buffer.rfind("\n", 0, at) + 1 : at]
        after = buffer[at:].split("\n", 1)[0]
        return bool(self.flow_level or before.strip() or not after.strip(" \t\0"))


@dataclass(slots=True)
class _Open:
    """A list or a group of keys that is being read."""

    kind: Kind
    pos: Pos
    items: list[Item] = field(default_factory=list)
    key: Value | None = None
    """The key that waits for its value."""


@dataclass(slots=True)
class _Tree:
    """The values read so far; grows by one event at a time, so that no nesting can exhaust Python's stack."""

    excerpt: Excerpt
    rules: Rules
    report: Report
    opened: list[_Open] = field(default_factory=list)
    root: Value | None = None
    documents: int = 0

    def take(self, event: Event) -> None:
        """One event."""
        pos = self._pos(event)
        match event:
            case DocumentStartEvent():
                self._demand_one_document(pos)
            case NodeEvent():
                self._demand_plain(event, pos)
                self._take_node(event, pos)
            case CollectionEndEvent():
                self._close()

    def told(self, error: BookError) -> Value:
        """Report a fault; what was read before the line of the fault."""
        tell(error, self.report)
        line = error.diagnostic.pos.line
        top = self.opened[0] if self.opened else _Open(Kind.NOTHING, self.excerpt.pos(0))
        items = tuple(item for item in top.items if item.value.pos.line < line)
        return Value(top.kind, top.pos, items=items)

    def _take_node(self, event: NodeEvent, pos: Pos) -> None:
        match event:
            case MappingStartEvent() | SequenceStartEvent():
                kind = Kind.MAPPING if isinstance(event, MappingStartEvent) else Kind.LIST
                self._demand_word_as_key(kind, pos, event)
                self.opened.append(_Open(kind, pos))
                demand_depth(len(self.opened), pos, self.rules)
            case ScalarEvent():
                self._add(self._scalar(event, pos))

    def _scalar(self, event: ScalarEvent, pos: Pos) -> Value:
        if event.style is None:
            self._say_comment(event, pos)
            return scalar(event.value, pos)
        return quoted(_surrogates_joined(event.value), pos)

    def _add(self, value: Value) -> None:
        if not self.opened:
            self.root = value
            return
        top = self.opened[-1]
        if top.kind is Kind.LIST:
            top.items.append(Item("", value, value.pos))
        elif top.key is None:
            top.key = self._key(value)
        else:
            top.items.append(Item(top.key.raw, value, top.key.pos))
            top.key = None

    def _close(self) -> None:
        top = self.opened.pop()
        items = tuple(top.items)
        if top.kind is Kind.MAPPING:
            items = without_duplicates(items, self.rules, self.report)
        self._add(Value(top.kind, top.pos, items=items))

    def _key(self, value: Value) -> Value:
        if value.raw == "<<":
            self._refuse("the merge key '<<'", value.pos, "write the keys out")
        return value

    def _demand_word_as_key(self, kind: Kind, pos: Pos, event: Event) -> None:
        if self.opened and self.opened[-1].kind is Kind.MAPPING and self.opened[-1].key is None:
            index = _index(event)
            line = self.excerpt.line(index)
            if "{{" in line:
                raise BookError(self.rules.syntax, "a shortcode stands bare in a value", pos, _quoting(line))
            self._refuse(f"{kind} as a key", pos, _quoting(line))

    def _demand_one_document(self, pos: Pos) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("a second document", pos, "delete the line --- and what follows it")

    def _demand_plain(self, event: NodeEvent, pos: Pos) -> None:
        hint = _quoting(self.excerpt.line(_index(event)))
        if isinstance(event, AliasEvent):
            self._refuse(f"an alias, *{event.anchor},", pos, f"write the value out, or {hint}")
        if event.anchor is not None:
            self._refuse(f"an anchor, &{event.anchor},", pos, hint)
        tag = getattr(event, "tag", None)  # AliasEvent alone has none
        if tag is not None:
            self._refuse(f"a tag, {tag},", pos, hint)

    def _refuse(self, what: str, pos: Pos, hint: str) -> None:
        raise BookError(self.rules.syntax, f"{what} has no place in {self.rules.name}", pos, hint)

    def _say_comment(self, event: ScalarEvent, pos: Pos) -> None:
        # `title: A #1 hit` is "A" to every YAML reader: words lost in silence unless somebody says so.
        end = event.end_mark.index if event.end_mark else 0
        lost = re.match(r"[ \t]+(#[^\s#].*)", self.excerpt.text[end : end + 200])
        if event.value and lost:
            hint = _quoting(self.excerpt.line(_index(event)))
            self.report.add(Code.ASSUMED, f"'{lost[1]}' is read as a comment, not as text", pos, hint)

    def _pos(self, event: Event) -> Pos:
        return self.excerpt.pos(_index(event))


def _index(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _surrogates_joined(text: str) -> str:
    """JSON writes an emoji as two escapes (a surrogate pair); Hugo reads one character, PyYAML two halves."""
    if not re.search("[\ud800-\udbff][\udc00-\udfff]", text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class _Cure:
    """What PyYAML says, in words that help."""

    said: str
    """How PyYAML's message begins, or a piece of it."""
    message: str
    hint: str = ""
    """Empty: put the value in quotes."""
    at_context: bool = False
    """Whether the fault lies where the construct began, not where PyYAML gave up."""


_COLON: Final = "mapping values are not allowed"
_DEEPER: Final = _Cure(_COLON, "a key that stands deeper than the one above it", "align the two")
_CURES: Final = (
    _Cure(_COLON, "a colon and a space inside a value"),
    _Cure("found character '\\t'", "a tab where spaces must stand", "indent with spaces"),
    _Cure("cannot start any token", "a value begins with a character that means something else in YAML"),
    _Cure("could not find expected ':'", "a line that is neither 'key: value' nor part of a value", "", True),
    _Cure("sequence entries are not allowed", "a list that begins on its key's line", "begin it on the next line"),
    _Cure("found unexpected end of stream", "a quotation mark that is never closed", "close the quotation", True),
    _Cure("found unexpected document separator", "a quotation mark that is never closed", "close the quotation", True),
    _Cure("unknown escape", "a backslash in double quotes", "write two backslashes, or use single quotes"),
    _Cure("while scanning an alias", "a value that begins with *", "", True),
    _Cure("while scanning an anchor", "a value that begins with &", "", True),
    _Cure("while scanning a block scalar", "a value that begins with | or >", "", True),
    _Cure(" a tag", "a value that begins with !", "", True),
    _Cure("tag handle", "a value that begins with !"),
    _Cure("'<document start>'", "this is not aligned with the first key", "align the keys"),
    _Cure("expected the node content", "a value is missing, or begins with a character that is none of it"),
    _Cure("expected ',' or ']'", "a list in [ ] that is not closed, or lacks a comma"),
    _Cure("expected ',' or '}'", "keys in { } that are not closed, or lack a comma"),
    _Cure("expected <block end>", "this does not continue what stands before it", "align the keys, or {quoting}"),
)


def _fault(error: Exception, excerpt: Excerpt, rules: Rules) -> BookError:
    """PyYAML's error with the book's code, place and cure."""
    match error:
        case ReaderError():
            message = f"the character U+{_ordinal(error.character):04X} cannot stand in {rules.name}"
            return BookError(Code.FORBIDDEN_CHARACTER, message, excerpt.pos(int(error.position)), "delete it")
        case yaml.MarkedYAMLError():
            return _marked(error, excerpt, rules)
    return BookError(rules.syntax, f"{rules.name} cannot be parsed: {error}", excerpt.pos(0))


def _ordinal(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[0])


def _marked(error: yaml.MarkedYAMLError, excerpt: Excerpt, rules: Rules) -> BookError:
    said = f"{error.context or ''}: {error.problem or ''}"
    cure = next((c for c in _CURES if c.said in said), _Cure("", error.problem or "this is not YAML"))
    mark = (error.context_mark if cure.at_context else None) or error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    line = excerpt.line(index)
    if cure.said == _COLON and re.fullmatch(r"\s+[\w-]+", line[: excerpt.pos(index).column - 1]):
        cure = _DEEPER
    message = "a shortcode stands bare in a value" if "{{" in line else cure.message
    quoting = _quoting(line)
    hint = quoting if "{{" in line or not cure.hint else cure.hint.replace("{quoting}", quoting)
    return BookError(rules.syntax, message, excerpt.pos(index), hint)


_LINE = re.compile(r"\s*(?:- +)?(?P<key>[^\s:#\"'][^:]*?):(?:\s+(?P<value>.*?))?\s*")


def _quoting(line: str) -> str:
    """The advice to put a line's value in quotes, with the line as it should be."""
    found = _LINE.fullmatch(line)
    if not found or not found["value"]:
        return "put the value in quotes"
    return f"put the value in quotes: {found['key']}: {_in_quotes(found['value'])}"


def _in_quotes(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"
