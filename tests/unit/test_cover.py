"""The typographic cover: what it says, that it fits, that it can be read, that it is the same twice."""

from __future__ import annotations

import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from pipeline.write import cover, cover_art
from pipeline.write.cover import Box, CoverText, Layout, contrast, draw, layout, palette

LONG = (
    "Ensayo sobre los fundamentos materiales de la edición, con las cajas, galeras, prensas "
    "y otros instrumentos que los talleres usaron durante cinco siglos"
)
TITLES = (
    "Yo",
    "1984",
    "¿Qué vio Ilya?",
    "El Incidente de Mission Bay",
    "La página quieta: del plomo a la pantalla",
    "Manual práctico para la publicación independiente de libros impresos y electrónicos en lengua española",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "Война и мир",
    "Ensayo breve: " + LONG,
    LONG,
)
FULL = ("Con ciento veinte láminas y un índice", "María de los Ángeles Fernández de Córdoba", "Ediciones del Taller")
SIZES = ((1600, 2560), (400, 640), (1200, 1200))


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg))


def full(title: str) -> CoverText:
    return CoverText(title, *FULL)


def texts(plan: Layout, *faces: cover.Face) -> list[str]:
    return [line.text for line in plan.lines if line.face in faces]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_jpeg_of_the_size_asked_for(width: int, height: int) -> None:
    image = opened(draw(full("El Incidente de Mission Bay"), width, height))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (width, height))
    assert not image.getexif()
    assert "comment" not in image.info
    assert "icc_profile" not in image.info


def test_the_default_size_is_what_stores_ask_for() -> None:
    assert opened(draw(CoverText("Yo"))).size == (1600, 2560)


@pytest.mark.parametrize("title", TITLES)
def test_the_same_text_gives_the_same_bytes(title: str) -> None:
    assert draw(full(title), 400, 640) == draw(full(title), 400, 640)


def test_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from pipeline.write.cover import CoverText, draw;"
        "print(hashlib.sha256(draw(CoverText('Les heures creuses', author='É. Aubigny'), 400, 640)).hexdigest())"
    )
    root = Path(cover.__file__).parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_line_keeps_the_margins_and_clears_the_picture(title: str, width: int, height: int) -> None:
    plan = layout(full(title), width, height)
    margin = cover.MARGIN * width
    for line in plan.lines:
        assert line.ink.left >= margin - 1
        assert line.ink.right <= width - margin + 1
        assert line.ink.top >= 0.02 * height
        assert line.ink.bottom <= 0.98 * height
        assert line.ink.bottom < plan.picture.top or line.ink.top > plan.picture.bottom


@pytest.mark.parametrize("title", TITLES)
def test_lines_do_not_touch(title: str) -> None:
    lines = layout(full(title)).lines
    for upper, lower in pairwise(lines):
        assert lower.baseline - upper.baseline > 0.9 * lower.size
        assert lower.ink.top > upper.baseline


@pytest.mark.parametrize("title", TITLES)
def test_the_picture_keeps_a_share_of_the_cover(title: str) -> None:
    for text in (full(title), CoverText(title)):
        picture = layout(text).picture
        assert (picture.left, picture.right) == (0, 1600)
        assert picture.bottom - picture.top >= 0.16 * 2560


@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_inked_in_the_margins_beside_the_text(title: str) -> None:
    text = full(title)
    plan, image = layout(text), opened(draw(text)).convert("RGB")
    ground = Image.new("RGB", image.size, palette(title).ground)
    difference = ImageChops.difference(image, ground).convert("L").point([255 * (level > 24) for level in range(256)])
    rows = (0, round(plan.picture.top) - 8) if plan.picture.top else (round(plan.picture.bottom) + 8, 2560)
    inked = difference.crop((0, rows[0], 1600, rows[1])).getbbox()
    assert inked is not None
    assert inked[0] >= 0.085 * 1600 - 3
    assert inked[2] <= 1600 * (1 - 0.085) + 3


@pytest.mark.parametrize("title", TITLES)
def test_no_word_is_broken_or_lost(title: str) -> None:
    lines = texts(layout(CoverText(title)), cover.TITLE, cover.SECOND_TITLE)
    assert " ".join(lines).split() == title.replace(":", "").split()


def test_a_title_breaks_at_its_colon() -> None:
    plan = layout(CoverText("La página quieta: del plomo a la pantalla"))
    assert " ".join(texts(plan, cover.TITLE)) == "La página quieta"
    assert " ".join(texts(plan, cover.SECOND_TITLE)) == "del plomo a la pantalla"
    sizes = {line.face: line.size for line in plan.lines}
    assert sizes[cover.SECOND_TITLE] < sizes[cover.TITLE]


@pytest.mark.parametrize("title", ["Las 12:30", "Fin:", ": principio"])
def test_a_colon_that_parts_nothing_stays(title: str) -> None:
    assert " ".join(texts(layout(CoverText(title)), cover.TITLE)) == title


def test_a_french_colon_takes_its_space_with_it() -> None:
    plan = layout(CoverText("Les heures\u202f: journal"))
    assert texts(plan, cover.SECOND_TITLE) == ["journal"]
    assert " ".join(texts(plan, cover.TITLE)) == "Les heures"


@pytest.mark.parametrize("title", ["Índice de ausencias", "Tratado de la sombra", "Notas al margen"])
def test_a_line_does_not_end_in_an_article_or_a_preposition(title: str) -> None:
    lines = texts(layout(CoverText(title)), cover.TITLE)
    assert len(lines) == 2
    assert not any(cover.leans(line.split()[-1]) for line in lines)


def test_a_short_title_is_set_larger_than_a_long_one() -> None:
    short, long = (layout(CoverText(title)).lines[0].size for title in ("Yo", LONG))
    assert short > 3 * long
    assert long >= 90


def test_a_hundred_and_fifty_characters_can_be_read_on_a_thumbnail() -> None:
    assert len(LONG) >= 150
    size = min(line.size for line in layout(CoverText(LONG)).lines)
    assert size * 160 / 1600 >= 9


def test_author_and_publisher_in_capitals_and_nothing_without_them() -> None:
    plan = layout(CoverText("Yo", author="Inés Aldecoa", publisher="Galerada"))
    assert texts(plan, cover.AUTHOR) == ["INÉS ALDECOA"]
    assert texts(plan, cover.PUBLISHER) == ["GALERADA"]
    assert plan.rule is not None
    bare = layout(CoverText("Yo"))
    assert [line.text for line in bare.lines] == ["Yo"]
    assert bare.rule is None


@pytest.mark.parametrize(("language", "capitals"), [("tr", "NAZIM HİKMET"), ("es", "NAZIM HIKMET")])
def test_capitals_follow_the_language(language: str, capitals: str) -> None:
    plan = layout(CoverText("Yo", author="Nazım Hikmet", language=language))
    assert " ".join(texts(plan, cover.AUTHOR)) == capitals


@pytest.mark.parametrize("title", TITLES)
def test_the_rule_touches_no_line(title: str) -> None:
    plan = layout(full(title))
    rule = plan.rule
    assert isinstance(rule, Box)
    assert all(line.ink.bottom < rule.top or line.ink.top > rule.bottom for line in plan.lines)
    assert rule.bottom < plan.picture.top or rule.top > plan.picture.bottom


@pytest.mark.parametrize("inks", cover_art.PALETTES, ids=lambda inks: inks.name)
def test_text_stands_out_from_its_ground(inks: cover_art.Palette) -> None:
    assert contrast(inks.ink, inks.ground) >= 7
    assert contrast(inks.tones[0], inks.ground) >= 2.5
    assert contrast(inks.tones[1], inks.field) >= 2


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_palettes_and_compositions_are_all_dealt() -> None:
    titles = [f"Libro {number}" for number in range(200)]
    assert {palette(title) for title in titles} == set(cover_art.PALETTES)
    assert {cover_art.Chance(title).among("composition", 5) for title in titles} == set(range(5))
    assert palette("El Incidente de Mission Bay").name == "tinta"


@pytest.mark.parametrize("compose", cover_art.COMPOSITIONS)
@pytest.mark.parametrize("inks", cover_art.PALETTES, ids=lambda inks: inks.name)
def test_a_composition_fills_its_sheet_and_is_seen_in_gray(
    compose: cover_art.Composition, inks: cover_art.Palette
) -> None:
    sheet = cover_art.render(compose, cover_art.Chance("Contrapunto"), inks, 160, 120)
    assert sheet.size == (160, 120)
    levels = [level for level, pixels in enumerate(sheet.convert("L").histogram()) if pixels]
    assert levels[-1] - levels[0] >= 60


def test_a_sign_garamond_lacks_comes_from_the_spare_font() -> None:
    assert cover.font_for("∀", cover.TITLE) == cover.SPARE
    assert cover.font_for("ñ", cover.TITLE) == cover.ROMAN
    assert draw(CoverText("El árbol ∀"), 400, 640) != draw(CoverText("El árbol"), 400, 640)


@pytest.mark.parametrize("field", ["title", "subtitle", "author", "publisher"])
def test_a_sign_in_no_font_is_named(field: str) -> None:
    text = CoverText(**{"title": "Yo", field: "El 書 de Ana"})
    with pytest.raises(ValueError, match=r"'書' \(U\+66F8 CJK UNIFIED IDEOGRAPH-66F8\)"):
        draw(text)


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "\u00a0"])
def test_a_cover_needs_a_title(title: str) -> None:
    with pytest.raises(ValueError, match="needs a title"):
        draw(CoverText(title))


def test_marks_invisible_on_paper_are_dropped_and_words_held_together_stay_so() -> None:
    plan = layout(CoverText("In\u00adci\u200bdente\n  de  Mission\u00a0Bay"))
    assert " ".join(line.text for line in plan.lines) == "Incidente de Mission\u00a0Bay"
    assert any("Mission\u00a0Bay" in line.text for line in plan.lines)


def test_letters_given_apart_from_their_accents_are_joined() -> None:
    assert layout(CoverText("Pa\u0301gina")).lines[0].text == "Página"
