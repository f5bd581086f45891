"""A recorded terminal session as lines of text: what scrolled by, and what the screen showed in the end.

In: an asciicast of version 1, 2 or 3 (docs.asciinema.org/manual/asciicast). Out: its lines, without colours, cursor
moves and what was overwritten. What ran on the alternate screen (an editor, a pager) leaves no trace, as in a terminal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
WIDEST = 500
WIDTH, HEIGHT = 80, 24
"""Of a recording that does not say."""

# ECMA-48: control sequences (8.3), control strings (5.6), escape sequences (5.3), single controls, characters.
TOKEN = re.compile(
    r"\x1b\[(?P<parameters>[0-?]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\Z)"
    r"|\x1b[ -/]*(?P<escape>[0-~]?)"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)",
    re.DOTALL,
)
UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold (XML 1.0, 2.2) and a terminal might."""
ALTERNATE = frozenset({"?47", "?1047", "?1049"})


def transcript(data: bytes) -> tuple[str, ...]:
    """The lines of a recording; none when it is no asciicast, or shows nothing."""
    if len(data) > MOST_BYTES:
        return ()
    try:
        (width, height), output = _recorded(data.decode("utf-8", "replace"))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return ()
    screen = _Screen(min(max(width, 1), WIDEST), min(max(height, 1), WIDEST))
    screen.show(UNFIT.sub("\ufffd", output))
    return screen.lines()


def _recorded(text: str) -> tuple[tuple[int, int], str]:
    """The screen's size, and all that was written to it."""
    head, _, rest = text.lstrip("\ufeff").partition("\n")
    if '"version"' not in head or not head.rstrip().endswith("}"):  # version 1 is one JSON object on many lines
        head, rest = text, ""
    header = json.loads(head)
    match header["version"]:
        case 1:
            return _size(header), "".join(str(frame[1]) for frame in header["stdout"])
        case 2 | 3:
            return _size(header.get("term") or header), "".join(_output(rest))
    raise ValueError("no version that is known")


def _size(header: dict[str, object]) -> tuple[int, int]:
    sizes = [header.get("cols", header.get("width")), header.get("rows", header.get("height"))]
    width, height = (value if isinstance(value, int) else 0 for value in sizes)
    return width or WIDTH, height or HEIGHT


def _output(lines: str) -> Iterator[str]:
    """The data of every output event; a torn last line is no reason to lose the others."""
    for line in lines.split("\n"):
        if not line.startswith("["):
            continue
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if len(event) == 3 and event[1] == "o" and isinstance(event[2], str):
            yield event[2]


@dataclass(slots=True)
class _Screen:
    """A terminal that forgets nothing: rows above `top` have scrolled away."""

    width: int
    height: int
    rows: list[list[str]] = field(default_factory=lambda: [[]])
    wrapped: set[int] = field(default_factory=set)
    """Rows that go on in the next one."""
    top: int = 0
    row: int = 0
    column: int = 0
    saved: tuple[int, int] = (0, 0)
    """The cursor: rows below `top`, and column."""
    main: tuple[list[list[str]], set[int], int, int, int] | None = None
    """What the alternate screen hides."""

    def show(self, output: str) -> None:
        """Obey everything written to the terminal."""
        output = output if "\r\n" in output else output.replace("\n", "\r\n")
        for token in TOKEN.finditer(output):
            if self.row > MOST_ROWS:
                break
            if token["text"]:
                self._write(token["text"])
            elif token["control"]:
                self._control(token["control"])
            elif token["final"]:
                self._sequence(token["parameters"], token["final"])
            elif token["escape"]:
                self._escape(token["escape"])

    def lines(self) -> tuple[str, ...]:
        """The text, a wrapped line in one piece, without blank lines at the ends."""
        made = [""]
        for number, row in enumerate(self.rows):
            made[-1] += "".join(row)
            if number not in self.wrapped:
                made[-1] = made[-1].rstrip()
                made.append("")
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(made)).strip("\n")
        return tuple(text.split("\n")) if text.strip() else ()

    def _write(self, text: str) -> None:
        at = 0
        while at < len(text) and self.row <= MOST_ROWS:
            if self.column >= self.width:
                self.wrapped.add(self.row)
                self._down(1)
                self.column = 0
            piece = text[at : at + self.width - self.column]
            at += len(piece)
            row = self._row()
            row.extend(" " * (self.column - len(row)))
            row[self.column : self.column + len(piece)] = piece
            self.column += len(piece)

    def _row(self) -> list[str]:
        while len(self.rows) <= self.row:
            self.rows.append([])
        return self.rows[self.row]

    def _down(self, count: int) -> None:
        self.row += count
        self.top = max(self.top, self.row - self.height + 1)

    def _control(self, control: str) -> None:
        match control:
            case "\r":
                self.column = 0
            case "\n" | "\v" | "\f":
                self.wrapped.discard(self.row)
                self._down(1)
            case "\b":
                self.column = max(min(self.column, self.width - 1) - 1, 0)
            case "\t":
                self.column = min(self.column // 8 * 8 + 8, self.width - 1)

    def _escape(self, final: str) -> None:
        match final:
            case "7":
                self.saved = (self.row - self.top, self.column)
            case "8":
                self.row, self.column = self.top + self.saved[0], self.saved[1]
            case "M":
                self.row = max(self.row - 1, self.top)
            case "D" | "E":
                self._down(1)
            case "c":
                self._clear()

    def _sequence(self, parameters: str, final: str) -> None:
        numbers = [int(number[:4]) if number.isdigit() else 0 for number in re.split("[;:]", parameters)]
        count = max(numbers[0], 1)
        match final:
            case "A" | "B" | "C" | "D" | "E" | "F" | "e" | "a" | "G" | "`" | "d" | "H" | "f":
                self._move(final, count, max(numbers[1], 1) if len(numbers) > 1 else 1)
            case "J" | "K":
                self._erase(final, numbers[0])
            case "P" | "@" | "X" | "L" | "M":
                self._edit(final, min(count, WIDEST))
            case "s":
                self._escape("7")
            case "u":
                self._escape("8")
            case "h" | "l" if ALTERNATE & set(parameters.replace(";", ";?").split(";")):
                self._alternate(final == "h")

    def _move(self, final: str, count: int, second: int) -> None:
        last = self.top + self.height - 1
        match final:
            case "A" | "F":
                self.row = max(self.row - count, self.top)
            case "B" | "E" | "e":
                self.row = min(self.row + count, last)
            case "C" | "a":
                self.column += count
            case "D":
                self.column = max(self.column - count, 0)
            case "d":
                self.row = min(self.top + count - 1, last)
            case "G" | "`":
                self.column = count - 1
            case "H" | "f":
                self.row, self.column = min(self.top + count - 1, last), second - 1
        self.column = 0 if final in "EF" else min(self.column, self.width - 1)

    def _erase(self, final: str, how: int) -> None:
        row = self._row()
        home = (self.row, self.column) == (self.top, 0)
        if final == "J" and (how == 2 or (how == 0 and home)):
            self._clear()
        elif how == 0:
            del row[self.column :]
            self.wrapped.discard(self.row)
            if final == "J":
                del self.rows[self.row + 1 :]
        elif how == 1:
            row[: self.column + 1] = " " * min(self.column + 1, len(row))
        elif how == 2:
            row.clear()

    def _clear(self) -> None:
        """An empty screen; what it showed scrolls away, for a reader has no other way to see it."""
        below = self.row - self.top
        while self.rows and not "".join(self.rows[-1]).strip():
            self.rows.pop()
        self.top = max(self.top, len(self.rows))
        self.row = self.top + below

    def _edit(self, final: str, count: int) -> None:
        row, at = self._row(), self.column
        match final:
            case "P":
                del row[at : at + count]
            case "@":
                row[at:at] = " " * count if at < len(row) else ""
            case "X":
                row[at : at + count] = " " * len(row[at : at + count])
            case "L":
                self.rows[self.row : self.row] = [[] for _ in range(count)]
            case "M":
                del self.rows[self.row : self.row + count]
        del row[self.width :]
        del self.rows[max(self.top + self.height, self.row + 1) :]

    def _alternate(self, enter: bool) -> None:
        if enter and self.main is None:
            self.main = (self.rows, self.wrapped, self.top, self.row, self.column)
            self.rows, self.wrapped, self.top, self.row, self.column = [[]], set(), 0, 0, 0
        elif not enter and self.main is not None:
            self.rows, self.wrapped, self.top, self.row, self.column = self.main
            self.main = None
