"""A picture in other inks than its own, with the same lights and shadows.

In: a picture of Pillow's, and the inks: `colour` (its own), `grey` (black alone), `duotone` (black for the shadows and
a warm second ink, as a house prints that saves on two of four). Out: the picture.
"""

from __future__ import annotations

from PIL import Image, ImageOps

SHADOW, MIDDLE, LIGHT = (22, 20, 24), (128, 96, 78), (246, 240, 230)
"""The duotone's black, what its two inks are together, and the second ink at its lightest."""


def inked(image: Image.Image, ink: str) -> Image.Image:
    """The picture in these inks; its darkest and its lightest become black and paper."""
    if ink == "colour":
        return image
    grey = ImageOps.autocontrast(image.convert("L"), cutoff=(0.5, 0.5))
    return grey if ink == "grey" else ImageOps.colorize(grey, SHADOW, LIGHT, MIDDLE, midpoint=118)
