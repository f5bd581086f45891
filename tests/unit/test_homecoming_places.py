"""Where words stand, and whether a mark may be put there: the two judges of an import, on the smallest texts."""

from __future__ import annotations

import pytest

from pipeline.commands.proving import Bench
from pipeline.diagnostics import Report
from pipeline.homecoming.copy import Copy, copy_of
from pipeline.homecoming.letters import Letters, folded
from pipeline.homecoming.placing import Finder, Found, Missed
from pipeline.homecoming.signs import Proposal, Put
from pipeline.model import Chapter, Config, FrontMatter, Source
from pipeline.read.bodies import body_of

CONFIG = Config("T")


def bench(text: str) -> Bench:
    source = Source("a.md", text)
    body = body_of(source, FrontMatter(), CONFIG, Report(), titled=True)
    copy = copy_of("a.md", text, body, inserted=True)
    return Bench(Chapter("a", "T", body, source=source), CONFIG, copy, True)


def around(text: str, words: str, opens: str, closes: str, *, cut: bool = False) -> Proposal:
    """Signs around the file's own words, however they break it."""
    start, copy = text.index(words), bench(text).copy
    end = start + len(words)
    letters = [n for n, at in enumerate(copy.starts) if start <= at < end]
    cuts = ((letters[0], letters[-1] + 1),) if cut else ()
    return Proposal((Put(start, opens, end), Put(end, closes, start)), cuts)


SOUND = [
    ("One *two three* four.", "two three", "{==", "==}", False),
    ("One *two three* four.", "One *two", "{==", "==}", False),
    ("One *two three* four.", " *two three*", "{--", "--}", True),
    ("One [two](x.md) three.", "[two](x.md) ", "{--", "--}", True),
]
BREAKING = [
    ("One *two three* four.", "One *two", "{--", "--}", True),
    ("One *two three* four.", "two three", "{--", "--}", True),
    ("One `two three` four.", "two", "{==", "==}", False),
    ("One [two](x.md) three.", "x.md", "{==", "==}", False),
    ("    One two three.\n", "two", "{==", "==}", False),
    ("One {==two three==} four.", "One {==two", "{==", "==}", False),
]


@pytest.mark.parametrize(("text", "words", "opens", "closes", "cut"), SOUND, ids=[row[1] for row in SOUND])
def test_a_sound_mark_is_taken(text: str, words: str, opens: str, closes: str, cut: bool) -> None:
    assert bench(text).holds([around(text, words, opens, closes, cut=cut)])


@pytest.mark.parametrize(("text", "words", "opens", "closes", "cut"), BREAKING, ids=[row[1] for row in BREAKING])
def test_a_mark_that_would_break_the_chapter_is_refused(
    text: str, words: str, opens: str, closes: str, cut: bool
) -> None:
    assert not bench(text).holds([around(text, words, opens, closes, cut=cut)])


def test_of_several_ways_the_first_sound_one_is_taken() -> None:
    text = "One *two three* four."
    bad, good = around(text, "One *two", "{--", "--}", cut=True), around(text, "One ", "{--", "--}", cut=True)
    other = around(text, "four", "{==", "==}")
    assert bench(text).chosen([(bad, good), (other,), (bad,)]) == [good, other, None]


SPELLED = [
    ("a \\*b\\* &mdash; c&amp;d", ["a", "\\*", "b", "\\*", "c", "&amp;", "d"]),
    ("> a b\n> c\n", ["a", "b", "c"]),
    ("`a b` c", ["a", "b", "c"]),
    ("**a** [b](c.md)", ["a", "b"]),
    ("| a | b |\n|---|---|\n| c | d\\|e |\n", ["a", "b", "c", "d", "\\|", "e"]),
    ("{{% hint info %}}\na *b*\n{{% /hint %}}", ["a", "b"]),
    ("Title\n\n    a\n    b\n", ["T", "i", "t", "l", "e", "a", "b"]),
]


@pytest.mark.parametrize(("text", "spelled"), SPELLED, ids=[row[0] for row in SPELLED])
def test_every_letter_knows_how_it_is_spelled(text: str, spelled: list[str]) -> None:
    copy: Copy = bench(text).copy
    assert [text[start:end] for start, end in zip(copy.starts, copy.ends, strict=True)] == spelled


FOLDED = [
    ("«Así»", '"Asi"'), ("“Así”", "'así'"), ("de\u00adsierto", "desierto"), ("bien—dijo", "bien -- dijo"),
    ("\ufb01n…", "fin..."), ("1.º", "1.o"), ("Straße", "STRASSE"),
]  # fmt: skip


@pytest.mark.parametrize(("set_so", "typed"), FOLDED, ids=[row[1] for row in FOLDED])
def test_how_words_are_set_makes_no_difference(set_so: str, typed: str) -> None:
    assert folded(set_so) == folded(typed)
    assert len(Letters.of(set_so).at) == len(folded(set_so))


STORY = "the sea was calm that morning and nobody saw the boat leave the harbour before the bells rang twice"
REFRAIN = "row row row your boat gently down the stream"


def place(document: str, manuscript: str, words: str, nth: int = 0) -> object:
    start = -1
    for _ in range(nth + 1):
        start = document.index(words, start + 1)
    first = len(folded(document[:start]))
    found = Finder(folded(document), folded(manuscript)).place(first, first + len(folded(words)))
    if isinstance(found, Missed):
        return found.why
    assert isinstance(found, Found)
    return found.first - len(folded(manuscript[: manuscript.index(words)])) if not nth else found.first


def test_words_are_found_by_their_neighbours() -> None:
    assert place(STORY, f"{STORY[50:]} or so {STORY}", "calm") == 0


def test_heads_folios_and_calls_between_words_are_passed_over() -> None:
    page = STORY.replace("nobody saw", "nobody 1 saw").replace("before the", "before 27 THE HARBOUR the")
    assert place(page, STORY, "morning and nobody") == 0


def test_words_that_are_gone_are_missed() -> None:
    assert place(STORY, STORY.replace("calm", "rough"), "calm") != 0


def test_what_stands_twice_with_nothing_else_near_is_refused() -> None:
    twice = f"{REFRAIN} {REFRAIN} {REFRAIN}"
    assert place(REFRAIN, twice, "gently") == "the words stand at 3 places"


def test_another_book_is_no_kin() -> None:
    other = "ein ganz anderes Buch von dem hier niemand etwas weiß und das auch keiner je gelesen hat"
    assert Finder(folded(STORY), folded(STORY)).kinship() == 1.0
    assert Finder(folded(other), folded(STORY)).kinship() == 0.0
