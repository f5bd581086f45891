"""One run: read the folder, fold the plan, make each edition, write them.

In: a `Request`. Out: a `Result`: what was written, every finding, seconds a stage. Raises nothing for a bad book.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from .config import load, stable_uuid
from .diagnostics import BookError, Code, Report, Severity
from .folder import Folder
from .model import Book, Chapter, Config, Context, Edition
from .nodes import NOWHERE, Body, Element, Node, rewrite, text_of
from .output import Made, Output, write_all
from .plan import EDITIONS, PLAN, RELEASES, Progress
from .read.manuscript import Manuscript
from .suggest import did_you_mean

WORD = re.compile(r"\w+")
ALL = "all"
"""In place of a language: each of them."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    folder: Path
    editions: tuple[str, ...] = RELEASES
    out: Path | None = None
    """The output folder; None: `build/` beside the chapters."""
    strict: bool = False
    """Whether a warning keeps a release from being written."""
    only: str = ""
    """One chapter, by its file, name or number; empty: the whole book."""
    language: str = ""
    """A language of the site, by its code, or `all`; empty: the site's own."""
    draft: bool = False
    write: bool = True
    """Whether outputs go to disk."""


@dataclass(slots=True)
class Result:
    """What came of it."""

    report: Report = field(default_factory=Report)
    outputs: tuple[Output, ...] = ()
    seconds: list[tuple[str, float]] = field(default_factory=list)
    book: Book | None = None
    strict: bool = False

    @property
    def failed(self) -> bool:
        """Whether a finding keeps releases from being written."""
        bad = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return any(found.severity in bad for found in self.report.diagnostics)


def silent(stage: str, chapter: str) -> None:
    """No progress."""


def build(request: Request, progress: Progress = silent) -> Result:
    """Build the editions asked for; findings and faults are in the result."""
    result = Result(strict=request.strict)
    try:
        _build(request, result, progress)
    except BookError as error:
        found = error.diagnostic
        if not (found.code is Code.NO_BOOK and result.report.errors):  # why there is none has been said
            result.report.add(found.code, found.message, found.pos, found.hint)
    return result


def _build(request: Request, result: Result, progress: Progress) -> None:
    made: list[Made] = []
    for language in _languages(request):
        book, context = resolved(replace(request, language=language), result, progress)
        book = _only(book, request.only, result.report)
        result.book = result.book or book
        for name in request.editions:
            made += _made(EDITIONS[name], book, context, request, result, progress)
    if request.write and made:
        made = [edition for edition in made if not result.failed or EDITIONS[edition.edition].despite_errors]
        with _timed(result, "write"):
            result.outputs = write_all(made)


def _languages(request: Request) -> tuple[str, ...]:
    """The languages to build, the site's own first."""
    if request.language.lower() != ALL:
        return (request.language,)
    folder = _folder(request.folder)
    config = load(folder.read, folder.holds, Report(), folder.name)
    return tuple(config.languages) or ("",)


def resolved(request: Request, result: Result, progress: Progress = silent, last: str = "") -> tuple[Book, Context]:
    """The book after the plan, or after its stage `last` ("read": before the first)."""
    folder = _folder(request.folder)
    environment = _Environment.now()
    with _timed(result, "read"):
        config = load(folder.read, folder.holds, result.report, folder.name, request.language)
        _demand_language(config, request.language)
        reading = Manuscript(
            config, folder, result.report, environment.today, request.draft, lambda path: progress("read", path)
        )
        book = reading.read()
    context = _context(book.config, folder, result.report, environment, draft=request.draft)
    for stage in PLAN if last != "read" else ():
        with _timed(result, stage.name):
            book = stage.run(book, context, progress)
        if stage.name == last:
            break
    return book, context


def _demand_language(config: Config, wanted: str) -> None:
    codes = list(config.languages) or [config.language.lower(), config.tongue]
    if wanted and wanted.lower() not in codes:
        there = ", ".join(dict.fromkeys(filter(None, codes))) or "not said"
        message = f"there is no '{wanted}' among the book's languages"
        raise BookError(Code.UNKNOWN_LANGUAGE, message, NOWHERE, f"its languages: {there}; all: each of them")


def _folder(path: Path) -> Folder:
    if not path.is_dir():
        what = "is a file" if path.exists() else "is not there"
        hint = "give the folder that holds the chapters; `galerada init` starts a new book"
        raise BookError(Code.NO_BOOK, f"the folder {path} {what}", NOWHERE, hint)
    return Folder(path)


@dataclass(frozen=True, slots=True)
class _Environment:
    """What comes in from outside the book: a clock, or what stands for it."""

    today: date
    epoch: str
    """SOURCE_DATE_EPOCH as a time stamp; empty when it is not set."""

    @classmethod
    def now(cls) -> _Environment:
        seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
        if seconds.isdigit():
            then = datetime.fromtimestamp(int(seconds), UTC)
            return cls(then.date(), then.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return cls(datetime.now(UTC).date(), "")


def _context(config: Config, folder: Folder, report: Report, environment: _Environment, *, draft: bool) -> Context:
    modified = environment.epoch or _stamp(config.date) or "1980-01-01T00:00:00Z"
    return Context(config, folder.read, folder.exists, environment.today, report, stable_uuid(config), modified, draft)


def _stamp(day: str) -> str:
    """The book's date as a time stamp, so that two builds of one book are the same file."""
    padded = "-".join([*day.split("-"), "01", "01"][:3]) if day else ""
    return f"{padded}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", padded) else ""


@contextmanager
def _timed(result: Result, name: str) -> Iterator[None]:
    begun = time.perf_counter()
    try:
        yield
    finally:
        result.seconds.append((name, time.perf_counter() - begun))


def _made(
    edition: Edition, book: Book, context: Context, request: Request, result: Result, progress: Progress
) -> Iterator[Made]:
    """The edition, unless findings keep it from being made."""
    if result.failed and not edition.despite_errors:
        return
    progress(edition.name, "")
    with _timed(result, edition.name):
        data, pages = _writer(edition)(book, edition, context)
    root = request.out or request.folder / "build"
    name = f"{book.config.slug}.{edition.extension}"
    yield Made(edition.name, root / edition.name / name, data, pages)


Writer = Callable[[Book, Edition, Context], tuple[bytes, int | None]]


def _writer(edition: Edition) -> Writer:
    """The writers import weasyprint and ebooklib: only when one is asked for."""
    if edition.paged:
        from .write import pdf

        def paged(book: Book, edition: Edition, context: Context) -> tuple[bytes, int | None]:
            made = pdf.write(book, edition, context)
            return made.data, made.pages

        return paged
    from .write import epub

    return lambda book, edition, context: (epub.write(book, edition, context), None)


# one chapter


def _only(book: Book, wanted: str, report: Report) -> Book:
    """The book with one chapter; links to the others keep their words."""
    if not wanted:
        return book
    chapter = chapter_named(book, wanted)
    if chapter is None:
        names = [c.source.path for c in book.chapters if c.source]
        raise BookError(Code.UNKNOWN_CHAPTER, f"no chapter is called '{wanted}'", NOWHERE, did_you_mean(wanted, names))
    alone = replace(chapter, body=rewrite(chapter.body, lambda node: _unlinked(node, chapter.key)))
    slug = f"{book.config.slug}-{chapter.key}"
    return replace(book, chapters=(alone,), config=replace(book.config, slug=slug))


def _unlinked(node: Node, key: str) -> Node | Body:
    if not isinstance(node, Element) or node.tag != "a" or not node.get("href").startswith("book:"):
        return node
    return node if node.get("href").removeprefix("book:").partition("#")[0] == key else node.children


def chapter_named(book: Book, wanted: str) -> Chapter | None:
    """A chapter by its path, file name, key, number or title."""
    bare = wanted.strip().lower()
    for chapter in book.chapters:
        path = chapter.source.path.lower() if chapter.source else ""
        names = {path, path.rpartition("/")[2], path.rpartition("/")[2].rpartition(".")[0], chapter.key,
                 chapter.number, chapter.title.lower()}  # fmt: skip
        if bare and bare in names:
            return chapter
    return None


def word_count(book: Book) -> int:
    """Words of the chapters that the author wrote."""
    return sum(len(WORD.findall(text_of(c.body))) for c in book.chapters if c.source is not None)
