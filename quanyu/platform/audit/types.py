"""What other rooms see of the audit log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One thing done. ``number`` counts from 1 in each workspace, without gaps."""

    number: int
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """The chain, read from its beginning.

    ``first_altered`` is the number of the first entry that is not as it was written, or is missing. ``head`` is the
    hash of the newest entry: whoever keeps a copy elsewhere also sees that entries were cut off at the end.
    """

    entries: int
    first_altered: int | None
    head: str
