"""Where a stranger's files come in: which are read, how large they may be, what their names and characters may be.

In: the book's folder and its limits. Out: the files, and the text of one; what is refused is said with its place.
Not its business: how a file is opened (`folder`), its encoding (`syntax.encoding`), and what its text means.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from ..diagnostics import Code, Report
from ..folder import Folder
from ..limits import demand
from ..model import Config, FrontMatter
from ..names import TURNING, twins, unportable
from ..nodes import Pos
from ..syntax.encoding import decode
from .patterns import is_text

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ku ps sd syr ug ur yi".split())
"""Languages whose books need isolates and embeddings; an override is a trick in any language."""
OVERRIDES = re.compile("[\u202d\u202e]")
MOST_TOLD = 20
"""How many turning characters of a file are told one by one."""
HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")


class Gate:
    """One reading of one folder."""

    def __init__(self, config: Config, folder: Folder, report: Report) -> None:
        self.config = config
        self.folder = folder
        self.report = report
        self._read = 0
        """Bytes of text so far."""

    def files(self) -> tuple[str, ...]:
        """Every file that may belong to the book; links to folders and names that are no text are said."""
        found = self.folder.files(self.config.limits)
        for refused in self.folder.refused:
            if self._concerns(refused.path):
                self.report.add(refused.code, refused.message, Pos(refused.path), refused.hint)
        ours = (path for path in found if is_text(path) and self._concerns(path))
        for path, first in twins(ours):
            message = f"{path} and {first} are one file on a Mac or on Windows"
            self.report.add(Code.UNPORTABLE_NAME, message, Pos(path), "give one of the two another name")
        return found

    def _concerns(self, path: str) -> bool:
        """Whether it lies where the chapters do."""
        root = self.config.content
        return not root or path.startswith(root + "/") or root.startswith(path + "/") or path == root

    def text(self, path: str) -> str:
        """A chapter's text; raises BookError for what cannot be read, or is larger than the limits allow."""
        data = self.folder.read(path, self.config.limits, "chapter")
        self._read += len(data)
        demand(self.config.limits, "book", self._read, "the chapters together", Pos(path))
        if why := unportable(path):
            self.report.add(Code.UNPORTABLE_NAME, why, Pos(path), "letters, digits, - and _ go everywhere")
        text = decode(path, data, self.report)
        self._say_turning(path, text)
        return text

    def demand_plain_title(self, meta: FrontMatter) -> None:
        """A title that shows in another order than it is read is refused."""
        for key, title in (("title", meta.title), ("linktitle", meta.link_title)):
            if found := self._turning.search(title):
                self._add_title(found[0], meta.pos(key))

    @property
    def _turning(self) -> re.Pattern[str]:
        return OVERRIDES if self.config.tongue in RIGHT_TO_LEFT else TURNING

    def _say_turning(self, path: str, text: str) -> None:
        found = list(self._turning.finditer(text))
        starts = [0, *(line.end() for line in re.finditer("\n", text))] if found else []
        for count, one in enumerate(found[:MOST_TOLD], 1):
            number = bisect_right(starts, one.start())
            pos = Pos(path, number, one.start() - starts[number - 1] + 1)
            if _is_heading(text, starts, number):
                self._add_title(one[0], pos)
            else:
                more = f", and {len(found) - count} more in this file" if count == MOST_TOLD < len(found) else ""
                message = f"the invisible character U+{ord(one[0]):04X} turns the direction of the text{more}"
                self.report.add(Code.BIDI_CONTROL, message, pos, "delete it, unless the text needs it")

    def _add_title(self, character: str, pos: Pos) -> None:
        message = f"the invisible character U+{ord(character):04X} turns the direction of a title"
        self.report.add(Code.BIDI_IN_TITLE, message, pos, "delete it; an editor can show it")


def _is_heading(text: str, starts: list[int], number: int) -> bool:
    here = text[starts[number - 1] :].split("\n", 1)[0]
    below = text[starts[number] :].split("\n", 1)[0] if number < len(starts) else ""
    return bool(HEADING.match(here) or UNDERLINE.match(below))
