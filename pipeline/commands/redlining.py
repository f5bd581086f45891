"""`galerada proof --against`: the book beside an earlier version of it.

In: a request that names the earlier version: a revision, a folder, an EPUB. Out: a result; in the outputs the redline,
and the list of its changes in the form that was asked for. Not its business: how two books are compared (`redline`).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from ..diagnostics import BookError, Code
from ..history import taken_out
from ..home import Home
from ..limits import demand
from ..model import Book, Context, Limits
from ..nodes import NOWHERE, Pos
from ..output import Made, write_all
from ..paragraphs import named
from ..plan import EDITIONS
from ..read.publication import book_of
from ..redline.changes import Redline, counted
from ..redline.comparing import Options, compared
from ..redline.listing import Spot, Versions
from ..request import Against, Progress, Request, Result, Summary
from ..run import chapter_named, resolved, word_count
from ..suggest import did_you_mean
from ..workshop import Workshop

PROOF = EDITIONS["proof"]
COLUMNS = (
    "number", "kind", "what", "chapter", "paragraph", "page", "line", "old", "new", "note", "path", "source_line",
    "column", "old_path", "old_line",
)  # fmt: skip
Rows = list[dict[str, str | int | None]]


def made(request: Request, progress: Progress, workshop: Workshop) -> Result:
    """The redline, made; findings and faults are in the result."""
    result = Result(strict=request.strict)
    try:
        _make(request, result, progress, workshop)
    except BookError as error:
        found = error.diagnostic
        result.report.add(found.code, found.message, found.pos, found.hint)
    return result


def _make(request: Request, result: Result, progress: Progress, workshop: Workshop) -> None:
    files = redlined(request, result, progress, workshop)
    if request.write:
        result.outputs = write_all(files)
    request.store.trim()


def redlined(request: Request, result: Result, progress: Progress, workshop: Workshop) -> tuple[Made, ...]:
    """The redline, and the list of its changes where one was asked for; raises BookError."""
    against = request.against
    assert against is not None
    new, context = resolved(request, result, progress, store=request.store)
    with _earlier(request, against, result, progress) as (old, name):
        progress("redline", name)
        redline = _only(compared(old, _with_names(new), _options(against)), request, new)
    result.book = new
    chapters = sum(chapter.source is not None for chapter in new.chapters)
    result.summary = Summary(new.config.title, new.config.language, chapters, word_count(new))
    versions = Versions(name, context.revision or str(request.folder.resolve().name))
    files = tuple(_files(redline, versions, request, context, workshop))
    result.redline = {str(kind): count for kind, count in counted(redline.changes).items()}
    return files


def _with_names(book: Book) -> Book:
    """The book whose paragraphs say what they are called."""
    chapters = tuple(replace(one, body=named(one.body, one.sign)) for one in book.chapters)
    return replace(book, chapters=chapters)


def _options(against: Against) -> Options:
    return Options(against.typography, strange=_is_epub(against.what))


def _is_epub(what: str) -> bool:
    return what.lower().endswith(".epub")


def _only(redline: Redline, request: Request, book: Book) -> Redline:
    """The redline of one chapter."""
    if not request.only:
        return redline
    chapter = chapter_named(book, request.only)
    if chapter is None:
        hint = did_you_mean(request.only, [one.source.path for one in book.chapters if one.source])
        raise BookError(Code.UNKNOWN_CHAPTER, f"no chapter is called '{request.only}'", NOWHERE, hint)
    alone = tuple(one for one in redline.book.chapters if one.key == chapter.key)
    changes = tuple(change for change in redline.changes if change.key == chapter.key)
    return Redline(replace(redline.book, chapters=alone), changes)


# the earlier version


@contextmanager
def _earlier(
    request: Request, against: Against, result: Result, progress: Progress
) -> Iterator[tuple[Book, str]]:  # fmt: skip
    """The earlier version after the plan, and what it is called."""
    place = Path(against.what)
    if _is_epub(against.what):
        yield book_of(_bytes(place), place.name), place.name
        return
    if place.is_dir():
        yield _read(place, place.name or str(place), request, result, progress), place.resolve().name
        return
    _demand_trust(request, against.what)
    home = Home.made()
    try:
        folder = home.path / "then"
        folder.mkdir()
        commit = taken_out(request.folder, against.what, folder)
        name = against.what if commit.startswith(against.what) else f"{against.what} ({commit})"
        yield _read(folder, f"'{against.what}'", request, result, progress), name
    finally:
        home.close()


def _bytes(place: Path) -> bytes:
    """The bytes of an EPUB."""
    if not place.is_file():
        hint = "give the path of an EPUB, of a folder, or a revision of the book's repository"
        raise BookError(Code.NO_REVISION, f"there is no file {place}", hint=hint)
    demand(Limits(), "pictures", place.stat().st_size, place.name, Pos(""))
    try:
        return place.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise BookError(Code.OTHER_UNREADABLE, f"{place} cannot be read: {why}", hint="make it readable") from None


def _demand_trust(request: Request, revision: str) -> None:
    """A repository is full of a stranger's settings, and Git would read them."""
    if request.untrusted:
        hint = "take the earlier version out by hand, and give its folder"
        raise BookError(Code.GIT_REFUSED, f"with --untrusted no Git is asked for '{revision}'", hint=hint)


def _read(folder: Path, name: str, request: Request, result: Result, progress: Progress) -> Book:
    """The earlier version of the book; that it has errors of its own is a remark here."""
    then = Result()
    asked = Request(folder, language=request.language, draft=request.draft, cache=False)
    try:
        book, _ = resolved(asked, then, progress, store=request.store)
    except BookError as error:
        found = error.diagnostic
        message = f"{name} cannot be read as a book: {found.message}"
        raise BookError(Code.OTHER_UNREADABLE, message, hint=found.hint) from None
    if then.report.errors:
        count = len(then.report.errors)
        message = f"{name} has {count} errors: what they kept out of it was not compared"
        result.report.add(Code.OTHER_FAULTY, message)
    return book


# files


def _files(
    redline: Redline, versions: Versions, request: Request, context: Context, workshop: Workshop
) -> Iterator[Made]:  # fmt: skip
    from ..write.proofs.redlining import write

    place = request.root / PROOF.name / f"{redline.book.config.slug}.redline.pdf"
    done = write(redline, versions, PROOF, context, workshop)
    yield Made(PROOF.name, place, done.data, done.pages)
    form = request.against.changes if request.against else ""
    if form:
        data = FORMS[form](list(_rows(redline, done.spots)), versions)
        yield Made(PROOF.name, place.with_suffix(ENDINGS[form]), data.encode(), None)


def _rows(redline: Redline, spots: Mapping[int, Spot]) -> Iterator[dict[str, str | int | None]]:
    for change in redline.changes:
        spot = spots.get(change.number)
        cells = (
            change.number, str(change.kind), change.what, change.chapter, change.paragraph,
            spot.page if spot else None, spot.line if spot else None, change.old, change.new, change.note,
            *_place(change.pos), change.pos.column if change.pos.path else None, *_place(change.old_pos),
        )  # fmt: skip
        yield dict(zip(COLUMNS, cells, strict=True))


def _place(pos: Pos) -> tuple[str | None, int | None]:
    return (pos.path, pos.line) if pos.path else (None, None)


def _csv(rows: Rows, versions: Versions) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row.values()] for row in rows)
    return out.getvalue()


def _harmless(cell: str | int | None) -> str | int | None:
    """A spreadsheet takes a cell that begins with one of these signs for a formula, and runs it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _json(rows: Rows, versions: Versions) -> str:
    told = {"old": versions.old, "new": versions.new, "changes": rows}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _markdown(rows: Rows, versions: Versions) -> str:
    lines = [f"# {_escaped(versions.new)}, compared with {_escaped(versions.old)}", ""]
    for title, some in groupby(rows, lambda row: str(row["chapter"])):
        lines += [f"## {_escaped(title)}", ""]
        lines += [_item(row) for row in some]
        lines.append("")
    return "\n".join(lines if rows else [*lines, "Nothing has changed.", ""])


def _item(row: Mapping[str, str | int | None]) -> str:
    where = f"p. {row['page']}, line {row['line']}" if row["page"] else ""
    parts = [f"**{row['number']}** {row['kind']}", str(row["what"]), str(row["paragraph"] or ""), where]
    old, new = str(row["old"] or ""), str(row["new"] or "")
    words = " ".join(filter(None, [f"~~{_escaped(old)}~~" if old else "", f"**{_escaped(new)}**" if new else ""]))
    note = f" ({_escaped(str(row['note']))})" if row["note"] else ""
    return f"- {', '.join(filter(None, parts))}: {words}{note}"


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~" else sign for sign in text)


FORMS: Mapping[str, Callable[[Rows, Versions], str]] = {"csv": _csv, "json": _json, "markdown": _markdown}
ENDINGS = {"csv": ".csv", "json": ".json", "markdown": ".md"}
