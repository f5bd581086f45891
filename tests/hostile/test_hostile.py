"""Every row of the corpus: built with every word kept, or refused at its place; and that the runner can see a fault.

Here all rows are read, planned and made into an EPUB in this process, and those that build are laid out on paper, many
to a book. `run.py` runs each alone, as a process with limits (`make hostile`).
"""

from __future__ import annotations

import io
import shutil
import socket
import sys
import threading
import urllib.request
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from corpus import KINDS, ROWS
from grouping import OFF_THE_PAGE, groups, write_group
from pictures_made import dot, noise
from row import CANARY, SECRET_SIZE, Row, write_row
from runner import Outcome, built, complaints, faults, lost, text_of


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


@pytest.mark.parametrize("ident", sorted(OFF_THE_PAGE))
def test_what_leaves_the_printed_page_is_refused_at_its_place(ident: str, tmp_path: Path, sink: Sink) -> None:
    (row,) = (row for row in ROWS if row.ident == ident)
    outcome = built(write_row(row, tmp_path, sink.address), tmp_path / "out", ("print",))
    errors = [(code, place.partition(":")[0]) for severity, code, place in outcome.findings if severity == "error"]
    assert errors
    assert set(errors) == {("PR006", "a.md")}


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(ROWS) >= 500
    assert len(KINDS) >= 40
    assert len({row.ident for row in ROWS}) == len(ROWS)
    assert sum(len(group) for group in GROUPS) >= 300


# that the runner can see


def told(row: Row, tmp_path: Path) -> list[str]:
    book = write_row(row, tmp_path, "127.0.0.1:9")
    return list(complaints(row, built(book, tmp_path / "out", ("ebook",)), ("ebook",)))


SOUND = {"a.md": "# T\n\nprincipio ![x](p.png)\n", "p.png": noise("PNG")}


def test_a_row_that_is_sound_is_not_complained_of(tmp_path: Path) -> None:
    assert told(Row("x", "x", SOUND), tmp_path) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (Row("x", "x", SOUND, words=("ausente",)), "lost 'ausente'"),
        (Row("x", "x", {"a.md": "# T\n\nfinal principio\n"}, words=("principio", "final")), "lost 'final'"),
        (Row("x", "x", {"a.md": f"# T\n\nprincipio {CANARY}\n"}), "holds"),
        (Row("x", "x", SOUND | {"p.png": dot(SECRET_SIZE)}), "the picture from outside"),
        (Row("x", "x", {"a.md": "# T\n\n![](nada.png)\n"}), "an error that was not expected: AS001"),
        (Row("x", "x", SOUND, code="AS001"), "AS001 is not at any place"),
        (Row("x", "x", {"a.md": "# T\n\n![x](nada.png)\n"}, code="AS001", place="a.md:9"), "AS001 is not at a.md:9"),
        (Row("x", "x", {"a.md": "# T\n\n[x](b.md)\n"}, code="HT"), "an error that was not expected"),
        (Row("x", "x", SOUND, gone=("principio",)), "holds b'principio'"),
    ],
)
def test_a_row_that_is_not_sound_is_complained_of(row: Row, complaint: str, tmp_path: Path) -> None:
    assert any(complaint in said for said in told(row, tmp_path))


def test_a_crash_is_complained_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("runner.build", fails)
    assert told(Row("x", "x", SOUND), tmp_path) == ["crashed: RuntimeError: planted"]


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
    book = write_row(Row("x", "x", SOUND), tmp_path, "127.0.0.1:9")
    (edition,) = built(book, tmp_path / "out", ("ebook",)).outputs
    assert list(faults(edition[1])) == []
    assert any(complaint in said for said in faults(repacked(edition[1], "a.xhtml", (b"principio", planted))))


def test_a_picture_that_is_allowed_is_shown_in_both_editions(tmp_path: Path) -> None:
    """The positive control: a gate that lets nothing in would keep every other promise."""
    row = Row("x", "x", SOUND | {"p.png": dot(SECRET_SIZE)})
    book = write_row(row, tmp_path, "127.0.0.1:9")
    outcome = built(book, tmp_path / "out", ("ebook", "print"))
    assert [edition for edition, data in outcome.outputs if any("picture from outside" in f for f in faults(data))] == [
        "ebook",
        "print",
    ]


def test_a_word_lost_on_paper_is_seen(tmp_path: Path) -> None:
    book = write_row(Row("x", "x", SOUND), tmp_path, "127.0.0.1:9")
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
    assert any("was not written" in said for said in complaints(Row("x", "x", SOUND), outcome, ("ebook",)))
