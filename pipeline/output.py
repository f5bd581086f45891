"""Files that are there whole or not at all.

In: a place and bytes. Out: the file; on any fault the one that was there before. A set of files is switched as one:
where a build was killed in the middle of it, the next one puts back what was there before it begins (`mend`).
Not its business: that one build at a time is at work in a folder (`lock`).
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .beside import beside, is_in_work
from .diagnostics import BookError, Code


@dataclass(frozen=True, slots=True)
class Output:
    """An edition that was written."""

    edition: str
    path: Path
    size: int
    """In bytes."""
    sha256: str
    pages: int | None
    """None for an edition without pages."""


Data = bytes | tuple[bytes, ...]
"""The content of a file; in pieces that follow each other where one piece would be large."""


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that is ready to be written."""

    edition: str
    path: Path
    data: Data
    pages: int | None
    always: bool = False
    """Whether it is written although errors were found: it tells of them."""
    sha256: str = ""
    """Of the data, where their maker has counted it."""

    @property
    def whole(self) -> bytes:
        """The data in one piece."""
        return b"".join(_pieces(self.data))


def write_all(made: Sequence[Made]) -> tuple[Output, ...]:
    """Write every edition beside its place, then switch them all; raises BookError and leaves what was there.

    One file, wherever it is, is switched by its rename alone; several lie in the editions' folders of one root. Killed
    between two renames, the set is half new until the next build takes it back (`mend`); the journal, which says so, is
    gone only when all are new.
    """
    if len(made) < 2:
        return tuple(map(_write_one, made))
    root = made[0].path.parent.parent
    at = made[0].path
    try:
        for edition in made:
            at = edition.path
            _write_beside(edition)
        _switch(root, [edition.path for edition in made])
    except OSError as error:
        with suppress(BookError):  # then the next build does
            mend(root)
        raise not_written(error, at) from None
    return tuple(_output(edition) for edition in made)


def _write_one(edition: Made) -> Output:
    waiting = beside(edition.path, NEW)
    try:
        edition.path.parent.mkdir(parents=True, exist_ok=True)
        _write(waiting, edition.data)
        waiting.replace(edition.path)
        _sync_folder(edition.path.parent)
    except OSError as error:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise not_written(error, edition.path) from None
    return _output(edition)


def _switch(root: Path, paths: Sequence[Path]) -> None:
    """Rename all. The journal tells what to take back until the last rename is on the disk."""
    kept = [path for path in paths if _keep(path)]
    _write_journal(root, paths, kept)
    for path in paths:
        _beside(path, NEW).replace(path)
    _sync_folders(paths)
    (root / JOURNAL).unlink()
    _sync_folder(root)
    for path in kept:
        with suppress(OSError):  # the next build clears it away
            _beside(path, OLD).unlink()


JOURNAL = ".switch"
"""In the folder of the outputs while a set of them is switched: JSON, for each its place and whether it was there."""
NEW, OLD = "galerada-new", "galerada-old"


def _beside(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}.{kind}")


def _keep(path: Path) -> bool:
    """Keep what is there at hand, under a second name; False when nothing is there."""
    old = _beside(path, OLD)
    if not os.path.lexists(path):
        return False
    try:
        os.link(path, old, follow_symlinks=False)
    except OSError:
        if path.is_dir():
            raise
        _write(old, path.read_bytes())  # a disk without hard links (FAT, some network folders)
    return True


def _write_journal(root: Path, paths: Sequence[Path], kept: Sequence[Path]) -> None:
    told = [[path.relative_to(root).as_posix(), path in kept] for path in paths]
    waiting = _beside(root / JOURNAL, NEW)
    _write(waiting, json.dumps(told).encode())
    _sync_folders(paths)
    waiting.replace(root / JOURNAL)
    _sync_folder(root)


# after a fault, or a build that was killed


def mend(root: Path) -> None:
    """Take back a switch that did not come to its end, and delete what it left; nobody else may be at work there."""
    try:
        for name, was_there in _told(root / JOURNAL):
            _take_back(root / name, was_there=was_there)
        (root / JOURNAL).unlink(missing_ok=True)
        for path in _left_over(root):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise not_written(error, root) from None


def _told(journal: Path) -> list[tuple[str, bool]]:
    """What the journal names; it may have come with a stranger's folder, and then speaks of that folder at most."""
    try:
        told = json.loads(journal.read_bytes())
        return [(str(name), bool(was_there)) for name, was_there in told if OUTPUT.fullmatch(str(name))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError):  # none of ours: ours appears by one rename, whole
        return []


OUTPUT = re.compile(r"[a-z-]+/[^/\0]+\.(epub|pdf|html|json|csv|md|zip)")
"""An edition's folder and a file in it."""


def _take_back(path: Path, *, was_there: bool) -> None:
    """Twice does no harm: the build that mends may be killed as well."""
    old = _beside(path, OLD)
    if not was_there:
        path.unlink(missing_ok=True)
    elif old.exists():
        old.replace(path)


def _left_over(root: Path) -> Iterator[Path]:
    yield _beside(root / JOURNAL, NEW)
    for kind in (NEW, OLD):
        yield from (path for path in root.glob(f"*/.*.{kind}") if not is_in_work(path))  # a check's, without the lock


CURES = {errno.ENOSPC: "free some space", errno.EDQUOT: "free some space"}


def not_written(error: OSError, path: Path, hint: str = "") -> BookError:
    """What the system says against a file, as a finding."""
    cure = hint or CURES.get(error.errno or 0, "make that folder writable, or choose another with -o")
    return BookError(Code.NOT_WRITTEN, f"cannot write {path}: {(error.strerror or str(error)).lower()}", hint=cure)


def _write_beside(edition: Made) -> None:
    edition.path.parent.mkdir(parents=True, exist_ok=True)
    _write(_beside(edition.path, NEW), edition.data)


def _pieces(data: Data) -> tuple[bytes, ...]:
    return data if isinstance(data, tuple) else (data,)


def _write(path: Path, data: Data) -> None:
    """A new file, on the disk when this is done; no link that lies in its place is followed."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.writelines(_pieces(data))
        file.flush()
        os.fsync(file.fileno())


def _sync_folders(paths: Iterable[Path]) -> None:
    for folder in dict.fromkeys(path.parent for path in paths):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """A rename is safe from a power cut only when its folder is on the disk too (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _output(edition: Made) -> Output:
    size = sum(map(len, _pieces(edition.data)))
    return Output(edition.edition, edition.path, size, edition.sha256 or _digest(edition.data), edition.pages)


def _digest(data: Data) -> str:
    made = hashlib.sha256()
    for piece in _pieces(data):
        made.update(piece)
    return made.hexdigest()
