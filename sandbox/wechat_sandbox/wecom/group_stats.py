"""Statistics of customer groups, by owner or by day, from what happened in them."""

from collections.abc import Iterable, Sequence

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.arguments import EC, choice
from wechat_sandbox.wecom.group_calls import owner_filter

LONGEST_DAYS = 30
_ORDERS = {1: "new_chat_cnt", 2: "chat_total", 3: "new_member_cnt", 4: "member_total"}


@endpoint(WORK, "POST", f"{EC}/groupchat/statistic", WECOM)
def by_owner(call: Call) -> Json:
    """Sum up each owner's groups over some days."""
    first, last = _days(call)
    order, rising = choice(call, "order_by", tuple(_ORDERS), default=1), choice(call, "order_asc", (0, 1), default=0)
    offset, most = call.number("offset", 40058, 0), call.number("limit", 40058, 500)
    if offset < 0 or not 1 <= most <= 1000:
        raise ApiError(40058, "offset is from 0, limit 1 to 1000")
    wanted = owner_filter(call)
    days: dict[str, list[Doc]] = {owner: [] for owner in wanted}
    for doc in _of_days(call, first, last):
        if not wanted or doc["owner"] in wanted:
            days.setdefault(doc["owner"], []).append(doc)
    items: list[Json] = [{"owner": owner, "data": _sum(call, docs, last, [owner])} for owner, docs in days.items()]
    items.sort(key=lambda item: int(item["data"][_ORDERS[order]]), reverse=not rising)
    page = items[offset : offset + most]
    return {"total": len(items), "next_offset": offset + len(page), "items": page}


@endpoint(WORK, "POST", f"{EC}/groupchat/statistic_group_by_day", WECOM)
def by_day(call: Call) -> Json:
    """Sum up all groups day by day."""
    first, last = _days(call)
    owners = owner_filter(call)
    items = []
    for day in range(first, last + 1):
        docs = [doc for doc in _of_days(call, day, day) if not owners or doc["owner"] in owners]
        items.append({"stat_time": day * DAY - 8 * 3600, "data": _sum(call, docs, day, owners)})
    return {"items": items}


def _days(call: Call) -> tuple[int, int]:
    """Read the first and the last day, both counted."""
    begin = call.number("day_begin_time", 40058)
    end = call.number("day_end_time", 40058, begin)
    today, oldest = china_day(call.world.now()), call.world.settings.behaviour_data_sim_days
    if not -(2**40) < begin <= end < 2**40 or end - begin > LONGEST_DAYS * DAY or today - china_day(begin) > oldest:
        raise ApiError(40058, f"at most {LONGEST_DAYS} days of the last {oldest}")
    return china_day(begin), china_day(end)


def _of_days(call: Call, first: int, last: int) -> Iterable[Doc]:
    for day in range(first, last + 1):
        for _, _, doc in call.world.store.by_key("group day", call.account.id, str(day)):
            yield doc


def _sum(call: Call, docs: Sequence[Doc], last: int, owners: Sequence[str]) -> Json:
    """Sum up; of groups and members those count that were there at the last day's end and still are."""
    end = (last + 1) * DAY - 8 * 3600
    groups = call.world.store.all("group chat", call.account.id)
    groups = [group for group in groups if group["create_time"] < end and (not owners or group["owner"] in owners)]
    talkers = {(doc["chat_id"], talker) for doc in docs for talker in doc["talkers"]}
    return {
        "new_chat_cnt": sum(doc["new_chats"] for doc in docs),
        "chat_total": len(groups),
        "chat_has_msg": len({doc["chat_id"] for doc in docs if doc["messages"]}),
        "new_member_cnt": sum(doc["new_members"] for doc in docs),
        "member_total": sum(card["join_time"] < end for group in groups for card in group["members"].values()),
        "member_has_msg": len(talkers),
        "msg_total": sum(doc["messages"] for doc in docs),
        "migrate_trainee_chat_cnt": 0,
    }
