"""Titles are filed as Hugo files them, in every language that has an order of its own here: one run of Hugo."""

from __future__ import annotations

import json
import random

import pytest

from pipeline.read.collation import _RULES, collation
from tests.hugo.oracle import ask, configure, require_hugo

LETTERS = {
    "en": "abcdeiosuzABEZ éèêëÉñöü-_'’.,!?¿¡«»\"()0123456789/&:;æœßøđłþ", "es": "aábcdeéhiílmnñoópuúüzAÁÑN -'0129¿¡",
    "gl": "anñoN", "ast": "anñoN", "sv": "aåäöæøyüzvwxåÅÄÖ", "fi": "aåäöæøyüzvwx", "da": "aåäöæøyüzxÅÆ",
    "nb": "aåäöæøyüzxÅÆ", "nn": "aåäöæøyüzxÅÆ", "is": "aábcdðeéiíoóuúyýzþæöåx", "pl": "aąbcćdeęflłmnńoópsśtzźżŻŁ",
    "cs": "abcčdďeěghchiřrsšztůúuýž", "sk": "aáäbcčchdhilĺoóôrŕsštž", "hr": "abcčćddžđeljlkmnnjosštž",
    "sl": "abcčćdđeosštzž", "ro": "aăâbiîsșşttțţz", "tr": "abcçdgğhıijoöpsştuüvz", "hu": "acsdzsglyntyöőoüűuz",
    "lt": "abcčdiįyjksšzž", "lv": "aācčgģiīyjkķlļnņrŗsšzž", "eo": "acĉdgĝhĥijĵsŝtuŭv", "uk": "абвгґдеєжзиіїйклмщьюя",
    "ru": "абвгдеёжзийклуфхцщъыьэюяАЁ", "de": "aäoöuüsßtzAÄ", "fr": "aàâeéèêëcçœoôuùy'’ -E", "pt": "aãáâcçeéêoõóôuü",
    "el": "αάβγδεέζηήθιίϊκλμνξοόπρσςτυύφχψωώΑΩ", "ca": "abcçdeèéilloòó·",
}  # fmt: skip
COUNT = 150


def titles(language: str) -> list[str]:
    chance = random.Random(language)
    words = ("".join(chance.choices(LETTERS[language], k=chance.randint(1, 4))).strip() for _ in range(COUNT))
    return list(dict.fromkeys(filter(None, words)))


@pytest.fixture(scope="module")
def hugo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The titles of each language as Hugo files them."""
    require_hugo()
    site = tmp_path_factory.mktemp("hugo") / "site"
    named: dict[str, str] = {}
    for language in LETTERS:
        folder = site / "content" / language
        folder.mkdir(parents=True)
        for number, title in enumerate(titles(language)):
            path = folder / f"{number:03}.md"
            path.write_text(json.dumps({"title": title}) + "\nx\n", encoding="utf-8")
            named[path.relative_to(site).as_posix()] = title
    configure(site, tuple(LETTERS))
    return {code: [named[page.path] for page in told] for code, told in ask(site, tuple(LETTERS)).items()}


@pytest.mark.parametrize("language", LETTERS)
def test_titles_are_filed_as_hugo_files_them(language: str, hugo: dict[str, list[str]]) -> None:
    given = titles(language)
    assert sorted(given, key=lambda title: collation(title, language)) == hugo[language]


@pytest.mark.parametrize("language", ["es", "sv", "cs"])
def test_another_language_s_order_is_seen_to_be_wrong(language: str, hugo: dict[str, list[str]]) -> None:
    assert sorted(titles(language), key=lambda title: collation(title, "en")) != hugo[language]


def test_every_language_with_rules_is_held_against_hugo() -> None:
    assert set(_RULES) <= set(LETTERS)
