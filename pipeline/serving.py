"""The command `serve`: the web proof in the browser; `cli` takes it up.

In: how lines are printed. Out: the command. No book logic; what a command needs it imports itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .terminal import FOLDER, JOBS, NO_CACHE

if TYPE_CHECKING:
    from .serve.editor import Editor

Show = Callable[[Callable[[], Iterator[str]]], None]
"""Prints the lines that a function gives; a bad book is told as one finding."""


def commands(show: Show) -> tuple[click.Command, ...]:
    """The command."""
    return (_serve(show),)


def _editor(_: Any, __: Any, given: str) -> Editor | None:
    from .serve.editor import Editor

    try:
        return Editor.of(given) if given else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _serve(show: Show) -> click.Command:
    @click.command()
    @click.argument("book", type=FOLDER, default=".")
    @click.option("--port", type=click.IntRange(0, 65535), default=4317, show_default=True,
                  help="The port on this machine; 0: any that is free.")  # fmt: skip
    @click.option("--open", "browse", flag_value="open", default="", help="Open a browser.")
    @click.option("--no-browser", "browse", flag_value="", help="Open none (default).")
    @click.option("--editor", default="", callback=_editor, metavar="COMMAND",
                  help="What opens a place: 'code -g {path}:{line}'.")  # fmt: skip
    @click.option("--review", "closely", is_flag=True, help="Read it as a copy editor does, too, in quiet moments.")
    @click.option("--language", default="", metavar="CODE", help="Show that language of a Hugo site.")
    @click.option("--draft", is_flag=True, help="Take drafts in; draw missing pictures as placeholders.")
    @JOBS
    @NO_CACHE
    def serve(
        book: Path, port: int, browse: str, editor: Editor | None, language: str, draft: bool, jobs: int,
        no_cache: bool, closely: bool,
    ) -> None:  # fmt: skip
        """Show BOOK in the browser, and build it anew on every save."""
        from .request import Request
        from .serve.session import Options
        from .serve.session import serve as hold

        if closely and language:
            raise click.UsageError("--review reads a site's own language: leave --language out")
        asked = Request(book, ("print",), language=language, draft=draft, write=False, jobs=jobs, cache=not no_cache)

        def held() -> Iterator[str]:
            hold(asked, Options(port, editor, bool(browse), closely), click.echo)
            yield from ()

        show(held)

    return serve
