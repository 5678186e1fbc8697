"""The truth, for this machine only: a line of JSON for each row of a table."""

import asyncio
from collections.abc import AsyncIterator
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from wechat_sandbox.admin.problems import AdminError
from wechat_sandbox.export import line
from wechat_sandbox.truth import TABLES
from wechat_sandbox.world import World

ROWS_AT_ONCE = 500


async def show_table(request: Request) -> Response:
    """Stream one table."""
    world: World = request.app.state.world
    table = TABLES.get(request.path_params["name"])
    if table is None:
        raise AdminError(404, "no_such_table", f"tables: {', '.join(TABLES)}")
    rows = table(world)

    async def lines() -> AsyncIterator[str]:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield "".join(line(row) for row in some)
            await asyncio.sleep(0)

    return StreamingResponse(lines(), media_type="application/x-ndjson")
