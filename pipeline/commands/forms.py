"""The forms in which findings are told to a machine: JSON, SARIF for code scanners, annotations for GitHub.

In: a report, the book's folder, and for JSON the command's own object. Out: text for standard output. Every command
that reports has the same choice (`--format`); lines for people are the business of `reporting`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from ..diagnostics import Code, Diagnostic, Report, Severity
from .reporting import shown

FORMS = ("text", "json", "sarif", "github")
NO_PLACE = "book.yaml"
"""The file of a finding about the whole book: code scanners refuse a result that is nowhere."""
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "note"}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "notice"}


def told(form: str, report: Report, folder: Path, whole: Mapping[str, object], version: str) -> str:
    """The findings in one of `FORMS` but text; `whole` is what JSON says, `version` is Galerada's."""
    if form == "github":
        return "\n".join(_annotations(report, folder))
    return json.dumps(_sarif(report, folder, version) if form == "sarif" else whole, ensure_ascii=False, indent=2)


# GitHub's workflow commands


def _annotations(report: Report, folder: Path) -> Iterator[str]:
    for found in report.diagnostics:
        place = ""
        if found.pos.path:
            where = {"file": shown(folder, found.pos.path), "line": found.pos.line, "col": found.pos.column}
            place = ",".join(f"{name}={_property(str(value))}" for name, value in where.items()) + ","
        message = f"{found.message}\n{found.hint}" if found.hint else found.message
        yield f"::{_GITHUB[found.severity]} {place}title={found.code.ident}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# SARIF 2.1.0 (OASIS); the clauses are its own


def _sarif(report: Report, folder: Path, version: str) -> dict[str, object]:
    waived = tuple(report.waived)
    codes = tuple(dict.fromkeys(found.code for found in (*report.diagnostics, *(found for found, _ in waived))))
    results = [
        *(_result(found, folder, codes) for found in report.diagnostics),
        *(_result(found, folder, codes) | {"suppressions": [_suppression(reason)]} for found, reason in waived),
    ]
    driver = {"name": "Galerada", "version": version, "rules": [_rule(code) for code in codes]}
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.ident, "name": code.name, "shortDescription": {"text": code.meaning},
        "defaultConfiguration": {"level": _SARIF[code.severity]},
    }  # fmt: skip


def _result(found: Diagnostic, folder: Path, codes: Iterable[Code]) -> dict[str, object]:
    message = f"{found.message}. {found.hint}" if found.hint else found.message
    made: dict[str, object] = {
        "ruleId": found.code.ident, "ruleIndex": tuple(codes).index(found.code), "level": _SARIF[found.severity],
        "message": {"text": message},
    }  # fmt: skip
    return made | {"locations": [_location(found, folder)]}


def _location(found: Diagnostic, folder: Path) -> dict[str, object]:
    path = Path(shown(folder, found.pos.path or NO_PLACE))
    address = path.as_uri() if path.is_absolute() else quote(path.as_posix())  # 3.4.3: a URI reference
    region = {"startLine": max(1, found.pos.line), "startColumn": max(1, found.pos.column)}
    return {"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}


def _suppression(reason: str) -> dict[str, str]:
    """3.35: a waiver in a file of its own is `external`."""
    return {"kind": "external", "status": "accepted", "justification": reason}
