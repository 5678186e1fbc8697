"""A merchant's keys: what a developer downloads from the merchant console, and the change of the platform's certificate."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.admin.problems import AdminError, body_of
from wechat_sandbox.pay import keys


async def show_keys(request: Request) -> Response:
    """Show the merchant's private key and serial, the API keys, and what the platform verifies with."""
    return JSONResponse(keys.shown(request.app.state.world, _merchant(request)))


async def renew_keys(request: Request) -> Response:
    """Let the platform sign with a new certificate; the old one stays in force for a while."""
    merchant = _merchant(request)
    if (await body_of(request)).get("renew") != "platform_certificate":
        raise AdminError(422, "bad_renewal", 'send {"renew": "platform_certificate"}')
    keys.renew_certificate(request.app.state.world, merchant)
    return JSONResponse(keys.shown(request.app.state.world, merchant))


def _merchant(request: Request) -> Account:
    found: Account | None = request.app.state.world.accounts.get(request.path_params["account_id"])
    if found is None or found.kind != MERCHANT:
        raise AdminError(404, "no_such_merchant", "no such merchant account")
    return found
