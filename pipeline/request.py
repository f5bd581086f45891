"""What is asked of Galerada, and what comes of it. Light: the command line has these before it knows what to load.

In: nothing. Out: `Request`, `Result`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .cache import Store, Use
from .diagnostics import Report, Severity
from .output import Output

if TYPE_CHECKING:
    from .model import Book

Progress = Callable[[str, str], None]
"""Told the stage and the chapter at hand."""
RELEASES = ("ebook", "print")
"""What is built when nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Against:
    """An earlier version of the book, and how the two are compared."""

    what: str
    """A folder, an EPUB, or a revision of the folder's repository."""
    typography: bool = True
    """Whether changes of typography are told."""
    changes: str = ""
    """`csv`, `json` or `markdown`: the list of changes as a file as well; empty: in the PDF alone."""


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
    jobs: int = 0
    """Processes that do the heavy work; 0: as many as the machine has cores."""
    cache: bool = True
    """Whether what was made before is used, and what is made is kept, in `build/.cache`."""
    stores: tuple[str, ...] = ()
    """Whose rules the EPUB keeps; empty: those that book.yaml names."""
    targets: tuple[str, ...] = ()
    """Where the book is printed; empty: as book.yaml says."""
    preflight: bool = False
    """Whether the print edition is looked over as its printer would."""
    untrusted: bool = False
    """Whether the manuscript is a stranger's: no cache that came with it is used, and children work in a whole jail."""
    wait: float = 600.0
    """Seconds to wait for another build in the same folder."""
    revision: str = ""
    """What a proof says of the manuscript's state; empty: what the folder's own Git files say."""
    editor: str = ""
    """Where a proof's references lead: an address with `{path}` and `{line}`; empty: to the file, from the proof."""
    against: Against | None = None
    """The version to compare the book with; None: the editions alone."""
    pack: bool = False
    """Whether the proofs go into one archive as well, with what else an editor needs."""

    @property
    def root(self) -> Path:
        """Where outputs and cache go."""
        return self.out or self.folder / "build"

    @property
    def store(self) -> Store:
        """The cache."""
        return Store(self.root / ".cache" if self.cache and not self.untrusted else None)


@dataclass(frozen=True, slots=True)
class Summary:
    """The book in figures."""

    title: str
    language: str
    chapters: int
    words: int


@dataclass(slots=True)
class Result:
    """What came of it."""

    report: Report = field(default_factory=Report)
    outputs: tuple[Output, ...] = ()
    seconds: list[tuple[str, float]] = field(default_factory=list)
    book: Book | None = None
    """None when there was none to be had, or nothing had to be made anew."""
    summary: Summary | None = None
    strict: bool = False
    uses: list[Use] = field(default_factory=list)
    """What came from the cache and what had to be made."""
    changed: tuple[str, ...] = ()
    """What has changed since the last build, in words; empty for a first build."""
    redline: dict[str, int] | None = None
    """How many changes of each kind a redline tells; None: there is none."""

    @property
    def failed(self) -> bool:
        """Whether a finding keeps releases from being written."""
        bad = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return any(found.severity in bad for found in self.report.diagnostics)


def silent(stage: str, chapter: str) -> None:
    """No progress."""
