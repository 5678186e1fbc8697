"""What was said and what happened in customer service: written down, counted, and told to the corp's server."""

from collections.abc import Mapping

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.registry import Json
from wechat_sandbox.world import World

SYNCING = "kf token"
CUSTOMER, SYSTEM, SERVICER = 3, 4, 5
# Counts of the whole account, next to those of each servicer.
ALL = ""


def said(
    world: World, corp: Account, open_kfid: str, person: int, at: float, content: Json, servicer: str = ""
) -> tuple[str, list[int]]:
    """Write down a customer's or a servicer's message; return its id and the callbacks that tell of it.

    Args:
        content: `msgtype` and the object of that name.
        servicer: who has written, empty for the customer.
    """
    msgid = world.dice.word(32, "kf message", corp.id, world.store.next_number(f"kf messages of {corp.id}"))
    item: Json = {
        "msgid": msgid,
        "open_kfid": open_kfid,
        "external_userid": world.people.openid(corp, person),
        "send_time": int(at),
        "origin": SERVICER if servicer else CUSTOMER,
        **({"servicer_userid": servicer} if servicer else {}),
        **content,
    }
    return msgid, _write(world, corp, open_kfid, person, at, item)


def happened(
    world: World, corp: Account, open_kfid: str, person: int, at: float, event_type: str, **fields: object
) -> list[int]:
    """Write down an event; return the callbacks that tell of it."""
    msgid = world.dice.word(32, "kf message", corp.id, world.store.next_number(f"kf messages of {corp.id}"))
    event: Json = {"event_type": event_type, "open_kfid": open_kfid}
    if person >= 0:
        event["external_userid"] = world.people.openid(corp, person)
    item: Json = {"msgid": msgid, "send_time": int(at), "origin": SYSTEM, "msgtype": "event", "event": {**event, **fields}}
    return _write(world, corp, open_kfid, person, at, item)


def name_of(corp: Account) -> str:
    """Return the name of the log that holds a corp's messages, keyed by open_kfid."""
    return f"kf messages {corp.id}"


def count(world: World, corp: Account, open_kfid: str, at: float, counts: Mapping[str, float], servicer: str = ALL) -> None:
    """Add to the day's counts of an account or of one of its servicers."""
    doc_id = count_id(open_kfid, servicer, china_day(at))
    held = world.store.get("kf counts", corp.id, doc_id) or {}
    for name, number in counts.items():
        held[name] = held.get(name, 0) + number
    world.store.put("kf counts", corp.id, doc_id, held)


def count_id(open_kfid: str, servicer: str, day: int) -> str:
    """Name the document of a day's counts."""
    return f"{open_kfid}:{servicer}:{day}"


def _write(world: World, corp: Account, open_kfid: str, person: int, at: float, item: Json) -> list[int]:
    number = world.store.append(name_of(corp), item, person if person >= 0 else None, open_kfid)
    day = str(china_day(at))
    if world.store.get("kf day", corp.id, day) is None:
        # So that reading what is still kept need not begin with what is long forgotten.
        world.store.put("kf day", corp.id, day, {"first": number})
    token = "ENC" + world.dice.word(43, "kf token", corp.id, number)
    world.codes.add(SYNCING, corp.id, token, world.settings.kf_sync_token_wall_seconds)
    return world.callback(corp, person, at, Event="kf_msg_or_event", Token=token, OpenKfId=open_kfid)
