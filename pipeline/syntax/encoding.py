"""Bytes of a text file become characters, or a finding that names the byte.

UTF-8, or UTF-16 with a byte order mark; nothing is guessed in silence: mojibake in a printed book is for ever.
"""

from __future__ import annotations

import codecs
import re

from ..diagnostics import BookError, Code, Report
from ..nodes import Pos

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What XML forbids or discourages (XML 1.0, 2.2), with the control characters no typesetter draws."""
MOST_TOLD = 20
"""How many forbidden characters of a file are told one by one."""


def decode(path: str, data: bytes, report: Report) -> str:
    """The file's text with line feeds as line ends; raises BookError when the encoding is not one we read."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _clean(path, _strict(path, data[len(mark) :], name), report)
    if data.count(0) > len(data) // 4:  # UTF-16 without its mark: legal UTF-8, and each second character a NUL
        raise _bad(path, data, data.index(0), "utf-8")
    return _clean(path, _strict(path, data, "utf-8"), report)


def _strict(path: str, data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise _bad(path, data, error.start, name) from None


def _bad(path: str, data: bytes, offset: int, name: str) -> BookError:
    before = _with_line_feeds(data[:offset].decode(name, "replace"))
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    likely = likely_encoding(data)
    message = f"byte {offset} (0x{data[offset]:02X}) is not {name.upper()}; the file looks like {likely}"
    hint = f"save it as UTF-8, for example: iconv -f {likely} -t UTF-8 {path}"
    return BookError(Code.BAD_ENCODING, message, Pos(path, line, column), hint)


def likely_encoding(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 most likely have."""
    if len(data) > 3 and data[1::2].count(0) > len(data) // 4:
        return "UTF-16LE"
    if len(data) > 3 and data[::2].count(0) > len(data) // 4:
        return "UTF-16BE"
    high = [byte for byte in data if byte >= 0x80]
    if any(0x80 <= byte <= 0x9F for byte in high):
        mac = sum(byte in b"\x87\x8e\x92\x97\x9c\x96\x84\x8a" for byte in high)
        return "MACINTOSH" if mac > len(high) * 0.6 else "WINDOWS-1252"
    return "ISO-8859-1"


def _clean(path: str, text: str, report: Report) -> str:
    text = _with_line_feeds(text).removeprefix("\ufeff")
    found = list(FORBIDDEN.finditer(text))
    line = begin = 0
    for count, one in enumerate(found[:MOST_TOLD], 1):
        line += text.count("\n", begin, one.start())
        begin = one.start()
        pos = Pos(path, line + 1, begin - (text.rfind("\n", 0, begin) + 1) + 1)
        more = f", and {len(found) - count} more in this file" if count == MOST_TOLD < len(found) else ""
        message = f"the control character U+{ord(one[0]):04X} cannot stand in a book{more}"
        report.add(Code.FORBIDDEN_CHARACTER, message, pos, "delete it; an editor shows it as a box")
    return FORBIDDEN.sub("\ufffd", text)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
