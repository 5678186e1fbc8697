"""Chats of members that the application makes and writes into."""

import re

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.app_messages import message, put_before
from wechat_sandbox.wecom.arguments import member, short_text

LONGEST_NAME = 50
_KINDS_IN_CHATS = ("text", "image", "voice", "video", "file", "textcard", "news", "mpnews", "markdown")


@endpoint(WORK, "POST", "/cgi-bin/appchat/create", WECOM)
def create_chat(call: Call) -> Json:
    """Open a chat of at least two members."""
    world, account = call.world, call.account
    users = _users(call, "userlist")
    if not 2 <= len(users) <= world.settings.app_chat_members:
        raise ApiError(86006, f"2 to {world.settings.app_chat_members} members")
    owner = member(call, call.body["owner"]) if call.body.get("owner") else users[0]
    if owner not in users:
        raise ApiError(86207, "the owner is one of the members")
    name, number = short_text(call, "name", LONGEST_NAME, 86004), world.store.next_number("app chats")
    chatid = short_text(call, "chatid", 32, 86001) or world.dice.digest("app chat", account.id, number).hex()[:32]
    if not re.fullmatch(r"[0-9A-Za-z]{1,32}", chatid):
        raise ApiError(86001, "chatid is at most 32 letters and digits")
    if world.store.get("app chat", account.id, chatid) is not None:
        raise ApiError(86215, "the chatid is taken")
    _count_made(call)
    world.store.put("app chat", account.id, chatid, {"chatid": chatid, "name": name, "owner": owner, "userlist": users})
    return {"chatid": chatid}


@endpoint(WORK, "GET", "/cgi-bin/appchat/get", WECOM)
def get_chat(call: Call) -> Json:
    """Show a chat."""
    return {"chat_info": _chat(call, call.query.get("chatid"))}


@endpoint(WORK, "POST", "/cgi-bin/appchat/update", WECOM)
def update_chat(call: Call) -> Json:
    """Rename a chat, give it another owner, and let members in and out."""
    chat = dict(_chat(call, call.body.get("chatid")))
    if call.body.get("name"):
        chat["name"] = short_text(call, "name", LONGEST_NAME, 86004)
    going = call.some_texts("del_user_list", 86216, 2000)
    coming = _users(call, "add_user_list") if call.body.get("add_user_list") else []
    chat["userlist"] = [one for one in dict.fromkeys([*chat["userlist"], *coming]) if one not in going]
    if not 2 <= len(chat["userlist"]) <= call.world.settings.app_chat_members:
        raise ApiError(86006, f"2 to {call.world.settings.app_chat_members} members")
    chat["owner"] = member(call, call.body["owner"]) if call.body.get("owner") else chat["owner"]
    if chat["owner"] not in chat["userlist"]:
        raise ApiError(86207, "the owner is one of the members")
    call.world.store.put("app chat", call.account.id, chat["chatid"], chat)
    return {}


@endpoint(WORK, "POST", "/cgi-bin/appchat/send", WECOM)
def send_to_chat(call: Call) -> Json:
    """Write into a chat."""
    world, account = call.world, call.account
    chat = _chat(call, call.body.get("chatid"))
    kind, content = message(call)
    if kind not in _KINDS_IN_CHATS:
        raise ApiError(40008, f"msgtype is one of {', '.join(_KINDS_IN_CHATS)}")
    msgid = world.dice.word(40, "app chat message", account.id, world.store.next_number("app chat messages"))
    for userid in chat["userlist"]:
        put_before(world, account.id, userid, {"msgtype": kind, kind: content, "msgid": msgid, "chatid": chat["chatid"]})
    return {}


def _chat(call: Call, chatid: object) -> Doc:
    if not isinstance(chatid, str) or not chatid:
        raise ApiError(86001, "chatid is missing")
    chat = call.world.store.get("app chat", call.account.id, chatid)
    if chat is None:
        raise ApiError(86003, "no such chat")
    return chat


def _users(call: Call, name: str) -> list[str]:
    users = list(dict.fromkeys(call.texts(name, 86006, call.world.settings.app_chat_members)))
    if any(call.world.store.get("staff", call.account.id, userid) is None for userid in users):
        raise ApiError(86216, "all are members")
    return users


def _count_made(call: Call) -> None:
    most, day = call.world.settings.app_chats_per_sim_day, str(china_day(call.world.now()))
    made = (call.world.store.get("app chats made", call.account.id, day) or {"made": 0})["made"]
    if made >= most:
        raise ApiError(45009, f"{most} chats a day")
    call.world.store.put("app chats made", call.account.id, day, {"made": made + 1})
