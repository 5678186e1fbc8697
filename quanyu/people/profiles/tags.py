"""Tags on people, for any number of them at once. Each change also becomes an event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.people.profiles.models import TagChange

ADD = text(
    """
    WITH root AS (
        SELECT DISTINCT root AS id FROM profile WHERE workspace_id = :workspace AND id = ANY(CAST(:ids AS bigint[]))
    ),
    added AS (
        INSERT INTO profile_tag (workspace_id, profile_id, tag, added_at, source)
        SELECT :workspace, root.id, wanted.tag, :at, :source FROM root CROSS JOIN unnest(CAST(:tags AS text[])) AS wanted(tag)
        WHERE NOT EXISTS (
            SELECT FROM profile own JOIN profile_tag had ON had.workspace_id = own.workspace_id AND had.profile_id = own.id
            WHERE own.workspace_id = :workspace AND own.root = root.id AND had.tag = wanted.tag
        )
        ON CONFLICT DO NOTHING RETURNING profile_id, tag
    ),
    dirty AS (
        INSERT INTO profile_dirty (workspace_id, profile_id) SELECT DISTINCT CAST(:workspace AS uuid), profile_id FROM added
        ON CONFLICT DO NOTHING
    )
    INSERT INTO tag_change (workspace_id, profile_id, tag, added, at, source)
    SELECT :workspace, profile_id, tag, true, :at, :source FROM added
    """
)
REMOVE = text(
    """
    WITH removed AS (
        DELETE FROM profile_tag t USING profile asked, profile own
        WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[]))
          AND own.workspace_id = :workspace AND own.root = asked.root
          AND t.workspace_id = :workspace AND t.profile_id = own.id AND t.tag = ANY(CAST(:tags AS text[]))
        RETURNING own.root, t.tag
    ),
    dirty AS (
        INSERT INTO profile_dirty (workspace_id, profile_id) SELECT DISTINCT CAST(:workspace AS uuid), root FROM removed
        ON CONFLICT DO NOTHING
    )
    INSERT INTO tag_change (workspace_id, profile_id, tag, added, at, source)
    SELECT DISTINCT CAST(:workspace AS uuid), root, tag, false, CAST(:at AS timestamptz), :source FROM removed
    """
)


async def add_tag(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int], tag: str, *, at: datetime, source: str
) -> None:
    """Tag people. Who has the tag already keeps it as it is."""
    await change_tags(tx, workspace_id, profile_ids, add=[tag], at=at, source=source)


async def remove_tag(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int], tag: str, *, at: datetime, source: str
) -> None:
    """Take a tag away from people, wherever their numbers have it."""
    await change_tags(tx, workspace_id, profile_ids, remove=[tag], at=at, source=source)


async def change_tags(
    tx: AsyncSession,
    workspace_id: UUID,
    profile_ids: Iterable[int],
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    at: datetime,
    source: str,
) -> None:
    """Remove, then add. ``source`` says who did it ("member:…", "journey:…"). Unknown numbers are passed over."""
    values = {"workspace": workspace_id, "ids": list(set(profile_ids)), "at": at, "source": source[:64]}
    if remove:
        await tx.execute(REMOVE, {**values, "tags": list(set(remove) - set(add))})
    if add:
        await tx.execute(ADD, {**values, "tags": list(set(add))})


async def tags_of(tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int]) -> dict[int, list[str]]:
    """The tags of people, sorted; who has none is absent."""
    rows = await tx.execute(
        text(
            """
            SELECT DISTINCT asked.id, t.tag FROM profile asked
            JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
            JOIN profile_tag t ON t.workspace_id = own.workspace_id AND t.profile_id = own.id
            WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[])) ORDER BY 1, 2
            """
        ),
        {"workspace": workspace_id, "ids": list(set(profile_ids))},
    )
    found: dict[int, list[str]] = defaultdict(list)
    for profile, tag in rows:
        found[profile].append(tag)
    return dict(found)


class TagEvent(NamedTuple):
    """A change of a tag that the event log has not seen."""

    id: UUID
    workspace_id: UUID
    profile_id: int
    tag: str
    added: bool
    at: datetime
    source: str


async def waiting_changes(tx: AsyncSession, limit: int) -> list[TagEvent]:
    """Changes for the log, oldest first. ``tx`` is a system transaction; forget them once they are in the log."""
    rows = await tx.execute(
        text("SELECT id, workspace_id, profile_id, tag, added, at, source FROM tag_change ORDER BY at, id LIMIT :limit"),
        {"limit": limit},
    )
    return [TagEvent(*row) for row in rows]


async def forget_changes(tx: AsyncSession, ids: Sequence[UUID]) -> None:
    """They are in the log."""
    await tx.execute(delete(TagChange).where(TagChange.id.in_(ids)))
