"""The workspace's own settings."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StringConstraints

from quanyu import __version__
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.platform import workspaces
from quanyu.platform.access import CurrentScope, Tx, allowed, forget_on_commit

router = APIRouter(prefix="/workspace", tags=["workspace"])

Process = Annotated[Runtime, Depends(runtime_of)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class WorkspaceOut(BaseModel):
    """A workspace and its settings. ``now`` is the server's clock, ``version`` the software's."""

    id: UUID
    name: str
    time_zone: str
    currency: str
    now: datetime
    version: str


class WorkspaceIn(BaseModel):
    """What to change; what is left out stays."""

    name: Name | None = None
    time_zone: str | None = Field(None, min_length=1, max_length=64)
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")


@router.get("", dependencies=[Depends(allowed("workspace.read"))], responses=errors())
async def read_workspace(scope: CurrentScope, tx: Tx, runtime: Process) -> WorkspaceOut:
    """The caller's workspace."""
    return _out(await workspaces.get(tx, scope.workspace_id), runtime)


@router.patch("", dependencies=[Depends(allowed("workspace.write"))], responses=errors())
async def change_workspace(body: WorkspaceIn, scope: CurrentScope, tx: Tx, runtime: Process) -> WorkspaceOut:
    """Change the name, the time zone that days are counted in, or the currency."""
    changed = await workspaces.change(tx, scope, name=body.name, time_zone=body.time_zone, currency=body.currency)
    forget_on_commit(runtime, tx)
    return _out(changed, runtime)


def _out(workspace: workspaces.Workspace, runtime: Runtime) -> WorkspaceOut:
    return WorkspaceOut(
        id=workspace.id, name=workspace.name, time_zone=workspace.time_zone, currency=workspace.currency,
        now=runtime.clock.now(), version=__version__,
    )  # fmt: skip
