"""What we know of a person, from several sources: the stronger source wins, then the newer news.

Each number of a person keeps what came in with it; readers see all numbers together (`combined`), so a merge and its
undoing lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.people.identity import Profile, mark_dirty
from quanyu.people.profiles.errors import BadProperties

MAX_TEXT = 200
MAX_PROPERTIES = 100

PRIORITY: Mapping[str, int] = {"member": 100, "token": 80, "import": 60, "member_login": 50, "mp_login": 20, "subscribe": 10}
"""How far a source is believed; what is not listed, 0. "member" is somebody in the console who put it right by hand,
"token" a program of the brand (a CRM)."""

OBSERVED: Mapping[str, frozenset[str]] = {
    "member_login": frozenset({"name", "city", "province", "country", "gender", "birthday", "level", "language"}),
    "mp_login": frozenset({"city", "province", "country", "language"}),
    "subscribe": frozenset({"language"}),
}
"""Properties of events that tell something lasting about the person."""

Value = str | int | float | bool


@dataclass(frozen=True)
class Observation:
    """What one source says of one person."""

    profile_id: int
    values: Mapping[str, Any]
    source: str
    at: datetime


async def observe(tx: AsyncSession, workspace_id: UUID, observations: Sequence[Observation]) -> None:
    """Take what sources say into account; anything but short texts, numbers and yes/no is passed over."""
    if not observations:
        return
    rows = await tx.scalars(
        select(Profile)
        .where(Profile.workspace_id == workspace_id, Profile.id.in_({one.profile_id for one in observations}))
        .order_by(Profile.id)
        .with_for_update()
    )
    profiles = {row.id: row for row in rows}
    roots = {(workspace_id, row.root) for row in profiles.values()}
    for one in observations:
        if profile := profiles.get(one.profile_id):
            origin = [PRIORITY.get(one.source.partition(":")[0], 0), one.at.timestamp()]
            news = {
                name: value
                for name, value in one.values.items()
                if usable(value) and origin >= profile.origins.get(name, origin)
            }
            profile.properties = {**profile.properties, **news}
            profile.origins = {**profile.origins, **dict.fromkeys(news, origin)}
            profile.name = str(profile.properties["name"])[:100] if "name" in profile.properties else None
    await tx.flush()
    await mark_dirty(tx, roots)


async def set_properties(
    tx: AsyncSession, workspace_id: UUID, profile_id: int, values: Mapping[str, Value], *, at: datetime, source: str
) -> None:
    """Say what is true of a person, by hand or from a file.

    Raises:
        BadProperties: a name or value that cannot be kept, or too many.
    """
    if len(values) > MAX_PROPERTIES:
        raise BadProperties(reason=f"more than {MAX_PROPERTIES} properties")
    for name, value in values.items():
        if not 0 < len(name) <= 64 or not name.isprintable() or not usable(value):
            raise BadProperties(reason=f"{name[:64]!r} must be a short text, a number or yes/no")
    await observe(tx, workspace_id, [Observation(profile_id, values, source, at)])


def usable(value: Any) -> bool:
    """Whether a value can be a person's property."""
    if isinstance(value, str):
        return 0 < len(value) <= MAX_TEXT and value.isprintable()
    return isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 2**53)


def combined(parts: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, Any]:
    """The properties of all numbers of a person as one: the stronger source, then the newer."""
    values: dict[str, Any] = {}
    origins: dict[str, Any] = {}
    for properties, came_from in parts:
        for name, value in properties.items():
            origin = came_from.get(name, [0, 0])
            if name not in origins or origin > origins[name]:
                values[name], origins[name] = value, origin
    return values


async def properties_of(tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The properties of people, by their present number."""
    rows = await tx.execute(
        text(
            "SELECT root, properties, origins FROM profile "
            "WHERE workspace_id = :workspace AND root = ANY(CAST(:ids AS bigint[])) ORDER BY id"
        ),
        {"workspace": workspace_id, "ids": list(set(profile_ids))},
    )
    parts: dict[int, list[tuple[Any, Any]]] = {}
    for root, properties, origins in rows:
        parts.setdefault(root, []).append((properties, origins))
    return {root: combined(found) for root, found in parts.items()}
