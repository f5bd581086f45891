"""Ace by DAISY: can it be read by everybody?

In: an EPUB's file, in a folder that goes, and the package document's place. Out: an `Answer`; raises NoAnswer. It runs
in Node, with a Chromium of the system.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..diagnostics import Code
from .findings import SECONDS, Answer, NoAnswer, Remark
from .programs import Ran, ace, browser, node, run

CODES = {
    "critical": Code.ACE_VIOLATION, "serious": Code.ACE_VIOLATION,
    "moderate": Code.ACE_NOTICE, "minor": Code.ACE_NOTICE,
}  # fmt: skip
"""By the weight that axe gives a fault."""
KEYS = {"epub-lang": ("language",), "epub-title": ("title",), "epub-pagesource": ("isbn",)}
"""The keys of book.yaml behind Ace's rules for the package document."""
_START = "60000"
"""Milliseconds; Ace gives a browser five seconds to begin, which a busy machine does not hold to."""
_SHORT = Path("/tmp")
"""Chromium makes a socket in its temporary folder, and the name of one has some hundred bytes (unix(7))."""
_INSTALL = "`galerada doctor` says how to install it; `--without ace` leaves it out"
Told = Mapping[str, Any]


def check(epub: Path, package: str, seconds: float = SECONDS) -> Answer:
    """What Ace says of the file; `package` is the package document's entry, to which it refers its paths."""
    out = epub.with_name("ace")
    command: list[str | Path] = [*_command(), "-s", "-E", "--force", "--lang", "en", "--outdir", out, epub]
    try:
        with TemporaryDirectory(
            prefix="ace-", dir=_SHORT if _SHORT.is_dir() else None, ignore_cleanup_errors=True
        ) as short:
            ran = run(command, epub.parent, seconds, _environment(short))
    except OSError as error:
        raise NoAnswer(Code.VALIDATOR_FAILED, f"Ace could not be begun: {error}", "see `galerada doctor`") from None
    if ran.status is None:
        raise NoAnswer(Code.VALIDATOR_FAILED, f"Ace gave no answer in {seconds:g} seconds", "see `galerada doctor`")
    try:
        return _answer(json.loads((out / "report.json").read_text(encoding="utf-8")), package)
    except (OSError, ValueError, KeyError, TypeError):
        raise NoAnswer(Code.VALIDATOR_FAILED, f"Ace gave no answer: {_reason(ran)}", "see `galerada doctor`") from None


def _command() -> tuple[Path, Path]:
    found = {"Node 20": node(), "Ace": ace(), "Chromium": browser()}
    missing = [name for name, place in found.items() if place is None]
    launcher, script = found["Node 20"], found["Ace"]
    if missing or launcher is None or script is None:
        raise NoAnswer(Code.VALIDATOR_MISSING, f"Ace cannot run: not here are {', '.join(missing)}", _INSTALL)
    return launcher, script


def _environment(short: str) -> dict[str, str]:
    return {"PUPPETEER_EXECUTABLE_PATH": str(browser()), "ACE_TIMEOUT_INITIAL": _START, "TMPDIR": short}


def _reason(ran: Ran) -> str:
    lines = [line for line in ran.said.splitlines() if re.search(r"error|cannot|fail", line, re.IGNORECASE)]
    return (lines or ran.said.strip().splitlines() or [f"exit status {ran.status}"])[0].strip()


def _answer(told: Told, package: str) -> Answer:
    """The findings, and whether Ace's own judgement is `pass`."""
    version = told["earl:assertedBy"]["doap:release"]["doap:revision"]
    remarks = tuple(remark for page in told["assertions"] for remark in _of_page(page, package))
    return Answer(str(version), remarks, told["earl:result"]["earl:outcome"] == "pass" and not remarks)


def _of_page(page: Told, package: str) -> Iterator[Remark]:
    said = str(page["earl:testSubject"]["url"]).lstrip("/")
    folder = posixpath.dirname(package)
    whole = said == package or said.startswith(f"{folder}/")
    name = said if whole else posixpath.normpath(posixpath.join(folder, said))
    for assertion in page["assertions"]:
        if assertion["earl:result"]["earl:outcome"] == "fail":
            yield from _of_assertion(assertion, name)


def _of_assertion(assertion: Told, name: str) -> Iterator[Remark]:
    test, result = assertion["earl:test"], assertion["earl:result"]
    code = CODES.get(test.get("earl:impact", ""), Code.ACE_VIOLATION)
    message = f"Ace {test['dct:title']}: {_flat(result['dct:description'])}"
    address = test.get("help", {}).get("url", "")
    hint = f"what it asks for, and why: {address}" if address else "see `galerada explain RL003`"
    pointer = result.get("earl:pointer") or {}
    for cfi in pointer.get("cfi") or [""]:
        yield Remark(code, message, hint, name, cfi=cfi, keys=KEYS.get(test["dct:title"], ()))


def _flat(text: str) -> str:
    """The list of cures that axe gives, which has a line for each, in one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join([f"{lines[0]} {'; '.join(lines[1:])}".strip()] if lines else [])
