"""Money: integers of a currency's smallest unit (fen, pence, cents), never floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def minor_units(amount: Decimal) -> int:
    """Fen of an amount in yuan (pence of pounds …), halves away from zero: 12.345 → 1235."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
