"""The door of pages and pictures whose address holds a name: `/s/{name}` tells whose article it is."""

from dataclasses import replace

from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PageDoor
from wechat_sandbox.registry import Call, Endpoint, Incoming
from wechat_sandbox.world import World


class NamedPageDoor(PageDoor):
    """Lets a browser in: the documents of one kind say which account the `{name}` of the path belongs to."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell which account's page is opened.

        Raises:
            ApiError: no such page, or a wrong method.
        """
        held = world.store.get(self._kind, "", incoming.params.get("name", ""))
        account = world.accounts.get(held["account"]) if held else None
        if account is None:
            raise ApiError(40035, "nothing is at this address", 404)
        return super().admit(world, endpoint, replace(incoming, query={**incoming.query, "appid": account.app_id}))
