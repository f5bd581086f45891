"""`galerada cover`: what is written, what is asked for, what is said."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from specimens import write_files

from pipeline.cli import main
from pipeline.settings import Config
from pipeline.wraps import WrapOptions
from pipeline.write.covers import inks_of

YAML = """\
title: La marea
author: Inés Aldecoa
publisher: Galerada
language: es
date: 2026
description: Una bahía y siete personas que *recuerdan*.
isbn: {ebook: 978-0-306-40615-7, print: 978-3-16-148410-0}
"""
CHAPTER = "# Uno\n\nLa marea sube.\n"
PRESS = ("--target", "press-a5", "--spine", "1.5mm")


def book(folder: Path, more: str = "", files: str = "") -> Path:
    write_files(f"=== book.yaml\n{YAML}{more}=== 01.md\n{CHAPTER}{files}", folder)
    return folder


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["cover", str(folder), *words], catch_exceptions=False)


def findings(folder: Path, *words: str) -> dict[str, str]:
    found = json.loads(run(folder, *words, "--json").stdout)["diagnostics"]
    return {one["code"]: one["message"] for one in found}


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "build/cover").glob("*"))


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def words_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def test_the_cover_its_proof_and_the_front_are_written(tmp_path: Path) -> None:
    """A drawn cover is all vectors."""
    done = run(book(tmp_path), *PRESS)
    assert done.exit_code == 0
    assert images(tmp_path / "build/cover/la-marea-press-a5.pdf") == []
    assert written(tmp_path) == ["la-marea-front-bn.jpg", "la-marea-front.jpg", "la-marea-press-a5.pdf",
                                 "la-marea-press-a5.proof.png"]  # fmt: skip
    text = words_of(tmp_path / "build/cover/la-marea-press-a5.pdf")
    assert "Una bahía y siete personas que recuerdan." in text
    assert "ISBN978-3-16-148410-0" in text.replace(" ", "")
    assert opened(tmp_path / "build/cover/la-marea-front.jpg").size == (1600, 2560)
    assert max(opened(tmp_path / "build/cover/la-marea-front-bn.jpg").size) == 2000


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    def hashes() -> list[str]:
        run(folder, *PRESS, "--no-cache")
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "build/cover").iterdir())]

    folder = book(tmp_path)
    assert hashes() == hashes()


def test_without_a_target_only_the_front_is_made(tmp_path: Path) -> None:
    assert run(book(tmp_path)).exit_code == 0
    assert written(tmp_path) == ["la-marea-front-bn.jpg", "la-marea-front.jpg"]


def test_the_figures_for_the_calculator_are_told(tmp_path: Path) -> None:
    done = run(book(tmp_path), "--target", "ingramspark-6x9", "--json")
    (asked,) = (one for one in json.loads(done.stdout)["diagnostics"] if one["code"] == "CV001")
    assert done.exit_code == 1
    assert "pages, 6 x 9 in, black ink on creme 50 lb" in asked["hint"]
    assert "--spine 14.2mm" in asked["hint"]
    assert not (tmp_path / "build/cover").exists()


def test_the_spine_is_that_of_the_pages_that_a_build_binds(tmp_path: Path) -> None:
    folder = book(tmp_path)
    (folder / "01.md").write_text("# Uno\n\n" + "La marea sube y baja. " * 2500, encoding="utf-8")
    built = CliRunner().invoke(main, ["build", str(folder), "-e", "print", "--target", "kdp-5x8-cream", "--json"])
    (output,) = (one for one in json.loads(built.stdout)["outputs"] if one["path"].endswith(".pdf"))
    assert output["pages"] >= 24
    assert run(folder, "--target", "kdp-5x8-cream").exit_code == 0
    with pikepdf.open(tmp_path / "build/cover/la-marea-kdp-5x8-cream.pdf") as pdf:
        left, _, right, _ = (float(one) for one in pdf.pages[0].trimbox)
    assert right - left == pytest.approx(2 * 360 + output["pages"] * 0.0025 * 72, abs=0.01)


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("wrap: {spine: 9mm}\n", "press-a5"),
        ("wrap: {spine: {press-a5: 9mm}}\n", "press-a5"),
        ("wrap: {spine: {press-148x210mm-offset: 9mm, ingramspark-6x9: 2mm}}\n", "press-a5"),
    ],
)
def test_the_calculators_answer_may_stand_in_book_yaml(tmp_path: Path, said: str, target: str) -> None:
    assert run(book(tmp_path, said), "--target", target).exit_code == 0
    with pikepdf.open(tmp_path / f"build/cover/la-marea-{target}.pdf") as pdf:
        left, _, right, _ = (float(one) for one in pdf.pages[0].trimbox)
    assert (right - left) / 72 * 25.4 == pytest.approx(2 * 148 + 9, abs=0.01)


@pytest.mark.parametrize(
    "words",
    [("--spine", "14.2"), ("--spine", "wide"), ("--sheet", "10x10"), ("--target", "kdp-6x9", "--target", "lulu-a5",
     "--spine", "9mm"), ("--target", "nowhere-6x9")],
)  # fmt: skip
def test_words_that_are_not_understood_are_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(book(tmp_path), *words)
    assert done.exit_code == 2
    assert "Error" in done.stderr


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere", *PRESS)
    assert done.exit_code == 1
    assert "RD001" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_the_words_of_the_back_are_markdown_in_the_books_language(tmp_path: Path) -> None:
    more = 'wrap:\n  back: |\n    ## Título\n\n    Dijo "no" -- y *calló*.\n\n    - uno\n    - dos\n  author: vida.md\n'
    assert run(book(tmp_path, more, "=== vida.md\nVive en **Cádiz**.\n"), *PRESS).exit_code == 0
    text = words_of(tmp_path / "build/cover/la-marea-press-a5.pdf")
    assert "Dijo «no»" in text
    assert "Título" in text
    assert "• uno" in text
    assert "Vive en Cádiz." in text


def test_a_file_of_the_back_is_no_chapter(tmp_path: Path) -> None:
    folder = book(tmp_path, "wrap: {back: contra.md}\n", "=== contra.md\nPalabras del dorso.\n")
    CliRunner().invoke(main, ["build", str(folder), "-e", "print"], catch_exceptions=False)
    assert "dorso" not in words_of(next((folder / "build/print").glob("*.pdf")))
    document = pypdfium2.PdfDocument(next((folder / "build/print").glob("*.pdf")))
    pages = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert "marea" in pages
    assert "dorso" not in pages


def test_a_missing_file_of_the_back_is_an_error(tmp_path: Path) -> None:
    done = run(book(tmp_path, "wrap: {back: nada.md}\n"), *PRESS)
    assert done.exit_code == 1
    assert "nada.md" in done.stderr
    assert "Traceback" not in done.output


def test_a_letter_that_no_face_has_is_an_error_on_the_back_too(tmp_path: Path) -> None:
    assert "書" in findings(book(tmp_path, "wrap: {back: 'El 書 de Ana'}\n"), *PRESS)["CV011"]


@pytest.mark.parametrize("title", ["לילה טוב", "ليلة", "夜"])
def test_a_title_in_letters_without_a_face_is_an_error_and_no_traceback(tmp_path: Path, title: str) -> None:
    folder = book(tmp_path)
    (folder / "book.yaml").write_text(YAML.replace("La marea", title), encoding="utf-8")
    assert "CV011" in findings(folder, *PRESS)
    assert not (tmp_path / "build/cover").exists()


def test_a_thick_book_whose_names_are_too_long_for_its_spine_says_so(tmp_path: Path) -> None:
    folder = book(tmp_path, "print: {font_size: 36pt, leading: 60pt, lines: engine}\n")
    (folder / "01.md").write_text("# Uno\n\n" + "La marea sube y baja. " * 900, encoding="utf-8")
    said = (folder / "book.yaml").read_text("utf-8")
    (folder / "book.yaml").write_text(said.replace("La marea", "La marea " * 60), encoding="utf-8")
    found = findings(folder, "--target", "press-a5", "--spine", "9mm")
    assert "the author and the publisher and the end of the title" in found["CV007"]
    assert "CV006" not in found


# pictures and colours


def photo(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def images(pdf: Path) -> list[tuple[int, int, str]]:
    with pikepdf.open(pdf) as document:
        found = document.pages[0].get_images().values()
        return [(int(one.Width), int(one.Height), str(one.ColorSpace)) for one in found]


def test_a_picture_of_the_whole_front_is_brought_to_three_hundred_ppi_in_four_inks(tmp_path: Path) -> None:
    folder = book(tmp_path, "cover: c.png\n")
    (folder / "c.png").write_bytes(photo(3020, 4280, (180, 60, 40)))
    assert findings(folder, *PRESS).keys() <= {"CV006"}
    ((width, height, space),) = images(tmp_path / "build/cover/la-marea-press-a5.pdf")
    assert (width, height) == (round((148 + 3) / 25.4 * 300), round((210 + 6) / 25.4 * 300))
    assert space == "/DeviceCMYK"
    assert "La marea" not in words_of(tmp_path / "build/cover/la-marea-press-a5.pdf")


def test_a_picture_under_the_words_stands_on_the_ebooks_cover_too(tmp_path: Path) -> None:
    folder = book(tmp_path, "wrap: {picture: p.png}\n")
    (folder / "p.png").write_bytes(photo(2400, 2400, (0, 200, 0)))
    run(folder, *PRESS)
    assert len(images(tmp_path / "build/cover/la-marea-press-a5.pdf")) == 1
    assert "La marea" in words_of(tmp_path / "build/cover/la-marea-press-a5.pdf")
    front = opened(tmp_path / "build/cover/la-marea-front.jpg")
    red, green, blue = max(front.getcolors(2**24) or [], key=lambda one: one[1][1] - one[1][0] - one[1][2])[1]
    assert green > 150 > max(red, blue)


def test_the_colours_that_the_book_says_are_those_of_the_cover(tmp_path: Path) -> None:
    config = Config("La marea", wrap=WrapOptions(ground="#102030", accent="#FFAA00"))
    inks = inks_of(config)
    assert (inks.ground, inks.tones[0]) == ("#102030", "#FFAA00")
    assert inks.ink == "#F7EFDE"
    assert inks_of(Config("La marea", wrap=WrapOptions(ground="#F0F0F0", ink="#000080"))).ink == "#000080"
    folder = book(tmp_path, "wrap: {colours: {ground: '#102030'}}\n")
    run(folder)
    corner = opened(tmp_path / "build/cover/la-marea-front.jpg").getpixel((4, 2556))
    assert corner == pytest.approx((0x10, 0x20, 0x30), abs=4)


def test_a_wrong_colour_or_target_in_book_yaml_is_told_with_its_place(tmp_path: Path) -> None:
    done = run(book(tmp_path, "wrap: {colours: {ground: red}, spine: {kpd-6x9: 9mm}}\n"), *PRESS)
    assert done.exit_code == 1
    assert "book.yaml:8" in done.stderr
    assert "CF003" in done.stderr
