"""The editor's commands: review, stylesheet, queries, accept, reject; `cli` takes them up.

In: how lines are printed. Out: the commands. No book logic; what a command needs it imports itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from .terminal import FOLDER, reports, tell

Show = Callable[[Callable[[], Iterator[str]]], None]
"""Prints the lines that a function gives; a bad book is told as one finding."""


def commands(show: Show) -> tuple[click.Command, ...]:
    """The commands, in the order of an editor's day."""
    return _review(), _stylesheet(show), _queries(show), _settling(show, True), _settling(show, False)


def _review() -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option("--strict", is_flag=True, help="Let a warning count as an error.")
    @reports
    @click.option("--no-dictionary", is_flag=True, help="Use our own tables only.")
    def review(book: Path, strict: bool, form: str, as_json: bool, no_dictionary: bool) -> None:
        """Read BOOK as a copy editor does: spelling, signs, names, italics, numbers."""
        from .commands.reporting import as_object, summary_lines
        from .commands.reviewing import review as read_closely

        result = read_closely(book, with_dictionary=not no_dictionary)
        result.strict = strict
        form = "json" if as_json else form
        tell(form, result, book, as_object(result, book), summary_lines(result))
        sys.exit(1 if result.failed else 0)

    return review


def _stylesheet(show: Show) -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option("--write", is_flag=True, help="Write it into the book, and keep what is pinned.")
    def stylesheet(book: Path, write: bool) -> None:
        """Print the style sheet that BOOK shows: its names, spellings, italics, numbers."""
        from .commands.reviewing import style_sheet

        show(lambda: style_sheet(book, write=write))

    return stylesheet


def _queries(show: Show) -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option(
        "--format", "form", type=click.Choice(["text", "csv", "json", "markdown"]), default="text",
        help="How to list them (default: text).",
    )  # fmt: skip
    @click.option("--no-pages", is_flag=True, help="Do not lay the book out to say on which page each stands.")
    def queries(book: Path, form: str, no_pages: bool) -> None:
        """List the open marks and queries of BOOK, by chapter, page and line."""
        from .commands.folios import folios
        from .commands.queries import nobody_knows, query_lines

        show(lambda: query_lines(book, form, lambda: nobody_knows if no_pages else folios(book)))

    return queries


def _choosing(command: Any) -> Any:
    """The options of accept and reject."""
    options = (
        click.argument("book", type=FOLDER, default="."),
        click.option("--only", multiple=True, type=int, metavar="N", help="That mark of `queries`; may repeat."),
        click.option("--who", default="", metavar="NAME", help="The changes that this editor marked."),
        click.option("--chapter", default="", metavar="CHAPTER", help="The changes in one chapter: file or title."),
        click.option("--all", "everything", is_flag=True, help="Every change; queries stay."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _settling(show: Show, accept: bool) -> click.Command:
    what = "Write the changes that editors marked in BOOK into" if accept else "Take the marked changes of BOOK out of"

    @click.command("accept" if accept else "reject", help=f"{what} its chapters.")
    @_choosing
    def settle(book: Path, only: tuple[int, ...], who: str, chapter: str, everything: bool) -> None:
        from .commands.marking import Choice
        from .commands.marking import settle as settled

        if not (only or who or chapter or everything):
            raise click.UsageError("say which: --only N, --who NAME, --chapter CHAPTER or --all")
        if only and (who or chapter or everything):
            raise click.UsageError("--only N says it all: leave the other options out")
        show(lambda: settled(book, Choice(only, who, chapter, everything), accept=accept))

    return settle
