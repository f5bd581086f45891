"""The book's folder becomes a `Book` with unresolved shortcodes. The only module that walks the folder.

In: a `Folder` and its `Config`. Out: chapters in reading order, each parsed, nothing changed yet.
"""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from ..catalogue import grammars
from ..config import guess_language
from ..diagnostics import BookError, Code, Report
from ..folder import Folder
from ..model import Book, Chapter, Config, Entry, FrontMatter, Matter, Source
from ..nodes import NOWHERE, Body, Pos
from ..roles import DEFAULT_ROLE, ORDER, ROLES
from ..slugs import Unique, file_key
from ..suggest import nearest
from .encoding import decode
from .frontmatter import split
from .markdown import read_markdown
from .pages import NOT_CHAPTERS, SECTION, Page, Placed, bundles_of, in_order, is_resource, natural, stem
from .rawtext import read_text

MARKDOWN = (".md", ".markdown")
TEXT = (".txt",)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A page with what the book says of it."""

    page: Page
    matter: Matter
    role: str
    part: str
    title: str = ""


class Manuscript:
    """One reading of one folder."""

    def __init__(
        self, config: Config, folder: Folder, report: Report, today: date, draft: bool = False,
        progress: Progress = lambda chapter: None,
    ) -> None:  # fmt: skip
        self.config = config
        self.folder = folder
        self.report = report
        self.today = today
        self.draft = draft
        self.progress = progress
        self.sources: dict[str, str] = {}
        self.left_out: dict[str, str] = {}

    def read(self) -> Book:
        """The book; raises BookError when there is no chapter to be had."""
        files = self.folder.files()
        slots = list(self._listed(files) if self.config.chapters.listed else self._found(files))
        keys = Unique()
        chapters = tuple(self._chapter(slot, keys) for slot in slots)
        if not chapters:
            raise self._no_chapters(files)
        return Book(self._with_language(chapters), chapters, {}, dict(self.left_out))

    def _with_language(self, chapters: tuple[Chapter, ...]) -> Config:
        """The book's language, guessed from its words when nobody says it."""
        if self.config.language:
            return self.config
        texts = (c.source.text for c in chapters if c.source)
        guessed = guess_language("\n".join(texts))
        language = guessed or "en"
        what = "from the chapters' words" if guessed else "as the chapters do not tell"
        message = f"the language is '{language}', {what}"
        self.report.add(Code.ASSUMED, message, NOWHERE, f"write in book.yaml: language: {language}")
        return replace(self.config, language=language)

    def _no_chapters(self, files: tuple[str, ...]) -> BookError:
        if self.report.errors:
            return BookError(Code.NO_BOOK, "no chapter could be read", NOWHERE, "mend the errors above")
        hint = "put the chapters there as .md files, or name them in book.yaml under `chapters:`"
        where = f"{len(files)} files, none of them a chapter" if files else "the folder is empty"
        return BookError(Code.NO_BOOK, f"no chapters in {self.folder.root.name}: {where}", NOWHERE, hint)

    # which files

    def _found(self, files: tuple[str, ...]) -> Iterator[_Slot]:
        """Zero configuration: what the folder holds, in Hugo's order; roles put front and back matter in place."""
        root = self.config.content
        paths = tuple(f for f in files if f.endswith(MARKDOWN) and (not root or f.startswith(root + "/")))
        bundles = bundles_of(paths)
        self._say_texts(files, root)
        pages = {p: page for p in paths if not is_resource(p, bundles) and (page := self._page(p)) is not None}
        kept = {path: page for path, page in pages.items() if not self._is_left_out(page, pages)}
        slots = [self._slot(placed) for placed in in_order(kept, root, hugo=self.config.hugo) if self._has_text(placed)]
        yield from sorted(slots, key=_matter_order)

    def _say_texts(self, files: tuple[str, ...], root: str) -> None:
        for path in files:
            if path.endswith(TEXT) and (not root or path.startswith(root + "/")):
                self.left_out[path] = "a raw text"
                hint = f"to make it a chapter, list it in book.yaml: chapters: {{back: [{path}]}}"
                self.report.add(Code.LEFT_OUT, "a raw text is no chapter unless the book lists it", Pos(path), hint)

    def _slot(self, placed: Placed) -> _Slot:
        role = self._role(placed.page, "")
        if placed.opens_part:
            return _Slot(placed.page, Matter.BODY, "part", placed.part)
        return _Slot(placed.page, ROLES[role].matter, role, placed.part)

    def _has_text(self, placed: Placed) -> bool:
        page = placed.page
        if page.empty and not placed.opens_part:
            self.left_out[page.path] = "it has no text"
            if stem(page.path) != SECTION:
                self.report.add(Code.LEFT_OUT, "a page without text is not in the book", Pos(page.path))
        return not page.empty or placed.opens_part

    def _is_left_out(self, page: Page, pages: dict[str, Page]) -> bool:
        why = self._why_left_out(page, pages)
        if why:
            self.left_out[page.path] = why
            self.report.add(Code.LEFT_OUT, f"not in the book: {why}", Pos(page.path))
        return bool(why)

    def _why_left_out(self, page: Page, pages: dict[str, Page]) -> str:
        meta = page.meta
        if any(self._hides(folder, pages) for folder in _folders(page.path)) or meta.hidden:
            return "bookHidden"
        if stem(page.path).lower() in NOT_CHAPTERS and not meta.places:
            return "a file about the folder; give it front matter to make it a chapter"
        if self.draft:
            return ""
        if meta.draft:
            return "a draft; --draft takes it in"
        return self._why_not_now(page)

    def _hides(self, folder: str, pages: dict[str, Page]) -> bool:
        own = pages.get(posixpath.join(folder, f"{SECTION}.md"))
        return own is not None and own.meta.hidden

    def _why_not_now(self, page: Page) -> str:
        for key in ("publishdate", "date"):
            day = _day(page.meta.params.get(key)) if key in page.meta.params else _day(page.meta.date)
            if day and day > self.today:
                return f"its {key} lies ahead ({day.isoformat()}); --draft takes it in"
        end = _day(page.meta.params.get("expirydate"))
        return f"it expired on {end.isoformat()}" if end and end <= self.today else ""

    def _listed(self, files: tuple[str, ...]) -> Iterator[_Slot]:
        """The chapters that book.yaml lists."""
        seen: set[str] = set()
        lists = ((Matter.FRONT, "front"), (Matter.BODY, "body"), (Matter.BACK, "back"))
        for matter, name in lists:
            part = ""
            for entry in getattr(self.config.chapters, name):
                pages = list(self._pages(entry, files, seen))
                if entry.part and entry.part != part and pages:
                    yield _part_slot(entry)
                part = entry.part
                for page in pages:
                    yield _Slot(page, matter, self._role(page, entry.role, matter), entry.part, entry.title)

    def _pages(self, entry: Entry, files: tuple[str, ...], seen: set[str]) -> Iterator[Page]:
        wild = any(character in entry.pattern for character in "*?[")
        paths = [f for f in files if fnmatch.fnmatchcase(f, entry.pattern)] if wild else [entry.pattern]
        if (wild and not paths) or (not wild and not self.folder.exists(entry.pattern)):
            self._say_missing(entry, files)
            return
        found = [page for path in paths if path not in seen and (page := self._page(path)) is not None]
        seen.update(paths)
        for page in sorted(found, key=lambda p: (p.meta.weight == 0, p.meta.weight, natural(p.path))):
            if page.empty and stem(page.path) == SECTION:
                continue
            yield page

    def _say_missing(self, entry: Entry, files: tuple[str, ...]) -> None:
        close = nearest(entry.pattern, files)
        hint = f"did you mean {close}?" if close else "the path is relative to book.yaml"
        self.report.add(Code.MISSING_CHAPTER, f"no file answers to {entry.pattern}", entry.pos, hint)

    def _role(self, page: Page, said: str, matter: Matter = Matter.BODY) -> str:
        wanted = said or page.meta.role
        if not wanted:
            return DEFAULT_ROLE[matter]
        role = wanted.strip().lower().replace("_", "-").replace(" ", "-")
        if role in ROLES:
            return role
        close = nearest(role, ROLES)
        hint = f"did you mean {close}?" if close else f"roles are: {', '.join(ROLES)}"
        self.report.add(Code.UNKNOWN_ROLE, f"no part of a book is called '{wanted}'", page.meta.pos("role"), hint)
        return DEFAULT_ROLE[matter]

    # what they hold

    def _page(self, path: str) -> Page | None:
        try:
            text = decode(path, self.folder.read(path), self.report)
        except BookError as error:
            found = error.diagnostic
            self.report.add(found.code, found.message, found.pos, found.hint)
            return None
        self.sources[path] = text
        meta, start = split(path, text, self.report)
        return Page(path, meta, start, not text[start:].strip())

    def _chapter(self, slot: _Slot, keys: Unique) -> Chapter:
        page = slot.page
        if page.path == "":
            return Chapter(keys(file_key(slot.part)), slot.part, (), Matter.BODY, "part", part=slot.part)
        self.progress(page.path)
        source = Source(page.path, self.sources[page.path], page.start)
        title = slot.title or page.meta.title
        made = Chapter(keys(self._key(page.path)), title, (), slot.matter, slot.role, page.meta, source, part=slot.part)
        if page.empty and slot.role != "part":
            self.report.add(Code.EMPTY_CHAPTER, "this chapter has no text", made.pos, "write it, or take it out")
        return replace(made, body=self._body(source))

    def _body(self, source: Source) -> Body:
        if source.path.endswith(TEXT):
            return read_text(source.path, source.text, source.start, self.report)
        own = self.config.shortcodes
        templates = {name: said.template for name, said in own.items() if said.template}
        return read_markdown(source.path, source.text, source.start, grammars(own), self.report, templates)

    def _key(self, path: str) -> str:
        root = self.config.content
        inside = path[len(root) + 1 :] if root else path
        bare = posixpath.splitext(inside)[0]
        for ending in (f"/{SECTION}", "/index"):
            bare = bare.removesuffix(ending)
        return file_key(bare)


def _part_slot(entry: Entry) -> _Slot:
    return _Slot(Page("", FrontMatter(title=entry.part), 0, True), Matter.BODY, "part", entry.part)


def _matter_order(slot: _Slot) -> tuple[int, int]:
    matter = list(Matter).index(slot.matter)
    return matter, ORDER[slot.role] if slot.matter is not Matter.BODY else 0


def _folders(path: str) -> Iterable[str]:
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None
