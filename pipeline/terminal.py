"""What commands have in common on a terminal: options that several take, findings and progress as they are shown.

In: a result and what a command makes of it. Out: words on standard error and output. With `cli`, the home of click; the
home of rich.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__

if TYPE_CHECKING:
    from .request import Result

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
    import os

    return sys.stderr.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def shown_progress() -> Iterator[Any]:
    """A line that says stage and chapter, on a terminal only."""
    from .request import silent

    if not colours():
        yield silent
        return
    from rich.console import Console

    with Console(stderr=True).status("read") as status:
        yield lambda stage, chapter: status.update(f"[bold]{stage}[/bold] {chapter}")
