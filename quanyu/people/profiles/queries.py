"""PostgreSQL reads of profiles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.kit.scope import Scope
from quanyu.people import identity
from quanyu.people.identity import Profile


async def page(tx: AsyncSession, scope: Scope, vault: Vault, search: str, before: int | None, limit: int) -> list[Profile]:
    """People, newest first. ``search`` finds part of a name, a whole tag, or a whole id of any kind."""
    workspace_id = scope.workspace_id
    ids = [id for kind in identity.KINDS if (id := identity.clean(kind, search, "")) is not None]
    rows = await tx.execute(
        text(
            """
            SELECT p.id FROM profile p
            WHERE p.workspace_id = :workspace AND p.merged_into IS NULL
              AND (CAST(:before AS bigint) IS NULL OR p.id < :before)
              AND (:search = '' OR p.id IN (
                SELECT root FROM profile WHERE workspace_id = :workspace AND name ILIKE :part
                UNION
                SELECT own.root FROM profile_tag t
                JOIN profile own ON own.workspace_id = t.workspace_id AND own.id = t.profile_id
                WHERE t.workspace_id = :workspace AND t.tag = :search
                UNION
                SELECT own.root FROM identity i
                JOIN profile own ON own.workspace_id = i.workspace_id AND own.id = i.profile_id
                WHERE i.workspace_id = :workspace AND (i.kind, i.digest) IN (
                    SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:digests AS bytea[])))
              ))
            ORDER BY p.id DESC LIMIT :limit
            """
        ),
        {
            "workspace": workspace_id,
            "before": before,
            "search": search,
            "part": "%" + search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
            "kinds": [id.kind for id in ids],
            "digests": [vault.hash(workspace_id, id.value) for id in ids],
            "limit": limit,
        },
    )
    return await get_many(tx, workspace_id, [id for (id,) in rows])


async def get_many(tx: AsyncSession, workspace_id: UUID, ids: list[int]) -> list[Profile]:
    """Profiles by number, in the order asked for."""
    rows = await tx.scalars(select(Profile).where(Profile.workspace_id == workspace_id, Profile.id.in_(ids)))
    found = {row.id: row for row in rows}
    return [found[id] for id in ids if id in found]
