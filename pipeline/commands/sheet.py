"""A text file of the book, character for character, so that what is not changed is written as it was.

In: bytes. Out: a `Sheet`, other sheets by edits, and their bytes, put where the file was or not at all.
Not its business: which edits there are (`tidying`).
"""

from __future__ import annotations

import codecs
import difflib
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from ..beside import beside
from ..diagnostics import BookError, Code
from ..syntax.encoding import FORBIDDEN
from ..text.typography import Edit

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text file."""

    mark: bytes
    """The byte order mark, or nothing."""
    codec: str
    lead: str
    """A second mark, which some editors leave."""
    lines: tuple[str, ...]
    ends: tuple[str, ...]
    """Each line's own; the last is empty."""
    numbers: tuple[int, ...]
    """Of each line in the file as it was opened."""

    @classmethod
    def of(cls, data: bytes) -> Sheet:
        """The sheet of a file that could be decoded."""
        mark, codec = next((pair for pair in MARKS if data.startswith(pair[0])), (b"", "utf-8"))
        text = data[len(mark) :].decode(codec)
        lead = text[: text.startswith("\ufeff")]
        pieces = re.split(r"(\r\n|\r|\n)", text[len(lead) :])
        lines = tuple(pieces[::2])
        return cls(mark, codec, lead, lines, (*pieces[1::2], ""), tuple(range(1, len(lines) + 1)))

    @property
    def data(self) -> bytes:
        """The file."""
        whole = "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))
        return self.mark + (self.lead + whole).encode(self.codec)

    @property
    def text(self) -> str:
        """The text as the book reads it (`read.encoding.decode`)."""
        return FORBIDDEN.sub("\ufffd", "\n".join(self.lines))

    def edited(self, edits: Iterable[Edit]) -> Sheet:
        """The sheet after edits, none of which reaches over the end of a line."""
        lines, ends, numbers = list(self.lines), list(self.ends), list(self.numbers)
        starts = line_starts(self.lines)
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            row = bisect_right(starts, edit.start) - 1
            if edit.after == "\n":
                lines.insert(row, "")
                ends.insert(row, ends[row - 1])
                numbers.insert(row, numbers[row])
            else:
                line, first, last = lines[row], edit.start - starts[row], edit.end - starts[row]
                lines[row] = line[:first] + edit.after + line[last:]
        return replace(self, lines=tuple(lines), ends=tuple(ends), numbers=tuple(numbers))

    def without(self, spans: Sequence[tuple[int, int]]) -> Sheet:
        """The sheet without stretches of its text, in order and apart from each other; each may hold line ends."""
        whole = [line + end for line, end in zip(self.lines, self.ends, strict=True)]
        starts = line_starts(self.lines)
        raw, begins = "".join(whole), [0, *accumulate(map(len, whole))]

        def at(offset: int) -> int:
            row = bisect_right(starts, offset) - 1
            return begins[row] + offset - starts[row]

        kept, cursor = list[str](), 0
        for start, end in spans:
            kept.append(raw[cursor : at(start)])
            cursor = at(end)
        pieces = re.split(r"(\r\n|\r|\n)", "".join([*kept, raw[cursor:]]))
        lines = tuple(pieces[::2])
        return replace(self, lines=lines, ends=(*pieces[1::2], ""), numbers=tuple(range(1, len(lines) + 1)))


def line_starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins in the text that they make."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    return starts[:-1]


def difference(path: str, before: Sheet, after: Sheet) -> Iterator[str]:
    """The two as a unified diff."""
    for line in difflib.unified_diff(_ended(before), _ended(after), f"a/{path}", f"b/{path}"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _ended(sheet: Sheet) -> list[str]:
    lines = [line + "\n" for line in sheet.lines[:-1]]
    return [*lines, sheet.lines[-1]] if sheet.lines[-1] else lines


def replace_files(changed: Sequence[tuple[Path, Sheet, Sheet]]) -> None:
    """Put each second sheet in place of the first; on any fault, raises BookError and no file is changed."""
    waiting: list[Path] = []
    done: list[tuple[Path, Sheet, Sheet]] = []
    try:
        for path, before, after in changed:
            waiting.append(_written_beside(path, before, after))
        for temporary, one in zip(waiting, changed, strict=True):
            temporary.replace(one[0])
            done.append(one)
    except OSError as error:
        message = f"cannot write {error.filename}: {(error.strerror or str(error)).lower()}"
        raise BookError(Code.NOT_WRITTEN, message, hint=_taken_back(done)) from None
    finally:
        for temporary in waiting:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _taken_back(done: Sequence[tuple[Path, Sheet, Sheet]]) -> str:
    """Each first sheet in place of the second again; what is to be said of it."""
    left: list[str] = []
    for path, before, after in done:
        try:
            _written_beside(path, after, before).replace(path)
        except (OSError, BookError):
            left.append(path.name)
    return f"changed already: {', '.join(left)}" if left else "no chapter was changed"


def _written_beside(path: Path, before: Sheet, after: Sheet) -> Path:
    """The new file under a name of its own, with the old one's permissions."""
    with path.open("r+b") as file:  # a file that may not be written is not replaced either
        if file.read() != before.data:
            raise BookError(Code.NOT_WRITTEN, f"{path} was changed in the meantime", hint="run it again")
    temporary = beside(path, "tmp")
    mode = stat.S_IMODE(path.stat().st_mode)
    try:
        with temporary.open("xb") as file:
            file.write(after.data)
            file.flush()
            os.fsync(file.fileno())
        if stat.S_IMODE(temporary.stat().st_mode) != mode:  # a confined process may not ask for it
            temporary.chmod(mode)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return temporary
