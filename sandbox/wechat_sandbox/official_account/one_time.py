"""One-time subscriptions (一次性订阅): a person agrees on a page to one message, followers and others alike."""

from urllib.parse import urlencode

from wechat_sandbox import inbox, windows
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.pages import PAGE_DOOR
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import fans, levels, visitor_pages
from wechat_sandbox.registry import API, OK, PAGES, Call, Json, Reply, endpoint, redirect, seed
from wechat_sandbox.world import World

LONGEST_TITLE, LONGEST_CONTENT = 15, 200
MOST_SCENES = 10_000
LONGEST_RESERVED = 128


@seed
def give_template(world: World) -> None:
    """Give every account the one template it has for this; the account shows its id."""
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        world.accounts.change(account, {"more": {**account.more, "one_time_template": template_of(world, account)}})


def template_of(world: World, account: Account) -> str:
    """Return the id of an account's template."""
    return str(account.more.get("one_time_template") or world.dice.word(43, "one-time template", account.id))


@endpoint(PAGES, "GET", "/mp/subscribemsg", OFFICIAL_ACCOUNT, bearer="", daily=0, door=PAGE_DOOR)
def ask(call: Call) -> Reply:
    """Ask a person whether one message may come, and lead them back with the answer."""
    world, account, query = call.world, call.account, call.query
    if query.get("action") != "get_confirm":
        raise ApiError(40035, "action is get_confirm")
    scene = _scene(query.get("scene", ""))
    template_id = _template(call, query.get("template_id", ""))
    back = visitor_pages.allowed_address(account, query.get("redirect_url", ""))
    if len(query.get("reserved", "")) > LONGEST_RESERVED:
        raise ApiError(40035, f"reserved is at most {LONGEST_RESERVED} characters")
    person = visitor_pages.visitor(call)
    if person is None:
        return visitor_pages.choose(call)
    answer = query.get("sandbox_consent", "")
    if answer not in ("allow", "deny"):
        return visitor_pages.consent(call, person, "一次性订阅消息", "将向你发送一条消息")
    openid = world.people.openid(account, person)
    if answer == "allow":
        windows.give_consent(world, account, openid, f"{template_id}:{scene}")
    told = {
        "openid": openid,
        "template_id": template_id,
        "action": "confirm" if answer == "allow" else "cancel",
        "scene": str(scene),
        "reserved": query.get("reserved", ""),
    }
    if answer == "deny":
        del told["openid"]
    return redirect(visitor_pages.with_query(back, urlencode(told)))


@endpoint(API, "POST", "/cgi-bin/message/template/subscribe", OFFICIAL_ACCOUNT)
def send_once(call: Call) -> Json:
    """Send the one message."""
    world, account = call.world, call.account
    levels.service_only(account)
    openid = call.text("touser", 40003)
    person = fans.known(world, account, openid)
    template_id = _template(call, call.body.get("template_id"))
    scene = _scene(str(call.body.get("scene")))
    title = call.text("title", 47003, LONGEST_TITLE)
    data = call.body.get("data")
    content = data.get("content") if isinstance(data, dict) else None
    value = content.get("value") if isinstance(content, dict) else None
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_CONTENT:
        raise ApiError(47003, f"data.content.value is a text of at most {LONGEST_CONTENT} characters")
    windows.use_consent(world, account, openid, f"{template_id}:{scene}")
    sent = {
        "template_id": template_id,
        "title": title,
        "text": value,
        "url": call.body.get("url") or "",
        "miniprogram": call.body.get("miniprogram") or {},
    }
    inbox.receive(world, Letter(account, person, inbox.NOTICE, sent))
    return OK


def _scene(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > MOST_SCENES:
        raise ApiError(40035, f"scene is 0 to {MOST_SCENES}")
    return int(text)


def _template(call: Call, template_id: object) -> str:
    if not template_id or template_id != template_of(call.world, call.account):
        raise ApiError(40037, "template_id is the account's one_time_template")
    return str(template_id)
