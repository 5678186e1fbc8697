"""Messages of an Official Account or Mini Program to one person: customer service and templates."""

from wechat_sandbox import inbox, templates, windows
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

FINISH_DELAY_SECONDS = 1.0

# What each kind of message must carry: the object named like the kind, and the texts in it.
_CONTENT = {
    "text": ("content",),
    "image": ("media_id",),
    "voice": ("media_id",),
    "video": ("media_id",),
    "music": ("musicurl",),
    "news": ("articles",),
    "mpnews": ("media_id",),
    "mpnewsarticle": ("article_id",),
    "msgmenu": ("list",),
    "wxcard": ("card_id",),
    "link": ("url",),
    "miniprogrampage": ("pagepath",),
}
_MINI_PROGRAM_KINDS = ("text", "image", "link", "miniprogrampage")
_LONGEST_TEXT = 2048


@endpoint(API, "POST", "/cgi-bin/message/custom/send", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=500_000)
def send_custom(call: Call) -> Json:
    """Write to a person who has acted lately."""
    openid = call.text("touser", 40003)
    person = fans.known(call.world, call.account, openid)
    kind = call.text("msgtype", 40035)
    allowed = _MINI_PROGRAM_KINDS if call.account.kind == MINI_PROGRAM else tuple(_CONTENT)
    if kind not in allowed:
        raise ApiError(40035, f"msgtype is one of {', '.join(allowed)}")
    content = call.body.get(kind)
    if not isinstance(content, dict) or not all(content.get(name) for name in _CONTENT[kind]):
        raise ApiError(44004, f"{kind} holds {', '.join(_CONTENT[kind])}")
    if kind == "text" and len(str(content["content"]).encode()) > _LONGEST_TEXT:
        raise ApiError(45002, f"a text of at most {_LONGEST_TEXT} bytes")
    official = call.account.kind == OFFICIAL_ACCOUNT
    if official and not fans.follows(call.world, call.account, person):
        raise ApiError(45015, "the person does not follow")
    windows.use(call.world, call.account, openid)
    sent = {"msgtype": kind, kind: content}
    inbox.receive(call.world, Letter(call.account, person, inbox.CUSTOM, sent))
    return OK


@endpoint(API, "POST", "/cgi-bin/message/custom/typing", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def send_typing(call: Call) -> Json:
    """Show that somebody is typing."""
    fans.known(call.world, call.account, call.text("touser", 40003))
    if call.body.get("command") not in ("Typing", "CancelTyping"):
        raise ApiError(40035, "command is Typing or CancelTyping")
    return OK


@endpoint(API, "POST", "/cgi-bin/message/template/send", OFFICIAL_ACCOUNT, daily=100_000)
def send_template(call: Call) -> Json:
    """Send a template message; the same client_msg_id reaches a person once."""
    world, account = call.world, call.account
    openid = call.text("touser", 40003)
    person = fans.known(world, account, openid)
    template = world.store.get("template", account.id, call.text("template_id", 40037))
    if template is None:
        raise ApiError(40037, "no such template in this account")
    if not fans.follows(world, account, person):
        raise ApiError(43004, "the person does not follow")
    templates.check(template["content"], call.body.get("data"))
    client_id = _client_id(call)
    if client_id and (before := world.store.get("client message", account.id, client_id)):
        return {**OK, "msgid": before["msgid"]}
    msgid = 3_000_000_000_000_000_000 + world.store.next_number("messages")
    if client_id:
        world.store.put("client message", account.id, client_id, {"msgid": msgid})
    content = {
        "template_id": template["template_id"],
        "title": template["title"],
        "text": templates.rendered(template["content"], call.body["data"]),
        "url": call.body.get("url", ""),
        "miniprogram": call.body.get("miniprogram") or {},
    }
    blocked = world.dice.one("blocks templates", person, 0) < world.settings.blocks_templates
    if not blocked:
        inbox.receive(world, Letter(account, person, inbox.TEMPLATE, content, client_id or None, str(msgid)))
    status = "failed:user block" if blocked else "success"
    finished = {"Event": "TEMPLATESENDJOBFINISH", "MsgID": msgid, "Status": status}
    world.callback(account, person, world.now() + FINISH_DELAY_SECONDS, **finished)
    return {**OK, "msgid": msgid}


@endpoint(API, "GET", "/cgi-bin/template/get_all_private_template", OFFICIAL_ACCOUNT)
def list_templates(call: Call) -> Json:
    """List the account's templates."""
    return {"template_list": call.world.store.all("template", call.account.id)}


@endpoint(API, "POST", "/cgi-bin/template/api_add_template", OFFICIAL_ACCOUNT)
def add_template(call: Call) -> Json:
    """Add a template from WeChat's library, with the keywords asked for."""
    world, account = call.world, call.account
    short = call.text("template_id_short", 40037, 64)
    names = call.body.get("keyword_name_list") or ["内容", "时间"]
    if not isinstance(names, list) or not all(isinstance(n, str) and 1 <= len(n) <= 20 for n in names):
        raise ApiError(40035, "keyword_name_list holds names of 1 to 20 characters")
    if world.store.count("template", account.id) >= world.settings.private_templates:
        raise ApiError(200014, f"{world.settings.private_templates} templates an account")
    number = world.store.next_number("templates")
    template_id = world.dice.word(43, "template", account.id, number)
    kinds = ["time" if "时间" in name or "日期" in name else "thing" for name in names]
    lines = [f"{name}：{{{{{kind}{n}.DATA}}}}" for n, (name, kind) in enumerate(zip(names, kinds, strict=True), 1)]
    template = {
        "template_id": template_id,
        "title": short,
        "primary_industry": "消费品",
        "deputy_industry": "消费品",
        "content": "\n".join(lines),
        "example": "",
    }
    world.store.put("template", account.id, template_id, template)
    return {**OK, "template_id": template_id}


@endpoint(API, "POST", "/cgi-bin/template/del_private_template", OFFICIAL_ACCOUNT)
def delete_template(call: Call) -> Json:
    """Remove a template."""
    if not call.world.store.delete("template", call.account.id, call.text("template_id", 40037)):
        raise ApiError(40037, "no such template in this account")
    return OK


def _client_id(call: Call) -> str:
    client_id = call.body.get("client_msg_id", "")
    if not isinstance(client_id, str) or len(client_id) > 32:
        raise ApiError(40035, "client_msg_id is a text of at most 32 characters")
    return client_id
