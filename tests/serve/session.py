"""A web proof that is served for a test: the real command, on a port of its own, over a book in a temporary folder.

`serving(book)` gives a `Served`; when the test is done the process is ended as a user ends it, and must say status 0.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds until a test gives up; a loaded machine takes its time."""
BOOK = {
    "book.yaml": "title: Libro\nlanguage: es\nauthor: Autora\n",
    "01-lluvia.md": "---\ntitle: Lluvia\n---\n\nLlovía sobre el tejado.\n\nSegundo párrafo con paraguas.\n",
    "02-nieve.md": "---\ntitle: Nieve\n---\n\nNevaba en la plaza.\n\n## Tarde\n\nOtro párrafo.\n",
    "03-sol.md": "---\ntitle: Sol\n---\n\nSalió el sol.\n",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A book in a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@dataclass(slots=True)
class Served:
    """A server at work."""

    process: subprocess.Popen[str]
    lines: Queue[str] = field(default_factory=Queue)
    url: str = ""

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1].strip("/"))

    def built(self) -> str:
        """What the next build says of itself."""
        return self.lines.get(timeout=PATIENCE)

    def ended(self, number: int = signal.SIGINT) -> int:
        """End it; its status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def said(self, request: bytes, *, wait: float = PATIENCE) -> bytes:
        """What comes back for these very bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as line:
            line.sendall(request)
            got = b""
            while part := line.recv(65536):
                got += part
            return got


@contextmanager
def serving(book: Path, *options: str) -> Iterator[Served]:
    """The book, served and built once."""
    command = [sys.executable, "-m", "pipeline", "serve", str(book), "--port", "0", *options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    served = Served(process)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.match(r"(http://127\.0\.0\.1:\d+/)", first)
        assert found, first + process.stdout.read()
        served.url = found[1]
        threading.Thread(target=_listen, args=(process, served.lines), daemon=True).start()
        served.built()
        yield served
        if process.poll() is None:
            assert served.ended() == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _listen(process: subprocess.Popen[str], lines: Queue[str]) -> None:
    assert process.stdout is not None
    try:
        for line in process.stdout:
            lines.put(line.rstrip("\n"))
    except ValueError:  # closed: the test is over
        pass
