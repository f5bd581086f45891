"""queries: an editor's open marks are counted; no release is made with one.

In: a chapter as read. Out: the same chapter; one error for the book, that names every place, as its cure is one: to
settle them. Proofs show the marks. Which words a release should have, the old or the new, only a person decides.
The first of the stages: what a later one leaves out has been counted.
"""

from __future__ import annotations

from ..diagnostics import Code
from ..marks import open_marks
from ..model import Chapter, Context

MESSAGE = "{count} open {query|queries}"
HINT = "`galerada queries` lists them; settle them by hand, or with `galerada accept` and `galerada reject`"


def apply(chapter: Chapter, context: Context) -> Chapter:
    """The chapter as it is."""
    for mark in open_marks(chapter.body):
        context.report.gather(Code.OPEN_QUERIES, "open", MESSAGE, mark.pos, HINT)
    return chapter
