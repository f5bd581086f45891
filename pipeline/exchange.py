"""The commands by which a book leaves the house and comes back: import, export; `cli` takes them up.

In: how lines are printed. Out: the commands. No book logic; what a command needs it imports itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from .terminal import FOLDER, UNTRUSTED, confined

LANGUAGE = click.option("--language", default="", metavar="CODE", help="That language of a Hugo site.")
Show = Callable[[Callable[[], Iterator[str]]], None]
"""Prints the lines that a function gives; a bad book is told as one finding."""


def commands(show: Show) -> tuple[click.Command, ...]:
    """The commands, in the order in which a copy travels."""
    return _export(show), _import(show)


def _export(show: Show) -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option("--docx", "form", flag_value="docx", default="docx", help="A DOCX for a word processor (default).")
    @click.option("-o", "--output", type=FOLDER, metavar="FILE", help="The file (default: in build/docx in the book).")
    @LANGUAGE
    @UNTRUSTED
    def export(book: Path, form: str, output: Path | None, language: str, untrusted: bool) -> None:
        """Write BOOK as a file that an editor works in, and that `import` brings home."""
        from .commands.exporting import export_docx
        from .commands.reporting import size
        from .request import Result

        if untrusted:
            confined(book, writes=(output.absolute().parent,) if output else (book,))
        result = Result()

        def written() -> Iterator[str]:
            made = export_docx(book, output, result, language)
            yield f"{made.path}  {size(made.size)}"

        show(written)
        if found := len(result.report.errors):
            click.echo(f"errors in the manuscript: {found}; galerada check lists them", err=True)

    return export


def _import(show: Show) -> click.Command:
    @click.command("import")
    @click.argument("file", type=FOLDER)
    @click.argument("book", type=FOLDER, default=".")
    @click.option("--write", is_flag=True, help="Put the marks into the chapters (default: show them as a diff).")
    @click.option("--report", type=FOLDER, metavar="FILE", help="Also list the comments in FILE; .json: as JSON.")
    @LANGUAGE
    @UNTRUSTED
    def import_(file: Path, book: Path, write: bool, report: Path | None, language: str, untrusted: bool) -> None:
        """Bring the comments in FILE, a PDF or a DOCX that somebody read, home into the chapters of BOOK."""
        if untrusted:
            writes = (book,) if write else ()
            confined(book, file, writes=(*writes, report.absolute().parent) if report else writes)
        left = 0

        def brought() -> Iterator[str]:
            nonlocal left
            from .commands import accounting
            from .commands.importing import imported

            found = imported(file, book, language)
            left = len(found.left)
            if write:
                accounting.write(found, book)
            if report:
                accounting.put_report(found, report)
            yield from accounting.lines(found, written=write)

        show(brought)
        sys.exit(1 if left else 0)

    return import_
