"""The printer's commands: targets, measure; `cli` takes them up.

In: how lines are printed. Out: the commands. No book logic; what a command needs it imports itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from .terminal import FOLDER, JOBS, TARGETS, reports, tell

Show = Callable[[Callable[[], Iterator[str]]], None]
"""Prints the lines that a function gives; a bad book is told as one finding."""


def commands(show: Show) -> tuple[click.Command, ...]:
    """The commands."""
    return _targets(), _pages(), _measure(show)


def _targets() -> click.Command:
    @click.command()
    @click.argument("name", default="")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    def targets(name: str, as_json: bool) -> None:
        """List the printers, trims and papers that a book can be made for; of NAME, every figure with its source."""
        from .commands.targeting import listed

        try:
            lines = tuple(listed(name, as_json=as_json))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="NAME") from None
        click.echo("\n".join(lines))

    return targets


def _pages() -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option("--mend", is_flag=True, help="Look for spacing that mends them, and freeze it in pages.lock.")
    @click.option("--strict", is_flag=True, help="Let a warning count as an error.")
    @TARGETS
    @reports
    @JOBS
    def pages(
        book: Path, mend: bool, strict: bool, targets: tuple[str, ...], form: str, as_json: bool, jobs: int
    ) -> None:
        """List lone lines, scraps, ladders and unlevel feet on the printed pages of BOOK, or mend them."""
        from .commands.paging import judged
        from .commands.reporting import as_object
        from .request import Request

        request = Request(book, ("print",), strict=strict, targets=targets, jobs=jobs)
        result, said = judged(request, mend=mend)
        tell("json" if as_json else form, result, book, as_object(result, book), said)
        sys.exit(1 if result.failed else 0)

    return pages


def _measure(show: Show) -> click.Command:
    @click.command()
    @click.argument("file", type=FOLDER)
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    @click.option("--picture", type=FOLDER, metavar="SVG", help="Draw the lines, loose and tight ones coloured.")
    @click.option("--space", type=float, help="The natural white, in parts of the size.")
    def measure(file: Path, as_json: bool, picture: Path | None, space: float | None) -> None:
        """Measure how evenly the lines of FILE, a PDF of any tool, are set."""
        from .commands.measuring import measured

        show(lambda: measured(file, space, picture, as_json=as_json))

    return measure
