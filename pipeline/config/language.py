"""Languages: tags (BCP 47), and a guess from a text's commonest words.

In: a tag, or a text. Out: a tag in its usual letters; the guess is empty when unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

TAG = r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
"""BCP 47, 2.1: language, script, region, variants; extensions are no book's business."""

NAMES: Mapping[str, str] = {
    "spanish": "es", "español": "es", "espanol": "es", "castellano": "es", "english": "en", "inglés": "en",
    "french": "fr", "français": "fr", "francais": "fr", "german": "de", "deutsch": "de", "italian": "it",
    "italiano": "it", "portuguese": "pt", "português": "pt", "portugues": "pt", "catalan": "ca", "català": "ca",
}  # fmt: skip
"""What people write in place of a tag."""

# The commonest words that few of the other languages share.
_WORDS: Mapping[str, frozenset[str]] = {
    "es": frozenset("el los las del que y en un una con por para es se lo como pero más su sus al no muy".split()),
    "en": frozenset("the of and to in is that it was for with as on his her be at by this had not are but".split()),
    "fr": frozenset("le les des et est une dans pour que qui du au pas sur avec ce il elle plus ne sont aux".split()),
    "de": frozenset("der die das und ist nicht ein eine den dem mit von zu sich auf für als auch es im des".split()),
    "it": frozenset("il gli di che è e una per non con della del sono un nel più anche si alla dei le ma".split()),
    "pt": frozenset("o os as do da que e em um uma não com por para mais dos das ao na no se foi é mas".split()),
    "ca": frozenset("el els les del que i en un una amb per és no va al dels més com però són seva aquest".split()),
}
_FEWEST = 8
"""Known words below which a guess is chance."""
_AHEAD = 1.15
"""How far the first must lead the second."""


def language_tag(written: str) -> str:
    """The tag in its usual letters: `es-mx` is `es-MX`; ValueError with a cure when it is none."""
    tag = written.strip()
    if not re.fullmatch(TAG, tag):
        meant = NAMES.get(tag.lower()) or (tag.replace("_", "-") if re.fullmatch(TAG, tag.replace("_", "-")) else "")
        raise ValueError(f"did you mean {meant}?" if meant else "write a tag: es, en, fr, es-MX")
    return "-".join(_usual_letters(part, first=not i) for i, part in enumerate(tag.split("-")))


def _usual_letters(part: str, *, first: bool) -> str:
    if first or len(part) not in (2, 4) or not part.isalpha():
        return part.lower()
    return part.upper() if len(part) == 2 else part.title()


def guess_language(text: str) -> str:
    """`es`, `en`, `fr`, `de`, `it`, `pt` or `ca`; empty when unsure."""
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    scores = {tongue: sum(words[word] for word in known) for tongue, known in _WORDS.items()}
    first, second = sorted(scores.values(), reverse=True)[:2]
    sure = first >= _FEWEST and first >= second * _AHEAD
    return max(scores, key=lambda tongue: scores[tongue]) if sure else ""
