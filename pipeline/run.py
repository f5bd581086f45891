"""One run: read the folder, fold the plan, make each edition, write them.

In: a `Request`. Out: a `Result`: what was written, every finding, seconds a stage. Raises nothing for a bad book.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from . import start, twin
from .ahead import ahead
from .cache import Store
from .config import load, stable_uuid
from .diagnostics import BookError, Code, Report
from .drafting import Draft, drafted
from .folded import word_count as words_of
from .folder import Folder
from .jail import is_confined
from .limits import mandatory
from .marks import open_marks
from .memory import WatchedFolder, remember
from .model import Book, Chapter, Config, Context, Edition
from .nodes import NOWHERE, Body, Element, Node, Pos, Text, rewrite
from .output import Made, write_all
from .plan import BY_CHAPTER, EDITIONS, PLAN, STEADY, Stage
from .pressroom import Pressroom
from .read.manuscript import Manuscript
from .rehearsing import rehearse
from .request import RELEASES, Progress, Request, Result, Summary, silent
from .revision import revision_of
from .stores import for_stores
from .suggest import did_you_mean
from .targets import for_targets
from .waivers import complain, in_a_build, reasons
from .wordcheck import dropped_word, lost_word, misplaced_word
from .workshop import Workshop

__all__ = [
    "ALL", "Packer", "Request", "Result", "build", "chapter_named", "made", "resolved", "silent", "today",
    "word_count",
]  # fmt: skip

ALL = "all"
"""In place of a language: each of them."""


def build(request: Request, progress: Progress = silent, workshop: Workshop | None = None) -> Result:
    """Build the editions asked for; findings and faults are in the result. A workshop that is given stays open."""
    return start.build(request, made, progress, workshop)


Packer = Callable[[Pressroom, Sequence[Made], Request], Made]
"""Makes one more file of what was made of a book."""


def made(request: Request, progress: Progress, workshop: Workshop, pack: Packer | None = None) -> Result:
    """The editions asked for, made; findings and faults are in the result."""
    result = Result(strict=request.strict)
    try:
        _make(request, result, progress, workshop, pack)
    except BookError as error:
        found = error.diagnostic
        if not (found.code is Code.NO_BOOK and result.report.errors):  # why there is none has been said
            result.report.add(found.code, found.message, found.pos, found.hint)
    finally:
        twin.dismiss()
    return result


def _make(request: Request, result: Result, progress: Progress, workshop: Workshop, pack: Packer | None) -> None:
    folder, store = _folder(request.folder), request.store
    made: list[Made] = []
    for language in _languages(request, folder):
        asked = replace(request, language=language)
        book, context = resolved(asked, result, progress, folder=folder, store=store, workshop=workshop)
        whole, book = book, _only(book, request.only, result.report)
        result.book = result.book or book
        room = Pressroom(book, context, workshop, request.root, whole, request.targets, request.preflight)
        begun = len(made)
        for name in request.editions:
            for one in for_stores(EDITIONS[name], request.stores, book.config):
                for edition in for_targets(one, request.targets, book.config):
                    made += _edition(edition, room, result, progress)
        if pack is not None:
            with _timed(result, "pack"):
                made.append(pack(room, made[begun:], asked))
        if not result.failed and not request.only and set(RELEASES) <= set(request.editions):
            complain(result.report, book.config.waivers, context.today, in_a_build)
    result.uses = store.uses
    result.summary = _summary(result.book)
    if request.write and made:
        made = [one for one in made if not result.failed or one.always or EDITIONS[one.edition].despite_errors]
        with _timed(result, "write"):
            result.outputs = write_all(made)
    remember(request, result, folder)
    store.trim()


def _summary(book: Book | None) -> Summary | None:
    if book is None:
        return None
    chapters = sum(chapter.source is not None for chapter in book.chapters)
    return Summary(book.config.title, book.config.language, chapters, word_count(book))


def _languages(request: Request, folder: Folder) -> tuple[str, ...]:
    """The languages to build, the site's own first."""
    if request.language.lower() != ALL:
        return (request.language,)
    config = load(folder.read, folder.holds, Report(), folder.name)
    return tuple(config.languages) or ("",)


def resolved(
    request: Request, result: Result, progress: Progress = silent, last: str = "", folder: Folder | None = None,
    store: Store | None = None, workshop: Workshop | None = None,
) -> tuple[Book, Context]:  # fmt: skip
    """The book after the plan, or after its stage `last` ("read": before the first).

    A workshop that is given makes ready for the book's pages meanwhile.
    """
    folder = folder or _folder(request.folder)
    environment = _Environment.now()
    with _timed(result, "read"):
        config = load(folder.read, folder.holds, result.report, folder.name, request.language)
        if request.untrusted or is_confined():
            config = replace(config, limits=mandatory(config.limits, result.report, Pos(config.path)))
        _demand_language(config, request.language)
        if workshop is not None and any(EDITIONS[name].paged for name in request.editions):
            from .write.paged.units import rehearsal

            rehearse(rehearsal(config), workshop, store or Store())
        reading = Manuscript(
            config, folder, result.report, environment.today, request.draft, lambda path: progress("read", path),
            store,
        )
        book = reading.read(bodies=bool(last))
    context = _context(book.config, folder, result.report, environment, request)
    result.report.waive = reasons(book.config.waivers, environment.today)
    plan: tuple[Stage, ...] = PLAN if last != "read" else ()
    if not last:
        context = replace(context, cache=store or Store())
        with _timed(result, "chapters"):
            book = drafted(book, context, _draft(reading, progress), ahead(book, context, request))
        plan = tuple(stage for stage in PLAN if stage not in BY_CHAPTER)
    drafts = book
    for stage in plan:
        with _timed(result, stage.name):
            book = stage.run(book, context, progress)
        if stage.name == last:
            break
    if not last:
        _demand_kept(drafts, book, result.report)
    return book, context


def _draft(reading: Manuscript, progress: Progress) -> Draft:
    """A chapter from its file to the first stage that sees the whole book."""

    def draft(chapter: Chapter, context: Context) -> Chapter:
        read = reading.with_body(chapter, context.report)
        plain = through(STEADY, Book(context.config, (read,)), context)
        _demand_words(read, plain.chapters[0], context.report)
        made = through(BY_CHAPTER[len(STEADY) :], plain, context)
        _demand_kept(plain, made, context.report)
        return made.chapters[0]

    def through(stages: Iterable[Stage], alone: Book, context: Context) -> Book:
        for stage in stages:
            alone = stage.run(alone, context, progress)
        return alone

    return draft


def _demand_words(read: Chapter, made: Chapter, report: Report) -> None:
    """No stage that sees one chapter may drop a word, or take it to another place."""
    titles = Element("h1", (), (Text(made.title),)), Element("h1", (), made.heading)
    if lost := lost_word(read.body, (*titles, *made.body)):
        _say_lost(*lost, report)
    elif moved := misplaced_word(read.body, made.body):
        _say_lost(*moved, report, "out of its place")


def _demand_kept(before: Book, after: Book, report: Report) -> None:
    """No stage that moves notes or sees the whole book may drop a word."""
    first, then = ([(*c.heading, *c.body) for c in book.chapters] for book in (before, after))
    if not report.errors and (lost := dropped_word(first, then, report.speaks_of)):
        _say_lost(*lost, report)


def _say_lost(word: str, pos: Pos, report: Report, how: str = "gone") -> None:
    hint = "this is a fault of Galerada: write the line another way, and report it"
    report.add(Code.WORDS_LOST, f"the word '{word}' was read and is {how} before the book was set", pos, hint)


def _demand_language(config: Config, wanted: str) -> None:
    codes = list(config.languages) or [config.language.lower(), config.tongue]
    if wanted and wanted.lower() not in codes:
        there = ", ".join(dict.fromkeys(filter(None, codes))) or "not said"
        message = f"there is no '{wanted}' among the book's languages"
        raise BookError(Code.UNKNOWN_LANGUAGE, message, NOWHERE, f"its languages: {there}; all: each of them")


def _folder(path: Path) -> WatchedFolder:
    if not path.is_dir():
        what = "is a file" if path.exists() else "is not there"
        hint = "give the folder that holds the chapters; `galerada init` starts a new book"
        raise BookError(Code.NO_BOOK, f"the folder {path} {what}", NOWHERE, hint)
    return WatchedFolder(path)


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


def today() -> date:
    """The day, from SOURCE_DATE_EPOCH or the clock."""
    return _Environment.now().today


def _context(config: Config, folder: Folder, report: Report, environment: _Environment, request: Request) -> Context:
    modified = environment.epoch or _stamp(config.date) or "1980-01-01T00:00:00Z"
    proofs = any(EDITIONS[name].proofs for name in request.editions)
    revision = request.revision or (revision_of(folder.read) if proofs else "")
    return Context(config, folder.read, folder.exists, environment.today, report, stable_uuid(config), modified,
                   request.draft, revision, request.editor)  # fmt: skip


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


def _edition(edition: Edition, room: Pressroom, result: Result, progress: Progress) -> Iterator[Made]:
    """The edition, unless findings keep it from being made."""
    if (result.failed and not edition.despite_errors) or (not edition.marks and _holds_marks(room.book)):
        return
    progress(edition.name, "")
    with _timed(result, edition.name):
        yield from room.files(edition)


def _holds_marks(book: Book) -> bool:
    """Whether an editor's marks are open, whatever the report makes of it."""
    return any(open_marks(chapter.body) or open_marks(chapter.heading) for chapter in book.chapters)


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
    return sum(words_of(c.body) for c in book.chapters if c.source is not None)
