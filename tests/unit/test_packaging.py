"""What is installed is what was written down: dependencies, their reasons, their hashes, and the wheel's contents."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def canonical(requirement: str) -> str:
    """The package's name as PyPI compares it: `types-PyYAML>=6` is `types-pyyaml`."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def declared() -> list[str]:
    project = PROJECT["project"]
    return sorted(
        {
            canonical(requirement)
            for requirements in (
                project["dependencies"],
                PROJECT["build-system"]["requires"],
                *project["optional-dependencies"].values(),
            )
            for requirement in requirements
        }
    )


def locked() -> dict[str, str]:
    """Each locked package with all that the lock says of it."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", LOCK)[1:]
    return {canonical(entry): entry for entry in entries}


def reasons() -> dict[str, str]:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", (ROOT / "docs/dependencies.md").read_text("utf-8"), re.M)
    return dict(rows)


@pytest.mark.parametrize("name", declared())
def test_every_dependency_has_its_reason_licence_and_upkeep(name: str) -> None:
    cells = [cell.strip() for cell in reasons().get(name, "").split(" | ")]
    assert len(cells) == 3, f"docs/dependencies.md has no whole line for {name}"
    assert all(cells)


def test_no_reason_is_given_for_what_is_not_used() -> None:
    assert set(reasons()) <= set(declared())


@pytest.mark.parametrize("name", declared())
def test_every_dependency_is_locked(name: str) -> None:
    assert name in locked(), "run `make lock`"


@pytest.mark.parametrize("name", sorted(locked()))
def test_every_locked_package_has_one_version_and_a_hash(name: str) -> None:
    assert re.match(r"\S+==\S+", locked()[name])
    assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", locked()[name])


def test_the_docs_name_the_locked_versions() -> None:
    stale = [
        name
        for name, row in reasons().items()
        if locked()[name].split("==")[1].split()[0] not in row.rsplit(" | ", 1)[-1]
    ]
    assert not stale, f"docs/dependencies.md names other versions than the lock: {stale}"


def test_the_lock_names_no_host_and_no_folder() -> None:
    assert "://" not in LOCK
    assert not re.search(r"--(index|extra-index|find-links|trusted-host)", LOCK)
    assert not re.search(r"(^|\s)(/|~|\w:\\)", LOCK)


def test_the_version_is_the_same_everywhere() -> None:
    module = ast.parse((ROOT / "pipeline/__init__.py").read_text(encoding="utf-8"))
    versions = [
        ast.literal_eval(node.value)
        for node in module.body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__version__"]
    ]
    assert versions == [PROJECT["project"]["version"]]


def test_the_licence_is_the_agpl_whole() -> None:
    lines = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()
    assert [line.strip() for line in lines[:2]] == ["GNU AFFERO GENERAL PUBLIC LICENSE", "Version 3, 19 November 2007"]
    assert len(lines) == 661
    assert lines[-1] == "<https://www.gnu.org/licenses/>."


def build(target: str, folder: Path) -> Path:
    """Hatchling's own command, in this environment: no network, nothing written beside the sources."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = folder.iterdir()
    return made


MADE = {"__pycache__", "build"}


def files_under(folder: str) -> set[str]:
    files = (path for path in (ROOT / folder).rglob("*") if path.is_file() and not MADE & set(path.parts))
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_wheel_holds_the_styles_and_the_whole_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(build("wheel", tmp_path)) as wheel:
        inside = set(wheel.namelist())
    assert any(name.startswith("pipeline/styles/") and name.endswith(".css") for name in inside)
    assert {f"pipeline/{name}" for name in files_under("styles")} <= inside
    assert files_under("pipeline") <= inside
    assert "pipeline/reference/diagnostics.md" in inside
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in inside)
    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == {"pipeline"}


def test_the_source_archive_can_build_the_book_and_test_itself(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        inside = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {"pyproject.toml", "requirements.lock", "Makefile", "LICENSE", "setup/prepare", ".ci/run"} <= inside
    for folder in ("pipeline", "styles", "book", "tests", "docs"):
        assert files_under(folder) <= inside, folder
