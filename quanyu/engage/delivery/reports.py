"""Finished messages become events of the log, each exactly once: the event's id is the message's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from quanyu.engage.delivery.models import FINAL, Message
from quanyu.engage.delivery.reasons import meaning
from quanyu.events import EventLog, NewEvent
from quanyu.infra.runtime import Runtime

BATCH = 500


async def report(runtime: Runtime) -> bool:
    """Log a batch of finished messages; says whether there were any.

    If this dies between the log and the mark, the same ids are logged again and counted once.
    """
    async with runtime.postgres.system_transaction() as tx:
        waiting = select(Message).where(Message.state.in_(FINAL), ~Message.logged).order_by(Message.id).limit(BATCH)
        messages = (await tx.execute(waiting.with_for_update(skip_locked=True))).scalars().all()
        by_workspace: dict[UUID, list[Message]] = defaultdict(list)
        for message in messages:
            by_workspace[message.workspace_id].append(message)
        for workspace_id, group in by_workspace.items():
            await _log(runtime, workspace_id, group)
        for message in messages:
            message.logged = True
    return bool(messages)


async def _log(runtime: Runtime, workspace_id: UUID, messages: Sequence[Message]) -> None:
    log = runtime.part(EventLog)
    await log.append(workspace_id, [event_of(message) for message in messages], source="delivery")


def event_of(message: Message) -> NewEvent:
    """What the log is told of a finished message."""
    zh, en = meaning(message.reason)
    properties = {
        "message_id": str(message.id),
        "kind": message.kind,
        "purpose": message.purpose,
        "template_id": message.template_id,
        "account_id": str(message.account_id),
        "journey_id": str(message.journey_id) if message.journey_id else None,
        "node_id": message.node_id,
        "state": message.state,
        "reason": message.reason,
        "reason_zh": zh,
        "reason_en": en,
        "platform_code": message.platform_code,
    }
    assert message.finished_at is not None
    return NewEvent(
        id=f"message:{message.id}:{message.state}",
        event="message_sent" if message.state == "sent" else "message_failed",
        at=message.finished_at,
        touchpoint=message.touchpoint,
        profile_id=message.profile_id,
        properties={name: value for name, value in properties.items() if value},
    )
