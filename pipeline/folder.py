"""The book's folder, and the only way into it.

In: paths relative to the book. Out: bytes. Nothing outside the folder is read, not even through a link.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .diagnostics import BookError, Code
from .nodes import Pos

NOT_OURS = frozenset({"build", "node_modules", "public", "resources", "themes", "__pycache__", "venv"})
"""Folders that hold no manuscript: our output, Hugo's output, other people's code."""
LARGEST = 256 * 1024 * 1024
"""Bytes of one file; a manuscript has none of this size."""


class Folder:
    """A book's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.root.name

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises BookError when it is outside, missing or unreadable."""
        place = self._inside(path)
        try:
            if place.stat().st_size > LARGEST:
                raise BookError(Code.UNREADABLE_FILE, f"{path} is larger than {LARGEST >> 20} MiB", Pos(path))
            return place.read_bytes()
        except OSError as error:
            message = f"cannot read {path}: {(error.strerror or str(error)).lower()}"
            raise BookError(Code.UNREADABLE_FILE, message, Pos(path), "check that it exists and may be read") from None

    def exists(self, path: str) -> bool:
        """Whether this is a file of the book."""
        try:
            return self._inside(path).is_file()
        except (BookError, OSError, ValueError):
            return False

    def holds(self, path: str) -> bool:
        """Whether this is a file or a folder of the book."""
        try:
            return self._inside(path).exists()
        except (BookError, OSError, ValueError):
            return False

    def files(self) -> tuple[str, ...]:
        """Every file of the book by its path, sorted; hidden ones and output folders left out."""
        return tuple(sorted(self._walk(self.root)))

    def _walk(self, place: Path) -> Iterator[str]:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in NOT_OURS:
                        yield from self._walk(Path(entry.path))
                elif entry.is_file() or not Path(entry.path).exists():  # a link to nothing is said, not passed over
                    yield Path(entry.path).relative_to(self.root).as_posix()

    def _inside(self, path: str) -> Path:
        place = Path(os.path.realpath(self.root / path))
        if not place.is_relative_to(self.root) or Path(path).is_absolute() or "\0" in path:
            hint = "keep every file of the book inside its folder"
            raise BookError(Code.OUTSIDE_BOOK, f"{path} lies outside the book's folder", Pos(path), hint)
        return place
