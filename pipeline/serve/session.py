"""One session of `galerada serve`: build, show, watch, build again, until Ctrl-C.

In: a request, a port, an editor. Out: nothing; every child is gone and the port is free when it ends. Raises BookError
when the port is another's or there is no folder.
"""

from __future__ import annotations

import errno
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from ..diagnostics import BookError, Code, Diagnostic, Severity
from ..folder import Folder
from ..model import Book, Config
from ..request import Request
from ..workshop import Workshop, cores
from .board import Board, News
from .copyediting import CopyEditor
from .editor import Editor
from .keeping import Keeper
from .proof import Broken, WebProof
from .server import House, ProofServer
from .site import site
from .views.parts import Desk
from .watching import LOOK, Watch

PORT = 4317
QUIET = 0.6
"""Seconds without a change after which the copy editor begins to read."""
WHOLE = "the book"
"""What is broken when nothing can be shown at all."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a session is held."""

    port: int = PORT
    """0: any that is free."""
    editor: Editor | None = None
    browse: bool = False
    """Whether a browser is opened."""
    review: bool = False
    """Whether the copy editor reads the book too."""


def serve(request: Request, options: Options, say: Say) -> None:
    """Hold a session; comes back when the user ends it."""
    _demand_folder(request.folder)
    first = secrets.randbelow(1 << 32)  # no two sessions count alike: a page of the last one is seen to be old
    desk = Desk(True, secrets.token_urlsafe(24), options.editor is not None, first)
    board = Board(News(site(_nothing(()), desk), first, "The book is being built"))
    server = _bound(options.port, House(board, request.folder, desk.token, options.editor))
    with _ended_by_signal(), Workshop(request.jobs or cores()) as workshop, _running(server, board):
        workshop.prepare()
        say(f"{server.address}  (Ctrl-C ends it)")
        if options.browse:
            _browse(server.address)
        closely = CopyEditor(request.folder) if options.review else None
        _Session(Keeper(request, workshop), board, desk, say, closely).go_on()


def _demand_folder(folder: Path) -> None:
    if not folder.is_dir():
        hint = "give the folder that holds the chapters; `galerada init` starts a new book"
        raise BookError(Code.NO_BOOK, f"the folder {folder} is not there", hint=hint)


def _bound(port: int, house: House) -> ProofServer:
    try:
        return ProofServer(port, house)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "another program has it" if taken else str(error).lower()
        hint = "another proof may be open there; give this one another port with --port N, or --port 0 for any"
        raise BookError(Code.PORT_TAKEN, f"port {port} cannot be used: {why}", hint=hint) from None


def _browse(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


@contextmanager
def _running(server: ProofServer, board: Board) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    try:
        yield
    except KeyboardInterrupt:
        pass  # that is how a session ends
    finally:
        board.close()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """A session that is asked to end (SIGTERM), or whose terminal is closed, ends as by Ctrl-C."""

    def end(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(slots=True)
class _Session:
    keeper: Keeper
    board: Board
    desk: Desk
    say: Say
    closely: CopyEditor | None = None
    last: WebProof | None = None
    """The last proof that there was, without the copy editor's findings."""

    def go_on(self) -> None:
        """Build and watch until the user ends it."""
        watch = Watch(Folder(self.keeper.request.folder))
        watch.look()
        while True:
            self.build()
            still = time.monotonic()
            while not watch.look():
                time.sleep(LOOK)
                if time.monotonic() - still > QUIET:
                    self.review()
            watch.settle()

    def build(self) -> None:
        """Build once, and show what came of it."""
        begun = time.perf_counter()
        proof = self._proof()
        self.last = proof if not _lacks(proof) else self.last
        self._put(proof, begun)

    def _put(self, proof: WebProof, begun: float) -> None:
        if self.closely is not None:
            more = self.closely.findings(self.keeper.good)
            proof = replace(proof, findings=tuple(sorted({*proof.findings, *more}, key=_place)))
        words = _words(proof)
        desk = replace(self.desk, version=self.board.news.version + 1)
        self.board.put(site(proof, desk), words)
        self.say(f"{time.perf_counter() - begun:.2f} s: {words}")

    def review(self) -> None:
        """Have the book read closely, if it has changed since it last was."""
        if self.closely is None or self.last is None or self.closely.has_read(self.keeper.good):
            return
        begun = time.perf_counter()
        self.closely.read(self.keeper.good)
        self._put(self.last, begun)

    def _proof(self) -> WebProof:
        try:
            proof = self.keeper.proof()
        except Exception as fault:  # the session goes on: whatever it was, the next save may mend it
            proof = None
            self.keeper.faults = (_failed(fault),)
        if proof is not None:
            return proof
        if self.last is None:
            return _nothing(self.keeper.faults)
        return replace(self.last, broken=(Broken(WHOLE, self.keeper.faults, True),))


def _place(found: Diagnostic) -> tuple[object, ...]:
    return found.pos.path, found.pos.line, found.pos.column, found.code.ident, found.message


def _failed(fault: Exception) -> Diagnostic:
    code, hint = Code.BUILD_FAILED, "this is a fault of Galerada: change the last lines back, and report it"
    return Diagnostic(code, f"the build ended with {type(fault).__name__}: {fault}"[:400], hint=hint,
                      severity=Severity.ERROR)  # fmt: skip


def _nothing(faults: tuple[Diagnostic, ...]) -> WebProof:
    """A proof of no book: before the first build, or when there is none to be had."""
    return WebProof(Book(Config(""), ()), broken=(Broken(WHOLE, faults, False),) if faults else ())


def _lacks(proof: WebProof) -> bool:
    return any(broken.path == WHOLE for broken in proof.broken)


def _words(proof: WebProof) -> str:
    """What came of a build, in a line."""
    broken = [f"{one.path} cannot be read" for one in proof.broken]
    counts = [(str(kind), sum(found.severity is kind for found in proof.findings)) for kind in Severity]
    told = [f"{count} {kind}{'s' if count != 1 else ''}" for kind, count in (*counts, ("open mark", len(proof.marks)))
            if count]  # fmt: skip
    return "; ".join([*broken, ", ".join(told) or "no findings"])

