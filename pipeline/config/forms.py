"""What a single value of book.yaml may look like.

In: a value as read. Out: what the model wants, or a ValueError whose text is the cure. Each `Form` knows its words for
a message and its piece of the JSON Schema, so that the three cannot part. Not its business: which key has which form.
"""

from __future__ import annotations

import posixpath
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..designs import known, names
from ..diagnostics import Code
from ..roles import ROLES
from ..suggest import did_you_mean
from ..syntax.values import Kind
from ..targets import target_named
from .isbn import isbn13
from .language import TAG, language_tag
from .naming import LONGEST_SLUG
from .relators import CODES

NO_FLAG = (Kind.TEXT, Kind.WHOLE, Kind.DECIMAL)
ANY_SCALAR = (*NO_FLAG, Kind.FLAG)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of value."""

    wants: str
    """Completes "it takes ..."."""
    read: Callable[[str], object]
    """From the text as written; raises ValueError with the cure."""
    schema: Mapping[str, object]
    kinds: tuple[Kind, ...] = ANY_SCALAR
    code: Code = Code.CONFIG_BAD_VALUE


def strings(pattern: str) -> dict[str, object]:
    """An editor's YAML reader may take digits for a number: both kinds pass, the pattern speaks of strings."""
    return {"type": ["string", "number"], "pattern": f"^({pattern})$"}


def _text(raw: str) -> str:
    return raw.strip()


TEXT: Final = Form("text", _text, {"type": ["string", "number", "boolean"]})


def _template(raw: str) -> str:
    if "{{<" in raw or "{{%" in raw:
        raise ValueError("a template holds no shortcodes: write what they become, in Markdown or HTML")
    return raw.strip()


TEMPLATE: Final = Form(
    "a template of Markdown or HTML",
    _template,
    {"type": ["string", "number", "boolean"], "not": {"type": "string", "pattern": r"\{\{[<%]"}},
)
LANGUAGE: Final = Form("a language tag such as es or es-MX", language_tag, {"type": "string", "pattern": f"^{TAG}$"})


def _rule(raw: str) -> str:
    if not re.fullmatch(r"CE\d{3}", raw) or Code.of(raw) is None:
        raise ValueError("write the code of a finding of the review: CE020; docs/reference/review.md lists them")
    return raw


RULE: Final = Form(
    "the code of a finding of the review", _rule, {"type": "string", "pattern": r"^CE\d{3}$"}, (Kind.TEXT,)
)
FLAG: Final = Form("true or false", lambda raw: raw.lower() == "true", {"type": "boolean"}, (Kind.FLAG,))
ISBN: Final = Form(
    "an ISBN of 10 or 13 digits", isbn13, {"type": ["string", "number"]}, (Kind.TEXT, Kind.WHOLE), Code.CONFIG_BAD_ISBN
)


def choice(*words: str) -> Form:
    """One of a few words."""

    def read(raw: str) -> str:
        if raw not in words:
            raise ValueError(did_you_mean(raw, words))
        return raw

    listed = ", ".join(words[:-1]) + f" or {words[-1]}"
    return Form(listed, read, {"enum": list(words)}, (Kind.TEXT,))


def _design(raw: str) -> str:
    found = known(raw)
    if found is None:
        raise ValueError(did_you_mean(raw, names()))
    return found


DESIGN: Final = Form(
    "clásico, ensayo, técnico or bolsillo", _design,
    {"type": "string", "pattern": rf"^\s*({'|'.join(names())})\s*$"}, (Kind.TEXT,),
)  # fmt: skip


def whole(least: int, most: int) -> Form:
    """A whole number between two."""

    def read(raw: str) -> int:
        number = int(raw, 0) if raw.startswith("0x") or raw.startswith("0o") else int(raw)
        if not least <= number <= most:
            raise ValueError(f"write a number from {least} to {most}")
        return number

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Form(f"a whole number from {least} to {most}", read, schema, (Kind.WHOLE,))


_BYTES: Final = {"KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


def size(least: int, most: int) -> Form:
    """A number of bytes between two, given in KiB, MiB or GiB."""

    def read(raw: str) -> int:
        found = re.fullmatch(r"([0-9]{1,9})\s*(KiB|MiB|GiB)", raw.strip())
        if not found:
            raise ValueError("write its unit: 64KiB, 2MiB, 1GiB")
        made = int(found[1]) * _BYTES[found[2]]
        if not least <= made <= most:
            raise ValueError(f"from {least // 1024}KiB to {most // 1024**2}MiB are possible")
        return made

    schema = {"type": "string", "pattern": r"^\s*[0-9]{1,9}\s*(KiB|MiB|GiB)\s*$"}
    return Form("a size such as 64KiB or 2MiB", read, schema, (Kind.TEXT,))


def _relator(raw: str) -> str:
    if raw not in CODES:
        raise ValueError(did_you_mean(raw, CODES) if len(raw) > 3 else "write a MARC code or name: aut, translator")
    return CODES[raw]


RELATOR: Final = Form("a MARC relator, by code or name", _relator, {"enum": sorted(CODES)}, (Kind.TEXT,))


def _role(raw: str) -> str:
    if raw not in ROLES:
        raise ValueError(did_you_mean(raw, ROLES))
    return raw


ROLE: Final = Form("a part of a book, such as preface or appendix", _role, {"enum": list(ROLES)}, (Kind.TEXT,))


def _target(raw: str) -> str:
    target_named(raw.strip())
    return raw.strip()


TARGET: Final = Form(
    "a printer, a trim and a paper, such as kdp-6x9-cream (`galerada targets` lists them)", _target,
    {"type": "string", "pattern": r"^[a-z]+(-[a-z0-9.]+)+$"}, NO_FLAG,
)  # fmt: skip


def _date(raw: str) -> str:
    if re.fullmatch(r"[1-9]\d{3}(-\d{2}){0,2}", raw):
        try:
            date.fromisoformat(raw + "-01-01"[len(raw) - 4 :] if len(raw) < 10 else raw)
        except ValueError:
            raise ValueError(f"there is no day or month {raw}") from None
        return raw
    raise ValueError("write 2025, 2025-03 or 2025-03-31")


_DAYS: Final = strings(r"[1-9][0-9]{3}(-[0-9]{2}){0,2}") | {"minimum": 1000, "maximum": 9999, "multipleOf": 1}
DATE: Final = Form("a date such as 2025, 2025-03 or 2025-03-31", _date, _DAYS, NO_FLAG)


def _uuid(raw: str) -> str:
    try:
        return str(uuid.UUID(raw.removeprefix("urn:uuid:")))
    except ValueError:
        raise ValueError("leave the key out and one is made, the same in every build") from None


def _pattern(wants: str, pattern: str, cure: str, *, number: bool = False) -> Form:
    """A text that follows a pattern; or a number that, as it is written, does."""

    def read(raw: str) -> str:
        if not re.fullmatch(pattern, raw.strip()):
            raise ValueError(cure)
        return raw.strip()

    schema = {"type": "string", "pattern": rf"^\s*({pattern})\s*$"}
    if number:
        return Form(wants, read, schema | {"type": ["string", "number"], "minimum": 0}, NO_FLAG)
    return Form(wants, read, schema, (Kind.TEXT,))


AMOUNT: Final = _pattern("an amount such as 9.99", r"[0-9]+(\.[0-9]+)?", "write digits and a point: 9.99", number=True)
CURRENCY: Final = _pattern("a currency (ISO 4217), such as EUR", "[A-Z]{3}", "write three capitals: EUR, USD, MXN")
COUNTRY: Final = _pattern("a country (ISO 3166-1), such as ES", "[A-Z]{2}", "write two capitals: ES, MX, US")
ADDRESS: Final = _pattern(
    "an address that begins with https:// or mailto:", r"(https?://|mailto:)\S+", "write the whole of it: https://..."
)


COLOUR: Final = _pattern("a colour such as #7A1F2B", "#[0-9A-Fa-f]{6}", "write # and six digits, in quotes: '#7A1F2B'")
_HEX: Final = r"(urn:uuid:)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
UUID: Final = Form("a UUID", _uuid, {"type": "string", "pattern": f"^{_HEX}$"}, (Kind.TEXT,))


def _code(raw: str) -> str:
    code = Code.of(raw)
    if code is None:
        raise ValueError(did_you_mean(raw.upper(), [code.ident for code in Code]))
    return code.ident


CODE: Final = Form("a code such as AS006", _code, {"type": "string", "pattern": "^[A-Za-z]{2}[0-9]{3}$"}, (Kind.TEXT,))


def _path(raw: str) -> str:
    if "\\" in raw:
        raise ValueError("write forward slashes: " + raw.replace("\\", "/"))
    if re.match(r"/|[A-Za-z]+:", raw) or ".." in raw.split("/"):
        raise ValueError("a path begins in the book's folder and stays there")
    return posixpath.normpath(raw).removeprefix("./") if raw not in (".", "./") else ""


PATH: Final = Form(
    "a path inside the book's folder", _path,
    {"type": ["string", "number"], "pattern": r"^(?!/|[A-Za-z]+:)(?!.*\\)(?!(.*/)?\.\.(/|$)).+$"},
    NO_FLAG,
)  # fmt: skip


def _slug(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", raw) or len(raw) > LONGEST_SLUG:
        raise ValueError(f"unaccented letters, digits, - and _; at most {LONGEST_SLUG} characters")
    return raw


_SLUG: Final = rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_SLUG - 1}}}"
SLUG: Final = Form("a plain file name without extension", _slug, strings(_SLUG) | {"minimum": 0}, NO_FLAG)
