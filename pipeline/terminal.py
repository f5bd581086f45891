"""What commands have in common on a terminal: options that several take, findings and progress as they are shown.

In: a result and what a command makes of it. Out: words on standard error and output. With `cli`, the home of click; the
home of rich.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__

if TYPE_CHECKING:
    from .request import Request, Result

FOLDER = click.Path(path_type=Path)


def reports(command: Any) -> Any:
    """The choice of a form, which every command that reports findings has."""
    short = click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
    form = click.option(
        "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text",
        help="How findings are told: for people, as JSON, as SARIF 2.1.0, as annotations for GitHub.",
    )  # fmt: skip
    return form(short(command))


JOBS = click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), default=None, callback=lambda _, __, given: given or 0, metavar="N",
    help="Processes that lay pages out (default: the machine's cores).",
)  # fmt: skip
NO_CACHE = click.option("--no-cache", is_flag=True, help="Make everything anew and keep nothing.")
UNTRUSTED = click.option(
    "--untrusted", is_flag=True, help="Confine whatever reads BOOK, a stranger's, and trust nothing that came with it."
)
WAIT = click.option(
    "--wait", type=click.FloatRange(min=0), default=600, metavar="SECONDS",
    help="How long to wait for another build in the same folder (default: 600).",
)  # fmt: skip


def once(_: Any, option: Any, given: tuple[str, ...]) -> str:
    """A chapter that was named once, or not at all."""
    if len(given) > 1:
        raise click.BadParameter("one chapter at a time", param=option)
    return given[0] if given else ""


def editions_named(_: Any, __: Any, given: tuple[str, ...]) -> tuple[str, ...]:
    """Editions, each once."""
    names = ("ebook", "print", "reading", "proof")
    wrong = [name for name in given if name not in names]
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is no edition; editions are {', '.join(names)}")
    return tuple(dict.fromkeys(given))


def stores_named(_: Any, __: Any, given: tuple[str, ...]) -> tuple[str, ...]:
    """Stores, each once."""
    if not given:
        return ()
    from .stores import STORES
    from .suggest import did_you_mean

    wrong = [name for name in given if name not in STORES]
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is no store; {did_you_mean(wrong[0], tuple(STORES))}")
    return tuple(dict.fromkeys(given))


def _targets_named(_: Any, option: Any, given: tuple[str, ...]) -> tuple[str, ...]:
    """Targets, each once."""
    if not given:
        return ()
    from .targets import target_named

    try:
        return tuple(dict.fromkeys(target_named(name).name for name in given))
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from None


def target_named_or_none(_: Any, option: Any, given: str) -> str:
    """One target, or none."""
    return _targets_named(_, option, (given,))[0] if given else ""


TARGETS = click.option(
    "--target", "targets", multiple=True, callback=_targets_named, metavar="TARGET",
    help="Make the print edition as that printer wants it; may repeat (default: as book.yaml says).",
)  # fmt: skip


class House(click.Group):
    """All commands; where their words cannot be written, they end with status 1."""

    def main(self, *given: Any, **named: Any) -> Any:
        """Run the command that the words name."""
        try:
            return super().main(*given, **named)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left of them is not tried again
            click.echo(f"error[IO001]: cannot write: {(error.strerror or str(error)).lower()}", err=True)
            sys.exit(1)


def made(request: Request, progress: Any, workshop: Any) -> Result:
    """What makes a book is imported when there is something to make."""
    if request.against and not request.pack:
        from .commands.redlining import made as compared

        return compared(request, progress, workshop)
    from .run import made as built

    if not request.pack:
        return built(request, progress, workshop)
    from .commands.packing import packed

    return built(request, progress, workshop, packed)


def confined(book: Path, *reads: Path, writes: tuple[Path, ...] = ()) -> None:
    """Go on in a process that may read the book and these files, and write in these folders; ends where it cannot."""
    from .quarantine import enter
    from .start import demand_jail

    def begin() -> tuple[str, ...]:
        demand_jail()
        enter(tuple(place for place in (book, *reads) if place.exists()), writes)
        return ()

    show(begin)


def show(make: Callable[[], Iterable[str]]) -> None:
    """Print the lines that `make` gives; a bad book is told as one finding."""
    from .diagnostics import BookError

    try:
        for line in make():
            click.echo(line)
    except BookError as error:
        found = error.diagnostic
        click.echo(str(found), err=True)
        if found.hint:
            click.echo(f"    hint: {found.hint}", err=True)
        sys.exit(1)


def tell(
    form: str, result: Result, folder: Path, whole: dict[str, object], summary: Iterable[str], wrote: bool = False
) -> None:
    """The findings to standard error and the summary, or all in one of the forms for machines."""
    from .commands.forms import told
    from .commands.reporting import diagnostic_lines

    if form != "text":
        click.echo(told(form, result.report, folder, whole, __version__))
        return
    for found in result.report.diagnostics:
        for line in diagnostic_lines(found, folder, colour=colours()):
            click.echo(line, err=True)
    for line in summary:
        click.echo(line)
    if result.failed and wrote:
        said = "only the proof was written" if result.outputs else "nothing was written"
        click.echo(f"{said}: mend the errors above", err=True)


def colours() -> bool:
    """Whether findings are coloured."""
    return sys.stderr.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def shown_progress() -> Iterator[Any]:
    """A line that says stage and chapter, on a terminal only."""
    if not colours():
        yield _aloud
        return
    from rich.console import Console

    with Console(stderr=True).status("read") as status:
        yield lambda stage, chapter: status.update(f"[bold]{stage}[/bold] {chapter}")


def _aloud(stage: str, what: str) -> None:
    """Without a terminal, only what keeps a build from beginning."""
    if stage == "wait":
        click.echo(f"waiting {what}", err=True)
