"""Classes by which the stages know what they have made themselves.

In: the classes of an author's element. Out: those that may stay.
"""

from __future__ import annotations

OURS = frozenset(
    "footnote note-call note-number only-print only-ebook author-notes notes-title long-word redline "
    "redline-move redline-said redline-list redline-entry".split()
)
"""Classes by which the stages know what they have made themselves; in an author's text they mean nothing."""


def without_ours(classes: str) -> str:
    """An author's classes without those that would hide the text, or make it something else."""
    return " ".join(word for word in classes.split() if word not in OURS) if OURS & {*classes.split()} else classes
