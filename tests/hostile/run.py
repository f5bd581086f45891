"""The whole corpus, each row as a process of its own with limits: `make hostile`, or `python tests/hostile/run.py [ID ...]`.

In: ids, or beginnings of ids; none: every row. Out: a line for each row that is not as it should be, and exit status 1.
Each row is built through the command line, in every edition, by a child with 1 GiB of memory and 10 seconds; the parent
reads what it wrote. Four hundred rows take some five minutes.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from corpus import ROWS  # noqa: E402
from row import Row, write_row  # noqa: E402
from runner import Outcome, complaints  # noqa: E402

SECONDS = 10
"""Of the processor, which another program's work does not slow."""
MEMORY = 1024**3
"""Bytes that the process holds at most at one time."""
EDITIONS = ("ebook", "print")
SURROUNDINGS = {"SOURCE_DATE_EPOCH": "1767225600", "PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


def main(wanted: list[str]) -> int:
    """Run the rows; 1 when one is not as it should be."""
    rows = [row for row in ROWS if not wanted or any(row.ident.startswith(name) for name in wanted)]
    sink = subprocess.Popen([sys.executable, str(Path(__file__).with_name("sink.py"))], stdout=subprocess.PIPE, text=True)
    try:
        assert sink.stdout is not None
        address = sink.stdout.readline().strip()
        bad = sum(told(row, address) for row in rows)
    finally:
        sink.terminate()
        calls = sink.communicate()[0].split()
    print(f"{len(rows)} rows, {bad} not as they should be, {len(calls)} calls to the server")
    return 1 if bad or calls or not rows else 0


def told(row: Row, address: str) -> bool:
    """Whether something is wrong with a row; it is printed."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        found = list(of_row(row, folder, address))
    finally:
        shutil.rmtree(folder)
    for complaint in found:
        print(f"{row.ident}: {complaint}", flush=True)
    return bool(found)


def of_row(row: Row, folder: Path, address: str) -> list[str]:
    book = write_row(row, folder, address)
    command = [sys.executable, "-m", "pipeline", "build", str(book), "--json", "--output", str(folder / "out")]
    command += [part for edition in EDITIONS for part in ("-e", edition)]
    child = subprocess.Popen(
        command, stdout=(folder / "said").open("wb"), stderr=(folder / "errors").open("wb"), env=SURROUNDINGS,
        cwd=Path(__file__).parents[2], preexec_fn=limited,
    )  # fmt: skip
    _, status, used = os.wait4(child.pid, 0)
    seconds, code = used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)
    return [
        *costs(seconds, used.ru_maxrss * 1024),
        *(["a traceback"] if "Traceback" in (folder / "errors").read_text("utf-8", "replace") else []),
        *([f"exit status {code}"] if code not in {0, 1} else []),
        *complaints(row, outcome(folder, code), EDITIONS),
    ]


def limited() -> None:
    """What the child may use; an alarm ends what waits for ever."""
    signal.alarm(12 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 * 1024**2, 512 * 1024**2))


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
