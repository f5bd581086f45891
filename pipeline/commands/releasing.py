"""What `galerada check --release` does: the plan, the editions, and every gate between them and the readers.

In: a `Request`, the validators to leave out, whether the ids of this release are to be written down. Out: a
`Released`: the result of the build with the gates' findings in its report, and what each gate said. Nothing is written
but the pages of the preflight, beside where the PDF is built, and `release.lock`: that only when it is asked for and no
error is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..config.site import World, parse_file
from ..diagnostics import BookError, Code, Diagnostic, Report, Severity
from ..folder import Folder
from ..home import lodging
from ..model import Book
from ..nodes import NOWHERE
from ..output import Made, Output, write_all
from ..plan import EDITIONS
from ..release import ace, container, epubcheck, findings, lock, pages
from ..release.findings import Answer, NoAnswer
from ..release.places import NO_CONFIGURATION, Configured, Origin, Places, places
from ..release.publication import Publication
from ..request import Progress, Request, Result, silent
from ..run import build, today
from ..waivers import complain, in_a_build
from ..write import epub
from .reporting import as_object as result_object
from .reporting import size

VALIDATORS = ("epubcheck", "ace")
PREFLIGHT = ".preflight.html"
_ANSWERED = {
    "epubcheck": (Code.EPUBCHECK_ERROR, Code.EPUBCHECK_WARNING), "ace": (Code.ACE_VIOLATION, Code.ACE_NOTICE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate, and what it said."""

    name: str
    passed: bool | None
    """None: it was not asked."""
    said: str


@dataclass(slots=True)
class Released:
    """What came of the checks of a release."""

    result: Result
    gates: tuple[Gate, ...] = ()
    ace_passed: bool = False
    """Whether Ace passed this very EPUB: what a claim of conformance may rest on."""


@dataclass(slots=True)
class _Checks:
    """The gates of one release, one after the other."""

    request: Request
    without: Collection[str]
    accept: bool
    progress: Progress
    result: Result
    gates: list[Gate] = field(default_factory=list)
    old: lock.Release | None = None
    ace_passed: bool = False
    ace_version: str = ""

    @property
    def report(self) -> Report:
        return self.result.report

    def run(self, room: Path) -> None:
        """Build into `room`, then every gate in turn; stops where there is no ebook to look at."""
        self._gate("book", lambda: self._build(room))
        self._preflight()
        made = next((output for output in self.result.outputs if output.edition == "ebook"), None)
        book = self.result.book
        if made is None or book is None:
            self.gates.append(Gate("ebook", None, "not made: mend the errors above"))
            return
        self._tell_outputs()
        seen = placed(Publication(made.path.read_bytes()), book, self.request.folder)
        self._gate("container", lambda: container.check(seen, self.report))
        self._gate("pages", lambda: pages.check(seen, self.report))
        self._gate("ids", lambda: self._compare(book, seen))
        self._validators(room, seen)
        self._complain(book)
        if self.accept:
            self._accept(book, seen)

    def _build(self, room: Path) -> None:
        asked = replace(self.request, out=room, write=True, cache=False, preflight=True)
        self.result = build(asked, self.progress)

    def _preflight(self) -> None:
        """What the printer would say has been found with the book; its pages stay when the room goes."""
        made = [output for output in self.result.outputs if output.path.name.endswith(PREFLIGHT)]
        if not made:
            return
        found = [one for one in self.report.diagnostics if _of_preflight(one)]
        passed = not any(one.severity in self._bad for one in found)
        kept = [self.request.root / "print" / output.path.name for output in made]
        told = ["passed" if passed else "", _counted(found), *map(str, kept)]
        self.gates.append(Gate("preflight", passed, ", ".join(filter(None, told))))
        try:
            for output, place in zip(made, kept, strict=True):
                write_all([Made("print", place, output.path.read_bytes(), None)])
        except BookError as error:
            self._tell(error)

    @property
    def _bad(self) -> frozenset[Severity]:
        return frozenset({Severity.ERROR, Severity.WARNING} if self.request.strict else {Severity.ERROR})

    def _gate(self, name: str, work: Callable[[], str | None]) -> None:
        """A gate passes when it adds no error, and with --strict no warning."""
        before = set(self.report.diagnostics) if name != "book" else set()
        waived = len(self.report.waived) if name != "book" else 0
        note = work() or ""
        found = [one for one in self.report.diagnostics if one not in before and not _of_preflight(one)]
        told = [_counted(found), f"{count} waived" if (count := len(self.report.waived) - waived) else "", note]
        passed = not any(one.severity in self._bad for one in found)
        self.gates.append(Gate(name, passed, ", ".join(filter(None, ["passed" if passed else "", *told]))))

    def _tell_outputs(self) -> None:
        for output in self.result.outputs:
            if output.path.name.endswith(PREFLIGHT):
                continue
            self.gates.append(Gate(output.edition, True, _described(output)))

    # the ids of the last release

    def _compare(self, book: Book, seen: Places) -> str:
        new, text = lock.released(seen), _lock_text(self.request.folder)
        try:
            self.old = lock.read(text, book.config.slug) if text else None
        except BookError as error:
            self._tell(error)
        if not text and not self.accept:
            message = f"there is no {lock.FILE}: this counts as the first release"
            hint = "`galerada check --release --accept` writes down the ids that readers' notes will hang on"
            self.report.add(Code.NO_LOCK, message, NOWHERE, hint)
        if self.old is None:
            return f"{new.count} ids"
        changes = Report() if self.accept else self.report
        before = len(changes.diagnostics)
        lock.compare(self.old, new, seen, changes)
        accepted = f", {len(changes.diagnostics) - before} changes accepted" if self.accept else ""
        return f"{self.old.count} ids of the last release{accepted}"

    def _tell(self, error: BookError) -> None:
        found = error.diagnostic
        self.report.add(found.code, found.message, found.pos, found.hint)

    def _accept(self, book: Book, seen: Places) -> None:
        """Write the ids down, with what Ace said of this content; what was said of the same content before, holds."""
        if self.result.failed:
            self.gates.append(Gate(lock.FILE, None, "not written: mend the errors above"))
            return
        digest = lock.content_digest(seen.publication.resources)
        known = self.old.ace if self.old else {}
        evidence = {digest: self.ace_version if self.ace_passed else known.get(digest, "")}
        release = lock.released(seen, {key: version for key, version in evidence.items() if version})
        text = lock.written(_lock_text(self.request.folder), book.config.slug, release)
        try:
            write_all([Made("lock", self.request.folder / lock.FILE, text.encode(), None)])
        except BookError as error:
            self._tell(error)
        else:
            self.gates.append(Gate(lock.FILE, True, "written"))

    # validators

    def _validators(self, room: Path, seen: Places) -> None:
        ask: dict[str, Callable[[Path], Answer]] = {
            "epubcheck": epubcheck.check, "ace": lambda path: ace.check(path, seen.publication.package_path),
        }  # fmt: skip
        for name in VALIDATORS:
            if name in self.without:
                self.gates.append(Gate(name, None, f"left out by --without {name}"))
                continue
            self.progress(name, "")
            answer: list[Answer] = []
            self._gate(name, lambda: self._asked(ask[name], room / name, seen, answer))  # noqa: B023 - called at once
            if name == "ace" and answer:
                self.ace_passed, self.ace_version = answer[0].passed, answer[0].version

    def _asked(self, ask: Callable[[Path], Answer], place: Path, seen: Places, answer: list[Answer]) -> str:
        try:
            place.mkdir()
            copy = place / "book.epub"
            copy.write_bytes(seen.publication.data)
            answer.append(ask(copy))
        except NoAnswer as silence:
            self.report.add(silence.code, silence.message, NOWHERE, silence.hint)
            return ""
        except OSError as error:  # a full disk, or a sweeper of temporary files
            message = f"{place.name} could not be asked: {error}"
            self.report.add(
                Code.VALIDATOR_FAILED, message, NOWHERE, "free some space, or set TMPDIR to a folder that stays"
            )
            return ""
        findings.tell(answer[0].remarks, seen, self.report)
        return answer[0].version

    def _complain(self, book: Book) -> None:
        """Waivers for what only a release looks for, and this one did look for."""
        unasked = {code for name in self.without for code in _ANSWERED[name]}
        waivers, is_asked = book.config.waivers, lambda code: not in_a_build(code) and code not in unasked
        complain(self.report, waivers, today(), is_asked)


def check_release(
    request: Request, without: Collection[str] = (), *, accept: bool = False, progress: Progress = silent
) -> Released:
    """Every gate of a release; bad books and missing validators are findings, never exceptions."""
    checks = _Checks(request, frozenset(without), accept, progress, Result(strict=request.strict))
    try:
        with lodging() as room:
            checks.run(room)
    except BookError as error:
        checks.result.report.take(error.diagnostic)
    checks.result.outputs = ()  # they went with their folder
    return Released(checks.result, tuple(checks.gates), checks.ace_passed)


def as_object(released: Released, folder: Path) -> dict[str, object]:
    """The one object of `--json`: that of a check, with its gates."""
    gates = [{"name": gate.name, "passed": gate.passed, "said": gate.said} for gate in released.gates]
    return result_object(released.result, folder) | {"gates": gates, "ace_passed": released.ace_passed}


def summary_lines(released: Released) -> Iterator[str]:
    """A line for each gate."""
    width = max((len(gate.name) for gate in released.gates), default=0)
    signs = {True: "ok", False: "FAILED", None: "-"}
    yield from (f"{signs[gate.passed]:<6}  {gate.name:<{width}}  {gate.said}" for gate in released.gates)


def _of_preflight(found: Diagnostic) -> bool:
    return found.code.ident.startswith("PF")


def _counted(found: Collection[Diagnostic]) -> str:
    counts = Counter(one.severity for one in found)
    told = (f"{counts[kind]} {kind}{'s' if counts[kind] != 1 else ''}" for kind in Severity if counts[kind])
    return ", ".join(told)


def _described(output: Output) -> str:
    pages = f", {output.pages} pages" if output.pages else ""
    return f"{output.path.name}, {size(output.size)}{pages}, sha256 {output.sha256}"


def _lock_text(folder: Path) -> str:
    """What release.lock says; empty where it is not there."""
    inside = Folder(folder)
    return inside.read(lock.FILE).decode("utf-8", "replace") if inside.exists(lock.FILE) else ""


def placed(publication: Publication, book: Book, folder: Path) -> Places:
    """The EPUB with the manuscript's places; a page that Galerada made is book.yaml's."""
    configured = _configured(book, folder)
    sources = {epub.file_of(c): c.pos if c.source else configured.pos() for c in book.chapters}
    trees = epub.trees(book, EDITIONS["ebook"])
    origins = {name: Origin(body, sources.get(name, configured.pos())) for name, body in trees.items()}
    return places(publication, origins, configured)


def _configured(book: Book, folder: Path) -> Configured:
    if not book.config.path:
        return NO_CONFIGURATION
    inside = Folder(folder)
    tree = parse_file(book.config.path, World(inside.read, inside.exists, Report()))
    return Configured(book.config.path, {item.key: item.pos for item in tree.items})
