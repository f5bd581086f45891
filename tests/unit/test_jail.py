"""The jail: what a confined process cannot do, each beside the same thing done without a jail."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import jail, start
from pipeline.cli import main
from pipeline.diagnostics import Code
from pipeline.request import Request
from pipeline.run import build

ROOT = Path(__file__).resolve().parents[2]
whole = pytest.mark.skipif(
    bool(jail.lacking()) and not (jail.abi() and "CI" in os.environ), reason=f"no whole jail here: {jail.lacking()}"
)

TRIALS = {
    "read": "open(sys.argv[1] + '/secret').read()",
    "read by a link": "open(sys.argv[2] + '/link').read()",
    "list": "os.listdir(sys.argv[1])",
    "write": "open(sys.argv[1] + '/new', 'w')",
    "change": "open(sys.argv[1] + '/secret', 'a')",
    "truncate": "os.truncate(sys.argv[1] + '/secret', 6)",
    "rename": "os.rename(sys.argv[1] + '/a', sys.argv[1] + '/b')",
    "move in": "os.rename(sys.argv[1] + '/b', sys.argv[2] + '/b')",
    "delete": "os.unlink(sys.argv[1] + '/c')",
    "make a folder": "os.mkdir(sys.argv[1] + '/d')",
    "change a mode": "os.chmod(sys.argv[1] + '/secret', 0o600)",
    "change a time": "os.utime(sys.argv[1] + '/secret')",
    "TCP": "sys.modules['made'].connect(('127.0.0.1', int(sys.argv[3])))",
    "TCP, a new socket": "socket.create_connection(('127.0.0.1', int(sys.argv[3])))",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a local socket": "socket.socket(socket.AF_UNIX)",
    "exec": "os.execv('/bin/true', ['true']) if os.fork() == 0 else None",
    "fork": "os._exit(0) if os.fork() == 0 else None",
    "spawn": "subprocess.run(['/bin/true'], check=True)",
    "signal": "os.kill(os.getppid(), 0)",
    "much memory": "bytearray(1 << 30)",
    "a large file": "os.posix_fallocate(os.open(sys.argv[2] + '/large', os.O_CREAT | os.O_RDWR), 0, (1 << 30) + 1)",
}
"""Python that succeeds without a jail."""
MUST_GO_ON = {
    "write in its own folder": "open(sys.argv[2] + '/mine', 'w').write('x')",
    "import late": "importlib.import_module('xml.dom.minidom')",
    "import a package late": "importlib.import_module('pygments.lexers.jvm')",
    "a thread": "threading.Thread(target=int).start()",
    "a font of the book": "__import__('pipeline.fonts').fonts.font_shelf()",
}
PROGRAM = """
import importlib, os, signal, socket, subprocess, sys, threading
from pathlib import Path
from pipeline.jail import Cell, confine, libraries
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.modules["made"] = socket.socket()
if sys.argv[4] == "confined":
    confine(Cell(libraries(), (Path(sys.argv[2]),), memory=512), demanded=True)
try:
    {trial}
except (OSError, MemoryError) as refused:
    sys.exit(f"refused: {{type(refused).__name__}}")
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder outside with things in it, the process's own folder, somebody who listens."""

    outside: Path
    own: Path
    port: int

    def tried(self, trial: str, kind: str) -> str:
        """What the trial says against it; empty when it succeeds."""
        words = [str(self.outside), str(self.own), str(self.port), kind]
        done = subprocess.run([sys.executable, "-c", PROGRAM.format(trial=trial), *words], capture_output=True,
                              text=True, cwd=ROOT, timeout=120, check=False)  # fmt: skip
        assert done.returncode in {0, 1}, done.stderr
        return done.stderr.strip() if done.returncode else ""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    outside, own = tmp_path / "outside", tmp_path / "own"
    outside.mkdir()
    own.mkdir()
    for name in ("secret", "a", "b", "c"):
        (outside / name).write_text("canary", encoding="utf-8")
    (own / "link").symlink_to(outside / "secret")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Place(outside, own, listener.getsockname()[1])


@whole
@pytest.mark.parametrize("what", TRIALS)
def test_what_a_free_process_does_a_confined_one_cannot(what: str, place: Place) -> None:
    assert place.tried(TRIALS[what], "confined").startswith("refused: ")
    assert place.tried(TRIALS[what], "free") == ""


@whole
@pytest.mark.parametrize("what", MUST_GO_ON)
def test_a_confined_process_can_still_work(what: str, place: Place) -> None:
    assert place.tried(MUST_GO_ON[what], "confined") == ""


@whole
def test_what_is_started_is_confined_too(place: Place) -> None:
    start_it = (
        "from pipeline.jail import own_folder, python\n"
        "    confine(Cell(libraries(), (Path(sys.argv[2]),), (own_folder(),), python()), demanded=True)\n"
        "    done = subprocess.run([sys.executable, '-c', 'import sys; open(sys.argv[1])', sys.argv[1] + '/secret'],"
        " capture_output=True)\n"
        "    assert b'PermissionError' in done.stderr, done.stderr\n"
        "    subprocess.run(['/bin/true'])"
    )
    assert place.tried(start_it, "free") == "refused: PermissionError"


def test_a_kernel_that_has_the_walls_is_believed_in_ci() -> None:
    """Nothing above may be skipped where it can be tried."""
    assert "CI" not in os.environ or not jail.abi() or not jail.lacking()


# a system without


def book(folder: Path) -> Path:
    (folder / "a.md").write_text("# Rain\n\nIt rained.\n", encoding="utf-8")
    (folder / "book.yaml").write_text("title: Rain\nauthor: Ada\nlanguage: en\n", encoding="utf-8")
    return folder


def test_a_system_without_a_jail_is_a_remark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "lacking", lambda: "Linux 5.10 has no Landlock")
    result = build(Request(book(tmp_path), ("print",), jobs=1))
    found = [said for said in result.report.diagnostics if said.code is Code.NO_JAIL]
    assert [said.message for said in found] == [
        "what lays out the pages could not be confined: Linux 5.10 has no Landlock"
    ]
    assert result.outputs != ()


def test_an_untrusted_book_is_not_built_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "lacking", lambda: "Linux 5.10 has no Landlock")
    for command in (["build"], ["check"], ["tree", "1"], ["normalize"]):
        done = CliRunner().invoke(main, [*command, str(book(tmp_path)), "--untrusted"], catch_exceptions=False)
        assert done.exit_code == 1
        assert "error[JL002]" in done.stderr
    assert not (tmp_path / "build").exists()


# an untrusted book


def galerada(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@whole
def test_an_untrusted_book_is_built_and_its_cache_is_not_used(tmp_path: Path) -> None:
    kept = book(tmp_path) / "build" / ".cache" / "ab" / "cdef"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a stranger's")
    done = galerada("build", str(tmp_path), "--untrusted", "-j", "1", "--json")
    assert done.returncode == 0, done.stderr
    assert {made["edition"] for made in json.loads(done.stdout)["outputs"]} == {"ebook", "print"}
    assert [path.read_bytes() for path in (tmp_path / "build" / ".cache").glob("*/*")] == [b"a stranger's"]


@whole
def test_an_untrusted_book_lowers_limits_and_raises_none(tmp_path: Path) -> None:
    with (book(tmp_path) / "book.yaml").open("a", encoding="utf-8") as config:
        config.write("limits: {cells: 1000000, seconds: 5000, word: 2000, notes: 1, picture: 1GiB}\n")
    (tmp_path / "z.md").write_text("# Z\n\nx[^1] y[^2]\n\n[^1]: n\n\n[^2]: m\n", "utf-8")
    told = [json.loads(galerada("build", str(tmp_path), *more, "-e", "ebook", "--json").stdout)["diagnostics"]
            for more in ([], ["--untrusted"])]  # fmt: skip
    freely, strictly = ([(one["code"], one["message"].partition(":")[0]) for one in found] for found in told)
    assert ("LM004", "this chapter") in [(code, said[:12]) for code, said in strictly]
    assert "JL005" not in [code for code, _ in freely]
    assert [said for code, said in strictly if code == "JL005"] == [
        "limits.cells stays at 10,000 cells", "limits.word stays at 1,000", "limits.seconds stays at 300",
        "limits.picture stays at 20.0 MiB",
    ]  # fmt: skip


@whole
def test_a_link_in_the_place_of_the_outputs_is_refused(tmp_path: Path) -> None:
    manuscript, elsewhere = tmp_path / "book", tmp_path / "elsewhere"
    for folder in (manuscript, elsewhere):
        folder.mkdir()
    (book(manuscript) / "build").symlink_to(elsewhere)
    done = galerada("build", str(manuscript), "--untrusted")
    assert (done.returncode, list(elsewhere.iterdir())) == (1, [])
    assert "error[JL004]" in done.stderr


@whole
def test_what_an_untrusted_command_changes_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nWait...\n", "utf-8")
    done = galerada("normalize", str(tmp_path), "--untrusted", "--write")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.md").read_text("utf-8") == "# T\n\nWait…\n"


BROKEN = """
import os, sys
import pipeline.read.manuscript
from pipeline.cli import main
def broken(*_, **__):
    {fault}
pipeline.read.manuscript.Manuscript.read = broken
main(["check", sys.argv[1], "--untrusted", "--json"])
"""
FAULTS = {
    "os.kill(os.getpid(), 9)": "signal 9 (SIGKILL), perhaps because the machine's memory was full",
    "os.abort()": "signal 6 (SIGABRT)",
    "bytearray(4 << 30)": "it needs more than 2048 MiB of memory",
    "1 / 0": "a fault in Galerada or one of its libraries",
    "open('/etc/hostname' if os.path.exists('/etc/hostname') else '/etc/passwd')": "a fault in Galerada or one",
}


@whole
@pytest.mark.parametrize("fault", FAULTS)
def test_when_what_reads_it_breaks_off_that_is_a_finding(fault: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", BROKEN.format(fault=fault), str(book(tmp_path))], cwd=ROOT,
                          capture_output=True, text=True, timeout=300, check=False)  # fmt: skip
    (found,) = json.loads(done.stdout)["diagnostics"]
    assert (done.returncode, found["code"]) == (1, "JL003")
    assert FAULTS[fault] in found["message"]
    assert "Traceback" not in done.stderr
