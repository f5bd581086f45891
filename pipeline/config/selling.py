"""What book.yaml says for those who sell the book: prices, subject codes, the signature under its accessibility.

In: what `checking` let through, and the value tree for places. Out: values of the model; codes that no list can hold
are said (EB001).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..diagnostics import Code, Report
from ..model import Price, Signature
from ..nodes import NOWHERE
from ..syntax.values import Kind, Value
from .language import language_tag

BISAC_HEADINGS = frozenset(
    "ANT ARC ART BIB BIO BUS CGN CKB COM CRA DES DRA EDU FAM FIC FOR GAM GAR HEA HIS HOM HUM JNF JUV LAN LAW LCO LIT "
    "MAT MED MUS NAT NON OCC PER PET PHI PHO POE POL PSY REF REL SCI SEL SOC SPO STU TEC TRA TRU TRV YAF YAN".split()
)
"""The general headings of BISAC (Book Industry Study Group)."""
BISAC = re.compile(r"([A-Z]{3})\d{6}")
THEMA = re.compile(r"[ACDFGJKLMNPQRSTUVWXY][A-Z0-9]{0,7}|[1-6][A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
"""Thema 1.6: subjects by twenty letters; qualifiers begin with a digit, from place (1) to style (6)."""


def check_subjects(value: Value | None, report: Report) -> None:
    """Say which codes have not the form of their list."""
    for item in value.items if value is not None and value.kind is Kind.LIST else ():
        scheme, code = item.value.get("scheme"), item.value.get("code")
        if scheme is None or code is None or scheme.raw.strip() not in _FORMS:
            continue
        known, cure = _FORMS[scheme.raw.strip()]
        if not known(code.raw.strip()):
            message = f"'{code.raw.strip()}' is no code of {_NAMES[scheme.raw.strip()]}"
            report.add(Code.SUBJECT_CODE, message, code.pos, cure)


def _is_bisac(code: str) -> bool:
    found = BISAC.fullmatch(code)
    return found is not None and found[1] in BISAC_HEADINGS


_NAMES = {"bisac": "BISAC", "thema": "Thema"}
_FORMS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "bisac": (_is_bisac, "write a heading of three letters and six digits: FIC027020"),
    "thema": (
        lambda code: THEMA.fullmatch(code) is not None,
        "write a subject such as FBA or YFB, or a qualifier such as 1DSE or 5AF",
    ),
}


def signature(read: Mapping[str, Any], value: Value | None) -> Signature:
    """Who signs what."""
    signed = value.get("certified_by") if value else None
    return Signature(**read, pos=signed.pos if signed else NOWHERE)


def prices(read: list[Any]) -> Iterator[Price]:
    """The prices in the order of the file."""
    for one in read:
        if isinstance(one, dict) and "amount" in one:
            where = one.get("countries", [])
            countries = where if isinstance(where, list) else [where]
            yield Price(one["amount"], one.get("currency", "EUR"), tuple(countries), one.get("edition", ""))


def by_language(value: Value | None, read: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """What stands under language tags, by the tags in their usual letters; a key that is none is said."""
    made: dict[str, Any] = {}
    for item in value.items if value is not None else ():
        try:
            tag = language_tag(item.key)
        except ValueError as error:
            report.add(Code.CONFIG_BAD_VALUE, f"'{item.key}' is no language tag", item.pos, str(error))
            continue
        if item.key in read:
            made[tag] = read[item.key]
    return made
