"""Sections, their pages, what is left out; languages; the smallest site that shows each.

That all of this is Hugo's way is the business of `tests/hugo`; here stands what must hold without Hugo.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.diagnostics import BookError, Code
from pipeline.model import Book, FrontMatter
from pipeline.nodes import elements
from pipeline.read.cascade import _pattern
from pipeline.read.collation import collation
from pipeline.read.languages import shelved
from pipeline.read.pages import Page, bundles_of, is_resource, natural, parents, section_at, within
from pipeline.read.presence import absence, instant
from pipeline.run import Request, Result, resolved
from tests.specimens import picture

SITE = 'title = "El libro"\ntheme = "hugo-book"\ndefaultContentLanguage = "es"\n[params]\nauthor = "Ana"\n'
TWO = SITE + '[languages.es]\nweight = 1\n[languages.en]\nweight = 2\ntitle = "The book"\n'
APART = TWO.replace("[languages.es]", '[languages.es]\ncontentDir = "content/es"').replace(
    "[languages.en]", '[languages.en]\ncontentDir = "content/en"'
)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def book_of(
    folder: Path, files: Mapping[str, str | bytes], language: str = "", last: str = "read"
) -> tuple[Book, Result]:
    result = Result()
    book, _ = resolved(Request(write(folder, files), language=language), result, last=last)
    return book, result


def paths(book: Book) -> list[str]:
    return [chapter.source.path for chapter in book.chapters if chapter.source]


def hrefs(book: Book, path: str) -> set[str]:
    (chapter,) = (one for one in book.chapters if one.source and one.source.path == path)
    return {link.get("href") for link in elements(chapter.body, "a")}


def reasons(result: Result) -> dict[str, str]:
    found = result.report.diagnostics
    return {d.pos.path: d.message.removeprefix("not in the book: ") for d in found if d.code is Code.LEFT_OUT}


# what is left out


@pytest.mark.parametrize(
    ("meta", "why"),
    [
        ("draft: true", "a draft; --draft takes it in"),
        ("published: false", "a draft; --draft takes it in"),
        ("date: 2999-01-01", "its date lies ahead (2999-01-01); --draft takes it in"),
        ("publishDate: 2999-01-01\ndate: 2001-01-01", "its publishdate lies ahead (2999-01-01); --draft takes it in"),
        ("expiryDate: 2001-01-01", "it expired on 2001-01-01"),
        ("unpublishDate: 2001-01-01", "it expired on 2001-01-01"),
        ("bookHidden: true", "bookHidden"),
        ("params: {bookHidden: true}", "bookHidden"),
        ("bookHidden: false\nparams: {bookHidden: true}", "bookHidden"),
        ("headless: true", "headless"),
        ("build: {list: never}", "build: list: never"),
        ("_build: {list: false}", "_build: list: false"),
        ("build: {render: never}", "build: render: never"),
    ],
)
def test_a_page_says_why_it_is_left_out(tmp_path: Path, meta: str, why: str) -> None:
    _, result = book_of(tmp_path, {"hugo.toml": SITE, "content/a.md": "x", "content/b.md": f"---\n{meta}\n---\nx"})
    assert reasons(result) == {"content/b.md": why}


@pytest.mark.parametrize("meta", ["publishDate: 2001-01-01\ndate: 2999-01-01", "build: {list: local}", "draft: false"])
def test_what_only_looks_like_a_reason(tmp_path: Path, meta: str) -> None:
    book, result = book_of(tmp_path, {"hugo.toml": SITE, "content/b.md": f"---\n{meta}\n---\nx"})
    assert (paths(book), reasons(result)) == (["content/b.md"], {})


@pytest.mark.parametrize("meta", ["draft: true", "bookHidden: true", "expiryDate: 2001-01-01", "build: {list: never}"])
def test_a_section_takes_with_it_what_it_holds(tmp_path: Path, meta: str) -> None:
    files = {"hugo.toml": SITE, "content/a.md": "x", "content/s/_index.md": f"---\n{meta}\n---\nx",
             "content/s/b.md": "x", "content/s/t/_index.md": "x", "content/s/t/c.md": "x"}  # fmt: skip
    book, result = book_of(tmp_path, files)
    assert paths(book) == ["content/a.md"]
    assert len(set(reasons(result).values())) == 1
    assert set(reasons(result)) == set(files) - {"hugo.toml", "content/a.md"}


def test_a_section_that_is_not_rendered_keeps_what_it_holds(tmp_path: Path) -> None:
    index = "---\nbuild: {render: never}\n---\nx"
    book, _ = book_of(tmp_path, {"hugo.toml": SITE, "content/s/_index.md": index, "content/s/b.md": "x"})
    assert paths(book) == ["content/s/b.md"]


def test_a_page_of_comments_has_no_text(tmp_path: Path) -> None:
    files = {"hugo.toml": SITE, "content/a.md": "x", "content/b.md": "<!-- por escribir -->\n<!--more-->\n"}
    book, result = book_of(tmp_path, files)
    assert (paths(book), reasons(result)) == (
        ["content/a.md"],
        {"content/b.md": "a page without text is not in the book"},
    )


# sections


def test_folders_below_the_site_s_own_sections_are_none_without_an_index(tmp_path: Path) -> None:
    files = {
        "hugo.toml": SITE, "content/docs/_index.md": "", "content/docs/b.md": "---\nweight: 2\n---\nx",
        "content/docs/z/c.md": "---\nweight: 1\n---\nx", "content/docs/z/d.md": "---\nweight: 3\n---\nx",
    }  # fmt: skip
    book, _ = book_of(tmp_path, files)
    assert paths(book) == ["content/docs/z/c.md", "content/docs/b.md", "content/docs/z/d.md"]


def test_a_section_without_a_date_has_that_of_its_newest_page(tmp_path: Path) -> None:
    files = {"hugo.toml": SITE, "content/a/_index.md": "", "content/a/b.md": "---\ndate: 2020-01-01\n---\nx",
             "content/c/_index.md": "---\ndate: 2021-01-01\n---", "content/c/d.md": "x",
             "content/e/f/_index.md": "", "content/e/f/g.md": "---\nlastmod: 2022-01-01\n---\nx"}  # fmt: skip
    book, _ = book_of(tmp_path, files)
    assert paths(book) == ["content/e/f/g.md", "content/c/d.md", "content/a/b.md"]


def test_a_moment_with_a_zone_is_a_moment() -> None:
    east = instant(FrontMatter(params={"date": "2021-01-01T01:00:00+02:00"}))
    assert (
        east < instant(FrontMatter(params={"date": "2021-01-01"})) < instant(FrontMatter(params={"date": "2021-01-02"}))
    )


def test_a_flat_section_without_a_title_is_a_part_called_as_its_folder(tmp_path: Path) -> None:
    index = "---\nbookFlatSection: true\n---\n"
    book, _ = book_of(
        tmp_path, {"hugo.toml": SITE, "content/la-lluvia/_index.md": index, "content/la-lluvia/b.md": "x"}
    )
    assert [chapter.part for chapter in book.chapters] == ["La lluvia", "La lluvia"]


def test_collapsed_sections_are_read_like_others(tmp_path: Path) -> None:
    index = "---\nbookCollapseSection: true\n---\nx"
    book, _ = book_of(tmp_path, {"hugo.toml": SITE, "content/s/_index.md": index, "content/s/b.md": "x"})
    assert paths(book) == ["content/s/_index.md", "content/s/b.md"]


def test_places_of_pages() -> None:
    bundles = bundles_of(iter(("a/index.md", "b/c.md", "index.md")))
    assert bundles == {"a"}
    assert [p for p in ("a/index.md", "a/n.md", "a/b/index.md", "b/c.md") if is_resource(p, bundles)] == [
        "a/n.md",
        "a/b/index.md",
    ]
    assert (within("a/b.md", "a"), within("ab.md", "a"), within("x.md", "")) == (True, False, True)
    assert list(parents("a/b/c")) == ["a/b/_index.md", "a/_index.md", "_index.md"]
    page = Page("p", FrontMatter(), 0, False, "a/b/c.md")
    assert [one.place for one in section_at("", {"a/b/c.md": page}).sections] == ["a"]
    assert section_at("a/b", {"a/b/c.md": page}).pages == [page]


def test_absence_needs_a_reason() -> None:
    from datetime import date

    assert absence(FrontMatter(), date(2025, 1, 1), draft=False) is None
    assert absence(FrontMatter(draft=True), date(2025, 1, 1), draft=True) is None


# titles


@pytest.mark.parametrize(
    ("tongue", "titles"),
    [
        ("es", "10 2 a A á Á ab nz ñ o"),
        ("en", "10 2 a A á ab ñ nz o zz"),
        ("sv", "a z å ä ö"),
        ("de", "a ä az ss ß z"),
        ("cs", "c cz č d h ch i"),
        ("pl", "l lz ł m"),
        ("tr", "h ı i j"),
    ],
)
def test_titles_are_filed_as_the_language_files_them(tongue: str, titles: str) -> None:
    assert sorted(sorted(titles.split()), key=lambda title: collation(title, tongue)) == titles.split()


def test_numbers_in_file_names_count() -> None:
    assert sorted(["10.md", "2.md", "cap 10", "cap 9"], key=natural) == ["2.md", "10.md", "cap 9", "cap 10"]


# cascade


@pytest.mark.parametrize(
    ("glob", "fits", "fails"),
    [
        ("/a/*", "/a/b", "/a/b/c"), ("/a/**", "/a/b/c", "/b/c"), ("/a/?", "/a/b", "/a/bc"), ("**/b", "/a/b", "/a/bc"),
        ("{/a,/b}", "/b", "/c"), ("/[ab]", "/a", "/c"), ("/[!ab]", "/c", "/a"), ("/a.b", "/a.b", "/axb"),
        ("{/a", "{/a", "/a"), ("/a,b", "/a,b", "/a"),
    ],
)  # fmt: skip
def test_globs_of_cascades(glob: str, fits: str, fails: str) -> None:
    assert _pattern(glob).fullmatch(fits)
    assert not _pattern(glob).fullmatch(fails)


def test_the_nearest_section_has_the_say_and_the_page_before_it(tmp_path: Path) -> None:
    files = {
        "hugo.toml": SITE + "[[cascade]]\nweight = 9\nmundo = 'sitio'\n",
        "content/_index.md": '{"cascade": {"weight": 8, "params": {"lluvia": "casa"}}}\n',
        "content/s/_index.md": '{"cascade": [{"target": {"kind": "page"}, "weight": 7}, {"weight": 6}]}\n',
        "content/s/a.md": "x", "content/s/b.md": "---\nweight: 1\n---\nx", "content/c.md": "x",
    }  # fmt: skip
    book, _ = book_of(tmp_path, files)
    found = {c.source.path: (c.meta.weight, c.meta.params.get("mundo")) for c in book.chapters if c.source}
    assert found == {
        "content/s/a.md": (7, "sitio"), "content/s/b.md": (1, "sitio"), "content/c.md": (8, "sitio"),
    }  # fmt: skip
    assert [c.meta.params["lluvia"] for c in book.chapters] == ["casa"] * 3


def test_what_is_wrong_in_a_cascade_is_told_where_it_stands(tmp_path: Path) -> None:
    index = "---\ncascade:\n  weight: tres\n---\n"
    files = {"hugo.toml": SITE, "content/s/_index.md": index, "content/s/a.md": "x", "content/s/b.md": "x"}
    _, result = book_of(tmp_path, files)
    assert [str(found.pos) for found in result.report.errors] == ["content/s/_index.md:3:11"]


# languages


def test_one_book_for_each_language_by_the_marks_of_the_files(tmp_path: Path) -> None:
    files = {
        "hugo.toml": TWO, "content/a.md": "lluvia", "content/a.en.md": "rain", "content/b.en.md": "only",
        "content/s/_index.es.md": "sección", "content/s/c.ES.md": "otra", "content/v1.2.md": "versión",
        "content/d/index.es.md": "haz", "content/d/note.md": "un recurso",
    }  # fmt: skip
    spanish, said = book_of(tmp_path, files)
    assert paths(spanish) == [
        "content/a.md", "content/d/index.es.md", "content/s/_index.es.md", "content/s/c.ES.md", "content/v1.2.md",
    ]  # fmt: skip
    english, silent = book_of(tmp_path, files, "en")
    assert paths(english) == ["content/a.en.md", "content/b.en.md"]
    assert [chapter.key for chapter in english.chapters] == ["a", "b"]
    assert (spanish.config.title, english.config.title) == ("El libro", "The book")
    assert (spanish.config.slug, english.config.slug) == ("el-libro", "the-book-en")
    assert (spanish.config.language, english.config.language) == ("es", "en")
    told = [d.message for d in said.report.diagnostics if d.code is Code.ASSUMED]
    assert told == ["the book is in 'es'; the site has it in en as well"]
    assert [d for d in silent.report.diagnostics if d.code is Code.ASSUMED] == []


def test_one_book_for_each_language_by_folders(tmp_path: Path) -> None:
    files = {
        "hugo.toml": APART, "content/es/docs/a.md": "x", "content/en/docs/a.md": "y", "content/en/docs/b.es.md": "z",
        "content/z.md": "nobody's",
    }  # fmt: skip
    assert paths(book_of(tmp_path, files)[0]) == ["content/es/docs/a.md", "content/en/docs/b.es.md"]
    assert paths(book_of(tmp_path, files, "EN")[0]) == ["content/en/docs/a.md"]


def test_a_language_s_folder_inside_another_s_is_its_own(tmp_path: Path) -> None:
    site = APART.replace('"content/es"', '"content"')
    book, _ = book_of(tmp_path, {"hugo.toml": site, "content/a.md": "x", "content/en/b.md": "y"})
    assert paths(book) == ["content/a.md"]


def test_of_two_files_for_one_page_the_marked_one_counts(tmp_path: Path) -> None:
    book, result = book_of(tmp_path, {"hugo.toml": TWO, "content/a.md": "x", "content/a.es.md": "y"})
    assert paths(book) == ["content/a.es.md"]
    assert reasons(result) == {"content/a.md": "content/a.es.md stands in its place"}


def test_a_mark_that_is_no_language_of_the_site_is_part_of_the_name(tmp_path: Path) -> None:
    book, _ = book_of(tmp_path, {"hugo.toml": SITE, "content/a.en.md": "x"})
    assert [chapter.key for chapter in book.chapters] == ["a-en"]


@pytest.mark.parametrize("language", ["fr", "english"])
def test_a_language_that_there_is_not(tmp_path: Path, language: str) -> None:
    with pytest.raises(BookError) as caught:
        book_of(tmp_path, {"hugo.toml": TWO, "content/a.md": "x"}, language)
    assert caught.value.diagnostic.code is Code.UNKNOWN_LANGUAGE
    assert "es, en" in caught.value.diagnostic.hint


def test_a_language_that_is_switched_off_is_none_of_the_site_s(tmp_path: Path) -> None:
    site = TWO.replace("[languages.en]", "[languages.en]\ndisabled = true")
    book, _ = book_of(tmp_path, {"hugo.toml": site, "content/a.md": "x"})
    assert list(book.config.languages) == ["es"]


def test_book_yaml_says_what_differs_in_a_language(tmp_path: Path) -> None:
    own = (
        "title: La lluvia\nlanguage: es-MX\nisbn: {ebook: 978-0-306-40615-7}\npublisher: Una casa\nslug: lluvia\n"
        "languages:\n  en: {title: Rain, subtitle: A novel, contributors: [{name: Zoe, role: trl}]}\n  fr: {title: x}\n"
    )
    files = {"hugo.toml": TWO, "book.yaml": own, "content/a.md": "x", "content/a.en.md": "y"}
    english, result = book_of(tmp_path, files, "en")
    config = english.config
    assert (config.title, config.subtitle, config.language, config.slug) == ("Rain", "A novel", "en", "rain-en")
    assert (dict(config.isbn), config.publisher, config.contributors[0].name) == ({}, "Una casa", "Zoe")
    assert [d.message for d in result.report.diagnostics] == ["what book.yaml says of the language 'fr' is not read"]
    spanish, _ = book_of(tmp_path, files)
    assert (spanish.config.title, spanish.config.language, spanish.config.slug) == ("La lluvia", "es-MX", "lluvia")


def test_pages_of_another_language_are_known_to_be_so(tmp_path: Path) -> None:
    book, result = book_of(
        tmp_path, {"hugo.toml": TWO, "content/a.md": "[otra](b.en.md)", "content/b.en.md": "y"}, last="links"
    )
    assert book.left_out == {"content/b.en.md": "it is in another language (en)"}
    assert Code.LINK_LEFT_OUT in [found.code for found in result.report.diagnostics]


def test_links_lead_to_the_page_in_the_same_language(tmp_path: Path) -> None:
    links = '[a](b.md) [b](b.en.md) [c](/en/docs/b/) [d](/docs/b) [e]({{< relref "b" >}}) [f](../b/)'
    files = {"hugo.toml": TWO, "content/docs/a.en.md": links, "content/docs/b.en.md": "y", "content/docs/b.md": "x"}
    book, result = book_of(tmp_path, files, "en", last="links")
    assert hrefs(book, "content/docs/a.en.md") == {"book:b"}
    assert result.report.errors == ()


def test_a_folder_that_is_no_site_has_no_languages(tmp_path: Path) -> None:
    book, _ = book_of(tmp_path, {"book.yaml": "title: T\nauthor: A\nlanguage: es\n", "a.md": "x", "a.en.md": "y"}, "es")
    assert paths(book) == ["a.en.md", "a.md"]
    assert shelved(("a.md", "a.en.md"), book.config).others == {}


def test_all_languages_in_one_run(tmp_path: Path) -> None:
    site = write(tmp_path / "site", {"hugo.toml": TWO, "content/a.md": "# A\n\nx", "content/a.en.md": "# B\n\ny"})
    done = CliRunner().invoke(main, ["build", str(site), "-e", "ebook", "--language", "all", "--json"])
    told = json.loads(done.stdout)
    names = [Path(output["path"]).name for output in told["outputs"]]
    assert (done.exit_code, names) == (0, ["el-libro.epub", "the-book-en.epub"])
    assert told["book"]["title"] == "El libro"


def test_an_error_in_one_language_keeps_all_of_them_back(tmp_path: Path) -> None:
    site = write(
        tmp_path / "site", {"hugo.toml": TWO, "content/a.md": "# A\n\nx", "content/a.en.md": "# B\n\n[x](no.md)"}
    )
    done = CliRunner().invoke(main, ["build", str(site), "-e", "ebook", "--language", "all", "--json"])
    assert (done.exit_code, json.loads(done.stdout)["outputs"]) == (1, [])


# former addresses; a bundle's files


@pytest.mark.parametrize(
    "link",
    [
        "/docs/vieja/",
        "../vieja/",
        "vieja.md",
        "/antes/",
        "/antes.html",
        '{{< relref "vieja" >}}',
        '{{< relref "antes" >}}',
    ],
)
def test_a_page_is_found_at_its_former_addresses(tmp_path: Path, link: str) -> None:
    files = {
        "hugo.toml": SITE,
        "content/docs/a.md": f"[x]({link})",
        "content/docs/b.md": "---\naliases: [vieja, /antes/]\n---\ny",
    }
    book, result = book_of(tmp_path, files, last="links")
    assert hrefs(book, "content/docs/a.md") == {"book:b"}, result.report.diagnostics


def test_a_page_s_own_name_goes_before_another_s_former_one(tmp_path: Path) -> None:
    files = {"hugo.toml": SITE, "content/docs/a.md": '[x]({{< relref "b" >}})', "content/docs/b.md": "y",
             "content/docs/c.md": "---\naliases: [/old/b/]\n---\nz"}  # fmt: skip
    book, _ = book_of(tmp_path, files, last="links")
    assert hrefs(book, "content/docs/a.md") == {"book:b"}


@pytest.mark.parametrize(
    ("shown", "alt", "title"),
    [
        ("![](a.png)", "Un cuadro", "El título"),
        ("![mío](a.png)", "mío", "El título"),
        ('![](a.png "propio")', "Un cuadro", "propio"),
        ("![](b.png)", "Solo título", ""),
        ("![](c.png)", "", ""),
    ],
)
def test_a_bundle_says_what_its_pictures_show(tmp_path: Path, shown: str, alt: str, title: str) -> None:
    meta = ('resources:\n- {src: "A.*", title: El título, params: {alt: Un cuadro}}\n'
            '- {src: b.png, title: Solo título}\n- {src: "*/c.png", title: no}\n')  # fmt: skip
    pictures = {f"content/p/{name}.png": picture("PNG", "4x4") for name in "abc"}
    files = {"hugo.toml": SITE, "content/p/index.md": f"---\n{meta}---\n\nx {shown} y", **pictures}
    book, _ = book_of(tmp_path, files, last="assets")
    (found,) = elements(book.chapters[-1].body, "img")
    assert (found.get("alt"), found.get("title")) == (alt, title)
