"""Followers of an Official Account."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans, levels
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

PAGE = 10_000
LONGEST_REMARK = 30


@endpoint(API, "GET", "/cgi-bin/user/get", OFFICIAL_ACCOUNT, daily=500)
def list_fans(call: Call) -> Json:
    """List openids of followers from `next_openid` on, at most 10 000."""
    order = fans.in_order(call.world, call.account)
    start = 0
    if after := call.query.get("next_openid"):
        person = fans.known(call.world, call.account, after)
        start = order.index(person) + 1 if person in order else 0
    page = [call.world.people.openid(call.account, person) for person in order[start : start + PAGE]]
    answer: Json = {"total": len(order), "count": len(page), "next_openid": page[-1] if page else ""}
    return {**answer, "data": {"openid": page}} if page else answer


@endpoint(API, "GET", "/cgi-bin/user/info", OFFICIAL_ACCOUNT)
def fan_info(call: Call) -> Json:
    """Tell what the account may know about one person."""
    if not call.query.get("openid"):
        raise ApiError(41009, "openid is missing from the query")
    return _info(call, call.query["openid"])


@endpoint(API, "POST", "/cgi-bin/user/info/batchget", OFFICIAL_ACCOUNT)
def fan_infos(call: Call) -> Json:
    """Tell the same about up to 100 people."""
    wanted = call.body.get("user_list")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise ApiError(40032, "user_list holds 1 to 100")
    openids = [item.get("openid") if isinstance(item, dict) else None for item in wanted]
    return {"user_info_list": [_info(call, openid) for openid in openids]}


@endpoint(API, "POST", "/cgi-bin/user/info/updateremark", OFFICIAL_ACCOUNT, daily=10_000)
def update_remark(call: Call) -> Json:
    """Note something about a follower."""
    levels.service_only(call.account)
    person = fans.known(call.world, call.account, call.body.get("openid"))
    remark = call.body.get("remark")
    if not isinstance(remark, str) or len(remark) > LONGEST_REMARK:
        raise ApiError(40035, f"remark is a text of at most {LONGEST_REMARK} characters")
    if not fans.follows(call.world, call.account, person):
        raise ApiError(43004, "the person does not follow")
    fans.write_card(call.world, call.account, call.body["openid"], remark=remark)
    return OK


def _info(call: Call, openid: object) -> Json:
    world, account = call.world, call.account
    person = fans.known(world, account, openid)
    openid = world.people.openid(account, person)
    identity = {"openid": openid}
    if unionid := world.people.unionid(account, person):
        identity["unionid"] = unionid
    since = float(fans.followed(world, account)[person])
    if not since:
        return {"subscribe": 0, **identity}
    card = fans.card(world, account, openid)
    scene = card["scene"]
    return {
        "subscribe": 1,
        **identity,
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(since),
        "remark": card["remark"],
        "groupid": 0,
        "tagid_list": card["tags"],
        "subscribe_scene": card["subscribe_scene"],
        "qr_scene": int(scene) if scene.isascii() and scene.isdigit() else 0,
        "qr_scene_str": "" if scene.isascii() and scene.isdigit() else scene,
    }
