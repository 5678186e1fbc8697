"""Tickets: pushed every ten minutes to whoever acts for others, who needs the latest to ask for tokens."""

import time

from wechat_sandbox.accounts import COMPONENT, SUITE, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform.doors import COMPONENT_DOOR
from wechat_sandbox.open_platform.notices import tell
from wechat_sandbox.registry import API, OK, Call, Json, endpoint, seed, tick
from wechat_sandbox.world import World

TICKET = "provider ticket"
_PUSHED = "ticket pushed"
_NAMES = {COMPONENT: ("component_verify_ticket", "ComponentVerifyTicket"), SUITE: ("suite_ticket", "SuiteTicket")}


@seed
def open_providers(world: World) -> None:
    """Register a third-party platform and a WeCom provider with one suite."""
    world.accounts.create(COMPONENT, "全域第三方平台", "component")
    noise = world.dice.digest("provider", "suite").hex()
    more = {"provider_corpid": "ww" + noise[:16], "provider_secret": noise[16:48]}
    world.accounts.create(SUITE, "全域企微服务商", "suite", more=more)


@tick
def push_tickets(world: World) -> None:
    """Push a ticket to each provider that listens and has had none for ten minutes."""
    now = time.time()
    for provider in [*world.accounts.of_kind(COMPONENT), *world.accounts.of_kind(SUITE)]:
        if not provider.callback_url:
            continue
        last = world.store.get(_PUSHED, provider.id, "last") or {"at": 0.0}
        if now - last["at"] >= world.settings.ticket_push_wall_seconds:
            push(world, provider)


def push(world: World, provider: Account) -> list[int]:
    """Make a ticket and push it."""
    info_type, field = _NAMES[provider.kind]
    settings = world.settings
    component = provider.kind == COMPONENT
    life = settings.component_ticket_wall_seconds if component else settings.suite_ticket_wall_seconds
    number = world.store.next_number("provider tickets")
    ticket = "ticket@@@" + "".join(world.dice.word(40, "ticket", provider.id, number, part) for part in (0, 1))
    world.codes.add(TICKET, provider.id, ticket, life)
    world.store.put(_PUSHED, provider.id, "last", {"at": time.time(), "ticket": ticket})
    sent = tell(world, provider, info_type, **{field: ticket})
    world.commit()
    return sent


def check(world: World, provider: Account, ticket: object, wrong: int, too_old: int) -> None:
    """See that a ticket was pushed to this provider and is still good.

    Raises:
        ApiError: `wrong` or `too_old`.
    """
    held = world.codes.find(TICKET, provider.id, ticket) if isinstance(ticket, str) else None
    if held is None:
        raise ApiError(wrong, "no such ticket was pushed")
    if not held.alive:
        raise ApiError(too_old, "the ticket's life is over; one is pushed every ten minutes")


@endpoint(API, "POST", "/cgi-bin/component/api_start_push_ticket", COMPONENT, bearer="", door=COMPONENT_DOOR)
def start_pushing(call: Call) -> Json:
    """Begin, or begin anew, to push tickets: the first comes at once."""
    push(call.world, call.account)
    return OK
