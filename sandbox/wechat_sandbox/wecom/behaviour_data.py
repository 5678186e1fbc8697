"""How members look after their customers (联系客户统计), counted from what happens."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import departments
from wechat_sandbox.wecom.arguments import EC, member, numbers, stretch
from wechat_sandbox.world import World

LONGEST_DAYS = 30
MOST_MEMBERS = MOST_PARTIES = 100
_COUNTED = ("new_apply_cnt", "new_contact_cnt", "chat_cnt", "message_cnt", "replied", "reply_seconds", "negative_feedback_cnt")
_TOLD = ("chat_cnt", "message_cnt", "negative_feedback_cnt", "new_apply_cnt", "new_contact_cnt")


@endpoint(WORK, "POST", f"{EC}/get_user_behavior_data", WECOM)
def behaviour(call: Call) -> Json:
    """Sum up members' days, at most 30 of the last 180."""
    start, end = stretch(call, LONGEST_DAYS)
    oldest = call.world.settings.behaviour_data_sim_days
    if call.world.now() - start > oldest * DAY:
        raise ApiError(40058, f"statistics are kept {oldest} days")
    members = _members(call)
    days = []
    for day in range(china_day(start), china_day(end) + 1):
        docs = [doc for userid in members if (doc := _held(call.world, call.account, userid, day))]
        days.append(_shown(day, docs))
    return {"behavior_data": days}


def note(world: World, corp: Account, userid: str, at: float, **counted: float) -> None:
    """Count what a member did or had done to them on a day."""
    day = china_day(at)
    held = _held(world, corp, userid, day) or {**dict.fromkeys(_COUNTED, 0), "chats": [], "waiting": {}}
    for name, number in counted.items():
        held[name] += number
    world.store.put("staff day", corp.id, f"{userid}:{day}", held)


def note_message(world: World, corp: Account, userid: str, external: str, at: float, by_customer: bool) -> None:
    """Count a message between the two: chats the member has, messages they wrote, and how soon the first answer came."""
    note(world, corp, userid, at)
    place = f"{userid}:{china_day(at)}"
    held = world.store.get("staff day", corp.id, place)
    assert held is not None
    if external not in held["chats"]:
        held["chats"].append(external)
        held["chat_cnt"] += 1
        if by_customer:
            held["waiting"][external] = at
    if not by_customer:
        held["message_cnt"] += 1
        # Only chats that the customer began count for the share of replies.
        asked = held["waiting"].get(external)
        if asked:
            held["replied"] += 1
            held["reply_seconds"] += at - asked
            held["waiting"][external] = 0
    world.store.put("staff day", corp.id, place, held)


def _held(world: World, corp: Account, userid: str, day: int) -> Doc | None:
    return world.store.get("staff day", corp.id, f"{userid}:{day}")


def _shown(day: int, docs: list[Doc]) -> Json:
    told: Json = {"stat_time": day * DAY - 8 * 3600}
    told |= {name: sum(doc[name] for doc in docs) for name in _TOLD}
    begun, replied = sum(len(doc["waiting"]) for doc in docs), sum(doc["replied"] for doc in docs)
    # Without a chat that a customer began there is neither.
    if begun:
        told["reply_percentage"] = round(100 * replied / begun, 2)
    if replied:
        told["avg_reply_time"] = round(sum(doc["reply_seconds"] for doc in docs) / replied / 60)
    return told


def _members(call: Call) -> list[str]:
    users = call.some_texts("userid", 40058, MOST_MEMBERS)
    parties = numbers(call.body.get("partyid"), 40058, "partyid")
    if not (users or parties) or len(parties) > MOST_PARTIES:
        raise ApiError(40058, f"userid or partyid, at most {MOST_MEMBERS} of each")
    return departments.everybody(call.world, call.account, [member(call, userid) for userid in users], parties)
