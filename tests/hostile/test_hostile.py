"""Every row of the corpus: built with every word kept, or refused at its place; and that the runner can see a fault.

Here all rows are read, planned and made into an EPUB in this process, and those that build are laid out on paper, many
to a book. `run.py` runs each alone, as a process with limits (`make hostile`).
"""

from __future__ import annotations

import base64
import io
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import run
from anchors import ANCHORS
from corpus import KINDS, ROWS
from grouping import groups, write_group
from pictures_made import dot, noise
from row import BUILT, CANARY, SECRET_SIZE, Link, Row, write_row
from runner import Outcome, built, complaints, faults, lost, text_of

from pipeline.jail import lacking
from pipeline.request import Request
from pipeline.run import build


class Sink:
    """A server on this machine that nobody may call; it counts who does."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        heard = self.calls

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that anything in this process tries to reach."""
    reached: list[object] = []
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def noting(self: socket.socket, address: object) -> None:
        reached.append(address)
        connect(self, address)  # type: ignore[arg-type]

    def asking(host: object, *more: object, **options: object) -> object:
        reached.append(host)
        return lookup(host, *more, **options)  # type: ignore[arg-type, call-overload]

    monkeypatch.setattr(socket.socket, "connect", noting)
    monkeypatch.setattr(socket, "getaddrinfo", asking)
    return reached


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_built_with_every_word_or_refused_at_its_place(
    kind: str, tmp_path: Path, sink: Sink, called: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    found = []
    for row in (row for row in ROWS if row.kind == kind):
        folder = tmp_path / row.ident
        book = write_row(row, folder, sink.address)
        outcome = built(book, folder / "out", ("ebook",))
        found += [f"{row.ident}: {said}" for said in complaints(row, outcome, ("ebook",))]
        shutil.rmtree(folder)
    assert found == []
    assert called == []
    assert sink.calls == []


GROUPS = tuple(groups(ROWS))
SOUND = {"a.md": "# T\n\nprincipio ![x](p.png)\n", "p.png": noise("PNG")}


@pytest.mark.parametrize("number", range(len(GROUPS)))
def test_what_is_built_is_printed_with_every_word(
    number: int, tmp_path: Path, sink: Sink, called: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    whole = write_group(GROUPS[number], tmp_path, sink.address)
    outcome = built(tmp_path / "book", tmp_path / "out", ("print",))
    assert list(complaints(whole, outcome, ("print",))) == []
    assert called == []
    assert sink.calls == []


@pytest.mark.parametrize("row", [row for row in ROWS if row.paper], ids=lambda row: row.ident)
def test_what_leaves_the_printed_page_is_refused_at_its_place(row: Row, tmp_path: Path, sink: Sink) -> None:
    outcome = built(write_row(row, tmp_path, sink.address), tmp_path / "out", ("print",))
    assert list(complaints(row, outcome, ("print",))) == []


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(ROWS) >= 500
    assert len(KINDS) >= 40
    assert len({row.ident for row in ROWS}) == len(ROWS)
    assert sum(len(group) for group in GROUPS) >= 300


@pytest.mark.parametrize(
    ("code", "place"),
    [("", ""), ("?", ""), ("SC0", "a.md:5"), ("AS001", ""), ("AS001", "a.md"), ("AS001", "a.md:0"), (BUILT, "a.md:5"), ("RD001", "a.md:1")],
)  # fmt: skip
def test_a_row_without_an_expectation_cannot_be(code: str, place: str) -> None:
    with pytest.raises(ValueError, match=r"^x: "):
        Row("x", "x", {}, code, place)


@pytest.mark.parametrize("advisory", ANCHORS)
def test_every_fault_that_others_had_has_its_rows(advisory: str) -> None:
    assert [where for where in ANCHORS[advisory] if not is_there(*where)] == []


def is_there(place: str, what: str) -> bool:
    """Whether a class has a row that holds this, or a file has a test of this name."""
    if place.endswith(".py"):
        return f"def {what}(" in (Path(__file__).parents[2] / place).read_text("utf-8")
    return any(what in piece for row in ROWS if row.kind == place for piece in pieces(row))


def pieces(row: Row) -> Iterator[str]:
    for content in row.files.values():
        if isinstance(content, str | bytes):
            yield content if isinstance(content, str) else content.decode("utf-8", "surrogateescape")


def test_a_fault_without_rows_is_seen() -> None:
    assert not is_there("symbolic-link", "nowhere to be found")
    assert not is_there("tests/hostile/test_hostile.py", "test_that_nobody_wrote")


@pytest.mark.parametrize("name", [".lock", ".at-work", ".switch", "ebook/libro.epub"])
def test_no_link_in_the_place_of_an_output_leads_out(name: str, tmp_path: Path) -> None:
    """What a manuscript brings along in `build/`: the file that it points at stays as it is."""
    book = write_row(Row("x", "x", {**SOUND, f"build/{name}": Link("{OUT}/secret.txt")}, BUILT), tmp_path, "127.0.0.1:9")
    build(Request(book, ("ebook",)))
    assert (tmp_path / "outside/secret.txt").read_text("utf-8") == f"{CANARY}\n"


# one wall alone

WAYS_OUT = ("symbolic-link-05", "path-shortcode-01", "remote-04")
"""A link, a path, an address that leads on: rows with which `run.py --walls` is tried."""
whole = pytest.mark.skipif(bool(lacking()), reason=f"no whole jail here: {lacking()}")


def tried(walls: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(Path(__file__).with_name("run.py")), "--walls", walls, *WAYS_OUT]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("walls", ["gate", pytest.param("jail", marks=whole)])
def test_one_wall_alone_lets_nothing_out(walls: str) -> None:
    done = tried(walls)
    assert "3 rows, 0 not as they should be, 0 calls to the server" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_without_either_everything_gets_out() -> None:
    """The positive control: the same rows, with nothing in their way."""
    done = tried("none")
    for said in ("symbolic-link-05: ebook: holds the picture", "path-shortcode-01: ebook: shows", "path-shortcode-01: print: shows",
                 "3 rows, 2 not as they should be, 2 calls to the server"):  # fmt: skip
        assert said in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1


HOLDS = "import subprocess, sys\nkept = bytearray(b'x') * (60 << 20)\nif sys.argv[1:]: sys.exit(subprocess.call([sys.executable, '-c', sys.argv[1]]))"


def test_what_a_row_costs_is_what_all_its_processes_take() -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLDS, f"{HOLDS}\nsum(range(5_000_000))"])
    seconds, memory, status = run.watched(child.pid)
    child.returncode = status
    assert memory > 120 << 20
    assert status == 0
    assert run.costs(seconds, memory) == []
    assert run.costs(run.SECONDS + 1, run.MEMORY + 1) == ["took 11.0 s", "took 1024 MiB"]


# that the runner can see


def told(row: Row, tmp_path: Path) -> list[str]:
    book = write_row(row, tmp_path, "127.0.0.1:9")
    return list(complaints(row, built(book, tmp_path / "out", ("ebook",)), ("ebook",)))


def test_a_row_that_is_sound_is_not_complained_of(tmp_path: Path) -> None:
    assert told(Row("x", "x", SOUND, BUILT), tmp_path) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (Row("x", "x", SOUND, BUILT, words=("ausente",)), "lost 'ausente'"),
        (Row("x", "x", {"a.md": "# T\n\nfinal principio\n"}, BUILT, words=("principio", "final")), "lost 'final'"),
        (Row("x", "x", {"a.md": f"# T\n\nprincipio {CANARY}\n"}, BUILT), "holds"),
        (Row("x", "x", SOUND | {"p.png": dot(SECRET_SIZE)}, BUILT), "the picture from outside"),
        (Row("x", "x", {"a.md": "# T\n\n![](nada.png)\n"}, BUILT), "error that was not expected: AS001"),
        (Row("x", "x", {"a.md": "# T\n\n<b onclick='x'>x</b>\n"}, BUILT), "warning that was not expected: MD001"),
        (Row("x", "x", {"a.md": "# T\n\n![](nada.png)\n"}, "MD001", "a.md:3"), "error that was not expected: AS001"),
        (Row("x", "x", SOUND, "AS001", "a.md:3"), "AS001 is not at a.md:3"),
        (Row("x", "x", SOUND, "AS001", "a.md:3"), "ebook was written"),
        (Row("x", "x", {"a.md": "# T\n\n![x](nada.png)\n"}, "AS001", "a.md:9"), "AS001 is not at a.md:9"),
        (Row("x", "x", {"a.md": "# T\n\n![x](nada.png)\n"}, "AS001", "a.md:3:9"), "AS001 is not at a.md:3:9"),
        (Row("x", "x", SOUND, BUILT, gone=("principio",)), "holds b'principio'"),
    ],
)
def test_a_row_that_is_not_sound_is_complained_of(row: Row, complaint: str, tmp_path: Path) -> None:
    assert any(complaint in said for said in told(row, tmp_path))


def test_a_crash_is_complained_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("runner.build", fails)
    assert told(Row("x", "x", SOUND, BUILT), tmp_path) == ["crashed: RuntimeError: planted"]


def repacked(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    """An EPUB with a planted fault in one of its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            part = old.read(each)
            new.writestr(each, part.replace(*change) if each.endswith(name) else part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        (b"<script>x()</script>principio", "holds '<script'"),
        (b"<b onclick='x()'>principio</b>", "holds \" onclick='\""),
        (b"<a href='javascript:x()'>principio</a>", "holds href='javascript:x()'"),
        (b"<img src='http://example.org/x'/>principio", "holds src='http://example.org/x'"),
        (b"<img src='//example.org/x'/>principio", "holds src='//example.org/x'"),
        (b"<b>principio", "is not well-formed"),
    ],
)
def test_what_no_edition_may_hold_is_seen(planted: bytes, complaint: str, tmp_path: Path) -> None:
    book = write_row(Row("x", "x", SOUND, BUILT), tmp_path, "127.0.0.1:9")
    (edition,) = built(book, tmp_path / "out", ("ebook",)).outputs
    assert list(faults(edition[1])) == []
    assert any(complaint in said for said in faults(repacked(edition[1], "a.xhtml", (b"principio", planted))))


def test_a_picture_that_is_allowed_is_shown_in_both_editions(tmp_path: Path) -> None:
    """The positive control: a gate that lets nothing in would keep every other promise."""
    row = Row("x", "x", SOUND | {"p.png": dot(SECRET_SIZE)}, BUILT)
    book = write_row(row, tmp_path, "127.0.0.1:9")
    outcome = built(book, tmp_path / "out", ("ebook", "print"))
    assert [edition for edition, data in outcome.outputs if any("picture from outside" in f for f in faults(data))] == [
        "ebook",
        "print",
    ]


def test_a_picture_inside_a_drawing_is_printed(tmp_path: Path) -> None:
    inside = base64.b64encode(dot(SECRET_SIZE)).decode("ascii")
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='data:image/png;base64,{inside}'/></svg>"
    book = write_row(Row("x", "x", {"a.md": "# T\n\n![x](p.svg)\n", "p.svg": drawing}, BUILT), tmp_path, "127.0.0.1:9")
    (edition,) = built(book, tmp_path / "out", ("print",)).outputs
    assert any("picture from outside" in said for said in faults(edition[1]))


def test_a_word_lost_on_paper_is_seen(tmp_path: Path) -> None:
    book = write_row(Row("x", "x", SOUND, BUILT), tmp_path, "127.0.0.1:9")
    (edition,) = built(book, tmp_path / "out", ("print",)).outputs
    assert list(lost(("principio",), text_of(edition[1]))) == []
    assert list(lost(("principio", "principio"), text_of(edition[1]))) == ["lost 'principio'"]


def test_a_call_is_heard(sink: Sink, called: list[object]) -> None:
    before = len(sink.calls)
    with urllib.request.urlopen(f"http://{sink.address}/planted") as answer:
        assert answer.status == 200
    assert sink.calls[before:] == ["/planted"]
    assert called
    sink.calls.clear()


def test_an_edition_that_is_missing_is_seen() -> None:
    outcome = Outcome((), ())
    assert any("was not written" in said for said in complaints(Row("x", "x", SOUND, BUILT), outcome, ("ebook",)))
