"""What events mean for reachability: who follows, who may be answered, which messages were agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

STANDING = {
    "subscribe": "followed",
    "unsubscribe": "unfollowed",
    "add_external_contact": "followed",
    "del_external_contact": "unfollowed",
    "del_follow_user": "unfollowed",
}
WINDOWS = {"text_message": "message", "menu_click": "menu", "scan": "scan", "subscribe": "follow", "enter_session": "enter"}
CREDITS = ("subscription_popup", "subscription_change")
REFLECTED = frozenset((*STANDING, *WINDOWS, *CREDITS))
"""Events that change something here."""


@dataclass(frozen=True)
class Happening:
    """One event of a known person, as far as consent needs it."""

    profile_id: int
    event: str
    at: datetime
    touchpoint: str
    account: str
    properties: Mapping[str, Any]


@dataclass
class _Standing:
    touchpoint: str
    state: str = "none"
    since: datetime | None = None
    last_message_at: datetime | None = None
    window_kind: str | None = None
    window_at: datetime | None = None


CreditKey = tuple[int, str, str]
"""(profile, account, template)"""


class Agreed(NamedTuple):
    """``n`` more messages; ``afresh`` when the person has refused all earlier ones in between."""

    n: int
    afresh: bool


async def reflect(tx: AsyncSession, workspace_id: UUID, happenings: Sequence[Happening]) -> None:
    """Take events into account, each exactly once (the caller sees to that). Events may come late: the newest holds."""
    await _upsert_relations(tx, workspace_id, _standings(happenings))
    await _upsert_credits(tx, workspace_id, _agreements(happenings))


def _standings(happenings: Sequence[Happening]) -> dict[tuple[int, str], _Standing]:
    found: dict[tuple[int, str], _Standing] = {}
    for one in sorted(happenings, key=lambda one: one.at):
        if one.event not in STANDING and one.event not in WINDOWS:
            continue
        standing = found.setdefault((one.profile_id, one.account), _Standing(one.touchpoint))
        if state := STANDING.get(one.event):
            standing.state, standing.since = state, one.at
        if kind := WINDOWS.get(one.event):
            standing.window_kind, standing.window_at = kind, one.at
            if kind == "message":
                standing.last_message_at = one.at
    return found


def _agreements(happenings: Sequence[Happening]) -> dict[CreditKey, Agreed]:
    found: dict[CreditKey, Agreed] = {}
    for one in sorted(happenings, key=lambda one: one.at):
        template, status = one.properties.get("template_id"), one.properties.get("status")
        if one.event not in CREDITS or not isinstance(template, str):
            continue
        key = one.profile_id, one.account, template[:64]
        if status == "reject" and one.event == "subscription_change":
            found[key] = Agreed(0, afresh=True)
        elif status == "accept" and one.event == "subscription_popup":
            before = found.get(key, Agreed(0, afresh=False))
            found[key] = Agreed(before.n + 1, before.afresh)
    return found


async def _upsert_relations(tx: AsyncSession, workspace_id: UUID, standings: Mapping[tuple[int, str], _Standing]) -> None:
    if not standings:
        return
    ordered = sorted(standings.items())
    await tx.execute(
        text(
            """
            INSERT INTO relation AS r (
                workspace_id, profile_id, account, touchpoint, state, since, last_message_at, window_kind, window_at)
            SELECT CAST(:workspace AS uuid), * FROM unnest(
                CAST(:profiles AS bigint[]), CAST(:accounts AS text[]), CAST(:touchpoints AS text[]),
                CAST(:states AS text[]), CAST(:since AS timestamptz[]), CAST(:messages AS timestamptz[]),
                CAST(:kinds AS text[]), CAST(:acts AS timestamptz[]))
            ON CONFLICT (workspace_id, profile_id, account) DO UPDATE SET
                touchpoint = excluded.touchpoint,
                state = CASE WHEN excluded.since >= coalesce(r.since, '-infinity') THEN excluded.state ELSE r.state END,
                since = greatest(r.since, excluded.since),
                last_message_at = greatest(r.last_message_at, excluded.last_message_at),
                window_kind = CASE WHEN excluded.window_at >= coalesce(r.window_at, '-infinity')
                              THEN excluded.window_kind ELSE r.window_kind END,
                window_at = greatest(r.window_at, excluded.window_at)
            """
        ),
        {
            "workspace": workspace_id,
            "profiles": [profile for (profile, _), _ in ordered],
            "accounts": [account for (_, account), _ in ordered],
            "touchpoints": [standing.touchpoint for _, standing in ordered],
            "states": [standing.state for _, standing in ordered],
            "since": [standing.since for _, standing in ordered],
            "messages": [standing.last_message_at for _, standing in ordered],
            "kinds": [standing.window_kind for _, standing in ordered],
            "acts": [standing.window_at for _, standing in ordered],
        },
    )


async def _upsert_credits(tx: AsyncSession, workspace_id: UUID, agreements: Mapping[CreditKey, Agreed]) -> None:
    if not agreements:
        return
    ordered = sorted(agreements.items())
    if afresh := [key for key, agreed in ordered if agreed.afresh]:
        await tx.execute(
            text(
                """
                DELETE FROM subscription_credit WHERE workspace_id = :workspace AND (profile_id, account, template_id) IN (
                    SELECT * FROM unnest(CAST(:profiles AS bigint[]), CAST(:accounts AS text[]), CAST(:templates AS text[])))
                """
            ),
            {
                "workspace": workspace_id,
                "profiles": [key[0] for key in afresh],
                "accounts": [key[1] for key in afresh],
                "templates": [key[2] for key in afresh],
            },
        )
    await tx.execute(
        text(
            """
            INSERT INTO subscription_credit AS c (workspace_id, profile_id, account, template_id, credits)
            SELECT CAST(:workspace AS uuid), profile_id, account, template_id, n FROM unnest(
                CAST(:profiles AS bigint[]), CAST(:accounts AS text[]), CAST(:templates AS text[]), CAST(:n AS int[])
            ) AS agreed(profile_id, account, template_id, n)
            ON CONFLICT (workspace_id, profile_id, account, template_id) DO UPDATE SET credits = c.credits + excluded.credits
            """
        ),
        {
            "workspace": workspace_id,
            "profiles": [key[0] for key, _ in ordered],
            "accounts": [key[1] for key, _ in ordered],
            "templates": [key[2] for key, _ in ordered],
            "n": [agreed.n for _, agreed in ordered],
        },
    )
