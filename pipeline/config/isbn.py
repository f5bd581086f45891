"""International Standard Book Numbers (ISO 2108): checked, and brought to 13 digits.

In: an ISBN as an author writes it. Out: 13 digits, or a ValueError that says what is wrong.
"""

from __future__ import annotations

import re


def isbn13(written: str) -> str:
    """The 13 digits of an ISBN of 10 or 13, with or without hyphens."""
    bare = re.sub(r"[-\s\u00ad\u2010-\u2015]", "", written).upper().removeprefix("ISBN").lstrip(":")
    if re.fullmatch(r"\d{9}[\dX]", bare):
        _demand(bare, _check_10(bare[:9]))
        return "978" + bare[:9] + _check_13("978" + bare[:9])
    if re.fullmatch(r"97[89]\d{10}", bare):
        _demand(bare, _check_13(bare[:12]))
        return bare
    raise ValueError(_shape(bare))


def _demand(digits: str, check: str) -> None:
    if digits[-1] != check:
        raise ValueError(f"its last digit is {digits[-1]}, its other digits ask for {check}: a digit is mistyped")


def _shape(bare: str) -> str:
    if not bare.isdigit():
        return "an ISBN has only digits and hyphens, and perhaps a final X"
    if len(bare) == 13:
        return "an ISBN of 13 digits begins with 978 or 979"
    return f"an ISBN has 10 or 13 digits, this one {len(bare)}"


def _check_10(nine: str) -> str:
    left = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    return "0123456789X"[-left % 11]


def _check_13(twelve: str) -> str:
    return str(-sum((1, 3)[i % 2] * int(digit) for i, digit in enumerate(twelve)) % 10)
