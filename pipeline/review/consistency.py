"""What a book does now so and now otherwise: italics of foreign words, capitals of headings, the form of numbers.

In: the pages. Out: findings CE016, CE017, CE018, CE022 and CE026.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..diagnostics import Code
from ..nodes import Pos
from .names import Group, group_of
from .passages import WORD
from .reading import Page, Say
from .spelling import Known

CAPITALS = re.compile(r"[A-ZÁÉÍÓÚÑÀÈÇ]")
STRANGE = re.compile(r"w|k|sh|th|ck|oo|ee|ph|[^aeioulrsndzáéíóúyxj]$|([bdfgmpstz])\1|ing$|tion$|y$", re.IGNORECASE)
"""What makes a word look foreign in Spanish; a dictionary knows better."""
SIGLA = re.compile(r"(?<![\w-])([A-ZÁÉÍÓÚÑ]{2,5})s(?![\w-])")
THOUSANDS = {
    "with a point": re.compile(r"(?<![\w.,-])[1-9]\d{0,2}(?:\.\d{3})+(?!\w|[.,]\d)"),
    "with a comma": re.compile(r"(?<![\w.,-])[1-9]\d{0,2}(?:,\d{3})+(?!\w|[.,]\d)"),
    "with a space": re.compile(r"(?<![\w.,-])[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\w|[.,]\d)"),
    "without a sign": re.compile(r"(?<![\w.,-])\d{5,}(?!\w|[.,]\d)"),
}
DECIMALS = {
    "with a comma": re.compile(r"(?<![\w.,-])\d+,\d{1,2}(?!\w|[.,]\d)"),
    "with a point": re.compile(r"(?<![\w.,-])\d+\.(?!0)\d{1,2}(?!\w|[.,]\d)"),
}


# italics


def italic_words(pages: Sequence[Page]) -> dict[str, list[Pos]]:
    """Foreign words and phrases in italics, in small letters, with their places."""
    made: dict[str, list[Pos]] = {}
    for page in pages:
        for start, end in page.passage.italics:
            phrase = page.passage.text[start:end].strip()
            low = " ".join(phrase.lower().split())
            if 2 < len(low) < 40 and phrase == phrase.lower() and page.is_foreign(start) and WORD.search(low):
                made.setdefault(low, []).append(page.passage.at(start))
    return made


def wavering(pages: Sequence[Page], known: Known | None) -> Iterator[tuple[str, int, Pos]]:
    """Foreign words in italics that stand in roman elsewhere: the word, how often in italics, the first roman place."""
    italic = {low: places for low, places in italic_words(pages).items() if _is_foreign(low, known)}
    if not italic:
        return
    longest = sorted(italic, key=len, reverse=True)
    found = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.IGNORECASE)
    seen: dict[str, Pos] = {}
    for page in pages:
        for word in found.finditer(page.passage.text):
            start = word.start()
            named = word[0] != word[0].lower() and not page.begins_sentence(start)
            if not (page.passage.is_italic(start) or named or page.is_foreign(start)):
                seen.setdefault(word[0].lower(), page.passage.at(start))
    yield from ((low, len(italic[low]), pos) for low, pos in seen.items())


def _is_foreign(phrase: str, known: Known | None) -> bool:
    words = [word[0] for word in WORD.finditer(phrase)]
    if known is not None:
        return any(not known(word) for word in words)
    return any(STRANGE.search(word) for word in words)


def italics(pages: Sequence[Page], say: Say, known: Known | None) -> None:
    """A word that is in italics here and not there."""
    for low, count, pos in wavering(pages, known):
        times = "once" if count == 1 else f"{count} times"
        message = f"'{low}' is in italics elsewhere ({times})"
        say(Code.ITALICS_WAVER, message, pos, "set it in italics everywhere, or nowhere")


# headings


def headings(pages: Sequence[Page], say: Say) -> None:
    """Capitals that the language does not want; in a language that allows both, those that the others have not."""
    shown = [page for page in pages if page.passage.kind == "heading"]
    small = _small_words(pages)
    styles: list[tuple[Page, bool]] = []
    for page in shown:
        capitals = [word[0] for word in _needless(page, small)]
        if page.tongue and page.tongue.sentence_case and capitals:
            listed = ", ".join(f"'{word}'" for word in capitals[:3])
            hint = "only the first word and names have one (Ortografía, 4.2)"
            say(Code.TITLE_CASE, f"capitals in a heading: {listed}", page.passage.at(0), hint)
        elif page.tongue and page.language.startswith("en") and sum(1 for _ in page.passage.words()) > 2:
            styles.append((page, bool(capitals)))
    _say_headings(styles, say)


def _small_words(pages: Sequence[Page]) -> Mapping[str, int]:
    """How often each word of the running text stands with a small letter."""
    texts = (page.passage for page in pages if page.passage.kind != "heading")
    return Counter(word[0] for passage in texts for word in WORD.finditer(passage.text) if word[0].islower())


def _needless(page: Page, small: Mapping[str, int]) -> Iterator[re.Match[str]]:
    """Words with a capital in a heading that the running text writes small."""
    for word in page.passage.words():
        low = word[0].lower()
        wanted = len(low) > 3 and word[0][1:].islower() and CAPITALS.match(word[0])
        if wanted and small.get(low) and not page.begins_sentence(word.start()):
            before = page.passage.text[: word.start()]
            if not re.fullmatch(r"\s*(?:\d+|[IVXLC]+)?\s*[-–—.:·)]*\s*", before):
                yield word


def _say_headings(styles: Sequence[tuple[Page, bool]], say: Say) -> None:
    capital = sum(style for _, style in styles)
    rare = capital < len(styles) - capital
    for page, style in styles if 0 < capital < len(styles) else ():
        if style == rare:
            kind = "title case" if style else "sentence case"
            message = f"a heading in {kind}; {max(capital, len(styles) - capital)} others are not"
            say(Code.HEADINGS_WAVER, message, page.passage.at(0), "give all headings the same capitals")


# initialisms


def siglas(pages: Sequence[Page], say: Say) -> None:
    """Spanish initialisms with a plural s, each where it stands first."""
    found: dict[str, list[Pos]] = {}
    for page in pages:
        for match in SIGLA.finditer(page.passage.text) if page.language.startswith("es") else ():
            if not page.is_foreign(match.start()):
                found.setdefault(match[1], []).append(page.passage.at(match.start()))
    for sigla, places in found.items():
        times = f", {len(places)} times" if len(places) > 1 else ""
        hint = f"Spanish shows the plural in the words around it: los {sigla} (Ortografía, 5.3)"
        say(Code.SIGLA_PLURAL, f"'{sigla}s'{times}: an initialism takes no plural s", places[0], hint)


# numbers


def number_styles(pages: Sequence[Page], table: Mapping[str, re.Pattern[str]]) -> Group:
    """How numbers are written, with places; the commonest way first."""
    found: dict[str, list[Pos]] = {}
    for page in pages:
        for name, pattern in table.items():
            for match in pattern.finditer(page.passage.text):
                if not page.is_foreign(match.start()):
                    found.setdefault(name, []).append(page.passage.at(match.start()))
    return group_of(found)


def numbers(pages: Sequence[Page], say: Say) -> None:
    """Numbers that are written otherwise than most."""
    for what, table in (("a large number", THOUSANDS), ("a decimal", DECIMALS)):
        group = number_styles(pages, table)
        for form, places in group.forms[1:]:
            message = f"{what} {form}; most are {group.use}"
            say(Code.NUMBERS_WAVER, message, places[0], "write all of them in one way")
