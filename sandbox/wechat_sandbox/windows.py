"""When an account may write to a person: customer-service windows and the consents given one by one."""

import time

from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.world import World


def open_by_message(world: World, account: Account, openid: str) -> None:
    """A person has written: some replies for two days of simulated time."""
    settings = world.settings
    until = world.now() + settings.reply_window_sim_seconds
    _open(world, account, openid, "sim", until, settings.reply_window_messages)


def open_by_touch(world: World, account: Account, openid: str) -> None:
    """A person has followed, scanned, clicked the menu or entered: a few replies within a minute.

    An allowance is set, not added, so a touch does not shorten the longer window of a message.
    """
    settings = world.settings
    held = world.store.get("window", account.id, openid)
    if held is not None and held["clock"] == "sim" and world.now() < held["until"] and held["left"] > 0:
        return
    messages = settings.enter_window_messages if account.kind == MINI_PROGRAM else settings.touch_window_messages
    _open(world, account, openid, "wall", time.time() + settings.touch_window_wall_seconds, messages)


def use(world: World, account: Account, openid: str) -> None:
    """Spend one reply.

    Raises:
        ApiError: 45015 outside any window, 45047 when the window's replies are spent.
    """
    held = world.store.get("window", account.id, openid)
    now = time.time() if held is not None and held["clock"] == "wall" else world.now()
    if held is None or now >= held["until"]:
        raise ApiError(45015, "no message in 48 h, no follow, scan or menu click in 1 min")
    if held["left"] <= 0:
        raise ApiError(45047, "the window's replies are spent until the person acts again")
    world.store.put("window", account.id, openid, {**held, "left": held["left"] - 1})


def give_consent(world: World, account: Account, openid: str, template_id: str) -> None:
    """A person accepts one more message of this template."""
    held = world.store.get("consent", account.id, f"{openid}:{template_id}") or {"left": 0}
    world.store.put("consent", account.id, f"{openid}:{template_id}", {"left": held["left"] + 1})


def use_consent(world: World, account: Account, openid: str, template_id: str) -> None:
    """Spend one consent.

    Raises:
        ApiError: 43101 when there is none.
    """
    held = world.store.get("consent", account.id, f"{openid}:{template_id}") or {"left": 0}
    if held["left"] <= 0:
        raise ApiError(43101, "one accept is one message, and none is left")
    world.store.put("consent", account.id, f"{openid}:{template_id}", {"left": held["left"] - 1})


def _open(world: World, account: Account, openid: str, clock: str, until: float, left: int) -> None:
    world.store.put("window", account.id, openid, {"clock": clock, "until": until, "left": left})
