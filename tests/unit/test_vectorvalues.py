"""What can be read of a drawing's values."""

from __future__ import annotations

import pytest

from pipeline.vectorvalues import legible


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("d", "M0 0H9v9z"),
        ("d", "M1 1a1 1 0 011 1z"),
        ("d", "m0,0 1,1 2,2Q1 1 2-.5"),
        ("d", "M.5.5-1e2,3E-4"),
        ("points", "1,2 3,4"),
        ("viewBox", "0,0 9 9"),
        ("transform", "translate(1,2) rotate(45 1 1),scale(2)"),
        ("transform", "matrix(1 0 0 1 0 0)"),
        ("transform", ""),
        ("font-size", "12px"),
        ("font-size", "x-large"),
        ("fill", "nonsense"),
    ],
)
def test_what_can_be_read_stays(name: str, value: str) -> None:
    assert legible(name, value) == value


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("d", "nonsense", None),
        ("d", "L1 1", None),
        ("d", "", None),
        ("d", "M0 0 L 1", "M0 0"),
        ("d", "M0 0L1 1 2 2 3z", "M0 0L1 1 2 2"),
        ("d", "M0 0a1 1 0 2 1 1 1", "M0 0"),
        ("points", "1,2 3,4 5", "1,2 3,4"),
        ("points", "x", None),
        ("viewBox", "a b c d", None),
        ("viewbox", "0 0 9", None),
        ("viewBox", "0 0 NaN inf", None),
        ("transform", "scale(2) rotate(x)", None),
        ("gradientTransform", "matrix(1 2)", None),
        ("font-size", "1e9px", "100000"),
        ("font-size", "1e999", "100000"),
    ],
)
def test_what_cannot_is_as_if_it_were_not_there(name: str, value: str, read: str | None) -> None:
    assert legible(name, value) == read
