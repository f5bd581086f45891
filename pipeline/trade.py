"""What the trade knows of a book: who made it, what it is about and costs, and what its publisher vouches for.

In: nothing. Out: frozen dataclasses with their defaults.
"""

from __future__ import annotations

from dataclasses import dataclass

from .nodes import NOWHERE, Pos


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who made the book."""

    name: str
    role: str = "aut"
    """MARC relator code (aut, trl, ill, edt ...)."""
    sort: str = ""
    """The name as it is filed ("Cervantes, Miguel de"); derived from the name when empty."""
    alternate: tuple[tuple[str, str], ...] = ()
    """The name in other scripts, each with its language."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the book is about."""

    label: str
    code: str = ""
    scheme: str = "plain"
    """`bisac`, `thema`, or `plain` for a keyword without a code."""


@dataclass(frozen=True, slots=True)
class Series:
    """The series a book belongs to."""

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """What the book costs."""

    amount: str
    """With a point: 9.99."""
    currency: str
    """ISO 4217."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1; empty: wherever the book is sold."""
    edition: str = ""
    """`ebook` or `print`; empty: each of them."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What the publisher vouches for, of the book's accessibility."""

    certified_by: str = ""
    """Who signs that the book conforms; empty: nobody, and no conformance is claimed."""
    level: str = "AA"
    """Of WCAG 2.2: `A`, `AA` or `AAA`."""
    credential: str = ""
    """The name or address of what entitles the signer."""
    report: str = ""
    """The address of the evaluation."""
    summary: str = ""
    """In place of the one that is computed."""
    contact: str = ""
    """The publisher's address for questions of accessibility."""
    exemption: str = ""
    """`micro-enterprise`, `disproportionate-burden` or `fundamental-alteration` (European Accessibility Act)."""
    pos: Pos = NOWHERE
    """Where `certified_by` stands."""
