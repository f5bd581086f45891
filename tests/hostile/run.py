"""The whole corpus, each row as a process of its own with limits: `make hostile`, or `python tests/hostile/run.py [ID ...]`.

In: ids, or beginnings of ids; none: every row. `--walls` says what stands between a row and the world (`unwalled.py`):
`gate` alone, where each row must come out as it says; `jail` alone, where nothing may get out; `both`; or `none`.
`--jobs N` runs so many rows at a time, `--record FILE` writes what came of each as a line of JSON. Out: a line for each row
that is not as it should be, the largest costs, and exit status 1.
Each row is built through the command line, in both editions, by a process with 10 seconds and 1 GiB for itself and all that
it starts; the parent reads what it wrote. A row takes a second or less of one processor: all of them some twenty minutes
with each wall, and half with `--jobs 2` on a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import unwalled  # noqa: E402
from corpus import ROWS  # noqa: E402
from row import BOOK, Row, write_row  # noqa: E402
from runner import Outcome, complaints, leaks  # noqa: E402

SECONDS = 10
"""Of the processor, which another program's work does not slow: the build and all that it starts."""
MEMORY = 1024**3
"""Bytes that the build and all that it starts hold at one time."""
SOON = "limits: {seconds: 5}\n"
"""What a service would say: with the gate away nothing is counted before it is drawn, and the jail ends it."""
LOOK = 0.01
"""Seconds between two looks at what they hold."""
WALLS = ("gate", "jail", "both", "none")
"""What stands: `unwalled.py`."""
EDITIONS = ("ebook", "print")
SURROUNDINGS = {"SOURCE_DATE_EPOCH": "1767225600", "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Run:
    """What came of a row."""

    ident: str
    complaints: tuple[str, ...]
    seconds: float
    memory: int
    exit: int
    findings: tuple[tuple[str, str, str], ...]
    outputs: tuple[str, ...]


def main(words: list[str]) -> int:
    """Run the rows; 1 when one is not as it should be."""
    parser = argparse.ArgumentParser(description="Run hostile rows, each as a process of its own.")
    parser.add_argument("wanted", nargs="*", metavar="ID")
    parser.add_argument("--walls", choices=WALLS, default="gate")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--record", type=Path)
    asked = parser.parse_args(words)
    numbers = [n for n, row in enumerate(ROWS) if not asked.wanted or row.ident.startswith(tuple(asked.wanted))]
    with sink() as (address, calls):
        runs = list(ran([(number, address, asked.walls) for number in numbers], asked.jobs, asked.record))
    bad = sum(bool(run.complaints) for run in runs)
    print(f"{len(runs)} rows, {bad} not as they should be, {len(calls)} calls to the server")
    print_largest(runs)
    return 1 if bad or calls or not runs else 0


@contextlib.contextmanager
def sink() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and its calls once it has ended."""
    server = subprocess.Popen([sys.executable, str(Path(__file__).with_name("sink.py"))], stdout=subprocess.PIPE, text=True)
    calls: list[str] = []
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), calls
    finally:
        server.terminate()
        calls += server.communicate()[0].split()


def ran(asked: list[tuple[int, str, str]], jobs: int, record: Path | None) -> Iterator[Run]:
    """Each row's run; what is wrong is printed."""
    with multiprocessing.Pool(jobs, maxtasksperchild=1) as pool, (record or Path(os.devnull)).open("a", encoding="utf-8") as told:
        for run in pool.imap(one, asked):
            for complaint in run.complaints:
                print(f"{run.ident}: {complaint}", flush=True)
            print(json.dumps(asdict(run)), file=told, flush=True)
            yield run


def one(asked: tuple[int, str, str]) -> Run:
    number, address, walls = asked
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        return of_row(ROWS[number], folder, address, walls)
    finally:
        shutil.rmtree(folder)


def print_largest(runs: list[Run]) -> None:
    for run in sorted(runs, key=lambda run: -run.seconds)[:3]:
        print(f"longest: {run.ident}, {run.seconds:.1f} s")
    for run in sorted(runs, key=lambda run: -run.memory)[:3]:
        print(f"largest: {run.ident}, {run.memory >> 20} MiB")


def of_row(row: Row, folder: Path, address: str, walls: str) -> Run:
    book = write_row(row, folder, address)
    if walls == "jail" and "book.yaml" not in row.files:
        (book / "book.yaml").write_text(BOOK + SOON, encoding="utf-8")
    before = everything(folder)
    words = ["build", str(book), "--json", "--jobs", "1", "--output", str(folder / "out")]
    seconds, memory, code = watched(begun(folder, walls, [*words, *(part for name in EDITIONS for part in ("-e", name))]))
    came, sifted = outcome(folder, code), walls in {"gate", "both"}
    found = (
        *costs(seconds, memory),
        *(["a traceback"] if "Traceback" in (folder / "errors").read_text("utf-8", "replace") else []),
        *([f"exit status {code}"] if code not in ({row.printed.exit} if sifted else {0, 1}) else []),
        *(f"changed {name}" for name in sorted({name for name, _, _ in everything(folder) ^ before})),
        *(complaints(row, came, EDITIONS) if sifted else leaks(came)),
    )
    return Run(row.ident, found, round(seconds, 2), memory, code, came.findings, tuple(name for name, _ in came.outputs))


def begun(folder: Path, walls: str, words: list[str]) -> int:
    """A process that has imported what `galerada` imports and has done nothing yet; it runs the command."""
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        limited()
        for name, stream in (("said", 1), ("errors", 2)):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), stream)
        sys.stdout, sys.stderr = (os.fdopen(stream, "w", encoding="utf-8") for stream in (1, 2))
        os.environ.clear()
        os.environ.update(SURROUNDINGS)
        unwalled.main(walls, words)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        sys.excepthook(*sys.exc_info())  # as Python does at its end: a jail has its own
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def everything(folder: Path) -> set[tuple[str, int, int]]:
    """All that lies there, but for what the build may write."""
    found = set()
    for place, _, names in os.walk(folder):
        if Path(place) != folder and not Path(place).is_relative_to(folder / "out"):
            for name in names:
                known = (Path(place) / name).lstat()
                found.add((str(Path(place) / name), known.st_mtime_ns, known.st_size))
    return found


def limited() -> None:
    """What the child may use; an alarm ends what waits for ever."""
    signal.alarm(12 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 * 1024**2, 512 * 1024**2))


def watched(pid: int) -> tuple[float, int, int]:
    """Seconds, bytes and exit status of a process and all that it starts, once it has ended."""
    most = 0
    while True:
        most = max(most, sum(map(peak, family(pid))))
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return used.ru_utime + used.ru_stime, max(most, used.ru_maxrss * 1024), os.waitstatus_to_exitcode(status)
        time.sleep(LOOK)


def family(pid: int) -> Iterator[int]:
    """A process and what it started, down to the last."""
    yield pid
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            children = (thread / "children").read_text(encoding="ascii").split()
            for child in map(int, children):
                yield from family(child)


def peak(pid: int) -> int:
    """The most bytes that one process has held; a page that two of them share counts twice."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def costs(seconds: float, memory: int) -> list[str]:
    late = [f"took {seconds:.1f} s"] if seconds > SECONDS else []
    return late + ([f"took {memory >> 20} MiB"] if memory > MEMORY else [])


def outcome(folder: Path, code: int) -> Outcome:
    """What the command said and wrote."""
    try:
        told = json.loads((folder / "said").read_text("utf-8"))
    except ValueError:
        return Outcome((), crash=f"exit status {code}, and no JSON")
    found = tuple((str(one["severity"]), str(one["code"]), place(one, folder)) for one in told["diagnostics"])
    made = tuple((str(one["edition"]), Path(one["path"]).read_bytes()) for one in told["outputs"])
    return Outcome(found, made)


def place(found: dict[str, object], folder: Path) -> str:
    path = str(found["path"])
    return f"{path.removeprefix(str(folder / 'book') + '/')}:{found['line']}:{found['column']}" if path else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
