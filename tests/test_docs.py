"""The manual says what the program does: every code, shortcode, key, role, command; no more and no less; no dead link.

Each check is a function from the manual's text to a list of complaints, so that a planted fault can show that it fails.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from pipeline.catalogue import SHORTCODES
from pipeline.cli import main
from pipeline.commands.explaining import explanation
from pipeline.config import KEYS
from pipeline.diagnostics import Code
from pipeline.roles import ROLES
from pipeline.shortcodes import HANDLERS
from pipeline.text.words import WORDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CHANGELOG.md")
FENCE = re.compile(r"^(?P<mark>`{3,}|~{3,})[^\n]*\n.*?^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`[^`\n]+`(?!`)")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def prose(text: str) -> str:
    """The text without its fences, which may hold `##` and `](` of other languages."""
    return FENCE.sub("", text)


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of the second level; of two with one title, both."""
    made: dict[str, str] = {}
    for part in re.split(r"^## ", prose_with_fences_masked(text), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        made[title.strip()] = made.get(title.strip(), "") + unmasked(body)
    return made


def prose_with_fences_masked(text: str) -> str:
    """The text with the headings inside fences hidden from the eye of a regular expression."""
    return FENCE.sub(lambda found: found[0].replace("\n#", "\n\0#"), text)


def unmasked(text: str) -> str:
    return text.replace("\0", "")


def odds(there: Iterable[str], wanted: Iterable[str], what: str) -> list[str]:
    """What is missing, what is more than wanted, and what stands twice."""
    present, needed = Counter(there), set(wanted)
    return [
        *(f"{what} has no section for {name}" for name in sorted(needed - set(present))),
        *(f"{what} has a section for {name}, which there is not" for name in sorted(set(present) - needed)),
        *(f"{what} has {count} sections for {name}" for name, count in present.items() if count > 1),
    ]


def headings(text: str) -> list[str]:
    return [title.strip() for title in re.findall(r"^## (.+)$", prose(text), re.MULTILINE)]


# diagnostics


def diagnostics_odds(text: str) -> list[str]:
    titles = headings(text)
    strange = [title for title in titles if not re.fullmatch(r"[A-Z]{2}\d{3}: \S.*", title)]
    known = [title.partition(":")[0] for title in titles if title not in strange]
    return [f"not a heading `CODE: title`: {title}" for title in strange] + odds(
        known, (code.ident for code in Code), "diagnostics.md"
    )


SEVERITIES = {"error": "An error:", "warning": "A warning:", "remark": "A remark:"}
UNREPORTED = "This version does not report it yet"


def reported(sources: str) -> frozenset[str]:
    """The ids of the codes that some module of the program adds to a report."""
    return frozenset(code.ident for code in Code if re.search(rf"\bCode\.{code.name}\b", sources))


def section_odds(text: str, said: frozenset[str]) -> Iterator[str]:
    """Each section says its severity, shows an example, names a cure, and does not promise what nobody reports."""
    by_ident = {title.partition(":")[0]: body for title, body in sections(text).items()}
    for code in Code:
        body = by_ident.get(code.ident, "")
        if not body.lstrip().startswith(SEVERITIES[code.severity]):
            yield f"{code.ident} does not begin with '{SEVERITIES[code.severity]}'"
        if "```" not in body or "Cure:" not in body:
            yield f"{code.ident} has no example, or no cure"
        if (UNREPORTED in body) == (code.ident in said):
            yield f"{code.ident}: the sentence '{UNREPORTED}' does not fit the program"
        if body.count("\n") > 22:
            yield f"{code.ident} is too long for a terminal"


def program() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "pipeline").rglob("*.py")))


def test_every_diagnostic_has_its_section_and_no_other_has() -> None:
    assert diagnostics_odds(page("reference/diagnostics.md")) == []


def test_every_section_has_severity_example_and_cure() -> None:
    assert list(section_odds(page("reference/diagnostics.md"), reported(program()))) == []


@pytest.mark.parametrize("code", Code, ids=lambda code: code.ident)
def test_explain_prints_the_section(code: Code) -> None:
    told = explanation(code.ident)
    assert "Cure:" in told
    assert "```" not in told


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (lambda text: text.replace("## SC001:", "## SC999:"), "diagnostics.md has no section for SC001"),
        (lambda text: text + "\n## ZZ001: New\n", "diagnostics.md has a section for ZZ001, which there is not"),
        (lambda text: text + "\n## SC001: Again\n", "diagnostics.md has 2 sections for SC001"),
        (lambda text: text + "\n## More\n", "not a heading `CODE: title`: More"),
    ],
)
def test_a_wrong_section_is_seen(fault: object, complaint: str) -> None:
    assert callable(fault)
    assert complaint in diagnostics_odds(fault(page("reference/diagnostics.md")))


def test_a_section_that_does_not_fit_is_seen() -> None:
    text = page("reference/diagnostics.md")
    said = reported(program())
    assert list(section_odds(text.replace("An error:", "A remark:", 1), said))
    assert list(section_odds(text.replace("Cure:", "", 1), said))
    assert list(section_odds(text, said - {"SC001"}))
    assert list(section_odds(text.replace("## SC001: Unknown shortcode\n", "## SC001: x\n" + "\n" * 30), said))


# shortcodes: an index, and a page for each


def shortcode_pages() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs/reference/shortcodes").glob("*.md")}


def listed_shortcodes(index: str) -> list[str]:
    """The names in the tables of the index, each a link to its page."""
    return re.findall(r"^\| \[`(\w+)`\]\(shortcodes/\1\.md\) \|", index, re.M)


def shortcode_odds(index: str, pages: Mapping[str, str], known: Iterable[str]) -> Iterator[str]:
    """Every shortcode stands once in the index, and has a page with its name, both notations and an example."""
    known = list(known)
    yield from odds(listed_shortcodes(index), known, "shortcodes.md")
    yield from odds(list(pages), known, "shortcodes/")
    for name, text in pages.items():
        if not text.startswith(f"# {name}\n"):
            yield f"{name}.md is not headed by its name"
        for written in (f"{{{{< {name}", f"{{{{% {name}"):
            if written not in text.partition("## Arguments")[0]:
                yield f"{name}.md does not show {written}"
        if not re.search(rf"^```markdown\n(?:(?!```).)*\{{\{{[<%] {name}\b.*?^```$", text, re.M | re.S):
            yield f"{name}.md has no example of {name}"


def picture_odds(pages: Mapping[str, str], files: Iterable[str]) -> Iterator[str]:
    """Every page shows its two pictures, and no picture is of another page."""
    wanted = [f"{name}-{kind}.png" for name in pages for kind in ("print", "ebook")]
    yield from odds(files, wanted, "pictures/shortcodes")
    for file in wanted:
        if f"](../../pictures/shortcodes/{file})" not in pages[file.rpartition("-")[0]]:
            yield f"no page shows {file}"


def argument_odds(pages: Mapping[str, str]) -> Iterator[str]:
    """Every argument that a shortcode's grammar knows is named among those of its page."""
    for name, grammar in SHORTCODES.items():
        told = sections(pages.get(name, "")).get("Arguments", "")
        for argument in dict.fromkeys((*grammar.named, *grammar.positional)):
            if f"`{argument}`" not in told:
                yield f"{name}.md does not tell of the argument {argument}"
        known = {*grammar.named, *grammar.positional}
        for line in re.findall(r"^- ((?:`\w+`(?:, )?)+)", told, re.M):
            strange = [word for word in re.findall(r"\w+", line) if word not in known]
            yield from (f"{name}.md tells of {word}, which there is not" for word in strange)


def drawn() -> list[str]:
    return [path.name for path in (ROOT / "docs/pictures/shortcodes").iterdir()]


def test_every_shortcode_that_has_a_grammar_becomes_something() -> None:
    assert set(SHORTCODES) == set(HANDLERS)


def test_every_shortcode_has_its_page_and_no_other_has() -> None:
    assert list(shortcode_odds(page("reference/shortcodes.md"), shortcode_pages(), SHORTCODES)) == []


def test_every_page_of_a_shortcode_has_its_two_pictures() -> None:
    assert list(picture_odds(shortcode_pages(), drawn())) == []


def test_every_argument_of_a_shortcode_is_told() -> None:
    assert list(argument_odds(shortcode_pages())) == []


def test_a_missing_shortcode_is_seen() -> None:
    index, pages = page("reference/shortcodes.md"), shortcode_pages()
    assert list(shortcode_odds(index, pages, [*SHORTCODES, "new"])) == [
        "shortcodes.md has no section for new",
        "shortcodes/ has no section for new",
    ]
    without = [name for name in SHORTCODES if name != "hint"]
    assert "shortcodes/ has a section for hint, which there is not" in list(shortcode_odds(index, pages, without))
    unlisted = index.replace("[`hint`](shortcodes/hint.md)", "hint")
    assert "shortcodes.md has no section for hint" in list(shortcode_odds(unlisted, pages, SHORTCODES))


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (("# hint\n", "# callout\n"), "hint.md is not headed by its name"),
        (("{{% hint KIND %}}", ""), "hint.md does not show {{% hint"),
        (("```markdown", "```text"), "hint.md has no example of hint"),
    ],
)
def test_a_faulty_page_of_a_shortcode_is_seen(fault: tuple[str, str], complaint: str) -> None:
    pages = shortcode_pages()
    pages["hint"] = pages["hint"].replace(*fault)
    assert list(shortcode_odds(page("reference/shortcodes.md"), pages, SHORTCODES)) == [complaint]


def test_a_missing_picture_is_seen() -> None:
    pages, files = shortcode_pages(), drawn()
    files.remove("hint-print.png")
    assert list(picture_odds(pages, files)) == ["pictures/shortcodes has no section for hint-print.png"]
    pages["hint"] = pages["hint"].replace("hint-ebook.png", "card-ebook.png")
    assert list(picture_odds(pages, drawn())) == ["no page shows hint-ebook.png"]
    assert list(picture_odds(pages, [*drawn(), "old-print.png"]))


def test_an_argument_that_is_not_told_or_is_none_is_seen() -> None:
    pages = shortcode_pages()
    pages["figure"] = pages["figure"].replace("`caption`", "caption")
    assert list(argument_odds(pages)) == ["figure.md does not tell of the argument caption"]
    pages = shortcode_pages()
    pages["figure"] = pages["figure"].replace("- `alt`", "- `colour`, `alt`")
    assert list(argument_odds(pages)) == ["figure.md tells of colour, which there is not"]


# book.yaml


def key_odds(text: str) -> Iterator[str]:
    told = {title.strip("`"): body for title, body in sections(text).items()}
    yield from odds((title.strip("`") for title in headings(text)), (key.name for key in KEYS), "configuration.md")
    for key in KEYS:
        body = told.get(key.name, "")
        default = f"`{key.default}`" if key.default else "none"
        for line in (f"- Takes: {key.kind}.\n", f"- Default: {default}.\n"):
            if line not in body:
                yield f"configuration.md does not say of {key.name}: {line.strip()}"


def test_every_key_has_its_section_kind_and_default() -> None:
    assert list(key_odds(page("reference/configuration.md"))) == []


def test_a_wrong_key_is_seen() -> None:
    text = page("reference/configuration.md")
    assert "configuration.md has no section for print.ppi" in list(key_odds(text.replace("## `print.ppi`", "## `x`")))
    assert "configuration.md has a section for x, which there is not" in list(key_odds(text + "\n## `x`\n"))
    assert list(key_odds(text.replace("Default: `300`", "Default: `200`")))
    assert list(key_odds(text.replace("- Takes: a UUID.", "- Takes: text.")))


# front matter


def front_matter_keys(source: str) -> frozenset[str]:
    """Every key that the reader of front matter asks for, in small letters."""
    calls = re.findall(r"self\._(?:text|flag)\(([^)]*)\)|\b_DATES = \(([^)]*)\)", source)
    return frozenset(key for call in calls for key in re.findall(r'"([a-z._]+)"', "".join(call))) | {"weight"}


def front_matter_odds(text: str, keys: Iterable[str]) -> list[str]:
    spans = {span.strip("`").lower() for span in SPAN.findall(text)}
    return sorted(key for key in keys if key not in spans)


def test_every_key_that_is_read_from_a_chapter_is_told() -> None:
    keys = front_matter_keys((ROOT / "pipeline/read/frontmatter.py").read_text(encoding="utf-8"))
    assert {"title", "bookhidden", "expirydate", "cover.alt", "type"} <= keys
    assert front_matter_odds(page("reference/front-matter.md"), keys) == []


def test_a_forgotten_key_of_front_matter_is_seen() -> None:
    assert front_matter_odds(page("reference/front-matter.md"), {"title", "mood"}) == ["mood"]


# roles and languages


def role_odds(text: str, roles: Iterable[str]) -> list[str]:
    return odds(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE), roles, "roles.md")


def row_odds(text: str) -> Iterator[str]:
    """Title, listed, numbered and epub:type of each row are those of the table of roles."""
    for name, role in ROLES.items():
        words = ["yes" if flag else "no" for flag in (role.titled, role.listed, role.numbered, role.landmark)]
        row = re.search(rf"^\| `{name}` \|[^|]+\| (.+) \|$", text, re.MULTILINE)
        if row is None or row[1].split(" | ") != [*words, role.epub_type or "none"]:
            yield f"roles.md is wrong about {name}"


def test_every_role_has_its_row() -> None:
    text = page("reference/roles.md")
    assert role_odds(text, ROLES) == []
    assert list(row_odds(text)) == []


def test_a_wrong_role_is_seen() -> None:
    text = page("reference/roles.md")
    assert role_odds(text, [*ROLES, "blurb"]) == ["roles.md has no section for blurb"]
    assert role_odds(text.replace("| `colophon` |", "| `colofon` |"), ROLES)
    assert list(row_odds(text.replace("| yes | yes | yes | no | chapter |", "| yes | yes | no | no | chapter |")))


def test_every_language_is_told() -> None:
    text = page("reference/languages.md")
    assert [tag for tag in WORDS if f"`{tag}`" not in text] == []


# commands


def command_odds(text: str, group: click.Group) -> Iterator[str]:
    """Every command has its section; every option stands in its own command's section, and no other does."""
    told = {title: body for title, body in sections(text).items() if title.startswith("`galerada ")}
    by_name = {title.strip("`").split()[1]: body for title, body in told.items()}
    yield from odds([title.strip("`").split()[1] for title in told], group.commands, "commands.md")
    for name, command in group.commands.items():
        body = by_name.get(name, "")
        known = {option for parameter in command.params for option in parameter.opts}
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from (f"{name} {o} is not in commands.md" for o in parameter.opts if f"`{o}" not in body)
        for option in re.findall(r"^\| `(-[^|]*)\|", body, re.MULTILINE):
            for word in re.findall(r"--?[a-z][a-z-]*", option):
                if word not in known:
                    yield f"commands.md tells of {name} {word}, which there is not"


def test_every_command_and_option_is_told() -> None:
    assert list(command_odds(page("reference/commands.md"), main)) == []


def test_a_wrong_command_is_seen() -> None:
    text = page("reference/commands.md")
    more = click.Group(commands={**main.commands, "bind": click.Command("bind")})
    assert "commands.md has no section for bind" in list(command_odds(text, more))
    assert "check --strict is not in commands.md" in list(
        command_odds(text.replace("| `--strict` | let a warning count", "| strict | let a warning count"), main)
    )
    assert "commands.md tells of check --loud, which there is not" in list(
        command_odds(text.replace("| `--strict` | let a warning count", "| `--strict`, `--loud` | let"), main)
    )


def examples(text: str) -> Iterator[str]:
    """The command lines of the fences that call galerada."""
    for fence in FENCE.finditer(text):
        for line in fence[0].split("\n")[1:-1]:
            called = re.match(r"(?:\$ )?(?:\S*/)?galerada (.+?)(?: \||&&|>|#|$)", line)
            if called:
                yield called[1].strip()


def example_odds(text: str, group: click.Group) -> Iterator[str]:
    for example in examples(text):
        name, *words = shlex.split(example)
        command = group.commands.get(name)
        if name in {"COMMAND", "--help", "--version"}:
            continue
        if command is None:
            yield f"no command: galerada {example}"
            continue
        known = {option for parameter in command.params for option in parameter.opts} | {"-h", "--help"}
        yield from (f"no option {word}: galerada {example}" for word in words if word[0] == "-" and word not in known)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_line_that_is_shown_is_one(path: Path) -> None:
    assert list(example_odds(path.read_text(encoding="utf-8"), main)) == []


def test_a_wrong_command_line_is_seen() -> None:
    assert list(example_odds("```\n$ galerada bind book\n```\n", main)) == ["no command: galerada bind book"]
    assert list(example_odds("```\ngalerada build --loud b | x\n```\n", main)) == [
        "no option --loud: galerada build --loud b"
    ]


# links

LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def anchors(text: str) -> frozenset[str]:
    """The ids of a page's headings, as GitHub makes them."""
    made: set[str] = set()
    counts: Counter[str] = Counter()
    for title in re.findall(r"^#{1,6} (.+)$", prose(text), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
        made.add(f"{slug}-{counts[slug]}" if counts[slug] else slug)
        counts[slug] += 1
    return frozenset(made)


def link_odds(path: Path, text: str) -> Iterator[str]:
    """Relative links that lead to no file, or to no heading of it."""
    for target in LINK.findall(SPAN.sub("", prose(text))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = unquote(target).partition("#")
        place = (path.parent / file) if file else path
        if not place.exists():
            yield f"{path.relative_to(ROOT)}: nothing at {target}"
        elif not place.resolve().is_relative_to(ROOT):
            yield f"{path.relative_to(ROOT)}: {target} leaves the repository"
        elif fragment and fragment not in anchors(text if place == path else place.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}: no heading for {target}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert list(link_odds(path, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "fault",
    [
        "[x](nowhere.md)",
        "![x](docs/pictures/nothing.png)",
        "[x](#no-such-heading)",
        "[x](docs/index.md#no-such-heading)",
        "[x](../elsewhere.md)",
    ],
)
def test_a_dead_link_is_seen(fault: str) -> None:
    assert len(list(link_odds(ROOT / "README.md", f"# Title\n\n{fault}\n"))) == 1


def test_code_holds_no_links() -> None:
    assert list(link_odds(ROOT / "README.md", "```\n[x](nowhere.md)\n```\n\n`[x](nowhere.md)`\n")) == []


def unlinked(pages: Mapping[str, str]) -> list[str]:
    """Pages of the manual that its map does not lead to; those of the shortcodes have a map of their own."""
    maps = {"reference/shortcodes/": ("reference/shortcodes.md", "reference/")}

    def is_linked(name: str) -> bool:
        place = next((maps[folder] for folder in maps if name.startswith(folder)), ("index.md", ""))
        return f"]({name.removeprefix(place[1])})" in pages[place[0]]

    return [name for name in pages if name != "index.md" and not is_linked(name)]


def manual() -> dict[str, str]:
    docs = ROOT / "docs"
    return {p.relative_to(docs).as_posix(): p.read_text(encoding="utf-8") for p in sorted(docs.rglob("*.md"))}


def test_the_map_leads_to_every_page() -> None:
    assert unlinked(manual()) == []


def test_a_page_that_the_map_forgets_is_seen() -> None:
    assert unlinked({**manual(), "how-to/new.md": "# New\n"}) == ["how-to/new.md"]
    new = "reference/shortcodes/new.md"
    assert unlinked({**manual(), new: "# new\n"}) == [new]


# it speaks of Galerada alone

PRIVATE = re.compile(r"(?<!\w)/(?:tmp|root|home|Users)/", re.IGNORECASE)
"""Paths of one machine, which nobody else has."""


def private(text: str) -> list[str]:
    return PRIVATE.findall(text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_manual_speaks_of_galerada_alone(path: Path) -> None:
    assert private(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("fault", ["in /home/x", "see /tmp/x", "(/root/x)"])
def test_a_private_path_is_seen(fault: str) -> None:
    assert private(fault)


def test_a_path_of_the_book_is_no_machine_s() -> None:
    assert private("book/tmp/x, framework/tmpl") == []
