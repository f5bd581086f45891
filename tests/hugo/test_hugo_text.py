"""What a chapter says is what Hugo's HTML says: 200 random chapters, one run of Hugo."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from pipeline.run import Request, Result, resolved
from pipeline.write.xhtml import serialise
from tests.hugo.chapters import chapters
from tests.hugo.flattening import flat
from tests.hugo.oracle import ask, configure, require_hugo

COUNT = 200
SEED = 1


@pytest.fixture(scope="module")
def theirs(site: Path) -> dict[str, str]:
    return {page.path: page.html for page in ask(site, ("la",))["la"]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_hugo()
    folder = tmp_path_factory.mktemp("hugo") / "site"
    (folder / "content" / "la").mkdir(parents=True)
    configure(folder, ("la",))
    for path, text in chapters(COUNT, SEED).items():
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ours(site: Path) -> dict[str, str]:
    book, _ = resolved(Request(site, language="la"), Result(), last="read")
    return {chapter.source.path: serialise(chapter.body) for chapter in book.chapters if chapter.source}


def differences(theirs: dict[str, str], mine: dict[str, str]) -> dict[str, list[str]]:
    """The first lines that differ, by chapter."""
    found = {}
    for path, html in theirs.items():
        (left, left_notes), (right, right_notes) = flat(html), flat(mine.get(path, ""))
        pairs = zip(chain(left, *left_notes), chain(right, *right_notes), strict=False)
        if (left, left_notes) != (right, right_notes):
            found[path] = [f"{a!r} | {b!r}" for a, b in pairs if a != b][:3]
    return found


def test_every_chapter_says_what_hugo_s_html_says(ours: dict[str, str], theirs: dict[str, str]) -> None:
    assert len(theirs) == COUNT
    assert differences(theirs, ours) == {}


FAULTS = {
    "emphasis for strength": ("<em>(.*?)</em>", r"<strong>\1</strong>"),
    "a word too many": ("</li>", " y</li>"),
    "a list that forgets its first number": (' start="[0-9]+"', ""),
    "a task undone": ("task-done", "task-open"),
    "a note lost": ('<aside class="note".*?</aside>', ""),
    "a comment that shows": ("(<p>)", r"\1TODO "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_seen(ours: dict[str, str], theirs: dict[str, str], fault: str) -> None:
    right, wrong = FAULTS[fault]
    faulty = {path: re.sub(right, wrong, html) for path, html in ours.items()}
    assert differences(theirs, faulty)
