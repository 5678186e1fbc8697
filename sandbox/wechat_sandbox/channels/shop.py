"""A store: its account, what its server is told, and what it says of itself."""

from typing import Any

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.registry import API, OK, Act, ActError, Call, Json, action, endpoint, seed
from wechat_sandbox.world import World

NOBODY = -1
"""Stands for the store itself where a person is asked for."""
LONGEST_NAME = 30


@seed
def open_store(world: World) -> None:
    """Open the brand's store."""
    world.accounts.create(STORE, "全域好物小店", "shop", more={"status": "opening", "subject_type": "企业"})


def finder_id(world: World, shop: Account) -> str:
    """Return the id of the channel that belongs to the store."""
    return "sph" + world.dice.word(12, "finder", shop.app_id).replace("-", "a").replace("_", "b")


def export_id(world: World, shop: Account, *parts: object) -> str:
    """Return the public id of a live room or a video."""
    return "export/" + world.dice.word(43, "export", shop.id, *parts) + world.dice.word(43, "export, rest", shop.id, *parts)


def tell(world: World, shop: Account, person: int, at: float, event: str, **fields: Any) -> list[int]:
    """Tell the store's server of an event that a person, or nobody in particular, brought about."""
    if person != NOBODY:
        return world.callback(shop, person, at, Event=event, **fields)
    sender = shop.original_id
    message: Json = {"ToUserName": shop.receiver, "FromUserName": sender, "CreateTime": int(at), "MsgType": "event"}
    delivery = world.callbacks.send(shop, NOBODY, sender, {**message, "Event": event, **fields}, at)
    return [] if delivery is None else [delivery]


@endpoint(API, "GET", "/channels/ec/basics/info/get", STORE)
def info(call: Call) -> Json:
    """Tell the store's name and state."""
    shop = call.account
    shown = {
        "nickname": shop.name,
        "headimg_url": f"https://wx.qlogo.cn/finderhead/{shop.app_id}/0",
        "subject_type": shop.more.get("subject_type", "企业"),
        "status": shop.more.get("status", "opening"),
        "username": shop.original_id,
    }
    return {**OK, "info": shown}


@action("rename_store")
def rename_store(world: World, act: Act) -> Json:
    """Give the store another name, as its owner does on the phone."""
    shop, name = world.account(act, STORE), act.params.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        raise ActError(f"name is a text of 1 to {LONGEST_NAME} characters")
    world.accounts.change(shop, {"name": name})
    fields = {"appid": shop.app_id, "old_nickname": shop.name, "new_nickname": name}
    return {"name": name, "deliveries": tell(world, shop, NOBODY, act.at, "set_shop_nickname", **fields)}


@action("close_store")
def close_store(world: World, act: Act) -> Json:
    """Close the store: nobody orders there any more."""
    shop = world.account(act, STORE)
    world.accounts.change(shop, {"more": {**shop.more, "status": "closed"}})
    fields = {"appid": shop.app_id, "close_timestamp": int(act.at)}
    return {"closed": True, "deliveries": tell(world, shop, NOBODY, act.at, "channels_ec_close_store", **fields)}


def is_open(shop: Account) -> bool:
    """Tell whether the store takes orders."""
    return bool(shop.more.get("status", "opening") == "opening")
