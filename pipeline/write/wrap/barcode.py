"""The barcode of a book: EAN-13 from its ISBN, EAN-5 from its price.

In: digits. Out: bars in modules from the left. Rules: GS1 General Specifications, 5.2 (symbology EAN/UPC) and 5.2.2.6
(add-on symbols); what a price is in five digits, as the trade in those countries reads it. Bars are not made narrower
for the ink that spreads: that is the printer's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...model import Price

LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
"""Number set A; B is C turned round, C is A inverted (GS1 General Specifications, figure 5.2.1.2.1-1)."""
PARITY = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
"""The first digit is told by the sets of the next six."""
ADDED = ("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA", "AABBA", "AAABB", "ABABA", "ABAAB", "AABAB")
"""The add-on's own check, by the sets of its five digits."""
WIDTH, HEIGHT, MODULE = 95, 22.85, 0.33
"""Of an EAN-13 without its quiet zones, in modules; of its bars and of one module at 100 %, in mm."""
QUIET_LEFT, QUIET_RIGHT = 11, 7
"""Modules."""
ADDED_WIDTH, GAP, ADDED_QUIET = 47, 9, 5
"""Of the add-on; between the two, 7 to 12 modules; after it."""
SMALLEST, LARGEST = 0.8, 2.0
"""Magnification."""
LONGER = 5
"""Modules by which the guard bars go down between the digits."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A dark bar, in modules from the left edge of the first one."""

    left: int
    width: int
    guard: bool = False
    """Whether it goes down between the digits."""


def ean13(digits: str) -> tuple[Bar, ...]:
    """The bars of 13 digits."""
    sets = PARITY[int(digits[0])]
    left = "".join(_module(digit, kind) for digit, kind in zip(digits[1:7], sets, strict=True))
    right = "".join(_module(digit, "C") for digit in digits[7:])
    guards = {0, 2, 46, 48, 92, 94}
    return tuple(_bars("101" + left + "01010" + right + "101", guards))


def ean5(digits: str) -> tuple[Bar, ...]:
    """The bars of an add-on of five digits."""
    total = sum(int(digit) * (3, 9)[place % 2] for place, digit in enumerate(digits))
    coded = (_module(digit, kind) for digit, kind in zip(digits, ADDED[total % 10], strict=True))
    return tuple(_bars("1011" + "01".join(coded), set()))


def _module(digit: str, kind: str) -> str:
    plain = LEFT[int(digit)]
    inverted = plain.translate(str.maketrans("01", "10"))
    return {"A": plain, "B": inverted[::-1], "C": inverted}[kind]


def _bars(modules: str, guards: set[int]) -> Iterable[Bar]:
    start = None
    for place, module in enumerate(modules + "0"):
        if module == "1" and start is None:
            start = place
        elif module == "0" and start is not None:
            yield Bar(start, place - start, start in guards)
            start = None


CURRENCIES: Mapping[str, str] = {"USD": "5", "CAD": "6", "AUD": "3", "NZD": "4", "GBP": "0"}
"""The first digit of the add-on; prices in other currencies have none."""
MOST = Decimal("99.99")


def price_digits(prices: Iterable[Price]) -> str:
    """The add-on of the first price of the printed book that has one; empty where there is none."""
    for price in prices:
        amount = Decimal(price.amount)
        if price.edition in ("", "print") and price.currency in CURRENCIES and amount <= MOST:
            return f"{CURRENCIES[price.currency]}{int(amount * 100):04d}"
    return ""


def modules_across(added: bool) -> int:
    """How wide it is, with its quiet zones."""
    return QUIET_LEFT + WIDTH + (GAP + ADDED_WIDTH + ADDED_QUIET if added else QUIET_RIGHT)
