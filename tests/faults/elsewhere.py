"""The same book in other surroundings, by `galerada verify`: each must give the same bytes.

    python tests/faults/elsewhere.py [BOOK ...]     (`book` and the kitchen sink)

A book is built once; then, for its EPUB and its PDF, verified in another folder, time zone, locale, with another seed
of Python's hashes, another umask, folders that list their files in another order, a clock ten years slow or fast; and
in all of these at once. Order and clock are changed below Python, by a small library that is compiled here, for the
children as well; without a C compiler, or `localedef`, these are left out and named.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOKS = (ROOT / "book", ROOT / "tests" / "books" / "kitchen-sink")
BELOW = r"""
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long shift(void) { const char *said = getenv("CLOCK_SHIFT"); return said ? atol(said) : 0; }
int clock_gettime(clockid_t which, struct timespec *told) {
    static int (*own)(clockid_t, struct timespec *);
    if (!own) own = dlsym(RTLD_NEXT, "clock_gettime");
    int done = own(which, told);
    if (!done && which == CLOCK_REALTIME) told->tv_sec += shift();
    return done;
}
time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *restrict told, void *restrict zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec;
    told->tv_usec = now.tv_nsec / 1000;
    return 0;
}
/* Each folder from its last entry to its first. */
struct open { DIR *of; struct dirent **all; int left; };
static struct open known[256];
struct dirent *readdir(DIR *of) {
    static struct dirent *(*own)(DIR *);
    if (!own) own = dlsym(RTLD_NEXT, "readdir");
    if (!getenv("ORDER_TURNED")) return own(of);
    struct open *one = NULL;
    for (int n = 0; n < 256 && !one; n++) if (known[n].of == of) one = &known[n];
    for (int n = 0; n < 256 && !one; n++) if (!known[n].of) {
        one = &known[n]; one->of = of; one->left = 0; one->all = NULL;
        for (struct dirent *next; (next = own(of)); ) {
            one->all = realloc(one->all, (one->left + 1) * sizeof *one->all);
            one->all[one->left] = malloc(sizeof *next);
            *one->all[one->left++] = *next;
        } }
    if (!one) abort();
    return one->left ? one->all[--one->left] : NULL;
}
struct dirent64 *readdir64(DIR *of) { return (struct dirent64 *)readdir(of); }
int closedir(DIR *of) {
    static int (*own)(DIR *);
    if (!own) own = dlsym(RTLD_NEXT, "closedir");
    for (int n = 0; n < 256; n++) if (known[n].of == of) known[n].of = NULL;
    return own(of);
}
"""
TEN_YEARS = 3653 * 86400
RUN = (
    "from pipeline import journeyman; journeyman.PASSED_ON += ('LD_PRELOAD', 'CLOCK_SHIFT', 'ORDER_TURNED')\n"
    "from pipeline.cli import main; main()"
)
"""Galerada, whose children are given the library too."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is different."""

    name: str
    known: dict[str, str] = field(default_factory=dict)
    """The environment."""
    umask: int = 0o022
    folder: str = ""
    """Where the book is copied to; empty: it stays."""




ASK = "import datetime, os; print(datetime.date.today().year, *os.listdir('.'))"


def surroundings(place: Path) -> Iterator[Surroundings]:
    """All of them; the last has everything at once."""
    yield Surroundings("another folder", folder="à part/one more")
    for zone in ("AAA-14", "BBB+12"):
        yield Surroundings(f"time zone {zone}", {"TZ": zone})
    for seed in ("1", "4294967295"):
        yield Surroundings(f"hash seed {seed}", {"PYTHONHASHSEED": seed})
    for mask in (0o000, 0o077):
        yield Surroundings(f"umask {mask:03o}", umask=mask)
    yield Surroundings("locale C", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    every: dict[str, str] = {"TZ": "AAA-14", "PYTHONHASHSEED": "99"}
    if (turkish := _locale(place)) is not None:
        every |= turkish
        yield Surroundings("locale tr_TR", turkish)
    if (library := _library(place)) is not None:
        turned = {"LD_PRELOAD": str(library), "ORDER_TURNED": "1"}
        yield Surroundings("folders listed backwards", turned)
        for years, shift in ((-10, -TEN_YEARS), (10, TEN_YEARS)):
            yield Surroundings(f"clock {years:+} years", {"LD_PRELOAD": str(library), "CLOCK_SHIFT": str(shift)})
        every |= turned | {"CLOCK_SHIFT": str(TEN_YEARS)}
    yield Surroundings("all at once", every, 0o077, "à part/all")


def _locale(place: Path) -> dict[str, str] | None:
    """Turkish, whose small I has no dot and whose numbers have a comma."""
    made = shutil.which("localedef") and subprocess.run(
        ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(place / "tr_TR.UTF-8")], capture_output=True, check=False
    )
    if not made or not (place / "tr_TR.UTF-8").is_dir():
        print("left out: a Turkish locale, for want of localedef and its sources")
        return None
    return {"LOCPATH": str(place), "LC_ALL": "tr_TR.UTF-8"}


def _library(place: Path) -> Path | None:
    """The library that lies about the clock and the order of folders; raises SystemExit where nobody believes it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        print("left out: the clock and the order of folders, for want of a C compiler")
        return None
    (place / "below.c").write_text(BELOW, encoding="ascii")
    made = place / "below.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(place / "below.c"), "-ldl"], check=True)
    plain = _asked({})
    lied = _asked({"LD_PRELOAD": str(made), "CLOCK_SHIFT": str(TEN_YEARS), "ORDER_TURNED": "1"})
    if int(lied[0]) != int(plain[0]) + 10 or lied[1:] != plain[:0:-1]:
        raise SystemExit(f"the library has no effect: {plain}, {lied}")
    return made


def _asked(more: dict[str, str]) -> list[str]:
    done = subprocess.run([sys.executable, "-c", ASK], env={**os.environ, **more}, cwd=ROOT / "docs",
                          capture_output=True, text=True, check=True)  # fmt: skip
    return done.stdout.split()


def galerada(words: list[str], where: Surroundings) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SOURCE_DATE"))}
    return subprocess.run([sys.executable, "-B", "-c", RUN, *words], cwd=ROOT, env=known | where.known,
                          umask=where.umask, capture_output=True, text=True, check=False)  # fmt: skip


def verified(book: Path, place: Path, every: list[Surroundings]) -> int:
    """How many times another file came out."""
    out = place / "out" / book.name
    made = galerada(["build", str(book), "-e", "ebook", "-e", "print", "-o", str(out)], Surroundings("plain"))
    files = sorted([*out.glob("ebook/*.epub"), *out.glob("print/*.pdf")])
    if made.returncode or len(files) < 2:
        raise SystemExit(f"{book.name} was not built:\n{made.stderr}")
    wrong = 0
    for where in every:
        there = book
        if where.folder:
            there = place / where.folder / "moved"
            shutil.rmtree(there, ignore_errors=True)
            shutil.copytree(book, there, ignore=shutil.ignore_patterns("build"))
        for file in files:
            done = galerada(["verify", str(file), str(there)], where)
            told = "DIFFERS" if done.returncode else "same"
            print(f"{book.name}, {file.suffix[1:]}, {where.name}: {told}", flush=True)
            if done.returncode:
                wrong += 1
                print(done.stdout[-500:] + done.stderr[-1500:], flush=True)
    return wrong


def main(books: list[Path]) -> int:
    """Exit status 1 when any file differs."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        every = list(surroundings(place))
        wrong = sum(verified(book, place, every) for book in books)
    print(f"{len(books)} books in {len(every)} surroundings, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main([Path(word).resolve() for word in sys.argv[1:]] or list(BOOKS)))
