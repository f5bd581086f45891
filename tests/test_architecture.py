"""The house's plan, held to: imports point one way, each library has one home, no room grows too large.

Each rule is a function from sources to faults, so that a planted source shows that it can fail.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def module_name(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


SOURCES = {module_name(path): path.read_text("utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py"))}
PACKAGES = frozenset(
    path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in (ROOT / "pipeline").rglob("__init__.py")
)

Sources = Mapping[str, str]

COMMANDS = "commands"
"""What single commands of the command line are made of."""
ROOMS = frozenset({"read", "stages", "write"})
"""Bytes to book, book to book, book to bytes."""
LONGEST_MODULE = 320
LONGEST_FUNCTION = 50

CSS = frozenset(
    {"pipeline.ownsheets", "pipeline.drawing.svg", "pipeline.faces", "pipeline.linebreaking.stylesheet"}
)
HOMES: Mapping[str, frozenset[str]] = {
    "yaml": frozenset({"pipeline.syntax.yaml_syntax", "pipeline.syntax.yaml_faults"}),
    "markdown_it": frozenset({"pipeline.read.markdown"}),
    "mdit_py_plugins": frozenset({"pipeline.read.markdown"}),
    "ebooklib": frozenset({"pipeline.write.epub"}),
    "weasyprint": frozenset({"pipeline.write.paged.engine"}),
    "pydyf": frozenset({"pipeline.write.paged.engine"}),
    "uharfbuzz": frozenset({"pipeline.shaping"}),
    "PIL": frozenset({"pipeline.pictures", "pipeline.inks", "pipeline.preflight.rasters", "pipeline.press",
                      "pipeline.write.cover", "pipeline.write.cover_art", "pipeline.write.cover_pens",
                      "pipeline.trial", "pipeline.write.wrap.plates"}),
    "pikepdf": frozenset({"pipeline.preflight", "pipeline.press"}),
    "fontTools": frozenset({"pipeline.fonts", "pipeline.write.cover", "pipeline.write.cover_art"}),
    "rich": frozenset({"pipeline.terminal"}),
    "click": frozenset({"pipeline.cli", "pipeline.editorial", "pipeline.exchange", "pipeline.printing",
                        "pipeline.proofing", "pipeline.serving", "pipeline.terminal"}),
    "ziamath": frozenset({"pipeline.drawing.mathematics"}),
    "latex2mathml": frozenset({"pipeline.drawing.mathematics"}),
    "pygments": frozenset({"pipeline.drawing.highlighting"}),
    "mmdr": frozenset({"pipeline.drawing.mermaid"}),
    "cssselect2": CSS,
    "tinycss2": CSS,
    "pyphen": frozenset({"pipeline.linebreaking.hyphenation"}),
    "pypdfium2": frozenset({"pipeline.homecoming.pdfpages", "pipeline.meter.glyphs",
                            "pipeline.preflight.rasters", "pipeline.serve.drawing",
                            "pipeline.write.wrap.proofing"}),
    "resvg_py": frozenset({"pipeline.drawing.raster"}),
    "pi_heif": frozenset({"pipeline.pictures"}),
    "filelock": frozenset({"pipeline.lock"}),
    "segno": frozenset({"pipeline.drawing.qrcodes"}),
    "spylls": frozenset({"pipeline.review.dictionary"}),
}
"""The modules, or packages with all they hold, that may import a library."""
HEAVY = (
    "uharfbuzz",
    "pyphen",
    "pypdfium2",
    "weasyprint",
    "ebooklib",
    "PIL",
    "pikepdf",
    "fontTools",
    "markdown_it",
    "yaml",
    "ziamath",
    "rich",
    "spylls",
)


# what a source says


def imports(name: str, source: str) -> Iterator[str]:
    """The modules that a module imports, wherever in it, by their full names; not those for type checkers only."""
    tree = ast.parse(source)
    typed = {id(node) for block in ast.walk(tree) if _is_for_types(block) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in typed:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(name, node)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _base(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".") if name in PACKAGES else name.split(".")[:-1]
    above = package[: len(package) - (node.level - 1)]
    return ".".join([*above, *([node.module] if node.module else [])])


def own_imports(sources: Sources) -> Iterator[tuple[str, str]]:
    """Pairs of our own modules: who imports whom."""
    for name, source in sources.items():
        for imported in imports(name, source):
            found = imported if imported in SOURCES or imported in sources else imported.rpartition(".")[0]
            if found.startswith("pipeline") and found != name:
                yield name, found


def room(module: str) -> str:
    """`read` of `pipeline.read.pages`; empty outside the rooms."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else ""


def height(module: str) -> int:
    """How far above the leaves a module stands."""
    name = module.split(".")[1] if "." in module else ""
    known = {"": 6, "cli": 6, "terminal": 6, "editorial": 6, "exchange": 6, "printing": 6, "proofing": 6,
             "serving": 6, "__main__": 7, "run": 3, "ahead": 3, "pressroom": 3, "plan": 2, "bench": 2,
             "preflight": 2}  # fmt: skip
    return known.get(name, 4 if name in {COMMANDS, "serve"} else 1 if name in ROOMS else 0)


def is_at_home(module: str, library: str) -> bool:
    return any(module == home or module.startswith(f"{home}.") for home in HOMES[library])


# the rules


def upward(sources: Sources) -> list[str]:
    return [f"{a} imports {b}" for a, b in own_imports(sources) if height(a) < height(b)]


def between_rooms(sources: Sources) -> list[str]:
    pairs = list(own_imports(sources))
    return [f"{a} imports {b}" for a, b in pairs if room(a) and room(b) and room(a) != room(b)]


def between_stages(sources: Sources) -> list[str]:
    pairs = list(own_imports(sources))
    return [f"{a} imports {b}" for a, b in pairs if room(a) == room(b) == "stages" and b != "pipeline.stages"]


def strangers(sources: Sources) -> list[str]:
    found = []
    for name, source in sources.items():
        for imported in imports(name, source):
            library = imported.split(".")[0]
            if library in HOMES and not is_at_home(name, library):
                found.append(f"{name} imports {library}")
    return sorted(set(found))


def homeless(sources: Sources) -> list[str]:
    found = set()
    for name, source in sources.items():
        for imported in imports(name, source):
            library = imported.split(".")[0]
            if library not in {*HOMES, *sys.stdlib_module_names, "pipeline", "fontpkg"}:
                found.add(f"{name} imports {library}")
    return sorted(found)


def in_circles(sources: Sources) -> list[str]:
    """Modules that can be reached from themselves; imports inside a function count too."""
    targets: dict[str, set[str]] = {}
    for a, b in own_imports(sources):
        if not (b in PACKAGES and a.startswith(f"{b}.")):
            targets.setdefault(a, set()).add(b)
    return sorted(name for name in targets if _reaches(name, name, targets))


def _reaches(start: str, goal: str, targets: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    ahead = [*targets.get(start, ())]
    while ahead:
        name = ahead.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            ahead += targets.get(name, ())
    return False


def long_modules(sources: Sources) -> list[str]:
    lengths = {name: source.count("\n") for name, source in sources.items()}
    return [f"{name} has {length} lines" for name, length in lengths.items() if length >= LONGEST_MODULE]


def long_functions(sources: Sources) -> list[str]:
    found = []
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length >= LONGEST_FUNCTION:
                    found.append(f"{name}.{node.name} has {length} lines")
    return found


def catch_alls(sources: Sources) -> list[str]:
    bad = {"utils", "util", "helpers", "helper", "misc", "common", "manager"}
    return [name for name in sources if name.rpartition(".")[2] in bad]


def prints(sources: Sources) -> list[str]:
    found = []
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                found.append(f"{name}:{node.lineno}")
    return found


def undocumented(sources: Sources) -> list[str]:
    return [name for name, source in sources.items() if source.strip() and not ast.get_docstring(ast.parse(source))]


DOORS: Mapping[str, frozenset[str]] = {
    "open": frozenset({"pipeline.bench", "pipeline.cache", "pipeline.commands.sheet",
                       "pipeline.commands.starting", "pipeline.folder",
                       "pipeline.fonts", "pipeline.history", "pipeline.home", "pipeline.homecoming.wordparts",
                       "pipeline.jail", "pipeline.lock", "pipeline.memory", "pipeline.output", "pipeline.pictures",
                       "pipeline.preflight.rasters", "pipeline.preflight.reading", "pipeline.press",
                       "pipeline.press.pictures", "pipeline.read.markdown.builder",
                       "pipeline.read.markdown.lower", "pipeline.read.shortcode_syntax",
                       "pipeline.release.programs", "pipeline.serve.server", "pipeline.serve.session",
                       "pipeline.terminal", "pipeline.twin", "pipeline.write.cover"}),
    "read_bytes": frozenset({"pipeline.cache", "pipeline.commands.importing", "pipeline.commands.measuring",
                             "pipeline.commands.preflighting", "pipeline.commands.redlining",
                             "pipeline.commands.releasing", "pipeline.preflight.colours",
                             "pipeline.preflight.lettering", "pipeline.preflight.reading",
                             "pipeline.commands.starting", "pipeline.commands.verifying", "pipeline.fonts",
                             "pipeline.lock", "pipeline.output", "pipeline.press.colour", "pipeline.review.dictionary",
                             "pipeline.serve.site", "pipeline.write.cover"}),
    "read_text": frozenset({"pipeline.cache", "pipeline.commands.explaining", "pipeline.jail", "pipeline.read.bodies",
                            "pipeline.release.ace", "pipeline.release.epubcheck", "pipeline.release.programs",
                            "pipeline.review.dictionary", "pipeline.review.spanish", "pipeline.style",
                            "pipeline.write.paged.engine.library"}),
    "scandir": frozenset({"pipeline.cache", "pipeline.folder"}),
    "os.walk": frozenset(),
    "rglob": frozenset(),
    "glob": frozenset({"pipeline.beside", "pipeline.cache", "pipeline.home", "pipeline.output",
                       "pipeline.read.manuscript", "pipeline.release.programs"}),
    "urlopen": frozenset(),
    "socket": frozenset(),
    "create_connection": frozenset(),
    "system": frozenset({"pipeline.commands.doctoring", "pipeline.jail"}),
    "Popen": frozenset({"pipeline.history", "pipeline.release.programs", "pipeline.serve.editor",
                        "pipeline.journeyman"}),
    "run_subprocess": frozenset({"pipeline.drawing.diagrams", "pipeline.history", "pipeline.release.programs",
                                 "pipeline.serve.editor",
                                 "pipeline.journeyman"}),
    "eval": frozenset(),
    "exec": frozenset(),
    "loads_pickle": frozenset(),
    "fromstring": frozenset({"pipeline.drawing.svg", "pipeline.vectorsize"}),
    "iterparse": frozenset(),
    "XMLParser": frozenset(),
    "ParserCreate": frozenset({"pipeline.homecoming.wordparts", "pipeline.release.publication", "pipeline.vector"}),
    "HTML": frozenset({"pipeline.write.paged.engine"}),
    "CSS": frozenset({"pipeline.write.paged.engine", "pipeline.write.paged.engine.library"}),
    "Attachment": frozenset(),
    "TTFont": frozenset({"pipeline.fonts", "pipeline.write.cover", "pipeline.write.cover_art"}),
    "truetype": frozenset({"pipeline.write.cover"}),
    "Image.open": frozenset({"pipeline.pictures", "pipeline.preflight.rasters", "pipeline.press.pictures"}),
    "yaml.load": frozenset(),
    "yaml.safe_load": frozenset(),
    "yaml.parse": frozenset({"pipeline.syntax.yaml_syntax"}),
    "tomllib.load": frozenset(),
    "tomllib.loads": frozenset({"pipeline.syntax.toml_syntax"}),
    "ZipFile": frozenset({"pipeline.commands.packing", "pipeline.homecoming.wordparts", "pipeline.release.publication",
                          "pipeline.write.docx"}),
    "pikepdf.open": frozenset({"pipeline.preflight.reading", "pipeline.press"}),
    "read_epub": frozenset(),
}
"""Calls that bring something in or let something out, and the modules that may make them. A name with a point is that
name of that library; `open` is every method of the name, so that what opens an element is listed with what opens a
file: a new one is looked at by somebody."""


def called(node: ast.Call) -> Iterator[str]:
    """The names by which a call goes: `open` and `Image.open`."""
    if isinstance(node.func, ast.Name):
        yield node.func.id
    elif isinstance(node.func, ast.Attribute):
        yield node.func.attr
        if isinstance(node.func.value, ast.Name):
            owner = node.func.value.id
            yield f"{owner}.{node.func.attr}"
            if owner == "subprocess":
                yield "run_subprocess"
            if owner in {"pickle", "marshal", "shelve"}:
                yield "loads_pickle"


def unwatched_doors(sources: Sources) -> list[str]:
    """What is opened anywhere but in its wrapper."""
    found = []
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                found += [f"{name}:{node.lineno} calls {door}" for door in called(node)
                          if door in DOORS and name not in DOORS[door]]  # fmt: skip
    return sorted(set(found))


def pictures_of_any_kind(sources: Sources) -> list[str]:
    """Pillow asked to open whatever it can: an EPS would run Ghostscript."""
    found = []
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and "Image.open" in called(node):
                found += [] if any(key.arg == "formats" for key in node.keywords) else [f"{name}:{node.lineno}"]
    return found


LONG = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
RULES: Mapping[Callable[[Sources], list[str]], Sources] = {
    upward: {"pipeline.read.new": "from ..plan import PLAN\n"},
    between_rooms: {"pipeline.stages.new": "from ..read.pages import stem\n"},
    between_stages: {"pipeline.stages.new": "def f():\n    from . import links\n"},
    strangers: {"pipeline.stages.new": "def f():\n    import yaml\n"},
    homeless: {"pipeline.new": "import lxml.etree\n"},
    in_circles: {"pipeline.new": "from .other import a\n", "pipeline.other": "def f():\n    from .new import b\n"},
    long_modules: {"pipeline.new": "x = 1\n" * LONGEST_MODULE},
    long_functions: {"pipeline.new": LONG},
    catch_alls: {"pipeline.write.utils": ""},
    prints: {"pipeline.new": 'def f():\n    print("x")\n'},
    undocumented: {"pipeline.new": "x = 1\n"},
    unwatched_doors: {"pipeline.stages.new": "def f(path):\n    return path.read_bytes()\n"},
    pictures_of_any_kind: {"pipeline.pictures": "def f(data):\n    return Image.open(data)\n"},
}
"""Each rule, and sources that break it."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Callable[[Sources], list[str]]) -> None:
    assert rule(SOURCES) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_can_be_broken(rule: Callable[[Sources], list[str]]) -> None:
    assert rule(RULES[rule]) != []


def test_imports_are_seen_in_every_form() -> None:
    source = (
        "import a, b.c\nfrom d import e\nfrom . import f\nfrom .g import h\nfrom ..nodes import Text\n"
        "def x():\n    from ..write.pdf import y\nif TYPE_CHECKING:\n    import z\n"
    )
    assert set(imports("pipeline.stages.new", source)) == {
        "a", "b.c", "d.e", "pipeline.stages.f", "pipeline.stages.g.h", "pipeline.nodes.Text", "pipeline.write.pdf.y",
    }  # fmt: skip


# what a command loads


def loaded_by(*arguments: str) -> set[str]:
    """The modules in memory after a command."""
    code = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write('LOADED ' + ' '.join(sys.modules))"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stderr.rpartition("LOADED ")[2].split())


def test_help_loads_no_library_that_makes_books() -> None:
    loaded = loaded_by("--help")
    assert [library for library in HEAVY if library in loaded] == []


def test_what_is_loaded_is_seen() -> None:
    """The check before could fail: a check of a book does load a parser."""
    assert "markdown_it" in loaded_by("check", "nowhere") or "yaml" in loaded_by("check", "nowhere")


def test_checking_a_book_asks_for_no_writer_until_it_makes_one() -> None:
    loaded = loaded_by("check", "nowhere")
    assert not loaded & {"weasyprint", "ebooklib"}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_watched(door: str) -> None:
    """Each row of the table could fail: a module that is not listed and opens it is seen."""
    calls = {"run_subprocess": "subprocess.run(x)", "loads_pickle": "pickle.loads(x)"}
    source = f"def f(x):\n    return {calls.get(door, door + '(x)')}\n"
    assert any(door in fault for fault in unwatched_doors({"pipeline.stages.new": source}))
