"""YAML as Hugo reads it: 1.2, one document, nothing but keys, lists and words.

In: an `Excerpt`. Out: its `Value` tree, with what could be read before a fault; every fault goes to the report with its
line, its column and its cure. Not its business: what a key means. The only importer of yaml: PyYAML cuts the text into
events; what a word is, how deep and how long it may be, and that a key stands once, is said here
(reliability facts, points 11 and 12: PyYAML's own answers destroy an ISBN and hang on 400 bytes).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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

from ..diagnostics import BookError, Code, Report
from ..nodes import Pos
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
from .yaml_faults import cure_for, in_place, quoting

MOST_FAULTS = 8
"""How often the reading is taken up again after a fault."""
NO_CHARACTER = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
"""An escape beyond the last character of all (YAML 1.2, 5.7; Unicode ends at 10FFFF), for which PyYAML has no error."""
_NEXT_KEY = re.compile(r"^[A-Za-z_][\w.-]*[ \t]*:(?:[ \t]|$)", re.MULTILINE)


def parse(excerpt: Excerpt, rules: Rules, report: Report) -> Value:
    """The value tree; a fault costs no more than the keys up to the next line that begins with one."""
    try:
        demand_size(excerpt, rules)
    except BookError as error:
        tell(error, report)
        return Value(Kind.NOTHING, excerpt.pos(0))
    first, rest = _parse(excerpt, rules, report)
    items = list(first.items)
    for _ in range(MOST_FAULTS):
        if rest is None:
            break
        more, rest = _parse(rest, rules, report)
        items += more.items if more.kind is Kind.MAPPING else ()
    if first.kind is Kind.LIST or not items:
        return first
    return Value(Kind.MAPPING, first.pos, items=without_duplicates(items, rules, report))


def _parse(excerpt: Excerpt, rules: Rules, report: Report) -> tuple[Value, Excerpt | None]:
    """The value tree, and what is left to be read after a fault."""
    tree = _Tree(excerpt, rules, report)
    try:
        for event in yaml.parse(excerpt.text, Loader=_Scanner):
            tree.take(event)
    except BookError as error:
        return tree.before(error), _after(error, excerpt)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        fault = _fault(error, excerpt, rules)
        return tree.before(fault), _after(fault, excerpt)
    return tree.root or Value(Kind.NOTHING, excerpt.pos(0)), None


def _after(error: BookError, excerpt: Excerpt) -> Excerpt | None:
    begin = excerpt.end_of_line(error.diagnostic.pos.line)
    found = _NEXT_KEY.search(excerpt.whole, begin, excerpt.end)
    return Excerpt(excerpt.path, excerpt.whole, found.start(), excerpt.end) if found else None


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

    def before(self, error: BookError) -> Value:
        """What was read before the line of a fault, which is reported."""
        tell(error, self.report)
        line = error.diagnostic.pos.line
        top = self.opened[0] if self.opened else self.root or Value(Kind.NOTHING, self.excerpt.pos(0))
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
                raise BookError(self.rules.syntax, "a shortcode stands bare in a value", pos, quoting(line))
            self._refuse(f"{kind} as a key", pos, quoting(line))

    def _demand_one_document(self, pos: Pos) -> None:
        self.documents += 1
        if self.documents > 1:
            self._refuse("a second document", pos, "delete the line --- and what follows it")

    def _demand_plain(self, event: NodeEvent, pos: Pos) -> None:
        hint = quoting(self.excerpt.line(_index(event)))
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
            hint = quoting(self.excerpt.line(_index(event)))
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


def _fault(error: Exception, excerpt: Excerpt, rules: Rules) -> BookError:
    """PyYAML's error with the book's code, place and cure."""
    match error:
        case ReaderError():
            message = f"the character U+{_ordinal(error.character):04X} cannot stand in {rules.name}"
            return BookError(Code.FORBIDDEN_CHARACTER, message, excerpt.pos(int(error.position)), "delete it")
        case yaml.MarkedYAMLError():
            return _marked(error, excerpt, rules)
    if isinstance(error, (ValueError, OverflowError)) and (found := NO_CHARACTER.search(excerpt.text)):
        message = f"{rules.name} cannot be parsed: {found[0]} is no character"
        return BookError(rules.syntax, message, excerpt.pos(found.start()), "write the character itself")
    return BookError(rules.syntax, f"{rules.name} cannot be parsed: {error}", excerpt.pos(0), quoting(""))


def _ordinal(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[0])


def _marked(error: yaml.MarkedYAMLError, excerpt: Excerpt, rules: Rules) -> BookError:
    cure = cure_for(f"{error.context or ''}: {error.problem or ''}")
    marks = [mark.index for mark in (error.context_mark, error.problem_mark) if mark] or [0]
    index = marks[0] if cure.at_context else marks[-1]
    pos = excerpt.pos(index)
    cure = in_place(cure, excerpt.line(index), pos.column)
    return BookError(rules.syntax, cure.message, pos, cure.hint)
