"""Live codes: QR codes by which customers add members of staff."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_EC = "/cgi-bin/externalcontact"
MOST_USERS = 100
SINGLE, MULTI = 1, 2
PAGE = 1000


@endpoint(WORK, "POST", f"{_EC}/add_contact_way", WECOM)
def add_way(call: Call) -> Json:
    """Make a live code."""
    world, account = call.world, call.account
    if world.store.count("contact way", account.id) >= world.settings.contact_ways:
        raise ApiError(41045, f"{world.settings.contact_ways} codes a corp")
    if call.body.get("type") not in (SINGLE, MULTI):
        raise ApiError(41037, "type is 1 or 2")
    if call.body.get("scene") not in (1, 2):
        raise ApiError(40058, "scene is 1 or 2")
    number = world.store.next_number("contact ways")
    config_id = world.dice.digest("contact way", account.id, number).hex()[:32]
    way = {
        "config_id": config_id,
        "type": call.body["type"],
        "scene": call.body["scene"],
        "style": call.body.get("style", 1),
        "is_temp": bool(call.body.get("is_temp", False)),
        "qr_code": "https://wework.qpic.cn/wwpic/" + world.dice.word(30, "way picture", account.id, number),
        **_changeable(call, call.body["type"]),
    }
    world.store.put("contact way", account.id, config_id, way)
    return {"config_id": config_id, "qr_code": way["qr_code"]}


@endpoint(WORK, "POST", f"{_EC}/get_contact_way", WECOM)
def get_way(call: Call) -> Json:
    """Show a live code."""
    return {"contact_way": _way(call)}


@endpoint(WORK, "POST", f"{_EC}/list_contact_way", WECOM)
def list_ways(call: Call) -> Json:
    """List live codes, page by page."""
    limit = call.number("limit", 40058, 100)
    if not 1 <= limit <= PAGE:
        raise ApiError(40058, f"limit is 1 to {PAGE}")
    page = call.world.store.page("contact way", call.account.id, call.cursor(), limit)
    ways = [{"config_id": config_id} for _, config_id, _ in page]
    return {"contact_way": ways, "next_cursor": str(page[-1][0]) if len(page) == limit else ""}


@endpoint(WORK, "POST", f"{_EC}/update_contact_way", WECOM)
def update_way(call: Call) -> Json:
    """Change a live code."""
    way = _way(call)
    changed = {**way, **_changeable(call, way["type"], way)}
    call.world.store.put("contact way", call.account.id, way["config_id"], changed)
    return {}


@endpoint(WORK, "POST", f"{_EC}/del_contact_way", WECOM)
def delete_way(call: Call) -> Json:
    """Remove a live code."""
    call.world.store.delete("contact way", call.account.id, _way(call)["config_id"])
    return {}


def _way(call: Call) -> Doc:
    way = call.world.store.get("contact way", call.account.id, call.text("config_id", 41044))
    if way is None:
        raise ApiError(41044, "no such code")
    return way


def _changeable(call: Call, kind: int, before: Doc | None = None) -> Doc:
    given = {**(before or {}), **call.body}
    users = given.get("user", [])
    if not isinstance(users, list) or not users or not all(isinstance(user, str) for user in users):
        raise ApiError(40058, "user holds members")
    if len(users) > (1 if kind == SINGLE else MOST_USERS):
        raise ApiError(41041, "one user of type 1, at most 100 of type 2")
    for user in users:
        if call.world.store.get("staff", call.account.id, user) is None:
            raise ApiError(60111, "no such member")
    texts = {name: given.get(name, "") for name in ("remark", "state")}
    if not all(isinstance(text, str) and len(text) <= 30 for text in texts.values()):
        raise ApiError(40058, "remark and state are texts of at most 30 characters")
    return {"user": users, **texts, "skip_verify": bool(given.get("skip_verify", True))}
