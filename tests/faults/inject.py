"""A fault at every point where a build changes the disk: killed, disk full, disk broken. `make nightly` runs it all.

    python tests/faults/inject.py                     every point, three faults at each
    python tests/faults/inject.py --every 10 --from 3   points 3, 13, 23, ...
    python tests/faults/inject.py --calls rename,link   only these calls

A tiny book has been built; its text is changed; the build of the change meets one fault, put in by strace at the n-th
call of its kind. Then must hold: no traceback; after `mend`, which the next build begins with, all outputs are the old
ones to the byte or all are the new ones; the next build ends well with the new ones, and nothing is left over.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("write", "fsync", "rename", "link", "linkat", "unlink", "unlinkat", "rmdir", "mkdir", "openat")
"""What CPython calls on Linux to change files."""
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")
CHANGES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
EDITIONS = ("-e", "ebook", "-e", "print")
Outputs = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Point:
    """The n-th call of a kind."""

    call: str
    number: int
    said: str

    @property
    def changes_disk(self) -> bool:
        return self.call != "openat" or bool(CHANGES.search(self.said))


@dataclass(slots=True)
class Bench:
    """A book whose old form is built and whose new form is not, to be copied for each fault."""

    folder: Path
    old: Outputs
    new: Outputs

    @classmethod
    def made(cls, folder: Path) -> Bench:
        ready = folder / "ready"
        write_book(ready, "cold")
        build(ready, folder)
        old = outputs(ready)
        other = folder / "other"
        write_book(other, "dry")
        build(other, folder)
        write_book(ready, "dry")
        return cls(folder, old, outputs(other))

    def fresh(self) -> Path:
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.folder / "ready", work)
        return work


def write_book(folder: Path, word: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "book.yaml").write_text("title: Rain\nauthor: Ada\nlanguage: en\n", encoding="utf-8")
    (folder / "1.md").write_text(f"# Rain\n\nThe type in the cases went {word}.\n", encoding="utf-8")


def outputs(folder: Path) -> Outputs:
    root = folder / "build"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.glob("*/rain.*"))}


def command(folder: Path) -> list[str]:
    return [sys.executable, "-B", "-m", "pipeline", "build", str(folder), *EDITIONS, "-j", "1"]


def run(line: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    """In the checkout, with temporary files in a folder of their own."""
    (home / "tmp").mkdir(exist_ok=True)
    known = {**os.environ, "TMPDIR": str(home / "tmp"), "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}
    return subprocess.run(line, cwd=ROOT, env=known, capture_output=True, text=True, timeout=300, check=False)


def build(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    done = run(command(folder), home)
    if done.returncode:
        raise SystemExit(f"a build without any fault failed:\n{done.stderr}")
    return done


def points(bench: Bench) -> list[Point]:
    """Every call of the main process that changes the disk; its children change nothing."""
    log = bench.folder / "log"
    work = bench.fresh()
    run(["strace", "-o", str(log), "-e", f"trace={','.join(CALLS)}", *command(work)], bench.folder)
    return [point for point in _calls(log) if point.changes_disk]


def _calls(log: Path) -> Iterator[Point]:
    counts: Counter[str] = Counter()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        call = line.partition("(")[0]
        if call in CALLS:
            counts[call] += 1
            yield Point(call, counts[call], line)


def suffered(point: Point, fault: str, bench: Bench) -> tuple[str, list[str]]:
    """What the fault led to, in a word, and what is wrong with it."""
    work = bench.fresh()
    log = bench.folder / "log"
    inject = f"inject={point.call}:{fault}:when={point.number}"
    line = ["strace", "-o", str(log), "-e", f"trace={point.call}", "-e", inject, *command(work)]
    done = run(line, bench.folder)
    wrong = []
    if "INJECTED" not in (text := log.read_text(encoding="utf-8", errors="replace")) and "SIGKILL" not in text:
        return "not met", []
    if "Traceback" in done.stderr:
        wrong.append(f"a traceback: {done.stderr[-600:]}")
    if fault.startswith("error") and done.returncode not in {0, 1}:
        wrong.append(f"exit status {done.returncode}")
    half = (work / "build" / ".switch").exists()
    state = _state(work, bench)
    if state == "mixed" and not half:
        wrong.append("mixed outputs, and no journal that says so")
    run([sys.executable, "-B", "-c", MEND, str(work / "build")], bench.folder)
    if _state(work, bench) == "mixed":
        wrong.append("mixed outputs after mending")
    after = run(command(work), bench.folder)
    if after.returncode or _state(work, bench) != "new":
        wrong.append(f"the next build: {after.returncode}, {_state(work, bench)}, {after.stderr[-300:]}")
    wrong += [f"left over: {name}" for name in left_over(work, bench.folder)]
    return f"{state}{' with a journal' if half else ''}", wrong


MEND = "import sys, pathlib; from pipeline.output import mend; mend(pathlib.Path(sys.argv[1]))"


def _state(work: Path, bench: Bench) -> str:
    now = outputs(work)
    return "old" if now == bench.old else "new" if now == bench.new else "mixed"


def left_over(work: Path, home: Path) -> list[str]:
    """Whatever is not an output, the lock, or a whole entry of the cache."""
    root = work / "build"
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    known = re.compile(r"\.lock|\.cache/../[0-9a-f]+|(ebook|print)/rain\.(epub|pdf|pages\.json)")
    return [name for name in names if not known.fullmatch(name)] + [
        path.name for path in (home / "tmp").glob("galerada*")
    ]


def main() -> int:
    """Exit status 1 when a fault did harm."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--calls", default=",".join(CALLS))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.made(Path(folder))
        todo = [point for point in points(bench) if point.call in asked.calls.split(",")]
        return _all(todo[asked.first :: asked.every], bench)


def _all(todo: list[Point], bench: Bench) -> int:
    ends: Counter[str] = Counter()
    harmed = 0
    for point in todo:
        for fault in FAULTS:
            end, wrong = suffered(point, fault, bench)
            ends[f"{fault}: {end}"] += 1
            harmed += bool(wrong)
            for what in wrong:
                print(f"{point.call} {point.number} {fault}: {what}\n    {point.said[:200]}", flush=True)
    print(f"{len(todo)} points, {len(todo) * len(FAULTS)} faults, {harmed} with harm")
    for end, count in sorted(ends.items()):
        print(f"    {end}: {count}")
    return 1 if harmed else 0


if __name__ == "__main__":
    sys.exit(main())
