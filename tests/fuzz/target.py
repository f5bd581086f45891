"""Inputs that nobody thought of, made by atheris from what the last ones reached: `make fuzz`.

    python tests/fuzz/target.py NAME [FOLDER] [OPTIONS]    options of libFuzzer, as -max_total_time=300

In: the name of a target; a folder that keeps what was found to lead further. Out: exit status 77 and the input, when
one crashes, hangs or breaks a law. What is found becomes a row of `tests/hostile`. Needs atheris (Apache-2.0).
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import atheris

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["pipeline", "markdown_it", "mdit_py_plugins", "yaml", "tomllib", "PIL"]):
    import pipeline.write.epub  # noqa: F401 - it would be imported in its first run, and not instrumented
    from pipeline.catalogue import grammars
    from pipeline.diagnostics import BookError, Code, Report
    from pipeline.nodes import NOWHERE, Pos, walk
    from pipeline.pictures import PictureError, Wanted, admitted, convert
    from pipeline.read.frontmatter import split
    from pipeline.read.markdown import read_markdown
    from pipeline.run import Request, build
    from pipeline.settings import Limits
    from pipeline.syntax.encoding import decode

from seeds import MOST, dictionary, seeds

FEW = Limits(pixels=1, picture=64 * 1024)
"""So that a run is spent on parsers, not on pixels."""
OURS = frozenset({Code.WORDS_LOST, Code.BUILD_FAILED})
"""Findings that speak of a fault of Galerada."""


def text_of(data: bytes) -> str:
    """A text as the gate lets it in."""
    return decode("a.md", data.decode("utf-8", "replace").replace("\0", "").encode(), Report())


def demand_places(text: str, places: Iterable[Pos]) -> None:
    """A finding, or a node, stands where the text has a character, or just behind one."""
    lines = text.split("\n")
    for pos in places:
        if pos.path == "a.md" and not (0 < pos.line <= len(lines) and 0 < pos.column <= len(lines[pos.line - 1]) + 1):
            raise AssertionError(f"there is no {pos}")


def said(report: Report) -> Iterable[Pos]:
    for found in report.diagnostics:
        if found.code in OURS:
            raise AssertionError(str(found))
        yield found.pos


def frontmatter(data: bytes) -> None:
    """Whatever a file begins with, its front matter is read or told of; nothing is raised."""
    text = text_of(data)
    for mark in ("---", "+++", ""):
        whole = f"{mark}\n{text}\n{mark}\n\nx\n" if mark else text
        report = Report()
        made, start = split("a.md", whole, report)
        demand_places(whole, [*said(report), *made.places.values()])
        assert 0 <= start <= len(whole)
        repr(made)


def shortcodes(data: bytes) -> None:
    """Shortcodes that are nearly ones."""
    text = text_of(data)
    for opener, closer in (("{{< ", " >}}"), ("{{% ", " %}}")):
        _read(f"{opener}{text}{closer}\n\nx\n\n{{{{< /hint >}}}}\n")


def markdown(data: bytes) -> None:
    """Any text becomes a tree that knows where it stands."""
    _read(text_of(data))


def _read(text: str) -> None:
    report = Report()
    body = read_markdown("a.md", text, 0, grammars({}), report)
    demand_places(text, [*said(report), *(node.pos for node in walk(body))])


LANGUAGES = ("es", "en", "de", "fr", "pt")
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def xhtml(data: bytes) -> None:
    """A chapter of any text becomes well-formed XHTML, or the book is refused."""
    if b"mermaid" in data:
        return  # a process for each, with limits of its own
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        book = Path(folder, "book")
        book.mkdir()
        language = LANGUAGES[len(data) % len(LANGUAGES)]
        about = f"title: T\nlanguage: {language}\nauthor: A\ncover: c.svg\n"
        (book / "book.yaml").write_text(about, encoding="utf-8")
        (book / "c.svg").write_text(DRAWING, encoding="utf-8")
        text = b"# T\n\nx\n\n" + data
        (book / "a.md").write_bytes(text)
        result = build(Request(book, ("ebook",)))
        demand_places(text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"), said(result.report))
        assert result.outputs or result.report.errors
        for made in result.outputs:
            _demand_well_formed(made.path.read_bytes())


def _demand_well_formed(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg")):
                ElementTree.fromstring(archive.read(name))


HEADS = (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>")
WANTED = (Wanted(200), Wanted(9, drawn=True, keep=frozenset()), Wanted(flat=True, bytes=500, ink="grey"))


def pictures(data: bytes) -> None:
    """Any bytes are a picture that can be shown, or are refused; what is shown is a picture again."""
    for head in HEADS:
        whole = head + data
        for given in {whole, checked(whole)}:
            try:
                known, kept = admitted(given, FEW, NOWHERE)
            except (PictureError, BookError):
                continue
            _demand_shown(known.media_type, kept)


def _demand_shown(media_type: str, kept: bytes) -> None:
    for wanted in WANTED:
        try:
            shown, kind = convert(kept, media_type, wanted)
        except PictureError:
            assert media_type == "image/svg+xml"
            continue
        again, _ = admitted(shown, Limits(), NOWHERE)
        assert again.media_type == kind


def checked(data: bytes) -> bytes:
    """A PNG with the checksums that its chunks should have, as no fuzzer guesses them."""
    at, made = 8, [data[:8]]
    while data.startswith(HEADS[1]) and at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        inner = data[at + 4 : at + 8 + size]
        made += [data[at : at + 4], inner, zlib.crc32(inner).to_bytes(4, "big")]
        at += 12 + size
    return b"".join([*made, data[at:]])


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "frontmatter": frontmatter, "shortcodes": shortcodes, "markdown": markdown, "xhtml": xhtml, "pictures": pictures,
}  # fmt: skip


def main() -> None:
    """Run one target."""
    name, *rest = sys.argv[1:]
    options = [one for one in rest if one.startswith("-")]
    places = [Path(one) for one in rest if not one.startswith("-")] or [Path(tempfile.gettempdir(), f"fuzz-of-{name}")]
    if places[0].is_dir() or not places[0].exists():
        options = [*prepared(name, places[0]), *options]
    atheris.Setup([sys.argv[0], *map(str, places), *options], TARGETS[name])
    atheris.Fuzz()


def prepared(name: str, folder: Path) -> list[str]:
    """The folder with what the fuzzer begins with, and the options that go with it."""
    folder.mkdir(parents=True, exist_ok=True)
    for data in seeds(name):
        (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    words = folder.with_name(f"{folder.name}.dict")
    words.write_text(dictionary(name), encoding="ascii")
    return [f"-dict={words}", f"-max_len={MOST}", "-timeout=20", "-rss_limit_mb=2048", "-report_slow_units=3"]


if __name__ == "__main__":
    main()
