"""Caps: counted by conditional upserts, so that no number of senders together goes over one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.policy import CapsBody, DeliveryRules

NO_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Level:
    """One counter that a message adds to, and its limit."""

    period: str
    starts_on: date
    touchpoint: str
    cap: int


def levels(rules: DeliveryRules, touchpoint: str, day: date) -> list[Level]:
    """The counters of a message on a local day. Counted without a limit too, so that a later limit finds its numbers."""
    monday = day - timedelta(days=day.weekday())
    return [
        Level(period, start, where, NO_LIMIT if cap is None else cap)
        for where, caps in (("", rules.caps), (touchpoint, rules.touchpoint_caps.get(touchpoint, CapsBody())))
        for period, start, cap in (("day", day, caps.day), ("week", monday, caps.week))
    ]


async def take(
    tx: AsyncSession, workspace_id: UUID, people: Mapping[int, str], rules: DeliveryRules, day: date
) -> dict[int, Level]:
    """Count one message for each person (profile id → touchpoint).

    Returns:
        Those over a cap, with the cap in the way; nothing is counted for them.
    """
    full: dict[int, Level] = {}
    for step in range(4):
        wanted = {profile_id: levels(rules, where, day)[step] for profile_id, where in people.items() if profile_id not in full}
        taken = await _add(tx, workspace_id, wanted)
        over = {profile_id: level for profile_id, level in wanted.items() if profile_id not in taken}
        for profile_id in over:
            await _subtract(tx, workspace_id, profile_id, levels(rules, people[profile_id], day)[:step])
        full |= over
    return full


async def uncount(tx: AsyncSession, message: Message) -> None:
    """Give back what was counted for a message that did not reach its person."""
    if message.counted_on is not None:
        counters = levels(DeliveryRules(), message.touchpoint, message.counted_on)
        await _subtract(tx, message.workspace_id, message.profile_id, counters)
        message.counted_on = None


async def _add(tx: AsyncSession, workspace_id: UUID, wanted: Mapping[int, Level]) -> set[int]:
    if not wanted:
        return set()
    rows = sorted(wanted.items())
    taken = await tx.execute(
        text(
            """
            INSERT INTO contact_count (workspace_id, profile_id, period, starts_on, touchpoint, n)
            SELECT :workspace, profile_id, period, starts_on, touchpoint, 1
            FROM unnest(CAST(:people AS bigint[]), CAST(:periods AS text[]), CAST(:starts AS date[]),
                        CAST(:touchpoints AS text[]), CAST(:caps AS int[]))
                 AS wanted (profile_id, period, starts_on, touchpoint, cap)
            WHERE cap > 0
            ON CONFLICT (workspace_id, profile_id, period, starts_on, touchpoint) DO UPDATE SET n = contact_count.n + 1
            WHERE contact_count.n < (
                SELECT caps.cap FROM unnest(CAST(:people AS bigint[]), CAST(:caps AS int[])) AS caps (profile_id, cap)
                WHERE caps.profile_id = contact_count.profile_id)
            RETURNING profile_id
            """
        ),
        {"workspace": workspace_id, **_columns(rows)},
    )
    return set(taken.scalars())


def _columns(rows: Sequence[tuple[int, Level]]) -> dict[str, list[object]]:
    return {
        "people": [profile_id for profile_id, _ in rows],
        "periods": [level.period for _, level in rows],
        "starts": [level.starts_on for _, level in rows],
        "touchpoints": [level.touchpoint for _, level in rows],
        "caps": [level.cap for _, level in rows],
    }


async def _subtract(tx: AsyncSession, workspace_id: UUID, profile_id: int, counters: Sequence[Level]) -> None:
    for level in counters:
        await tx.execute(
            text(
                "UPDATE contact_count SET n = n - 1 WHERE workspace_id = :workspace AND profile_id = :profile "
                "AND period = :period AND starts_on = :start AND touchpoint = :touchpoint AND n > 0"
            ),
            {
                "workspace": workspace_id, "profile": profile_id, "period": level.period, "start": level.starts_on,
                "touchpoint": level.touchpoint,
            },
        )  # fmt: skip
