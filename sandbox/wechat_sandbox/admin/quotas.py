"""How much of each API's quota an account has used today."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.accounts import Account
from wechat_sandbox.admin.problems import AdminError
from wechat_sandbox.registry import ENDPOINTS, Json
from wechat_sandbox.world import World


async def list_quotas(request: Request) -> Response:
    """List the APIs an account may call, those it has called today first; `daily` is 0 where there is no ceiling."""
    world: World = request.app.state.world
    account = world.accounts.get(request.path_params["account_id"])
    if account is None:
        raise AdminError(404, "no_such_account", "no such account")
    items = sorted(_quotas(world, account), key=lambda item: (-int(item["used"]), str(item["api"])))
    return JSONResponse({"items": items})


def _quotas(world: World, account: Account) -> list[Json]:
    offered = {one.path: one for one in ENDPOINTS if account.kind in one.kinds}
    now = world.now()
    return [
        {
            "api": path,
            "host": endpoint.host,
            "methods": list(endpoint.methods),
            "used": world.quota.used(account, path, now),
            "daily": world.quota.ceiling(account, endpoint),
            "minute": endpoint.minute,
        }
        for path, endpoint in offered.items()
    ]
