"""Pictures as stores take them: every kind, in the pixels and bytes that are asked for."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngImageFile

from pipeline.nodes import NOWHERE
from pipeline.pictures import PictureError, Probe, Wanted, admitted, colours_are_guessed, convert, is_dark
from pipeline.settings import Limits

KINDLE = Wanted(800, 85, frozenset({"image/jpeg", "image/png"}), drawn=True, flat=True, night=True)
SCREEN = Wanted(800, 85, frozenset({"image/jpeg", "image/png", "image/svg+xml"}), drawn=True, night=True)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="50" height="50" fill="#123"/></svg>'
TELEPHONE = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABoAABAAAAAAAAADMAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADc"
    "aXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAA"
    "AwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFw"
    "AAAAEAAAAAEAAAAIAAAAAf///9AAAAAC////yAAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAO21kYXQAAAAv"
    "KAGvEyFkY0D1JyL//2q6n/rQWf9v9lhZ3K6AwVvy+sD2ZJvA86qRnoCHaacwFXg="
)
"""A red field of 16 x 8 px (HEIC)."""


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def photograph(mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((1200, 600), 60).convert(mode)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def probe(data: bytes) -> Probe:
    return admitted(data, Limits(), NOWHERE)[0]


def as_probed(data: bytes, wanted: Wanted) -> tuple[bytes, str]:
    return convert(data, probe(data).media_type, wanted)


GIVEN = {
    "avif": lambda: encoded(photograph(), "AVIF"),
    "webp": lambda: encoded(photograph(), "WEBP"),
    "tiff": lambda: encoded(photograph(), "TIFF"),
    "cmyk": lambda: encoded(photograph("CMYK"), "JPEG"),
    "16 bits": lambda: encoded(Image.new("I;16", (1200, 600), 40000), "PNG"),
    "palette": lambda: encoded(photograph().quantize(16), "PNG"),
    "bmp": lambda: encoded(photograph(), "BMP"),
    "grey": lambda: encoded(photograph("L"), "PNG"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_every_kind_becomes_one_that_kindle_shows(name: str) -> None:
    data, kind = as_probed(GIVEN[name](), KINDLE)
    made = opened(data)
    assert kind in KINDLE.keep
    assert (made.mode in {"RGB", "L"}, made.size) == (True, (800, 400))
    assert Image.MIME[str(made.format)] == kind


def test_a_telephone_s_picture_is_read() -> None:
    assert probe(TELEPHONE).media_type == "image/heic"
    data, kind = as_probed(TELEPHONE, KINDLE)
    assert kind == "image/jpeg"
    red, green, blue = opened(data).convert("RGB").getpixel((8, 4))  # type: ignore[misc]
    assert red > 150 > green + blue


def test_sixteen_bits_keep_their_brightness() -> None:
    data, _ = as_probed(GIVEN["16 bits"](), KINDLE)
    assert abs(opened(data).convert("L").getpixel((9, 9)) - 40000 / 256) <= 1  # type: ignore[operator]


def test_colours_follow_their_profile() -> None:
    """The same numbers in another space are another colour."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = encoded(Image.new("RGB", (40, 20), (200, 30, 30)), "PNG", icc_profile=lab.tobytes())
    assert opened(as_probed(plain, SCREEN)[0]).convert("RGB").getpixel((1, 1)) == (200, 30, 30)
    torn = encoded(Image.new("RGB", (40, 20), (200, 30, 30)), "PNG", icc_profile=b"no profile")
    assert opened(as_probed(torn, SCREEN)[0]).convert("RGB").getpixel((1, 1)) == (200, 30, 30)


def test_inks_without_a_profile_are_guessed() -> None:
    assert colours_are_guessed(GIVEN["cmyk"]())
    assert not colours_are_guessed(GIVEN["tiff"]())
    assert not colours_are_guessed(SVG)


# night, and holes


def line_art(colour: tuple[int, int, int]) -> Image.Image:
    image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((10, 10, 30, 30), fill=(*colour, 255))
    return image


def test_dark_lines_on_nothing_get_a_white_ground() -> None:
    made = opened(as_probed(encoded(line_art((10, 10, 10)), "PNG"), SCREEN)[0])
    assert made.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert made.convert("RGB").getpixel((20, 20)) == (10, 10, 10)


def test_light_lines_keep_their_holes_where_a_store_shows_them() -> None:
    assert not is_dark(line_art((240, 240, 200)))
    assert opened(as_probed(encoded(line_art((240, 240, 200)), "PNG"), SCREEN)[0]).convert("RGBA").getpixel((0, 0)) == (
        0, 0, 0, 0,
    )  # fmt: skip
    assert opened(as_probed(encoded(line_art((240, 240, 200)), "PNG"), KINDLE)[0]).mode == "RGB"


def test_a_picture_of_nothing_is_not_dark() -> None:
    assert not is_dark(Image.new("RGBA", (4, 4), (0, 0, 0, 0)))


# drawings


def test_a_drawing_stays_where_it_can_be_drawn() -> None:
    assert as_probed(SVG, SCREEN) == (SVG, "image/svg+xml")


def test_a_drawing_is_drawn_where_it_cannot() -> None:
    data, kind = as_probed(SVG, KINDLE)
    made = opened(data).convert("RGB")
    assert (kind, made.size) == ("image/png", (200, 100))
    assert (made.getpixel((10, 10)), made.getpixel((190, 10))) == ((17, 34, 51), (255, 255, 255))


def test_words_of_a_drawing_are_set_in_the_book_s_faces() -> None:
    words = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><text y="30" font-size="30">Ag</text></svg>'
    assert len(set(opened(as_probed(words, KINDLE)[0]).convert("L").tobytes())) > 10


def test_a_picture_that_memory_does_not_hold_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(PngImageFile, "load", full)
    with pytest.raises(PictureError, match="not enough memory"):
        probe(encoded(Image.new("L", (4, 4)), "PNG"))


def test_a_drawing_that_cannot_be_drawn_is_said() -> None:
    with pytest.raises(PictureError):
        convert(b'<svg xmlns="http://www.w3.org/2000/svg"><broken', "image/svg+xml", KINDLE)


# size


def test_a_picture_keeps_to_its_bytes() -> None:
    whole, _ = as_probed(GIVEN["tiff"](), KINDLE)
    for limit in (60_000, 15_000):
        small = Wanted(800, 85, KINDLE.keep, bytes=limit)
        data, _ = as_probed(GIVEN["tiff"](), small)
        assert len(data) <= limit < len(whole)


def test_a_picture_keeps_to_its_pixels() -> None:
    data, _ = as_probed(GIVEN["tiff"](), Wanted(0, 85, KINDLE.keep, pixels=20_000))
    made = opened(data)
    assert 19_000 < made.width * made.height <= 20_000


def test_small_pictures_are_not_blown_up() -> None:
    data, _ = as_probed(encoded(photograph().resize((50, 25)), "JPEG"), KINDLE)
    assert opened(data).size == (50, 25)


@pytest.mark.parametrize("name", [*GIVEN, "svg", "heic"])
def test_the_same_picture_is_the_same_bytes(name: str) -> None:
    data = {"svg": SVG, "heic": TELEPHONE}.get(name) or GIVEN[name]()
    assert as_probed(data, KINDLE) == as_probed(data, KINDLE)
