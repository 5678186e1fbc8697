"""What was said and done: messages, calls, deliveries, uploads, orders."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.accounts import STORE
from wechat_sandbox.admin.problems import AdminError, whole
from wechat_sandbox.world import World

LARGEST_PAGE = 1000
_LOGS = (
    "messages",
    "calls",
    "deliveries",
    "uploads",
    "staff messages",
    "ad truth",
    "shares",
    "complaints of messages",
    "kf questions",
    "complaints",
    "personal data",
)


async def show_log(request: Request) -> Response:
    """Page through a log from `cursor` on, or show its newest; both also by person, messages by client_id."""
    world: World = request.app.state.world
    log = request.path_params["log"].replace("_", " ")
    if log not in _LOGS:
        raise AdminError(404, "no_such_log", f"logs: {', '.join(_LOGS)}")
    query = request.query_params
    limit = whole(query, "limit", 100, 1, LARGEST_PAGE)
    person = whole(query, "person", 0) if "person" in query else None
    key = query.get("client_id")
    newest = query.get("order") == "newest"
    page = (
        world.store.latest(log, limit, person, key)
        if newest
        else world.store.entries(log, whole(query, "cursor", 0), limit, person, key)
    )
    cursor = str(page[-1][0]) if len(page) == limit and not newest else None
    items = [{"seq": seq, **doc} for seq, doc in page]
    total = world.store.size(log, person, key)
    return JSONResponse({"items": items, "next_cursor": cursor, "total": total})


async def show_orders(request: Request) -> Response:
    """Page through the orders people made: the truth that a platform's reports are checked against."""
    world: World = request.app.state.world
    account = request.path_params["account_id"]
    limit = whole(request.query_params, "limit", 100, 1, LARGEST_PAGE)
    shop = world.accounts.get(account)
    kind = "store order" if shop is not None and shop.kind == STORE else "order"
    page = world.store.page(kind, account, whole(request.query_params, "cursor", 0), limit)
    cursor = str(page[-1][0]) if len(page) == limit else None
    total = world.store.count(kind, account)
    return JSONResponse({"items": [doc for _, _, doc in page], "next_cursor": cursor, "total": total})


async def replay(request: Request) -> Response:
    """Send a delivery once more, as it was."""
    world: World = request.app.state.world
    number = world.replay(request.path_params["delivery"])
    if number is None:
        raise AdminError(404, "no_such_delivery", "no such delivery")
    doc = await world.callbacks.settled(number)
    return JSONResponse({"seq": number, **doc})
