"""The web proof's server: what is on the board, to browsers on this machine.

In: a board, an editor. Out: HTTP on 127.0.0.1. A request becomes a name that is looked up among the site's files, never
a path. Each connection has a thread, a time-out and a deadline; more of them than the house holds are turned away.
"""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, unquote

from ..nodes import Pos
from .board import Board, News
from .editor import Editor
from .gate import METHODS, is_token, refusal

HOST = "127.0.0.1"
MOST, MOST_STREAMS = 64, 24
"""Connections at once, and those of them that wait for news."""
TIMEOUT, DEADLINE = 10.0, 30.0
"""Seconds without a byte, and for a whole request with its answer."""
BEAT = 0.5
"""Seconds after which a stream looks whether its reader is still there."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer, refusals too."""
LASTING, FLEETING = "private, max-age=31536000, immutable", "no-store"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class House:
    """What the answers are made of."""

    board: Board
    folder: Path
    token: str
    editor: Editor | None = None


class ProofServer(ThreadingHTTPServer):
    """Binds to loopback; raises OSError when the port is another's."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 32

    def __init__(self, port: int, house: House) -> None:
        self.house = house
        self.streams = threading.BoundedSemaphore(MOST_STREAMS)
        self._open: dict[socket.socket, float] = {}
        self._lock = threading.Lock()
        super().__init__((HOST, port), Answer)

    def server_bind(self) -> None:
        """Bind without asking the network what this machine is called."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.server_port}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give the connection a thread, if there is room."""
        with self._lock:
            room = len(self._open) < MOST
            if room:
                self._open[request] = time.monotonic() + DEADLINE
        if room:
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        """The connection is done with."""
        with self._lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def lasts(self, request: Any) -> None:
        """A connection is one that waits for news: it has no deadline."""
        with self._lock:
            if request in self._open:
                self._open[request] = float("inf")

    def service_actions(self) -> None:
        """Between connections: those that take too long are ended."""
        now = time.monotonic()
        with self._lock:
            late = [request for request, deadline in self._open.items() if deadline < now]
        for request in late:
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news, and what goes wrong for one is told to that one."""


class Answer(BaseHTTPRequestHandler):
    """One request, answered."""

    server: ProofServer
    server_version = "Galerada"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = TIMEOUT
    error_message_format = "%(code)d: %(message)s\n"
    error_content_type = TEXT

    def handle(self) -> None:
        """One request a connection: nothing is left over for the next."""
        self.close_connection = True
        with suppress(OSError):
            self.handle_one_request()
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal tells of builds."""

    def end_headers(self) -> None:
        """Close the head, with what every answer carries."""
        for name, value in SECURITY.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        super().end_headers()

    def handle_expect_100(self) -> bool:
        """Nobody is asked to go on: what comes is small."""
        return True

    def do_GET(self) -> None:
        """Answer with a file, or with news as they come."""
        self._answered()

    do_HEAD = do_POST = do_GET
    do_OPTIONS = do_PUT = do_PATCH = do_DELETE = do_TRACE = do_CONNECT = do_GET

    def _answered(self) -> None:
        port = self.server.server_port
        refused = refusal(self.command, self.path, lambda name: self.headers.get_all(name) or [], port)
        if refused is not None:
            self._say(refused.status, refused.words)
            return
        name = unquote(self.path.partition("#")[0].partition("?")[0]).removeprefix("/") or "index.html"
        if self.command == "POST":
            self._act(name)
        elif name == "events" and self.command == "GET":
            self._stream()
        else:
            self._file(name)

    def _file(self, name: str) -> None:
        """A file of the site, by its name."""
        found = self.server.house.board.found(name)
        if found is None:
            self._say(404, "there is nothing of this name in the proof")
            return
        site, file = found
        try:
            data = site.data(name)
        except Exception as fault:  # the server goes on, and says which page it was
            self._say(500, f"this page cannot be shown: {type(fault).__name__}: {fault}"[:400])
            return
        self._send(200, file.media_type, data, LASTING if file.lasting else FLEETING)

    def _act(self, name: str) -> None:
        """What a page of ours asks to be done: open a place in the editor."""
        house = self.server.house
        said = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8", "replace")
        form = parse_qs(said, max_num_fields=8)
        token, place = (form.get(field, [""])[-1] for field in ("token", "place"))
        pos = house.board.news.site.names(place)
        if not is_token(token, house.token):
            self._say(403, "reload the page: it belongs to a server that has ended")
        elif name != "open" or pos is None:
            self._say(404, "the proof knows no such place")
        elif house.editor is None:
            self._say(409, "no editor was named: galerada serve --editor 'code -g {path}:{line}'")
        else:
            self._open(house.editor, pos)

    def _open(self, editor: Editor, pos: Pos) -> None:
        try:
            editor.open(self.server.house.folder, pos)
        except OSError as error:
            self._say(500, f"the editor cannot be started: {(error.strerror or str(error)).lower()}")
            return
        self._say(200, "opened")

    # news

    def _stream(self) -> None:
        """News as they come (HTML, 9.2), until the reader or the server goes."""
        if not self.server.streams.acquire(blocking=False):
            self._say(503, "too many pages of the proof are open")
            return
        try:
            self.server.lasts(self.request)
            self._tell_news()
        finally:
            self.server.streams.release()

    def _tell_news(self) -> None:
        board = self.server.house.board
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", FLEETING)
        self.end_headers()
        news: News | None = board.news
        version = board.news.version
        while not board.closed and not _is_gone(self.request):
            if news:
                self.wfile.write(_event(news))
                version = news.version
            news = board.after(version, BEAT)

    # answers

    def _say(self, status: int, words: str) -> None:
        """A line of plain text."""
        more = {"Allow": ", ".join(METHODS)} if status == 405 else {}
        self._send(status, TEXT, f"{words}\n".encode(), FLEETING, more)

    def _send(
        self, status: int, kind: str, data: bytes, keeping: str, more: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.send_response(status)
        head = {"Content-Type": kind, "Content-Length": str(len(data)), "Cache-Control": keeping, **more}
        for name, value in head.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _is_gone(line: socket.socket) -> bool:
    """Whether the reader has hung up: one that waits for news has nothing more to say."""
    return bool(select.select([line], [], [], 0)[0])


def _event(news: News) -> bytes:
    """The news as an event; JSON keeps line breaks out of it."""
    told = json.dumps({"version": news.version, "said": news.said})
    return f"event: proof\ndata: {told}\n\n".encode()
