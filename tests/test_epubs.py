"""EPUBs as stores get them: every store's file of every book passes epubcheck, and holds what the store asks for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from epubchecks import findings
from fontTools.ttLib import TTFont
from PIL import Image

from pipeline.model import Book, Evaluation
from pipeline.nodes import Text, element, elements
from pipeline.pagemap import PageMap, PageMark
from pipeline.plan import EDITIONS
from pipeline.release.lock import FILE as RELEASE_LOCK
from pipeline.release.lock import Release, content_digest
from pipeline.release.lock import written as lock_text
from pipeline.roles import ROLES
from pipeline.run import Request, Result, build, resolved
from pipeline.stores import STORES, for_stores
from pipeline.write import epub

ROOT = Path(__file__).parent.parent
SAMPLE, SINK, MANUSCRIPT = ROOT / "book", ROOT / "tests/books/kitchen-sink", ROOT.parent / "shared/manuscript"
BOOKS = [folder for folder in (SAMPLE, SINK, MANUSCRIPT) if folder.is_dir()]

RICH = """title: La lluvia
language: es
author: Ana Ruiz
isbn: {ebook: 978-84-376-0494-7, print: 978-3-16-148410-0}
alternate_titles: {ja: 雨, en: The Rain}
contributors: [{name: Haruki Murakami, alternate: {ja: 村上春樹}}]
other_languages: [ja]
series: {name: Tiempos, position: 2}
accessibility:
  {certified_by: Galerada, credential: Taller, report: "https://example.org/a", exemption: micro-enterprise}
ebook: {notes: book}
"""
TEXT = """# Uno

La [rain]{lang=en} cae.[^a] Y otra vez.[^a] Más.[^b]

[^a]: Con otra nota.[^b]
[^b]: La última.

![Una caja](box.png)
"""


def rich(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.yaml").write_text(RICH, encoding="utf-8")
    (folder / "a.md").write_text(TEXT, encoding="utf-8")
    (folder / "b.md").write_text("# Dos\n\nOtra.[^a]\n\n[^a]: La del segundo.\n", encoding="utf-8")
    Image.new("CMYK", (40, 20), (0, 200, 200, 0)).save(folder / "box.png", "TIFF")
    return folder


def book_of_every_role(folder: Path) -> Path:
    folder.mkdir()
    listed: dict[str, list[str]] = {}
    for role, said in ROLES.items():
        (folder / f"p-{role}.md").write_text(f"# The {role}\n\nWords of the {role}.\n", encoding="utf-8")
        listed.setdefault(str(said.matter), []).append(f"    - {{file: p-{role}.md, role: {role}}}")
    matters = "".join(f"  {matter}:\n" + "\n".join(lines) + "\n" for matter, lines in listed.items())
    head = "title: Roles\nlanguage: en\nauthor: A\nchapters:\n"
    (folder / "book.yaml").write_text(head + matters, encoding="utf-8")
    return folder


def with_pages(book: Book) -> tuple[Book, PageMap]:
    """The book with an ISBN of its print edition, and the page map of one in which each chapter has one page."""
    marks = tuple(PageMark(str(number), chapter.key, 0, 0) for number, chapter in enumerate(book.chapters, 1))
    config = replace(book.config, isbn={**book.config.isbn, "print": "9783161484100"})
    return replace(book, config=config), PageMap(marks, "")


def written(folder: Path, evaluated: Evaluation, paged: bool) -> bytes:
    book, context = resolved(Request(folder), Result())
    shown, pages = with_pages(book) if paged else (book, None)
    return epub.write(shown, EDITIONS["ebook"], replace(context, evaluated=evaluated), pages)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every store's file of every book, one of every role, and one with all that metadata can say."""
    out = tmp_path_factory.mktemp("epubs")
    made: dict[str, Path] = {}
    for folder in (*BOOKS, rich(out / "rich")):
        result = build(Request(folder, ("ebook",), out / "out" / folder.name, stores=tuple(STORES)))
        assert result.report.errors == ()
        made |= {f"{folder.name} {store}": file.path for store, file in zip(STORES, result.outputs, strict=True)}
    roles = build(Request(book_of_every_role(out / "roles"), ("ebook",), out / "out/roles"))
    made["roles"] = roles.outputs[0].path
    made["pages"] = out / "pages.epub"
    made["pages"].write_bytes(written(out / "rich", Evaluation(ace=True), True))
    return made


def test_epubcheck_finds_nothing_in_any_store_s_file(files: dict[str, Path]) -> None:
    told = findings(list(files.values()))
    assert {path: said for path, said in told.items() if said} == {}
    assert set(told) == set(files.values())


def test_epubcheck_can_find_something(files: dict[str, Path], tmp_path: Path) -> None:
    spoilt = [tmp_path / "heading.epub", tmp_path / "prefix.epub", tmp_path / "whole.epub"]
    faults: list[Callable[[str, bytes], bytes]] = [
        lambda name, data: data.replace(b"</p>", b"", 1) if name.endswith("a.xhtml") else data,
        lambda name, data: data.replace(b"schema:accessMode<", b"no:such<").replace(b"schema:", b"nosuch:"),
        lambda name, data: data,
    ]
    for path, fault in zip(spoilt, faults, strict=True):
        with zipfile.ZipFile(files["rich kdp"]) as whole, zipfile.ZipFile(path, "w") as broken:
            for entry in whole.infolist():
                broken.writestr(entry, fault(entry.filename, whole.read(entry)))
    told = findings(spoilt)
    assert [bool(told[path]) for path in spoilt] == [True, True, False]


# what a file holds


def inside(path: Path, pattern: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if re.search(pattern, name)}


def opf(path: Path) -> str:
    (text,) = inside(path, r"\.opf$").values()
    return text.decode()


def said(path: Path, name: str) -> list[str]:
    return re.findall(rf'property="{name}"[^>]*>([^<]*)<', opf(path))


@pytest.mark.parametrize("store", list(STORES))
def test_a_store_gets_the_pictures_and_fonts_it_takes(store: str, files: dict[str, Path]) -> None:
    rules, path = STORES[store], files[f"kitchen-sink {store}"]
    pictures = inside(path, r"/images/")
    kinds = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "svg": "image/svg+xml"}
    assert pictures
    assert {kinds[name.rpartition(".")[2]] for name in pictures} <= rules.pictures
    assert {name.rpartition(".")[2] for name in inside(path, r"/fonts/")} == {rules.fonts}
    assert bool(inside(path, r"cover\.xhtml$")) is rules.cover.page
    if not rules.alpha:
        assert {Image.open(io.BytesIO(data)).mode for data in pictures.values()} <= {"RGB", "L", "P"}


@pytest.mark.parametrize("store", list(STORES))
def test_every_font_of_a_page_is_there_and_draws_its_words(store: str, files: dict[str, Path]) -> None:
    path = files[f"kitchen-sink {store}"]
    css = next(iter(inside(path, r"book\.css$").values())).decode()
    named = re.findall(r'url\("\.\./fonts/([^"]+)"\)', css)
    fonts = {name.rpartition("/")[2]: data for name, data in inside(path, r"/fonts/").items()}
    assert sorted(named) == sorted(fonts)
    drawn = set().union(*(TTFont(io.BytesIO(data)).getBestCmap() for data in fonts.values()))
    pages = b"".join(inside(path, r"chapters-.*\.xhtml$").values()).decode()
    words = re.sub(r"<math.*?</math>|<[^>]+>|\s", "", pages.partition("<body")[2], flags=re.S)
    words = re.sub(r"&\w+;", "", words)
    assert {c for c in words if ord(c) not in drawn and ord(c) > 0x20} <= set("\u200b\ufe0e\ufe0f")


def test_fonts_are_left_out_where_the_book_says_so(tmp_path: Path) -> None:
    folder = rich(tmp_path / "b")
    (folder / "book.yaml").write_text(RICH.replace("notes: book", "notes: book, fonts: none"), encoding="utf-8")
    path = build(Request(folder, ("ebook",))).outputs[0].path
    assert inside(path, r"/fonts/") == {}
    assert b"font-family: \"Galerada" not in b"".join(inside(path, r"\.css$").values())
    assert "specified-fonts" not in opf(path)


def test_names_of_files_tell_the_stores_apart(files: dict[str, Path]) -> None:
    names = [files[f"rich {store}"].name for store in STORES]
    assert names == [
        "la-lluvia.epub", "la-lluvia-kdp.epub", "la-lluvia-apple.epub", "la-lluvia-kobo.epub", "la-lluvia.kepub.epub",
        "la-lluvia-google.epub", "la-lluvia-bn.epub",
    ]  # fmt: skip


def test_a_paged_edition_is_the_same_for_every_store() -> None:
    config = resolved(Request(SINK), Result())[0].config
    assert for_stores(EDITIONS["print"], ("kdp", "apple"), config) == (EDITIONS["print"],)


def test_every_figure_of_a_store_says_who_asks_for_it() -> None:
    usual = STORES["generic"]
    for store in STORES.values():
        own = {f for f in store.__slots__ if f not in {"name", "title", "sources"}
               and getattr(store, f) != getattr(usual, f)}  # fmt: skip
        assert own == set(store.sources), store.name
        assert all(re.search(r"\d{4}|\d\.\d", text) or "no" in text for text in store.sources.values())


# Kobo's own


def test_a_kepub_has_every_word_in_a_span_of_its_own(files: dict[str, Path]) -> None:
    pages = inside(files["rich kepub"], r"text/(a|b|notes)\.xhtml$")
    plain = inside(files["rich kobo"], r"text/(a|b|notes)\.xhtml$")
    assert pages.keys() == plain.keys()
    for name, data in pages.items():
        root, before = ElementTree.fromstring(data), ElementTree.fromstring(plain[name])
        spans = [node for node in root.iter() if node.get("class") == "koboSpan"]
        ids = [str(span.get("id")) for span in spans]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"kobo\.\d+\.\d+", ident) for ident in ids)
        body = next(node for node in root.iter() if node.tag.endswith("body"))
        was = next(node for node in before.iter() if node.tag.endswith("body"))
        assert "".join(body.itertext()) == "".join(was.itertext())
        assert sum(len("".join(span.itertext())) for span in spans) >= len("".join("".join(was.itertext()).split()))


def test_sentences_are_parted_and_nothing_is_lost() -> None:
    from pipeline.write.kepub import with_spans

    body = (element("p", "One. «Two!» Three… and 3.5 more"), element("pre", "as it is. yes"))
    made = with_spans(body)
    spans = list(elements(made, "span"))
    assert ["".join(c.text for c in s.children if isinstance(c, Text)) for s in spans] == [
        "One. ", "«Two!» ", "Three… ", "and 3.5 more",
    ]  # fmt: skip
    assert [s.get("id") for s in spans] == ["kobo.1.1", "kobo.1.2", "kobo.1.3", "kobo.1.4"]


# roles


def test_every_role_is_named_to_readers_as_its_row_says(files: dict[str, Path]) -> None:
    pages = {Path(name).stem: data.decode() for name, data in inside(files["roles"], r"text/p-.*\.xhtml$").items()}
    for role, row in ROLES.items():
        if role == "half-title":
            continue
        page = pages[f"p-{role}"]
        assert f'<body epub:type="{row.matter}matter">' in page
        section = re.search(r"<section [^>]+>", page)
        assert section is not None
        assert (f'epub:type="{row.epub_type}"' in section[0]) is bool(row.epub_type), role
        assert (f'role="{row.aria}"' in section[0]) is bool(row.aria), role


def test_landmarks_are_the_first_of_their_kinds_with_contents_and_the_beginning(files: dict[str, Path]) -> None:
    (nav,) = inside(files["roles"], r"nav\.xhtml$").values()
    marks = re.findall(r'<a href="([^"]+)" epub:type="([^"]+)"', nav.decode())
    kinds = [kind for _, kind in marks]
    assert len(set(kinds)) == len(kinds)
    assert {"cover", "toc", "bodymatter"} <= set(kinds)
    assert set(kinds) - {"cover", "toc", "bodymatter"} == {r.epub_type for r in ROLES.values() if r.landmark}
    assert {kind: href for href, kind in marks}["bodymatter"] == "p-part.xhtml"


# notes


def addresses(path: Path) -> tuple[set[str], dict[str, str]]:
    """Every id by its address, and where each call and way back leads, by address."""
    ids: set[str] = set()
    links: dict[str, str] = {}
    for name, data in inside(path, r"text/.*\.xhtml$").items():
        file = name.rpartition("/")[2]
        for node in ElementTree.fromstring(data).iter():
            if ident := node.get("id"):
                ids.add(f"{file}#{ident}")
            if node.get("role") == "doc-noteref":
                links[f"{file}#{ident}"] = str(node.get("href"))
    return ids, links


@pytest.mark.parametrize("placement", ["popup", "chapter", "book"])
def test_notes_lead_both_ways_wherever_they_stand(placement: str, tmp_path: Path) -> None:
    folder = rich(tmp_path / "b")
    (folder / "book.yaml").write_text(RICH.replace("notes: book", f"notes: {placement}"), encoding="utf-8")
    path = build(Request(folder, ("ebook",))).outputs[0].path
    ids, calls = addresses(path)
    assert len(calls) == 5
    assert set(calls.values()) <= ids
    back: set[str] = set()
    for data in inside(path, r"text/.*\.xhtml$").values():
        back |= {str(n.get("href")) for n in ElementTree.fromstring(data).iter() if n.get("role") == "doc-backlink"}
    assert back == set(calls)
    place = {"popup": "a.xhtml", "chapter": "a.xhtml", "book": "notes.xhtml"}[placement]
    page = next(iter(inside(path, rf"text/{place}$").values())).decode()
    assert ("<aside" in page) is (placement == "popup")
    assert page.index("Con otra nota.") > page.index('class="note-number"')


def test_ids_of_notes_are_those_of_their_words(tmp_path: Path) -> None:
    """Apple Books keeps a reader's marks by ids: a note written before must not rename those after it."""
    folder = rich(tmp_path / "b")
    book, _ = resolved(Request(folder), Result())
    before = {node.get("id") for node in elements(book.chapters[-2].body, "aside")}
    text = TEXT.replace("La [rain]", "Nueva.[^9] La [rain]") + "\n[^9]: Nueva nota.\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    after, _ = resolved(Request(folder), Result())
    assert before < {node.get("id") for node in elements(after.chapters[-2].body, "aside")}


def test_a_chapter_called_notes_keeps_its_name(tmp_path: Path) -> None:
    folder = rich(tmp_path / "b")
    (folder / "notes.md").write_text("# Notes\n\nMine.\n", encoding="utf-8")
    path = build(Request(folder, ("ebook",))).outputs[0].path
    assert b"Mine." in next(iter(inside(path, r"text/notes\.xhtml$").values()))
    assert b"Con otra nota." in next(iter(inside(path, r"text/notes-of-the-book\.xhtml$").values()))


# claims


def test_conformance_is_claimed_when_signed_and_passed(files: dict[str, Path], tmp_path: Path) -> None:
    assert said(files["pages"], "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert said(files["pages"], "a11y:certifiedBy") == ["Galerada"]
    assert said(files["rich generic"], "dcterms:conformsTo") == []
    assert said(files["rich generic"], "a11y:exemption") == ["eaa-microenterprise"]
    folder = rich(tmp_path / "b")
    (folder / "book.yaml").write_text(RICH.replace("certified_by: Galerada, ", ""), encoding="utf-8")
    unsigned = tmp_path / "u.epub"
    unsigned.write_bytes(written(folder, Evaluation(ace=True), False))
    assert said(unsigned, "dcterms:conformsTo") == []


def test_what_release_lock_says_of_this_content_lets_it_be_claimed(tmp_path: Path) -> None:
    """Ace passed it, `check --release --accept` wrote that down: the next build may say so, of this content only."""
    folder = rich(tmp_path / "b")
    first = build(Request(folder, ("ebook",))).outputs[0].path
    assert said(first, "dcterms:conformsTo") == []
    resources = inside(first, r"^EPUB/(?!content\.opf)")
    release = Release({}, {content_digest(resources): "1.4.6"})
    (folder / RELEASE_LOCK).write_text(lock_text("", "la-lluvia", release), encoding="utf-8")
    second = build(Request(folder, ("ebook",))).outputs[0].path
    assert said(second, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    chapter = next(path for path in folder.rglob("*.md"))
    chapter.write_text(chapter.read_text("utf-8") + "\n\nUna frase más.\n", encoding="utf-8")
    third = build(Request(folder, ("ebook",))).outputs[0].path
    assert said(third, "dcterms:conformsTo") == [], "what was said of other words does not hold"


def test_pages_are_claimed_only_with_their_list(files: dict[str, Path]) -> None:
    features = said(files["pages"], "schema:accessibilityFeature")
    assert {"pageNavigation", "pageBreakMarkers", "printPageNumbers"} <= set(features)
    assert said(files["pages"], "pageBreakSource") == ["urn:isbn:9783161484100"]
    assert "<dc:source>urn:isbn:9783161484100</dc:source>" in opf(files["pages"])
    plain = files["book generic"]
    assert "pageNavigation" not in said(plain, "schema:accessibilityFeature")
    assert "dc:source" not in opf(plain)
    assert b"page-list" not in next(iter(inside(plain, r"nav\.xhtml$").values()))


def claims(text: str, tmp_path: Path, config: str = "") -> tuple[Result, dict[str, list[str]]]:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "book.yaml").write_text(f"title: T\nlanguage: fr\nauthor: A\n{config}", encoding="utf-8")
    Image.new("RGB", (40, 20)).save(tmp_path / "p.png")
    result = build(Request(tmp_path, ("ebook",)))
    names = ["accessMode", "accessModeSufficient"]
    names += [f"accessibility{name}" for name in ("Feature", "Hazard", "Summary")]
    path = result.outputs[0].path if result.outputs else None
    return result, {name: said(path, f"schema:{name}") if path else [] for name in names}


def test_a_book_of_words_is_textual(tmp_path: Path) -> None:
    _, told = claims("# T\n\nMots.\n", tmp_path)
    assert told["accessMode"] == told["accessModeSufficient"] == ["textual"]
    assert told["accessibilityHazard"] == ["none"]
    assert "MathML" not in told["accessibilityFeature"]
    assert told["accessibilitySummary"][0].startswith("Le texte s’adapte")


def test_a_picture_without_words_takes_the_claim_away(tmp_path: Path) -> None:
    result, told = claims("# T\n\nMots.\n\n![](p.png)\n", tmp_path)
    assert [str(d.pos) for d in result.report.diagnostics if d.code.ident == "AS006"] == ["a.md:5:1"]
    assert "alternativeText" not in told["accessibilityFeature"]
    assert told["accessModeSufficient"] == ["textual,visual"]
    _, told = claims("# T\n\nMots.\n\n![Une boîte](p.png)\n", tmp_path)
    assert "alternativeText" in told["accessibilityFeature"]
    assert told["accessModeSufficient"] == ["textual", "textual,visual"]


def test_a_picture_that_decorates_says_so(tmp_path: Path) -> None:
    result, told = claims("# T\n\nMots.\n\n![](p.png){role=presentation}\n", tmp_path)
    assert [d.code.ident for d in result.report.diagnostics if d.code.ident == "AS006"] == []
    assert told["accessMode"] == ["textual"]


def test_formulas_are_claimed(tmp_path: Path) -> None:
    _, told = claims("# T\n\n{{< katex >}}x^2{{< /katex >}}\n", tmp_path)
    assert "MathML" in told["accessibilityFeature"]


# limits


def test_pictures_give_way_to_a_store_s_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.effect_noise((2000, 1400), 90).convert("RGB")
    for name in ("one", "two"):
        noise.rotate(180 if name == "two" else 0).save(tmp_path / f"{name}.jpg", quality=95)
    (tmp_path / "a.md").write_text("# T\n\n![a](one.jpg)\n\n![b](two.jpg)\n", encoding="utf-8")
    (tmp_path / "book.yaml").write_text("title: T\nlanguage: es\nauthor: A\n", encoding="utf-8")
    monkeypatch.setitem(STORES, "bn", replace(STORES["bn"], file_bytes=2_000_000))  # type: ignore[arg-type]
    result = build(Request(tmp_path, ("ebook",), stores=("bn",)))
    assert [f"{d.pos} {d.code.ident}" for d in result.report.diagnostics if d.code.ident.startswith("EB")] == [
        "a.md:3:1 EB007", "a.md:5:1 EB007",
    ]  # fmt: skip
    assert sum(map(len, inside(result.outputs[0].path, r"/images/(?!cover)").values())) <= 1_700_000


def test_a_file_too_large_for_its_store_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STORES, "bn", replace(STORES["bn"], file_bytes=100_000))  # type: ignore[arg-type]
    result = build(Request(rich(tmp_path / "b"), ("ebook",), stores=("bn",)))
    assert [d.code.ident for d in result.report.errors] == ["EB008"]
    assert result.outputs == ()


def test_a_font_that_may_not_travel_is_no_part_of_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.fonts import Rights
    from pipeline.write import ebookfonts

    monkeypatch.setattr(ebookfonts, "rights", lambda data: Rights(embeds=False, subsets=True))
    result = build(Request(rich(tmp_path / "b"), ("ebook",)))
    assert {d.code.ident for d in result.report.errors} == {"EB003"}
    assert result.outputs == ()


# the same bytes


def test_the_bytes_are_the_same_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(Request(rich(tmp_path / "one"), ("ebook",), stores=("kdp", "kepub")))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    second = build(Request(rich(tmp_path / "two"), ("ebook",), stores=("kdp", "kepub")))
    assert [made.sha256 for made in first.outputs] == [made.sha256 for made in second.outputs]
    assert first.outputs


