"""Chapters as far as each can go by itself: parsed, and taken through the stages that see one chapter at a time.

In: the manuscript's chapters without their bodies. Out: the same with them: from the cache when neither the file, nor
the settings, nor any other file that the chapter asked for has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from .cache import key
from .diagnostics import BookError, Code, Diagnostic, Report
from .flat import flat, raised
from .folded import Folded, folded, restored, rows
from .model import Book, Chapter, Context, Limits
from .nodes import NOWHERE, Pos
from .packed import NOT_OURS, pack, unpack
from .twin import LEAST, Piece, begin, dismiss, given, mine

Draft = Callable[[Chapter, Context], Chapter]
"""Parses a chapter and takes it through its stages."""
MANY = 200
"""Chapters beyond which what is in their blocks is let go until somebody asks: a long book's trees fill 100 MB."""
ABSENT = ""
"""What stands for the content of a file that cannot be read."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a twin does beside the drafts."""

    each: Callable[[Chapter], None]
    """With a chapter that it has drafted."""
    last: tuple[Piece, ...] = ()
    """When all are."""
    jobs: int = 0
    """How many processes may work at once; 0: as many as there are cores."""


def drafted(book: Book, context: Context, draft: Draft, ahead: Ahead) -> Book:
    """The book with its chapters' bodies."""
    if context.cache.folder is None:
        return replace(book, chapters=tuple(draft(chapter, context) for chapter in book.chapters))
    settings = repr((context.config, context.today, context.draft))
    names = [key("draft", repr(chapter), settings) for chapter in book.chapters]
    new = [(name, c) for name, c in zip(names, book.chapters, strict=True) if not context.cache.has(name)]
    quiet = replace(context, report=Report())
    pieces = [(name, partial(_put, chapter, quiet, draft, name, ahead)) for name, chapter in reversed(new)]
    begin([*pieces, *ahead.last] if len(pieces) >= LEAST else (), ahead.jobs)
    made = (_drafted(chapter, name, context, draft) for chapter, name in zip(book.chapters, names, strict=True))
    drafts = replace(book, chapters=tuple(map(_shut, made) if len(names) > MANY else made))
    if not ahead.last:
        dismiss()
    return drafts


def _shut(chapter: Chapter) -> Chapter:
    return replace(chapter, body=tuple(node.shut() if isinstance(node, Folded) else node for node in chapter.body))


def _put(chapter: Chapter, context: Context, draft: Draft, name: str, ahead: Ahead) -> None:
    ahead.each(_made(chapter, context, draft, name))


def _drafted(chapter: Chapter, name: str, context: Context, draft: Draft) -> Chapter:
    kept = None if given(name) and mine(name) else _kept(chapter, name, context)
    context.cache.note("text", chapter.key, reused=kept is not None and not given(name))
    return _made(chapter, context, draft, name) if kept is None else kept


def _kept(chapter: Chapter, name: str, context: Context) -> Chapter | None:
    """The chapter from the cache, when every file that it saw is as it was."""
    with suppress(*NOT_OURS):
        known = _still_true(context.cache.get(name) or b"", context)
        return _restored(chapter, known, context.report) if known else None
    return None


def _made(chapter: Chapter, context: Context, draft: Draft, name: str) -> Chapter:
    watch = _Watch(context)
    made = draft(chapter, watch.context())
    with suppress(TypeError):  # a shortcode that could not be resolved is in it, and said
        form = _form(made)
        context.cache.put(name, pack([list(watch.seen.items()), form, watch.report.log]))
        return replace(made, body=folded(made.body, form[1]))
    return made


# what a draft depends on


class _Recorder(Report):
    """Hands findings on, and remembers them for the cache."""

    def __init__(self, main: Report) -> None:
        super().__init__()
        self.main = main
        self.log: list[list[Any]] = []

    def add(self, code: Code, message: str, pos: Pos = NOWHERE, hint: str = "") -> None:
        """Take a finding."""
        self.log.append(["add", code.ident, message, *_place(pos), hint])
        self.main.add(code, message, pos, hint)

    def gather(self, code: Code, name: str, message: str, pos: Pos, hint: str = "") -> None:
        """Take a finding that one cure mends everywhere."""
        self.log.append(["gather", code.ident, message, *_place(pos), hint, name])
        self.main.gather(code, name, message, pos, hint)

    def change(self, pos: Pos, rule: str, before: str, after: str) -> None:
        """Take a change of the text."""
        self.log.append(["change", rule, before, *_place(pos), after])
        self.main.change(pos, rule, before, after)

    def speaks_of(self, pos: Pos) -> bool:
        """Whether something has been said of just this place."""
        return self.main.speaks_of(pos)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding so far."""
        return self.main.diagnostics


def _place(pos: Pos) -> list[Any]:
    return [pos.path, pos.line, pos.column]


@dataclass(slots=True)
class _Watch:
    """A context that remembers which files were asked for."""

    around: Context
    seen: dict[str, str] = field(default_factory=dict)
    report: _Recorder = field(init=False)

    def __post_init__(self) -> None:
        self.report = _Recorder(self.around.report)

    def context(self) -> Context:
        return replace(self.around, read=self._read, exists=self._exists, report=self.report)

    def _read(self, path: str, limits: Limits | None = None, key: str = "") -> bytes:
        self.seen[f"r{path}"] = ABSENT
        data = self.around.read(path, limits, key)
        self.seen[f"r{path}"] = hashlib.sha256(data).hexdigest()
        return data

    def _exists(self, path: str) -> bool:
        found = self.around.exists(path)
        self.seen.setdefault(f"e{path}", str(found))
        return found


def _still_true(kept: bytes, context: Context) -> list[Any] | None:
    """The entry, when every file that it saw is as it was."""
    seen, form, log = unpack(kept).value
    for name, said in seen:
        if _asked(name, context) != said:
            return None
    return [form, log]


def _asked(name: str, context: Context) -> str:
    kind, path = name[0], name[1:]
    if kind == "e":
        return str(context.exists(path))
    try:
        return hashlib.sha256(context.read(path)).hexdigest()
    except BookError:
        return ABSENT


# a draft in the cache


def _form(chapter: Chapter) -> list[Any]:
    words = [chapter.title, chapter.role, chapter.ordinal, chapter.part, chapter.number, chapter.language]
    return [words, rows(chapter.body), flat(chapter.heading)]


def _restored(chapter: Chapter, known: list[Any], report: Report) -> Chapter:
    (words, body, heading), log = known
    title, role, ordinal, part, number, language = words
    made = replace(chapter, title=title, role=role, ordinal=ordinal, part=part, number=number, language=language,
                   body=restored(body), heading=raised(heading))  # fmt: skip
    for entry in log:
        _replay(entry, report)
    return made


def _replay(entry: list[Any], report: Report) -> None:
    kind, first, second, path, line, column, last, *rest = entry
    pos = Pos(path, line, column)
    if kind == "change":
        report.change(pos, first, second, last)
        return
    code = Code.of(first)
    assert code is not None
    if kind == "gather":
        report.gather(code, rest[0], second, pos, last)
    else:
        report.add(code, second, pos, last)
