"""`galerada serve` as a process: what it answers to any bytes that come, how it begins and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.diagnostics import BookError, Code
from pipeline.request import Request
from pipeline.serve import session as sessions
from pipeline.serve.board import Board, News
from pipeline.serve.keeping import Keeper
from pipeline.serve.server import MOST, MOST_STREAMS, House, ProofServer
from pipeline.serve.site import site
from pipeline.serve.views.parts import Desk
from pipeline.workshop import Workshop

from .session import BOOK, PATIENCE, ROOT, Served, serving, write


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("book"), {**BOOK, "secreto.yaml": "no: no\n"})


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the editor of the tests writes down when it is opened."""
    return tmp_path_factory.mktemp("editor") / "opened.txt"


@pytest.fixture(scope="module")
def served(book: Path, opened: Path) -> Iterator[Served]:
    program = opened.with_name("editor.py")
    program.write_text("import sys\nopen(sys.argv[1], 'a').write('\\0'.join(sys.argv[2:]) + '\\n')\n", encoding="utf-8")
    with serving(book, "--editor", f"{sys.executable} {program} {opened} {{path}} +{{line}}:{{column}}") as found:
        yield found


def request(served: Served, first: str = "GET / HTTP/1.1", body: str = "", **headers: str | None) -> bytes:
    """The bytes of a request that is in order, but for what is given; None leaves a header out."""
    told: dict[str, str | None] = {"Host": f"127.0.0.1:{served.port}"}
    if first.startswith("POST"):
        told |= {"Origin": f"http://127.0.0.1:{served.port}", "Content-Length": str(len(body)),
                 "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [first, *(f"{name}: {value}" for name, value in told.items() if value is not None)]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")


def status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return int(found[1]) if found else 0


def asked(served: Served, first: str = "GET / HTTP/1.1", body: str = "", **headers: str | None) -> int:
    return status(served.said(request(served, first, body, **headers)))


def token_of(served: Served) -> str:
    found = re.search(rb'data-token="([^"]+)"', served.said(request(served)))
    assert found
    return found[1].decode()


# who may ask


def test_its_own_page_is_answered(served: Served) -> None:
    assert asked(served) == 200
    assert asked(served, Host=f"localhost:{served.port}", Origin=f"http://localhost:{served.port}") == 200
    assert asked(served, "HEAD / HTTP/1.1") == 200


HOSTS = ("evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{}.evil.example",
         "127.0.0.1.nip.io:{}", "[::1]:{}", "0.0.0.0:{}", "2130706433:{}", "", "localhost:{}x", None)  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(served: Served, host: str | None) -> None:
    """DNS rebinding: a stranger's name that leads to this machine."""
    assert asked(served, Host=host.format(served.port) if host is not None else None) == 403
    assert asked(served, "GET /events HTTP/1.1", Host=host.format(served.port) if host is not None else None) == 403


def test_two_hosts_are_refused(served: Served) -> None:
    head = request(served).replace(b"\r\n\r\n", b"\r\nHost: evil.example\r\n\r\n")
    assert status(served.said(head)) == 403


ORIGINS = ("http://evil.example", "null", "https://127.0.0.1:{}", "http://127.0.0.1", "http://127.0.0.1:1",
           "http://localhost:{}.evil.example", "file://", "")  # fmt: skip


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("target", ["/", "/events", "/search.js", "/static/proof.js"])
def test_another_origin_is_refused(served: Served, origin: str, target: str) -> None:
    answer = served.said(request(served, f"GET {target} HTTP/1.1", Origin=origin.format(served.port)))
    assert status(answer) == 403
    assert b"Access-Control" not in answer


@pytest.mark.parametrize(
    ("site", "mode", "kind", "wanted"),
    [
        ("cross-site", "no-cors", "image", 403), ("cross-site", "no-cors", "script", 403),
        ("same-site", "cors", "empty", 403), ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "document", 200), ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
    ],
)  # fmt: skip
def test_another_site_may_lead_here_and_nothing_else(
    served: Served, site: str, mode: str, kind: str, wanted: int
) -> None:
    told = {"Sec_Fetch_Site": site, "Sec_Fetch_Mode": mode, "Sec_Fetch_Dest": kind}
    assert asked(served, "GET /search.js HTTP/1.1", **told) == wanted


# what may be asked for

OUTSIDE = (
    "/../book.yaml", "/..%2fbook.yaml", "/%2e%2e/book.yaml", "/%2e%2e%2fbook.yaml", "/%252e%252e%252fbook.yaml",
    "/static/../book.yaml", "/static/..%5c..%5cbook.yaml", "/static/%2e%2e/%2e%2e/keeping.py", "/book.yaml",
    "/01-lluvia.md", "/secreto.yaml", "/build/.cache", "/.git/config", "/etc/passwd", "/pages/../index.html", "/%00",
    "/index.html%00.png", "/static/", "/static", "/pages/", "/pages/000.png", "/index.html/", "/INDEX.HTML",
    "//evil.example/", "/%c0%ae%c0%ae/book.yaml", "/static/proof.css/../../keeping.py",
    "/search.html/../../../book.yaml", "/./index.html",
)  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE)
def test_nothing_but_the_proof_is_served(served: Served, target: str) -> None:
    answer = served.said(request(served, f"GET {target} HTTP/1.1"))
    assert status(answer) == 404
    assert b"title: Libro" not in answer


@pytest.mark.parametrize("target", ["http://evil.example/", "*", "evil.example:443", "index.html"])
def test_a_target_that_is_no_path_is_refused(served: Served, target: str) -> None:
    assert asked(served, f"GET {target} HTTP/1.1") == 400


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
def test_other_methods_are_refused(served: Served, method: str) -> None:
    answer = served.said(request(served, f"{method} / HTTP/1.1", Origin="http://evil.example"))
    assert status(answer) == 405
    assert b"\r\nAllow: GET, HEAD, POST\r\n" in answer
    assert b"Access-Control" not in answer


def test_a_head_has_no_body(served: Served) -> None:
    answer = served.said(request(served, "HEAD /index.html HTTP/1.1"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert re.search(rb"Content-Length: [1-9]\d+", head)
    assert body == b""


POLICY = (
    b"default-src 'none'", b"script-src 'self'", b"style-src 'self'", b"frame-ancestors 'none'", b"base-uri 'none'",
    b"X-Content-Type-Options: nosniff", b"Cross-Origin-Resource-Policy: same-origin", b"Referrer-Policy: no-referrer",
)  # fmt: skip


@pytest.mark.parametrize("first", ["GET / HTTP/1.1", "GET /nothing HTTP/1.1", "PUT / HTTP/1.1", "POST /open HTTP/1.1",
                                   "GET /static/proof.js HTTP/1.1", "NONSENSE / HTTP/1.1"])  # fmt: skip
def test_every_answer_carries_the_policy(served: Served, first: str) -> None:
    answer = served.said(request(served, first))
    assert [part for part in POLICY if part not in answer] == []
    assert b"unsafe" not in answer.partition(b"\r\n\r\n")[0]
    assert b"Python" not in answer.partition(b"\r\n\r\n")[0]


def test_no_page_holds_a_script_or_a_style_of_its_own(served: Served) -> None:
    for name in ("index.html", "chapter-01-lluvia.html", "findings.html", "spreads.html", "pictures.html"):
        text = served.said(request(served, f"GET /{name} HTTP/1.1")).decode()
        assert re.findall(r"<script(?! src=\"static/)", text) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text) == []


# what may be done


def form(token: str, place: str) -> str:
    return f"token={token}&place={place.replace('+', '%2B')}"


def test_a_place_is_opened_in_the_editor(served: Served, book: Path, opened: Path) -> None:
    assert asked(served, "POST /open HTTP/1.1", form(token_of(served), "02-nieve.md:7:1")) == 200
    end = time.monotonic() + PATIENCE
    while not (opened.exists() and opened.read_text("utf-8").endswith("\n")) and time.monotonic() < end:
        time.sleep(0.02)
    assert opened.read_text("utf-8") == f"{book.resolve() / '02-nieve.md'}\0+7:1\n"


def test_without_the_token_nothing_is_done(served: Served, opened: Path) -> None:
    before = opened.read_text("utf-8") if opened.exists() else ""
    token, place = token_of(served), "02-nieve.md:7:1"
    wrong = ("", "x", token[:-1], f"{token}x", token.swapcase(), "\u00e9")
    for body in (f"place={place}", *(form(one, place) for one in wrong)):
        assert asked(served, "POST /open HTTP/1.1", body) == 403
    good = form(token, place)
    assert asked(served, "POST /open HTTP/1.1", good, Origin=None) == 403
    assert asked(served, "POST /open HTTP/1.1", good, Origin="http://evil.example") == 403
    assert asked(served, "POST /open HTTP/1.1", good, Host="evil.example") == 403
    assert asked(served, "POST /open HTTP/1.1", good, Sec_Fetch_Site="cross-site") == 403
    assert asked(served, "POST /open HTTP/1.1", good, Content_Type="text/plain") == 415
    assert asked(served, f"GET /open?{good} HTTP/1.1") == 404
    assert (opened.read_text("utf-8") if opened.exists() else "") == before


NOWHERE = ("/etc/passwd:1:1", "../x.md:1:1", "02-nieve.md:9999:1", "secreto.yaml:1:1", "", ":0:0", "02-nieve.md:7:1;id",
           "--help:1:1", "02-nieve.md")  # fmt: skip


@pytest.mark.parametrize("place", NOWHERE)
def test_a_place_that_the_proof_does_not_show_is_not_opened(served: Served, place: str) -> None:
    assert asked(served, "POST /open HTTP/1.1", form(token_of(served), place)) == 404


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Content_Length": None}, 411), ({"Content_Length": "-1"}, 413), ({"Content_Length": "1e3"}, 413),
        ({"Content_Length": "99999999999999999999"}, 413), ({"Content_Length": "8193"}, 413),
        ({"Content_Length": None, "Transfer_Encoding": "chunked"}, 411), ({"Transfer_Encoding": "chunked"}, 411),
        ({"Content_Length": "\u0663"}, 413),
    ],
)  # fmt: skip
def test_a_body_says_once_how_long_it_is(served: Served, headers: dict[str, str | None], wanted: int) -> None:
    head = request(served, "POST /open HTTP/1.1", "")
    for name, value in headers.items():
        old = re.compile(rb"\r\n" + name.replace("_", "-").encode() + rb": [^\r]*")
        head = old.sub(b"", head)
        if value is not None:
            head = head.replace(b"\r\n\r\n", f"\r\n{name.replace('_', '-')}: {value}\r\n\r\n".encode())
    assert status(served.said(head)) == wanted


# clients that are slow, wild or many


def test_giant_and_broken_heads_are_refused_and_the_server_goes_on(served: Served) -> None:
    own = f"Host: 127.0.0.1:{served.port}\r\n".encode()
    assert status(served.said(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + own + b"\r\n")) == 414
    assert status(served.said(b"GET / HTTP/1.1\r\n" + own + b"X: " + b"a" * 70_000 + b"\r\n\r\n")) == 431
    assert status(served.said(b"GET / HTTP/1.1\r\n" + own + b"X: y\r\n" * 150 + b"\r\n")) == 431
    assert served.said(b"GET / HTTP/9.9\r\n" + own + b"\r\n").startswith(b"505")
    assert status(served.said(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")) in {0, 400}
    assert status(served.said(b"GET\r\n\r\n")) in {0, 400}
    served.said(b"GET / HTTP/1.1\r\nHost: \xff\xfe\x00\r\n\r\n")
    assert asked(served) == 200


def test_clients_that_dawdle_hold_up_nobody(served: Served) -> None:
    """Half a head from many, while others are answered."""
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(MOST // 2)]
    try:
        for line in slow:
            line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert asked(served) == 200
    finally:
        for line in slow:
            line.close()


def reader(served: Served) -> tuple[int, socket.socket]:
    """Somebody who waits for news, and how he was received."""
    line = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
    line.sendall(request(served, "GET /events HTTP/1.1"))
    return status(line.recv(100)), line


def test_readers_that_have_gone_make_room_for_others(served: Served) -> None:
    readers = [reader(served) for _ in range(MOST_STREAMS + 1)]
    for _, line in readers:
        line.close()
    assert [said for said, _ in readers] == [*[200] * MOST_STREAMS, 503]
    end = time.monotonic() + PATIENCE
    said = 503
    while said == 503 and time.monotonic() < end:
        said, line = reader(served)
        line.close()
    assert said == 200


def server_with(**limits: float) -> ProofServer:
    """A server of no book, whose clock can be turned."""
    board = Board(News(site(sessions._nothing(()), Desk(live=True)), 0, ""))
    return ProofServer(0, House(board, Path(), "token"))


def test_a_connection_beyond_its_deadline_is_ended() -> None:
    server = server_with()
    ours, theirs = socket.socketpair()
    with server, ours, theirs:
        server._open[ours] = time.monotonic() - 1
        server.service_actions()
        assert theirs.recv(10) == b""


def test_more_connections_than_the_house_holds_are_turned_away() -> None:
    server = server_with()
    crowd = [socket.socketpair() for _ in range(MOST)]
    ours, theirs = socket.socketpair()
    with server, ours, theirs:
        for mine, _ in crowd:
            server._open[mine] = float("inf")
        server.process_request(ours, ("127.0.0.1", 1))
        assert theirs.recv(10) == b""
    for pair in crowd:
        for end in pair:
            end.close()


# how it begins and ends


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", "serve", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=PATIENCE, check=False)


def test_a_port_that_is_taken_is_said(served: Served, book: Path) -> None:
    done = run(str(book), "--port", str(served.port))
    assert done.returncode == 1
    assert f"error[WP001]: port {served.port} cannot be used: another program has it" in done.stderr
    assert "--port" in done.stderr


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = run(str(tmp_path / "nowhere"), "--port", "0")
    assert done.returncode == 1
    assert "error[RD001]" in done.stderr


NO_EDITORS = ("code -g {line}", "code '{path}", "nonesuch-editor {path}", "{path}", "code {path}:{row}", " ")


@pytest.mark.parametrize("command", NO_EDITORS)
def test_an_editor_that_cannot_be_is_a_fault_of_the_command_line(book: Path, command: str) -> None:
    done = run(str(book), "--editor", command.replace("code", "true"))
    assert done.returncode == 2
    assert "--editor" in done.stderr


def children(process: int) -> list[int]:
    told = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in told.splitlines()]
    return [child for child, parent in pairs if parent == process]


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_and_leaves_no_process_behind(tmp_path: Path, number: int) -> None:
    with serving(write(tmp_path, BOOK)) as served:
        below = children(served.process.pid)
        line = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
        line.sendall(request(served, "GET /events HTTP/1.1"))
        line.recv(100)
        assert below
        assert served.ended(number) == 0
        line.close()
        assert not [child for child in below if is_alive(child)]
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", served.port))


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with serving(write(tmp_path, BOOK)) as served:
        below = children(served.process.pid)
        assert below
        served.ended(signal.SIGKILL)
        end = time.monotonic() + PATIENCE
        while any(map(is_alive, below)) and time.monotonic() < end:
            time.sleep(0.05)
        assert not [child for child in below if is_alive(child)]


def test_a_folder_without_a_book_says_so_and_becomes_one(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert b"RD001" in served.said(request(served))
        write(tmp_path, BOOK)
        served.built()
        assert b"Lluvia" in served.said(request(served))


def test_a_fault_of_our_own_leaves_the_last_proof_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workshop(1) as workshop:
        keeper = Keeper(Request(write(tmp_path, BOOK), write=False), workshop)
        desk = Desk(live=True)
        board = Board(News(site(sessions._nothing(()), desk), 0, ""))
        said: list[str] = []
        session = sessions._Session(keeper, board, desk, said.append)
        session.build()
        monkeypatch.setattr("pipeline.serve.keeping.resolved", lambda *_, **__: [][1])
        session.build()
        text = board.news.site.data("findings.html").decode()
        assert Code.BUILD_FAILED.ident in text
        assert "IndexError" in text
        assert "Llovía" in board.news.site.data("chapter-01-lluvia.html").decode()
        assert said[1].endswith("the book cannot be read; no findings")


def test_the_copy_editor_reads_in_a_quiet_moment_and_again_what_has_changed(tmp_path: Path) -> None:
    book = write(tmp_path, {**BOOK, "03-sol.md": "---\ntitle: Sol\n---\n\nSalió el el sol.\n"})
    with serving(book, "--review") as served:
        assert served.built().endswith("1 warning")
        assert b"CE" in served.said(request(served, "GET /chapter-03-sol.html HTTP/1.1"))
        write(book, {"01-lluvia.md": BOOK["01-lluvia.md"] + "\nMás.\n"})
        assert served.built().endswith("1 warning"), "what was found elsewhere stays"
        write(book, BOOK)
        while "CE" in served.said(request(served, "GET /findings.html HTTP/1.1")).decode():
            served.built()


def test_a_port_beyond_all_ports_is_refused_by_name() -> None:
    with pytest.raises(BookError, match="port 70000"):
        sessions._bound(70000, House(Board(News(site(sessions._nothing(())), 0, "")), Path(), ""))
