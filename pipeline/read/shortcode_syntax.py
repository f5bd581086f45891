"""Find a chapter's shortcodes in its whole text, before Markdown, as Hugo does: in code, comments and links as well.

In: the text, and the grammar of every shortcode. Out: a tree of `Tag | Escaped` with their offsets, and a finding for
everything that Hugo refuses (and for crossed closing tags, which it takes). What is wrong is left out of the tree:
it stays in the text as it stands. Not its business: how a tag is written inside (`shortcode_lexer`), Markdown, and
what a shortcode becomes (`stages/shortcodes`). What "Hugo" does was tried with Hugo 0.168.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeAlias

from ..catalogue import Grammar, Inner
from ..diagnostics import Code, Report
from ..nodes import Arg, Pos
from .shortcode_lexer import END_MARKS, SHOWN, TAG, Closing, Fault, Given, Opening, read_tag


@dataclass(frozen=True, slots=True)
class Escaped:
    """`{{</* x */>}}` or `{{%/* x */%}}`: a shortcode to be shown, not obeyed."""

    start: int
    end: int
    text: str
    """Without the comment marks: `{{< x >}}`."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One shortcode, with what it holds; offsets count in the whole text, ends are exclusive."""

    name: str
    args: tuple[Arg, ...]
    start: int
    end: int
    """After the closing tag, when there is one."""
    inner: tuple[int, int] | None
    """Where the inner text stands; None without a closing tag, or when closed in itself."""
    items: tuple[Tag | Escaped, ...]
    """What is nested in it."""
    markdown: bool
    """True for `{{% %}}`, as the opening tag has it: Hugo lets the closing tag differ."""


Item: TypeAlias = Tag | Escaped
Token: TypeAlias = Opening | Closing | Escaped


def scan(
    text: str, at: Callable[[int], Pos], shortcodes: Mapping[str, Grammar], report: Report, start: int = 0
) -> tuple[Item, ...]:
    """The shortcodes from `start` on; every finding goes to `report`, in the order of the text."""
    faults: list[Fault] = []
    tokens = tuple(_tokens(text, start, faults))
    ends = _pair(tokens, shortcodes, faults)
    items = _tree(tokens, ends, at, faults)
    for fault in sorted(faults, key=lambda fault: fault.offset):
        if fault.code is Code.UNKNOWN_SHORTCODE:  # one cure for all its places: a line in book.yaml
            report.gather(fault.code, fault.message, fault.message, at(fault.offset), fault.hint)
        else:
            report.add(fault.code, fault.message, at(fault.offset), fault.hint)
    return items


def _tokens(text: str, start: int, faults: list[Fault]) -> Iterator[Token]:
    last = {mark: text.rfind(f"*/{mark}") for mark in END_MARKS.values()}
    place = start
    while opener := TAG.search(text, place):
        begin, place = opener.span()
        mark = END_MARKS[opener[0]]
        if not text.startswith("/*", place):
            tag = read_tag(text, begin, faults)
            place = tag.end
            yield tag
        # `last` spares searching the whole text for each comment that never ends.
        elif last[mark] < place + 2 or text.startswith(f"*/{mark}", place + 1):
            hint = f"an escaped shortcode that begins with {opener[0]}/* ends with */{mark}"
            faults.append(Fault(Code.SHORTCODE_UNTERMINATED_TAG, "an escaped shortcode never ends", begin, hint))
        else:
            escaped = _escaped(text, begin, mark)
            place = escaped.end
            yield escaped


def _escaped(text: str, start: int, mark: str) -> Escaped:
    begin = start + len("{{</*")
    stop = text.index(f"*/{mark}", begin)
    return Escaped(start, stop + len("*/") + len(mark), text[start : start + 3] + text[begin:stop] + mark)


def _pair(tokens: tuple[Token, ...], shortcodes: Mapping[str, Grammar], faults: list[Fault]) -> dict[int, int]:
    """For each opening tag that makes a shortcode, the place of its closing tag in `tokens`, or its own."""
    pairing = _Pairing(shortcodes, faults)
    for index, token in enumerate(tokens):
        match token:
            case Opening():
                pairing.open(index, token)
            case Closing():
                pairing.close(index, token)
    pairing.finish()
    return pairing.ends


@dataclass(slots=True)
class _Pairing:
    """What is open at one place of the text.

    A ghost is an opening tag that is wrong or unknown: it waits for its closing tag only to keep it from being
    reported as well.
    """

    shortcodes: Mapping[str, Grammar]
    faults: list[Fault]
    ends: dict[int, int] = field(default_factory=dict)
    stack: list[tuple[int, Opening]] = field(default_factory=list)
    depths: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Where in the stack each name stands, so that no closing tag has to search."""
    left: defaultdict[str, list[tuple[int, Opening, Closing]]] = field(default_factory=lambda: defaultdict(list))
    """What was still open when a closing tag ended the shortcode around it: unclosed, or crossed."""
    seen: set[str] = field(default_factory=set)
    nameless: int = 0
    """How many ghosts have no name."""

    def fault(self, code: Code, message: str, offset: int, hint: str) -> None:
        self.faults.append(Fault(code, message, offset, hint))

    def is_ghost(self, tag: Opening) -> bool:
        return not tag.sound or tag.name not in self.shortcodes

    def inner(self, name: str) -> Inner:
        """An unknown shortcode may be closed or not: who knows."""
        return self.shortcodes[name].inner if name in self.shortcodes else Inner.OPTIONAL

    def open(self, index: int, tag: Opening) -> None:
        self.seen.add(tag.name)
        if tag.name and tag.name not in self.shortcodes:
            self.unknown(tag)
        takes_inner = self.inner(tag.name) is not Inner.NONE
        if not tag.name:
            self.without_name(tag)
        elif takes_inner and not tag.closed:
            self.depths[tag.name].append(len(self.stack))
            self.stack.append((index, tag))
        elif tag.closed and not takes_inner and tag.sound:
            self.not_closable(tag.name, tag.start, "it cannot be closed in itself; leave the slash out")
        elif not self.is_ghost(tag):
            self.ends[index] = index

    def close(self, index: int, tag: Closing) -> None:
        if tag.name in self.seen and self.inner(tag.name) is Inner.NONE:
            self.not_closable(tag.name, tag.start, "leave the closing tag out")
        elif not tag.name and self.stack:
            self.pop_to(len(self.stack) - 1, index, tag)
        elif self.depths[tag.name]:
            self.pop_to(self.depths[tag.name][-1], index, tag)
        else:
            self.stray(index, tag)

    def pop_to(self, depth: int, index: int, tag: Closing, ghost: bool = False) -> None:
        """Close the shortcode at this depth, and leave behind what is open inside it."""
        while len(self.stack) > depth + 1:
            inside, opening = self.pop()
            self.left[opening.name].append((inside, opening, tag))
        closed, opening = self.pop()
        if tag.sound and not ghost and not self.is_ghost(opening):
            self.ends[closed] = index

    def pop(self) -> tuple[int, Opening]:
        index, opening = self.stack.pop()
        self.depths[opening.name].pop()
        return index, opening

    def stray(self, index: int, tag: Closing) -> None:
        """A closing tag whose name is not open."""
        near = self.misspelt(tag.name)
        if self.left[tag.name]:
            _, opening, outer = self.left[tag.name].pop()
            if not self.is_ghost(opening):
                self.crossed(opening, outer)
        elif near:
            self.not_open(tag, f"did you mean {{{{< /{near} >}}}}?")
            self.pop_to(self.depths[near][-1], index, tag, ghost=True)
        elif self.nameless and tag.name:
            self.nameless -= 1
        elif tag.name or tag.sound:
            self.not_open(tag, "leave it out, or write the opening tag before it")

    def misspelt(self, name: str) -> str:
        """The known and open shortcode that this unknown name may mean."""
        if name in self.shortcodes:
            return ""
        return _nearest(name, tuple(known for known in self.shortcodes if self.depths.get(known)))

    def finish(self) -> None:
        """At the end of the text, what is open stays open."""
        left = [(index, opening) for found in self.left.values() for index, opening, _ in found]
        for index, opening in self.stack + left:
            if self.is_ghost(opening):
                continue
            if self.inner(opening.name) is Inner.OPTIONAL:
                self.ends[index] = index
            else:
                self.unclosed(opening)

    def without_name(self, tag: Opening) -> None:
        self.nameless += not tag.closed
        if tag.sound:
            hint = "write its name first: {{< name >}}"
            self.fault(Code.SHORTCODE_BAD_CHARACTER, "a shortcode without a name", tag.start, hint)

    def unknown(self, tag: Opening) -> None:
        name = tag.name[:SHOWN]
        if tag.name.endswith(".inline"):
            # Hugo: off unless the site's security settings say otherwise; then it shows nothing, and says nothing.
            message, cure = f"'{name}' is an inline shortcode; a book holds no templates", "leave it out."
        else:
            message, cure = f"no shortcode named '{name}'", self.nearest(tag.name)
        hint = f"{cure} To show it as text, write {_written(tag, f'/* {name} */')}"
        self.fault(Code.UNKNOWN_SHORTCODE, message, tag.start, hint)

    def nearest(self, name: str) -> str:
        if name.rstrip("/") in self.shortcodes:  # Hugo takes `{{< katex/>}}` for a shortcode named `katex/`.
            return f"put a space after '{name.rstrip('/')}'."
        near = _nearest(name, tuple(self.shortcodes))
        bare = name.rstrip("/")
        return f"did you mean '{near}'?" if near else f"say in book.yaml what it becomes: shortcodes: {{{bare}: keep}}."

    def not_closable(self, name: str, offset: int, hint: str) -> None:
        self.fault(Code.SHORTCODE_NOT_CLOSABLE, f"'{name}' holds no text and takes no closing tag", offset, hint)

    def not_open(self, tag: Closing, hint: str) -> None:
        # Hugo points to the slash when nothing was opened yet, else to the name. Deviates when the name was open
        # before: then Hugo points to the tag, and says that the shortcode takes no closing tag.
        message = f"closing tag of '{tag.name[:SHOWN]}', which is not open" if tag.name else "nothing to close"
        self.fault(Code.SHORTCODE_NOT_OPEN, message, tag.name_start if self.seen else tag.slash, hint)

    def crossed(self, inside: Opening, outer: Closing) -> None:
        # Deviates from Hugo, which does not look at the names and lets any closing tag close what was opened last.
        hint = f"write {_written(inside, f' /{inside.name} ')} before it"
        message = f"'{outer.name}' is closed before '{inside.name}', which was opened inside it"
        self.fault(Code.SHORTCODE_CROSSED, message, outer.start, hint)

    def unclosed(self, tag: Opening) -> None:
        # Deviates from Hugo, which blames the outermost when an inner one is not closed: see `crossed`.
        hint = f"write {_written(tag, f' /{tag.name} ')} after its text; when it has none, a slash at the tag's end"
        self.fault(Code.SHORTCODE_UNCLOSED, f"'{tag.name}' is not closed", tag.start, hint)


@lru_cache
def _nearest(name: str, names: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(name[:SHOWN], names, 1)), "")


def _written(tag: Opening, inside: str) -> str:
    opener = "{{%" if tag.markdown else "{{<"
    return opener + inside + END_MARKS[opener]


def _tree(
    tokens: tuple[Token, ...], ends: dict[int, int], at: Callable[[int], Pos], faults: list[Fault]
) -> tuple[Item, ...]:
    """Nest what is paired; without recursion, for Hugo takes any depth."""
    frames: list[list[Item]] = [[]]
    opened: list[Opening] = []
    closing = {end for index, end in ends.items() if index != end}
    for index, token in enumerate(tokens):
        match token:
            case Escaped():
                frames[-1].append(token)
            case Opening() if ends.get(index) == index:
                frames[-1].append(_tag(token, None, (), at, faults))
            case Opening() if index in ends:
                frames.append([])
                opened.append(token)
            case Closing() if index in closing:
                items = tuple(frames.pop())
                frames[-1].append(_tag(opened.pop(), token, items, at, faults))
    return tuple(frames[0])


def _tag(
    opening: Opening, closing: Closing | None, items: tuple[Item, ...], at: Callable[[int], Pos], faults: list[Fault]
) -> Tag:
    args = tuple(Arg(given.value, given.name, at(given.offset)) for given in _counting(opening.args, faults))
    inner = (opening.end, closing.start) if closing else None
    return Tag(opening.name, args, opening.start, (closing or opening).end, inner, items, opening.markdown)


def _counting(args: tuple[Given, ...], faults: list[Fault]) -> Iterator[Given]:
    """Hugo: of two arguments with one name, the last counts."""
    last = {given.name: given.offset for given in args}
    for given in args:
        if not given.name or last[given.name] == given.offset:
            yield given
            continue
        message = f"the argument '{given.name[:SHOWN]}' stands twice; the last one counts"
        faults.append(Fault(Code.SHORTCODE_UNKNOWN_ARGUMENT, message, given.offset, "leave one of them out"))
