"""The book's folder becomes a `Book` with unresolved shortcodes. The only module that walks the folder.

In: a `Folder` and its `Config`. Out: chapters in reading order, each parsed, nothing changed yet.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..cache import Store
from ..config import guess_language
from ..config.language import TAG as LANGUAGE_TAG
from ..diagnostics import BookError, Code, Report
from ..folder import Folder
from ..model import Book, Chapter, Config, Entry, FrontMatter, Matter, Source
from ..nodes import NOWHERE, Pos
from ..roles import DEFAULT_ROLE, ORDER, ROLES
from ..slugs import Unique, file_key
from ..suggest import nearest
from ..syntax.values import Value, tell
from ..text.words import WORDS
from .bodies import body_of
from .cascade import filled
from .frontmatter import front_matter, parsed
from .fronts import Fronts
from .gate import Gate
from .languages import Shelf, shelved
from .pages import SECTION, Order, Page, Placed, natural, parents, section_at, stem, within
from .patterns import MARKDOWN, TEXT, glob, is_text

NOTHING = re.compile(r"(?:\s++|<!--.*?-->)*+\Z", re.DOTALL)
"""White space and comments to the end."""
NOT_CHAPTERS = frozenset({"readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "security"})
"""Files that lie in many folders and speak of the folder, not of its subject."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A page with what the book says of it."""

    page: Page
    matter: Matter
    role: str
    part: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Raw:
    """A file, read as far as its front matter."""

    path: str
    tree: Value
    start: int


class Manuscript:
    """One reading of one folder."""

    def __init__(
        self, config: Config, folder: Folder, report: Report, today: date, draft: bool = False,
        progress: Progress = lambda chapter: None, store: Store | None = None,
    ) -> None:  # fmt: skip
        self.config = config
        self.folder = folder
        self.report = report
        self.today = today
        self.draft = draft
        self.progress = progress
        self.gate = Gate(config, folder, report)
        self.fronts = Fronts(store or Store(), config.limits)
        self.sources: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.start = ""
        """The place of the section that is the book."""

    def read(self, *, bodies: bool = True) -> Book:
        """The book; raises BookError when there is no chapter to be had. Without `bodies`, `with_body` reads them."""
        covers = (self.config.wrap.back, self.config.wrap.author)  # words of the printed cover, no chapters
        files = tuple(path for path in self.gate.files() if path not in covers)
        slots = list(self._listed(files) if self.config.chapters.listed else self._found(files))
        keys = Unique()
        chapters = tuple(self._chapter(slot, keys) for slot in slots)
        self.fronts.keep()
        if bodies:
            chapters = tuple(map(self.with_body, chapters))
        if not chapters:
            raise self._no_chapters(files)
        return Book(self._with_language(chapters), chapters, {}, dict(self.left_out))

    def _with_language(self, chapters: tuple[Chapter, ...]) -> Config:
        """The book's language, guessed from its words when nobody says it."""
        if self.config.language:
            if self.config.tongue not in WORDS:
                message = f"Galerada has no words of its own in '{self.config.language}'; English ones stand for them"
                self.report.add(Code.ASSUMED, message, NOWHERE, f"it has them in {', '.join(sorted(WORDS))}")
            return self.config
        guessed = guess_language("\n".join(c.source.text for c in chapters if c.source))
        language = guessed or "en"
        what = "from the chapters' words" if guessed else "as the chapters do not tell"
        message = f"the language is '{language}', {what}"
        self.report.add(Code.ASSUMED, message, NOWHERE, f"write in book.yaml: language: {language}")
        return replace(self.config, language=language)

    def _no_chapters(self, files: tuple[str, ...]) -> BookError:
        if self.report.errors:
            return BookError(Code.NO_BOOK, "no chapter could be read", NOWHERE, "mend the errors above")
        hint = "put the chapters there as .md files, or name them in book.yaml under `chapters:`"
        count = f"{len(files)} files" if len(files) > 1 else "one file"
        where = f"{count}, no chapter among them" if files else "the folder is empty"
        if len(self.config.languages) > 1:
            where += f", for the language '{self.config.site_language}'"
        return BookError(Code.NO_BOOK, f"no chapters in {self.folder.root.name}: {where}", NOWHERE, hint)

    # which files

    def _found(self, files: tuple[str, ...]) -> Iterator[_Slot]:
        """Zero configuration: what the folder holds, in Hugo's order; roles put front and back matter in place."""
        config = self.config
        shelf = shelved((path for path in files if path.endswith(MARKDOWN)), config)
        self._say_texts(files, config.content)
        self._say_languages(shelf)
        self.start = shelf.start
        order = Order(config.hugo, config.site_language, self.today, self.draft)
        placed = order.read(section_at(shelf.start, self._filled(shelf)))
        yield from sorted((self._slot(one) for one in placed if self._is_in(one)), key=_matter_order)

    def _filled(self, shelf: Shelf) -> dict[str, Page]:
        """The pages of the book's section by their place, with what the sections above them give them."""
        inside = {place: path for place, path in shelf.pages.items() if within(place, shelf.start)}
        self._say_outside(shelf)
        read = {place: raw for place, path in inside.items() if (raw := self._raw(path)) and not self._is_meta(raw)}
        above = {place: tree for place in parents(shelf.start) if (tree := self._tree(shelf.pages.get(place, "")))}
        written = above | {place: raw.tree for place, raw in read.items()}
        trees = filled(written, self.config.cascade, self.config.site_language)
        return {place: self._made(raw, trees[place], place) for place, raw in read.items()}

    def _say_outside(self, shelf: Shelf) -> None:
        """Pages of the site beside the book's section: the home page, posts."""
        for place, path in shelf.pages.items():
            if not within(place, shelf.start):
                why = f"it lies outside {self.config.content}"
                self.left_out[path] = why
                message = f"not in the book: {why}"
                hint = "take in the whole site: content: content in book.yaml"
                self.report.gather(Code.LEFT_OUT, "outside", message, Pos(path), hint)

    def _say_languages(self, shelf: Shelf) -> None:
        self.left_out.update(shelf.others)
        for path, other in shelf.doubles.items():
            self._leave_out(path, f"{other} stands in its place")

    def _say_texts(self, files: tuple[str, ...], root: str) -> None:
        for path in files:
            if path.lower().endswith(TEXT) and (not root or path.startswith(root + "/")):
                self.left_out[path] = "a raw text"
                hint = f"to make it a chapter, list it in book.yaml: chapters: {{back: [{path}]}}"
                self.report.add(Code.LEFT_OUT, "a raw text is no chapter unless the book lists it", Pos(path), hint)

    def _slot(self, placed: Placed) -> _Slot:
        role = self._role(placed.page, "")
        if placed.opens_part:
            return _Slot(placed.page, Matter.BODY, "part", placed.part)
        return _Slot(placed.page, ROLES[role].matter, role, placed.part)

    def _is_in(self, placed: Placed) -> bool:
        page = placed.page
        if placed.left_out:
            self._leave_out(page.path, placed.left_out)
        elif page.empty and not placed.opens_part:
            self.left_out[page.path] = "it has no text"
            what = f"the section '{page.meta.title}'" if stem(page.place) == SECTION else "a page"
            if page.meta.title or stem(page.place) != SECTION:
                message = f"{what} without text is not in the book"
                hint = "write a line of text, or bookFlatSection: true to make it a part"
                self.report.add(Code.LEFT_OUT, message, Pos(page.path), hint if stem(page.place) == SECTION else "")
            return False
        return not placed.left_out

    def _leave_out(self, path: str, why: str) -> None:
        self.left_out[path] = why
        self.report.add(Code.LEFT_OUT, f"not in the book: {why}", Pos(path))

    def _is_meta(self, raw: _Raw) -> bool:
        about = stem(raw.path).lower() in NOT_CHAPTERS and not raw.tree.items
        if about:
            self._leave_out(raw.path, "a file about the folder; give it front matter to make it a chapter")
        return about

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
        paths = [f for f in files if is_text(f) and glob(entry.pattern).fullmatch(f)] if wild else [entry.pattern]
        if (wild and not paths) or (not wild and not self.folder.exists(entry.pattern)):
            self._say_missing(entry, files)
            return
        if not all(is_text(path) for path in paths):
            hint = "write it as Markdown; a picture belongs in a chapter"
            self.report.add(Code.UNREADABLE_FILE, f"{entry.pattern} is no .md or .txt file", entry.pos, hint)
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
        raw = self._raw(path)
        root = self.config.content
        inside = path[len(root) + 1 :] if root and path.startswith(root + "/") else path
        return self._made(raw, raw.tree, inside) if raw else None

    def _raw(self, path: str) -> _Raw | None:
        try:
            text = self.gate.text(path)
        except BookError as error:
            tell(error, self.report)
            return None
        self.sources[path] = text
        return _Raw(path, *self.fronts.parsed(path, text, self.report))

    def _made(self, raw: _Raw, tree: Value, place: str) -> Page:
        empty = NOTHING.match(self.sources[raw.path], raw.start) is not None
        meta = front_matter(tree, self.report)
        self.gate.demand_plain_title(meta)
        return Page(raw.path, meta, raw.start, empty, place)

    def _tree(self, path: str) -> Value | None:
        """The front matter of a page that is not in the book, for what it gives to those that are."""
        try:
            quiet = Gate(self.config, self.folder, Report())
            return parsed(path, quiet.text(path), Report(), self.config.limits)[0] if path else None
        except BookError:
            return None

    def _chapter(self, slot: _Slot, keys: Unique) -> Chapter:
        page = slot.page
        if page.path == "":
            return Chapter(keys(file_key(slot.part)), slot.part, (), Matter.BODY, "part", part=slot.part)
        source = Source(page.path, self.sources[page.path], page.start)
        title = slot.title or page.meta.title
        key = keys(self._key(page.place))
        tongue = self._tongue_of(source, page.meta)
        made = Chapter(key, title, (), slot.matter, slot.role, page.meta, source, part=slot.part, language=tongue)
        if page.empty and slot.role != "part":
            self.report.add(Code.EMPTY_CHAPTER, "this chapter has no text", made.pos, "write it, or take it out")
        return made

    def with_body(self, chapter: Chapter, report: Report | None = None) -> Chapter:
        """The chapter with its text as a tree; a part that is no file has none."""
        if chapter.source is None:
            return chapter
        self.progress(chapter.source.path)
        titled, report = bool(chapter.title), report or self.report
        return replace(chapter, body=body_of(chapter.source, chapter.meta, self.config, report, titled=titled))

    def _tongue_of(self, source: Source, meta: FrontMatter) -> str:
        """The chapter's language: as its front matter says; a raw text's, from its words."""
        for key in ("lang", "language"):
            if isinstance(said := meta.params.get(key), str) and re.fullmatch(LANGUAGE_TAG, said):
                return said
        if not source.path.lower().endswith(TEXT):
            return ""
        guessed = guess_language(source.text)
        return guessed if guessed and self.config.language and guessed != self.config.tongue else ""

    def _key(self, place: str) -> str:
        bare = posixpath.splitext(place[len(self.start) :].lstrip("/"))[0]
        for ending in (f"/{SECTION}", "/index"):
            bare = bare.removesuffix(ending)
        return file_key(bare)


def _part_slot(entry: Entry) -> _Slot:
    return _Slot(Page("", FrontMatter(title=entry.part), 0, True), Matter.BODY, "part", entry.part)


def _matter_order(slot: _Slot) -> tuple[int, int]:
    matter = list(Matter).index(slot.matter)
    return matter, ORDER[slot.role] if slot.matter is not Matter.BODY else 0
