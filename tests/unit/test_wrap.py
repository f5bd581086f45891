"""The printed cover: the sheet of every target, the barcode read back, words where the printer wants them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from pipeline.model import Price
from pipeline.press import pressed
from pipeline.targets import (
    PRINTERS,
    SpineAskedError,
    Target,
    all_names,
    cover_job,
    spine,
    target_named,
)
from pipeline.write import wrap
from pipeline.write.cover import CoverText
from pipeline.write.cover_art import PALETTES, palette
from pipeline.write.wrap import Box, Cover, Sheet, SheetError, sheet_of
from pipeline.write.wrap.back import Block
from pipeline.write.wrap.barcode import QUIET_LEFT, ean5, ean13, modules_across, price_digits
from pipeline.write.wrap.spine import direction_of
from pipeline.write.wrap.symbol import bars_of, placed, right_quiet

GOLDEN = Path(__file__).parents[1] / "golden" / "covers"
ASKED = 40.0
"""In pt: what stands for a spine that the printer's calculator would say."""
ISBNS = ("9788400000011", "9783161484100", "9791090636071", "9780306406157")
LONG = (
    "Ensayo sobre los fundamentos materiales de la edición, con las cajas, galeras, prensas y otros instrumentos que "
    "los talleres usaron"
)
BODY = (
    "Un paseo por el taller donde se hacen los libros: la letra que pesaba, la página y sus márgenes, la prensa, el "
    "pliego cosido, las pruebas, las erratas, la línea de plomo y el texto que fluye en una pantalla."
)
TEXTS = {
    "plain": CoverText("La página quieta", "Ocho ensayos", "Inés Aldecoa", "Galerada", "es"),
    "long": CoverText(LONG, LONG, "María de los Ángeles Fernández de Córdoba", "Ediciones del Taller", "es"),
    "three": CoverText("Contrapunto", "", "Ana Ruiz, Luis Gómez y Jordi Puig i Cadafalch", "Galerada", "es"),
    "nobody": CoverText("Yo", language="en"),
    "greek": CoverText("Ἡ σιωπηλὴ σελίδα", "Ὀκτὼ δοκίμια", "Ἄννα Παππᾶ", "Γαλεράδα", "el"),
    "cyrillic": CoverText("Война и мир", "Роман", "Лев Толстой", "Галерада", "ru"),
    "one word": CoverText("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau", "", "K. Ö.", "Verlag", "de"),
}
TARGETS = ("kdp-6x9-cream", "kdp-5x8-white", "kdp-hardcover-6x9", "ingramspark-6x9", "ingramspark-case-6x9",
           "lulu-a5", "lulu-4.25x6.875", "lulu-hardcover-6x9", "bod-a5", "press-a5")  # fmt: skip


def spine_at(target: Target, pages: int) -> float:
    try:
        return spine(target, pages)
    except SpineAskedError:
        return ASKED


def sheet_at(name: str, pages: int = 240) -> Sheet:
    target = target_named(name)
    return sheet_of(target, spine_at(target, pages))


def cover_of(text: CoverText = TEXTS["plain"], **changes: object) -> Cover:
    blocks = (Block((("El oficio", ""),), "title"), Block(((BODY, ""),)), Block((("Con ", ""), ("énfasis", "i"))),
              Block((("Inés Aldecoa escribe.", ""),), life=True))  # fmt: skip
    made = Cover(text, palette(text.title), blocks, ISBNS[0], "978-84-0000-001-1", "51499",
                 direction_of(text.language, ""), info={"Title": text.title})  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


@cache
def made(name: str, kind: str = "plain", pages: int = 240) -> wrap.Wrap:
    return wrap.drawn(cover_of(TEXTS[kind]), sheet_at(name, pages), name)


def raster(pdf: bytes, ppi: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    image = document[0].render(scale=ppi / 72).to_pil().convert("RGB")
    document.close()
    return image


# the sheet


def told(box: Box) -> str:
    return " ".join(f"{number:.2f}" for number in (box.left, box.low, box.right, box.top))


def table(printer: str) -> Iterator[str]:
    """A line for each target and for the fewest and the most pages that it takes."""
    for name in all_names():
        target = target_named(name)
        if target.printer.name == printer:
            for pages in target.paper.allowed(target.trim):
                sheet = sheet_of(target, spine_at(target, pages))
                width = f"{sheet.spine.width:.2f}" if target.printer.spine.model != "asked" else "asked"
                yield (f"{name} {pages}: sheet {sheet.whole.width:.2f} {sheet.whole.height:.2f} spine {width}"
                       f" trim {told(sheet.trim)} barcode {told(sheet.barcode)}")  # fmt: skip


@pytest.mark.parametrize("printer", PRINTERS)
def test_the_sheet_of_every_target_is_as_it_was_checked(printer: str) -> None:
    assert "\n".join(table(printer)) + "\n" == (GOLDEN / f"{printer}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "pages", "inches"),
    [
        ("kdp-6x9-cream", 212, (12 + 212 * 0.0025 + 0.25, 9.25)),
        ("kdp-6x9-white", 300, (12 + 300 * 0.002252 + 0.25, 9.25)),
        ("kdp-8.5x11-premium", 100, (17 + 100 * 0.002347 + 0.25, 11.25)),
        ("lulu-6x9", 222, (12 + 222 / 444 + 0.06 + 0.25, 9.25)),
        ("lulu-hardcover-6x9", 334, (12 + 1.0 + 1.5, 10.5)),
        ("kdp-5x8-cream", 400, (10 + 1.0 + 0.25, 8.25)),
    ],
)
def test_the_sheet_is_what_the_printer_publishes(name: str, pages: int, inches: tuple[float, float]) -> None:
    whole = sheet_of(target_named(name), spine(target_named(name), pages)).whole
    assert (whole.width / 72, whole.height / 72) == pytest.approx(inches, abs=0.00005)


@pytest.mark.parametrize("name", TARGETS)
def test_back_spine_and_front_lie_side_by_side(name: str) -> None:
    sheet = sheet_at(name)
    assert (sheet.back.right, sheet.spine.right) == (sheet.spine.left, sheet.front.left)
    assert (sheet.back.left, sheet.front.right) == (sheet.trim.left, sheet.trim.right)
    assert sheet.back.width == pytest.approx(sheet.front.width)
    assert sheet.back_room.holds(sheet.barcode) or sheet.back.holds(sheet.barcode)


def test_a_sheet_that_the_calculator_gives_goes_before_the_figures() -> None:
    target = target_named("kdp-hardcover-6x9")
    sheet = sheet_of(target, 54.0, (14.43 * 72, 10.417 * 72))
    assert (sheet.whole.width, sheet.whole.height) == pytest.approx((14.43 * 72, 10.417 * 72))
    assert sheet.spine.width == pytest.approx(54.0)
    assert not sheet.second_hand
    assert sheet_of(target, 54.0).second_hand


@pytest.mark.parametrize("whole", [(500.0, 700.0), (1400.0, 750.0), (1030.0, 600.0)])
def test_a_sheet_that_cannot_go_round_the_book_is_refused(whole: tuple[float, float]) -> None:
    with pytest.raises(SheetError):
        sheet_of(target_named("kdp-hardcover-6x9"), 54.0, whole)


def test_the_sheet_of_a_paperback_is_that_of_its_trim_to_a_hair() -> None:
    target = target_named("kdp-6x9-cream")
    assert sheet_of(target, 36.0, (12.75 * 72, 9.25 * 72 + 1)).whole.height == pytest.approx(667)
    with pytest.raises(SheetError):
        sheet_of(target, 36.0, (12.95 * 72, 9.25 * 72))


# the barcode


@pytest.mark.parametrize("isbn", ISBNS)
def test_the_bars_of_an_isbn_are_those_of_the_standard(isbn: str) -> None:
    bars = ean13(isbn)
    assert len(bars) == 30
    assert (bars[0].left, bars[-1].left + bars[-1].width) == (0, 95)
    assert sum(bar.guard for bar in bars) == 6
    assert {bar.width for bar in bars} <= {1, 2, 3, 4}


def test_the_bars_of_an_add_on_are_forty_seven_modules() -> None:
    bars = ean5("51499")
    assert (bars[0].left, bars[-1].left + bars[-1].width) == (0, 47)


@pytest.mark.parametrize(
    ("prices", "digits"),
    [
        ((Price("14.99", "USD"),), "51499"),
        ((Price("12", "EUR"), Price("9.5", "CAD", edition="print")), "60950"),
        ((Price("14.99", "USD", edition="ebook"),), ""),
        ((Price("12", "EUR"),), ""),
        ((Price("120", "USD"),), ""),
        ((Price("8.99", "GBP"),), "00899"),
    ],
)
def test_a_price_becomes_an_add_on_where_the_trade_reads_one(prices: tuple[Price, ...], digits: str) -> None:
    assert price_digits(prices) == digits


def barcodes(pdf: bytes, ppi: int) -> set[str]:
    """What a decoder reads on the page; the lines of a scan that miss the add-on tell the ISBN alone."""
    found = zxingcpp.read_barcodes(raster(pdf, ppi), ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Read)
    return {code.text.replace(" ", "") for code in found}


@pytest.mark.parametrize("ppi", [150, 300])
@pytest.mark.parametrize("name", ["kdp-6x9-cream", "ingramspark-6x9", "bod-a5", "lulu-hardcover-6x9"])
def test_a_decoder_reads_the_isbn_and_the_price_from_the_cover(name: str, ppi: int) -> None:
    pdf = pressed(made(name).pdf, cover_job(target_named(name)))
    assert "978840000001151499" in barcodes(pdf, ppi)


@pytest.mark.parametrize("isbn", ISBNS[1:])
def test_a_decoder_reads_any_isbn_without_a_price(isbn: str) -> None:
    cover = cover_of(isbn=isbn, isbn_shown=isbn, added="")
    assert barcodes(wrap.drawn(cover, sheet_at("kdp-6x9-cream"), "x").pdf, 300) == {isbn}


def test_a_wrong_check_digit_or_a_narrow_quiet_zone_would_be_seen() -> None:
    wrong = cover_of(isbn="9788400000012", added="")
    assert barcodes(wrap.drawn(wrong, sheet_at("kdp-6x9-cream"), "x").pdf, 300) == set()
    field = Box(0, 0, 100, 70)
    symbol = placed(ISBNS[0], ISBNS[0], "", field)
    moved = replace(symbol, left=symbol.left + 4 * symbol.module)
    assert right_quiet(moved) < 7 <= right_quiet(symbol)


def test_no_barcode_without_an_isbn() -> None:
    cover = cover_of(isbn="")
    drawn = wrap.drawn(cover, sheet_at("kdp-6x9-cream"), "x")
    assert drawn.symbol is None
    assert barcodes(drawn.pdf, 300) == set()


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("added", ["", "51499"])
def test_size_and_quiet_zones_keep_the_standard_at_every_printer(printer: str, added: str) -> None:
    target = target_named(next(name for name in all_names() if target_named(name).printer.name == printer))
    sheet = sheet_of(target, spine_at(target, 200))
    symbol = placed(ISBNS[0], ISBNS[0], added, sheet.barcode)
    assert 0.8 - 1e-9 <= symbol.magnification <= 2.0
    bars = tuple(bars_of(symbol))
    assert (bars[0].left - symbol.ground.left) / symbol.module >= QUIET_LEFT - 1e-6
    assert right_quiet(symbol) >= (5 if added else 7) - 1e-6
    assert all(symbol.ground.holds(bar) for bar in bars)
    assert symbol.ground.width >= modules_across(bool(added)) * symbol.module
    assert symbol.height >= 0.5 * 22.85 / 0.33 * symbol.module
    assert sheet.back.holds(symbol.ground)
    assert all((bar.width / symbol.module) % 1 == pytest.approx(0, abs=1e-6) or
               (bar.width / symbol.module) % 1 == pytest.approx(1, abs=1e-6) for bar in bars)  # fmt: skip


# what is printed


def fills(pdf: bytes) -> Iterator[tuple[str, tuple[float, ...], Box]]:
    """Every rectangle that is filled without having been turned: its colour's operator, the colour, its place."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        colour: tuple[str, tuple[float, ...]] = ("g", (0.0,))
        stack: list[tuple[tuple[str, tuple[float, ...]], bool]] = []
        boxes: list[Box] = []
        turned = False
        for operands, operator in pikepdf.parse_content_stream(document.pages[0]):
            name = str(operator)
            if name == "q":
                stack.append((colour, turned))
            elif name == "Q":
                colour, turned = stack.pop()
            elif name == "cm":
                turned = True
            elif name in {"g", "rg", "k"}:
                colour = (name, tuple(float(one) for one in operands))
            elif name == "re":
                x, y, width, height = (float(one) for one in operands)
                boxes.append(Box(x, y, x + width, y + height))
            elif name in {"f", "n"}:
                yield from ((*colour, box) for box in boxes if name == "f" and not turned)
                boxes = []


@pytest.mark.parametrize("name", TARGETS)
def test_the_barcode_is_one_black_on_white_and_nothing_else_lies_there(name: str) -> None:
    wrapped = made(name)
    assert wrapped.symbol is not None
    ground = wrapped.symbol.ground
    pdf = pressed(wrapped.pdf, cover_job(target_named(name)))
    there = [(operator, colour, box) for operator, colour, box in fills(pdf) if ground.holds(box, 0.02)]
    white = {("g", (1.0,)), ("k", (0.0, 0.0, 0.0, 0.0))}
    black = {("g", (0.0,)), ("k", (0.0, 0.0, 0.0, 1.0))}
    assert there[0][:2] in white
    assert len(there) == 1 + len(tuple(bars_of(wrapped.symbol)))
    assert {one[:2] for one in there[1:]} <= black


def type_colours(pdf: bytes) -> set[tuple[str, tuple[float, ...]]]:
    """The colours that letters are drawn in."""
    made, colour = set(), ("", ())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for operands, operator in pikepdf.parse_content_stream(document.pages[0]):
            if str(operator) in {"g", "rg", "k"}:
                colour = (str(operator), tuple(float(one) for one in operands))  # type: ignore[assignment]
            elif str(operator) == "TJ":
                made.add(colour)
    return made


@pytest.mark.parametrize("name", ["kdp-6x9-cream", "ingramspark-6x9", "lulu-a5"])
def test_dark_type_is_black_ink_alone(name: str) -> None:
    text = CoverText("Contrapunto", "Notas", "Ana Ruiz", "Galerada", "es")
    inks = next(one for one in PALETTES if one.name == "bermellón")
    drawn = wrap.drawn(cover_of(text, inks=inks), sheet_at(name), "x")
    colours = type_colours(pressed(drawn.pdf, cover_job(target_named(name))))
    assert colours <= {("g", (0.0,)), ("k", (0.0, 0.0, 0.0, 1.0))}
    light = replace(inks, ink="#D5402B")
    coloured = wrap.drawn(cover_of(text, inks=light), sheet_at(name), "x")
    assert type_colours(pressed(coloured.pdf, cover_job(target_named(name)))) > colours


@pytest.mark.parametrize("name", [name for name in TARGETS if target_named(name).printer.cover.colour == "cmyk"])
def test_a_cover_for_four_inks_has_no_other_colours_and_keeps_the_limit(name: str) -> None:
    target = target_named(name)
    pdf = pressed(made(name).pdf, cover_job(target))
    colours = [(operator, colour) for operator, colour, _ in fills(pdf)]
    assert {operator for operator, _ in colours} <= {"g", "k"}
    most = target.printer.cover.ink
    assert all(sum(colour) * 100 <= most.value + 0.5 for operator, colour in colours if operator == "k" and most)


@pytest.mark.parametrize("name", TARGETS)
def test_boxes_and_standard_are_those_of_the_target(name: str) -> None:
    target, sheet = target_named(name), sheet_at(name)
    with pikepdf.open(io.BytesIO(pressed(made(name).pdf, cover_job(target)))) as pdf:
        assert pdf.check_pdf_syntax() == []
        (page,) = pdf.pages
        assert [float(one) for one in page.trimbox] == pytest.approx(
            [sheet.trim.left, sheet.trim.low, sheet.trim.right, sheet.trim.top], abs=0.01
        )
        assert [float(one) for one in page.obj["/BleedBox"]] == pytest.approx(
            [0, 0, sheet.whole.right, sheet.whole.top], abs=0.01
        )
        if not target.printer.marks:
            assert page.mediabox == page.obj["/BleedBox"]
        assert ("/OutputIntents" in pdf.Root) == bool(target.printer.cover.standard.value)


def test_the_same_cover_is_the_same_bytes() -> None:
    again = wrap.drawn(cover_of(), sheet_at("kdp-6x9-cream"), "kdp-6x9-cream")
    assert (again.pdf, again.proof) == (made("kdp-6x9-cream").pdf, made("kdp-6x9-cream").proof)
    job = cover_job(target_named("kdp-6x9-cream"))
    assert pressed(again.pdf, job) == pressed(again.pdf, job)


# words


def letters(pdf: bytes) -> Iterator[tuple[str, Box]]:
    """Every letter with the place of its ink."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    for number in range(page.count_chars()):
        text = page.get_text_range(number, 1)
        if text.strip():
            left, low, right, top = page.get_charbox(number)
            if right > left and top > low:
                yield text, Box(left, low, right, top)
    document.close()


def astray(pdf: bytes, sheet: Sheet, symbol: wrap.symbol.Symbol | None) -> list[str]:
    """The letters that stand where no words may."""
    rooms = [sheet.back_room, sheet.front_room, sheet.spine_room, *([symbol.ground] if symbol else [])]
    return [text for text, box in letters(pdf) if not any(room.holds(box, 0.6) for room in rooms)]


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("name", ["kdp-6x9-cream", "kdp-hardcover-6x9", "lulu-4.25x6.875", "bod-a5"])
def test_words_stay_where_the_printer_wants_them(name: str, kind: str) -> None:
    drawn = made(name, kind)
    assert astray(drawn.pdf, sheet_at(name), drawn.symbol) == []
    assert drawn.lines_over == 0


def test_a_letter_astray_would_be_seen() -> None:
    sheet = sheet_at("kdp-6x9-cream")
    narrow = replace(sheet, safe=90.0)
    drawn = made("kdp-6x9-cream")
    assert astray(drawn.pdf, narrow, drawn.symbol)


@pytest.mark.parametrize("name", TARGETS)
def test_words_and_barcode_keep_apart(name: str) -> None:
    drawn = made(name)
    assert drawn.symbol is not None
    ground = drawn.symbol.ground
    inside = [text for text, box in letters(drawn.pdf) if ground.touches(box)]
    digits = set("0123456789ISBN-")
    assert set(inside) <= digits


def spine_words(drawn: wrap.Wrap) -> list[str]:
    return [line.text for line in drawn.spine.lines]


def test_the_spine_has_author_title_and_publisher() -> None:
    assert spine_words(made("kdp-6x9-cream")) == ["INÉS ALDECOA", "La página quieta", "GALERADA"]


@pytest.mark.parametrize(
    ("language", "said", "direction"),
    [("es", "", "up"), ("fr-CA", "", "up"), ("de", "", "up"), ("pt-BR", "", "up"), ("it", "", "up"), ("en", "", "down"),
     ("nl", "", "down"), ("sv", "", "down"), ("da", "", "down"), ("ja", "", "down"), ("es", "down", "down"),
     ("en", "up", "up")],
)  # fmt: skip
def test_the_spine_reads_as_the_languages_trade_has_it(language: str, said: str, direction: str) -> None:
    assert direction_of(language, said) == direction


def middle(drawn: wrap.Wrap, sheet: Sheet, letter: str) -> float:
    """How high a letter of the spine stands, in shares of it."""
    (box,) = (box for text, box in letters(drawn.pdf) if text == letter and sheet.spine.holds(box))
    return (box.low + box.top) / 2 / sheet.whole.top


@pytest.mark.parametrize(("direction", "higher"), [("up", "Z"), ("down", "Q")])
def test_the_first_letter_is_lower_where_the_spine_reads_upwards(direction: str, higher: str) -> None:
    sheet = sheet_at("kdp-6x9-cream")
    cover = cover_of(CoverText("QaaaaaaZ", language="es"), direction=direction, blocks=(), isbn="")
    drawn = wrap.drawn(cover, sheet, "x")
    lower = {"Z": "Q", "Q": "Z"}[higher]
    assert middle(drawn, sheet, higher) > middle(drawn, sheet, lower)


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("name", ["kdp-6x9-cream", "press-a5"])
def test_no_type_on_the_spine_is_smaller_than_the_printers_least(name: str, kind: str) -> None:
    least = target_named(name).printer.type.value
    drawn = wrap.drawn(cover_of(TEXTS[kind], smallest=least), sheet_at(name), name)
    assert drawn.spine.lines
    assert all(line.hand.size >= least for line in drawn.spine.lines)


def test_capitals_on_the_spine_follow_the_language() -> None:
    assert spine_words(made("kdp-6x9-cream", "greek")) == ["ΑΝΝΑ ΠΑΠΠΑ", "Ἡ σιωπηλὴ σελίδα", "ΓΑΛΕΡΑΔΑ"]
    turkish = cover_of(CoverText("Deniz", author="Nazım Hikmet", language="tr"))
    assert spine_words(wrap.drawn(turkish, sheet_at("kdp-6x9-cream"), "x"))[0] == "NAZIM HİKMET"


def test_a_spine_where_no_words_are_allowed_is_bare() -> None:
    drawn = wrap.drawn(cover_of(spine_text=False), sheet_at("kdp-6x9-cream", 60), "x")
    assert spine_words(drawn) == []


def test_a_spine_too_narrow_for_the_printers_least_type_is_bare_and_says_so() -> None:
    drawn = made("kdp-6x9-cream", pages=80)
    assert spine_words(drawn) == []
    assert "5.1 mm" in drawn.spine.why_none


def test_names_give_way_to_the_title_and_the_title_to_the_spine() -> None:
    text = CoverText("A" * 70, author="B" * 60, publisher="C" * 40)
    sheet = sheet_of(target_named("kdp-5x8-white"), 24.0)
    drawn = wrap.drawn(cover_of(text), sheet, "x")
    assert drawn.spine.dropped
    endless = wrap.drawn(cover_of(CoverText("palabra " * 40)), sheet, "x")
    assert endless.spine.cut
    assert spine_words(endless)[0].endswith("…")
    assert astray(endless.pdf, sheet, endless.symbol) == []


def test_words_for_the_back_that_do_not_fit_are_counted_and_none_is_drawn() -> None:
    endless = cover_of(blocks=(Block(((BODY * 30, ""),)),))
    drawn = wrap.drawn(endless, sheet_at("kdp-5x8-white"), "x")
    assert drawn.lines_over > 20
    assert not [text for text, box in letters(drawn.pdf) if box.top > 300 and box.right < 300]


def test_emphasis_is_set_in_its_own_face() -> None:
    with pikepdf.open(io.BytesIO(made("kdp-6x9-cream").pdf)) as pdf:
        names = [str(name) for name in pdf.pages[0].resources["/Font"]]
    assert any("Italic" in name for name in names)


def test_the_proof_shows_the_whole_sheet_and_its_guide_lines() -> None:
    image = Image.open(io.BytesIO(wrap.seen(made("kdp-6x9-cream").proof))).convert("RGB")
    sheet = sheet_at("kdp-6x9-cream")
    assert image.width == pytest.approx((sheet.whole.width + 52) / 72 * 110, abs=2)
    scale = 110 / 72
    x, y = (26 + sheet.trim.left) * scale, (26 + sheet.whole.height / 2) * scale
    line = [image.getpixel((round(x) + step, round(y))) for step in (-1, 0, 1)]
    assert any(red > 150 and green < 90 for red, green, _ in line)


def test_the_words_can_be_copied() -> None:
    document = pypdfium2.PdfDocument(made("kdp-6x9-cream").pdf)
    text = document[0].get_textpage().get_text_bounded()
    assert "Un paseo por el taller" in " ".join(text.split())
    document.close()
