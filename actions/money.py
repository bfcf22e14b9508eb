"""Yuan and fen: Decimal yuan where people speak, whole fen where money is kept."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")


def fen(yuan: Decimal | float | int) -> int:
    """Whole fen of an amount in yuan, half a fen rounded up.

    >>> fen(Decimal("12.345"))
    1235
    """
    exact = Decimal(str(yuan))
    return int((exact / FEN).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def yuan(amount_fen: int) -> Decimal:
    """An amount in yuan with two places.

    >>> yuan(123450)
    Decimal('1234.50')
    """
    return Decimal(amount_fen) * FEN


def show(amount_fen: int) -> str:
    """The amount as a debtor reads it; whole yuan carry no places.

    >>> show(123450), show(80000)
    ('1,234.50元', '800元')
    """
    whole, rest = divmod(amount_fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"
