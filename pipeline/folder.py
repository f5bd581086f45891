"""The book's folder, and the only way into it.

In: paths relative to the book. Out: bytes of regular files. Nothing outside the folder is read: each part of a path is
opened by itself from the folder that holds it, and no symbolic link is followed, at any depth, not even one that leads
back inside; so nothing can be exchanged between the look and the reading. A pipe or a device is refused unopened.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .budget import Limits
from .diagnostics import BookError, Code
from .limits import amount, over
from .names import told
from .nodes import Pos

NOT_OURS = frozenset({"build", "node_modules", "public", "resources", "themes", "__pycache__", "venv"})
"""Folders that hold no manuscript: our output, Hugo's output, other people's code."""
LARGEST = 256 * 1024 * 1024
"""Bytes of one file, whatever the book's limits say; a manuscript has none of this size."""
DEEPEST = 40
"""Folders in one another; none of the systems a book travels through can name a file that lies deeper."""
PIECE = 1024 * 1024
# O_NONBLOCK: a pipe without a writer is opened at once, seen to be none of ours, and closed.
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC


Stamp = tuple[int, int, int]
"""When a file was last written (ns), how long it is, and which file it is: another one may have taken its place."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that lies in the folder and is not read."""

    path: str
    code: Code
    message: str
    hint: str


class Folder:
    """A book's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.refused: tuple[Refused, ...] = ()
        """What the last look at all files passed over: links to folders, names that are no text."""

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.root.name

    def read(self, path: str, limits: Limits | None = None, key: str = "") -> bytes:
        """The bytes of a file; raises BookError when it is outside, missing, no file, or larger than the limit `key`.

        Without limits it is the largest file that there can be.
        """
        most = getattr(limits, key) if limits is not None else LARGEST
        try:
            with self._opened(path) as handle:
                _demand_file(handle, path)
                data, size = _at_most(handle, most)
        except OSError as error:
            raise _unreadable(path, error) from None
        except UnicodeEncodeError:
            raise _unreadable(path, OSError(errno.ENOENT, os.strerror(errno.ENOENT))) from None
        if size > most and limits is not None:
            raise over(limits, key, size, path, Pos(path))
        if size > most:
            raise BookError(Code.FILE_TOO_LARGE, _too_large(path, size), Pos(path), "no manuscript has such a file")
        return data

    def exists(self, path: str) -> bool:
        """Whether this is a file of the book, or a link in the place of one, which reading it refuses."""
        kind = self._kind(path)
        return kind is not None and not stat.S_ISDIR(kind)

    def holds(self, path: str) -> bool:
        """Whether this is a file or a folder of the book."""
        return self._kind(path) is not None

    def files(self, limits: Limits | None = None) -> tuple[str, ...]:
        """Every file of the book by its path, sorted; hidden ones and output folders left out.

        A link is listed as the file that its author takes it for, and refused when it is read.
        """
        refused: list[Refused] = []
        found: list[str] = []
        for path in self._walk(limits or Limits(), refused):
            found.append(path)
        self.refused = tuple(refused)
        return tuple(sorted(found))

    def stamps(self) -> dict[str, Stamp]:
        """What tells, without reading a file, whether any has changed; hidden ones and output folders left out."""
        made: dict[str, Stamp] = {}
        ahead = [""]
        while ahead:
            folder = ahead.pop()
            with suppress(BookError):  # it went between the two looks
                for path, known in self._entries(folder):
                    if not stat.S_ISDIR(known.st_mode):
                        made[path] = (known.st_mtime_ns, known.st_size, known.st_ino)
                    elif path.count("/") < DEEPEST:
                        ahead.append(path + "/")
        return made

    # one file

    @contextmanager
    def _opened(self, path: str) -> Iterator[int]:
        with self._parent(path) as (folder, name):
            try:
                handle = os.open(name, _FILE, dir_fd=folder)
            except OSError as error:
                raise _told_as(error, folder, name, path) from None
        try:
            yield handle
        finally:
            os.close(handle)

    @contextmanager
    def _parent(self, path: str) -> Iterator[tuple[int, str]]:
        """The folder that holds the file, open, and the file's name in it."""
        *folders, name = _parts(path)
        handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for part in folders:
                try:
                    inner = os.open(part, _FOLDER, dir_fd=handle)
                except OSError as error:
                    raise _told_as(error, handle, part, path) from None
                os.close(handle)
                handle = inner
            yield handle, name
        finally:
            os.close(handle)

    def _kind(self, path: str) -> int | None:
        try:
            with self._parent(path) as (folder, name):
                return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        except BookError as error:
            return stat.S_IFLNK if error.diagnostic.code is Code.SYMBOLIC_LINK else None
        except (OSError, ValueError):
            return None

    # all files

    def _walk(self, limits: Limits, refused: list[Refused]) -> Iterator[str]:
        """The files, folder by folder; no more than `limits.files` are looked at."""
        ahead = [""]
        count = 0
        while ahead:
            folder = ahead.pop()
            if folder.count("/") >= DEEPEST:
                message = f"{told(folder[:80])}...: folders {DEEPEST} deep in one another, and the limit is {DEEPEST}"
                raise BookError(Code.TOO_MANY_FILES, message, Pos(told(folder)), "put the files higher up")
            for path, known in self._entries(folder):
                kind = known.st_mode
                count += 1
                if count > limits.files:
                    raise over(limits, "files", count, "the book's folder holds more files than it may", Pos(""))
                if told(path) != path:
                    refused.append(_unnameable(path))
                elif stat.S_ISDIR(kind):
                    ahead.append(path + "/")
                elif stat.S_ISLNK(kind) and self._leads_to_folder(path):
                    refused.append(_link(path))
                else:
                    yield path

    def _entries(self, folder: str) -> Iterator[tuple[str, os.stat_result]]:
        """What lies in a folder, by path, with what the system says of it."""
        try:
            with self._parent(folder + "x") as (handle, _), os.scandir(handle) as entries:
                for entry in entries:
                    known = entry.stat(follow_symlinks=False)
                    is_ours = not (stat.S_ISDIR(known.st_mode) and entry.name in NOT_OURS)
                    if not entry.name.startswith(".") and is_ours:
                        yield folder + entry.name, known
        except OSError as error:
            raise _unreadable(folder.rstrip("/") or self.name, error) from None

    def _leads_to_folder(self, path: str) -> bool:
        return (self.root / path).is_dir()


def _parts(path: str) -> list[str]:
    """The names on the way to a file; raises BookError for a path that leaves the book."""
    if "\0" in path or path.startswith("/") or ".." in path.split("/"):
        hint = "keep every file of the book inside its folder"
        raise BookError(Code.OUTSIDE_BOOK, f"{told(path)} lies outside the book's folder", Pos(told(path)), hint)
    return [part for part in path.split("/") if part not in ("", ".")] or ["."]


def _demand_file(handle: int, path: str) -> None:
    kind = os.fstat(handle).st_mode
    if not stat.S_ISREG(kind):
        what = next((word for test, word in _KINDS if test(kind)), "no file")
        message = f"{path} is {what}"
        raise BookError(Code.NOT_A_FILE, message, Pos(path), "put a file in its place")


_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip


def _at_most(handle: int, most: int) -> tuple[bytes, int]:
    """What is in the file, and how much it is; reading ends beyond `most`, whatever the file says of its size."""
    size = os.fstat(handle).st_size
    if size > most:
        return b"", size
    pieces: list[bytes] = []
    left = most + 1
    while left > 0 and (piece := os.read(handle, min(PIECE, left))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces), most + 1 - left


def _too_large(path: str, size: int) -> str:
    return f"{path}: {amount(size, 'bytes')}, and the limit is {amount(LARGEST, 'bytes')}"


def _told_as(error: OSError, folder: int, name: str, path: str) -> OSError | BookError:
    """A link on the way is refused by its name, and what cannot be opened at all by its kind."""
    try:
        kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except (OSError, ValueError):
        return error
    if stat.S_ISLNK(kind):
        found = _link(path)
        return BookError(found.code, found.message, Pos(path), found.hint)
    if error.errno == errno.ENXIO:
        return BookError(Code.NOT_A_FILE, f"{path} is a socket or a device", Pos(path), "put a file in its place")
    return error


def _link(path: str) -> Refused:
    hint = "put the file itself, or a copy of it, in the book's folder"
    return Refused(path, Code.SYMBOLIC_LINK, f"{path} is, or lies behind, a link, and links are not followed", hint)


def _unnameable(path: str) -> Refused:
    message = f"the name {told(path)} holds a character that is invisible, or is no text"
    return Refused(told(path), Code.FORBIDDEN_NAME, message, "give it a name of letters, digits and hyphens")


def _unreadable(path: str, error: OSError) -> BookError:
    said = (error.strerror or str(error)).lower()
    hint = "check that it exists and may be read"
    return BookError(Code.UNREADABLE_FILE, f"cannot read {told(path)}: {said}", Pos(told(path)), hint)
