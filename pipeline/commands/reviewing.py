"""`galerada review` and `galerada stylesheet`: the copy editor's findings, and the style sheet they rest on.

In: a book's folder. Out: a `Result` with the findings, or lines of YAML; with `write`, the style sheet's file.
The review reads the user's dictionaries, which lie outside the book; no build does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..diagnostics import BookError, Code, Report
from ..folder import Folder
from ..model import Book
from ..nodes import NOWHERE
from ..output import Made, write_all
from ..review.desk import Known, StyleSheet, pages
from ..review.desk import review as read_closely
from ..review.dictionary import SHELVES, find, known
from ..review.stylesheet import from_value, learned, text_of_sheet
from ..run import Request, Result, resolved
from ..syntax.encoding import decode
from ..syntax.values import Excerpt, Rules
from ..syntax.yaml_syntax import parse

RULES = Rules("the style sheet", Code.SHEET_UNREADABLE, Code.CONFIG_DUPLICATE_KEY, 4 * 1024 * 1024)


def review(folder: Path, *, with_dictionary: bool = True) -> Result:
    """The findings of the copy editor, and nothing else: what a build finds, `galerada check` says."""
    result = Result()
    try:
        book, _ = resolved(Request(folder), Result(), last="read")
        sheet = _sheet(book, Folder(folder), result.report)
        asked = with_dictionary and book.config.review.dictionary != "none"
        words = _dictionary(book, folder, result.report) if asked else None
        read_closely(book, sheet, words, result.report)
    except BookError as error:
        found = error.diagnostic
        result.report.add(found.code, found.message, found.pos, found.hint)
    return result


def _dictionary(book: Book, folder: Path, report: Report) -> Known | None:
    said, language = book.config.review.dictionary, book.config.language
    place = find(language, said, folder)
    if place is None:
        wanted = f"called '{said}'" if said else f"of the language '{language}'"
        where = ", ".join(map(str, SHELVES[:2]))
        hint = f"put it into the book and name it (review: dictionary: words/{language}), or install it in {where}"
        report.add(Code.NO_DICTIONARY, f"no dictionary {wanted}; only our own tables are used", NOWHERE, hint)
        return None
    try:
        return known(place)
    except ValueError as error:
        report.add(Code.NO_DICTIONARY, str(error), NOWHERE, "a hunspell dictionary is a pair of files, .aff and .dic")
        return None


def _sheet(book: Book, folder: Folder, report: Report) -> StyleSheet:
    """The style sheet of the book; an empty one where it has none."""
    path = book.config.review.stylesheet
    if not folder.exists(path):
        return StyleSheet()
    text = decode(path, folder.read(path), report)
    sheet, faults = from_value(parse(Excerpt.of(path, text), RULES, report))
    for pos, message, hint in faults:
        report.add(Code.SHEET_UNREADABLE, message, pos, hint)
    return sheet


def style_sheet(folder: Path, *, write: bool, language: str = "") -> Iterator[str]:
    """The style sheet that the book's chapters show, with what is pinned in it already; printed, or written."""
    report = Report()
    book, _ = resolved(Request(folder, language=language), Result(), last="read")
    before = _sheet(book, Folder(folder), report)
    if report.errors:
        found = report.errors[0]
        raise BookError(found.code, found.message, found.pos, found.hint)
    sheet = learned(tuple(pages(book)), before)
    text = text_of_sheet(sheet, book.config.title)
    if not write:
        yield text.rstrip("\n")
        return
    write_all([Made("stylesheet", folder / book.config.review.stylesheet, text.encode(), None)])
    pinned = sum(entry.pinned for entry in sheet.entries)
    yield f"{book.config.review.stylesheet}: {len(sheet.entries)} entries, {pinned} pinned"
