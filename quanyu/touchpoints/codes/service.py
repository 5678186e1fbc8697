"""Verbs and reads on codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.clickhouse import ClickHouse
from quanyu.infra.runtime import Runtime
from quanyu.kit.errors import Conflict, Invalid
from quanyu.kit.ids import new_id
from quanyu.kit.scope import Scope
from quanyu.platform import audit
from quanyu.touchpoints.accounts.endpoints import refusal
from quanyu.touchpoints.accounts.errors import CannotDo
from quanyu.touchpoints.calls import CallFailed, Calls
from quanyu.touchpoints.codes.clickhouse import scans_query
from quanyu.touchpoints.codes.schemas import NewCode
from quanyu.touchpoints.models import Code
from quanyu.touchpoints.registry import touchpoint
from quanyu.touchpoints.types import Account, CodeRequest


class SceneTaken(Conflict):
    """Two codes with one scene could not be told apart."""

    code = "scene_taken"
    message = "The account has a code with the scene {scene} already."


class StaffNeeded(Invalid):
    """A live code leads to at least one member of staff."""

    code = "staff_needed"
    message = "A live code of WeCom needs at least one member of staff."


async def create(runtime: Runtime, calls: Calls, scope: Scope, account: Account, wanted: NewCode) -> Code:
    """Make a code on the platform and remember it. The scene is claimed first, so that no code is made for nothing.

    Raises:
        CannotDo: the touchpoint has no codes.
        SceneTaken: the account has one with this scene.
        StaffNeeded: a live code without staff.
        PlatformRefused: the platform made none.
    """
    make = touchpoint(account.kind).make_code
    if make is None:
        raise CannotDo(kind=account.kind, ability="codes")
    if account.kind == "wecom" and not wanted.staff:
        raise StaffNeeded
    lasts = None if wanted.expires_in_seconds is None else timedelta(seconds=wanted.expires_in_seconds)
    now = runtime.clock.now()
    row = Code(
        id=new_id(),
        workspace_id=scope.workspace_id,
        account_id=account.id,
        name=wanted.name,
        scene=wanted.scene,
        staff=list(wanted.staff),
        remark=wanted.remark,
        reference="",
        content_url="",
        image_url="",
        created_at=now,
        expires_at=now + lasts if lasts else None,
    )
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        await _claim(tx, row)
        try:
            made = await make(calls, account, CodeRequest(wanted.name, wanted.scene, wanted.staff, wanted.remark, lasts))
        except CallFailed as failure:
            raise refusal(failure) from failure
        row.reference, row.content_url, row.image_url = made.reference, made.content_url, made.image_url
        await tx.flush()
        await audit.record(tx, scope, "codes.create", "code", row.id, {"scene": wanted.scene, "touchpoint": str(account.id)})
    return row


async def _claim(tx: AsyncSession, row: Code) -> None:
    try:
        async with tx.begin_nested():
            tx.add(row)
    except IntegrityError as error:
        raise SceneTaken(scene=row.scene) from error


async def page(tx: AsyncSession, scope: Scope, account_id: UUID, after: UUID | None, limit: int) -> list[Code]:
    """Up to ``limit`` codes of an account, oldest first."""
    query = select(Code).where(Code.workspace_id == scope.workspace_id, Code.account_id == account_id)
    if after is not None:
        query = query.where(Code.id > after)
    return list((await tx.execute(query.order_by(Code.id).limit(limit))).scalars())


async def counts(clickhouse: ClickHouse, scope: Scope, account: Account, rows: Sequence[Code]) -> dict[str, tuple[int, int]]:
    """Scene → (scans, follows) of some codes of an account."""
    scenes = touchpoint(account.kind).scenes
    if not rows or not scenes:
        return {}
    query = scans_query(scope.workspace_id, account.app_id, scenes, [row.scene for row in rows])
    return {scene: (scans, follows) for scene, scans, follows in await clickhouse.rows(query)}
