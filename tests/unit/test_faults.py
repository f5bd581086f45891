"""Builds that are killed, refused or crowded: a small part of what `make nightly` runs (tests/faults)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.diagnostics import BookError, Code
from pipeline.lock import locked
from pipeline.output import JOURNAL, Made, mend, write_all
from pipeline.request import Request
from pipeline.run import build

FAULTS = Path(__file__).resolve().parents[1] / "faults"
has_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is not installed; `make nightly` installs it"
)


# every call of a switch


def made(folder: Path, words: bytes) -> list[Made]:
    ebook = Made("ebook", folder / "ebook" / "a.epub", words, None)
    return [ebook, Made("print", folder / "print" / "a.pdf", words, 3)]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("fault", ["kill", "28", "5", "122"])
@pytest.mark.parametrize("old", [True, False], ids=["over old outputs", "for the first time"])
def test_wherever_a_switch_breaks_off_all_is_old_or_all_is_new(fault: str, old: bool, tmp_path: Path) -> None:
    """`os.rename`, `os.fsync` and the rest, each time each of them is called, until none is left."""
    before = {"ebook/a.epub": b"old", "print/a.pdf": b"old"} if old else {}
    after = {"ebook/a.epub": b"new", "print/a.pdf": b"new"}
    met = 0
    for call in ("link", "fsync", "replace", "rename", "unlink"):
        for count in range(1, 30):
            folder = tmp_path / f"{call}{count}"
            folder.mkdir()
            if old:
                write_all(made(folder, b"old"))
            code = _broken(folder, call, count, fault)
            if code == 4:
                break
            met += 1
            assert code in ({-9} if fault == "kill" else {0, 3})
            mend(folder)
            assert files(folder) in (before, after)
            assert code != 0 or files(folder) == after
    assert met >= (15 if old else 12)


def _broken(folder: Path, call: str, count: int, fault: str) -> int:
    """Forked, for a new Python would take a hundred times as long."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    own, seen = getattr(os, call), 0

    def broken(*given: object, **named: object) -> object:
        nonlocal seen
        seen += 1
        if seen != count:
            return own(*given, **named)
        if fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(int(fault), os.strerror(int(fault)))

    setattr(os, call, broken)
    try:
        write_all(made(folder, b"new"))
    except BookError as error:
        os._exit(3 if error.diagnostic.code is Code.NOT_WRITTEN else 5)
    except BaseException:  # whatever it is, it must not come back into pytest
        os._exit(6)
    os._exit(4 if seen < count else 0)


def test_a_strangers_journal_speaks_of_outputs_at_most(tmp_path: Path) -> None:
    root, outside = tmp_path / "build", tmp_path / "outside.pdf"
    root.mkdir()
    outside.write_bytes(b"mine")
    (root / "notes.pdf").write_bytes(b"mine")
    told = '[["../outside.pdf", false], ["notes.pdf", false], ["a/../../outside.pdf", false]]'
    (root / JOURNAL).write_text(told, "utf-8")
    mend(root)
    assert (outside.read_bytes(), (root / "notes.pdf").read_bytes()) == (b"mine", b"mine")
    assert not (root / JOURNAL).exists()


@pytest.mark.parametrize("text", ["", "{", "7", "[7]", "[[1]]", '[["print/a.pdf"]]'])
def test_a_damaged_journal_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_text(text, "utf-8")
    mend(tmp_path)
    assert files(tmp_path) == {}


# two builds


def book(folder: Path) -> Path:
    (folder / "a.md").write_text("# Rain\n\nIt rained.\n", encoding="utf-8")
    (folder / "book.yaml").write_text("title: Rain\nauthor: Ada\nlanguage: en\n", encoding="utf-8")
    return folder


def test_a_build_with_nothing_to_do_sweeps_what_a_dead_one_left(tmp_path: Path) -> None:
    request = Request(book(tmp_path), ("ebook",))
    build(request)
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    new = tmp_path / "build" / ".cache" / "new"
    left = [new / f"{'a' * 64}.{number}.tmp" for number in (dead.pid, os.getpid())]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    assert [stage for stage, _ in build(request).seconds] == ["unchanged"]
    assert [path.exists() for path in left] == [False, True], "the other is of one that is at work"


def test_a_second_build_waits_says_for_whom_and_goes_on(tmp_path: Path) -> None:
    told: list[str] = []
    waiting = threading.Event()

    def tell(stage: str, what: str) -> None:
        told.append(f"{stage} {what}")
        waiting.set()

    def second() -> None:
        with locked(tmp_path, 60, tell):
            told.append("its turn")

    with locked(tmp_path, 0, tell):
        other = threading.Thread(target=second)
        other.start()
        assert waiting.wait(60)
        told.append("done")
    other.join()
    assert told == [f"wait for the process {os.getpid()}, which builds in {tmp_path}", "done", "its turn"]


def test_a_build_that_will_not_wait_ends_and_changes_nothing(tmp_path: Path) -> None:
    root = book(tmp_path) / "build"
    with locked(root, 0, lambda *_: None):
        done = CliRunner().invoke(main, ["build", str(tmp_path), "-e", "ebook", "--wait", "0"], catch_exceptions=False)
    assert done.exit_code == 1
    assert f"error[IO002]: the process {os.getpid()} builds in {root}" in done.stderr
    assert "--wait" in done.stderr
    assert files(root) == {".lock": b""}


def test_a_check_waits_for_nobody(tmp_path: Path) -> None:
    with locked(book(tmp_path) / "build", 0, lambda *_: None):
        done = CliRunner().invoke(main, ["check", str(tmp_path), "-j", "1"], catch_exceptions=False)
    assert done.exit_code == 0


def test_what_a_killed_build_left_goes_with_the_next(tmp_path: Path) -> None:
    root = book(tmp_path) / "build"
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = (".at-work", "ebook/.rain.epub.galerada-new", f".cache/new/abcd.{dead.pid}.tmp")
    left = [root / name for name in names]
    alive = root / ".cache" / "new" / f"abef.{os.getppid()}.tmp"
    for path in (*left, alive):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "-e", "ebook"], catch_exceptions=False)
    assert done.exit_code == 0
    assert [path for path in (*left, alive) if path.exists()] == [alive]


def test_what_was_killed_beside_a_single_file_goes_with_the_next(tmp_path: Path) -> None:
    """`pages.lock`, `release.lock`, a style sheet: they lie among the chapters, where no build sweeps."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    place, other = tmp_path / "[a].lock", tmp_path / f".a.lock.{dead.pid}.galerada-new"
    left, alive = (tmp_path / f".[a].lock.{number}.galerada-new" for number in (dead.pid, os.getppid()))
    for path in (left, alive, other):
        path.write_bytes(b"half")
    write_all([Made("lock", place, b"whole", None)])
    assert files(tmp_path) == {place.name: b"whole", alive.name: b"half", other.name: b"half"}


def test_a_folder_that_cannot_be_written_is_a_finding(tmp_path: Path) -> None:
    (book(tmp_path) / "build").write_bytes(b"a file")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "-e", "ebook"], catch_exceptions=False)
    assert (done.exit_code, "error[IO001]" in done.stderr) == (1, True)
    assert (tmp_path / "build").read_bytes() == b"a file"


# whole builds


@has_strace
def test_a_sample_of_faults_does_no_harm() -> None:
    command = [sys.executable, str(FAULTS / "inject.py"), "build", "--calls", "rename"]
    command += ["--from", "3", "--every", "9"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=570, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 with harm" in done.stdout


def test_a_crowd_does_no_harm() -> None:
    command = [sys.executable, str(FAULTS / "crowd.py"), "3", "4"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=570, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "3 rounds of 4 builds, 0 with harm\n"
