"""Many builds of one book at once: every output that is there is whole, and all belong to one of them.

    python tests/faults/crowd.py [ROUNDS] [BUILDS]     (200 rounds of 8)

In each round as many processes start at the same moment, each with another date in its book's stead
(SOURCE_DATE_EPOCH), so that each makes other bytes; two of them are killed at some time. Then the outputs must be the
set of exactly one of them, the next build must end well, and nothing may be left over.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from inject import ROOT, left_over
from scenes import COLD, SCENES

SCENE = SCENES["build"]
FIRST = 1767225600
KILLED = 2


def surroundings(home: Path, number: int) -> dict[str, str]:
    (home / "tmp").mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(home / "tmp"), "SOURCE_DATE_EPOCH": str(FIRST + number * 86400)}


def started(folder: Path, home: Path, number: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(SCENE.command(folder), cwd=ROOT, env=surroundings(home, number),
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip


def round_of(folder: Path, home: Path, builds: int, sets: list[dict[str, bytes]], chance: random.Random) -> list[str]:
    """What went wrong."""
    running = [started(folder, home, number) for number in range(builds)]
    for process in chance.sample(running, min(KILLED, builds - 1)):
        time.sleep(chance.random())
        process.kill()
    wrong = []
    for process in running:
        said = process.communicate(timeout=3600)[1].decode(errors="replace")
        if process.returncode not in {0, -9} or "Traceback" in said:
            wrong.append(f"status {process.returncode}: {said[-300:]}")
    if SCENE.outputs(folder) not in sets and not (folder / "build" / ".switch").exists():
        wrong.append("the outputs are those of no build")
    last = started(folder, home, chance.randrange(builds))
    last.communicate(timeout=3600)
    if last.returncode or SCENE.outputs(folder) not in sets:
        wrong.append("the next build did not mend it")
    return wrong + [f"left over: {name}" for name in left_over(SCENE, folder, home)]


def main(rounds: int = 200, builds: int = 8) -> int:
    """Exit status 1 when any round went wrong."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        sets = [_alone(home, number) for number in range(builds)]
        folder = home / "book"
        SCENE.write(folder, COLD)
        bad = 0
        for number in range(rounds):
            if number % 2:
                SCENE.write(folder, COLD)  # nothing changes: most have nothing to do
            else:
                _forget(folder)
            wrong = round_of(folder, home, builds, sets, chance)
            bad += bool(wrong)
            for what in wrong:
                print(f"round {number}: {what}", flush=True)
            if number % 20 == 19:
                print(f"{number + 1} rounds, {bad} with harm", file=sys.stderr, flush=True)
    print(f"{rounds} rounds of {builds} builds, {bad} with harm")
    return 1 if bad else 0


def _alone(home: Path, number: int) -> dict[str, bytes]:
    """What this build makes when nobody is beside it."""
    folder = home / f"alone{number}"
    SCENE.write(folder, COLD)
    started(folder, home, number).communicate(timeout=3600)
    made = SCENE.outputs(folder)
    assert len(made) >= 2
    return made


def _forget(folder: Path) -> None:
    """Without the cache every build has its whole work to do."""
    for path in folder.glob("build/.cache/*/*"):
        path.unlink()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
