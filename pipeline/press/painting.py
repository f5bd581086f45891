"""What a page paints, in the inks of the press: the operators of its content, its shadings, its forms.

In: a PDF's pages. Out: the same pages; every colour of type, lines and fills is in the space that is asked for. Black
and greys become DeviceGray in any space, which prints with black ink alone (PDF 1.7, 8.6.4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pikepdf

from .colour import Inks, grey, is_grey

RGB = {"rg": ("g", "k"), "RG": ("G", "K")}
"""An operator of RGB -> those of grey and of four inks (PDF 1.7, 8.6.8)."""
Paint = Callable[[float, float, float], tuple[float, ...]]
"""From RGB to one number, three or four."""
_SPACES = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB, 4: pikepdf.Name.DeviceCMYK}


def paint_for(space: str, limit: float) -> Paint:
    """How colours are turned: `grey`, `rgb` (which is left alone) or `cmyk` with the most ink in percent."""
    inks = Inks(limit)

    def painted(red: float, green: float, blue: float) -> tuple[float, ...]:
        if space == "grey" or is_grey(red, green, blue):
            return (round(grey(red, green, blue), 4),)
        return (red, green, blue) if space == "rgb" else inks.of(red, green, blue)

    return painted


class Painter:
    """Turns the colours of pages; what several pages share is turned once."""

    def __init__(self, pdf: pikepdf.Pdf, paint: Paint) -> None:
        self.pdf, self.paint = pdf, paint
        self._done: set[tuple[int, int]] = set()

    def page(self, page: pikepdf.Page) -> None:
        """The page's content, and what it draws from."""
        page.contents_coalesce()
        made = self._content(page)
        if made is not None:
            page.Contents = self.pdf.make_stream(made)
        self._resources(page.obj.get("/Resources"))

    def _content(self, holder: Any) -> bytes | None:
        """The content anew; None where no colour is set."""
        changed = False
        made: list[Any] = []
        for said in pikepdf.parse_content_stream(holder):
            name = str(said.operator)
            changed = changed or name in RGB
            made.append(self._colour(name, said.operands) if name in RGB else said)
        return pikepdf.unparse_content_stream(made) if changed else None

    def _colour(self, name: str, operands: Any) -> tuple[list[Decimal], pikepdf.Operator]:
        values = self.paint(*(float(one) for one in operands))
        single, four = RGB[name]
        operator = {1: single, 3: name, 4: four}[len(values)]
        return [_number(one) for one in values], pikepdf.Operator(operator)

    def _resources(self, resources: Any) -> None:
        if resources is None or not self._first(resources):
            return
        for form in _values(resources.get("/XObject")):
            if form.get("/Subtype") == "/Form" and self._first(form):
                self._stream(form)
        for pattern in _values(resources.get("/Pattern")):
            if isinstance(pattern, pikepdf.Stream) and self._first(pattern):
                self._stream(pattern)
            elif "/Shading" in pattern:
                self._shading(pattern["/Shading"])
        for shading in _values(resources.get("/Shading")):
            self._shading(shading)

    def _stream(self, form: pikepdf.Stream) -> None:
        made = self._content(form)
        if made is not None:
            form.write(made)
        self._resources(form.get("/Resources"))
        group = form.get("/Group")
        if group is not None and group.get("/CS") == "/DeviceRGB":
            del group["/CS"]

    def _shading(self, shading: Any) -> None:
        """A gradient whose colours are numbers of its functions (PDF 1.7, 8.7.4.5)."""
        if not self._first(shading) or shading.get("/ColorSpace") != "/DeviceRGB":
            return
        ends = [end for function in _functions(shading.get("/Function")) for end in _ends(function)]
        if not ends or any(len(end) != 3 for end in ends):
            return
        wide = max(len(self.paint(*end)) for end in ends)
        for function in _functions(shading["/Function"]):
            for name in ("/C0", "/C1"):
                function[name] = pikepdf.Array(map(_number, _widened(self.paint(*_floats(function[name])), wide)))
        shading["/ColorSpace"] = _SPACES[wide]

    def _first(self, thing: Any) -> bool:
        """Whether it has not been met; what is no object of its own has no number, and is met once a page."""
        if thing.objgen == (0, 0):
            return True
        known = thing.objgen in self._done
        self._done.add(thing.objgen)
        return not known


def _widened(ink: tuple[float, ...], wide: int) -> tuple[float, ...]:
    """A grey among colours."""
    if len(ink) == wide or len(ink) != 1:
        return ink
    return (0.0, 0.0, 0.0, 1 - ink[0]) if wide == 4 else (ink[0],) * 3


def _functions(function: Any) -> Iterable[Any]:
    """The functions at its ends: of one that is stitched, each of its parts (PDF 1.7, 7.10)."""
    if function is None:
        return
    if isinstance(function, pikepdf.Array):
        for one in function:
            yield from _functions(one)
    elif function.get("/FunctionType") == 3:
        for one in function["/Functions"]:
            yield from _functions(one)
    else:
        yield function


def _ends(function: Any) -> Iterable[tuple[float, ...]]:
    if function.get("/FunctionType") != 2:
        yield ()
        return
    yield _floats(function.get("/C0", pikepdf.Array([0])))
    yield _floats(function.get("/C1", pikepdf.Array([1])))


def _floats(array: Any) -> tuple[float, ...]:
    return tuple(float(one) for one in array)


def _values(dictionary: Any) -> Iterable[Any]:
    return [] if dictionary is None else [value for _, value in dictionary.items()]


def _number(value: float) -> Decimal:
    return Decimal(f"{value:.4f}".rstrip("0").rstrip(".") or "0")
