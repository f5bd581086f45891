"""The book's style sheet: how it writes its names, words, foreign words, numbers. Learned, then pinned, then kept to.

In: the pages, and the sheet as it was. Out: a `StyleSheet`, its text in YAML, and findings CE024 where the book does
otherwise than a pinned entry says. Not its business: files (`commands/reviewing`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..diagnostics import Code
from ..nodes import NOWHERE, Pos
from ..syntax.values import Kind, Value
from .consistency import DECIMALS, THOUSANDS, italic_words, number_styles
from .names import Group, name_groups, variants
from .reading import Page, Say
from .tongue import as_typed

SECTIONS = ("names", "spelling", "italics", "compounds", "numbers")
NUMBERS = {"thousands": THOUSANDS, "decimals": DECIMALS}
COMPOUND = re.compile(r"(?<![\w-])[a-záéíóúñäöüàèç]+(?:-[a-záéíóúñäöüàèç]+)+(?![\w-])")
OFTEN = 2
"""Places from which on a word in italics is taken for the book's habit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One choice."""

    section: str
    use: str
    avoid: tuple[str, ...] = ()
    """`not` in the file."""
    pinned: bool = False
    """Whether the editor has decided, and the review keeps the book to it."""
    pos: Pos = NOWHERE


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """All choices of a book."""

    entries: tuple[Entry, ...] = ()
    words: tuple[str, ...] = ()
    """Words that are right, whatever a dictionary says."""

    def of(self, section: str) -> tuple[Entry, ...]:
        """The choices of one section."""
        return tuple(entry for entry in self.entries if entry.section == section)

    @property
    def own_words(self) -> frozenset[str]:
        """Words that no spelling check is to judge, in small letters."""
        used = (word for entry in self.entries if entry.pinned for word in re.findall(r"\w+", entry.use))
        return frozenset(word.lower() for word in (*self.words, *used))


# from a file


def from_value(tree: Value) -> tuple[StyleSheet, tuple[tuple[Pos, str, str], ...]]:
    """The sheet that a file says, and what in it is not understood: place, message, hint."""
    faults: list[tuple[Pos, str, str]] = []
    entries: list[Entry] = []
    words: list[str] = []
    for item in tree.items if tree.kind is Kind.MAPPING else ():
        if item.key == "words":
            words += [one.value.raw.strip() for one in item.value.items if one.value.is_scalar]
        elif item.key in SECTIONS:
            entries += _entries(item.key, item.value, faults)
        else:
            faults.append((item.pos, f"no section is called '{item.key}'", f"there are {', '.join(SECTIONS)}, words"))
    if tree.kind not in (Kind.MAPPING, Kind.NOTHING):
        faults.append((tree.pos, "the style sheet is no list of sections", "galerada stylesheet shows its form"))
    return StyleSheet(tuple(entries), tuple(words)), tuple(faults)


def _entries(section: str, value: Value, faults: list[tuple[Pos, str, str]]) -> Iterator[Entry]:
    for item in value.items:
        use = item.value.get("use") if item.value.kind is Kind.MAPPING else None
        if use is None or not use.is_scalar or not use.raw.strip():
            faults.append((item.value.pos, f"an entry of {section} does not say what to use", "write use: ..."))
            continue
        said = item.value.get("not")
        avoid = [one.value.raw.strip() for one in said.items] if said else []
        pinned = item.value.get("pinned")
        yield Entry(section, use.raw.strip(), tuple(avoid), bool(pinned and pinned.raw == "true"), item.value.pos)


# from the book


def learned(pages: Sequence[Page], before: StyleSheet) -> StyleSheet:
    """What the book does, with what is pinned already in its place."""
    pinned = [entry for entry in before.entries if entry.pinned]
    taken = {(entry.section, form.lower()) for entry in pinned for form in (entry.use, *entry.avoid)}
    made = [
        *_of_groups("names", name_groups(pages)),
        *_of_groups("spelling", variants(pages)),
        *(Entry("italics", low) for low, at in sorted(italic_words(pages).items()) if len(at) >= OFTEN),
        *_of_groups("compounds", _compounds(pages)),
        *_numbers(pages),
    ]
    fresh = [entry for entry in made if (entry.section, entry.use.lower()) not in taken]
    ordered = sorted([*pinned, *fresh], key=lambda entry: (SECTIONS.index(entry.section), entry.use.lower()))
    return StyleSheet(tuple(ordered), before.words)


def _of_groups(section: str, groups: Iterable[Group]) -> Iterator[Entry]:
    yield from (Entry(section, group.use, tuple(form for form, _ in group.forms[1:])) for group in groups)


def _compounds(pages: Sequence[Page]) -> Iterator[Group]:
    """Words with a hyphen, which stand elsewhere in one or in two."""
    found: dict[str, dict[str, list[Pos]]] = {}
    for page in pages:
        for word in COMPOUND.finditer(page.passage.text):
            found.setdefault(word[0], {}).setdefault(word[0], []).append(page.passage.at(word.start()))
    others = {form.replace("-", sign): form for form in found for sign in (" ", "")}
    apart = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, others))})(?![\w-])")
    for page in pages if others else ():
        for word in apart.finditer(page.passage.text):
            forms = found[others[word[0]]]
            forms.setdefault(word[0], []).append(page.passage.at(word.start()))
    yield from (_ordered(forms) for _, forms in sorted(found.items()))


def _ordered(forms: dict[str, list[Pos]]) -> Group:
    ordered = sorted(forms.items(), key=lambda pair: -len(pair[1]))
    return Group(tuple((form, tuple(places)) for form, places in ordered))


def _numbers(pages: Sequence[Page]) -> Iterator[Entry]:
    for what, table in NUMBERS.items():
        group = number_styles(pages, table)
        if group.forms:
            others = (form for form in table if form != group.use)
            yield Entry("numbers", f"{what} {group.use}", tuple(f"{what} {form}" for form in others))


# to a file


def text_of_sheet(sheet: StyleSheet, title: str) -> str:
    """The sheet as YAML."""
    lines = [
        f"# Style sheet of {json.dumps(title, ensure_ascii=False)}.",
        "# `galerada stylesheet --write` learns it anew from the chapters and keeps what is pinned;",
        "# `galerada review` keeps the book to what is pinned (CE024).",
    ]
    for section in SECTIONS:
        entries = sheet.of(section)
        lines += ["", f"{section}:{'' if entries else ' []'}"]
        for entry in entries:
            lines.append(f"  - use: {_quoted(entry.use)}")
            if entry.avoid:
                lines.append(f"    not: [{', '.join(map(_quoted, entry.avoid))}]")
            lines.append(f"    pinned: {str(entry.pinned).lower()}")
    lines += ["", "# words that are right, whatever the dictionary says"]
    lines.append(f"words: [{', '.join(map(_quoted, sheet.words))}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A string that YAML reads as this text."""
    return json.dumps(text, ensure_ascii=False)


# kept to


def keep_to(sheet: StyleSheet, pages: Sequence[Page], say: Say) -> None:
    """Where the book does otherwise than a pinned entry says."""
    for entry in sheet.entries:
        if not entry.pinned:
            continue
        if entry.section == "numbers":
            _numbers_kept(entry, pages, say)
        elif entry.section == "italics":
            _in_italics(entry, pages, say)
        for form in entry.avoid if entry.section != "numbers" else ():
            _avoided(entry, form, pages, say)


def _avoided(entry: Entry, form: str, pages: Sequence[Page], say: Say) -> None:
    by_case = form.casefold() == entry.use.casefold() or form != form.lower()
    found = re.compile(rf"(?<![\w-]){re.escape(form)}(?![\w-])", 0 if by_case else re.IGNORECASE)
    for page in pages:
        for match in found.finditer(page.passage.text):
            right = entry.use if by_case else as_typed(entry.use, match[0])
            message = f"'{match[0]}': the style sheet says '{entry.use}'"
            say(Code.AGAINST_SHEET, message, page.passage.at(match.start()), f"write '{right}'")


def _in_italics(entry: Entry, pages: Sequence[Page], say: Say) -> None:
    found = re.compile(rf"(?<![\w-]){re.escape(entry.use)}(?![\w-])", re.IGNORECASE)
    for page in pages:
        for match in found.finditer(page.passage.text):
            if not page.passage.is_italic(match.start()) and page.passage.kind != "heading":
                message = f"'{match[0]}': the style sheet has it in italics"
                say(Code.AGAINST_SHEET, message, page.passage.at(match.start()), f"write '*{match[0]}*'")


def _numbers_kept(entry: Entry, pages: Sequence[Page], say: Say) -> None:
    what, _, wanted = entry.use.partition(" ")
    group = number_styles(pages, NUMBERS.get(what, {}))
    for form, places in group.forms:
        for pos in places if form != wanted else ():
            say(Code.AGAINST_SHEET, f"a number {form}", pos, f"the style sheet says: {entry.use}")
