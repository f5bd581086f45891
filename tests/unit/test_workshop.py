"""The workshop: whatever becomes of a child costs its task, is said, and is over with the next task.

Most children here are stand-ins: programs of a few lines that speak as a child does, or do not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import journeyman
from pipeline.diagnostics import Code
from pipeline.run import Request, Result, build
from pipeline.workshop import Answer, Task, Workshop

STAND_IN = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from pipeline.packed import pack, unpack
from pipeline.journeyman import receive, send
doors = os.fdopen(0, "rb", buffering=0), os.fdopen(1, "wb", buffering=0)
while True:
    try:
        parcel = unpack(receive(doors[0]))
    except EOFError:
        break
    kind, value = parcel.value[:2]
    if kind == "rehearsal":
        continue
    if kind == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "leave":
        sys.exit(3)
    if kind == "hang":
        time.sleep(600)
    if kind == "half":
        doors[1].write(b"\\0" * 7 + b"\\x20half")
        time.sleep(600)
    if kind == "babble":
        doors[1].write(b"Gtk-WARNING **: cannot open display\\n" * 3)
        time.sleep(600)
    if kind == "nonsense":
        send(doors[1], b"not a parcel")
    if kind == "shape":
        send(doors[1], pack({"made": 1}))
    if kind == "mute":
        os.close(1)
        time.sleep(600)
    if kind == "slow":
        time.sleep(value)
    send(doors[1], pack(["fault", value] if kind == "fault" else ["made", value], parcel.blobs))
"""


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journeyman, "MAIN", STAND_IN)
    monkeypatch.setattr(journeyman, "PATIENCE", 1.5)
    monkeypatch.setattr(journeyman, "GRACE", 0.2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where children have their folder; nothing may be left in it."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


def processes(children: Workshop) -> list[subprocess.Popen[bytes]]:
    return [child.process for child in children._children]


def told(answers: Iterator[Answer]) -> list[tuple[object, object, str]]:
    return sorted((a.task.name, a.parcel.value if a.parcel else None, a.fault) for a in answers)


def echo(name: int) -> Task:
    return Task("echo", f"value {name}", (b"blob",), name)


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_task_has_its_answer(jobs: int) -> None:
    with Workshop(jobs) as children:
        assert told(children.run([echo(number) for number in range(9)])) == [(n, f"value {n}", "") for n in range(9)]
        assert len(processes(children)) == jobs


@pytest.mark.usefixtures("stand_ins")
def test_no_more_children_are_started_than_there_are_tasks() -> None:
    with Workshop(3) as children:
        assert told(children.run([])) == []
        list(children.run([echo(1)]))
        assert len(processes(children)) <= 3


FAULTS = {
    "die": "the process that did it was ended by signal 9 (SIGKILL), perhaps because the machine's memory was full",
    "leave": "the process that did it ended with status 3",
    "hang": "took longer than 1.5 seconds",
    "half": "took longer than 1.5 seconds",
    "babble": "the process that did it answered what nobody understands",
    "nonsense": "the process that did it answered what nobody understands",
    "shape": "the process that did it answered what nobody understands",
    "mute": "the process that did it fell silent",
    "fault": "ValueError: why",
}


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize("kind", FAULTS)
def test_a_child_that_fails_costs_its_task_and_no_other(kind: str) -> None:
    with Workshop(2) as children:
        tasks = [echo(0), Task(kind, "ValueError: why", (), 1), *(echo(number) for number in range(2, 6))]
        wanted = [(n, f"value {n}", "") for n in range(6)]
        wanted[1] = (1, None, FAULTS[kind])
        assert told(children.run(tasks)) == wanted
        assert told(children.run([echo(2), echo(3)])) == wanted[2:4]
        started = processes(children)
    assert [process.poll() for process in started if process.poll() is None] == []


@pytest.mark.usefixtures("stand_ins")
def test_a_child_that_ended_between_two_runs_is_replaced() -> None:
    with Workshop(2) as children:
        children.prepare()
        for process in processes(children):
            process.kill()
            process.wait()
        assert told(children.run([echo(1), echo(2)])) == [(1, "value 1", ""), (2, "value 2", "")]


@pytest.mark.usefixtures("stand_ins")
def test_the_answers_of_a_run_that_was_left_are_not_taken_for_those_of_the_next() -> None:
    with Workshop(2) as children:
        for _ in children.run([echo(1), Task("slow", 0.3, (), 2), Task("slow", 0.3, (), 3)]):
            break
        assert told(children.run([echo(4), echo(5)])) == [(4, "value 4", ""), (5, "value 5", "")]


@pytest.mark.usefixtures("stand_ins")
def test_answers_that_nobody_asked_for_are_not_taken_for_those_of_the_next() -> None:
    with Workshop(2) as children:
        children.run([echo(1), echo(2), echo(3)])
        assert told(children.run([echo(4), echo(5)])) == [(4, "value 4", ""), (5, "value 5", "")]


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize("before", [True, False])
def test_what_is_rehearsed_is_not_answered(before: bool) -> None:
    with Workshop(2) as children:
        if before:
            children.prepare()
        children.rehearse(Task("nonsense", None))
        assert told(children.run([echo(1), echo(2)])) == [(1, "value 1", ""), (2, "value 2", "")]


@pytest.mark.usefixtures("stand_ins")
def test_nothing_is_left_when_the_parent_stops_in_the_middle() -> None:
    with pytest.raises(KeyboardInterrupt), Workshop(2) as children:
        for _ in children.run([echo(1), Task("hang", None, (), 2)]):
            started = processes(children)
            raise KeyboardInterrupt
    assert [process.poll() for process in started] == [-signal.SIGKILL] * len(started)


@pytest.mark.usefixtures("stand_ins")
def test_a_child_does_not_hear_the_keyboard() -> None:
    with Workshop(1) as children:
        children.prepare()
        (process,) = processes(children)
        assert os.getpgid(process.pid) != os.getpgid(0)


# a build


def book(folder: Path) -> Path:
    folder.mkdir()
    (folder / "book.yaml").write_text("title: Libro\nlanguage: es\nauthor: Autora\n", encoding="utf-8")
    for name in "ab":
        (folder / f"{name}.md").write_text(f"# Capítulo {name}\n\nTexto.\n", encoding="utf-8")
    return folder


def findings(result: Result) -> list[str]:
    return [str(found) for found in result.report.diagnostics]


SABOTAGE = """
import sys
sys.path.insert(0, sys.argv[1])
from pipeline import bench
from pipeline.write.paged import setting
whole = setting.lowered
def lowered(chapter, *given):
    if chapter.key == "b":
        {what}
    return whole(chapter, *given)
setting.lowered = lowered
bench.main(4096, demanded=False)
"""
WHATS = {
    "raises": ("raise RuntimeError('a box too many')", "RuntimeError: a box too many"),
    "dies": ("__import__('os').kill(__import__('os').getpid(), 9)", "was ended by signal 9"),
}


@pytest.mark.parametrize(("what", "words"), WHATS.values(), ids=WHATS)
def test_a_chapter_that_cannot_be_set_is_named_and_the_next_build_works(
    what: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PR003: no manuscript is known that shows it."""
    folder = book(tmp_path / "book")
    request = Request(folder, ("print",))
    with monkeypatch.context() as sabotaged, Workshop(2) as children:
        sabotaged.setattr(journeyman, "MAIN", SABOTAGE.format(what=what))
        failed = build(request, workshop=children)
        (found,) = failed.report.errors
        assert found.code is Code.NOT_LAID_OUT
        assert str(found).startswith("b.md:1:1: error[PR003]: 'Capítulo b' cannot be laid out: ")
        assert words in found.message
        assert found.hint
        assert failed.outputs == ()
        assert failed.failed
    mended = build(request)
    assert findings(mended) == []
    assert {output.edition for output in mended.outputs} == {"print"}
