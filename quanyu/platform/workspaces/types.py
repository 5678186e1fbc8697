"""What other rooms see of a workspace."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Workspace:
    """A workspace with the settings that its numbers depend on."""

    id: UUID
    name: str
    time_zone: str
    currency: str
