"""Template messages: service notices to followers, and the templates they are written with."""

from wechat_sandbox import inbox, templates
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.clock import china_date
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import blacklist, fans, levels
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

FINISH_DELAY_SECONDS = 1.0
# WeChat's trades, as far as this sandbox knows them; a new account is in the first two.
_INDUSTRIES = {
    "1": ("IT科技", "互联网|电子商务"),
    "2": ("IT科技", "IT软件与服务"),
    "4": ("IT科技", "电子技术"),
    "6": ("IT科技", "网络游戏"),
    "7": ("金融业", "银行"),
    "10": ("餐饮", "餐饮"),
    "11": ("酒店旅游", "酒店"),
    "31": ("文体娱乐", "传媒"),
    "39": ("商业/贸易", "批发零售"),
    "41": ("其它", "其它"),
}


@endpoint(API, "POST", "/cgi-bin/message/template/send", OFFICIAL_ACCOUNT, daily=100_000)
def send_template(call: Call) -> Json:
    """Send a template message; the same client_msg_id reaches a person once."""
    world, account = call.world, call.account
    levels.service_only(account)
    openid = call.text("touser", 40003)
    person = fans.known(world, account, openid)
    blacklist.refuse_blocked(world, account, openid)
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
    blocked = blocked or bool(world.people.array(f"blocks templates:{account.id}", bool)[person])
    status = "failed:user block" if blocked else "success"
    if not blocked and world.dice.one("template fails", person, msgid) < world.settings.template_system_failures:
        status = "failed: system failed"
    if status == "success":
        inbox.receive(world, Letter(account, person, inbox.TEMPLATE, content, client_id or None, str(msgid)))
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


@endpoint(API, "GET", "/cgi-bin/template/get_industry", OFFICIAL_ACCOUNT)
def get_industry(call: Call) -> Json:
    """Tell the two trades that the account's templates are from."""
    held = _industries(call)
    names = {"primary_industry": held["primary"], "secondary_industry": held["secondary"]}
    return {
        name: {"first_class": _INDUSTRIES[number][0], "second_class": _INDUSTRIES[number][1]} for name, number in names.items()
    }


@endpoint(API, "POST", "/cgi-bin/template/api_set_industry", OFFICIAL_ACCOUNT)
def set_industry(call: Call) -> Json:
    """Choose the two trades, a few times a month."""
    chosen = [str(call.body.get(name)) for name in ("industry_id1", "industry_id2")]
    if not all(number in _INDUSTRIES for number in chosen):
        raise ApiError(40035, f"industry_id1 and industry_id2 are of {', '.join(_INDUSTRIES)}")
    month = china_date(call.world.now()).strftime("%Y-%m")
    times = _industries(call)["changes"].get(month, 0)
    if times >= call.world.settings.industry_changes_per_month:
        raise ApiError(43100, f"{call.world.settings.industry_changes_per_month} changes a month")
    doc = {"primary": chosen[0], "secondary": chosen[1], "changes": {month: times + 1}}
    call.world.store.put("industries", call.account.id, "industries", doc)
    return OK


def _industries(call: Call) -> Doc:
    held = call.world.store.get("industries", call.account.id, "industries")
    return held or {"primary": "1", "secondary": "39", "changes": {}}


def _client_id(call: Call) -> str:
    client_id = call.body.get("client_msg_id", "")
    if not isinstance(client_id, str) or len(client_id) > 32:
        raise ApiError(40035, "client_msg_id is a text of at most 32 characters")
    return client_id
