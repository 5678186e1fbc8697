"""Verbs on consent and reachability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.ids import new_id
from quanyu.people.consent.models import ConsentRecord


async def record(
    tx: AsyncSession,
    workspace_id: UUID,
    profile_id: int,
    touchpoint: str,
    purpose: str,
    state: Literal["granted", "withdrawn"],
    *,
    at: datetime,
    actor: str,
    text_version: str = "",
    evidence: Mapping[str, Any] | None = None,
) -> None:
    """Keep what a person said, under which text, and how we know."""
    tx.add(
        ConsentRecord(
            id=new_id(),
            workspace_id=workspace_id,
            profile_id=profile_id,
            touchpoint=touchpoint,
            purpose=purpose,
            state=state,
            text_version=text_version,
            evidence=dict(evidence or {}),
            at=at,
            actor=actor,
        )
    )
    await tx.flush()


async def add_credits(
    tx: AsyncSession, workspace_id: UUID, profile_id: int, account: str, template_id: str, n: int = 1
) -> None:
    """A person agreed to ``n`` more messages of a template."""
    await tx.execute(
        text(
            """
            INSERT INTO subscription_credit (workspace_id, profile_id, account, template_id, credits)
            VALUES (:workspace, :profile, :account, :template, :n)
            ON CONFLICT (workspace_id, profile_id, account, template_id)
            DO UPDATE SET credits = subscription_credit.credits + excluded.credits
            """
        ),
        {"workspace": workspace_id, "profile": profile_id, "account": account, "template": template_id, "n": n},
    )


async def take_credit(tx: AsyncSession, workspace_id: UUID, profile_id: int, account: str, template_id: str) -> bool:
    """Use one agreed message, if there is one. Senders that race for the last one: exactly one gets it."""
    taken = await tx.execute(
        text(
            """
            WITH one AS (
                SELECT c.profile_id FROM profile asked
                JOIN profile own ON own.workspace_id = asked.workspace_id AND own.root = asked.root
                JOIN subscription_credit c ON c.workspace_id = own.workspace_id AND c.profile_id = own.id
                WHERE asked.workspace_id = :workspace AND asked.id = :profile
                  AND c.account = :account AND c.template_id = :template AND c.credits > 0
                ORDER BY c.profile_id LIMIT 1 FOR UPDATE OF c
            )
            UPDATE subscription_credit c SET credits = credits - 1 FROM one
            WHERE c.workspace_id = :workspace AND c.profile_id = one.profile_id AND c.account = :account
              AND c.template_id = :template AND c.credits > 0
            RETURNING c.credits
            """
        ),
        {"workspace": workspace_id, "profile": profile_id, "account": account, "template": template_id},
    )
    return taken.first() is not None


async def set_relation(
    tx: AsyncSession,
    workspace_id: UUID,
    profile_id: int,
    account: str,
    touchpoint: str,
    state: Literal["followed", "unfollowed"],
    *,
    at: datetime,
) -> None:
    """Say how a person stands with an account since ``at`` (a refused send tells us of an unfollow). Older news loses."""
    await tx.execute(
        text(
            """
            INSERT INTO relation (workspace_id, profile_id, account, touchpoint, state, since)
            VALUES (:workspace, :profile, :account, :touchpoint, :state, :at)
            ON CONFLICT (workspace_id, profile_id, account) DO UPDATE
            SET state = excluded.state, since = excluded.since, touchpoint = excluded.touchpoint
            WHERE relation.since IS NULL OR relation.since <= excluded.since
            """
        ),
        {
            "workspace": workspace_id,
            "profile": profile_id,
            "account": account,
            "touchpoint": touchpoint,
            "state": state,
            "at": at,
        },
    )
