"""What `galerada verify` does: is this file what the book gives?

In: an EPUB or a PDF, and a book. Out: a `Result` whose report says where the two part (RL020), and lines for people.
Not its business: whether the file is any good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ..diagnostics import BookError, Code, Report
from ..home import lodging
from ..nodes import NOWHERE
from ..plan import EDITIONS
from ..release.comparing import differences, digest, is_epub, page_count
from ..release.publication import Publication
from ..request import RELEASES, Progress, Request, Result, silent
from ..run import build
from .reporting import as_object as result_object

_NO_MATTER = "the book changed since, or was built with other packages; `git log` of the book may tell"


@dataclass(slots=True)
class Verified:
    """What came of the comparison."""

    result: Result
    sha256: str = ""
    """Of the file."""
    rebuilt: str = ""
    """Of the same edition built now; empty where it could not be built."""

    @property
    def same(self) -> bool:
        """Whether the two are the same, byte for byte."""
        return bool(self.sha256) and self.sha256 == self.rebuilt


def verify(file: Path, request: Request, progress: Progress = silent) -> Verified:
    """Build the file's edition anew and compare; what cannot be compared is a finding (RL021)."""
    verified = Verified(Result(strict=request.strict))
    given = _given(file, verified.result.report)
    if given is None:
        return verified
    verified.sha256 = digest(given)
    edition = next(name for name in RELEASES if EDITIONS[name].extension == _ending(file))
    try:
        with lodging() as room:
            made = build(replace(request, editions=(edition,), out=room, write=True, cache=False), progress)
            verified.result = replace(made, outputs=())
            if not made.outputs:
                return verified
            built = made.outputs[0].path.read_bytes()
    except BookError as error:
        verified.result.report.take(error.diagnostic)
        return verified
    verified.rebuilt = digest(built)
    if not verified.same:
        _say(file, given, built, made.report)
    return verified


def _ending(file: Path) -> str:
    return file.suffix.lower().removeprefix(".")


def _given(file: Path, report: Report) -> bytes | None:
    """The file's bytes; None, and a finding, where it is nothing that a book gives."""
    endings = [EDITIONS[name].extension for name in RELEASES]
    hint = f"name a file that galerada built: .{' or .'.join(endings)}"
    try:
        data = file.read_bytes()
    except OSError as error:
        report.add(Code.NOT_COMPARABLE, f"cannot read {file}: {(error.strerror or str(error)).lower()}", NOWHERE, hint)
        return None
    sound = {"epub": is_epub(data), "pdf": data.startswith(b"%PDF")}
    if not sound.get(_ending(file)):
        report.add(Code.NOT_COMPARABLE, f"{file} is no EPUB and no PDF that can be read", NOWHERE, hint)
        return None
    return data


def _say(file: Path, given: bytes, built: bytes, report: Report) -> None:
    if _ending(file) == "pdf":
        pages = " and ".join(
            f"{page_count(data)} pages {where}" for data, where in ((given, "in the file"), (built, "now"))
        )
        report.add(Code.DIFFERS, f"{file} is not what the book gives: {pages}", NOWHERE, _NO_MATTER)
        return
    hint = _other_day(given, built) or _NO_MATTER
    for sentence, lines in differences(given, built):
        message = "\n".join([f"{file}: {sentence}", *(f"    {line}" for line in lines)])
        report.add(Code.DIFFERS, message, NOWHERE, hint)


def _other_day(given: bytes, built: bytes) -> str:
    """The cure where the two bear another date: the one of the file, for SOURCE_DATE_EPOCH."""
    stamps = [_modified(data) for data in (given, built)]
    if stamps[0] == stamps[1] or not stamps[0]:
        return ""
    try:
        seconds = int(datetime.fromisoformat(stamps[0].replace("Z", "+00:00")).timestamp())
    except ValueError:
        return ""
    return f"it was built for another day: try again with SOURCE_DATE_EPOCH={seconds}"


def _modified(data: bytes) -> str:
    tags = Publication(data).package
    return next((tag.text for tag in tags if tag.attrs.get("property") == "dcterms:modified"), "")


def as_object(verified: Verified, folder: Path) -> dict[str, object]:
    """The one object of `--json`: that of a build, with the two hashes."""
    hashes = {"same": verified.same, "sha256": verified.sha256, "rebuilt": verified.rebuilt}
    return result_object(verified.result, folder) | hashes


def summary_lines(verified: Verified, file: Path) -> Iterator[str]:
    """The two hashes, and whether they are one."""
    if verified.sha256:
        yield f"{verified.sha256}  {file}"
    if verified.rebuilt:
        yield f"{verified.rebuilt}  built now"
        yield "the same, byte for byte" if verified.same else "not the same"
