"""A JPEG that says nothing but its pixels travels as its author made it; any other is made anew."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pipeline.pictures import Wanted, convert
from pipeline.plainjpeg import plain_size

JPEG = "image/jpeg"
WANTED = Wanted(200, 92, frozenset({JPEG, "image/png"}))


def jpeg(width: int = 240, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, 100)).convert(mode).save(out, "JPEG", quality=80, **options)
    return out.getvalue()


@pytest.mark.parametrize("data", [jpeg(), jpeg(mode="L"), jpeg(progressive=True)])
def test_a_plain_one_of_about_the_size_asked_stays_as_it_is(data: bytes) -> None:
    assert plain_size(data) == (240, 100)
    assert convert(data, JPEG, WANTED) == (data, JPEG)


EXIF = Image.Exif()
EXIF[0x010E] = "where it was taken"
OTHERS = {
    "much larger than asked": jpeg(300),
    "with EXIF": jpeg(exif=EXIF),
    "with a profile": jpeg(icc_profile=b"x" * 200),
    "with a comment": jpeg(comment=b"secret"),
    "in CMYK": jpeg(mode="CMYK"),
    "with something after its end": jpeg() + b"secret",
    "cut short": jpeg()[:-2],
    "with a second picture in it": jpeg() + jpeg(),
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_is_made_anew(name: str) -> None:
    data = OTHERS[name]
    if name != "much larger than asked":
        assert plain_size(data) is None
    if name in {"with a profile", "cut short"}:  # no profile, no whole file: told elsewhere
        return
    made, kind = convert(data, JPEG, WANTED)
    assert kind == JPEG
    assert made != data
    assert b"secret" not in made
    assert b"where it was taken" not in made


def test_what_is_no_jpeg_has_no_size() -> None:
    assert [plain_size(data) for data in (b"", b"\xff\xd8", b"\x89PNG", b"\xff\xd8\xff\xd9")] == [None] * 4


def test_a_budget_holds() -> None:
    data = jpeg()
    small = Wanted(200, 92, frozenset({JPEG}), bytes=len(data) - 1)
    assert convert(data, JPEG, small)[0] != data
