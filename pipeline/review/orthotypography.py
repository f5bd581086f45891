"""Signs, spaces, numbers and capitals that `normalize` does not set right by itself, as only a person can.

In: a page. Out: findings CE010 to CE015, CE019, CE020 and CE023. Sources: Ortografía de la lengua española (RAE
and ASALE, 2010), 3.4 (signs), 4.2 (capitals), 6 (numbers and symbols); Fundéu, by word; SI brochure, 5.4.3 (units).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ..diagnostics import Code
from .passages import HOLE
from .reading import Page, Say

SPACES = (
    (re.compile(r"(?<=[\w)»”\"]) +([,;](?!\w)|[.:](?=\s|$))"), "a space before '{}'", "leave it out"),
    (re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])"), "no space behind the comma", "write one"),
    (re.compile(r"(?<=[^\W\d_])[;:](?=[^\W\d_]{2})"), "no space behind '{}'", "write one"),
    (re.compile(r"\( +(?=\w)|(?<=\w) +\)"), "a space inside the brackets", "leave it out"),
    (re.compile(r"(?<!,),,(?!,)|;;|,;|;,|(?<=[^\W\d_]),\.(?!\.)"), "'{}': one sign too many", "leave one out"),
)
HIGH = re.compile(r" +([;:!?»])")
"""What French writes with a space before it."""
HYPHEN = re.compile(r"(?<=[^\W\d_])(?: - | -(?=[^\W\d_][^-—]*?[^\W\d_]- ))(?=[^\W\d_])")
DOTS = re.compile(r"\.{4,}|(?<![./])\.\.(?![./])|…\.(?!\.)|\betc(?:\.{2,}|\.?…)", re.IGNORECASE)
UNIT = re.compile(
    r"(?<![\w.,-])\d+(?:[.,]\d+)?(?=(%|‰|€|km|kg|cm|mm|mg|ml|hz|khz|mhz|ghz|kb|mb|gb|tb|kwh?|mwh?|km/h|°c)\b|([%‰€]))",
    re.IGNORECASE,
)
ORDINALS: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "es": (
        (re.compile(r"\b(\d+)(?:er|ro|do|to|mo|vo|no)\b"), "{}.º"),
        (re.compile(r"\b(\d+)(?:ra|da|ta|ma|va|na)\b"), "{}.ª"),
        (re.compile(r"\b(\d+)([ºª])"), "{}.º or {}.ª, with its point"),
    ),
    "fr": ((re.compile(r"\b(\d+)(?:ème|ième|eme|ieme)s?\b"), "{}e"), (re.compile(r"\b(1)(?:ère|ere)\b"), "{}re")),
    "en": (
        (re.compile(r"\b(\d*(?:[02-9]|\b)1)(?:nd|rd|th)\b"), "{}st"),
        (re.compile(r"\b(\d*(?:[02-9]|\b)2)(?:st|rd|th)\b"), "{}nd"),
        (re.compile(r"\b(\d*(?:[02-9]|\b)3)(?:st|nd|th)\b"), "{}rd"),
    ),
    "de": ((re.compile(r"\b(\d+)(?:te[nrs]?)\b"), "{}."),),
}
TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]+)(\s+)(\1)(?![\w’'-])", re.IGNORECASE)
Check = Callable[[Page, Say], None]


def _spaces(page: Page, say: Say) -> None:
    for pattern, message, cure in SPACES:
        for found in pattern.finditer(page.passage.text):
            sign = found[0].strip()
            french = page.language.startswith("fr") and HIGH.match(found[0])
            if not (french or page.is_foreign(found.start())):
                say(Code.SPACE_WRONG, message.format(sign), page.passage.at(found.start()), cure)


def _dashes(page: Page, say: Say) -> None:
    for found in HYPHEN.finditer(page.passage.text):
        if not page.is_foreign(found.start() + 1):
            dash = "— as brackets do: —so—" if page.language.startswith("es") else "a dash"
            say(Code.DASH_WRONG, "a hyphen between spaces", page.passage.at(found.start() + 1), f"write {dash}")


def _dots(page: Page, say: Say) -> None:
    for found in DOTS.finditer(page.passage.text):
        cure = "write 'etc.'" if found[0][:1] in "eE" else "an ellipsis has three dots: …"
        say(Code.DOTS_WRONG, f"'{found[0]}'", page.passage.at(found.start()), cure)


def _units(page: Page, say: Say) -> None:
    for found in UNIT.finditer(page.passage.text):
        sign = found[1] or found[2]
        if sign in "%‰€" and page.tongue and not page.tongue.spaced_units:
            continue
        if not page.is_foreign(found.start()):
            right = f"write '{found[0]} {sign}', with a space that does not break"
            say(Code.UNIT_TOUCHES, f"'{found[0]}{sign}'", page.passage.at(found.start()), right)


def _ordinals(page: Page, say: Say) -> None:
    for pattern, right in ORDINALS.get(page.language.split("-")[0], ()):
        for found in pattern.finditer(page.passage.text):
            if not (found[0].endswith("11th") or page.is_foreign(found.start())):
                said = right.format(found[1], found[1])
                say(Code.ORDINAL_WRONG, f"'{found[0]}'", page.passage.at(found.start()), f"write '{said}'")


def _twice(page: Page, say: Say) -> None:
    for found in TWICE.finditer(page.passage.text):
        names = found[1][0].isupper() and found[3][0].isupper()
        may = page.tongue is not None and found[1].lower() in page.tongue.doubled
        apart = page.passage.is_italic(found.start(1)) != page.passage.is_italic(found.start(3))
        if not (names or may or apart or "\n\n" in found[2] or page.is_foreign(found.start())):
            say(Code.WORD_TWICE, f"'{found[1]}' stands twice", page.passage.at(found.start(3)), "leave one out")


def _capitals(page: Page, say: Say) -> None:
    small = page.tongue.small if page.tongue else frozenset()
    for word in page.passage.words() if page.passage.kind != "heading" else ():
        wanted = word[0].lower() in small and word[0][:1].isupper() and word[0][1:].islower()
        if wanted and not _is_named(page.passage.text, word) and not page.begins_sentence(word.start()):
            right = f"write '{word[0].lower()}', unless it is a name"
            say(Code.NEEDLESS_CAPITAL, f"'{word[0]}' with a capital", page.passage.at(word.start()), right)


def _is_named(text: str, word: re.Match[str]) -> bool:
    """Whether the words around it make a name of it: Primero de Mayo."""
    before, after = text[max(word.start() - 40, 0) : word.start()], text[word.end() : word.end() + 2]
    return bool(re.match(r" [A-ZÁÉÍÓÚ]", after) or re.search(r"[A-ZÁÉÍÓÚ]\w* (?:de |del )?$", before))


# signs that come in pairs

PAIRS = {"(": ")", "[": "]", "«": "»", "¿": "?", "¡": "!"}
CLOSES = {close: opener for opener, close in PAIRS.items()}


def _pairs(page: Page, say: Say) -> None:
    for index, sign in _unpaired(page):
        other = PAIRS.get(sign) or CLOSES[sign]
        what = "does not close" if sign in PAIRS else "was not opened"
        message = f"what '{sign}' {'opens' if sign in PAIRS else 'closes'} {what}"
        say(Code.SIGN_UNPAIRED, message, page.passage.at(index), f"write '{other}', or leave this one out")


def _unpaired(page: Page) -> Iterator[tuple[int, str]]:
    """Signs without their partner; a question may open with ¡ and close with ? (Ortografía, 3.4.9)."""
    open_at: dict[str, list[int]] = {opener: [] for opener in PAIRS}
    text, inverted = page.passage.text, page.tongue is not None and page.tongue.inverted
    for index, sign in enumerate(text):
        if sign in PAIRS and (sign not in "¿¡" or inverted):
            open_at[sign].append(index)
        elif sign in "?!" and text[index - 1 : index] == "(":
            continue  # (?) is a doubt, and no question
        elif sign in CLOSES and (waiting := _partner(open_at, sign, text, index)):
            waiting.pop()
        elif sign in CLOSES and not _is_aside(page, index, sign, inverted):
            yield index, sign
    yield from ((waiting[0], opener) for opener, waiting in open_at.items() if waiting)


def _partner(open_at: Mapping[str, list[int]], sign: str, text: str, index: int) -> list[int]:
    """The openers of which the last one is this sign's; of ¿ and ¡ in one sentence, the one that opened last."""
    own = open_at[CLOSES[sign]]
    other = open_at[{"?": "¡", "!": "¿"}.get(sign, CLOSES[sign])]
    mixed = bool(other) and other[-1] > (own[-1] if own else -1) and text.find(". ", other[-1], index) < 0
    return other if mixed else own


def _is_aside(page: Page, index: int, sign: str, inverted: bool) -> bool:
    """Whether a closing sign needs no partner: `a)`, `Yahoo!`, `?!`, a smiley, words of another language."""
    text, before = page.passage.text, page.passage.text[max(index - 40, 0) : index]
    if sign in "?!":
        name = re.search(r"[A-Z]\w*$", before) and re.match(r".,? [a-zñáéíóú]", text[index : index + 4])
        return not inverted or before.endswith(("?", "!")) or bool(name) or page.is_foreign(max(index - 1, 0))
    label = re.search(r"(?:^|[\s(])(?:\w|\d{1,3}|[ivx]{1,4})$", before) is not None
    return (sign == ")" and (label or before.endswith((":", ";", "-")))) or page.is_foreign(index)


def _long(page: Page, say: Say, most: int) -> None:
    count = page.passage.count
    if page.passage.kind == "paragraph" and count > most:
        message = f"a paragraph of {count} words"
        say(Code.LONG_PARAGRAPH, message, page.passage.at(0), f"part it; the book allows {most}")


CHECKS: tuple[Check, ...] = (_spaces, _dashes, _dots, _units, _ordinals, _twice, _capitals, _pairs)


def orthotypography(page: Page, say: Say, longest: int) -> None:
    """What is wrong with the signs of one page."""
    if page.passage.text.strip(HOLE).strip():
        for check in CHECKS:
            check(page, say)
    _long(page, say, longest)
