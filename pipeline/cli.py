"""The command `galerada`: flags become a request, a result becomes words and an exit status.

0: clean. 1: findings that keep a release from being written. 2: the command was not understood.
No book logic; the book's modules are imported by the command that needs them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__

if TYPE_CHECKING:
    from .request import Request, Result

FOLDER = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="galerada")
def main() -> None:
    """From a folder of Markdown chapters to an EPUB, a PDF for the printer, and proofs."""
    gc.set_threshold(50_000)  # trees hold no cycles: the collector would look through the book and find nothing


def _once(_: Any, option: Any, given: tuple[str, ...]) -> str:
    if len(given) > 1:
        raise click.BadParameter("one chapter at a time", param=option)
    return given[0] if given else ""


def _editions(_: Any, __: Any, given: tuple[str, ...]) -> tuple[str, ...]:
    names = ("ebook", "print", "reading", "proof")
    wrong = [name for name in given if name not in names]
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is no edition; editions are {', '.join(names)}")
    return tuple(dict.fromkeys(given))


JOBS = click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), default=None, callback=lambda _, __, given: given or 0, metavar="N",
    help="Processes that lay pages out (default: the machine's cores).",
)  # fmt: skip
NO_CACHE = click.option("--no-cache", is_flag=True, help="Make everything anew and keep nothing.")


def _stores(_: Any, __: Any, given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        return ()
    from .stores import STORES
    from .suggest import did_you_mean

    wrong = [name for name in given if name not in STORES]
    if wrong:
        raise click.BadParameter(f"'{wrong[0]}' is no store; {did_you_mean(wrong[0], tuple(STORES))}")
    return tuple(dict.fromkeys(given))


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    callback=_editions,
    help="ebook, print, reading or proof; may repeat (default: ebook and print).",
)
@click.option("-o", "--output", type=FOLDER, help="Folder for the outputs (default: build/ in the book).")
@click.option("--strict", is_flag=True, help="Let a warning stop the build as an error does.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
@click.option("--language", default="", metavar="CODE", help="Build that language of a Hugo site, or `all`.")
@click.option(
    "--only", multiple=True, callback=_once, metavar="CHAPTER", help="Build one chapter: its file, number or title."
)
@click.option("--draft", is_flag=True, help="Take in drafts and future pages; draw missing pictures as placeholders.")
@JOBS
@NO_CACHE
@click.option("--explain", is_flag=True, help="Say what was taken from the cache, and why the rest was not.")
@click.option(
    "--store", "stores", multiple=True, callback=_stores, metavar="STORE",
    help="Make the EPUB as that store wants it; may repeat (default: as book.yaml says).",
)
def build(
    book: Path, editions: tuple[str, ...], output: Path | None, strict: bool, as_json: bool, language: str, only: str,
    draft: bool, jobs: int, no_cache: bool, explain: bool, stores: tuple[str, ...],
) -> None:  # fmt: skip
    """Build the editions of BOOK, a folder (default: this one)."""
    from .request import RELEASES, Request

    asked = Request(
        book, editions or RELEASES, output, strict, only, language, draft, jobs=jobs, cache=not no_cache, stores=stores
    )
    _run(asked, as_json=as_json, explain=explain)


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("--strict", is_flag=True, help="Let a warning count as an error.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
@click.option("--language", default="", metavar="CODE", help="Check that language of a Hugo site, or `all`.")
@click.option("--draft", is_flag=True, help="Take drafts in.")
@JOBS
@NO_CACHE
def check(
    book: Path, strict: bool, as_json: bool, language: str, draft: bool, jobs: int, no_cache: bool
) -> None:  # fmt: skip
    """Do everything that build does, but write nothing."""
    from .request import Request

    asked = Request(book, strict=strict, language=language, draft=draft, write=False, jobs=jobs, cache=not no_cache)
    _run(asked, as_json=as_json)


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("-o", "--output", type=FOLDER, help="The folder of the outputs, when it is not build/ in the book.")
def clean(book: Path, output: Path | None) -> None:
    """Delete what Galerada keeps to build BOOK faster; the editions stay."""
    from .commands.reporting import size
    from .request import Request

    freed = Request(book, out=output).store.clear()
    click.echo(f"{size(freed)} freed" if freed else "there was nothing to delete")


def _run(request: Request, *, as_json: bool, explain: bool = False) -> None:
    from .start import build as make

    with _progress() as progress:
        result = make(request, _made, progress)
    from .commands.reporting import as_json as told
    from .commands.reporting import explained_lines

    for line in explained_lines(result) if explain else ():
        click.echo(line, err=as_json)
    if as_json:
        click.echo(told(result, request.folder))
    else:
        _tell(result, request.folder, wrote=request.write)
    sys.exit(1 if result.failed else 0)


def _made(request: Request, progress: Any, workshop: Any) -> Result:
    from .run import made

    return made(request, progress, workshop)


def _tell_findings(result: Result, folder: Path) -> None:
    from .commands.reporting import diagnostic_lines

    for found in result.report.diagnostics:
        for line in diagnostic_lines(found, folder, colour=_colours()):
            click.echo(line, err=True)


def _tell(result: Result, folder: Path, *, wrote: bool) -> None:
    from .commands.reporting import summary_lines

    _tell_findings(result, folder)
    for line in summary_lines(result):
        click.echo(line)
    if result.failed and wrote:
        said = "only the proof was written" if result.outputs else "nothing was written"
        click.echo(f"{said}: mend the errors above", err=True)


def _colours() -> bool:
    import os

    return sys.stderr.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def _progress() -> Iterator[Any]:
    """A line that says stage and chapter, on a terminal only."""
    from .request import silent

    if not _colours():
        yield silent
        return
    from rich.console import Console

    with Console(stderr=True).status("read") as status:
        yield lambda stage, chapter: status.update(f"[bold]{stage}[/bold] {chapter}")


@main.command()
def stages() -> None:
    """Print the plan: the stages in their order, and the editions."""
    from .plan import EDITIONS, PLAN

    click.echo("read         the folder becomes chapters, each a tree that knows its places")
    for stage in PLAN:
        click.echo(f"{stage.name:<12} {stage.what}{'' if stage.whole else '  (each chapter)'}")
    for edition in EDITIONS.values():
        always = "; written even when there are errors" if edition.despite_errors else ""
        click.echo(f"-> {edition.name:<9} .{edition.extension}, notes: {edition.notes}{always}")


def _stage(_: Any, __: Any, given: str) -> str:
    from .commands.inspecting import STAGES
    from .suggest import did_you_mean

    if given not in STAGES:
        raise click.BadParameter(f"no stage is called '{given}'; {did_you_mean(given, STAGES)}")
    return given


@main.command()
@click.argument("chapter")
@click.argument("book", type=FOLDER, default=".")
@click.option(
    "--after", default="links", metavar="STAGE", callback=_stage, help="The stage after which to look (default: links)."
)
def tree(chapter: str, book: Path, after: str) -> None:
    """Show CHAPTER of BOOK in its middle form, after a stage."""
    from .commands.inspecting import chapter_tree

    _show(lambda: chapter_tree(book, chapter, after))


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say what a diagnostic CODE means and how to cure it."""
    from .commands.explaining import explanation

    text = explanation(code)
    if not text:
        raise click.BadParameter(f"no diagnostic is called '{code}'; they look like SC001", param_hint="CODE")
    click.echo(text)


@main.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--from-hugo", type=FOLDER, metavar="SITE", help="Write a book.yaml for a Hugo site; touch nothing else.")
@click.option("--language", default="es", help="Language of the new book (es or en).")
def init(folder: Path | None, from_hugo: Path | None, language: str) -> None:
    """Start a new book in FOLDER, or give a Hugo site a book.yaml."""
    from .commands.starting import adopt_site, new_book

    if (folder is None) == (from_hugo is None):
        raise click.UsageError("give a FOLDER for a new book, or --from-hugo SITE")
    _show(lambda: adopt_site(from_hugo) if from_hugo is not None else new_book(folder or Path(), language))


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("--sheet", "kind", flag_value="sheet", default="sheet", help="A plain sheet to copy from (default).")
@click.option("--onix", "kind", flag_value="onix", help="An ONIX for Books 3.0 message.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file in place of the screen.")
def metadata(book: Path, kind: str, output: Path | None) -> None:
    """Write what BOOK says of itself, for stores and libraries."""
    from .commands.metadata import onix_message, put, store_sheet
    from .run import Result

    result = Result()
    make = onix_message if kind == "onix" else store_sheet
    _show(lambda: put(make(book, result), output if not result.failed else None))
    _tell_findings(result, book)
    sys.exit(1 if result.failed else 0)


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("--diff", "mode", flag_value="diff", default="diff", help="Show what would change (default).")
@click.option("--write", "mode", flag_value="write", help="Change the chapters' files.")
def normalize(book: Path, mode: str) -> None:
    """List what normalize changes in the chapters of BOOK, or write it into them."""
    from .commands.rewriting import normalize_files

    _show(lambda: normalize_files(book, write=mode == "write"))


def _show(make: Any) -> None:
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
