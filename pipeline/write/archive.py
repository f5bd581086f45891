"""A file as it lies in an EPUB's archive: deflated once, and joined from then on as it is.

In: bytes and their media type. Out: a `Member`; an archive that takes members. What is compressed by its own kind
(JPEG, WOFF) is stored: to deflate it again would cost a tenth of a book's time for some hundredths of its size.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a zip archive can say at the earliest; the same in every build."""
COMPRESSED = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "font/woff"})
RAW = -15
"""zlib's word for deflate without a head (RFC 1951), as archives hold it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file's bytes as the archive holds them."""

    packed: bytes
    size: int
    """Of the file, in bytes."""
    crc: int
    deflated: bool = True

    @property
    def data(self) -> bytes:
        """The file's bytes; raises ValueError where they are not what the member says."""
        data = inflated(self.packed, self.size) if self.deflated else self.packed
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise ValueError("a member that is not what it says")
        return data


def member(data: bytes, media_type: str = "") -> Member:
    """The bytes, made ready for an archive."""
    crc = zlib.crc32(data)
    if media_type in COMPRESSED:
        return Member(data, len(data), crc, deflated=False)
    making = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, RAW)
    return Member(making.compress(data) + making.flush(), len(data), crc)


def inflated(packed: bytes, size: int) -> bytes:
    """Not more than a byte above `size`, whatever was packed; raises ValueError."""
    try:
        return zlib.decompressobj(RAW).decompress(packed, size + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None


class Archive(zipfile.ZipFile):
    """Entries without clock, owner or machine, so that the same book is the same file."""

    def writestr(
        self, name: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        """Take a file: a member as it is, anything else as it is told."""
        entry = zipfile.ZipInfo(str(name), EARLIEST)
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED if compress_type is None else compress_type
        if isinstance(data, Member):
            self._join(entry, data)
        else:
            super().writestr(entry, data, compresslevel=compresslevel)

    def _join(self, entry: zipfile.ZipInfo, made: Member) -> None:
        """What `zipfile` does with a file, but for the deflating (APPNOTE 6.3.9, 4.3)."""
        entry.compress_type = zipfile.ZIP_DEFLATED if made.deflated else zipfile.ZIP_STORED
        entry.file_size, entry.compress_size, entry.CRC = made.size, len(made.packed), made.crc
        assert self.fp is not None
        entry.header_offset = self.start_dir
        self.fp.write(entry.FileHeader())
        self.fp.write(made.packed)
        self.start_dir = self.fp.tell()
        self.filelist.append(entry)
        self.NameToInfo[entry.filename] = entry
