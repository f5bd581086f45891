"""A twin fills the cache from the other end; whatever becomes of it, the book is the same."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from pipeline import twin
from pipeline.read.manuscript import Manuscript
from pipeline.run import Request, Result, build

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a twin is a fork, and forks are for Linux")
PIECES = [str(number) for number in range(20)]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if no thread of the test's runner were there, and a core were free."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(twin, "cores", lambda: 2)
    yield
    twin.dismiss()


def touched(folder: Path, name: str) -> None:
    with (folder / name).open("a") as file:
        file.write(f"{os.getpid()}\n")


def test_each_piece_is_done_once_by_one_of_the_two(tmp_path: Path) -> None:
    twin.begin([(name, partial(touched, tmp_path, name)) for name in PIECES])
    for name in reversed(PIECES):
        if twin.mine(name):
            touched(tmp_path, name)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(PIECES)
    assert {len(path.read_text().splitlines()) for path in tmp_path.iterdir()} == {1}


def test_a_piece_that_the_twin_has_is_waited_for(tmp_path: Path) -> None:
    twin.begin([(name, partial(touched, tmp_path, name)) for name in PIECES])
    while not (tmp_path / PIECES[5]).exists():
        pass
    assert not twin.mine(PIECES[5])
    assert not twin.mine(PIECES[0])
    assert str(os.getpid()) not in (tmp_path / PIECES[5]).read_text()


def test_what_nobody_gave_the_twin_is_ours(tmp_path: Path) -> None:
    twin.begin([(name, partial(touched, tmp_path, name)) for name in PIECES])
    assert twin.mine("another")
    twin.dismiss()
    assert twin.mine(PIECES[0])


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: sys.exit(3), lambda: 1 // 0])
def test_a_twin_that_dies_leaves_its_piece_to_us(end: object) -> None:
    twin.begin([(name, end) for name in PIECES])  # type: ignore[misc]
    assert twin.mine(PIECES[0])
    assert twin.mine(PIECES[-1])


def test_for_a_few_pieces_there_is_no_twin(tmp_path: Path) -> None:
    twin.begin([(name, partial(touched, tmp_path, name)) for name in PIECES[: twin.LEAST - 1]])
    assert all(map(twin.mine, PIECES))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("jobs", "cores"), [(1, 2), (0, 1)])
def test_where_one_process_is_all_there_is_no_twin(jobs: int, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twin, "cores", lambda: cores)
    twin.begin([(name, int) for name in PIECES], jobs)
    assert all(map(twin.mine, PIECES))


def test_a_twin_that_has_ended_is_not_ended_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number may be another process's by then."""
    twin.begin([(name, int) for name in PIECES])
    here = twin._HERE.twin
    assert here is not None
    os.waitid(os.P_PID, here.process, os.WEXITED | os.WNOWAIT)
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("a process is killed that may be anyone's"))
    assert not here._lives()
    twin.dismiss()


# a book


def book(folder: Path) -> Path:
    """Ten chapters, findings in some of them, a picture in all."""
    folder.mkdir()
    Image.new("RGB", (60, 40), "#806020").save(folder / "p.jpg")
    (folder / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\n", "utf-8")
    for number in range(10):
        words = f"# Capítulo {number}\n\nPalabra {number}.[^1]\n\n![](p.jpg)\n\n[^1]: Nota.\n"
        (folder / f"{number}.md").write_text(words, "utf-8")
    return folder


def told(result: Result) -> tuple[list[str], list[str]]:
    return [output.sha256 for output in result.outputs], [str(found) for found in result.report.diagnostics]


def built(folder: Path, out: Path, jobs: int = 0) -> Result:
    return build(Request(folder, ("ebook",), out=out, draft=True, jobs=jobs))


def test_one_job_is_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a second process is begun"))
    assert built(book(tmp_path / "book"), tmp_path / "out", jobs=1).outputs


def test_a_book_is_the_same_with_a_twin_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = book(tmp_path / "book")
    with_twin = built(folder, tmp_path / "with")
    assert not any(use.reused for use in with_twin.uses if use.kind == "text")
    monkeypatch.setattr(twin, "cores", lambda: 1)
    without = built(folder, tmp_path / "without")
    assert told(with_twin) == told(without)
    assert told(with_twin)[1]


def test_the_parent_takes_what_the_twin_has_drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = book(tmp_path / "book")
    read, with_body = [], Manuscript.with_body

    def noted(self: Manuscript, chapter: object, report: object) -> object:
        waited_for_last()
        read.append(chapter)
        return with_body(self, chapter, report)  # type: ignore[arg-type]

    def waited_for_last() -> None:
        """The twin begins with the last chapter: give it the time."""
        here = twin._HERE.twin
        while here is not None and here.board[0] != twin.DONE:
            pass

    monkeypatch.setattr(Manuscript, "with_body", noted)
    assert built(folder, tmp_path / "out").outputs
    assert 0 < len(read) < 10


def test_a_book_with_a_fault_that_ends_the_twin_ends_the_build_the_same_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = book(tmp_path / "book")
    (folder / "9.md").write_text("# X\n\n" + "> " * 5000 + "x\n", "utf-8")
    with_twin = built(folder, tmp_path / "with")
    monkeypatch.setattr(twin, "cores", lambda: 1)
    assert told(with_twin) == told(built(folder, tmp_path / "without"))
