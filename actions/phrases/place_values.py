"""Adding up a spoken number: digits times units, groups times 万 and 亿."""

from __future__ import annotations

from decimal import Decimal

_ZERO = Decimal(0)


class PlaceValues:
    """Running bounds of a number while its digits and units are added up."""

    def __init__(self) -> None:
        self.low = self.high = _ZERO  # groups already multiplied by 万 or 亿
        self.part_low = self.part_high = _ZERO  # the group being read
        self.floor = Decimal(10**4)  # units in a group must fall
        self.big_floor = Decimal(10**9)
        self.last = _ZERO  # last unit, for 两千五
        self.zero = False
        self.sure = True
        self.end = 0

    def add(self, low: Decimal, high: Decimal, unit: Decimal) -> bool:
        """Add atom × unit; False when the units no longer fall."""
        if unit >= 10**4:
            return self._close(low, high, unit)
        if unit >= self.floor:
            return False
        self.part_low += low * unit
        self.part_high += high * unit
        self.floor = self.last = unit
        self.zero = False
        return True

    def _close(self, low: Decimal, high: Decimal, unit: Decimal) -> bool:
        if unit >= self.big_floor:
            return False
        self.low += (self.part_low + low) * unit
        self.high += (self.part_high + high) * unit
        self.part_low = self.part_high = _ZERO
        self.floor, self.big_floor, self.last, self.zero = (
            Decimal(10**4),
            unit,
            unit,
            False,
        )
        return True

    def tail(self, low: Decimal, high: Decimal) -> None:
        """Add the last atom, which names no unit."""
        scale = Decimal(1)
        if self.last >= 100 and not self.zero:
            scale = self.last / 10
        self.part_low += low * scale
        self.part_high += high * scale
