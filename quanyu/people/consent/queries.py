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


async def state(
    tx: AsyncSession, workspace_id: UUID, profile_ids: Iterable[int], touchpoint: str, purpose: str
) -> dict[int, State]:
    """What each person last said about this touchpoint and purpose; everybody asked for is in the answer."""
    ids = list(set(profile_ids))
    rows = await tx.execute(
        text(
            """
            SELECT DISTINCT ON (asked.id) asked.id, x.state FROM profile asked
            JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
            JOIN consent x ON x.workspace_id = own.workspace_id AND x.profile_id = own.id
            WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[]))
              AND x.touchpoint = :touchpoint AND x.purpose = :purpose
            ORDER BY asked.id, x.at DESC, x.id DESC
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
            """
            SELECT DISTINCT ON (x.touchpoint, x.purpose) x.touchpoint, x.purpose, x.state, x.text_version, x.at
            FROM profile asked
            JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
            JOIN consent x ON x.workspace_id = own.workspace_id AND x.profile_id = own.id
            WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[]))
            ORDER BY x.touchpoint, x.purpose, x.at DESC, x.id DESC
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
            """
            SELECT asked.id, x.account, x.touchpoint, x.state, x.since, x.last_message_at, x.window_kind, x.window_at
            FROM profile asked
            JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
            JOIN relation x ON x.workspace_id = own.workspace_id AND x.profile_id = own.id
            WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[]))
              AND (CAST(:account AS text) IS NULL OR x.account = :account)
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
            """
            SELECT asked.id, sum(x.credits) FROM profile asked
            JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
            JOIN subscription_credit x ON x.workspace_id = own.workspace_id AND x.profile_id = own.id
            WHERE asked.workspace_id = :workspace AND asked.id = ANY(CAST(:ids AS bigint[]))
              AND x.account = :account AND x.template_id = :template
            GROUP BY asked.id HAVING sum(x.credits) > 0
            """
        ),
        {"workspace": workspace_id, "ids": list(set(profile_ids)), "account": account, "template": template_id},
    )
    return {number: int(credits) for number, credits in rows}
