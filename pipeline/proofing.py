"""The commands of a round of proofs: what an editor is given to read; `cli` takes them up.

In: how a request is run and told. Out: the commands. No book logic; what a command needs it imports itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .terminal import FOLDER, JOBS, NO_CACHE, UNTRUSTED, WAIT, confined, once, reports

if TYPE_CHECKING:
    from .request import Request

Run = Callable[["Request", str], NoReturn]
"""Does what a request asks, tells what came of it in a form, and ends with its exit status."""


Show = Callable[[Callable[[], Iterator[str]]], None]
"""Prints the lines that a function gives; a bad book is told as one finding."""


def commands(run: Run, show: Show) -> tuple[click.Command, ...]:
    """The commands."""
    return _proof(run), _stats(show)


def _template(_: Any, __: Any, given: str) -> str:
    """An address that says which file."""
    if given and ("{path}" not in given or ":" not in given.partition("{path}")[0]):
        raise click.BadParameter("an address with {path} in it, such as vscode://file/home/ana/book/{path}:{line}")
    return given


def _comparing(command: Any) -> Any:
    """The options of a redline."""
    options = (
        click.option(
            "--against", default="", metavar="REV|FOLDER|EPUB",
            help="Make a redline instead: BOOK beside an earlier version, a revision in Git, a folder, or an EPUB.",
        ),
        click.option("--no-typography", is_flag=True, help="With --against: pass over changes of typography."),
        click.option(
            "--changes", type=click.Choice(["csv", "json", "markdown"]),
            help="With --against: write the list of changes beside the redline as well.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _proof(run: Run) -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option("-o", "--output", type=FOLDER, help="Folder for the outputs (default: build/ in the book).")
    @reports
    @click.option("--language", default="", metavar="CODE", help="That language of a Hugo site, or `all`.")
    @click.option(
        "--only", multiple=True, callback=once, metavar="CHAPTER", help="One chapter: its file, number or title."
    )
    @click.option(
        "--revision", default="", metavar="TEXT",
        help="What the proofs say of the manuscript's state (default: the commit of BOOK, if it is a Git repository).",
    )
    @click.option(
        "--editor", default="", callback=_template, metavar="URL",
        help="Where references lead: an address with {path}, {line} and {column} (default: the file).",
    )
    @_comparing
    @click.option("--pack", is_flag=True, help="Put them into one ZIP file too, with all that an editor needs.")
    @JOBS
    @NO_CACHE
    @UNTRUSTED
    @WAIT
    def proof(
        book: Path, output: Path | None, form: str, as_json: bool, language: str, only: str, revision: str, editor: str,
        against: str, no_typography: bool, changes: str | None, pack: bool, jobs: int, no_cache: bool, untrusted: bool,
        wait: float,
    ) -> None:  # fmt: skip
        """Make the proofs of BOOK for its editor, whatever its errors."""
        from .request import Against, Request

        if not against and (no_typography or changes):
            raise click.UsageError("--no-typography and --changes belong to --against")
        if against and language == "all":
            raise click.UsageError("a redline is of one book: name its language, or leave --language out")
        other = Against(against, not no_typography, changes or "") if against else None
        asked = Request(
            book, ("proof",), output, False, only, language, jobs=jobs, cache=not no_cache, untrusted=untrusted,
            wait=wait, revision=revision, editor=editor, against=other, pack=pack,
        )  # fmt: skip
        run(asked, "json" if as_json else form)

    return proof


def _stats(show: Show) -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option(
        "--format", "form", type=click.Choice(["text", "csv", "json", "html"]), default="text",
        help="How to tell them (default: text).",
    )  # fmt: skip
    @click.option("--language", default="", metavar="CODE", help="That language of a Hugo site.")
    @UNTRUSTED
    def stats(book: Path, form: str, language: str, untrusted: bool) -> None:
        """Tell BOOK in figures: words, reading time, pages and signatures of each chapter."""
        from .commands.statistics import stats_lines

        if untrusted:
            confined(book)
        show(lambda: stats_lines(book, form, language))

    return stats
