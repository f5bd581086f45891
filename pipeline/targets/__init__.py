"""Where a book is printed: printers' figures as data, and what follows from them.

In: a target's name, a book's page and count of pages. Out: measures in pt.
"""

from __future__ import annotations

from .figures import SOURCES, Figure, Source, Status
from .fitting import SpineAskedError, cover_job, figures, fitted, for_targets, gutter, press_job, spine
from .model import CoverSheet, Paper, PressJob, Printer, Spine, Target
from .naming import all_names, same_trim, target_named, trim_name
from .printers import PRINTERS
from .telling import told

__all__ = [
    "PRINTERS", "SOURCES", "CoverSheet", "Figure", "Paper", "PressJob", "Printer", "Source", "Spine", "SpineAskedError",
    "Status", "Target", "all_names", "cover_job", "figures", "fitted", "for_targets", "gutter", "press_job",
    "same_trim", "spine", "target_named", "told", "trim_name",
]  # fmt: skip
