"""The numbers of customer service, day by day, counted from what has happened."""

from collections.abc import Callable

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.kf import log
from wechat_sandbox.kf.accounts import KF_ACCOUNT, of_call
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc

Statistic = Callable[[Doc], Json]


@endpoint(WORK, "POST", "/cgi-bin/kf/get_corp_statistic", WECOM)
def corp_statistic(call: Call) -> Json:
    """Count what customers did."""
    return {"statistic_list": _by_day(call, [log.ALL], _of_corp)}


@endpoint(WORK, "POST", "/cgi-bin/kf/get_servicer_statistic", WECOM)
def servicer_statistic(call: Call) -> Json:
    """Count what servicers did: one of them, or all."""
    wanted = call.body.get("servicer_userid")
    if wanted is not None and (not isinstance(wanted, str) or len(wanted) > 64):
        raise ApiError(40058, "servicer_userid is a text")
    if wanted:
        return {"statistic_list": _by_day(call, [wanted], _of_servicer)}
    everybody = [doc["userid"] for doc in call.world.store.all("staff", call.account.id)]
    return {"statistic_list": _by_day(call, everybody, _of_servicer)}


def _by_day(call: Call, servicers: list[str], statistic: Statistic) -> list[Json]:
    world, corp = call.world, call.account
    start, end = call.number("start_time", 40058), call.number("end_time", 40058)
    if not 0 <= start <= end <= 10**11 or end - start > world.settings.kf_statistic_days * DAY:
        raise ApiError(40058, f"at most {world.settings.kf_statistic_days} days, from start_time to end_time")
    if call.body.get("open_kfid"):
        accounts = [of_call(call)["open_kfid"]]
    else:
        accounts = [doc["open_kfid"] for doc in world.store.all(KF_ACCOUNT, corp.id)]
    listed = []
    for day in range(china_day(start), china_day(end) + 1):
        total: Doc = {}
        for open_kfid in accounts:
            for servicer in servicers:
                counted = world.store.get("kf counts", corp.id, log.count_id(open_kfid, servicer, day)) or {}
                total = {name: total.get(name, 0) + counted.get(name, 0) for name in {*total, *counted}}
        listed.append({"stat_time": _midnight(day), "statistic": statistic(total)})
    return listed


def _of_corp(counted: Doc) -> Json:
    bot = counted.get("ai_session_reply_cnt", 0)
    return {
        "session_cnt": counted.get("session_cnt", 0),
        "customer_cnt": counted.get("customer_cnt", 0),
        "customer_msg_cnt": counted.get("customer_msg_cnt", 0),
        "upgrade_service_customer_cnt": counted.get("upgrade_service_customer_cnt", 0),
        "ai_session_reply_cnt": bot,
        "ai_transfer_rate": _share(counted.get("ai_transfers", 0), bot),
        "ai_knowledge_hit_rate": 0.0,
        "msg_rejected_customer_cnt": counted.get("msg_rejected_customer_cnt", 0),
    }


def _of_servicer(counted: Doc) -> Json:
    sessions, replied = counted.get("session_cnt", 0), counted.get("replied_sessions", 0)
    return {
        "session_cnt": sessions,
        "customer_cnt": counted.get("customer_cnt", 0),
        "customer_msg_cnt": counted.get("customer_msg_cnt", 0),
        "reply_rate": _share(replied, sessions),
        "first_reply_average_sec": _share(counted.get("first_reply_seconds", 0), replied),
        "satisfaction_investgate_cnt": 0,
        "satisfaction_participation_rate": 0.0,
        "satisfied_rate": 0.0,
        "middling_rate": 0.0,
        "dissatisfied_rate": 0.0,
        "upgrade_service_customer_cnt": 0,
        "upgrade_service_member_invite_cnt": 0,
        "upgrade_service_member_customer_cnt": 0,
        "upgrade_service_groupchat_invite_cnt": 0,
        "upgrade_service_groupchat_customer_cnt": 0,
        "msg_rejected_customer_cnt": counted.get("msg_rejected_customer_cnt", 0),
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _midnight(day: int) -> int:
    return day * DAY - 8 * 3600
