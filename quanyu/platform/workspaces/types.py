"""What other rooms see of a workspace."""

from dataclasses import dataclass
from uuid import UUID

CURRENCIES = frozenset(
    {"AUD", "CAD", "CHF", "CNY", "EUR", "GBP", "HKD", "IDR", "MOP", "MYR", "NZD", "PHP", "SGD", "THB", "TWD", "USD"}
)
"""What amounts may be in: currencies of a hundred parts, because amounts are kept in hundredths."""


@dataclass(frozen=True)
class Workspace:
    """A workspace with the settings that its numbers depend on."""

    id: UUID
    name: str
    time_zone: str
    currency: str
