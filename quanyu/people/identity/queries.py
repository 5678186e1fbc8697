"""Reading who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.people.identity.kinds import KINDS, clean
from quanyu.people.identity.models import IdentityConflict, IdentityRow, Profile, ProfileMerge


async def current(tx: AsyncSession, workspace_id: UUID, ids: Iterable[int]) -> dict[int, int]:
    """Where numbers point now: number → profile that is not merged away. Unknown numbers are absent."""
    rows = await tx.execute(
        text("SELECT id, root FROM profile WHERE workspace_id = :workspace AND id = ANY(CAST(:ids AS bigint[]))"),
        {"workspace": workspace_id, "ids": list(set(ids))},
    )
    return {number: winner for number, winner in rows}  # noqa: C416 - rows are not pairs to mypy


async def numbers(tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int]) -> dict[int, list[int]]:
    """All numbers that a person has had, by the present one (which is the lowest). For profiles that are not merged."""
    rows = await tx.execute(
        text("SELECT root, id FROM profile WHERE workspace_id = :workspace AND root = ANY(CAST(:ids AS bigint[])) ORDER BY id"),
        {"workspace": workspace_id, "ids": list(set(profile_ids))},
    )
    found: dict[int, list[int]] = defaultdict(list)
    for root, number in rows:
        found[root].append(number)
    return dict(found)


async def address_of(
    tx: AsyncSession, vault: Vault, workspace_id: UUID, profile_ids: Iterable[int], kind: str, scope: str = ""
) -> dict[int, str]:
    """The id by which a touchpoint reaches each person: number asked for → the newest such id. Without one, absent."""
    rows = await tx.execute(
        text(
            """
            SELECT DISTINCT ON (asked.id) asked.id, i.sealed FROM profile asked
            JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
            JOIN identity i ON i.workspace_id = own.workspace_id AND i.profile_id = own.id
            WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[]))
              AND i.kind = :kind AND i.scope = :scope
            ORDER BY asked.id, i.first_seen_at DESC, i.digest
            """
        ),
        {"workspace": workspace_id, "ids": list(set(profile_ids)), "kind": kind, "scope": scope},
    )
    return {number: vault.open(workspace_id, sealed) for number, sealed in rows}


async def find(tx: AsyncSession, vault: Vault, workspace_id: UUID, kind: str, value: str) -> list[int]:
    """Profiles that have this id, in any account. Exact; at most one for kinds without accounts."""
    id = clean(kind, value, "")
    if id is None:
        return []
    rows = await tx.scalars(
        select(Profile.root)
        .join(IdentityRow, (IdentityRow.workspace_id == Profile.workspace_id) & (IdentityRow.profile_id == Profile.id))
        .where(
            IdentityRow.workspace_id == workspace_id,
            IdentityRow.kind == kind,
            IdentityRow.digest == vault.hash(workspace_id, id.value),
        )
    )
    return sorted(set(rows))


@dataclass(frozen=True)
class Held:
    """An id that a person has, masked: enough to recognise, not enough to use."""

    profile_id: int
    kind: str
    account: str
    masked: str
    first_seen_at: datetime
    source: str


async def held_by(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Sequence[int], *, kinds: Sequence[str] = tuple(KINDS)
) -> list[IdentityRow]:
    """The ids behind these numbers, oldest first; of a very long list the oldest thousands."""
    rows = await tx.scalars(
        select(IdentityRow)
        .where(IdentityRow.workspace_id == workspace_id, IdentityRow.profile_id.in_(profile_ids), IdentityRow.kind.in_(kinds))
        .order_by(IdentityRow.first_seen_at, IdentityRow.kind, IdentityRow.digest)
        .limit(5000)
    )
    return list(rows)


async def masked_ids(
    tx: AsyncSession, vault: Vault, workspace_id: UUID, profile_ids: Sequence[int], *, kinds: Sequence[str] = tuple(KINDS)
) -> list[Held]:
    """The ids behind these numbers as a console may show them."""
    return [
        Held(
            row.profile_id,
            row.kind,
            row.scope,
            mask(row.kind, vault.open(workspace_id, row.sealed)),
            row.first_seen_at,
            row.source,
        )
        for row in await held_by(tx, workspace_id, profile_ids, kinds=kinds)
    ]


def mask(kind: str, value: str) -> str:
    """``138****5678`` for phones, the last four characters of other personal ids; member numbers are shown."""
    if kind == "member_no":
        return value
    if kind == "phone":
        return value[:3] + "****" + value[-4:] if len(value) >= 9 else "****" + value[-2:]
    return "…" + value[-4:]


@dataclass(frozen=True)
class MergeView:
    """One merge of a person's past."""

    id: UUID
    loser: int
    winner: int
    at: datetime
    cause: str
    event_id: str
    undone_at: datetime | None
    undone_by: str | None


async def merges_of(tx: AsyncSession, workspace_id: UUID, profile_ids: Sequence[int]) -> list[MergeView]:
    """Merges that any of these numbers took part in, newest first."""
    rows = await tx.scalars(
        select(ProfileMerge)
        .where(
            ProfileMerge.workspace_id == workspace_id,
            ProfileMerge.loser.in_(profile_ids) | ProfileMerge.winner.in_(profile_ids),
        )
        .order_by(ProfileMerge.at.desc(), ProfileMerge.id.desc())
        .limit(200)
    )
    return [MergeView(m.id, m.loser, m.winner, m.at, m.cause, m.event_id, m.undone_at, m.undone_by) for m in rows]


async def conflicts_of(tx: AsyncSession, workspace_id: UUID, profile_ids: Sequence[int]) -> list[IdentityConflict]:
    """Ids that events of these profiles carried and that were set aside, newest first."""
    rows = await tx.scalars(
        select(IdentityConflict)
        .where(IdentityConflict.workspace_id == workspace_id, IdentityConflict.profile_id.in_(profile_ids))
        .order_by(IdentityConflict.at.desc())
        .limit(200)
    )
    return list(rows)
