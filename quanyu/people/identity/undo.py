"""Taking a merge back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.scope import Scope
from quanyu.people.identity.errors import MergeNotFound, MergeUndone
from quanyu.people.identity.models import ProfileMerge
from quanyu.people.identity.resolve import LOCK, mark_dirty

REPOINT = text(
    """
    WITH RECURSIVE own AS (
        SELECT CAST(:loser AS bigint) AS id
        UNION
        SELECT m.loser FROM profile_merge m JOIN own ON m.winner = own.id
        WHERE m.workspace_id = :workspace AND m.undone_at IS NULL
    ),
    moved AS (
        UPDATE profile p SET merged_into = nullif(CAST(:loser AS bigint), p.id)
        FROM own WHERE p.workspace_id = :workspace AND p.id = own.id
        RETURNING p.workspace_id, p.id, coalesce(p.merged_into, p.id)
    )
    INSERT INTO override_outbox (workspace_id, loser, winner) SELECT * FROM moved
    """
)


async def undo_merge(tx: AsyncSession, scope: Scope, merge_id: UUID, *, at: datetime) -> ProfileMerge:
    """Make two people of one again: the younger profile, with all that was merged into it before, stands by itself.

    Ids and history that each side had are its own again; what came in after the merge stays with the older profile.
    The two are kept apart from now on. The warehouse must be told afterwards (`take_overrides`).

    Raises:
        MergeNotFound: no such merge in the caller's workspace.
        MergeUndone: it was undone before.
    """
    await tx.execute(LOCK, {"workspaces": [str(scope.workspace_id)]})
    merge = await tx.scalar(
        select(ProfileMerge)
        .where(ProfileMerge.workspace_id == scope.workspace_id, ProfileMerge.id == merge_id)
        .with_for_update()
    )
    if merge is None:
        raise MergeNotFound(merge_id=merge_id)
    if merge.undone_at is not None:
        raise MergeUndone(merge_id=merge_id)
    merge.undone_at, merge.undone_by = at, scope.actor
    await tx.flush()
    await tx.execute(REPOINT, {"workspace": scope.workspace_id, "loser": merge.loser})
    await mark_dirty(tx, {(scope.workspace_id, merge.loser), (scope.workspace_id, merge.winner)})
    return merge
