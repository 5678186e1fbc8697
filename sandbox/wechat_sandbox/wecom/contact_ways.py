"""Live codes: QR codes and buttons by which customers add members of staff."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, departments, pictures
from wechat_sandbox.wecom.arguments import EC, choice, document, limit, numbers, short_text
from wechat_sandbox.wecom.content import check_part, text_of
from wechat_sandbox.world import World

SINGLE, MULTI = 1, 2
MINI_PROGRAM_BUTTON, QR_CODE = 1, 2
CONCLUSIONS = ("image", "link", "miniprogram")
LONGEST_REMARK = LONGEST_STATE = 30
_SHOWN_TEMPORARY = ("expires_in", "chat_expires_in", "unionid")


@endpoint(WORK, "POST", f"{EC}/add_contact_way", WECOM)
def add_way(call: Call) -> Json:
    """Make a live code."""
    world, account = call.world, call.account
    kind, scene = _kind(call)
    way = {
        "type": kind,
        "scene": scene,
        "style": choice(call, "style", (1, 2, 3), 41042, 1),
        "is_temp": _flag(call.body, "is_temp", False),
        **_changeable(call, kind, {}),
        **_temporary(call, {}),
    }
    if way["is_temp"] and kind != SINGLE:
        raise ApiError(40058, "a temporary code is of one member")
    room_for_code(call)
    if way["is_temp"]:
        _count_temporary(call)
    number = world.store.next_number("contact ways")
    config_id = world.dice.digest("contact way", account.id, number).hex()[:32]
    way = {"config_id": config_id, **way, "created": int(world.now())}
    if scene == QR_CODE:
        way["qr_code"] = pictures.new_code(world, account, "contact way", number)
    world.store.put("contact way", account.id, config_id, way)
    return {name: way[name] for name in ("config_id", "qr_code") if name in way}


@endpoint(WORK, "POST", f"{EC}/get_contact_way", WECOM)
def get_way(call: Call) -> Json:
    """Show a live code."""
    way = _way(call)
    hidden = ("created", *(() if way["is_temp"] else _SHOWN_TEMPORARY))
    return {"contact_way": {name: value for name, value in way.items() if name not in hidden}}


@endpoint(WORK, "POST", f"{EC}/list_contact_way", WECOM)
def list_ways(call: Call) -> Json:
    """List live codes, page by page, those of a stretch of time if it is named; temporary ones are not listed."""
    start, end = call.number("start_time", 40058, 0), call.number("end_time", 40058, 2**62)
    most, after = limit(call, 100, 1000), call.cursor()
    found: list[Json] = []
    while len(found) < most:
        page = call.world.store.page("contact way", call.account.id, after, most)
        for after, config_id, way in page:
            if not way["is_temp"] and start <= way["created"] <= end:
                found.append({"config_id": config_id})
            if len(found) == most:
                return {"contact_way": found, "next_cursor": str(after)}
        if len(page) < most:
            break
    return {"contact_way": found, "next_cursor": ""}


@endpoint(WORK, "POST", f"{EC}/update_contact_way", WECOM)
def update_way(call: Call) -> Json:
    """Change a live code; type, scene and being temporary stay."""
    way = _way(call)
    changed = {**way, **_changeable(call, way["type"], way), **_temporary(call, way)}
    changed["style"] = choice(call, "style", (1, 2, 3), 41042, way["style"])
    call.world.store.put("contact way", call.account.id, way["config_id"], changed)
    return {}


@endpoint(WORK, "POST", f"{EC}/del_contact_way", WECOM)
def delete_way(call: Call) -> Json:
    """Remove a live code."""
    call.world.store.delete("contact way", call.account.id, _way(call)["config_id"])
    return {}


@endpoint(WORK, "POST", f"{EC}/close_temp_chat", WECOM)
def close_temporary_chat(call: Call) -> Json:
    """End a temporary conversation and send its closing words."""
    held = contacts.need(call.world, call.account, call.text("userid", 41009), call.text("external_userid", 41035))
    if not held.get("temporary"):
        raise ApiError(84061, "the two have no temporary conversation")
    end_temporary(call.world, call.account, held)
    return {}


def end_temporary(world: World, corp: Account, held: Doc) -> None:
    """End a temporary conversation: both are strangers again, and the customer reads the closing words."""
    way = world.store.get("contact way", corp.id, held["temporary"])
    person = world.people.find(corp, held["external_userid"])
    if way is not None and way["conclusions"] and person is not None:
        inbox.receive(world, Letter(corp, person, inbox.CUSTOM, {**way["conclusions"], "userid": held["userid"]}))
    contacts.remove(world, corp, held)


def members_of(world: World, corp: Account, way: Doc) -> list[str]:
    """List who is behind a code now: its members, and those of its departments."""
    found = departments.everybody(world, corp, way["user"], departments.alive(world, corp, way["party"]))
    return [userid for userid in found if world.store.get("staff", corp.id, userid) is not None]


def room_for_code(call: Call) -> None:
    """Refuse one live code or join way too many."""
    store, most = call.world.store, call.world.settings.contact_ways
    if store.count("contact way", call.account.id) + store.count("join way", call.account.id) >= most:
        raise ApiError(41045, f"{most} codes a corp, join ways of groups included")


def _kind(call: Call) -> tuple[int, int]:
    if call.body.get("type") is None:
        raise ApiError(41037, "type is missing")
    if call.body.get("scene") is None:
        raise ApiError(41038, "scene is missing")
    return choice(call, "type", (SINGLE, MULTI), 41039), choice(call, "scene", (MINI_PROGRAM_BUTTON, QR_CODE), 41040)


def _way(call: Call) -> Doc:
    return document(call, "contact way", "config_id", 41043, 41044)


def _changeable(call: Call, kind: int, before: Doc) -> Doc:
    given = {**before, **call.body}
    users, parties = given.get("user") or [], numbers(given.get("party"), 40058, "party")
    if not isinstance(users, list) or not all(isinstance(user, str) for user in users) or not (users or parties):
        raise ApiError(40058, "user holds members, or party departments")
    if kind == SINGLE and (len(users) != 1 or parties):
        raise ApiError(41041, "type 1 has one user and no party")
    for user in users:
        doc = call.world.store.get("staff", call.account.id, user)
        if doc is None:
            raise ApiError(60111, "no such member")
        if doc["status"] != 1:
            raise ApiError(41054, "the member has not activated WeCom")
    most = call.world.settings.contact_way_users
    if len(users) > most or len(departments.everybody(call.world, call.account, users, parties)) > most:
        raise ApiError(41041, f"at most {most} members, departments spread out")
    texts = {"remark": short_text(call, "remark", LONGEST_REMARK), "state": short_text(call, "state", LONGEST_STATE)}
    kept = {name: text if name in call.body else before.get(name, "") for name, text in texts.items()}
    flags = {
        "skip_verify": _flag(given, "skip_verify", True),
        "is_exclusive": _flag(given, "is_exclusive", False),
        "mark_source": _flag(given, "mark_source", True),
    }
    return {"user": users, "party": parties, **kept, **flags}


def _temporary(call: Call, before: Doc) -> Doc:
    """Read what only temporary codes have: their life, that of the conversation, for whom, and closing words."""
    longest = call.world.settings.temporary_way_sim_days * DAY
    lives = {}
    for name in ("expires_in", "chat_expires_in"):
        lives[name] = call.number(name, 40058, before.get(name, longest if name == "chat_expires_in" else 7 * DAY))
        if not 0 < lives[name] <= longest:
            raise ApiError(40058, f"{name} is at most {longest}")
    unionid = short_text(call, "unionid", 64) or before.get("unionid", "")
    return {**lives, "unionid": unionid, "conclusions": _conclusions(call, before)}


def _conclusions(call: Call, before: Doc) -> Json:
    given = call.body.get("conclusions")
    if given is None:
        return dict(before.get("conclusions") or {})
    if not isinstance(given, dict):
        raise ApiError(40058, "conclusions is an object")
    words = text_of(given.get("text"))
    kept: Json = {"text": {"content": words}} if words else {}
    for kind in CONCLUSIONS:
        if given.get(kind) is not None:
            if not isinstance(given[kind], dict):
                raise ApiError(40058, f"{kind} is an object")
            check_part(call, kind, given[kind])
            kept[kind] = given[kind]
    return kept


def _count_temporary(call: Call) -> None:
    most, day = call.world.settings.temporary_ways_per_sim_day, str(china_day(call.world.now()))
    made = (call.world.store.get("temporary ways", call.account.id, day) or {"made": 0})["made"]
    if made >= most:
        raise ApiError(41045, f"{most} temporary codes a day")
    call.world.store.put("temporary ways", call.account.id, day, {"made": made + 1})


def _flag(given: Json, name: str, default: bool) -> bool:
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise ApiError(40058, f"{name} is true or false")
    return value
