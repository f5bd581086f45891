"""The pictures of a PDF in the inks of the press, without anything that shines through.

In: image objects. Out: the same objects in DeviceGray or DeviceCMYK, masks laid on white. A picture that came as JPEG
goes as JPEG, of all its samples in full resolution; any other without loss (PDF 1.7, 8.9.5).
"""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
from PIL import Image

from .colour import Inks, heaviest

QUALITY = 95
"""Of JPEG: no worse than the picture came."""
SPARE = (4.0, 16.0, 32.0)
"""Percent of ink under the limit, tried in turn: what JPEG may add at an edge."""
_SPACES = {"L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB, "CMYK": pikepdf.Name.DeviceCMYK}


def in_inks(pdf: pikepdf.Pdf, space: str, limit: float, *, flat: bool) -> None:
    """Every picture of the PDF: `grey`, `rgb` or `cmyk`; `flat`: nothing may shine through."""
    masks = {image["/SMask"].objgen for image in _images(pdf) if "/SMask" in image}
    for image in _images(pdf):
        if image.objgen not in masks and not image.get("/ImageMask", False):
            _turn(image, space, limit, flat=flat)


def _images(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]


def _turn(image: pikepdf.Stream, space: str, limit: float, *, flat: bool) -> None:
    masked = "/SMask" in image and flat
    if not masked and not _needs(image, space):
        return
    picture = pikepdf.PdfImage(image).as_pil_image()
    if masked:
        picture = _on_white(picture, image["/SMask"])
        del image["/SMask"]
    by_jpeg = image.get("/Filter") == "/DCTDecode"
    _put(image, *_made(picture, space, limit, by_jpeg=by_jpeg))


def _needs(image: pikepdf.Stream, space: str) -> bool:
    said = image.get("/ColorSpace")
    if space == "rgb" or said == "/DeviceGray":
        return False
    return not (space == "cmyk" and said == "/DeviceCMYK")


def _on_white(picture: Image.Image, mask: pikepdf.Object) -> Image.Image:
    assert isinstance(mask, pikepdf.Stream)
    alpha = pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(picture.size)
    return Image.composite(picture.convert("RGB"), Image.new("RGB", picture.size, "white"), alpha)


def _made(picture: Image.Image, space: str, limit: float, *, by_jpeg: bool) -> tuple[Image.Image, bytes]:
    """The picture and, when it goes as JPEG, its file."""
    if space != "cmyk" or _is_grey(picture):
        plain = picture.convert("RGB" if space == "rgb" else "L")
        return plain, _jpeg(plain) if by_jpeg else b""
    for spare in SPARE if by_jpeg else ():
        inked = Inks(max(1.0, limit - spare) if limit else 0.0).picture(picture)
        data = _jpeg(inked)
        if not limit or heaviest(Image.open(BytesIO(data), formats=["JPEG"])) <= limit:
            return inked, data
    return Inks(limit).picture(picture), b""


def _is_grey(picture: Image.Image) -> bool:
    return picture.mode in {"1", "L", "I", "I;16"}


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return out.getvalue()


def _put(image: pikepdf.Stream, picture: Image.Image, jpeg: bytes) -> None:
    for name in ("/DecodeParms", "/Decode", "/Mask", "/Intent"):
        if name in image:
            del image[name]
    image["/ColorSpace"], image["/BitsPerComponent"] = _SPACES[picture.mode], 8
    if jpeg and picture.mode == "CMYK":  # an Adobe JPEG says white where PDF says ink
        image["/Decode"] = pikepdf.Array([1, 0] * 4)
    if jpeg:
        image.write(jpeg, filter=pikepdf.Name.DCTDecode)
    else:
        image.write(zlib.compress(picture.tobytes(), 9), filter=pikepdf.Name.FlateDecode)


