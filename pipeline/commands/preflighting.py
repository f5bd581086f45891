"""What `galerada preflight` does: what a printer would say of a PDF, and a page that shows it.

In: a PDF, a target, a book if the PDF was made from one. Out: a `Result` whose report tells every fault; the page is
written. A file that is just what the book gives is told by lines of the manuscript, any other by its own pages.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ..diagnostics import BookError, Code
from ..home import lodging
from ..nodes import NOWHERE
from ..output import Made, write_all
from ..preflight.desk import look_at
from ..request import Progress, Request, Result
from ..run import build
from .reporting import summary_lines

__all__ = ["looked_over", "summary_lines"]


def looked_over(file: Path, book: Path | None, target: str, place: Path, jobs: int, progress: Progress) -> Result:
    """The preflight; faults of any kind are findings. `place` is where the report page goes."""
    result = Result()
    try:
        data = _bytes(file)
        found = _from_book(data, book, target, jobs, progress) if book is not None else None
        result, page = found or (result, _alone(data, file, book, target, result))
        result.outputs = write_all([Made("preflight", place, page, None)])
    except BookError as error:
        fault = error.diagnostic
        result.report.add(fault.code, fault.message, fault.pos, fault.hint)
    return result


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be opened: {(error.strerror or str(error)).lower()}"
        raise BookError(Code.PREFLIGHT_UNREADABLE, message, hint="name a PDF") from error


def _from_book(
    data: bytes, book: Path, target: str, jobs: int, progress: Progress
) -> tuple[Result, bytes] | None:  # fmt: skip
    """What is found when the book is built anew, and the page; None where the book gives another file."""
    with lodging() as room:
        asked = Request(book, ("print",), room, jobs=jobs, cache=False, targets=(target,) if target else (),
                        preflight=True)  # fmt: skip
        made = build(asked, progress)
        digest = hashlib.sha256(data).hexdigest().encode()
        pages = (output.path.read_bytes() for output in made.outputs if output.path.suffix == ".html")
        same = next((page for page in pages if digest in page), None)
    return (replace(made, outputs=()), same) if same else None


def _alone(data: bytes, file: Path, book: Path | None, target: str, result: Result) -> bytes:
    if book is not None:
        made_for = f" --target {target}" if target else ""
        hint = f"build it anew: `galerada build {book} -e print{made_for}`; for another day, with its SOURCE_DATE_EPOCH"
        message = f"{file} is not what the book gives now: its pages are told, and no lines of the manuscript"
        result.report.add(Code.NOT_LOOKED_AT, message, NOWHERE, hint)
    return look_at(data, file.name, target, result.report)
