"""The codes of ONIX for Books that Galerada writes: EDItEUR's code lists, by number.

In: nothing. Out: tables from our words to theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

CONTRIBUTORS: Mapping[str, str] = {
    "aut": "A01", "art": "A12", "ill": "A12", "pht": "A13", "aui": "A24", "aft": "A19", "cmp": "A06",
    "com": "C01", "cov": "A36", "bkd": "A11", "ctb": "A32", "edt": "B01", "trl": "B06", "adp": "B05",
    "nrt": "E07", "lyr": "A05", "ctg": "A39", "dsr": "A11", "win": "A24", "wpr": "A15",
}  # fmt: skip
"""List 17: MARC relators as contributor roles."""
OTHER_CONTRIBUTOR = "Z99"

FEATURES: Mapping[str, str] = {
    "tableOfContents": "11", "index": "12", "readingOrder": "13", "alternativeText": "14", "MathML": "17",
    "pageNavigation": "19", "structuralNavigation": "29", "ARIA": "30", "displayTransformability": "36",
}  # fmt: skip
"""List 196: accessibility features by their names in the package document."""
SUMMARY, LANGUAGE_TAGGED, LANDMARKS, WITHOUT_SIGHT = "00", "22", "32", "52"
EPUB_ACCESSIBILITY, WCAG_22, REPORT, CONTACT = "04", "82", "96", "99"
LEVELS: Mapping[str, str] = {"A": "84", "AA": "85", "AAA": "86"}
EXEMPTIONS: Mapping[str, str] = {
    "micro-enterprise": "75", "disproportionate-burden": "76", "fundamental-alteration": "77",
}  # fmt: skip

BISAC, KEYWORDS = "10", "20"
THEMA: Mapping[str, str] = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
"""List 27: a Thema qualifier's list by its first digit."""
THEMA_SUBJECT = "93"

LANGUAGES: Mapping[str, str] = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "cze", "cy": "wel", "da": "dan", "de": "ger", "el": "gre", "en": "eng",
    "eo": "epo", "es": "spa", "et": "est", "eu": "baq", "fa": "per", "fi": "fin", "fr": "fre", "ga": "gle", "gl": "glg",
    "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "is": "ice", "it": "ita", "ja": "jpn", "ko": "kor",
    "la": "lat", "lt": "lit", "lv": "lav", "nb": "nob", "nl": "dut", "nn": "nno", "no": "nor", "oc": "oci", "pl": "pol",
    "pt": "por", "qu": "que", "ro": "rum", "ru": "rus", "sk": "slo", "sl": "slv", "sr": "srp", "sv": "swe", "tr": "tur",
    "uk": "ukr", "vi": "vie", "zh": "chi",
}  # fmt: skip
"""List 74 (ISO 639-2/B) by ISO 639-1."""
UNDETERMINED = "und"


def language(tag: str) -> str:
    """The three letters of a language tag."""
    first = tag.split("-")[0].lower()
    return first if len(first) == 3 else LANGUAGES.get(first, UNDETERMINED)


def thema_list(code: str) -> str:
    """Which list a Thema code is of."""
    return THEMA.get(code[:1], THEMA_SUBJECT)
