"""Typography: specimens, and the laws that hold for every text."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Typography
from pipeline.text.orthography import ORTHOGRAPHIES, orthography
from pipeline.text.typography import Edit, apply, edits

CASES = Path(__file__).parents[1] / "cases" / "typography.md"
SIGNS = str.maketrans({"⍽": "\u00a0", "⌵": "\u202f", "▣": "\ufffc"})
Spans = Sequence[tuple[int, int]]


def specimens(path: Path) -> list[tuple[str, str, str]]:
    """Title, input and expected text of each case: the format of markdown-it-py's fixtures."""
    pieces = path.read_text(encoding="utf-8").split("\n.\n")
    triples = zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=False)
    return [(head.strip().splitlines()[-1], before, after) for head, before, after in triples]


def parsed(specimen: str) -> tuple[str, Spans]:
    """The text of a specimen and its protected spans."""
    plain, spans = "", []
    for index, part in enumerate(re.split("[⟦⟧]", specimen.translate(SIGNS))):
        if index % 2:
            spans.append((len(plain), len(plain) + len(part)))
        plain += part
    return plain, spans


def options_of(words: Sequence[str]) -> Typography:
    options = Typography()
    for key, value in (word.split("=") for word in words):
        options = replace(options, **{key: value if key == "quotes" else value == "on"})
    return options


def moved(spans: Spans, made: Sequence[Edit]) -> Spans:
    """Where the protected spans lie after the edits, none of which touches them."""
    shift = [(edit.end, len(edit.after) - edit.end + edit.start) for edit in made]
    return [tuple(place + sum(by for end, by in shift if end <= span[0]) for place in span) for span in spans]


@pytest.mark.parametrize(("title", "before", "after"), [pytest.param(*case, id=case[0]) for case in specimens(CASES)])
def test_specimen(title: str, before: str, after: str) -> None:
    language, *words = title.split(":")[0].split()
    text, spans = parsed(before)
    made = edits(text, language, options_of(words), spans)
    assert apply(text, made) == parsed(after)[0]
    assert edits(apply(text, made), language, options_of(words), moved(spans, made)) == ()


def test_every_language_has_a_specimen():
    assert {title.split(":")[0].split()[0] for title, _, _ in specimens(CASES)} >= ORTHOGRAPHIES.keys()


# Laws

PIECES = (
    *"\"'\"'“”„‘’‚«»‹›-–—.….aAbs  05\n?!:;,()¿¡/\ufffc\u00a0\u202f\u0301",
    *("--", "---", "...", " -- ", "<<", ">>", ' "', "' ", '" ', "n't", ' "hola" ', "s' b", '6"', "5'", "'80s", "'68"),
    *("pág. 5", "50 %", "'tis", "--flag", " --así-- ", ". Y ", "-Hola -dijo-", "'n'", "«hola»", "l'eau", "cuando "),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
LANGUAGES = st.sampled_from([*ORTHOGRAPHIES, "es-MX", "ja"])
OPTIONS = st.builds(
    Typography, quotes=st.sampled_from(["language", "language", "keep"]), dashes=..., ellipsis=..., spaces=...
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, Spans]:
    """A text and where it is protected; a span of no length and spans that overlap are allowed."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places), max_size=3))
    return text, [(min(span), max(span)) for span in spans]


@settings(max_examples=2000, deadline=None)
@given(blocks(), LANGUAGES, OPTIONS)
def test_a_second_time_changes_nothing(block: tuple[str, Spans], language: str, options: Typography) -> None:
    text, spans = block
    made = edits(text, language, options, spans)
    held = {place for start, end in spans for place in range(start, end)}
    singles = moved([(place, place + 1) for place in held], made)
    assert edits(apply(text, made), language, options, singles) == ()


@settings(max_examples=1000, deadline=None)
@given(blocks(), LANGUAGES, OPTIONS)
def test_edits_are_in_order_and_touch_nothing_protected(
    block: tuple[str, Spans], language: str, options: Typography
) -> None:
    text, spans = block
    made = edits(text, language, options, spans)
    held = {place for start, end in spans for place in range(start, end)}
    assert all(edit.start < edit.end and text[edit.start : edit.end] != edit.after for edit in made)
    assert all(one.end <= following.start for one, following in pairwise(made))
    assert not any(held.intersection(range(edit.start, edit.end)) for edit in made)
    assert {edit.rule for edit in made} <= {"quotes", "apostrophe", "ellipsis", "dash", "space"}


@settings(max_examples=1000, deadline=None)
@given(blocks(), LANGUAGES, OPTIONS)
def test_no_word_is_lost(block: tuple[str, Spans], language: str, options: Typography) -> None:
    text, spans = block

    def words(some: str) -> str:
        return re.sub(r"[\"'“”„‟‘’‚«»‹›<>\-–—.… \u00a0\u202f]", "", some)

    assert words(apply(text, edits(text, language, options, spans))) == words(text)


@settings(max_examples=1000, deadline=None)
@given(blocks(), LANGUAGES)
def test_what_is_switched_off_stays(block: tuple[str, Spans], language: str) -> None:
    off = Typography(quotes="keep", dashes=False, ellipsis=False, spaces=False)
    assert edits(block[0], language, off, block[1]) == ()


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.sampled_from([tag for tag in ORTHOGRAPHIES if not tag.startswith("fr")]))
def test_only_french_adds_or_widens_a_space(text: str, language: str) -> None:
    after = apply(text, edits(text, language, Typography()))
    assert sum(map(str.isspace, after)) <= sum(map(str.isspace, text))


def steps(text: str, language: str) -> int:
    """How many lines of Python it takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: object):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        edits(text, language, Typography())
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("language", ["es", "en", "fr", "de"])
@pytest.mark.parametrize(
    "piece",
    '|"a |b\' |"a b\' |" |\'|"|«|» | -- |--a |a-- |- |. A -- |"a 6" |-A -b-\n|?| ?|s\' a |¡"a|5 km |Sr. A|"a" |'.split(
        "|"
    )[1:-1],
)
def test_twice_the_text_takes_twice_the_steps(piece: str, language: str) -> None:
    # markdown-it-py 4.3's typographer: 12 kB 0.9 s, 24 kB 3.3 s (facts/reliability.md, 9)
    once, twice = steps(piece * 150, language), steps(piece * 300, language)
    assert twice < 2.2 * once


def test_a_language_is_found_by_its_tag():
    assert orthography("es-MX") == orthography("ES") == orthography("es_ES") == ORTHOGRAPHIES["es"]
    assert orthography("en-gb") == orthography("en-Latn-GB") == ORTHOGRAPHIES["en-GB"] != ORTHOGRAPHIES["en"]
    assert orthography("de-Latn-AT-1996") == ORTHOGRAPHIES["de"]
    assert orthography("") == orthography("x-klingon") == ORTHOGRAPHIES["en"]


def test_a_rule_names_each_edit():
    made = edits('"l\'eau" -- 50 %...', "es", Typography())
    assert [(edit.rule, edit.after) for edit in made] == [
        ("quotes", "«"),
        ("apostrophe", "’"),
        ("quotes", "»"),
        ("dash", "—"),
        ("space", "\u00a0"),
        ("ellipsis", "…"),
    ]


def test_a_french_space_goes_with_its_mark():
    made = edits('"a"', "fr", Typography())
    assert made == (Edit(0, 1, "«\u00a0", "quotes"), Edit(2, 3, "\u00a0»", "quotes"))


def test_marks_that_contradict_each_other_stay():
    # read once, the single marks pair around the stray one; read again, it would pair with what they have become
    text = "'c mundo\" (nota) \"hola 5\" b' b'"
    assert edits(text, "en", Typography()) == ()
