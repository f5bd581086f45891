"""A fault at every point where a build changes the disk: killed, disk full, disk broken. `make nightly` runs it all.

    python tests/faults/inject.py                     every scene, every point, three faults at each (hours)
    python tests/faults/inject.py build cover           these scenes
    python tests/faults/inject.py --every 10 --from 3   points 3, 13, 23, ... of each
    python tests/faults/inject.py --calls rename,link   only these calls

A tiny book has been built; its text is changed; the build of the change, or another command of a scene, meets one
fault, put in by strace at the n-th call of its kind. Then must hold: no traceback; after `mend`, which the next build
begins with, all outputs are the old ones to the byte or all are the new ones; the next ends well with the new ones, and
nothing is left over.
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

sys.path.insert(0, str(Path(__file__).parent))
from scenes import COLD, DRY, SCENES, Scene

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("write", "fsync", "rename", "link", "linkat", "unlink", "unlinkat", "rmdir", "mkdir", "openat")
"""What CPython calls on Linux to change files."""
FAULTS = ("signal=SIGKILL", "error=ENOSPC", "error=EIO")
CHANGES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
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

    scene: Scene
    folder: Path
    old: Outputs
    new: Outputs

    @classmethod
    def made(cls, scene: Scene, folder: Path) -> Bench:
        """Raises SystemExit where the scene is none: without a fault both forms come out, and differ in every file."""
        ready, made = folder / "ready", list[Outputs]()
        for word in (DRY, COLD):
            shutil.rmtree(ready, ignore_errors=True)
            scene.write(ready, word)
            run_well(scene.command(ready), folder)
            made.append(scene.outputs(ready))
        new, old = made
        if set(old) != set(new) or not old or any(old[name] == new[name] for name in old):
            raise SystemExit(f"{scene.words}: nothing to tell apart in {sorted(old)}, {sorted(new)}")
        scene.write(ready, DRY)
        return cls(scene, folder, old, new)

    def fresh(self) -> Path:
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(self.folder / "ready", work)
        return work


def run(line: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    """In the checkout, with temporary files in a folder of their own."""
    (home / "tmp").mkdir(exist_ok=True)
    known = {**os.environ, "TMPDIR": str(home / "tmp"), "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1767225600"}
    return subprocess.run(line, cwd=ROOT, env=known, capture_output=True, text=True, timeout=3600, check=False)


def run_well(line: list[str], home: Path) -> None:
    done = run(line, home)
    if done.returncode:
        raise SystemExit(f"without any fault it failed:\n{done.stderr}")


def points(bench: Bench) -> list[Point]:
    """Every call of the main process that changes the disk; its children change nothing."""
    log = bench.folder / "log"
    work = bench.fresh()
    run(["strace", "-o", str(log), "-e", f"trace={','.join(CALLS)}", *bench.scene.command(work)], bench.folder)
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
    line = ["strace", "-o", str(log), "-e", f"trace={point.call}", "-e", inject, *bench.scene.command(work)]
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
    after = run(bench.scene.command(work), bench.folder)
    if after.returncode or _state(work, bench) != "new":
        wrong.append(f"the next build: {after.returncode}, {_state(work, bench)}, {after.stderr[-300:]}")
    wrong += [f"left over: {name}" for name in left_over(bench.scene, work, bench.folder)]
    return f"{state}{' with a journal' if half else ''}", wrong


MEND = "import sys, pathlib; from pipeline.output import mend; mend(pathlib.Path(sys.argv[1]))"


def _state(work: Path, bench: Bench) -> str:
    now = bench.scene.outputs(work)
    return "old" if now == bench.old else "new" if now == bench.new else "mixed"


def left_over(scene: Scene, work: Path, home: Path) -> list[str]:
    """Whatever should be nowhere, in the book's folder or among the temporary files."""
    return scene.left_over(work) + [path.name for path in (home / "tmp").glob("galerada*")]


def main() -> int:
    """Exit status 1 when a fault did harm."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenes", nargs="*", default=list(SCENES))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--calls", default=",".join(CALLS))
    asked = parser.parse_args()
    harmed = 0
    for name in asked.scenes:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench.made(SCENES[name], Path(folder))
            todo = [point for point in points(bench) if point.call in asked.calls.split(",")]
            harmed += _all(name, todo[asked.first :: asked.every], bench)
    return 1 if harmed else 0


def _all(name: str, todo: list[Point], bench: Bench) -> int:
    ends: Counter[str] = Counter()
    harmed = 0
    for point in todo:
        for fault in FAULTS:
            end, wrong = suffered(point, fault, bench)
            ends[f"{fault}: {end}"] += 1
            harmed += bool(wrong)
            for what in wrong:
                print(f"{name}: {point.call} {point.number} {fault}: {what}\n    {point.said[:200]}", flush=True)
    print(f"{name}: {len(todo)} points, {len(todo) * len(FAULTS)} faults, {harmed} with harm")
    for end, count in sorted(ends.items()):
        print(f"    {end}: {count}", flush=True)
    return harmed


if __name__ == "__main__":
    sys.exit(main())
