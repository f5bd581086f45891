"""The revision of a book's folder, read from Git's own files: no program is started.

In: the folder. Out: the first figures of the commit that is checked out; empty where the folder is no repository, or
keeps its history elsewhere. gitrepository-layout(5): HEAD, refs, packed-refs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .diagnostics import BookError

SHOWN = 10
"""Figures of a commit's name, enough to tell it from any other of the book."""
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
REFERENCE = re.compile(r"ref: (refs/[\w./+@=-]+)")


def revision_of(read: Callable[[str], bytes]) -> str:
    """The commit that the folder has checked out; `read` gives a file's bytes, or raises BookError."""
    head = _text(read, ".git/HEAD").strip()
    named = REFERENCE.fullmatch(head)
    commit = _referred(read, named[1]) if named and ".." not in head else head
    return commit[:SHOWN] if COMMIT.fullmatch(commit) else ""


def _referred(read: Callable[[str], bytes], name: str) -> str:
    """The commit that a branch stands at: in a file of its own, or packed with others."""
    own = _text(read, f".git/{name}").strip()
    if own:
        return own
    packed = (line.split() for line in _text(read, ".git/packed-refs").splitlines())
    return next((parts[0] for parts in packed if parts[1:] == [name]), "")


def _text(read: Callable[[str], bytes], path: str) -> str:
    try:
        return read(path).decode("ascii", "replace")
    except BookError:
        return ""
