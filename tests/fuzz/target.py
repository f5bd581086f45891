"""Inputs that nobody thought of, made by atheris from what the last ones reached: `make fuzz`.

In: the name of a target, then options of libFuzzer (`-max_total_time=300`). Out: exit status 77 and the input, when one
crashes, hangs or breaks a law. What is found becomes a row of `tests/hostile`. Needs atheris (Apache-2.0).
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import atheris

sys.path[:0] = [str(Path(__file__).parents[2])]

with atheris.instrument_imports(include=["pipeline", "markdown_it", "mdit_py_plugins"]):
    from pipeline.catalogue import grammars
    from pipeline.diagnostics import BookError, Report
    from pipeline.nodes import NOWHERE
    from pipeline.pictures import PictureError, Wanted, admitted, convert
    from pipeline.read.frontmatter import split
    from pipeline.read.markdown import read_markdown
    from pipeline.run import Request, Result, build, resolved
    from pipeline.settings import Limits
    from pipeline.write.xhtml import serialise

FEW = Limits(pixels=1, picture=64 * 1024)
"""So that a run is spent on parsers, not on pixels."""


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r", "\n")


def frontmatter(data: bytes) -> None:
    """Whatever a file begins with, its front matter is read or told of; nothing is raised."""
    for mark in ("---", "+++", ""):
        text = text_of(data)
        split("a.md", f"{mark}\n{text}\n{mark}\n\nx\n" if mark else text, Report())


def shortcodes(data: bytes) -> None:
    """Shortcodes that are nearly ones."""
    text = text_of(data)
    for opener, closer in (("{{< ", " >}}"), ("{{% ", " %}}")):
        read_markdown("a.md", f"{opener}{text}{closer}\n\nx\n\n{{{{< /hint >}}}}\n", 0, grammars({}), Report())


def markdown(data: bytes) -> None:
    """Any text becomes a tree that knows where it stands."""
    read_markdown("a.md", text_of(data), 0, grammars({}), Report())


def xhtml(data: bytes) -> None:
    """A chapter of any text becomes well-formed XHTML, or the book is refused."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        book = Path(folder, "book")
        book.mkdir()
        (book / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\ncover: c.svg\n", encoding="utf-8")
        (book / "c.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
        (book / "a.md").write_bytes(b"# T\n\nx\n\n" + data)
        result = build(Request(book, ("ebook",)))
        for made in result.outputs:
            with zipfile.ZipFile(io.BytesIO(made.path.read_bytes())) as archive:
                for name in archive.namelist():
                    if name.endswith((".xhtml", ".opf", ".ncx")):
                        ElementTree.fromstring(archive.read(name))
        read, _ = resolved(Request(book), Result()) if not result.report.errors else (None, None)
        for chapter in read.chapters if read else ():
            serialise(chapter.body)


def pictures(data: bytes) -> None:
    """Any bytes are a picture that can be shown, or are refused; what is shown is a picture again."""
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>"):
        try:
            known, kept = admitted(head + data, FEW, NOWHERE)
            convert(kept, known.media_type, Wanted(200))
        except (PictureError, BookError):
            continue


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "frontmatter": frontmatter, "shortcodes": shortcodes, "markdown": markdown, "xhtml": xhtml, "pictures": pictures,
}  # fmt: skip


def main() -> None:
    """Run one target."""
    name, *options = sys.argv[1:]
    corpus = Path(tempfile.gettempdir(), f"fuzz-of-{name}")
    corpus.mkdir(exist_ok=True)
    seed(name, corpus)
    limits = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=4096"]
    atheris.Setup([sys.argv[0], str(corpus), *limits, *options], TARGETS[name])
    atheris.Fuzz()


def seed(name: str, corpus: Path) -> None:
    """The hostile manuscripts to begin with."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))
    from corpus import ROWS

    endings = {"pictures": (".png", ".jpg", ".svg", ".gif", ".webp")}.get(name, (".md",))
    for row in ROWS:
        for path, content in row.files.items():
            data = content.encode("utf-8", "replace") if isinstance(content, str) else content
            if path.endswith(endings) and isinstance(data, bytes) and len(data) <= 4096:
                (corpus / f"{row.ident}").write_bytes(data)


if __name__ == "__main__":
    main()
