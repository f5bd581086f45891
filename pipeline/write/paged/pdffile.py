"""A PDF file, object by object, written once from front to back (PDF 1.7, 7.5).

In: objects as bytes. Out: the file: streams as they are, all else in object streams, a cross-reference stream. Same
objects, same bytes. Not its business: what the objects mean.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
STREAM_ENDS = b"\nendstream\nendobj\n"
TOGETHER = 200
"""Objects in one object stream: a reader unpacks the whole stream for one of them."""
ROWS = ((4, struct.Struct(">BIH")), (8, struct.Struct(">BQH")))
"""How a row of the cross-reference table is packed, by the bytes of a place."""
FREE = (0, 0, 65535)

Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream with its whole dictionary."""

    dictionary: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Finished:
    """A file, written."""

    pieces: tuple[bytes, ...]
    """They follow each other; those of galleys are the galleys' own, so that no large book lies there twice."""
    sha256: str

    @property
    def data(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces)


class PdfFile:
    """Objects under their numbers."""

    def __init__(self) -> None:
        self._plain: dict[int, bytes] = {}
        self._streams: dict[int, tuple[bytes, bytes]] = {}
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
        self._streams[number] = (f"{number} 0 obj\n{dictionary}\nstream\n".encode("latin-1"), data)
        return number

    def add_stream(self, dictionary: str, data: bytes) -> int:
        """A stream; its number. `dictionary` has no Length and no Filter: the data are compressed where it helps."""
        return self.put_stream(self.reserve(), *packed_stream(dictionary, data))

    def add_ready(self, stream: Stream) -> int:
        """A stream; its number."""
        return self.put_stream(self.reserve(), stream.dictionary, stream.data)

    def write(self, root: int, info: int) -> bytes:
        """The file's bytes; its identifier comes from its content."""
        return self.finished(root, info).data

    def finished(self, root: int, info: int) -> Finished:
        """The file; all of it is hashed once, for its identifier and for whoever keeps it."""
        out = [HEADER]
        places: dict[int, Place] = {0: FREE}
        here, hashed = len(HEADER), hashlib.sha256(HEADER)
        for number, (head, data) in self._all_streams(places):
            places[number] = (1, here, 0)
            out += (head, data, STREAM_ENDS)
            here += len(head) + len(data) + len(STREAM_ENDS)
            hashed.update(head)
            hashed.update(data)
            hashed.update(STREAM_ENDS)
        out.append(self._references(places, here, root, info, hashed.hexdigest()[:32]))
        hashed.update(out[-1])
        return Finished(tuple(out), hashed.hexdigest())

    def _all_streams(self, places: dict[int, Place]) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
        yield from self._streams.items()
        waiting = sorted(self._plain)
        for start in range(0, len(waiting), TOGETHER):
            some = waiting[start : start + TOGETHER]
            number = self.reserve()
            places.update((one, (2, number, place)) for place, one in enumerate(some))
            yield number, self._object_stream(number, some)

    def _object_stream(self, number: int, numbers: list[int]) -> tuple[bytes, bytes]:
        bodies = [self._plain[one] for one in numbers]
        index, place = [], 0
        for one, body in zip(numbers, bodies, strict=True):
            index.append(f"{one} {place}")
            place += len(body) + 1
        head = " ".join(index).encode() + b"\n"
        kind = f"<< /Type /ObjStm /N {len(numbers)} /First {len(head)} >>"
        dictionary, data = packed_stream(kind, head + b"\n".join(bodies))
        return f"{number} 0 obj\n{dictionary}\nstream\n".encode(), data

    def _references(self, places: dict[int, Place], here: int, root: int, info: int, mark: str) -> bytes:
        number = self.reserve()
        places[number] = (1, here, 0)
        width, row = ROWS[here.bit_length() > 32]
        table = b"".join([row.pack(*places.get(one, FREE)) for one in range(self._next)])
        kind_of = (f"<< /Type /XRef /W [1 {width} 2] /Size {self._next} /Root {root} 0 R /Info {info} 0 R "
                   f"/ID [<{mark}> <{mark}>] >>")  # fmt: skip
        dictionary, data = packed_stream(kind_of, table)
        head = f"{number} 0 obj\n{dictionary}\nstream\n".encode()
        return b"".join((head, data, STREAM_ENDS, b"startxref\n%d\n%%%%EOF\n" % here))


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


@lru_cache(maxsize=1 << 15)
def real(number: float) -> str:
    """A number, as short as it can be said to a thousandth. Most come again: lines stand on a grid."""
    return f"{number + 0.0:.3f}".rstrip("0").rstrip(".")  # -0.0 is found in the memory as 0.0


def array(numbers: Iterable[float]) -> str:
    """An array of numbers."""
    return "[" + " ".join(map(real, numbers)) + "]"
