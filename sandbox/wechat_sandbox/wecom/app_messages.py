"""Messages of the application to members, and to chats of members that it made."""

import json
import time

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.wecom import departments, media, member_tags
from wechat_sandbox.world import World

FILES = {"image": "image", "voice": "voice", "video": "video", "file": "file"}
NEEDED = {
    "text": ("content",),
    "markdown": ("content",),
    "textcard": ("title", "description", "url"),
    "news": ("articles",),
    "mpnews": ("articles",),
    "template_card": ("card_type",),
    "miniprogram_notice": ("appid", "title"),
    **dict.fromkeys(FILES, ("media_id",)),
}
CARDS = ("text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction")
INTERACTIVE = CARDS[2:]
LONGEST_TEXT_BYTES = 2048
MOST_ARTICLES = 8
MOST_MEMBERS, MOST_PARTIES = 1000, 100
RECALL_SECONDS = 86_400
RESPONSE_CODE_SECONDS = 72 * 3600
LONGEST_DUPLICATE_SECONDS = 4 * 3600


@endpoint(WORK, "POST", "/cgi-bin/message/send", WECOM)
def send_to_members(call: Call) -> Json:
    """Send a message of the application to members, departments or tags of members."""
    world, account = call.world, call.account
    if call.body.get("agentid") != account.agent_id or isinstance(call.body["agentid"], bool):
        raise ApiError(40056, "agentid is the application's own")
    kind, content = message(call)
    known, invalid = _receivers(call)
    interval = _interval(call)
    _count_day(call, len(known))
    number = world.store.next_number("staff messages")
    msgid = world.dice.word(40, "staff message", number)
    answer: Json = {**invalid, "msgid": msgid}
    if kind == "template_card" and content["card_type"] in INTERACTIVE:
        answer["response_code"] = world.dice.word(40, "response code", number)
    if not interval or not _is_duplicate(call, interval, [kind, content, known]):
        about = {"msgid": msgid, "members": known, "sent": world.now(), "response_code": answer.get("response_code", "")}
        world.store.put("staff message", account.id, msgid, about, key=about["response_code"])
        for userid in known:
            put_before(world, account.id, userid, {"msgtype": kind, kind: content, "msgid": msgid})
    return answer


@endpoint(WORK, "POST", "/cgi-bin/message/recall", WECOM)
def recall(call: Call) -> Json:
    """Take a message of the last 24 hours back."""
    world, account = call.world, call.account
    sent = world.store.get("staff message", account.id, call.text("msgid", 40058))
    if sent is None or world.now() - sent["sent"] > RECALL_SECONDS:
        raise ApiError(40058, "no message of the last 24 hours has this msgid")
    for seq, entry in world.store.entries("staff messages", limit=-1, key=sent["msgid"]):
        world.store.rewrite(seq, {**entry, "recalled": True})
    return {}


@endpoint(WORK, "POST", "/cgi-bin/message/update_template_card", WECOM)
def update_card(call: Call) -> Json:
    """Change a card on the phones of some members, once, by the code of its sending."""
    world, account = call.world, call.account
    if call.body.get("agentid") != account.agent_id or isinstance(call.body["agentid"], bool):
        raise ApiError(40056, "agentid is the application's own")
    code = call.text("response_code", 60140)
    named, button = call.texts("userids", 40031, MOST_MEMBERS), call.body.get("button")
    card = call.body.get("template_card")
    if not isinstance(card if button is None else button, dict):
        raise ApiError(40063, "button or template_card says what becomes of the card")
    sent = next((doc for _, _, doc in world.store.by_key("staff message", account.id, code)), None)
    if sent is None or sent.get("updated") or world.now() - sent["sent"] > RESPONSE_CODE_SECONDS:
        raise ApiError(60140, "no card of the last 72 hours has this code, or it has served")
    world.store.put("staff message", account.id, sent["msgid"], {**sent, "updated": True})
    for seq, entry in world.store.entries("staff messages", limit=-1, key=sent["msgid"]):
        if entry["userid"] in named:
            world.store.rewrite(seq, {**entry, "updated": button if card is None else card})
    return {"invaliduser": [userid for userid in named if userid not in sent["members"]]}


def message(call: Call) -> tuple[str, Json]:
    """Read kind and content of a message to members.

    Raises:
        ApiError: 40008 for an unknown kind, 40063 or 82004 for missing content, 40007 for a file that is no more.
    """
    kind = call.text("msgtype", 40008)
    if kind not in NEEDED:
        raise ApiError(40008, f"msgtype is one of {', '.join(NEEDED)}")
    content = call.body.get(kind)
    if not isinstance(content, dict):
        raise ApiError(40063, f"{kind} is missing")
    for name in NEEDED[kind]:
        if not content.get(name):
            raise ApiError(44004 if name == "content" else 82004, f"{kind}.{name} is missing")
    _check(call, kind, content)
    return kind, content


def put_before(world: World, account_id: str, userid: str, content: Json) -> None:
    """Show a message to a member; beyond what one may get in a minute or an hour it is dropped without a word."""
    settings = world.settings
    now = time.time()
    held = world.store.get("messages of member", account_id, userid) or {"sent": []}
    hour = [at for at in held["sent"] if now - at < 3600]
    minute = sum(now - at < 60 for at in hour)
    if minute < settings.app_messages_per_member_wall_minute and len(hour) < settings.app_messages_per_member_wall_hour:
        world.store.put("messages of member", account_id, userid, {"sent": [*hour, now]})
        world.store.append("staff messages", {"account": account_id, "userid": userid, **content}, key=content["msgid"])


def _check(call: Call, kind: str, content: Json) -> None:
    if kind in FILES:
        media.alive(call, content["media_id"], FILES[kind])
    elif "articles" in NEEDED[kind]:
        articles = content["articles"]
        if not isinstance(articles, list) or not 1 <= len(articles) <= MOST_ARTICLES:
            raise ApiError(45008, f"1 to {MOST_ARTICLES} articles")
        if not all(isinstance(one, dict) and isinstance(one.get("title"), str) and one["title"] for one in articles):
            raise ApiError(82004, "an article has a title")
    elif kind == "template_card":
        if content["card_type"] not in CARDS:
            raise ApiError(82004, f"card_type is one of {', '.join(CARDS)}")
        if content["card_type"] in INTERACTIVE and not isinstance(content.get("task_id"), str):
            raise ApiError(82004, "a card that asks something has a task_id")
    elif not all(isinstance(content[name], str) for name in NEEDED[kind]):
        raise ApiError(82004, f"{kind} holds texts")
    elif kind in ("text", "markdown") and len(content["content"].encode()) > LONGEST_TEXT_BYTES:
        raise ApiError(45002, f"content is at most {LONGEST_TEXT_BYTES} bytes")


def _receivers(call: Call) -> tuple[list[str], Json]:
    world, account = call.world, call.account
    users, parties, tags = (_split(call, name) for name in ("touser", "toparty", "totag"))
    if not (users or parties or tags):
        raise ApiError(82001, "touser, toparty or totag is needed")
    if len(users) > MOST_MEMBERS or len(parties) > MOST_PARTIES or len(tags) > MOST_PARTIES:
        raise ApiError(40032, f"at most {MOST_MEMBERS} members, {MOST_PARTIES} departments and {MOST_PARTIES} tags")
    staff = [doc["userid"] for doc in world.store.all("staff", account.id)]
    if users == ["@all"]:
        return staff, {"invaliduser": ""}
    held = {str(doc["id"]): doc["id"] for doc in departments.tree(world, account)}
    found = [held[one] for one in parties if one in held]
    tagged, unknown_tags = member_tags.bearers(world, account, tags)
    known = departments.everybody(world, account, [*(one for one in users if one in staff), *tagged], found)
    if not known:
        raise ApiError(81013, "no receiver is a member")
    invalid: Json = {"invaliduser": "|".join(one for one in users if one not in staff)}
    if unknown := [one for one in parties if one not in held]:
        invalid["invalidparty"] = "|".join(unknown)
    return known, {**invalid, "invalidtag": "|".join(unknown_tags)} if unknown_tags else invalid


def _split(call: Call, name: str) -> list[str]:
    given = call.body.get(name) or ""
    if not isinstance(given, str):
        raise ApiError(40058, f"{name} is a text, its parts divided by |")
    return list(dict.fromkeys(one.strip() for one in given.split("|") if one.strip()))


def _count_day(call: Call, receivers: int) -> None:
    """Refuse more person-times in a day than members × 200."""
    world, account = call.world, call.account
    most = world.settings.app_messages_per_member_sim_day * world.store.count("staff", account.id)
    day = str(china_day(world.now()))
    used = (world.store.get("staff message day", account.id, day) or {"sent": 0})["sent"]
    if used + receivers > most:
        raise ApiError(45009, f"{most} person-times a day")
    world.store.put("staff message day", account.id, day, {"sent": used + receivers})


def _interval(call: Call) -> int:
    """Read for how long the same may not be sent again, 0 when the caller does not ask for that."""
    interval = call.number("duplicate_check_interval", 40058, 1800)
    if not 0 <= interval <= LONGEST_DUPLICATE_SECONDS:
        raise ApiError(40058, f"duplicate_check_interval is at most {LONGEST_DUPLICATE_SECONDS}")
    return interval if call.body.get("enable_duplicate_check") in (1, True) else 0


def _is_duplicate(call: Call, interval: int, said: object) -> bool:
    """Tell whether the same was sent to the same members within the interval."""
    mark = call.world.dice.digest("said to members", call.account.id, json.dumps(said, sort_keys=True)).hex()
    held = call.world.store.get("said to members", call.account.id, mark)
    call.world.store.put("said to members", call.account.id, mark, {"at": call.world.now()})
    return held is not None and call.world.now() - held["at"] < interval
