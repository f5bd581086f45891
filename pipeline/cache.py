"""What was made once and need not be made again: a content-addressed store under `build/.cache`.

In: a key made of everything that a result depends on. Out: its bytes, or None. Each entry carries its own checksum: a
damaged one is a miss. Two builds may use it at once: an entry appears by one rename, whole. Nothing is pickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .beside import is_abandoned

MOST = 512 * 1024 * 1024
"""Bytes that a cache keeps; the entries that were used longest ago go first."""
LEAP = 1 / 16
"""Of that, by which it may grow before somebody looks: to look takes a while."""
TALLY, NEW = "put", "new"
"""Beside the entries: how many bytes have come, and a folder for entries that are not yet whole."""
_CHECK = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class Use:
    """How one thing was come by, for `build --explain`."""

    kind: str
    name: str
    reused: bool


@dataclass(slots=True)
class Store:
    """A cache in a folder; without one, it keeps nothing."""

    folder: Path | None = None
    most: int = MOST
    uses: list[Use] = field(default_factory=list)
    _put: int = 0
    """Bytes put in by this build."""

    def note(self, kind: str, name: str, *, reused: bool) -> None:
        """Say how a thing was come by: who asked for an entry knows whether it was of use."""
        self.uses.append(Use(kind, name, reused))

    def get(self, key: str, kind: str = "", name: str = "") -> bytes | None:
        """The entry's bytes; None when there is none, or a damaged one. Noted, where any entry is of use."""
        data = self._read(key)
        if kind:
            self.note(kind, name, reused=data is not None)
        return data

    def has(self, key: str) -> bool:
        """Whether there is an entry; it may yet be a damaged one."""
        return self.folder is not None and self._path(key).is_file()

    def _read(self, key: str) -> bytes | None:
        if self.folder is None:
            return None
        path = self._path(key)
        try:
            with path.open("rb", buffering=0) as file:  # nothing of a large entry is copied
                check, payload = file.read(_CHECK), file.readall()
        except OSError:
            return None
        if _checksum(key, payload) != check:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return payload

    def put(self, key: str, payload: bytes) -> None:
        """Keep the bytes; a cache that cannot be written is no fault of the book."""
        if self.folder is None:
            return
        path, beside = self._path(key), self.folder / NEW / f"{key}.{os.getpid()}.tmp"
        data = _checksum(key, payload) + payload
        with contextlib.suppress(OSError):
            try:
                _appear(path, beside, data)
            except FileNotFoundError:  # the first one in its folder
                path.parent.mkdir(parents=True, exist_ok=True)
                beside.parent.mkdir(exist_ok=True)
                _appear(path, beside, data)
            self._put += len(payload)

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / key[2:]

    def trim(self) -> None:
        """Drop what was used longest ago until the rest fits; looked at when enough has come since the last time."""
        if self._since_last() >= self.most * LEAP:
            self._drop()
            self._say_since(0)

    def _since_last(self) -> int:
        """Bytes put in since the last look. Two builds at once may forget some, and a twin counts none: then the next
        look comes later.
        """
        try:
            before = int((self.folder / TALLY).read_text("ascii")) if self.folder else 0
        except (OSError, ValueError):
            before = self.most if self.folder and self.folder.is_dir() else 0
        if self._put:
            self._say_since(before + self._put)
        return before + self._put

    def _say_since(self, count: int) -> None:
        self._put = 0
        with contextlib.suppress(OSError):
            if self.folder is not None and self.folder.is_dir():
                (self.folder / TALLY).write_text(str(count), "ascii")

    def _drop(self) -> None:
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if total <= self.most:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.glob("??/*") if self.folder else ():
            with contextlib.suppress(OSError):
                known = path.stat()
                yield known.st_mtime, known.st_size, path

    def sweep(self) -> None:
        """Delete the unfinished entries of processes that are gone."""
        for path in self.folder.glob(f"{NEW}/*.tmp") if self.folder else ():
            with contextlib.suppress(OSError):
                if is_abandoned(path):
                    path.unlink()

    def clear(self) -> int:
        """Delete everything; how many bytes there were."""
        if self.folder is None:
            return 0
        size = sum(size for _, size, _ in self._entries())
        shutil.rmtree(self.folder, ignore_errors=True)
        return size


def _appear(path: Path, beside: Path, data: bytes) -> None:
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _checksum(key: str, payload: bytes) -> bytes:
    """Of the entry under its key: one that belongs elsewhere is a damaged one."""
    made = hashlib.sha256(key.encode())
    made.update(payload)
    return made.digest()


def key(kind: str, *parts: bytes | str) -> str:
    """The name of a result: what it is, who made it, and everything that went into it."""
    made = hashlib.sha256(f"{kind}\0{maker()}\0".encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(b"%d\0" % len(data))
        made.update(data)
    return made.hexdigest()


@cache
def maker() -> str:
    """Galerada itself and the libraries whose work is kept, to the byte: another one finds nothing of ours."""
    made = hashlib.sha256()
    root = Path(__file__).parent
    styles = [folder for folder in (root / "styles", root.parent / "styles") if folder.is_dir()]
    for path in sorted({*_sources(root, ".py"), *(sheet for folder in styles for sheet in _sources(folder, ".css"))}):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path for each of them takes 2 ms
            made.update(path.removeprefix(str(root.parent)).encode() + b"\0" + file.readall())
    made.update("\0".join(_versions()).encode())
    return made.hexdigest()


def _sources(folder: str | Path, ending: str) -> Iterator[str]:
    """Files by their paths; as plain text, for every start of the program is through here."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sources(entry.path, ending)
            elif entry.name.endswith(ending):
                yield entry.path


def _versions() -> list[str]:
    """The libraries' folders of metadata, whose names tell their versions; reading them all would take 20 ms."""
    wanted = tuple(f"{library}-" for library in LIBRARIES)
    found: set[str] = set()
    for place in sys.path:
        with contextlib.suppress(OSError):
            found.update(path.name for path in Path(place or ".").iterdir() if path.suffix == ".dist-info")
    return sorted(name for name in found if name.lower().replace("_", "-").startswith(wanted))


LIBRARIES = ("weasyprint", "pydyf", "pillow", "pi-heif", "resvg-py", "cssselect2", "tinycss2",
             "uharfbuzz", "fonttools", "pikepdf", "pyphen", "markdown-it-py", "pygments",
             "fontpkg-alegreya-sans", "fontpkg-eb-garamond", "fontpkg-source-code-pro", "ziamath")  # fmt: skip
"""Whose results are kept; a new version makes its own."""
