"""Reading consent and reachability, over all numbers that a person has had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

State = Literal["granted", "withdrawn", "unknown"]

OWN = """
    WITH asked AS (
        SELECT id AS number, coalesce(merged_into, id) AS root FROM profile
        WHERE workspace_id = :workspace AND id = ANY(CAST(:ids AS bigint[]))
    ),
    own AS (
        SELECT number, root AS id FROM asked
        UNION ALL
        SELECT number, p.id FROM asked JOIN profile p ON p.workspace_id = :workspace AND p.merged_into = asked.root
    )
"""
"""``own``: for each number asked for, every number of that person."""


async def state(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int], touchpoint: str, purpose: str
) -> dict[int, State]:
    """What each person last said about this touchpoint and purpose; everybody asked for is in the answer."""
    ids = list(set(profile_ids))
    rows = await tx.execute(
        text(
            OWN
            + """
            SELECT DISTINCT ON (number) number, c.state FROM own
            JOIN consent c ON c.workspace_id = :workspace AND c.profile_id = own.id
            WHERE c.touchpoint = :touchpoint AND c.purpose = :purpose ORDER BY number, c.at DESC, c.id DESC
            """
        ),
        {"workspace": workspace_id, "ids": ids, "touchpoint": touchpoint, "purpose": purpose},
    )
    found = {number: cast(State, said) for number, said in rows}
    return {number: found.get(number, "unknown") for number in ids}


@dataclass(frozen=True)
class Consent:
    """The newest statement for one touchpoint and purpose."""

    touchpoint: str
    purpose: str
    state: State
    text_version: str
    at: datetime


async def consents_of(tx: AsyncSession, workspace_id: UUID, profile_id: int) -> list[Consent]:
    """All that a person has said, newest statements only."""
    rows = await tx.execute(
        text(
            OWN
            + """
            SELECT DISTINCT ON (touchpoint, purpose) touchpoint, purpose, state, text_version, at FROM own
            JOIN consent c ON c.workspace_id = :workspace AND c.profile_id = own.id
            ORDER BY touchpoint, purpose, at DESC, c.id DESC
            """
        ),
        {"workspace": workspace_id, "ids": [profile_id]},
    )
    return [Consent(*row) for row in rows]


@dataclass(frozen=True)
class Relation:
    """How a person stands with one account. ``state`` is "none" for a Mini Program visitor, who follows nothing."""

    profile_id: int
    account: str
    touchpoint: str
    state: Literal["followed", "unfollowed", "none"]
    since: datetime | None
    last_message_at: datetime | None
    window_kind: str | None
    window_at: datetime | None


async def relations(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int], account: str | None = None
) -> list[Relation]:
    """How people stand with an account, or with each. ``profile_id`` is the number asked for; no row: never met."""
    rows = await tx.execute(
        text(
            OWN
            + """
            SELECT number, account, touchpoint, state, since, last_message_at, window_kind, window_at FROM own
            JOIN relation r ON r.workspace_id = :workspace AND r.profile_id = own.id
            WHERE CAST(:account AS text) IS NULL OR account = :account
            """
        ),
        {"workspace": workspace_id, "ids": list(set(profile_ids)), "account": account},
    )
    joined: dict[tuple[int, str], Relation] = {}
    for row in rows:
        relation = Relation(*row)
        key = relation.profile_id, relation.account
        joined[key] = _join(joined[key], relation) if key in joined else relation
    return list(joined.values())


def _join(one: Relation, other: Relation) -> Relation:
    """Two numbers of one person met the same account: the newest of each fact holds."""
    said = max((one, other), key=lambda r: (r.since is not None, r.since))
    spoke = [r.last_message_at for r in (one, other) if r.last_message_at is not None]
    acted = max((one, other), key=lambda r: (r.window_at is not None, r.window_at))
    return Relation(
        one.profile_id,
        one.account,
        one.touchpoint,
        said.state,
        said.since,
        max(spoke, default=None),
        acted.window_kind,
        acted.window_at,
    )


async def credits_of(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int], account: str, template_id: str
) -> dict[int, int]:
    """Messages of a template that each person still accepts; without any, absent."""
    rows = await tx.execute(
        text(
            OWN
            + """
            SELECT number, sum(credits) FROM own
            JOIN subscription_credit c ON c.workspace_id = :workspace AND c.profile_id = own.id
            WHERE c.account = :account AND c.template_id = :template GROUP BY number HAVING sum(credits) > 0
            """
        ),
        {"workspace": workspace_id, "ids": list(set(profile_ids)), "account": account, "template": template_id},
    )
    return {number: int(credits) for number, credits in rows}
