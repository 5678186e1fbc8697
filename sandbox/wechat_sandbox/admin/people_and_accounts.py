"""Accounts, people, and what people do when told to."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.admin.problems import AdminError, body_of, whole
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import Act, Json
from wechat_sandbox.truth.people import person_card
from wechat_sandbox.world import World

LARGEST_PAGE = 500
LONGEST_WAIT_SECONDS = 60.0


async def list_accounts(request: Request) -> Response:
    """List accounts with their secrets: they are not real."""
    return JSONResponse({"items": [a.as_dict() for a in request.app.state.world.accounts.all()]})


async def create_account(request: Request) -> Response:
    """Open an account."""
    body = await body_of(request)
    given = {name: value for name, value in body.items() if name not in ("kind", "name", "id")}
    wanted = [body.get(name) for name in ("kind", "name", "id")]
    if not all(isinstance(value, str) for value in wanted):
        raise AdminError(422, "bad_account", "kind, name and id are needed")
    kind, name, account_id = (str(value) for value in wanted)
    account = request.app.state.world.accounts.create(kind, name, account_id, **given)
    return JSONResponse(account.as_dict(), 201)


async def show_account(request: Request) -> Response:
    """Show one account."""
    return JSONResponse(_account(request).as_dict())


async def change_account(request: Request) -> Response:
    """Set a callback URL or another field."""
    changed = request.app.state.world.accounts.change(_account(request), await body_of(request))
    return JSONResponse(changed.as_dict())


async def verify_account(request: Request) -> Response:
    """Make the handshake that WeChat makes when a callback URL is set."""
    account = _account(request)
    if not account.callback_url:
        raise AdminError(422, "no_callback_url", "the account has no callback_url")
    return JSONResponse(await request.app.state.world.callbacks.verify(account))


async def expire_tokens(request: Request) -> Response:
    """End the life of an account's tokens now, as WeChat sometimes does."""
    return JSONResponse({"expired": request.app.state.world.tokens.expire(_account(request))})


async def change_quota(request: Request) -> Response:
    """Give an account its own daily ceiling for one API."""
    body = await body_of(request)
    api, daily = body.get("api"), body.get("daily")
    if not isinstance(api, str) or not isinstance(daily, int) or not 0 <= daily <= 10**9:
        raise AdminError(422, "bad_quota", "api is a path, daily a number from 0 (no ceiling)")
    request.app.state.world.quota.set_ceiling(_account(request), api, daily)
    return JSONResponse({"api": api, "daily": daily})


async def list_people(request: Request) -> Response:
    """List people by number."""
    world: World = request.app.state.world
    start = whole(request.query_params, "cursor", 0)
    limit = whole(request.query_params, "limit", 50, 1, LARGEST_PAGE)
    end = min(start + limit, world.people.count)
    items = [person_card(world, number) for number in range(start, end)]
    cursor = str(end) if end < world.people.count else None
    return JSONResponse({"items": items, "next_cursor": cursor, "total": world.people.count})


async def show_person(request: Request) -> Response:
    """Tell everything about one person."""
    return JSONResponse(person_card(request.app.state.world, _person(request)))


async def act(request: Request) -> Response:
    """Let a person do something now; with `wait`, answer when the brand has heard of it."""
    world: World = request.app.state.world
    person = _person(request)
    params = await body_of(request)
    action, wait = params.pop("action", ""), params.pop("wait", False)
    happened = dict(world.perform(Act(world.now(), person, str(action), params)))
    sent = happened.pop("_sent", None)
    if wait:
        happened["delivered"] = await _heard(world, happened.get("deliveries", []), sent)
    return JSONResponse({"person": person, "action": action, **happened})


def totals(world: World) -> dict[str, int]:
    """Count what there is, for the page and for a quick look."""
    counted = {
        "people": world.people.count,
        "aware": int(world.people.array("aware", bool).sum()),
        "visits": int(world.people.array("visits", "int64").sum()),
        "orders": int(world.people.array("orders", "int64").sum()),
        "messages": world.store.size("messages"),
        "calls": world.store.size("calls"),
        "deliveries": world.store.size("deliveries"),
        "callbacks_waiting": world.callbacks.backlog.count,
        "visits_waiting": world.phones.visits.count,
        "events_waiting": world.phones.events.count,
        "events_lost": world.phones.lost_events,
    }
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        counted[f"followers_{account.id}"] = int((fans.followed(world, account) > 0).sum())
    for account in world.accounts.of_kind(WECOM):
        counted[f"contacts_{account.id}"] = world.store.count("contact", account.id)
    return counted


async def show_totals(request: Request) -> Response:
    """Show the counters."""
    return JSONResponse(totals(request.app.state.world))


def _account(request: Request) -> Account:
    found: Account | None = request.app.state.world.accounts.get(request.path_params["account_id"])
    if found is None:
        raise AdminError(404, "no_such_account", "no such account")
    return found


def _person(request: Request) -> int:
    number: int = request.path_params["number"]
    if number >= request.app.state.world.people.count:
        raise AdminError(404, "no_such_person", "no such person")
    return number


async def _heard(world: World, deliveries: list[int], sent: asyncio.Event | None) -> list[Json]:
    try:
        async with asyncio.timeout(LONGEST_WAIT_SECONDS):
            docs = [{"id": number, **await world.callbacks.settled(number)} for number in deliveries]
            if sent is not None:
                await sent.wait()
    except TimeoutError as error:
        raise AdminError(504, "not_heard", "the brand's server has not taken it in time") from error
    return docs
