"""A PDF file, object by object, written once from front to back (PDF 1.7, 7.5).

In: objects as bytes. Out: the file: streams as they are, all else in object streams, a cross-reference stream. Same
objects, same bytes. Not its business: what the objects mean.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TOGETHER = 200
"""Objects in one object stream: a reader unpacks the whole stream for one of them."""


class PdfFile:
    """Objects under their numbers."""

    def __init__(self) -> None:
        self._plain: dict[int, bytes] = {}
        self._streams: dict[int, bytes] = {}
        self._next = 1

    def reserve(self) -> int:
        """A number for an object that comes later."""
        number, self._next = self._next, self._next + 1
        return number

    def put(self, number: int, body: str | bytes) -> int:
        """An object that is no stream, under its number."""
        self._plain[number] = body if isinstance(body, bytes) else body.encode("latin-1")
        return number

    def add(self, body: str | bytes) -> int:
        """An object that is no stream; its number."""
        return self.put(self.reserve(), body)

    def put_stream(self, number: int, dictionary: str, data: bytes) -> int:
        """A stream with its whole dictionary, under its number."""
        self._streams[number] = b"".join((dictionary.encode("latin-1"), b"\nstream\n", data, b"\nendstream"))
        return number

    def add_stream(self, dictionary: str, data: bytes) -> int:
        """A stream; its number. `dictionary` has no Length and no Filter: the data are compressed where it helps."""
        return self.put_stream(self.reserve(), *packed_stream(dictionary, data))

    def write(self, root: int, info: int) -> bytes:
        """The file's bytes; its identifier comes from its content."""
        out = [HEADER]
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        here = len(HEADER)
        for number, body in self._all_streams(places):
            text = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            places[number] = (1, here, 0)
            out.append(text)
            here += len(text)
        mark = hashlib.sha256(b"".join(out)).hexdigest()[:32]
        out.append(self._references(places, here, root, info, mark))
        return b"".join(out)

    def _all_streams(self, places: dict[int, tuple[int, int, int]]) -> Iterable[tuple[int, bytes]]:
        yield from self._streams.items()
        waiting = sorted(self._plain)
        for start in range(0, len(waiting), TOGETHER):
            some = waiting[start : start + TOGETHER]
            number = self.reserve()
            places.update((one, (2, number, place)) for place, one in enumerate(some))
            yield number, self._object_stream(some)

    def _object_stream(self, numbers: list[int]) -> bytes:
        bodies = [self._plain[number] for number in numbers]
        index, place = [], 0
        for number, body in zip(numbers, bodies, strict=True):
            index.append(f"{number} {place}")
            place += len(body) + 1
        head = " ".join(index).encode() + b"\n"
        kind = f"<< /Type /ObjStm /N {len(numbers)} /First {len(head)} >>"
        dictionary, data = packed_stream(kind, head + b"\n".join(bodies))
        return b"".join((dictionary.encode(), b"\nstream\n", data, b"\nendstream"))

    def _references(self, places: dict[int, tuple[int, int, int]], here: int, root: int, info: int, mark: str) -> bytes:
        number = self.reserve()
        places[number] = (1, here, 0)
        width = max(1, (here.bit_length() + 7) // 8)
        table = b"".join(
            kind.to_bytes(1, "big") + second.to_bytes(width, "big") + third.to_bytes(2, "big")
            for kind, second, third in (places.get(one, (0, 0, 65535)) for one in range(self._next))
        )
        kind_of = (f"<< /Type /XRef /W [1 {width} 2] /Size {self._next} /Root {root} 0 R /Info {info} 0 R "
                   f"/ID [<{mark}> <{mark}>] >>")  # fmt: skip
        dictionary, data = packed_stream(kind_of, table)
        body = b"".join((dictionary.encode(), b"\nstream\n", data, b"\nendstream"))
        return b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, body, here)


def packed_stream(dictionary: str, data: bytes) -> tuple[str, bytes]:
    """The dictionary with Length (and Filter), and the data, compressed where that makes them shorter."""
    smaller = zlib.compress(data, 6)
    head = dictionary.rstrip().removesuffix(">>")
    if len(smaller) + 20 < len(data):
        return f"{head}/Filter /FlateDecode /Length {len(smaller)} >>", smaller
    return f"{head}/Length {len(data)} >>", data


def text_string(text: str) -> str:
    """A text string (PDF 1.7, 7.9.2.2): plain where it is ASCII, else UTF-16."""
    if text.isascii() and text.isprintable():
        return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
    return "<feff" + text.encode("utf-16-be").hex() + ">"


def real(number: float) -> str:
    """A number, as short as it can be said to a thousandth."""
    return f"{number:.3f}".rstrip("0").rstrip(".") or "0"


def array(numbers: Iterable[float]) -> str:
    """An array of numbers."""
    return "[" + " ".join(map(real, numbers)) + "]"
