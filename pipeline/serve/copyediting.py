"""The copy editor's findings in the web proof (`--review`): sought in a quiet moment, kept while a text stays as it is.

In: the texts of a build. Out: findings. To read a whole book closely takes longer than to build a chapter, so that no
build waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..commands.reviewing import review
from ..diagnostics import Diagnostic

OURS = "CE"
"""The room whose findings are the copy editor's; what else a reading says, the build has said."""


@dataclass(slots=True)
class CopyEditor:
    """Reads one book, again and again."""

    folder: Path
    _known: dict[str, tuple[bytes, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    """Of each text: how it was, and what was found in it."""

    def read(self, texts: Mapping[str, bytes]) -> None:
        """Read the book as it lies there; the texts are those that are shown."""
        found: dict[str, tuple[Diagnostic, ...]] = {}
        for one in review(self.folder).report.diagnostics:
            if one.code.ident.startswith(OURS):
                found[one.pos.path] = (*found.get(one.pos.path, ()), one)
        self._known = {path: (text, found.get(path, ())) for path, text in texts.items()}

    def has_read(self, texts: Mapping[str, bytes]) -> bool:
        """Whether these very texts were the last that were read."""
        return {path: text for path, (text, _) in self._known.items()} == dict(texts)

    def findings(self, texts: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
        """What was found in those of the texts that have not changed since."""
        return tuple(one for path, (text, found) in self._known.items() if texts.get(path) == text for one in found)
