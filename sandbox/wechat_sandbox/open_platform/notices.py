"""What a provider is told at its own address: tickets, and who has let it in or shut it out."""

from typing import Any

from wechat_sandbox.accounts import COMPONENT, Account
from wechat_sandbox.world import World

NOBODY = -1


def tell(world: World, provider: Account, info_type: str, **fields: Any) -> list[int]:
    """Send a notice; return the delivery that carries it."""
    now = world.now()
    named, stamp = ("AppId", "CreateTime") if provider.kind == COMPONENT else ("SuiteId", "TimeStamp")
    message = {named: provider.app_id, "InfoType": info_type, stamp: int(now), **fields}
    delivery = world.callbacks.send(provider, NOBODY, "", message, now)
    return [] if delivery is None else [delivery]
