"""Subscribe messages of a Mini Program: each accept allows one message."""

from wechat_sandbox import inbox, templates, windows
from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.mini_program.subscribe_events import subscribe_event
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

# WeChat's library of keywords, as far as this sandbox knows it: number, name, kind.
_LIBRARY = {
    1: ("商品名称", "thing"),
    2: ("订单金额", "amount"),
    3: ("订单状态", "phrase"),
    4: ("时间", "time"),
    5: ("温馨提示", "thing"),
    6: ("订单编号", "character_string"),
    7: ("活动名称", "thing"),
    8: ("数量", "number"),
}
MOST_KEYWORDS = 5


@endpoint(API, "POST", "/cgi-bin/message/subscribe/send", MINI_PROGRAM)
def send_subscribe(call: Call) -> Json:
    """Send the one message that a person accepted."""
    world, account = call.world, call.account
    openid = call.text("touser", 40003)
    person = fans.known(world, account, openid)
    template = world.store.get("subscribe template", account.id, call.text("template_id", 40037))
    if template is None:
        raise ApiError(40037, "no such template in this Mini Program")
    page = call.body.get("page", "")
    if not isinstance(page, str) or page.startswith(("/", "http")) or len(page) > 1024:
        raise ApiError(41030, "page is a path without a leading slash")
    templates.check(template["content"], call.body.get("data"))
    windows.use_consent(world, account, openid, template["priTmplId"])
    msgid = 2_000_000_000_000_000_000 + world.store.next_number("messages")
    content = {
        "template_id": template["priTmplId"],
        "title": template["title"],
        "text": templates.rendered(template["content"], call.body["data"]),
        "page": page,
    }
    inbox.receive(world, Letter(account, person, inbox.SUBSCRIBE, content, msgid=str(msgid)))
    sent = {"TemplateId": template["priTmplId"], "MsgID": str(msgid), "ErrorCode": "0", "ErrorStatus": "success"}
    world.callback(account, person, world.now(), **subscribe_event(account, "subscribe_msg_sent_event", [sent]))
    return {**OK, "msgid": msgid}


@endpoint(API, "GET", "/wxaapi/newtmpl/gettemplate", MINI_PROGRAM)
def list_templates(call: Call) -> Json:
    """List the Mini Program's templates."""
    return {**OK, "data": call.world.store.all("subscribe template", call.account.id)}


@endpoint(API, "POST", "/wxaapi/newtmpl/addtemplate", MINI_PROGRAM)
def add_template(call: Call) -> Json:
    """Add a template from the library with the keywords asked for."""
    world, account = call.world, call.account
    title = call.text("tid", 200020, 64)
    numbers = call.body.get("kidList")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MOST_KEYWORDS:
        raise ApiError(200020, f"kidList holds 1 to {MOST_KEYWORDS}")
    if not all(isinstance(n, int) and n in _LIBRARY for n in numbers):
        raise ApiError(200020, f"kidList holds numbers of 1 to {len(_LIBRARY)}")
    if world.store.count("subscribe template", account.id) >= world.settings.mini_program_templates:
        raise ApiError(200014, f"{world.settings.mini_program_templates} templates a Mini Program")
    template_id = world.dice.word(43, "subscribe template", account.id, world.store.next_number("templates"))
    lines = [f"{_LIBRARY[n][0]}:{{{{{_LIBRARY[n][1]}{n}.DATA}}}}\n" for n in numbers]
    scene = call.body.get("sceneDesc") or title
    template = {"priTmplId": template_id, "title": str(scene), "content": "".join(lines), "example": "", "type": 2}
    world.store.put("subscribe template", account.id, template_id, template)
    return {**OK, "priTmplId": template_id}


@endpoint(API, "POST", "/wxaapi/newtmpl/deltemplate", MINI_PROGRAM)
def delete_template(call: Call) -> Json:
    """Remove a template."""
    if not call.world.store.delete("subscribe template", call.account.id, call.text("priTmplId", 40037)):
        raise ApiError(40037, "no such template in this Mini Program")
    return OK
