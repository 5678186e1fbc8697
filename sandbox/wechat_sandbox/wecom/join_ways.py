"""Join ways (加入群聊): codes by which customers join groups."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import groups, pictures
from wechat_sandbox.wecom.arguments import EC, choice, document, short_text
from wechat_sandbox.wecom.contact_ways import room_for_code
from wechat_sandbox.world import World

BUTTON, QR_CODE = 1, 2
LONGEST_ROOM_NAME = 40


@endpoint(WORK, "POST", f"{EC}/groupchat/add_join_way", WECOM)
def add_way(call: Call) -> Json:
    """Make a code for up to five groups."""
    world, account = call.world, call.account
    way = _given(call, {})
    room_for_code(call)
    number = world.store.next_number("join ways")
    config_id = world.dice.digest("join way", account.id, number).hex()[:32]
    picture = pictures.new_code(world, account, "join way", number)
    world.store.put("join way", account.id, config_id, {"config_id": config_id, **way, "qr_code": picture})
    answer = {"config_id": config_id}
    return {**answer, "qr_code": picture} if way["scene"] == QR_CODE else answer


@endpoint(WORK, "POST", f"{EC}/groupchat/get_join_way", WECOM)
def get_way(call: Call) -> Json:
    """Show a code."""
    return {"join_way": _way(call)}


@endpoint(WORK, "POST", f"{EC}/groupchat/update_join_way", WECOM)
def update_way(call: Call) -> Json:
    """Change a code; what is not given is cleared, as the platform overwrites the whole."""
    way = _way(call)
    call.world.store.put("join way", call.account.id, way["config_id"], {**way, **_given(call, way)})
    return {}


@endpoint(WORK, "POST", f"{EC}/groupchat/del_join_way", WECOM)
def delete_way(call: Call) -> Json:
    """Remove a code."""
    call.world.store.delete("join way", call.account.id, _way(call)["config_id"])
    return {}


def open_group(world: World, corp: Account, way: Doc, at: float) -> Doc | None:
    """Return the first group behind a code that has room, made now if the code makes groups; None when all are full."""
    held = [group for chat_id in way["chat_id_list"] if (group := groups.find(world, corp, chat_id))]
    for group in held:
        if len(group["members"]) < world.settings.group_code_size:
            return group
    if not way["auto_create_room"] or not held:
        return None
    name = f"{way['room_base_name'] or held[0]['name']}{way['room_base_id'] or len(held) + 1}"
    made = groups.make(world, corp, held[0]["owner"], name, [], at)
    # A code keeps its five newest groups.
    chats = [*way["chat_id_list"], made["chat_id"]][-world.settings.groups_per_join_way :]
    changed = {**way, "chat_id_list": chats, "room_base_id": way["room_base_id"] + 1 if way["room_base_id"] else 0}
    world.store.put("join way", corp.id, way["config_id"], changed)
    return made


def _way(call: Call) -> Doc:
    return document(call, "join way", "config_id", 41043, 41044)


def _given(call: Call, before: Doc) -> Doc:
    most = call.world.settings.groups_per_join_way
    chats = call.body.get("chat_id_list")
    if isinstance(chats, list) and len(chats) > most:
        raise ApiError(41091, f"at most {most} groups behind one code")
    for chat_id in call.texts("chat_id_list", 40058, most):
        if groups.find(call.world, call.account, chat_id) is None:
            raise ApiError(40050, "no such group")
    base = call.number("room_base_id", 40058, 0)
    if not 0 <= base < 2**31:
        raise ApiError(40058, "room_base_id is a number from 0")
    marked = call.body.get("mark_source", True)
    if not isinstance(marked, bool):
        raise ApiError(40058, "mark_source is true or false")
    return {
        "scene": choice(call, "scene", (BUTTON, QR_CODE), default=before.get("scene")),
        "remark": short_text(call, "remark", 30),
        "auto_create_room": choice(call, "auto_create_room", (0, 1), default=1),
        "room_base_name": short_text(call, "room_base_name", LONGEST_ROOM_NAME),
        "room_base_id": base,
        "chat_id_list": list(dict.fromkeys(call.body["chat_id_list"])),
        "state": short_text(call, "state", 30),
        "mark_source": marked,
    }
