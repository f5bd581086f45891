"""Files that are there whole or not at all.

In: a place and bytes. Out: the file; on any fault the one that was there before.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that is ready to be written."""

    edition: str
    path: Path
    data: bytes
    pages: int | None


def write_all(made: Sequence[Made]) -> tuple[Output, ...]:
    """Write every edition beside its place, then rename them all; raises BookError and leaves what was there."""
    beside: list[tuple[Path, Path]] = []
    try:
        for edition in made:
            beside.append((_write_beside(edition), edition.path))
        _switch(beside)
    except OSError as error:
        raise _refusal(error, beside[-1][1] if beside else made[0].path) from None
    finally:
        for temporary, _ in beside:
            temporary.unlink(missing_ok=True)
    return tuple(_output(edition) for edition in made)


def _switch(beside: Sequence[tuple[Path, Path]]) -> None:
    """Rename all or none: what was there is kept at hand until the last rename is done."""
    kept: list[tuple[Path, Path]] = []
    new: list[Path] = []
    try:
        for temporary, path in beside:
            if path.exists():
                kept.append((_kept_beside(path), path))
            else:
                new.append(path)
            temporary.replace(path)
            _sync_folder(path.parent)
    except OSError:
        for old, path in kept:
            old.replace(path)
        for path in new:
            path.unlink(missing_ok=True)
        raise
    finally:
        for old, _ in kept:
            old.unlink(missing_ok=True)


def _kept_beside(path: Path) -> Path:
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    old.unlink(missing_ok=True)
    try:
        os.link(path, old)
    except OSError:
        if path.is_dir():
            raise
        shutil.copy2(path, old)  # a disk without hard links (FAT, some network folders)
    return old


CURES = {errno.ENOSPC: "free some space", errno.EDQUOT: "free some space"}


def _refusal(error: OSError, path: Path) -> BookError:
    hint = CURES.get(error.errno or 0, "make that folder writable, or choose another with -o")
    return BookError(Code.NOT_WRITTEN, f"cannot write {path}: {(error.strerror or str(error)).lower()}", hint=hint)


def _write_beside(edition: Made) -> Path:
    edition.path.parent.mkdir(parents=True, exist_ok=True)
    temporary = edition.path.with_name(f".{edition.path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(edition.data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    """A rename is safe from a power cut only when its folder is on the disk too (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _output(edition: Made) -> Output:
    digest = hashlib.sha256(edition.data).hexdigest()
    return Output(edition.edition, edition.path, len(edition.data), digest, edition.pages)
