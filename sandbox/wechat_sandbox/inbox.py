"""What reaches people: every message is written down, and may be read some time later."""

import math
import time
from dataclasses import dataclass

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.clock import china_day, rfc3339
from wechat_sandbox.registry import Json
from wechat_sandbox.world import World

TEMPLATE = "template"
CUSTOM = "custom"
SUBSCRIBE = "subscribe"
WELCOME = "welcome"
GROUP_MESSAGE = "group_message"
PASSIVE = "passive_reply"

SHORTEST_DELAY_SECONDS = 60.0
_LEAVING = {OFFICIAL_ACCOUNT: "unfollow", WECOM: "delete_staff"}


@dataclass(frozen=True)
class Letter:
    """A message on its way to one person."""

    account: Account
    person: int
    kind: str
    content: Json
    client_id: str | None = None
    msgid: str | None = None


def receive(world: World, letter: Letter) -> int:
    """Put a message before a person and let them perhaps open it later; return its sequence number."""
    now = world.now()
    people = world.people
    seq = world.store.append(
        "messages",
        {
            "person": letter.person,
            "account": letter.account.id,
            "openid": people.openid(letter.account, letter.person),
            "kind": letter.kind,
            "content": letter.content,
            "client_id": letter.client_id,
            "msgid": letter.msgid,
            "sim_time": rfc3339(now),
            "wall_time": rfc3339(time.time()),
        },
        letter.person,
        letter.client_id,
    )
    ordinal = _count(world, letter.person, now)
    _tire(world, letter, ordinal, now)
    _perhaps_open(world, letter, seq, ordinal, now)
    return seq


def _count(world: World, person: int, now: float) -> int:
    """Count the person's messages in all and today; return the number in all."""
    people = world.people
    if people.array("message day", "int64")[person] != china_day(now):
        people.put("message day", person, china_day(now), "int64")
        people.put("messages today", person, 0, "int64")
    people.add("messages today", person)
    return people.add("messages received", person)


def _tire(world: World, letter: Letter, ordinal: int, now: float) -> None:
    """More messages in a day than a person bears make some of them leave."""
    settings = world.settings
    extra = int(world.people.array("messages today", "int64")[letter.person]) - settings.messages_a_day_borne
    if extra <= 0 or letter.kind == PASSIVE:
        return
    leave = _LEAVING.get(letter.account.kind)
    if leave and world.dice.one("tired", letter.person, ordinal) < settings.unfollow_per_extra_message * extra:
        params = {"account": letter.account.id}
        world.store.plan(now + SHORTEST_DELAY_SECONDS, letter.person, leave, params)


def _perhaps_open(world: World, letter: Letter, seq: int, ordinal: int, now: float) -> None:
    settings = world.settings
    chance = {
        TEMPLATE: settings.open_template,
        CUSTOM: settings.open_custom,
        SUBSCRIBE: settings.open_subscribe,
        WELCOME: settings.open_welcome,
        GROUP_MESSAGE: settings.open_group_message,
        PASSIVE: settings.open_custom,
    }[letter.kind]
    if world.dice.one("opens", letter.person, ordinal) >= chance:
        return
    wait = -math.log(1 - world.dice.one("opens when", letter.person, ordinal))
    due = now + SHORTEST_DELAY_SECONDS + wait * settings.open_delay_sim_minutes * 60
    world.store.plan(due, letter.person, "read_message", {"message": seq, "ordinal": ordinal})


def receive_reply(world: World, account: Account, person: int, text: str) -> None:
    """Put before a person what the brand's server answered their message with."""
    receive(world, Letter(account, person, PASSIVE, {"msgtype": "text", "text": {"content": text}}))
