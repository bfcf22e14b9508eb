from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.money import fen, show, yuan

amounts = st.integers(0, 10**11)


@given(amounts)
def test_fen_to_yuan_and_back_loses_nothing(amount):
    assert fen(yuan(amount)) == amount


@given(amounts)
def test_what_is_shown_reads_back(amount):
    shown = show(amount).removesuffix("元").replace(",", "")

    assert fen(Decimal(shown)) == amount


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("0.005"), 1),
        (Decimal("0.0049"), 0),
        (0.1, 10),
        (1.1, 110),
        (3260, 326_000),
    ],
)
def test_half_a_fen_goes_up(amount, expected):
    assert fen(amount) == expected


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0元"), (5, "0.05元"), (80_000, "800元"), (123_450, "1,234.50元")],
)
def test_whole_yuan_carry_no_places(amount, text):
    assert show(amount) == text
