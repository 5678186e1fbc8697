"""From ids to profiles, for many events at once: a handful of statements whatever their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.kit.ids import new_id
from quanyu.people.identity.decide import FIRST_UNBORN, Decision, Known, decide
from quanyu.people.identity.kinds import Id


class Wanted(NamedTuple):
    """One event that asks whose it is. ``ids`` are clean, distinct, strongest first, at least one."""

    workspace_id: UUID
    ids: tuple[Id, ...]
    at: datetime
    event_id: str
    source: str
    touchpoint: str


@dataclass(frozen=True)
class Resolved:
    """A profile for each wanted event, which of its ids are that profile's, and what was merged on the way (loser → winner)."""

    profiles: list[int]
    ids: list[list[Id]] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)


LOCK = text(
    """
    SELECT pg_advisory_xact_lock(hashtextextended('quanyu.identity ' || w, 0))
    FROM (SELECT w FROM unnest(CAST(:workspaces AS text[])) AS w ORDER BY w) AS ordered
    """
)
OWNERS = text(
    """
    SELECT k.n, found.root
    FROM json_to_recordset(CAST(:rows AS json)) AS k(n int, workspace_id uuid, kind text, scope text, digest bytea)
    CROSS JOIN LATERAL (
        SELECT p.root
        FROM identity i JOIN profile p ON p.workspace_id = i.workspace_id AND p.id = i.profile_id
        WHERE (i.workspace_id, i.kind, i.scope, i.digest) = (k.workspace_id, k.kind, k.scope, k.digest)
        LIMIT 1
    ) AS found
    """
)
"""One look-up by primary key for each id. A plain join is planned over workspace_id while a new table has no statistics.

Rows go as one JSON text: the driver takes ten times as long to write down arrays, value by value.
"""

HELD = text(
    """
    SELECT asked.root, held.kind, held.scope, held.count
    FROM unnest(CAST(:workspaces AS uuid[]), CAST(:roots AS bigint[])) AS asked(workspace_id, root)
    CROSS JOIN LATERAL (
        SELECT i.kind, i.scope, count(*)
        FROM identity i
        WHERE i.workspace_id = asked.workspace_id AND i.profile_id IN (
            SELECT p.id FROM profile p WHERE p.workspace_id = asked.workspace_id AND p.root = asked.root
        )
        GROUP BY i.kind, i.scope
    ) AS held
    """
)
CREATE = text(
    """
    INSERT INTO profile (workspace_id, id, created_at, touchpoint)
    SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS born(workspace_id uuid, id bigint, at timestamptz, touchpoint text)
    """
)
ATTACH = text(
    """
    INSERT INTO identity (workspace_id, kind, scope, digest, sealed, profile_id, first_seen_at, source)
    SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS new(
        workspace_id uuid, kind text, scope text, digest bytea, sealed bytea, profile_id bigint, at timestamptz, source text
    )
    """
)
DIRTY = text(
    """
    INSERT INTO profile_dirty (workspace_id, profile_id)
    SELECT * FROM json_to_recordset(CAST(:rows AS json)) AS touched(workspace_id uuid, profile_id bigint)
    ON CONFLICT DO NOTHING
    """
)
APART = text(
    """
    SELECT l.root, w.root
    FROM unnest(CAST(:workspaces AS uuid[]), CAST(:roots AS bigint[])) AS asked(workspace_id, root)
    JOIN profile l USING (workspace_id, root)
    JOIN profile_merge m ON m.workspace_id = l.workspace_id AND m.loser = l.id AND m.undone_at IS NOT NULL
    JOIN profile w ON w.workspace_id = m.workspace_id AND w.id = m.winner
    WHERE l.root <> w.root
    """
)


async def resolve(tx: AsyncSession, vault: Vault, wanted: Sequence[Wanted]) -> Resolved:
    """Find, create or merge the profiles that these events belong to, as if they came one after the other.

    ``tx`` is a system transaction. One lock for each workspace makes resolving one at a time there, in any number of
    processes, so a decision never rests on identities that another is changing.
    """
    if not wanted:
        return Resolved([])
    workspaces = sorted({one.workspace_id for one in wanted})
    await tx.execute(LOCK, {"workspaces": [str(workspace) for workspace in workspaces]})
    ids = {(one.workspace_id, id) for one in wanted for id in one.ids}
    digests = {key: vault.hash(key[0], key[1].value) for key in ids}
    known = await _load(tx, digests)
    decisions = [(one, decide(one.ids, known[one.workspace_id])) for one in wanted]
    return await _write(tx, vault, decisions, known, digests)


async def _load(tx: AsyncSession, digests: dict[tuple[UUID, Id], bytes]) -> dict[UUID, Known]:
    keys = list(digests)
    known = {
        workspace: Known(FIRST_UNBORN + (n << 40)) for n, workspace in enumerate(sorted({workspace for workspace, _ in keys}))
    }
    rows = [
        {"n": n, "workspace_id": workspace, "kind": id.kind, "scope": id.scope, "digest": _hex(digests[workspace, id])}
        for n, (workspace, id) in enumerate(keys)
    ]
    found = await tx.execute(OWNERS, {"rows": _json(rows)})
    home: dict[int, UUID] = {}
    for n, owner in found:
        workspace, id = keys[n]
        known[workspace].owner[id] = owner
        known[workspace].held.setdefault(owner, Counter())
        home[owner] = workspace
    if home:
        roots = {"workspaces": list(home.values()), "roots": list(home)}
        for root, kind, scope, count in await tx.execute(HELD, roots):
            known[home[root]].held[root][kind, scope] = count
        for a, b in await tx.execute(APART, roots):
            known[home[a]].apart.add((a, b))
    return known


async def _write(
    tx: AsyncSession,
    vault: Vault,
    decisions: Sequence[tuple[Wanted, Decision]],
    known: dict[UUID, Known],
    digests: dict[tuple[UUID, Id], bytes],
) -> Resolved:
    born: dict[int, Wanted] = {}
    for one, decision in decisions:
        root = known[one.workspace_id].root(decision.profile)
        if root >= FIRST_UNBORN:
            born.setdefault(root, one)
    numbers = await _create(tx, born)

    def final(workspace_id: UUID, profile: int) -> int:
        root = known[workspace_id].root(profile)
        return numbers.get(root, root)

    identities = [(one, id, final(one.workspace_id, decision.profile)) for one, decision in decisions for id in decision.attach]
    await _attach(tx, vault, identities, digests)
    merges = [
        (one, decision, loser, final(one.workspace_id, loser))
        for one, decision in decisions
        for loser in decision.losers
        if loser < FIRST_UNBORN
    ]
    await _merge(tx, merges)
    await _set_aside(tx, decisions, digests, final)
    touched = {(one.workspace_id, profile) for one, _, profile in identities}
    touched |= {(one.workspace_id, profile) for one, _, loser, winner in merges for profile in (loser, winner)}
    await mark_dirty(tx, touched)
    return Resolved(
        [final(one.workspace_id, decision.profile) for one, decision in decisions],
        [_used(one, decision) for one, decision in decisions],
        {loser: winner for _, _, loser, winner in merges},
    )


def _used(one: Wanted, decision: Decision) -> list[Id]:
    aside = {aside.id for aside in decision.aside}
    return [id for id in one.ids if id not in aside]


async def _create(tx: AsyncSession, born: dict[int, Wanted]) -> dict[int, int]:
    if not born:
        return {}
    taken = await tx.execute(text("SELECT nextval('profile_number') FROM generate_series(1, :n)"), {"n": len(born)})
    numbers = dict(zip(sorted(born), sorted(taken.scalars()), strict=True))
    rows = [
        {"workspace_id": one.workspace_id, "id": numbers[root], "at": one.at, "touchpoint": one.touchpoint}
        for root, one in born.items()
    ]
    await tx.execute(CREATE, {"rows": _json(rows)})
    return numbers


async def _attach(
    tx: AsyncSession, vault: Vault, identities: Sequence[tuple[Wanted, Id, int]], digests: dict[tuple[UUID, Id], bytes]
) -> None:
    if not identities:
        return
    rows = [
        {
            "workspace_id": one.workspace_id,
            "kind": id.kind,
            "scope": id.scope,
            "digest": _hex(digests[one.workspace_id, id]),
            "sealed": _hex(vault.seal(one.workspace_id, id.value)),
            "profile_id": profile,
            "at": one.at,
            "source": one.source,
        }
        for one, id, profile in identities
    ]
    await tx.execute(ATTACH, {"rows": _json(rows)})


async def _merge(tx: AsyncSession, merges: Sequence[tuple[Wanted, Decision, int, int]]) -> None:
    if not merges:
        return
    values = {
        "ids": [new_id() for _ in merges],
        "workspaces": [one.workspace_id for one, _, _, _ in merges],
        "losers": [loser for _, _, loser, _ in merges],
        "winners": [winner for _, _, _, winner in merges],
        "direct": [decision.profile for _, decision, _, _ in merges],
        "at": [one.at for one, _, _, _ in merges],
        "causes": [decision.cause for _, decision, _, _ in merges],
        "events": [one.event_id for one, _, _, _ in merges],
    }
    await tx.execute(
        text(
            """
            INSERT INTO profile_merge (id, workspace_id, loser, winner, at, cause, event_id)
            SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:workspaces AS uuid[]), CAST(:losers AS bigint[]),
                                 CAST(:direct AS bigint[]), CAST(:at AS timestamptz[]), CAST(:causes AS text[]),
                                 CAST(:events AS text[]))
            """
        ),
        values,
    )
    await tx.execute(
        text(
            """
            WITH moved AS (
                UPDATE profile p SET merged_into = m.winner
                FROM unnest(CAST(:workspaces AS uuid[]), CAST(:losers AS bigint[]), CAST(:winners AS bigint[]))
                     AS m(workspace_id, loser, winner)
                WHERE p.workspace_id = m.workspace_id AND (p.id = m.loser OR p.merged_into = m.loser)
                RETURNING p.workspace_id, p.id, p.merged_into
            )
            INSERT INTO override_outbox (workspace_id, loser, winner) SELECT * FROM moved
            """
        ),
        values,
    )


async def _set_aside(
    tx: AsyncSession,
    decisions: Sequence[tuple[Wanted, Decision]],
    digests: dict[tuple[UUID, Id], bytes],
    final: Callable[[UUID, int], int],
) -> None:
    asides = [(one, decision, aside) for one, decision in decisions for aside in decision.aside]
    if not asides:
        return
    latest = {
        (one.workspace_id, final(one.workspace_id, decision.profile), aside.id): (one, decision, aside)
        for one, decision, aside in asides
    }
    await tx.execute(
        text(
            """
            INSERT INTO identity_conflict (workspace_id, profile_id, kind, scope, digest, reason, other_profile, event_id, at)
            SELECT * FROM unnest(CAST(:workspaces AS uuid[]), CAST(:profiles AS bigint[]), CAST(:kinds AS text[]),
                                 CAST(:scopes AS text[]), CAST(:digests AS bytea[]), CAST(:reasons AS text[]),
                                 CAST(:others AS bigint[]), CAST(:events AS text[]), CAST(:at AS timestamptz[]))
            ON CONFLICT (workspace_id, profile_id, kind, scope, digest) DO UPDATE
            SET reason = excluded.reason, other_profile = excluded.other_profile, event_id = excluded.event_id, at = excluded.at
            """
        ),
        {
            "workspaces": [workspace for workspace, _, _ in latest],
            "profiles": [profile for _, profile, _ in latest],
            "kinds": [id.kind for _, _, id in latest],
            "scopes": [id.scope for _, _, id in latest],
            "digests": [digests[workspace, id] for workspace, _, id in latest],
            "reasons": [aside.reason for _, _, aside in latest.values()],
            "others": [
                None if aside.other is None else final(one.workspace_id, aside.other) for one, _, aside in latest.values()
            ],
            "events": [one.event_id for one, _, _ in latest.values()],
            "at": [one.at for one, _, _ in latest.values()],
        },
    )


async def mark_dirty(tx: AsyncSession, profiles: set[tuple[UUID, int]]) -> None:
    """Ask for a new snapshot of these profiles."""
    if not profiles:
        return
    rows = [{"workspace_id": workspace, "profile_id": profile} for workspace, profile in sorted(profiles)]
    await tx.execute(DIRTY, {"rows": _json(rows)})


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return msgspec.json.encode(rows).decode()


def _hex(value: bytes) -> str:
    """Bytes as PostgreSQL reads them."""
    return "\\x" + value.hex()
