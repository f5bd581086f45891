"""What Git keeps of a book's folder: the files as they were at a revision.

In: the folder, a revision's name, an empty folder. Out: the book's files as they were then, and the commit's name. The
home of the program `git`, which is started with fixed words, in no shell, and asked for objects alone: no hook, no
filter, no pager and no network. Names and sizes are checked before a byte is written. Raises BookError.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO

from .diagnostics import BookError, Code
from .folder import NOT_OURS
from .limits import demand
from .model import Limits
from .nodes import Pos
from .suggest import did_you_mean

SECONDS = 120.0
"""What Git has for all of its work."""
FILES = frozenset({"100644", "100755"})
"""Modes of what is a file: no link, no other repository (git-ls-tree(1))."""
ENTRY = re.compile(r"(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-)\t(.+)", re.DOTALL)
SHOWN = 10
PLAIN = ("git", "-c", "protocol.allow=never", "--no-replace-objects", "--literal-pathspecs")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a commit."""

    path: str
    """Relative to the book's folder."""
    object: str
    size: int


def taken_out(folder: Path, revision: str, into: Path, limits: Limits | None = None) -> str:
    """The book's files at a revision, put into a folder; returns the first figures of the commit."""
    _demand_git()
    prefix = _prefix(folder)
    commit = _commit(folder, revision)
    entries = tuple(_entries(folder, commit, prefix, revision))
    _demand_room(entries, limits or Limits(), revision)
    with _objects(folder) as (ask, answer):
        for entry in entries:
            _write(into / entry.path, _content(ask, answer, entry))
    return commit[:SHOWN]


def _demand_git() -> None:
    if shutil.which("git") is None:
        hint = "install Git, or compare with a folder that holds the earlier version"
        raise BookError(Code.GIT_MISSING, "there is no git on this machine to read the revision with", hint=hint)


def _environment() -> dict[str, str]:
    """The user's, without what would lead Git to another repository, and without a way out of the machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _told(folder: Path, words: Sequence[str]) -> tuple[int, str, str]:
    """How Git ended, what it said, and what it said against it."""
    try:
        ran = subprocess.run(
            [*PLAIN, *words], cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unreadable(str(error)) from None
    said, against = (out.decode("utf-8", "surrogateescape") for out in (ran.stdout, ran.stderr))
    return ran.returncode, said, against


def _unreadable(why: str) -> BookError:
    first = why.strip().partition("\n")[0].removeprefix("fatal: ") or "git says nothing"
    hint = "give a folder or an EPUB to compare with, or make the book's folder a Git repository"
    return BookError(Code.NO_HISTORY, f"the history of the book's folder cannot be read: {first}", hint=hint)


def _prefix(folder: Path) -> str:
    """Where the book's folder lies in its repository, with a slash at its end; empty: it is the repository."""
    status, said, against = _told(folder, ("rev-parse", "--show-prefix"))
    if status:
        raise _unreadable(against)
    return said.rstrip("\n")


def _commit(folder: Path, revision: str) -> str:
    if not revision.startswith("-"):
        status, said, _ = _told(folder, ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"))
        if not status:
            return said.strip()
    _, names, _ = _told(folder, ("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags"))
    hint = did_you_mean(revision, names.split()) if names.strip() else "the repository has no commit yet"
    message = f"'{revision}' is no folder, no EPUB, and no revision of the book's repository"
    raise BookError(Code.NO_REVISION, message, hint=hint)


def _entries(folder: Path, commit: str, prefix: str, revision: str) -> Iterator[_Entry]:
    """The files of the book's folder; not what lies in folders that hold no manuscript."""
    where = ("--", prefix) if prefix else ()
    status, said, against = _told(folder, ("ls-tree", "-r", "-z", "-l", "--full-tree", commit, *where))
    if status:
        raise _unreadable(against)
    count = 0
    for line in filter(None, said.split("\0")):
        found = ENTRY.fullmatch(line)
        if found and found[1] in FILES and _is_ours(path := found[5].removeprefix(prefix)):
            count += 1
            yield _Entry(path, found[3], int(found[4]))
    if not count:
        hint = "name a later revision, or the folder where the book was then"
        raise BookError(Code.NOT_THEN, f"at '{revision}' there was nothing in the book's folder", hint=hint)


def _is_ours(path: str) -> bool:
    """Whether a book may have such a file: a tree made by hand can hold any name."""
    parts = path.split("/")
    plain = all(part and not part.startswith(".") and "\\" not in part for part in parts)
    return plain and path.isprintable() and not NOT_OURS & set(parts[:-1])


def _demand_room(entries: Sequence[_Entry], limits: Limits, revision: str) -> None:
    at = f"the book at '{revision}'"
    demand(limits, "files", len(entries), at, Pos(""))
    demand(limits, "pictures", sum(entry.size for entry in entries), at, Pos(""))


@contextmanager
def _objects(folder: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A Git that answers with the content of the objects that it is asked for, one by one."""
    begun = subprocess.Popen(
        [*PLAIN, "cat-file", "--batch"], cwd=folder, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    patience = Timer(SECONDS, begun.kill)
    patience.start()
    try:
        assert begun.stdin is not None and begun.stdout is not None
        yield begun.stdin, begun.stdout
    except (BrokenPipeError, EOFError):
        raise _unreadable("an object of it is missing, or takes too long") from None
    finally:
        patience.cancel()
        begun.kill()
        begun.communicate()


def _content(ask: IO[bytes], answer: IO[bytes], entry: _Entry) -> bytes:
    """git-cat-file(1), "BATCH OUTPUT": name, type and size in a line, then the bytes and a line's end."""
    ask.write(f"{entry.object}\n".encode())
    ask.flush()
    head = answer.readline().split()
    if len(head) != 3 or head[1] != b"blob" or int(head[2]) != entry.size:
        raise EOFError
    data = answer.read(entry.size + 1)
    if len(data) != entry.size + 1:
        raise EOFError
    return data[:-1]


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise _unreadable(f"{path.name}: {error.strerror}") from None
