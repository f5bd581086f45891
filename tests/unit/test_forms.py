"""Findings for machines: SARIF as its standard wants it, annotations that GitHub does not cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.commands.forms import told
from pipeline.diagnostics import Code, Report
from pipeline.nodes import NOWHERE, Pos

SARIF: dict[str, Any] = {
    "type": "object", "required": ["version", "runs"], "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"}, "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["tool", "results"], "additionalProperties": False,
            "properties": {
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "tool": {"properties": {"driver": {"required": ["name", "rules"], "properties": {
                    "rules": {"items": {"required": ["id"], "additionalProperties": False, "properties": {
                        "id": {"type": "string"}, "name": {"type": "string"},
                        "shortDescription": {"required": ["text"]},
                        "defaultConfiguration": {"properties": {"level": {"enum": ["error", "warning", "note"]}}},
                    }}},
                }}}},
                "results": {"items": {
                    "required": ["message", "ruleId", "ruleIndex", "level", "locations"], "additionalProperties": False,
                    "properties": {
                        "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
                        "level": {"enum": ["error", "warning", "note"]},
                        "message": {"required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}},
                        "locations": {"items": {"required": ["physicalLocation"], "properties": {"physicalLocation": {
                            "required": ["artifactLocation", "region"],
                            "properties": {
                                "artifactLocation": {"properties": {"uri": {"pattern": "^[!-~]+$"}}},
                                "region": {"properties": {
                                    "startLine": {"type": "integer", "minimum": 1},
                                    "startColumn": {"type": "integer", "minimum": 1},
                                }},
                            },
                        }}}},
                        "suppressions": {"items": {"required": ["kind"], "properties": {
                            "kind": {"enum": ["inSource", "external"]},
                            "status": {"enum": ["accepted", "underReview", "rejected"]},
                        }}},
                    },
                }},
            },
        }},
    },
}  # fmt: skip
"""SARIF 2.1.0 as far as Galerada writes it: 3.13 to 3.15, 3.19, 3.27 to 3.30, 3.35, 3.49."""


def report() -> Report:
    made = Report()
    made.add(Code.LINK_DANGLING, "100% gone:\nno place", Pos("text/un año, dos.md", 4, 7), "mend it")
    made.add(Code.EMPTY_SECTION_DROPPED, "a remark", Pos("b.md", 1, 1))
    made.add(Code.PICTURE_REMOTE, "nowhere", NOWHERE)
    made.waive = lambda found: "in May" if found.code is Code.PICTURE_REMOTE else ""
    return made


def sarif(folder: Path = Path("book")) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(told("sarif", report(), folder, {}, "1.0"))
    return made


def test_sarif_is_what_its_standard_wants() -> None:
    made = sarif()
    jsonschema.validate(made, SARIF)
    run = made["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == ["NT004", "LK001", "AS005"]
    assert [result["level"] for result in run["results"]] == ["note", "error", "warning"]
    assert [len(result.get("suppressions", ())) for result in run["results"]] == [0, 0, 1]
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]] == [
        "book/b.md", "book/text/un%20a%C3%B1o%2C%20dos.md", "book/book.yaml",
    ]  # fmt: skip
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "book/text/un%20a%C3%B1o%2C%20dos.md"
    assert place["region"] == {"startLine": 4, "startColumn": 7}


def test_sarif_names_a_book_elsewhere_by_its_whole_address() -> None:
    place = sarif(Path("/books/one"))["runs"][0]["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///books/one/text/un%20a%C3%B1o%2C%20dos.md"


@pytest.mark.parametrize("fault", [{"level": "fatal"}, {"ruleIndex": -1}, {"message": {}}, {"colour": "red"}])
def test_a_wrong_sarif_would_be_seen(fault: dict[str, Any]) -> None:
    made = sarif()
    made["runs"][0]["results"][0] |= fault
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, SARIF)


def test_annotations_hold_every_sign() -> None:
    remark, error = told("github", report(), Path("book"), {}, "1.0").split("\n")
    assert remark == "::notice file=book/b.md,line=1,col=1,title=NT004::a remark"
    assert error == (
        "::error file=book/text/un año%2C dos.md,line=4,col=7,title=LK001::100%25 gone:%0Ano place%0Amend it"
    )


def test_every_command_that_reports_has_the_same_forms(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "a.md").write_text("# T\n\n[uno](b.md)\n", encoding="utf-8")
    (folder / "book.yaml").write_text("title: T\nlanguage: en\nauthor: A\n", encoding="utf-8")
    gates = ["--release", "--without", "ace", "--without", "epubcheck"]
    for command in (["build", str(folder)], ["check", str(folder)], ["check", str(folder), *gates],
                    ["verify", str(folder / "a.md"), str(folder)]):  # fmt: skip
        given = {form: CliRunner().invoke(main, [*command, "--format", form]) for form in ("json", "sarif", "github")}
        assert [done.exit_code for done in given.values()] == [1, 1, 1]
        code = "RL021" if command[0] == "verify" else "LK001"
        assert [one["code"] for one in json.loads(given["json"].stdout)["diagnostics"]] == [code]
        assert json.loads(given["sarif"].stdout)["runs"][0]["results"][0]["ruleId"] == code
        assert f"title={code}::" in given["github"].stdout
        assert CliRunner().invoke(main, [*command, "--json"]).exit_code == 1
