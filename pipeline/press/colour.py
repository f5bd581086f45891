"""Colours as a press prints them: grey, or four inks by the characterised condition FOGRA39.

In: sRGB, and the most ink that a spot may get, in percent. Out: grey, or cyan, magenta, yellow, black; 0 to 1. Black
and greys stay black ink alone: text of four inks prints with coloured edges. Pillow's colour management is at home
here.
Sources: ISO 12647-2 (the inks), ICC.1 (relative colorimetric with black point compensation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageCms, ImageFilter

CONDITION = "FOGRA39"
"""As the registry of the ICC names it."""
REGISTRY = "http://www.color.org"
NODES = 33
"""Of the table, on each axis: between two of them a colour is in proportion, and so is its sum of inks."""
BLACK_POINT = ImageCms.Flags.BLACKPOINTCOMPENSATION
Ink = tuple[float, ...]
_NEUTRAL = 1.5 / 255
"""Channels that differ by no more are a grey."""


@cache
def profile() -> bytes:
    """The profile of the printing condition."""
    return (files("pipeline.press") / "FOGRA39L_coated.icc").read_bytes()


def grey(red: float, green: float, blue: float) -> float:
    """How light the colour is: 0 black, 1 white (ITU-R BT.601, as Pillow turns pictures grey)."""
    return 0.299 * red + 0.587 * green + 0.114 * blue


def is_grey(red: float, green: float, blue: float) -> bool:
    """Whether it is a grey, or black, or white."""
    return max(red, green, blue) - min(red, green, blue) <= _NEUTRAL


@dataclass(frozen=True, slots=True)
class Inks:
    """A way from sRGB to four inks."""

    limit: float = 0.0
    """The most ink on a spot, in percent; 0: what the profile gives."""

    def of(self, red: float, green: float, blue: float) -> Ink:
        """A colour of type or of a line."""
        if is_grey(red, green, blue):
            return 0.0, 0.0, 0.0, 1.0 - grey(red, green, blue)
        pixel = Image.new("RGB", (1, 1), tuple(round(one * 255) for one in (red, green, blue)))
        made = _limited(next(_values(pixel)), self.limit / 100)
        return tuple(round(one, 4) for one in made)

    def picture(self, image: Image.Image) -> Image.Image:
        """A picture in RGB, in four inks."""
        return image.convert("RGB").filter(_table(self.limit))


def heaviest(image: Image.Image) -> float:
    """The most ink on any spot of a picture in four inks, in percent."""
    total = Image.new("I", image.size)
    for channel in image.split():
        total = _sum(total, channel)
    most = total.getextrema()[1]
    assert isinstance(most, int | float)
    return most / 255 * 100


def _sum(first: Image.Image, second: Image.Image) -> Image.Image:
    from PIL import ImageMath

    made: Image.Image = ImageMath.lambda_eval(lambda of: of["a"] + of["b"], a=first, b=second.convert("I"))
    return made


@cache
def _table(limit: float) -> ImageFilter.Color3DLUT:
    steps = [round(step * 255 / (NODES - 1)) for step in range(NODES)]
    nodes = Image.new("RGB", (NODES * NODES, NODES))
    nodes.putdata([(red, green, blue) for blue in steps for green in steps for red in steps])
    flat: list[float] = []
    for inks in _values(nodes):
        flat += _limited(inks, limit / 100)
    return ImageFilter.Color3DLUT(NODES, flat, channels=4, target_mode="CMYK")


@cache
def _transform() -> ImageCms.ImageCmsTransform:
    press = ImageCms.ImageCmsProfile(BytesIO(profile()))
    return ImageCms.buildTransform(ImageCms.createProfile("sRGB"), press, "RGB", "CMYK",
                                   ImageCms.Intent.RELATIVE_COLORIMETRIC, BLACK_POINT)  # fmt: skip


def _values(image: Image.Image) -> Iterator[Ink]:
    made = ImageCms.applyTransform(image, _transform())
    assert made is not None
    data = made.tobytes()
    for start in range(0, len(data), 4):
        yield tuple(one / 255 for one in data[start : start + 4])


def _limited(inks: Ink, limit: float) -> Ink:
    """No more ink than that: the grey part of the colours becomes black first, then the colours grow paler."""
    cyan, magenta, yellow, black = inks
    excess = cyan + magenta + yellow + black - limit
    if limit <= 0 or excess <= 0:
        return inks
    moved = min(cyan, magenta, yellow, 1 - black, excess / 2)
    cyan, magenta, yellow, black = cyan - moved, magenta - moved, yellow - moved, black + moved
    colours = cyan + magenta + yellow
    share = min(1.0, max(0.0, limit - black) / colours) if colours else 1.0
    return cyan * share, magenta * share, yellow * share, black
