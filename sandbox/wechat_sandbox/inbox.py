"""What reaches people: every message is written down, and may be read some time later."""

import math
import re
import time
from dataclasses import dataclass, replace

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.clock import DAY, china_date, china_day, rfc3339
from wechat_sandbox.people.demand import Influence, end_of
from wechat_sandbox.people.interests import of_item
from wechat_sandbox.people.response import RECENT_DAYS, chance_to_open, lift
from wechat_sandbox.people.wording import Wording, read
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

TEMPLATE = "template"
CUSTOM = "custom"
SUBSCRIBE = "subscribe"
WELCOME = "welcome"
GROUP_MESSAGE = "group_message"
MASS = "mass"
MOMENT = "moment"
KF = "kf"
SMS = "sms"
NOTICE = "notice"
PASSIVE = "passive_reply"

SHORTEST_DELAY_SECONDS = 60.0
# The wish to buy that a message woke does not wait as long as a message may lie unopened.
SOONEST_PURCHASE_SECONDS = 120.0
_OPENED = "opened by hand"
_ITEM = re.compile(r"item_id=(\w+)")
_LEAVING = {OFFICIAL_ACCOUNT: "unfollow", WECOM: "delete_staff"}


@dataclass(frozen=True)
class Letter:
    """A message on its way to one person.

    The settings `open_{kind}` and `effect_{kind}` say how it is met; without its own a kind is met as a customer-service
    message.
    """

    account: Account
    person: int
    kind: str
    content: Json
    client_id: str | None = None
    msgid: str | None = None


def receive(world: World, letter: Letter) -> int:
    """Put a message before a person and let them perhaps open it, and perhaps buy; return its sequence number."""
    now = world.now()
    ordinal = _count(world, letter.person, now)
    seq = world.store.append(
        "messages",
        {
            "person": letter.person,
            "ordinal": ordinal,
            "account": letter.account.id,
            "openid": world.people.openid(letter.account, letter.person),
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
    _tire(world, letter, ordinal, now)
    _meet(world, letter, seq, ordinal, now)
    return seq


def open_by_hand(world: World, message: Doc) -> None:
    """Note that somebody at the phone's page, or told to, has opened a message, whatever chance had meant for it."""
    world.store.put(_OPENED, "", f"{message['person']}:{message['ordinal']}", {})


def opened_by_hand(world: World, person: int, ordinal: int) -> bool:
    """Tell whether a message was opened so."""
    return world.store.get(_OPENED, "", f"{person}:{ordinal}") is not None


def _count(world: World, person: int, now: float) -> int:
    """Count the person's messages in all and today; return the number in all."""
    people = world.people
    if people.array("message day", "int64")[person] != china_day(now):
        people.put("message day", person, china_day(now), "int64")
        people.put("messages today", person, 0, "int64")
    people.add("messages today", person)
    return people.add("messages received", person)


def _tire(world: World, letter: Letter, ordinal: int, now: float) -> None:
    """More messages in a day than a person bears make some of them leave, and some complain."""
    settings, person = world.settings, letter.person
    extra = int(world.people.array("messages today", "int64")[person]) - settings.messages_a_day_borne
    if extra <= 0 or letter.kind in (PASSIVE, MOMENT):
        return
    params = {"account": letter.account.id}
    leave = _LEAVING.get(letter.account.kind)
    if leave and world.dice.one("tired", person, ordinal) < settings.unfollow_per_extra_message * extra:
        world.store.plan(now + SHORTEST_DELAY_SECONDS, person, leave, params)
    if letter.kind == TEMPLATE and world.dice.one("blocks", person, ordinal) < settings.blocks_per_extra_message * extra:
        world.store.plan(now + SHORTEST_DELAY_SECONDS, person, "block_templates", params)
    if world.dice.one("angry", person, ordinal) < settings.complains_per_extra_message * extra:
        world.store.plan(now + SHORTEST_DELAY_SECONDS, person, "complain_of_messages", {**params, "kind": letter.kind})


def _noticed(world: World, letter: Letter) -> Wording:
    """Tell what the person notices of a message; one that names or leads to a product is about what the product is for."""
    wording = read(letter.content)
    named = [world.item_by_name[line] for line in wording.text.split("\n") if line in world.item_by_name]
    named += [world.item_by_id[item] for item in _ITEM.findall(str(letter.content)) if item in world.item_by_id]
    interests = wording.interests
    for item in named:
        interests |= of_item(item.name, item.category)
    return replace(wording, interests=interests) if named else wording


def _meet(world: World, letter: Letter, seq: int, ordinal: int, now: float) -> None:
    """Let a message work: some open it, some come to buy because of it."""
    settings, person = world.settings, letter.person
    wording, reader, hour = _noticed(world, letter), world.people.reader(person), china_date(now).hour
    fatigue = world.demand.remember("fatigue", person, now)
    usual = getattr(settings, f"open_{letter.kind}", settings.open_custom)
    named = wording.names_somebody and world.people.name(person) in wording.text
    acted = float(world.people.array("acted")[person])
    away = (now - acted) / DAY if acted else RECENT_DAYS
    chance = chance_to_open(settings, usual, wording, reader, hour, fatigue, named=named, away_days=away)
    opens = world.dice.one("opens", person, ordinal) < chance
    raised = lift(settings, letter.kind, wording, reader, hour, fatigue)
    source = f"message {ordinal}"
    about: Json = {"ordinal": ordinal, "account": letter.account.id, "opens": opens}
    about |= {"client_id": letter.client_id, "msgid": letter.msgid, "fatigue": round(fatigue, 4)}
    influence = Influence(person, letter.kind, source, raised, about)
    wait = -math.log(1 - world.dice.one("opens when", person, ordinal)) * settings.open_delay_sim_minutes * 60
    params: Json = {"message": seq, "ordinal": ordinal}
    if (day := world.persuade(influence)) is not None:
        due = min(now + SOONEST_PURCHASE_SECONDS + wait, max(end_of(day) - 1, now + 1))
        world.store.plan(due, person, "read_message", {**params, "then": "buy", "day": day, "cause": source})
    elif opens:
        world.store.plan(now + SHORTEST_DELAY_SECONDS + wait, person, "read_message", params)
