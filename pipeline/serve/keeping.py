"""A book that goes on being shown while it is being written: a file that cannot be read keeps its last good words.

In: a folder, build after build. Out: a `WebProof` each time, with what is broken in it; None as long as there is no
book at all. Files as they last were are in memory alone; the folder is only read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..diagnostics import BookError, Code, Diagnostic
from ..folder import Folder
from ..model import Limits
from ..read.patterns import is_text
from ..request import Request, Result
from ..run import resolved
from ..workshop import Workshop
from .proof import Broken, WebProof, proofed

GONE = frozenset({Code.UNREADABLE_FILE, Code.BAD_ENCODING, Code.NOT_A_FILE, Code.FILE_TOO_LARGE, Code.SYMBOLIC_LINK})
"""Errors after which nothing of a file is in the book."""
HALF = frozenset({Code.METADATA_TOO_LARGE, Code.CONFIG_SYNTAX, Code.FRONT_MATTER_SYNTAX, Code.FRONT_MATTER_UNCLOSED})
"""Errors after which some of it is."""
SETTINGS = (".yaml", ".yml", ".toml", ".json")
ROUNDS = 12
"""Broken files that one build gets round, one after the other; those of one reading are got round together."""
Held = dict[str, tuple[Diagnostic, ...]]
"""Files that are not read as they are, and why."""


@dataclass(slots=True)
class Keeper:
    """Builds a book again and again."""

    request: Request
    workshop: Workshop
    good: dict[str, bytes] = field(default_factory=dict)
    """Texts and settings as they last were in a proof."""
    faults: tuple[Diagnostic, ...] = ()
    """Why there is no proof, when there is none."""

    def proof(self) -> WebProof | None:
        """The book as it is now, as far as it can be had; None, with `faults`, when nothing can."""
        held: Held = {}
        for _ in range(ROUNDS):
            result = Result()
            folder = _Kept(self.request.folder, {path: self.good.get(path) for path in held})
            try:
                book, context = resolved(self.request, result, folder=folder, store=self.request.store)
                found = self._unread(result, held)
                if not found:
                    proof = proofed(book, context, self.workshop, self._broken(held))
                    return self._kept(proof, folder, held)
            except BookError as error:
                found = self._at_fault(error.diagnostic, held)
                self.faults = (*result.report.diagnostics, error.diagnostic)
            if not found:
                return None
            held |= found
        return None

    def _unread(self, result: Result, held: Held) -> Held:
        """Files of which this reading lost words that can be had: as they were, or as a page that says so."""
        found: Held = {}
        for one in result.report.errors:
            path = one.pos.path
            lost = one.code in GONE or (one.code in HALF and path in self.good)
            if lost and path not in held and _is_ours(path):
                found[path] = (*found.get(path, ()), one)
        return found

    def _at_fault(self, error: Diagnostic, held: Held) -> Held:
        """The file that ended a reading, when another reading can do without it."""
        path = error.pos.path
        can = path in self.good or is_text(path)
        return {path: (error,)} if path and path not in held and can else {}

    def _broken(self, held: Held) -> tuple[Broken, ...]:
        return tuple(Broken(path, found, path in self.good) for path, found in sorted(held.items()))

    def _kept(self, proof: WebProof, folder: _Kept, held: Held) -> WebProof:
        """The proof; what it was made of is remembered. What the older text of a broken file says is told of none."""
        self.good |= {path: data for path, data in folder.taken.items() if path not in held}
        self.faults = ()
        self.request.store.trim()
        return replace(proof, findings=tuple(found for found in proof.findings if found.pos.path not in held))


def _is_ours(path: str) -> bool:
    """Whether it is a file that a book is written in."""
    return is_text(path) or path.endswith(SETTINGS)


class _Kept(Folder):
    """A folder in which some files are as they were."""

    def __init__(self, root: Path, held: Mapping[str, bytes | None]) -> None:
        super().__init__(root)
        self.held = held
        self.taken: dict[str, bytes] = {}
        """The texts and settings that were read."""

    def read(self, path: str, limits: Limits | None = None, key: str = "") -> bytes:
        """The bytes of a file: as it was, if it is held; a page with its name, if nobody knows how it was."""
        if path in self.held:
            return self.held[path] or _stand_in(path)
        data = super().read(path, limits, key)
        if _is_ours(path):
            self.taken[path] = data
        return data


def _stand_in(path: str) -> bytes:
    """A page in the place of one that never could be read."""
    name = path.rpartition("/")[2].replace('"', "'")
    return f'---\ntitle: "{name}"\n---\n\n…\n'.encode()
