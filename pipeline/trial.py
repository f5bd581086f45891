"""A picture tried: read to its last byte, and drawn no larger than it must be for that.

In: a Pillow image that is not loaded yet. Out: its size as it is shown, in px. Not its business: what a book may hold.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ExifTags, Image

LYING = range(5, 9)
"""Values of the tag Orientation that turn a picture on its side (Exif 2.32, 4.6.4)."""
OWN_SIZE = "galerada size"
"""Where a picture that is drawn small remembers its size."""
MOVES = "galerada moves"
"""Where it remembers whether it has a second frame."""


@contextmanager
def frames_of_at_most(pixels: int) -> Iterator[None]:
    """While this lasts Pillow raises DecompressionBombError at a frame of more: one of a few bytes may say that it is
    larger than the picture, and would be made room for.
    """
    Image.MAX_IMAGE_PIXELS = pixels // 2  # beyond twice as many it raises; below it warns
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = None


def draw_small(image: Image.Image) -> None:
    """A JPEG is read whole and drawn at an eighth: it is tried, and nobody looks at it."""
    if image.format == "JPEG":
        image.info[OWN_SIZE] = image.size
        image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))


def try_the_rest(image: Image.Image) -> None:
    """What is read only when it is asked for: the camera's notes, and a second frame. What Pillow raises goes out."""
    image.getexif()
    image.info[MOVES] = bool(getattr(image, "is_animated", False))  # to count the frames would be to read them all


def size_upright(image: Image.Image) -> tuple[int, int]:
    """In px, as it is shown; of a picture that was drawn small, its own."""
    width, height = image.info.get(OWN_SIZE, image.size)
    return (height, width) if image.getexif().get(ExifTags.Base.Orientation) in LYING else (width, height)
