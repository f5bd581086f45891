"""Children that die, hang or ask for too much: a finding that names the chapter, and a build that ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import journeyman, workshop
from pipeline.diagnostics import Code
from pipeline.request import Request
from pipeline.run import build

PLANTED = (
    "import sys, os, time; sys.path.insert(0, sys.argv[1]); import pipeline.bench as b; own = b.TRADES['galley']\n"
    "def broken(value, blobs):\n"
    "    if b'second day' in blobs[0]: {fault}\n"
    "    return own(value, blobs)\n"
    "b.TRADES = dict(b.TRADES, galley=broken); b.main(int(sys.argv[2]), demanded=False)"
)
FAULTS = {
    "os.kill(os.getpid(), 9)": "ended by signal 9 (SIGKILL), perhaps because the machine's memory was full",
    "os.abort()": "ended by signal 6 (SIGABRT)",
    "os._exit(3)": "ended with status 3",
    "bytearray(8 << 30)": "it needs more than 4096 MiB of memory",
    "b.allow_seconds(0); exec('while True: pass')": "ended by signal 24 (SIGXCPU)",
    "open('/etc/passwd')": "PermissionError",
    "1 / 0": "ZeroDivisionError: division by zero",
    "os.write(1, b'noise') and os.kill(os.getpid(), 15)": "ended by signal 15 (SIGTERM)",
}
"""What the child of the second chapter does, and what is said."""


def book(folder: Path) -> Path:
    for number, word in enumerate(("first", "second", "third"), 1):
        (folder / f"{number}.md").write_text(f"# The {word}\n\nIt rained on the {word} day.\n", encoding="utf-8")
    (folder / "book.yaml").write_text("title: Rain\nauthor: Ada\nlanguage: en\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("fault", FAULTS)
def test_the_chapter_is_named(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journeyman, "MAIN", PLANTED.format(fault=fault))
    result = build(Request(book(tmp_path), ("print",), jobs=1))
    (found,) = result.report.errors
    assert (found.code, found.pos.path) == (Code.NOT_LAID_OUT, "2.md")
    assert found.message.startswith("'The second' cannot be laid out: ")
    assert FAULTS[fault] in found.message
    assert result.outputs == ()


@pytest.mark.parametrize(("fault", "said"), [
    ("time.sleep(600)", "took longer than 10 seconds"),
    ("exec('while True: pass')", "longer than"),
])  # fmt: skip
def test_a_book_says_how_long_a_chapter_may_take(
    fault: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journeyman, "MAIN", PLANTED.format(fault=fault))
    folder = book(tmp_path)
    with (folder / "book.yaml").open("a", encoding="utf-8") as config:
        config.write("limits: {seconds: 10}\n")
    with workshop.Workshop(1) as children:
        list(children.run([workshop.Task("none", None)]))  # it is warm now
        (found,) = build(Request(folder, ("print",)), workshop=children).report.errors
    assert (found.code, found.pos.path) == (Code.NOT_LAID_OUT, "2.md")
    assert said in found.message
    assert found.hint.endswith("limits: {seconds: 20}")


def test_without_a_fault_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journeyman, "MAIN", PLANTED.format(fault="pass"))
    assert build(Request(book(tmp_path), ("print",), jobs=1)).outputs != ()
