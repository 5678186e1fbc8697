"""The first workspace and its owner, made from the command line."""

from __future__ import annotations

from uuid import UUID

from quanyu.infra.opening import open_runtime
from quanyu.infra.settings import Settings
from quanyu.platform import members, workspaces


async def create_owner(settings: Settings, login: str, password: str, name: str, time_zone: str, currency: str) -> UUID:
    """Open a workspace and make ``login`` its owner; returns the workspace's id.

    Raises:
        WeakPassword, AlreadyMember: see ``members.create_owner``.
    """
    async with open_runtime(settings) as runtime, runtime.postgres.system_transaction() as tx:
        now = runtime.clock.now()
        workspace = await workspaces.create(tx, name, at=now, time_zone=time_zone, currency=currency)
        await members.create_owner(tx, workspace.id, login, password, at=now)
        return workspace.id
