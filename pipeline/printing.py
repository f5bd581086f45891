"""The printer's commands: targets, preflight, cover, measure; `cli` takes them up.

In: how lines are printed. Out: the commands. No book logic; what a command needs it imports itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from .terminal import (
    FOLDER,
    JOBS,
    NO_CACHE,
    TARGETS,
    UNTRUSTED,
    WAIT,
    confined,
    reports,
    shown_progress,
    target_named_or_none,
    tell,
)

Show = Callable[[Callable[[], Iterator[str]]], None]
"""Prints the lines that a function gives; a bad book is told as one finding."""


def commands(show: Show) -> tuple[click.Command, ...]:
    """The commands."""
    return _targets(), _pages(), _preflight(), _cover(), _measure(show)


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


def _preflight() -> click.Command:
    @click.command()
    @click.argument("file", type=FOLDER)
    @click.argument("book", type=FOLDER, required=False)
    @click.option("--target", default="", callback=target_named_or_none, metavar="TARGET",
                  help="The printer, trim and paper (default: the house's own figures).")  # fmt: skip
    @click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
                  help="Where the report page goes (default: beside FILE).")  # fmt: skip
    @reports
    @JOBS
    @UNTRUSTED
    def preflight(
        file: Path, book: Path | None, target: str, output: Path | None, form: str, as_json: bool, jobs: int,
        untrusted: bool,
    ) -> None:  # fmt: skip
        """Say of FILE, a PDF of any tool, what its printer would; with BOOK, at which line of the manuscript."""
        from .commands.preflighting import looked_over, summary_lines
        from .commands.reporting import as_object

        place = output or file.with_name(f"{file.stem}.preflight.html")
        if untrusted:
            confined(book or file.parent, file, writes=(place.absolute().parent,))
        with shown_progress() as progress:
            result = looked_over(file, book, target, place, jobs, progress)
        folder = book or Path()
        tell("json" if as_json else form, result, folder, as_object(result, folder), summary_lines(result))
        sys.exit(1 if result.failed else 0)

    return preflight


def _pt(_: Any, option: Any, given: str) -> float:
    from .config.lengths import points

    try:
        return points(given) if given else 0.0
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from None


def _size(_: Any, option: Any, given: str) -> tuple[float, float] | None:
    from .config.lengths import SHEET

    try:
        made = SHEET.read(given) if given else None
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from None
    return made if isinstance(made, tuple) else None


def _cover() -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @TARGETS
    @click.option("--spine", callback=_pt, default="", metavar="LENGTH", help="The spine's width, such as 14.2mm.")
    @click.option("--sheet", callback=_size, default="", metavar="SIZE", help="The whole sheet: 14.25in x 10.4in.")
    @click.option("-o", "--output", type=FOLDER, help="Folder for the outputs (default: build/ in the book).")
    @click.option("--strict", is_flag=True, help="Let a warning stop the cover as an error does.")
    @reports
    @click.option("--language", default="", metavar="CODE", help="Cover that language's book of a Hugo site.")
    @JOBS
    @NO_CACHE
    @UNTRUSTED
    @WAIT
    def cover(
        book: Path, targets: tuple[str, ...], spine: float, sheet: tuple[float, float] | None, output: Path | None,
        strict: bool, form: str, as_json: bool, language: str, jobs: int, no_cache: bool, untrusted: bool, wait: float,
    ) -> None:  # fmt: skip
        """Make the printed cover of BOOK for each target, with a proof; and the front as stores want it."""
        from .commands.covering import covered
        from .commands.reporting import as_object, summary_lines
        from .request import Request
        from .start import refused_or_confined

        asked = Request(book, ("print",), output, strict, "", language, jobs=jobs, cache=not no_cache,
                        targets=targets, untrusted=untrusted, wait=wait)  # fmt: skip
        if len(targets) > 1 and (spine or sheet):
            raise click.UsageError("--spine and --sheet are of one target: give one, or write wrap.spine in book.yaml")
        result = refused_or_confined(asked) if untrusted else None
        if result is None:
            with shown_progress() as progress:
                result = covered(asked, spine, sheet, progress)
        tell("json" if as_json else form, result, book, as_object(result, book), summary_lines(result), wrote=True)
        raise SystemExit(1 if result.failed else 0)

    return cover


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
