"""The command `galerada`: flags become a request, a result becomes words and an exit status.

0: clean. 1: findings that keep a release from being written. 2: the command was not understood.
No book logic; the book's modules are imported by the command that needs them.
"""

from __future__ import annotations

import atexit
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from . import __version__, editorial, exchange, printing, proofing, serving
from .terminal import (
    FOLDER,
    JOBS,
    NO_CACHE,
    TARGETS,
    UNTRUSTED,
    WAIT,
    House,
    confined,
    editions_named,
    made,
    once,
    reports,
    show,
    shown_progress,
    stores_named,
    tell,
)

if TYPE_CHECKING:
    from .request import Request


@click.group(cls=House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="galerada")
def main() -> None:
    """From a folder of Markdown chapters to an EPUB, a PDF for the printer, and proofs."""
    atexit.register(gc.freeze)  # nothing looks through the book again when the program ends
    gc.set_threshold(500_000)  # trees hold no cycles: the collector would look through the book and find nothing


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option(
    "-e",
    "--edition",
    "editions",
    multiple=True,
    callback=editions_named,
    help="ebook, print, reading or proof; may repeat (default: ebook and print).",
)
@click.option("-o", "--output", type=FOLDER, help="Folder for the outputs (default: build/ in the book).")
@click.option("--strict", is_flag=True, help="Let a warning stop the build as an error does.")
@reports
@click.option("--language", default="", metavar="CODE", help="Build that language of a Hugo site, or `all`.")
@click.option(
    "--only", multiple=True, callback=once, metavar="CHAPTER", help="Build one chapter: its file, number or title."
)
@click.option("--draft", is_flag=True, help="Take in drafts and future pages; draw missing pictures as placeholders.")
@JOBS
@NO_CACHE
@UNTRUSTED
@WAIT
@click.option("--explain", is_flag=True, help="Say what was taken from the cache, and why the rest was not.")
@click.option(
    "--store", "stores", multiple=True, callback=stores_named, metavar="STORE",
    help="Make the EPUB as that store wants it; may repeat (default: as book.yaml says).",
)
@TARGETS
def build(
    book: Path, editions: tuple[str, ...], output: Path | None, strict: bool, form: str, as_json: bool, language: str,
    only: str, draft: bool, jobs: int, no_cache: bool, explain: bool, stores: tuple[str, ...], untrusted: bool,
    wait: float, targets: tuple[str, ...],
) -> None:  # fmt: skip
    """Build the editions of BOOK, a folder (default: this one)."""
    from .request import RELEASES, Request

    asked = Request(
        book, editions or RELEASES, output, strict, only, language, draft, jobs=jobs, cache=not no_cache, stores=stores,
        targets=targets, untrusted=untrusted, wait=wait,
    )  # fmt: skip
    _run(asked, "json" if as_json else form, explain=explain)


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option(
    "-e", "--edition", "editions", multiple=True, callback=editions_named, help="The same as build's; may repeat."
)
@click.option("--strict", is_flag=True, help="Let a warning count as an error.")
@reports
@click.option("--language", default="", metavar="CODE", help="Check that language of a Hugo site, or `all`.")
@click.option("--draft", is_flag=True, help="Take drafts in.")
@click.option("--release", is_flag=True, help="Ask every gate of a release, validators and all.")
@click.option(
    "--without", multiple=True, type=click.Choice(["epubcheck", "ace"]), help="Leave a validator out; may repeat."
)
@click.option("--accept", is_flag=True, help="When no error is left, write this release's ids to release.lock.")
@JOBS
@NO_CACHE
@UNTRUSTED
@TARGETS
def check(
    book: Path, editions: tuple[str, ...], strict: bool, form: str, as_json: bool, language: str, draft: bool,
    release: bool, without: tuple[str, ...], accept: bool, jobs: int, no_cache: bool, untrusted: bool,
    targets: tuple[str, ...],
) -> None:  # fmt: skip
    """Do everything that build does, but write nothing; --release asks the validators too."""
    from .request import RELEASES, Request

    form = "json" if as_json else form
    asked = Request(book, editions or RELEASES, None, strict, "", language, draft, False, jobs, not no_cache,
                    targets=targets, untrusted=untrusted)  # fmt: skip
    if not release:
        if without or accept:
            raise click.UsageError("--without and --accept belong to --release")
        _run(asked, form)
    if untrusted:
        raise click.UsageError("--untrusted starts no validators: leave out --release")
    if language == "all" or draft or "ebook" not in asked.editions:
        raise click.UsageError("a release is one book, no draft, and has an ebook: mend --language, --draft or -e")
    _release(asked, without, accept, form)


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("-o", "--output", type=FOLDER, help="The folder of the outputs, when it is not build/ in the book.")
def clean(book: Path, output: Path | None) -> None:
    """Delete what Galerada keeps to build BOOK faster; the editions stay."""
    from .commands.reporting import size
    from .request import Request

    freed = Request(book, out=output).store.clear()
    click.echo(f"{size(freed)} freed" if freed else "there was nothing to delete")


def _run(request: Request, form: str, *, explain: bool = False) -> NoReturn:
    from .start import build as make
    from .start import refused_or_confined

    result = refused_or_confined(request) if request.untrusted else None
    if result is None:
        with shown_progress() as progress:
            result = make(request, made, progress)
    from .commands.reporting import as_object, explained_lines, summary_lines

    for line in explained_lines(result) if explain else ():
        click.echo(line, err=form != "text")
    tell(form, result, request.folder, as_object(result, request.folder), summary_lines(result), wrote=request.write)
    sys.exit(1 if result.failed else 0)


def _release(request: Request, without: tuple[str, ...], accept: bool, form: str) -> NoReturn:
    from .commands.releasing import as_object, check_release, summary_lines

    with shown_progress() as progress:
        released = check_release(request, without, accept=accept, progress=progress)
    tell(form, released.result, request.folder, as_object(released, request.folder), summary_lines(released))
    sys.exit(1 if released.result.failed else 0)


@main.command()
@click.argument("file", type=FOLDER)
@click.argument("book", type=FOLDER, default=".")
@reports
@click.option("--language", default="", metavar="CODE", help="The file's language, for a Hugo site.")
@UNTRUSTED
def verify(file: Path, book: Path, form: str, as_json: bool, language: str, untrusted: bool) -> None:
    """Build BOOK anew and say whether FILE, an EPUB or a PDF, is the same byte for byte."""
    from .commands.verifying import as_object, summary_lines
    from .commands.verifying import verify as compare
    from .request import Request

    form = "json" if as_json else form
    if untrusted:
        confined(book, file)
    with shown_progress() as progress:
        verified = compare(file, Request(book, language=language, untrusted=untrusted), progress)
    tell(form, verified.result, book, as_object(verified, book), summary_lines(verified, file))
    sys.exit(0 if verified.same else 1)


@main.command()
@click.option(
    "--for", "task", type=click.Choice(["build", "release"]), default="release",
    help="What is to be done: build only, or release too (default).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
def doctor(task: str, as_json: bool) -> None:
    """Say what this machine has of what Galerada needs, and how to install the rest."""
    import json

    from .commands.doctoring import as_object, examined, lacks, lines

    found = examined(task)
    if as_json:
        click.echo(json.dumps(as_object(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(found)))
    sys.exit(1 if lacks(found) else 0)


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
@UNTRUSTED
def tree(chapter: str, book: Path, after: str, untrusted: bool) -> None:
    """Show CHAPTER of BOOK in its middle form, after a stage."""
    from .commands.inspecting import chapter_tree

    if untrusted:
        confined(book)
    show(lambda: chapter_tree(book, chapter, after))


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
    show(lambda: adopt_site(from_hugo) if from_hugo is not None else new_book(folder or Path(), language))


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("--sheet", "kind", flag_value="sheet", default="sheet", help="A plain sheet to copy from (default).")
@click.option("--onix", "kind", flag_value="onix", help="An ONIX for Books 3.0 message.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A file in place of the screen.")
@UNTRUSTED
def metadata(book: Path, kind: str, output: Path | None, untrusted: bool) -> None:
    """Write what BOOK says of itself, for stores and libraries."""
    from .commands.metadata import onix_message, put, store_sheet
    from .run import Result

    if untrusted:
        confined(book, writes=(output.absolute().parent,) if output else ())
    result = Result()
    make = onix_message if kind == "onix" else store_sheet
    show(lambda: put(make(book, result), output if not result.failed else None))
    tell("text", result, book, {}, ())
    sys.exit(1 if result.failed else 0)


@main.command()
@click.argument("book", type=FOLDER, default=".")
@click.option("--diff", "mode", flag_value="diff", default="diff", help="Show what would change (default).")
@click.option("--write", "mode", flag_value="write", help="Change the chapters' files.")
@UNTRUSTED
def normalize(book: Path, mode: str, untrusted: bool) -> None:
    """List what normalize changes in the chapters of BOOK, or write it into them."""
    from .commands.rewriting import normalize_files

    if untrusted:
        confined(book, writes=(book,) if mode == "write" else ())
    show(lambda: normalize_files(book, write=mode == "write"))


for command in (
    *editorial.commands(show), *exchange.commands(show), *printing.commands(show), *proofing.commands(_run, show),
    *serving.commands(show),
):  # fmt: skip
    main.add_command(command)
