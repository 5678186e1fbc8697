"""The members' programme as the store's server reads and changes it."""

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import ask, vip
from wechat_sandbox.channels.refusals import BAD
from wechat_sandbox.channels.vip import Member
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

_USER = "/channels/ec/vip/user"
_PAGE = 100
_MOST_PAGES = 1_000_000
_MOST_SCORE = 10**12
_LONGEST_REMARK = 100


@endpoint(API, "POST", f"{_USER}/info/get", STORE)
def get_member(call: Call) -> Json:
    """Tell about a member; the phone number only when it is asked for."""
    return {**OK, "info": _shown(call, _member(call))}


@endpoint(API, "POST", f"{_USER}/list/get", STORE)
def list_members(call: Call) -> Json:
    """List members, page by page."""
    page, size = ask.count(call, "page_num", 1, _MOST_PAGES, 1), ask.count(call, "page_size", 1, _PAGE, 10)
    everyone = vip.members(call.world, call.account)
    found = [vip.member(call.world, call.account, int(who)) for who in everyone[(page - 1) * size : page * size]]
    shown = [_shown(call, who) for who in found if who is not None]
    return {**OK, "list": shown, "total_num": len(everyone)}


@endpoint(API, "POST", f"{_USER}/score/get", STORE)
def get_score(call: Call) -> Json:
    """Tell how many points a member has."""
    return {**OK, "info": {"score": str(_member(call).score)}}


@endpoint(API, "POST", f"{_USER}/score/increase", STORE)
def increase_score(call: Call) -> Json:
    """Give a member points, once for each request_id."""
    return _move(call, 1, vip.GIVEN)


@endpoint(API, "POST", f"{_USER}/score/decrease", STORE)
def decrease_score(call: Call) -> Json:
    """Take points from a member, never more than there are, once for each request_id."""
    return _move(call, -1, vip.TAKEN)


@endpoint(API, "POST", f"{_USER}/score/flowrecord/get", STORE)
def list_scores(call: Call) -> Json:
    """List the changes of a member's points, newest first, page by page."""
    page, size = ask.count(call, "page_num", 1, 1000, 1), ask.count(call, "page_size", 1, _PAGE, 10)
    person, shop = _member(call).person, call.account
    newest = call.world.store.latest("vip scores", page * size, person, shop.id)[(page - 1) * size :]
    shown = [{name: flow[name] for name in ("score", "source", "remark")} for _, flow in newest]
    return {**OK, "list": shown, "total_num": call.world.store.size("vip scores", person, shop.id)}


@endpoint(API, "POST", f"{_USER}/grade/update", STORE)
def update_grade(call: Call) -> Json:
    """Move a member to a grade."""
    who = _member(call)
    grade = ask.count(call, "grade", 1, len(vip.GRADES))
    vip.set_grade(call.world, call.account, who, grade, call.world.now(), who.experience)
    return OK


def _move(call: Call, direction: int, source: int) -> Json:
    world, shop, who = call.world, call.account, _member(call)
    amount = _score(call)
    request_id = call.text("request_id", BAD, 64)
    remark = call.text("remark", BAD, _LONGEST_REMARK)
    request = f"{who.person}:{request_id}"
    if world.store.get("vip request", shop.id, request) is None:
        if who.score + direction * amount < 0:
            raise ApiError(BAD, "the member has fewer points")
        world.store.put("vip request", shop.id, request, {"score": direction * amount})
        vip.add_score(world, shop, who, direction * amount, world.now(), source, remark)
    return OK


def _score(call: Call) -> int:
    """Read a number of points, which the documentation writes as a text."""
    value = call.body.get("score")
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not text.isascii() or not text.isdigit() or not 0 < len(text) <= 13 or not 0 < int(text) <= _MOST_SCORE:
        raise ApiError(BAD, "score is a whole number above 0, in a text")
    return int(text)


def _member(call: Call) -> Member:
    who = vip.member(call.world, call.account, ask.person(call))
    if who is None:
        raise ApiError(BAD, "the person is not a member")
    return who


def _shown(call: Call, who: Member) -> Json:
    people, shop = call.world.people, call.account
    grade = {"grade": who.grade, "experience_value": who.experience}
    shown: Json = {"openid": people.openid(shop, who.person), "user_grade_info": grade}
    if unionid := people.unionid(shop, who.person):
        shown["unionid"] = unionid
    if call.body.get("need_phone_number") is True:
        shown["user_info"] = {"phone_number": people.phone(who.person)}
    return shown
