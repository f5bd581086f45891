"""Where a book is printed: printers' figures as data, and what follows from them.

In: a target's name, a book's page and count of pages. Out: measures in pt.
"""

from __future__ import annotations

from .figures import SOURCES, Figure, Source, Status
from .fitting import SpineAskedError, figures, fitted, for_targets, gutter, spine
from .model import CoverSheet, Paper, Printer, Spine, Target
from .naming import all_names, target_named, trim_name
from .printers import PRINTERS

__all__ = [
    "PRINTERS", "SOURCES", "CoverSheet", "Figure", "Paper", "Printer", "Source", "Spine", "SpineAskedError", "Status",
    "Target", "all_names", "figures", "fitted", "for_targets", "gutter", "spine", "target_named", "trim_name",
]  # fmt: skip
