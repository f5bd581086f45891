"""How much of anything a book may hold before it is refused, and how that is said.

In: a book's `Limits`, a key of theirs, and a count. Out: nothing, or a BookError with the count, the limit and the key
that raises it. Not its business: who counts. The defaults stand in `settings`, each key in `config/keys`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from .budget import Limits
from .diagnostics import BookError, Code, Report
from .nodes import Pos

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measure:
    """What a limit counts."""

    code: Code
    unit: str
    """What the count is of; `bytes` are told in KiB or MiB."""
    cure: str
    """What to do but raise it."""


MEASURES: Mapping[str, Measure] = {
    "files": Measure(Code.TOO_MANY_FILES, "files", "keep the book in a folder of its own"),
    "book": Measure(Code.BOOK_TOO_LARGE, "bytes", "make several books of it"),
    "chapter": Measure(Code.FILE_TOO_LARGE, "bytes", "make several chapters of it"),
    "data": Measure(Code.FILE_TOO_LARGE, "bytes", "name a smaller file"),
    "front_matter": Measure(Code.METADATA_TOO_LARGE, "bytes", "long texts belong in chapters"),
    "front_matter_depth": Measure(Code.METADATA_TOO_LARGE, "levels", "make it flatter"),
    "notes": Measure(Code.TOO_MANY_NOTES, "notes", "make several chapters of it"),
    "cells": Measure(Code.TABLE_TOO_LARGE, "cells", "make several tables of it"),
    "span": Measure(Code.SPAN_TOO_WIDE, "columns or rows", "write the number of columns or rows that the table has"),
    "letters": Measure(Code.ENDLESS_WORD, "letters", "put spaces in it, or show it as a file beside the book"),
    "growth": Measure(Code.GROWS_TOO_MUCH, "times its own size", "say it fewer times"),
    "picture": Measure(Code.FILE_TOO_LARGE, "bytes", "save the picture smaller"),
    "pictures": Measure(Code.BOOK_TOO_LARGE, "bytes", "save the pictures smaller"),
    "pixels": Measure(Code.PICTURE_TOO_LARGE, "million pixels", "make the picture smaller in a picture editor"),
    "svg": Measure(Code.FILE_TOO_LARGE, "bytes", "save the drawing without what it does not show, or as PNG"),
    "svg_nodes": Measure(Code.SVG_TOO_LARGE, "elements", "make the drawing simpler, or save it as PNG"),
}
"""By the key below `limits:`."""


def mandatory(limits: Limits, report: Report, pos: Pos) -> Limits:
    """The limits of a stranger's book: it may lower them, and what it would raise stays; `pos` is of its book.yaml."""
    usual = asdict(Limits())
    raised = {key: most for key, most in usual.items() if getattr(limits, key) > most}
    for key, most in raised.items():
        told = amount(most, MEASURES[key].unit) if key in MEASURES else f"{most:,}"
        message = f"limits.{key} stays at {told}: with --untrusted book.yaml raises no limit"
        report.add(Code.LIMIT_STAYS, message, pos, "build it without --untrusted once you know what is in it")
    return replace(limits, **raised)


def demand(limits: Limits, key: str, count: float, what: str, pos: Pos) -> None:
    """Refuse what is more than the limit; `what` names the thing."""
    if count > getattr(limits, key):
        raise over(limits, key, count, what, pos)


def over(limits: Limits, key: str, count: float, what: str, pos: Pos) -> BookError:
    """The refusal."""
    measure, most = MEASURES[key], getattr(limits, key)
    said, limit = amount(count, measure.unit), amount(most, measure.unit)
    hint = f"{measure.cure}; or raise the limit in book.yaml: limits: {{{key}: {_raised(most, measure.unit)}}}"
    return BookError(measure.code, f"{what}: {said}, and the limit is {limit}", pos, hint)


def amount(count: float, unit: str) -> str:
    """A count with its unit, as people say it."""
    if unit != "bytes":
        return f"{count:,.0f} {unit}" if count == int(count) else f"{count:,.1f} {unit}"
    return f"{count / MIB:,.1f} MiB" if count >= MIB else f"{count / KIB:,.1f} KiB"


def _raised(most: int, unit: str) -> str:
    if unit != "bytes":
        return str(2 * most)
    return f"{2 * most // MIB}MiB" if most >= MIB else f"{2 * most // KIB}KiB"
