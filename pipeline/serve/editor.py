"""The user's editor, opened at a line: the words of `--editor`, with a place in them. No shell reads them.

In: a command with `{path}`, `{line}` and `{column}`. Out: a process of its own, which nobody waits for.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..nodes import Pos

HOLE = re.compile(r"\{(\w*)\}")
KNOWN = frozenset({"path", "line", "column"})


@dataclass(frozen=True, slots=True)
class Editor:
    """A command that opens a file at a line."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, command: str) -> Editor:
        """The editor of a command line; raises ValueError, with the reason, when it is none."""
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise ValueError(f"the command cannot be read: {str(error).lower()}") from None
        holes = {hole for word in words for hole in HOLE.findall(word)}
        if not words or "path" not in holes or HOLE.search(words[0]):
            raise ValueError("give the editor and where the file goes, as in: code -g {path}:{line}")
        if strange := sorted(holes - KNOWN):
            raise ValueError(f"{{{strange[0]}}} is not known; {{path}}, {{line}} and {{column}} are")
        if shutil.which(words[0]) is None:
            raise ValueError(f"there is no program '{words[0]}' on the PATH")
        return cls(words)

    def arguments(self, folder: Path, pos: Pos) -> list[str]:
        """The words with a place in them; what a file is called can be no word of its own and no option."""
        told = {"path": str(folder.resolve() / pos.path), "line": str(pos.line), "column": str(pos.column)}
        return [HOLE.sub(lambda hole: told[hole[1]], word) for word in self.words]

    def open(self, folder: Path, pos: Pos) -> None:
        """Open a place; raises OSError when the program cannot be started."""
        _started(self.arguments(folder, pos))


def _started(words: Sequence[str]) -> None:
    """A session of its own: Ctrl-C ends the server, and not the editor."""
    process = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    _RUNNING.append(process)
    _RUNNING[:] = [one for one in _RUNNING if one.poll() is None]


_RUNNING: list[subprocess.Popen[bytes]] = []
"""Editors that were started; those that have ended are taken leave of when the next is."""
