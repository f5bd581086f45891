"""book.yaml, a Hugo site's own configuration, or a bare folder: what is read, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.config import (
    KEYS,
    Key,
    book_slug,
    guess_language,
    isbn13,
    load,
    schema_text,
    stable_uuid,
    title_of_folder,
)
from pipeline.diagnostics import BookError, Code, Diagnostic, Report, Severity
from pipeline.model import Config, Person
from pipeline.syntax.values import CONFIGURATION, Excerpt
from pipeline.syntax.yaml_syntax import parse

CASES = Path(__file__).parents[1] / "cases" / "config.md"
SCHEMA = Path(pipeline.__path__[0]) / "schema" / "book.schema.json"


def specimens(path: Path) -> list[tuple[str, str, list[str]]]:
    """Title, input and expected lines of each case: the format of markdown-it-py's fixtures."""
    pieces = path.read_text(encoding="utf-8").split("\n.\n")
    triples = zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=False)
    return [(head.strip().splitlines()[-1], source, wanted.splitlines()) for head, source, wanted in triples]


def configured(files: Mapping[str, str | bytes], name: str = "mi-novela") -> tuple[Config, tuple[Diagnostic, ...]]:
    held = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    report = Report()
    return load(held.__getitem__, held.__contains__, report, name), report.diagnostics


def lines(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{d.code.ident} {d.pos.line}:{d.pos.column} {d.message} | {d.hint}".rstrip() for d in found]


def shown(config: object, dotted: str) -> str:
    for part in dotted.split():
        if isinstance(config, Mapping):
            config = config[part]
        else:
            config = config[int(part)] if isinstance(config, tuple) else getattr(config, part)
    return str(config)


# book.yaml


@pytest.mark.parametrize(("source", "wanted"), [pytest.param(s, w, id=t) for t, s, w in specimens(CASES)])
def test_specimen(source: str, wanted: list[str]) -> None:
    config, found = configured({"book.yaml": source})
    facts = [line.partition(" =")[::2] for line in wanted if line[0].islower()]
    assert lines(found) == [line for line in wanted if line[0].isupper()]
    assert all(d.pos.path == "book.yaml" for d in found)
    assert [(name, shown(config, name)) for name, _ in facts] == [(name, value.strip()) for name, value in facts]


def test_a_book_of_defaults_is_a_book_without_options() -> None:
    """What the manual tells to be the default is what the model has."""
    book = "title: A\nauthor: B\n"
    bare, _ = configured({"book.yaml": book})
    for key in KEYS:
        if key.default and "[]" not in key.name:
            config, found = configured({"book.yaml": book + nested(key.name, key.default)})
            assert (config, found) == (bare, ()), key.name
    assert replace(bare, title="", slug="book", language="en", contributors=(), path="") == Config("")


def test_book_yml_is_read_too_and_book_yaml_before_it() -> None:
    assert configured({"book.yml": "title: A"})[0].path == "book.yml"
    config, found = configured({"book.yml": "title: A", "book.yaml": "title: B\nauthor: C"})
    assert config.title == "B"
    assert [(d.code, d.pos.path) for d in found] == [(Code.LEFT_OUT, "book.yml")]


def test_a_file_that_is_not_utf_8_is_named_with_its_byte() -> None:
    config, found = configured({"book.yaml": "title: ñ".encode("latin-1")})
    assert [(d.code, str(d.pos)) for d in found] == [(Code.BAD_ENCODING, "book.yaml:1:8")]
    assert config.title == "Mi novela"


def test_windows_line_ends_and_a_byte_order_mark_are_nothing() -> None:
    config, found = configured({"book.yaml": b"\xef\xbb\xbftitle: A\r\nauthor: B\r\nnope: 1\r\n"})
    assert config.title == "A"
    assert [str(d.pos) for d in found] == ["book.yaml:3:1"]


def test_a_file_that_cannot_be_read_is_a_finding_and_no_exception() -> None:
    def refuse(path: str) -> bytes:
        raise BookError(Code.UNREADABLE_FILE, f"cannot read {path}")

    report = Report()
    config = load(refuse, lambda path: path == "book.yaml", report, "libro")
    assert (config.title, [d.code for d in report.diagnostics]) == ("Libro", [Code.UNREADABLE_FILE])


def test_a_configuration_of_more_than_256_kib_is_refused() -> None:
    found = configured({"book.yaml": "title: " + "a" * 300_000})[1]
    assert lines(found) == [
        "LM010 1:1 the configuration of 293.0 KiB, and the limit is 256 KiB | long texts belong in chapters"
    ]


# the bare folder


def test_a_bare_folder_gives_its_name_and_says_what_it_assumed() -> None:
    config, found = configured({})
    assert (config.title, config.slug, config.language, config.path) == ("Mi novela", "mi-novela", "", "")
    assert [(d.code, d.pos.path, d.severity) for d in found] == [(Code.ASSUMED, "", Severity.REMARK)] * 2
    assert found[0].hint == "write in book.yaml, in the book's folder: title: Mi novela"


@pytest.mark.parametrize(
    ("name", "title"),
    [("mi-novela", "Mi novela"), ("El_taller", "El taller"), ("OpenAI", "OpenAI"), ("", "Book"), ("...", "Book")],
)
def test_a_folder_s_name_as_a_title(name: str, title: str) -> None:
    assert title_of_folder(name) == title


# the Hugo site

HUGO_TOML = """\
title = "Mi sitio"
languageCode = "es-mx"
copyright = "© Ana"
[params]
  BookSection = "libro"
  description = "Un libro."
  bookDepth = 3
  tags = ["a", "b"]
  [params.author]
    name = "Ana Gómez"
"""


def test_a_hugo_site_is_a_book_as_it_stands() -> None:
    config, found = configured({"hugo.toml": HUGO_TOML, "content/libro/_index.md": ""})
    assert found == ()
    assert (config.hugo, config.path, config.content) == (True, "hugo.toml", "content/libro")
    assert (config.title, config.slug, config.language) == ("Mi sitio", "mi-sitio", "es-MX")
    assert (config.rights, config.description, config.contributors) == ("© Ana", "Un libro.", (Person("Ana Gómez"),))
    assert config.params == {
        "booksection": "libro", "description": "Un libro.", "bookdepth": "3", "tags": "a, b",
        "author.name": "Ana Gómez",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("hugo.yaml", "title: T\nlanguageCode: es\nparams: {author: Ana}\n"),
        ("hugo.yml", "title: T\nlocale: es\nparams: {author: [Ana]}\n"),
        ("hugo.json", '{"title": "T", "languageCode": "es", "author": {"name": "Ana"}}'),
        ("config.toml", "title = 'T'\nlanguageCode = 'es'\n[params]\nauthor = 'Ana'\n"),
        ("config/_default/hugo.toml", "title = 'T'\ndefaultContentLanguage = 'es'\n[params]\nauthor = 'Ana'\n"),
        ("config/_default/config.yaml", "title: T\nlanguageCode: es_\nDefaultContentLanguage: ES\nauthor: Ana\n"),
    ],
)
def test_every_place_and_syntax_of_a_site_s_configuration(path: str, text: str) -> None:
    config, found = configured({path: text})
    assert (config.hugo, config.title, config.language, config.author) == (True, "T", "es", "Ana")
    assert (config.content, found) == ("content", ())


def test_params_and_languages_in_files_of_their_own() -> None:
    files = {
        "config/_default/hugo.toml": "defaultContentLanguage = 'es'",
        "config/_default/params.toml": "author = 'Ana'",
        "config/_default/languages.yaml": "es: {title: Título, contentDir: content.es, locale: es-AR}\nen: {title: X}",
        "content.es/docs/_index.md": "",
    }
    config, found = configured(files)
    assert (config.title, config.author, config.language) == ("Título", "Ana", "es-AR")
    assert config.content == "content.es/docs"
    place = (Code.ASSUMED, "config/_default/hugo.toml")
    assert [(d.code, d.pos.path) for d in found] == [place, place]  # the folder, and that there is English too


def test_a_book_section_of_everything_is_the_whole_content() -> None:
    site = "title = 'T'\n[params]\nauthor = 'A'\nBookSection = '*'\n"
    assert configured({"hugo.toml": site, "content/docs/_index.md": ""})[0].content == "content"


def test_book_yaml_wins_key_by_key() -> None:
    config, found = configured({"hugo.toml": HUGO_TOML, "book.yaml": "title: Libro\nrights: Nadie\n"})
    assert (config.title, config.slug, config.rights, config.path) == ("Libro", "libro", "Nadie", "book.yaml")
    assert (config.hugo, config.author, config.content, found) == (True, "Ana Gómez", "content", ())


def test_a_config_yaml_of_another_program_makes_no_site() -> None:
    config, _ = configured({"config.yaml": "linter: {rules: all}\n"})
    assert not config.hugo


def test_a_site_that_cannot_be_parsed_is_told_with_its_place() -> None:
    _, found = configured({"hugo.yaml": "title: A\nparams: {a: 1\n"})
    assert [(d.code, d.pos.path) for d in found] == [(Code.CONFIG_SYNTAX, "hugo.yaml")]
    _, found = configured({"hugo.toml": "title = 'a'\ntitle = 'b'\n"})
    assert (found[0].code, str(found[0].pos)) == (Code.CONFIG_DUPLICATE_KEY, "hugo.toml:2:1")


def test_content_outside_the_site_is_refused() -> None:
    config, found = configured({"hugo.toml": "title = 'T'\ncontentDir = '../x'\n[params]\nauthor = 'A'\n"})
    assert config.content == "content"
    assert [(d.code, str(d.pos)) for d in found] == [(Code.OUTSIDE_BOOK, "hugo.toml:2:14")]


# the schema


def test_the_published_schema_is_the_reader_s() -> None:
    assert SCHEMA.read_text(encoding="utf-8").strip() == schema_text(), "write it anew: see pipeline/config/schema.py"


VALIDATOR = jsonschema.Draft7Validator(json.loads(schema_text()))
# What a schema cannot say: sums over digits, calendars, units, and what two keys have to do with each other.
BEYOND = (
    "is not there", "mistyped", "an ISBN", "no day or month", "are possible", "2 to 20 inches", "list them",
    "the margins",
)  # fmt: skip


def agree(source: str) -> None:
    config = parse(Excerpt.of("book.yaml", source), CONFIGURATION, Report())
    _, found = configured({"book.yaml": source})
    faults = [d for d in found if d.severity is Severity.ERROR]
    schema_faults = [e.message for e in VALIDATOR.iter_errors(config.plain())]
    if not all(any(word in f"{d.message} {d.hint}" for word in BEYOND) for d in faults):
        assert schema_faults, faults
    if not faults:
        assert schema_faults == []


@pytest.mark.parametrize("source", [pytest.param(source, id=title) for title, source, _ in specimens(CASES)])
def test_schema_and_reader_agree_on_every_specimen(source: str) -> None:
    found = configured({"book.yaml": source})[1]
    if not {d.code for d in found} & {Code.CONFIG_SYNTAX, Code.CONFIG_DUPLICATE_KEY} and source.strip():
        agree(source)


SAMPLES = (
    "12", "-1", "1.5", "0", "20pt", "20 mm", "0.5in", "es", "es-MX", "es_MX", "Spanish", "a5", "6x9", "6 x 9 in", "x",
    "true", "yes", "'true'", "null", "2024", "2024-01", "2024-1", "9780306406157", "'a b'", "aut", "translator", "Aut",
    "preface", "keep", "language", "auto", "book", "any", "bisac", "[a]", "[]", "{}", "{a: b}", "[{a: b}]", "a/b.md",
    "/a", "../a", "a..b", "'a\\b'", "c:a", "[{name: a}]", "{name: a}", "{name: }", "[{file: a}]", "{front: [a]}", "300",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_schema_and_reader_agree_on_every_key(key: Key) -> None:
    for sample in SAMPLES:
        agree("{" + nested(key.name, sample) + "}")


def nested(name: str, value: str) -> str:
    """`a.b[].c` with its value, in one line of YAML."""
    first, dot, rest = name.replace("*", "own").partition(".")
    made = "{" + nested(rest, value) + "}" if dot else value
    made = "{file: f.md, " + made[1:] if dot and first == "chapters[]" and not rest.startswith("file") else made
    return f"{first.removesuffix('[]')}: " + (f"[{made}]" if first.endswith("[]") else made)


def test_every_key_has_a_meaning_and_stands_once() -> None:
    names = [key.name for key in KEYS]
    assert len(set(names)) == len(names)
    assert all(key.meaning.endswith(".") and key.kind for key in KEYS)
    assert (
        next(key.kind for key in KEYS if key.name == "isbn") == "an ISBN of 10 or 13 digits; or the keys ebook, print"
    )


# numbers and names


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0306406152", "9780306406157"), ("0-306-40615-2", "9780306406157"), ("978-0-306-40615-7", "9780306406157"),
        ("080442957X", "9780804429573"), ("ISBN 978 84 376 0494 7", "9788437604947"),
        ("979-10-90636-07-1", "9791090636071"),
    ],
)  # fmt: skip
def test_isbn_becomes_13_digits(written: str, digits: str) -> None:
    assert isbn13(written) == digits


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("0306406151", "ask for 2"), ("9780306406158", "ask for 7"), ("12", "10 or 13 digits, this one 2"),
        ("9770306406157", "begins with 978 or 979"), ("abc", "only digits"), ("", "only digits"),
    ],
)  # fmt: skip
def test_an_isbn_that_is_none_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        isbn13(written)


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_is_always_seen(number: int, place: int, by: int) -> None:
    nine = f"{number:09}"
    right = next(nine + last for last in "0123456789X" if accepted(nine + last))
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert not accepted(wrong)


def accepted(written: str) -> bool:
    try:
        return len(isbn13(written)) == 13
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Una Historia de Ascenso y Caída", "una-historia-de-ascenso-y-caida"), ("L·l ß Æ ø ł", "ll-ss-ae-o-l"),
        ("¿Qué?", "que"), ("日本", "book"), ("Con", "book-con"), ("Don't", "dont"), ("a" * 80, "a" * 60),
        ("palabra " * 12, "palabra-palabra-palabra-palabra-palabra-palabra-palabra"),
    ],
)  # fmt: skip
def test_the_slug_of_a_title(title: str, slug: str) -> None:
    assert book_slug(title) == slug


@given(st.text())
def test_a_slug_is_always_a_safe_file_name(title: str) -> None:
    slug = book_slug(title)
    assert 0 < len(slug) <= 60
    assert slug.isascii()
    assert slug == slug.strip("-").lower()
    assert slug.replace("-", "").isalnum()


def test_the_uuid_stays_and_follows_title_language_and_people() -> None:
    config = Config("A", "es", contributors=(Person("Ana"),))
    assert stable_uuid(config) == stable_uuid(replace(config, subtitle="S", publisher="P")) != ""
    others = [replace(config, title="B"), replace(config, language="en"), replace(config, contributors=())]
    assert len({stable_uuid(one) for one in (config, *others)}) == 4
    assert stable_uuid(replace(config, uuid="x")) == "x"


# languages

TEXTS = {
    "es": """En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un hidalgo de
        los de lanza en astillero, adarga antigua, rocín flaco y galgo corredor.""",
    "en": """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
        foolishness.""",
    "fr": """Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient si
        vite que je n’avais pas le temps de me dire : je m’endors. Et, une demi-heure après, la pensée qu’il était
        temps de chercher le sommeil m’éveillait ; je voulais poser le volume que je croyais avoir dans les mains.""",
    "de": """Als Gregor Samsa eines Morgens aus unruhigen Träumen erwachte, fand er sich in seinem Bett zu einem
        Ungeziefer verwandelt. Er lag auf seinem panzerartig harten Rücken und sah, wenn er den Kopf hob, seinen Bauch,
        auf dessen Höhe sich die Bettdecke, zum Niedergleiten bereit, kaum noch erhalten konnte.""",
    "it": """Quel ramo del lago di Como, che volge a mezzogiorno, tra due catene non interrotte di monti, tutto a seni
        e a golfi, a seconda dello sporgere e del rientrare di quelli, vien, quasi a un tratto, a ristringersi.""",
    "pt": """Algum tempo hesitei se devia abrir estas memórias pelo princípio ou pelo fim, isto é, se poria em primeiro
        lugar o meu nascimento ou a minha morte. Suposto o uso vulgar seja começar pelo nascimento, duas considerações
        me levaram a adotar diferente método: a primeira é que eu não sou propriamente um autor defunto, mas um defunto
        autor, para quem a campa foi outro berço.""",
    "ca": """Quan jo vaig néixer, els meus pares vivien al carrer Major de la vila, en una casa petita amb un hort. La
        mare deia que aquella casa no era prou gran per als fills que havien de venir, però el pare hi estava bé.""",
}


@pytest.mark.parametrize("tongue", TEXTS)
def test_the_language_of_a_text(tongue: str) -> None:
    assert guess_language(TEXTS[tongue]) == tongue


@pytest.mark.parametrize("text", ["", "1 2 3", "Galerada", "日本語の本です", "the los le der il"])
def test_an_unsure_guess_is_none(text: str) -> None:
    assert guess_language(text) == ""
