"""Collects the values of a query under construction."""

from __future__ import annotations

from typing import Any


class Params:
    """Gives each value a placeholder; SQL text never holds a value."""

    def __init__(self, **named: Any) -> None:
        self.values: dict[str, Any] = named

    def add(self, value: Any, kind: str) -> str:
        """The placeholder of ``value``, which ClickHouse reads as ``kind``."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"{{{name}:{kind}}}"

    def scalar(self, value: str | float | bool) -> str:
        """The placeholder of a text, number or truth value, by its own type."""
        return self.add(value, scalar_kind(value))


def scalar_kind(value: str | float | bool) -> str:
    """ClickHouse's name for a JSON scalar's type."""
    if isinstance(value, bool):
        return "Bool"
    if isinstance(value, int):
        return "Int64"
    return "Float64" if isinstance(value, float) else "String"
