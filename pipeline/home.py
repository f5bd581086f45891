"""A folder for what a build needs while it lasts; one that a killed build left is cleared away by the next.

In: nothing. Out: a folder under the system's temporary one, with a room for each child.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .output import not_written

PREFIX = "galerada-home-"
TEMPORARY = "free some space there, or name another folder for temporary files in TMPDIR"


@dataclass(frozen=True, slots=True)
class Home:
    """A folder for the children's temporary files. It is locked while its process lives, so that others know."""

    path: Path
    lock: int

    @classmethod
    def made(cls) -> Home:
        """A new one; those of processes that were killed are cleared away."""
        clear_homes()
        while True:
            path = _new_folder(None)
            lock = _locked(path)
            if lock is not None and path.is_dir():  # nobody cleared it away in between
                return cls(path, lock)

    def room(self) -> Path:
        """A folder for one child."""
        room = _new_folder(self.path)
        conf = f"<fontconfig><cachedir>{room}/cache</cachedir></fontconfig>\n"
        try:
            (room / "fonts.conf").write_text(conf, encoding="utf-8")
        except OSError as error:
            raise not_written(error, room, TEMPORARY) from None
        return room

    def close(self) -> None:
        """Delete it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)


@contextlib.contextmanager
def lodging() -> Iterator[Path]:
    """A folder that goes again; raises BookError where none can be made."""
    home = Home.made()
    try:
        yield home.path
    finally:
        home.close()


def _new_folder(inside: Path | None) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="" if inside else PREFIX, dir=inside))
    except OSError as error:
        raise not_written(error, Path(error.filename or "a temporary folder"), TEMPORARY) from None


def clear_homes() -> None:
    """Delete the folders that killed processes of this user left."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.lstat().st_uid == os.getuid() and (lock := _locked(path)) is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def _locked(folder: Path) -> int | None:
    """The lock of a folder; None when a living process has it, or the folder is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
