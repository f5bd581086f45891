"""Who runs: Galerada in its scenarios, and every peer that is installed, each by the commands that a user would type.

In: the folders of the books. Out: `Task`s in the order in which one round runs them. A peer is found on PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks import peer_books
from benchmarks.peer_books import AUTHOR, TITLE, chapter_files

ROOT = Path(__file__).resolve().parents[1]
GALERADA = "Galerada"
WEASYPRINT, TYPST, LUALATEX = "pandoc + WeasyPrint", "pandoc + Typst", "pandoc + LuaLaTeX"
CALIBRE, VIVLIOSTYLE, PAGEDJS, PANDOC = "pandoc + calibre", "pandoc + Vivliostyle", "pandoc + Paged.js", "pandoc"
COLD, NOTHING, WORD, BOTH, MOVED = "cold", "nothing", "word", "both", "moved"
EPUB, EPUB_WORD = "epub", "epub-word"
HELP, CHECK, CHECK_AGAIN = "help", "check", "check-again"

Commands = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that one contestant does in a round."""

    who: str
    case: str
    chapters: int
    """0: no book of ours."""
    folder: Path
    commands: Commands
    product: Path | None
    """What it writes."""
    before: Callable[[int], None]
    """What is done beforehand, untimed; given the number of the turn, which no two runs share."""
    env: Mapping[str, str] = field(default_factory=dict)
    """Set beside what the user's own environment holds."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program beside which Galerada runs."""

    name: str
    case: str
    tools: tuple[str, ...]
    """What must be installed."""
    make: Callable[[Path, int], tuple[Commands, str]]
    """From the book's folder and its chapters to the commands and the name of the product."""


# tools


def galerada() -> tuple[str, ...]:
    """The command of this very environment."""
    script = Path(sys.executable).with_name("galerada")
    return (str(script),) if script.is_file() else (sys.executable, "-m", "pipeline")


@cache
def tool(name: str) -> str:
    """Where a tool is; empty: not installed."""
    if name == "weasyprint":
        return str(Path(sys.executable).with_name("weasyprint"))  # the very one that Galerada uses
    if name == "typst":
        return shutil.which("typst") or _python_with_typst()
    return shutil.which(name) or ""


def _python_with_typst() -> str:
    python = shutil.which("python3")
    asked = python and subprocess.run([python, "-c", "import typst"], capture_output=True, check=False)
    return python if python and asked and not asked.returncode else ""


@cache
def version(name: str) -> str:
    """The first line that a tool says of itself."""
    ask = [tool(name), "--version"]
    if name == "typst" and Path(tool(name)).name != "typst":
        ask = [tool(name), "-c", "from importlib.metadata import version; print('typst', version('typst'))"]
    if name == "pagedjs-cli":
        return name  # it does not say
    said = subprocess.run(ask, capture_output=True, text=True, check=False)
    line = next(iter(said.stdout.splitlines()), "")
    return line if name.lower() in line.lower() else f"{name} {line}".strip()


# peers


def _html(chapters: int) -> tuple[str, ...]:
    return (tool("pandoc"), *_source(chapters), "--to=html5", "--template=book.html.template", "--toc", "--toc-depth=2",
            "--lua-filter=notes.lua", "--output=book.html")  # fmt: skip


def _source(chapters: int) -> tuple[str, ...]:
    meta = (f"--metadata=title:{TITLE}", f"--metadata=author:{AUTHOR}", "--metadata=lang:es")
    return "--from=markdown", "--wrap=none", *meta, *chapter_files(chapters)


def _weasyprint(_: Path, chapters: int) -> tuple[Commands, str]:
    return (_html(chapters), (tool("weasyprint"), "book.html", "weasyprint.pdf")), "weasyprint.pdf"


def _typst(_: Path, chapters: int) -> tuple[Commands, str]:
    write = (tool("pandoc"), *_source(chapters), "--to=typst", "--template=book.typ.template", "--output=book.typ")
    own = ("compile", "--font-path", "fonts", "--ignore-system-fonts", "--no-pdf-tags")
    with_python = Path(tool("typst")).name != "typst"
    compile_it = (tool("typst"), *(("typst_compile.py",) if with_python else own), "book.typ", "typst.pdf")
    return (write, compile_it), "typst.pdf"


def _lualatex(_: Path, chapters: int) -> tuple[Commands, str]:
    serif = "Path=fonts/,Extension=.ttf,UprightFont=*400,BoldFont=*600,ItalicFont=*-Italic400"
    mono = "Path=fonts/,Extension=.ttf,UprightFont=*400,Scale=0.8"
    page = "paperwidth=432pt,paperheight=648pt,inner=63pt,outer=49.5pt,top=63pt,bottom=69pt"
    set_to = ("documentclass=book", "classoption=twoside,openright,11pt", "lang=es", "indent=true", "linestretch=1.1",
              "mainfont=EBGaramond", f"mainfontoptions={serif}", "monofont=SourceCodePro", f"monofontoptions={mono}",
              f"geometry={page}")  # fmt: skip
    return ((tool("pandoc"), *_source(chapters), "--pdf-engine=lualatex", "--top-level-division=chapter", "--toc",
             "--toc-depth=2", "--include-in-header=book.tex.header", *(f"--variable={said}" for said in set_to),
             "--output=lualatex.pdf"),), "lualatex.pdf"  # fmt: skip


def _calibre(_: Path, chapters: int) -> tuple[Commands, str]:
    page = ("--custom-size=6x9", "--unit=inch", "--pdf-page-numbers", "--pdf-add-toc", "--chapter=//h:h1",
            "--pdf-page-margin-left=56", "--pdf-page-margin-right=56", "--pdf-page-margin-top=63",
            "--pdf-page-margin-bottom=69")  # fmt: skip
    return (_html(chapters), (tool("ebook-convert"), "book.html", "calibre.pdf", *page)), "calibre.pdf"


def _vivliostyle(_: Path, chapters: int) -> tuple[Commands, str]:
    make = (tool("vivliostyle"), "build", "--single-doc", "book.html", "--size=6in,9in", "--timeout=3600",
            f"--executable-browser={tool('chromium')}", "--output=vivliostyle.pdf")  # fmt: skip
    return (_html(chapters), make), "vivliostyle.pdf"


def _pagedjs(_: Path, chapters: int) -> tuple[Commands, str]:
    make = (tool("pagedjs-cli"), "book.html", "--output=pagedjs.pdf", "--timeout=3600000", "--outline-tags=h1,h2",
            "--browserArgs=--no-sandbox")  # fmt: skip
    return (_html(chapters), make), "pagedjs.pdf"


def _pandoc_epub(_: Path, chapters: int) -> tuple[Commands, str]:
    return ((tool("pandoc"), *_source(chapters), "--to=epub3", "--toc", "--toc-depth=2", "--split-level=1",
             "--output=pandoc.epub"),), "pandoc.epub"  # fmt: skip


PEERS = (
    Peer(WEASYPRINT, COLD, ("pandoc", "weasyprint"), _weasyprint),
    Peer(TYPST, COLD, ("pandoc", "typst"), _typst),
    Peer(LUALATEX, COLD, ("pandoc", "lualatex"), _lualatex),
    Peer(PAGEDJS, COLD, ("pandoc", "pagedjs-cli", "chromium"), _pagedjs),
    Peer(VIVLIOSTYLE, COLD, ("pandoc", "vivliostyle", "chromium"), _vivliostyle),
    Peer(CALIBRE, COLD, ("pandoc", "ebook-convert"), _calibre),
    Peer(PANDOC, EPUB, ("pandoc",), _pandoc_epub),
)


def missing(peer: Peer) -> list[str]:
    """The tools that a peer wants and that are not installed."""
    return [name for name in peer.tools if not tool(name)]


# rounds


def tasks(work: Path, chapters: int, peers: tuple[Peer, ...]) -> Iterator[Task]:
    """A round with the books of one length."""
    own = list(_galerada_tasks(work / "galerada" / str(chapters), chapters))
    others = [_peer_task(work / "peers" / str(chapters), chapters, peer) for peer in peers if not missing(peer)]
    for case in (COLD, EPUB):  # beside each other what is compared with each other
        yield from (task for task in own if (task.case in {EPUB, EPUB_WORD}) == (case == EPUB))
        yield from (task for task in others if task.case == case)


def _peer_task(folder: Path, chapters: int, peer: Peer) -> Task:
    commands, product = peer.make(folder, chapters)
    env = {"TEXMFVAR": str(folder / "texmf"), "TEXMFCACHE": str(folder / "texmf"),
           "PUPPETEER_EXECUTABLE_PATH": tool("chromium"), "QT_QPA_PLATFORM": "offscreen",
           "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}  # fmt: skip
    made = folder / product
    return Task(peer.name, peer.case, chapters, folder, commands, made, lambda turn: made.unlink(missing_ok=True), env)


def _galerada_tasks(book: Path, chapters: int) -> Iterator[Task]:
    pdf, epub = (f"un-libro-largo.{kind}" for kind in ("pdf", "epub"))
    printed, ebook = ("-e", "print"), ("-e", "ebook")

    def task(case: str, out: str, editions: tuple[str, ...], before: Callable[[int], None]) -> Task:
        product = book / out / ("ebook" if editions == ebook else "print") / (epub if editions == ebook else pdf)
        command = (*galerada(), "build", ".", *editions, "-o", out)
        return Task(GALERADA, case, chapters, book, (command,), product, before)

    def afresh(out: str) -> Callable[[int], None]:
        def before(_: int) -> None:
            peer_books.reset(book, chapters)
            shutil.rmtree(book / out, ignore_errors=True)

        return before

    def word(turn: int) -> None:
        peer_books.change_word(book, chapters, turn)

    def word_in_both(turn: int) -> None:
        """Both editions have been built beforehand, and then a word changes."""
        silent = subprocess.DEVNULL
        subprocess.run([*galerada(), "build", ".", *printed, *ebook, "-o", "build"], cwd=book, stdout=silent,
                       stderr=silent, check=False)  # fmt: skip
        word(turn + 10)

    yield task(COLD, "build", printed, afresh("build"))
    yield task(NOTHING, "build", printed, lambda turn: None)
    yield task(WORD, "build", printed, word)
    yield task(BOTH, "build", (*printed, *ebook), word_in_both)
    yield task(MOVED, "build", printed, lambda turn: peer_books.move_pages(book, turn))
    yield task(EPUB, "build-ebook", ebook, afresh("build-ebook"))
    yield task(EPUB_WORD, "build-ebook", ebook, word)


def start_up(work: Path) -> Iterator[Task]:
    """What a user waits for when nothing heavy is to be done."""
    book = work / "minimal"

    def copy(_: int) -> None:
        shutil.rmtree(book, ignore_errors=True)
        shutil.copytree(ROOT / "tests" / "books" / "minimal", book, ignore=shutil.ignore_patterns("build"))

    yield Task(GALERADA, HELP, 0, work, ((*galerada(), "--help"),), None, lambda turn: None)
    yield Task(GALERADA, CHECK, 0, work, ((*galerada(), "check", "minimal"),), None, copy)
    yield Task(GALERADA, CHECK_AGAIN, 0, work, ((*galerada(), "check", "minimal"),), None, lambda turn: None)
