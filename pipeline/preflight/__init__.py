"""A preflight: what a printer would say of a PDF, said before it is sent, at the line of the manuscript.

In: a PDF's bytes, a target, and where things stand in the manuscript, when that is known. Out: findings. The checks are
pure functions over one view of the file, which is read from its bytes by another way than they were made. Not its
business: to mend anything.
"""

from __future__ import annotations

from dataclasses import replace

from ..targets import PRINTERS, Figure, Status, Target
from ..targets.model import NONE, PLAIN, Trim
from . import forbidden, geometry, inks, letters, pictures, standards
from .finding import Check, Finding
from .model import File
from .reading import read

__all__ = ["CHECKS", "File", "Finding", "house", "preflighted", "read"]

CHECKS: tuple[Check, ...] = (
    *geometry.CHECKS, *letters.CHECKS, *pictures.CHECKS, *inks.CHECKS, *standards.CHECKS, *forbidden.CHECKS,
)  # fmt: skip
"""In the order in which they are told."""


def preflighted(file: File, target: Target) -> tuple[Finding, ...]:
    """Every fault of the file, in the order of the checks."""
    return tuple(found for check in CHECKS for found in check(file, target))


def house(trim: Trim, bleed: float = 0.0, edges: str = "all") -> Target:
    """What Galerada itself wants of a print edition that is made for nobody in particular."""
    press = PRINTERS["press"]
    plain = replace(
        press, title="Galerada", bleed=Figure(bleed, "", Status.HOUSE), edges=Figure(edges, "", Status.HOUSE),
        multiple=Figure(1, "", Status.HOUSE), ink=None, standard=PLAIN, colours=Figure("rgb", "", Status.HOUSE),
        forbids=NONE, marks=False, line_ppi=None,
    )  # fmt: skip
    paper = replace(press.papers[-1], pages=Figure((1, 100_000), "", Status.HOUSE))
    return Target("", plain, trim, paper)
