"""What a message of customer service may hold."""

from typing import Any

from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Call, Json
from wechat_sandbox.wecom import media

# What each kind must carry: the object named like the kind, and the texts in it.
_NEEDS: dict[str, tuple[str, ...]] = {
    "text": ("content",),
    "image": ("media_id",),
    "voice": ("media_id",),
    "video": ("media_id",),
    "file": ("media_id",),
    "link": ("title", "url", "thumb_media_id"),
    "miniprogram": ("appid", "thumb_media_id", "pagepath"),
    "msgmenu": (),
    "location": (),
    "business_card": ("userid",),
    "ca_link": ("link_url",),
}
KINDS = tuple(_NEEDS)
_FILES = ("image", "voice", "video", "file")
LONGEST_TEXT = 2048
# What each item of a menu must carry, and what it may carry besides.
_ITEMS = {
    "click": ("content",),
    "view": ("url", "content"),
    "miniprogram": ("appid", "pagepath", "content"),
    "text": ("content",),
}


def read(call: Call, kinds: tuple[str, ...] = KINDS) -> Json:
    """Read `msgtype` and the object of that name.

    Raises:
        ApiError: 40058 for a kind or a content that cannot be, 40007 for a file that is not there, 95008 and 95009 for menus.
    """
    kind = call.text("msgtype", 40058, 32)
    if kind not in kinds:
        raise ApiError(40058, f"msgtype is one of {', '.join(kinds)}")
    content = call.body.get(kind)
    if not isinstance(content, dict) or not all(_is_text(content.get(name)) for name in _NEEDS[kind]):
        raise ApiError(40058, f"{kind} holds {', '.join(_NEEDS[kind]) or 'its content'}")
    if kind in _FILES:
        media.alive(call, content["media_id"], kind)
    if "thumb_media_id" in content:
        media.alive(call, content["thumb_media_id"], "image")
    if kind == "text" and len(content["content"].encode()) > LONGEST_TEXT:
        raise ApiError(40058, f"a text of at most {LONGEST_TEXT} bytes")
    if kind == "location" and not all(_is_number(content.get(name)) for name in ("latitude", "longitude")):
        raise ApiError(40058, "location holds latitude and longitude")
    if kind == "msgmenu":
        _check_menu(call, content)
    return {"msgtype": kind, kind: content}


def choices(content: Json) -> list[Json]:
    """Return the items of a menu that a person can answer with: `id` and `content` of each."""
    items = content.get("msgmenu", {}).get("list", [])
    return [{"id": item["click"].get("id", ""), **item["click"]} for item in items if item["type"] == "click"]


def _check_menu(call: Call, menu: Json) -> None:
    items = menu.get("list", [])
    for name in ("head_content", "tail_content"):
        if not isinstance(menu.get(name, ""), str) or len(menu.get(name, "").encode()) > 1024:
            raise ApiError(40058, f"{name} is a text of at most 1024 bytes")
    if not isinstance(items, list) or not (items or menu.get("head_content")):
        raise ApiError(40058, "a menu holds head_content or list")
    if len(items) > call.world.settings.kf_menu_items:
        raise ApiError(95008, f"{call.world.settings.kf_menu_items} items a menu")
    for item in items:
        kind = item.get("type") if isinstance(item, dict) else None
        inner = item.get(kind) if isinstance(kind, str) else None
        if kind not in _ITEMS or not isinstance(inner, dict):
            raise ApiError(95009, f"an item is one of {', '.join(_ITEMS)} and holds it")
        if not all(_is_text(inner.get(name)) for name in _ITEMS[kind]) or len(str(inner.get("id", ""))) > 128:
            raise ApiError(40058, f"an item of type {kind} holds {', '.join(_ITEMS[kind])}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 4096


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 180
