"""Subscribe notices (订阅通知) of a service account: one accept is one notice."""

from wechat_sandbox import inbox, templates, windows
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.mini_program.subscribe_events import subscribe_event
from wechat_sandbox.official_account import blacklist, fans, levels
from wechat_sandbox.registry import API, OK, Call, Json, endpoint, seed
from wechat_sandbox.world import World

NOTICE: dict[str, str | int] = {
    "priTmplId": "Notice_new_arrival_0000000000000000000000001",
    "title": "新品上架提醒",
    "content": "商品名称:{{thing1.DATA}}\n温馨提示:{{thing5.DATA}}\n",
    "example": "商品名称:冻干草莓\n温馨提示:您关注的新品已上架\n",
    "type": 2,
}


@seed
def give_notice(world: World) -> None:
    """Give the first service account a notice to send."""
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT)[:1]:
        world.store.put("subscribe template", account.id, str(NOTICE["priTmplId"]), dict(NOTICE))


@endpoint(API, "POST", "/cgi-bin/message/subscribe/bizsend", OFFICIAL_ACCOUNT)
def send_notice(call: Call) -> Json:
    """Send the one notice that a person accepted."""
    world, account = call.world, call.account
    levels.service_only(account)
    openid = call.text("touser", 40003)
    person = fans.known(world, account, openid)
    blacklist.refuse_blocked(world, account, openid)
    template = world.store.get("subscribe template", account.id, call.text("template_id", 40037))
    if template is None:
        raise ApiError(40037, "no such notice in this account")
    page, program = call.body.get("page") or "", call.body.get("miniprogram") or {}
    if not isinstance(page, str) or not isinstance(program, dict):
        raise ApiError(41030, "page is an address, miniprogram an object")
    if program and world.accounts.by_app_id(str(program.get("appid"))) is None:
        raise ApiError(40013, "miniprogram.appid is a Mini Program bound to this account")
    templates.check(template["content"], call.body.get("data"))
    windows.use_consent(world, account, openid, template["priTmplId"])
    msgid = 2_000_000_000_000_000_000 + world.store.next_number("messages")
    content = {
        "template_id": template["priTmplId"],
        "title": template["title"],
        "text": templates.rendered(template["content"], call.body["data"]),
        "url": page,
        "miniprogram": program,
    }
    inbox.receive(world, Letter(account, person, inbox.NOTICE, content, msgid=str(msgid)))
    sent = {"TemplateId": template["priTmplId"], "MsgID": str(msgid), "ErrorCode": "0", "ErrorStatus": "success"}
    world.callback(account, person, world.now(), **subscribe_event(world, account, "subscribe_msg_sent_event", [sent]))
    return OK
