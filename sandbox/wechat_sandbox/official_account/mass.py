"""Messages to many: by tag, to all, or to a list of openids."""

import time

from wechat_sandbox import inbox
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.clock import china_date, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import fans, issues, levels, mass_content, mass_jobs
from wechat_sandbox.official_account.mass_jobs import DELETED, SENDING, SPEEDS
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

A_MINUTE = 60
LONGEST_CLIENT_ID = 64


@endpoint(API, "POST", "/cgi-bin/message/mass/sendall", OFFICIAL_ACCOUNT, daily=100, minute=A_MINUTE)
def send_to_tag(call: Call) -> Json:
    """Send to those who bear a tag, or to all."""
    chosen = call.body.get("filter")
    if not isinstance(chosen, dict) or not isinstance(chosen.get("is_to_all", False), bool):
        raise ApiError(40035, "filter holds is_to_all and tag_id")
    to_all = chosen.get("is_to_all", False)
    # What is a tag today was a group, and some SDKs still call it so.
    tag = 0 if to_all else chosen.get("tag_id", chosen.get("group_id"))
    if not to_all and (not isinstance(tag, int) or call.world.store.get("fan tag", call.account.id, str(tag)) is None):
        raise ApiError(45159, "filter.tag_id is a tag of this account")
    everybody = fans.in_order(call.world, call.account)
    who = everybody if to_all else [person for person in everybody if tag in _tags(call, person)]
    return _send(call, who, to_all, f"all:{to_all}:{tag}")


@endpoint(API, "POST", "/cgi-bin/message/mass/send", OFFICIAL_ACCOUNT, daily=100, minute=A_MINUTE)
def send_to_list(call: Call) -> Json:
    """Send to 2 to 10 000 followers by their openids."""
    openids = call.texts("touser", 40032, call.world.settings.mass_openids)
    if len(openids) < 2:
        raise ApiError(40032, f"touser holds 2 to {call.world.settings.mass_openids}")
    who = [fans.known(call.world, call.account, openid) for openid in dict.fromkeys(openids)]
    return _send(call, who, False, ",".join(openids))


@endpoint(API, "POST", "/cgi-bin/message/mass/preview", OFFICIAL_ACCOUNT, daily=100)
def preview(call: Call) -> Json:
    """Send to one follower at once, to see how it looks; it counts for no quota of theirs."""
    world, account = call.world, call.account
    person = fans.known(world, account, call.body.get("touser") or call.body.get("towxname"))
    if not fans.follows(world, account, person):
        raise ApiError(43004, "the person does not follow")
    content = mass_content.read(call)
    number = mass_jobs.new_msg_id(world)
    inbox.receive(world, Letter(account, person, inbox.MASS, content.shown, msgid=str(number)))
    return {**OK, "errmsg": "preview success", "msg_id": number}


@endpoint(API, "POST", "/cgi-bin/message/mass/get", OFFICIAL_ACCOUNT)
def mass_status(call: Call) -> Json:
    """Tell how a message to many stands."""
    job = _job(call)
    return {"msg_id": job["msg_id"], "msg_status": job["status"]}


@endpoint(API, "POST", "/cgi-bin/message/mass/delete", OFFICIAL_ACCOUNT, daily=10)
def delete_mass(call: Call) -> Json:
    """Take back the articles of a message: people keep the message, and find its articles gone."""
    world, account = call.world, call.account
    job = _job(call)
    index = call.number("article_idx", 40114, 0)
    if not 0 <= index <= max(len(job["news"]), 1):
        raise ApiError(40114, "article_idx is 0 for all, or a place from 1")
    if issue := issues.find(world, account, job["msg_data_id"]):
        issue = issues.delete(world, account, issue, index)
    if index == 0 or (issue and all(issue["deleted"])):
        mass_jobs.write(world, account, {**job, "status": DELETED})
    return OK


@endpoint(API, "GET POST", "/cgi-bin/message/mass/speed/get", OFFICIAL_ACCOUNT)
def get_speed(call: Call) -> Json:
    """Tell how fast messages to many go out."""
    speed = mass_jobs.speed(call.world, call.account)
    return {"speed": speed, "realspeed": SPEEDS[speed]}


@endpoint(API, "POST", "/cgi-bin/message/mass/speed/set", OFFICIAL_ACCOUNT)
def set_speed(call: Call) -> Json:
    """Let them go out faster or slower."""
    if call.body.get("speed") is None:
        raise ApiError(45084, "speed is missing")
    speed = call.number("speed", 45083)
    if not 0 <= speed < len(SPEEDS):
        raise ApiError(45083, f"speed is 0 to {len(SPEEDS) - 1}")
    call.world.store.put("mass speed", call.account.id, "speed", {"speed": speed})
    return OK


def _send(call: Call, who: list[int], to_all: bool, range_of: str) -> Json:
    world, account = call.world, call.account
    content = mass_content.read(call)
    client_id = _client_id(call) or world.dice.word(43, range_of, content.shown)
    _refuse_again(call, client_id)
    _count(call, to_all)
    job: Doc = {
        "msg_id": mass_jobs.new_msg_id(world),
        "msg_data_id": issues.new_msg_data_id(world) if content.news else 0,
        "status": SENDING,
        "news": content.news,
        "media_id": content.media_id,
        "shown": content.shown,
        "ignore_reprint": call.body.get("send_ignore_reprint") == 1,
        "at": world.now(),
    }
    mass_jobs.begin(world, account, job, who)
    doc = {"msg_id": job["msg_id"], "sim": world.now(), "wall": time.time()}
    world.store.put("mass client id", account.id, client_id, doc)
    answer = {**OK, "errmsg": "send job submission success", "msg_id": job["msg_id"]}
    return {**answer, "msg_data_id": job["msg_data_id"]} if content.news else answer


def _client_id(call: Call) -> str:
    """Read the caller's own id; WeChat makes one of range and content when there is none."""
    client_id = call.body.get("clientmsgid") or ""
    if not isinstance(client_id, str) or len(client_id.encode()) > LONGEST_CLIENT_ID:
        raise ApiError(45067, f"clientmsgid is at most {LONGEST_CLIENT_ID} bytes")
    return client_id


def _refuse_again(call: Call, client_id: str) -> None:
    """Refuse what was sent a short time ago, naming the message that was."""
    before = call.world.store.get("mass client id", call.account.id, client_id)
    settings = call.world.settings
    if before is None or call.world.now() - before["sim"] >= settings.mass_same_client_id_sim_seconds:
        return
    if time.time() - before["wall"] < settings.mass_same_client_id_gap_wall_seconds:
        raise ApiError(45066, f"the same clientmsgid within {settings.mass_same_client_id_gap_wall_seconds} s")
    raise ApiError(45065, "the clientmsgid was sent", more={"msg_id": before["msg_id"]})


def _count(call: Call, to_all: bool) -> None:
    """Count against the account's own allowance: a subscription account's day, a service account's messages to all."""
    world, account, settings = call.world, call.account, call.world.settings
    subscription = levels.level(account) == levels.SUBSCRIPTION
    if not subscription and not to_all:
        return
    now = world.now()
    day, month = str(china_day(now)), china_date(now).strftime("%Y-%m")
    a_day = settings.mass_subscription_per_day if subscription else settings.mass_to_all_per_day
    allowed = {day: a_day} if subscription else {day: a_day, month: settings.mass_to_all_per_month}
    used = {period: (world.store.get("mass count", account.id, period) or {"used": 0})["used"] for period in allowed}
    for period, most in allowed.items():
        if used[period] >= most:
            raise ApiError(45028, f"{most} messages to many in {period}")
    for period, times in used.items():
        world.store.put("mass count", account.id, period, {"used": times + 1})


def _tags(call: Call, person: int) -> list[int]:
    tags: list[int] = fans.card(call.world, call.account, call.world.people.openid(call.account, person))["tags"]
    return tags


def _job(call: Call) -> Doc:
    job = call.world.store.get("mass job", call.account.id, str(call.body.get("msg_id")))
    if job is None:
        raise ApiError(40059, "no such msg_id in this account")
    return job
