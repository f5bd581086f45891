"""What the author has switched off: a rule for the whole book, for some chapters, or for a line.

In: `review.off` and `review.paths` of book.yaml, and the chapters' texts with their comments
`<!-- galerada: allow CE012 -->`. Out: whether a finding is wanted. A comment speaks for its line; alone on its line,
for the paragraph after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ..diagnostics import Code
from ..model import Chapter
from ..nodes import Pos
from ..settings import Review

ALLOW = re.compile(r"<!--\s*galerada:\s*allow((?:[\s,]+CE\d{3})+)\s*-->")
IDENT = re.compile(r"CE\d{3}")


@dataclass(frozen=True, slots=True)
class Switches:
    """Which findings are not wanted."""

    off: frozenset[str]
    paths: tuple[tuple[str, frozenset[str]], ...]
    lines: Mapping[tuple[str, int], frozenset[str]]

    @classmethod
    def of(cls, said: Review, chapters: Iterable[Chapter]) -> Switches:
        """The switches of a book."""
        lines: dict[tuple[str, int], frozenset[str]] = {}
        for chapter in chapters:
            if chapter.source is not None:
                for number, codes in _lines(chapter.source.text):
                    place = (chapter.source.path, number)
                    lines[place] = lines.get(place, frozenset()) | codes
        paths = tuple((pattern, frozenset(codes)) for pattern, codes in said.paths.items())
        return cls(frozenset(said.off), paths, lines)

    def wants(self, code: Code, pos: Pos) -> bool:
        """Whether a finding is to be said."""
        if code.ident in self.off or code.ident in self.lines.get((pos.path, pos.line), ()):
            return False
        return not any(code.ident in codes and fnmatchcase(pos.path, pattern) for pattern, codes in self.paths)


def _lines(text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Numbers of lines, and what is allowed there."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for found in ALLOW.finditer(line):
            codes = frozenset(IDENT.findall(found[1]))
            yield number, codes
            if not ALLOW.sub("", line).strip():
                yield from ((after, codes) for after in _paragraph(lines, number))


def _paragraph(lines: list[str], number: int) -> Iterator[int]:
    """The lines of the paragraph that follows line `number`."""
    while number < len(lines) and not lines[number].strip():
        number += 1
    while number < len(lines) and lines[number].strip():
        number += 1
        yield number
