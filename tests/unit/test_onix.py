"""The trade record: valid by EDItEUR's own schema, with nothing that the book does not say."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import onixcheck
import pytest
from click.testing import CliRunner
from lxml import etree

from pipeline.cli import main
from pipeline.config.relators import CODES
from pipeline.write import onixcodes
from pipeline.write.onix import NAMESPACE

SCHEMAS = Path(onixcheck.__file__).parent / "schema"
RELAXNG = etree.RelaxNG(etree.parse(SCHEMAS / "rng3.0/ONIX_BookProduct_3.0_reference.rng"))
BOOK = """title: "La lluvia & el sol"
subtitle: Un libro
language: es
alternate_titles: {ja: 雨と太陽}
contributors:
  - {name: Haruki Murakami, sort: "Murakami, Haruki", alternate: {ja: 村上春樹}}
  - {name: Ana Ruiz, role: translator}
isbn: {ebook: 978-84-376-0494-7, print: 978-3-16-148410-0}
publisher: Galerada
date: 2026-11
description: "Un libro sobre <la lluvia>."
other_languages: [ja]
series: {name: Tiempos, position: 2}
subjects:
  - {scheme: thema, code: FBA, label: Ficción}
  - {scheme: thema, code: 1DSE-ES-A}
  - {scheme: bisac, code: FIC019000}
  - lluvia
accessibility: {contact: "mailto:a@example.org", exemption: micro-enterprise}
territories: [ES, MX]
prices:
  - {amount: 9.99, edition: ebook, countries: [ES]}
  - {amount: 24, currency: USD, edition: print}
"""


def run(folder: Path, *arguments: str, book: str = BOOK) -> tuple[int, str, str]:
    (folder / "book.yaml").write_text(book, encoding="utf-8")
    (folder / "a.md").write_text("# Uno\n\nTexto.\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["metadata", str(folder), *arguments], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def texts(xml: str, name: str) -> list[str]:
    root = ElementTree.fromstring(xml.encode())
    return [node.text or "" for node in root.iter(f"{{{NAMESPACE}}}{name}")]


def faults(xml: str) -> list[str]:
    RELAXNG.validate(etree.fromstring(xml.encode()))
    return [str(fault) for fault in RELAXNG.error_log]


@pytest.fixture
def message(tmp_path: Path) -> str:
    status, out, _ = run(tmp_path, "--onix")
    assert status == 0
    return out


def test_the_message_is_valid(message: str) -> None:
    assert faults(message) == []


@pytest.mark.parametrize(
    "book",
    [
        "title: T\nlanguage: en\nauthor: A\npublisher: P\nisbn: {ebook: 978-84-376-0494-7}\n",
        "title: T\nlanguage: tlh\npublisher: P\ndate: 2026\nisbn: {print: 978-84-376-0494-7}\n",
        BOOK.replace("2026-11", "2026-11-05").replace("territories: [ES, MX]", ""),
    ],
    ids=["least", "print only", "whole world"],
)
def test_a_message_is_valid_whatever_the_book_says(book: str, tmp_path: Path) -> None:
    status, out, _ = run(tmp_path, "--onix", book=book)
    assert (status, faults(out)) == (0, [])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("<ProductForm>ED<", "<ProductForm>E?<"), ("<ContributorRole>A01</ContributorRole>\n", ""), ("B06", "B0")],
)
def test_the_schema_finds_faults(message: str, right: str, wrong: str) -> None:
    assert right in message
    assert faults(message.replace(right, wrong))


def test_each_isbn_is_a_product_and_names_the_other(message: str) -> None:
    assert texts(message, "RecordReference") == ["9788437604947.galerada", "9783161484100.galerada"]
    assert texts(message, "IDValue") == ["9788437604947", "9783161484100", "9783161484100", "9788437604947"]
    assert texts(message, "ProductForm") == ["ED", "BC"]
    assert texts(message, "Measurement") == ["229", "152"]


def test_what_the_book_says_is_in_its_record(message: str) -> None:
    assert texts(message, "TitleText")[:3] == ["Tiempos", "La lluvia & el sol", "雨と太陽"]
    assert texts(message, "ContributorRole")[:2] == ["A01", "B06"]
    assert texts(message, "PersonName")[:3] == ["Haruki Murakami", "村上春樹", "Ana Ruiz"]
    assert texts(message, "SubjectSchemeIdentifier")[:4] == ["93", "94", "10", "20"]
    assert texts(message, "PriceAmount") == ["9.99", "24"]
    assert texts(message, "CountriesIncluded") == ["ES MX", "ES", "ES MX", "ES MX"]
    assert texts(message, "LanguageCode")[:2] == ["spa", "jpn"]


def test_accessibility_is_told_of_the_ebook_alone(message: str) -> None:
    codes = texts(message, "ProductFormFeatureValue")
    assert codes == ["00", "11", "13", "36", "30", "29", "14", "32", "52", "75", "99"]
    assert "04" not in codes


def test_the_same_book_is_the_same_message(message: str, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    assert run(again, "--onix")[1] == message


@pytest.mark.parametrize(("key", "line"), [("publisher", "publisher: Galerada\n"), ("isbn", "isbn: {ebook")])
def test_what_is_lacking_is_said(key: str, line: str, tmp_path: Path) -> None:
    book = re.sub(rf"^{re.escape(line.strip())}.*\n", "", BOOK, flags=re.M)
    assert book != BOOK
    status, out, err = run(tmp_path, "--onix", book=book)
    assert (status, out) == (1, "")
    assert f"book.yaml:1:1: error[EB010]: a trade record needs the book's {key}" in err


def test_the_sheet_is_for_people(tmp_path: Path) -> None:
    status, out, _ = run(tmp_path)
    assert status == 0
    for line in (
        "Title: La lluvia & el sol", "Author: Haruki Murakami (filed as Murakami, Haruki; ja: 村上春樹)",
        "Translator: Ana Ruiz (filed as Ruiz, Ana)", "ISBN (ebook): 9788437604947", "Blurb (27 characters)",
        "  Thema FBA  Ficción", "  lluvia", "Price (print): 24 USD, tax included", "Sold in: ES MX",
        "  Conforms to: nothing is claimed",
    ):  # fmt: skip
        assert line in out.splitlines()


def test_a_file_takes_the_text_in_place_of_the_screen(tmp_path: Path) -> None:
    status, out, _ = run(tmp_path, "--onix", "-o", str(tmp_path / "out/b.xml"))
    assert (status, out) == (0, "")
    assert faults((tmp_path / "out/b.xml").read_text("utf-8")) == []


def test_a_wrong_book_writes_no_file(tmp_path: Path) -> None:
    status, _, err = run(tmp_path, "--onix", "-o", str(tmp_path / "b.xml"), book=BOOK.replace("FIC019000", "FIC0"))
    assert status == 1
    assert "book.yaml:17:27: error[EB001]" in err
    assert not (tmp_path / "b.xml").exists()


def test_every_role_of_a_person_that_has_a_code_is_a_relator() -> None:
    assert set(onixcodes.CONTRIBUTORS) <= set(CODES.values())


@pytest.mark.parametrize(
    ("tag", "code"), [("es-MX", "spa"), ("zh-Hant", "chi"), ("tlh", "tlh"), ("xx", "und")]
)
def test_languages_have_three_letters(tag: str, code: str) -> None:
    assert onixcodes.language(tag) == code
