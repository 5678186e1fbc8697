"""Snapshots: everything as it is, under a name, to come back to."""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.admin.problems import AdminError, body_of

_NAME = re.compile(r"[\w-]{1,60}")


async def list_snapshots(request: Request) -> Response:
    """List what was kept."""
    return JSONResponse({"items": request.app.state.world.snapshots()})


async def take_snapshot(request: Request) -> Response:
    """Keep everything as it is now."""
    name = (await body_of(request)).get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise AdminError(422, "bad_name", "name is 1 to 60 letters, digits, - and _")
    return JSONResponse(request.app.state.world.take_snapshot(name), 201)


async def restore_snapshot(request: Request) -> Response:
    """Go back to a snapshot."""
    if not await request.app.state.simulation.restore(request.path_params["name"]):
        raise AdminError(404, "no_such_snapshot", "no such snapshot")
    return JSONResponse({"items": request.app.state.world.snapshots()})
