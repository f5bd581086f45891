"""Names, terms and spellings that disagree with themselves somewhere in the book.

In: the pages. Out: `Group`s: forms of one name, each with its places, the commonest first. A form is one of a group
when it differs by capitals inside a word, a hyphen, a space, an accent, or a plural s; that is how one name comes to be
written in two ways, and how two names hardly ever differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..diagnostics import Code
from ..nodes import Pos
from .reading import Page, Say

TOKEN = r"[A-ZÁÉÍÓÚÑÄÖÜÀÈÇ][\w’'&]*(?:-[A-Za-zÁÉÍÓÚÑáéíóúñ]\w*)*"
NAME = re.compile(rf"(?<![\w-]){TOKEN}(?: (?:{TOKEN}|(?:de|del|la|of|the|von|van|du|des)\b))*")
LINKS = frozenset("de del la of the von van du des".split())


@dataclass(frozen=True, slots=True)
class Group:
    """The forms of one name, or of one word, each with its places; the commonest first."""

    forms: tuple[tuple[str, tuple[Pos, ...]], ...]

    @property
    def use(self) -> str:
        """The form that most places have."""
        return self.forms[0][0]


def name_groups(pages: Sequence[Page]) -> Iterator[Group]:
    """Names and terms in several forms."""
    found: dict[str, dict[str, list[Pos]]] = {}
    for name, pos in _names(pages):
        found.setdefault(_key(name), {}).setdefault(name, []).append(pos)
    for forms in found.values():
        kept = _disagreeing(forms)
        if len(kept) > 1:
            yield group_of({form: forms[form] for form in kept})


def group_of(forms: dict[str, list[Pos]]) -> Group:
    """A group in its order: by count, then by place."""
    ordered = sorted(forms.items(), key=lambda pair: (-len(pair[1]), pair[1][0].path, pair[1][0].line))
    return Group(tuple((form, tuple(places)) for form, places in ordered))


def _names(pages: Sequence[Page]) -> Iterator[tuple[str, Pos]]:
    known = frozenset(_sure(pages))
    for page in pages:
        for found in NAME.finditer(page.passage.text):
            start = found.start()
            words = _without_links(found[0].split(" "))
            if words and page.begins_sentence(start) and words[0] not in known and not _mixed(words[0]):
                start += len(words[0]) + 1  # a capital of the sentence's
                words = _without_links(words[1:])
            name = re.sub(r"[’']s$|[’']$", "", " ".join(words))
            if len(name) > 2 and not (page.passage.is_held(start) and not page.passage.is_italic(start)):
                yield name, page.passage.at(start)


def _sure(pages: Iterable[Page]) -> Iterator[str]:
    """Words with a capital that no sentence gave them."""
    for page in pages:
        for found in NAME.finditer(page.passage.text):
            words = found[0].split(" ")
            yield from words[1:] if page.begins_sentence(found.start()) else words


def _without_links(words: list[str]) -> list[str]:
    """The words of a name without those that only join names, at both ends."""
    while words and words[-1] in LINKS:
        words = words[:-1]
    while words and words[0] in LINKS:
        words = words[1:]
    return words


def _key(name: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(sign))
    words = re.split(r"[\s-]+", plain)
    return "".join(word.removesuffix("s") if len(word) > 3 else word for word in words)


def _disagreeing(forms: dict[str, list[Pos]]) -> list[str]:
    """The forms that differ by more than a sentence's capital, an initialism's or a plural."""
    return [form for form in forms if any(_disagree(form, other) for other in forms if other != form)]


def _disagree(one: str, other: str) -> bool:
    if one.casefold() == other.casefold():
        return _mixed(one) or _mixed(other)
    parts = [re.split(r"[\s-]+", name) for name in (one, other)]
    if [len(part) for part in parts] == [1, 1]:  # a plural, or an accent
        return one.casefold().rstrip("s") != other.casefold().rstrip("s")
    if _key(one) == _key(other) and len(parts[0]) == len(parts[1]) == 2 and "-" not in one + other:
        return _swapped_plural(*parts) or (_bare(one) != _bare(other) and not _plural(one, other))
    return not _plural(one, other)


def _plural(one: str, other: str) -> bool:
    """Whether one is only the other with a plural s at its end: `Big Mac`, `Big Macs`."""
    return one.casefold() + "s" == other.casefold() or other.casefold() + "s" == one.casefold()


def _swapped_plural(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(a != b and a.rstrip("s") == b.rstrip("s") for a, b in zip(one[:-1], other[:-1], strict=True))


def _bare(name: str) -> str:
    return name.casefold().replace("s", "")


def _mixed(name: str) -> bool:
    """Whether a word has a capital inside, and is no initialism: LLaMA, OpenAI, GitHub."""
    return any(re.search(r"[a-záéíóúñ][A-Z]|[A-Z]{2}[a-z]", word) for word in re.split(r"[\s-]+", name))


def names(pages: Sequence[Page], say: Say) -> None:
    """Each form that is not the commonest, at its first place."""
    for group in name_groups(pages):
        for form, places in group.forms[1:]:
            count = f"{len(group.forms[0][1])} times" if len(group.forms[0][1]) > 1 else "once"
            message = f"'{form}' is '{group.use}' elsewhere ({count}: first {group.forms[0][1][0]})"
            say(Code.NAMES_DISAGREE, message, places[0], "write one of them, and pin it in the style sheet")


def variants(pages: Sequence[Page]) -> Iterator[Group]:
    """Words with two right spellings of which the book has both."""
    rows = {form.lower(): row for page in pages if page.tongue for row in page.tongue.variants for form in row}
    found: dict[tuple[str, ...], dict[str, list[Pos]]] = {}
    for page in pages:
        for word in page.passage.words():
            low = _singular(word[0].lower(), rows)
            if low in rows:
                form = word[0] if any(form.lower() == low and form != low for form in rows[low]) else low
                found.setdefault(rows[low], {}).setdefault(form, []).append(page.passage.at(word.start()))
    yield from (group_of(forms) for forms in found.values() if len(forms) > 1)


def _singular(word: str, rows: dict[str, tuple[str, ...]]) -> str:
    return word if word in rows or not word.endswith("s") or word[:-1] not in rows else word[:-1]


def spellings(pages: Sequence[Page], say: Say) -> None:
    """Both spellings are right; a book has one."""
    for group in variants(pages):
        for form, places in group.forms[1:]:
            message = f"'{form}' is '{group.use}' elsewhere; both are right"
            say(Code.SPELLINGS_WAVER, message, places[0], "pin one of them in the style sheet")
