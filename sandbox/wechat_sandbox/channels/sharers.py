"""Sharers 分享员: people whom a store has invited to share its products, and the orders that come of it."""

from base64 import b64encode

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import ask, orders
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.refusals import BAD, NO_OPENID, NO_SUCH
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import API, OK, Act, ActError, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_SHARER = "/channels/ec/sharer"
NORMAL, OF_STORE = 0, 1
BOUND, UNBOUND = 1, 2
_PAGE = 100
_MOST_PAGES = 100_000


@endpoint(API, "POST", f"{_SHARER}/bind", STORE)
def invite(call: Call) -> Json:
    """Invite somebody by openid or WeChat name; who scans the code within some days becomes a sharer."""
    world, shop, person = call.world, call.account, _whom(call)
    if find(world, shop, person):
        raise ApiError(BAD, "the person is a sharer already")
    if world.store.count("store sharer", shop.id) >= world.settings.store_sharers:
        raise ApiError(BAD, f"{world.settings.store_sharers} sharers")
    until = world.now() + world.settings.store_sharer_invitation_sim_days * DAY
    world.store.put("sharer invitation", shop.id, str(person), {"until": until})
    if world.dice.one("becomes a sharer", person, int(world.now())) < world.settings.store_invited_sharer_accepts:
        wait = world.dice.one("becomes a sharer when", person, int(world.now())) * DAY
        world.store.plan(world.now() + wait, person, "become_sharer", {"account": shop.id})
    picture = qr_png(f"https://channels.weixin.qq.com/shop/sharer?appid={shop.app_id}&person={person}")
    return {**OK, "qrcode_img_base64": b64encode(picture).decode()}


@endpoint(API, "POST", f"{_SHARER}/search_sharer", STORE)
def search(call: Call) -> Json:
    """Tell about a sharer."""
    sharer = find(call.world, call.account, _whom(call))
    if sharer is None:
        raise ApiError(NO_SUCH, "the person is no sharer")
    return {**OK, **_shown(call, sharer)}


@endpoint(API, "POST", f"{_SHARER}/get_sharer_list", STORE)
def list_sharers(call: Call) -> Json:
    """List sharers, page by page, of one type if given."""
    page, size = ask.count(call, "page", 1, _MOST_PAGES, 1), ask.count(call, "page_size", 1, _PAGE, 10)
    wanted = ask.count(call, "sharer_type", NORMAL, OF_STORE) if "sharer_type" in call.body else None
    everyone = call.world.store.all("store sharer", call.account.id)
    found = [sharer for sharer in everyone if wanted in (None, sharer["sharer_type"])]
    return {**OK, "sharer_info_list": [_shown(call, one) for one in found[(page - 1) * size : page * size]]}


@endpoint(API, "POST", f"{_SHARER}/get_sharer_order_list", STORE)
def list_sharer_orders(call: Call) -> Json:
    """List the orders that sharers brought about, page by page."""
    page, size = ask.count(call, "page", 1, _MOST_PAGES, 1), ask.count(call, "page_size", 1, _PAGE, 10)
    person = ask.person(call) if "openid" in call.body else None
    scene = ask.count(call, "share_scene", 1, 20) if "share_scene" in call.body else None
    span = ask.stretch(_span(call), "start_time to end_time", call.world.settings.store_list_sim_days * DAY)
    shared = call.world.store.entries("shared orders", 0, -1, person, call.account.id)
    found = [
        entry
        for _, entry in shared
        if scene in (None, entry["share_scene"]) and (not span or span[0] <= entry["at"] <= span[1])
    ]
    return {**OK, "order_list": [_order(call, entry) for entry in found[(page - 1) * size : page * size]]}


@endpoint(API, "POST", f"{_SHARER}/unbind", STORE)
def unbind(call: Call) -> Json:
    """Let go of sharers."""
    done, refused = [], []
    for openid in call.texts("openid_list", BAD, 100):
        person = call.world.people.find(call.account, openid)
        if person is None or not call.world.store.delete("store sharer", call.account.id, str(person)):
            refused.append(openid)
            continue
        done.append(openid)
        _tell(call.world, call.account, person, UNBOUND, call.world.now())
    return {**OK, "success_openid": done, "fail_openid": [], "refuse_openid": refused}


@action("become_sharer")
def become_sharer(world: World, act: Act) -> Json:
    """Scan the code of an invitation to share a store's products."""
    shop = world.account(act, STORE)
    invitation = world.store.get("sharer invitation", shop.id, str(act.person))
    if invitation is None or act.at > invitation["until"]:
        raise ActError("nobody has invited this person, or it was too long ago")
    world.store.delete("sharer invitation", shop.id, str(act.person))
    sharer = {"person": act.person, "sharer_type": OF_STORE, "bind_time": int(act.at)}
    world.store.put("store sharer", shop.id, str(act.person), sharer)
    return {"sharer": True, "deliveries": _tell(world, shop, act.person, BOUND, act.at)}


def find(world: World, shop: Account, person: int) -> Doc | None:
    """Return what makes a person a sharer, None when nothing does."""
    return world.store.get("store sharer", shop.id, str(person))


def note_order(world: World, shop: Account, order: Doc) -> None:
    """Write down that an order came of a sharer's work."""
    person, scene, sharer_type = order["sharer"]
    entry = {"order_id": order["order_id"], "at": order["create_time"], "share_scene": scene, "sharer_type": sharer_type}
    world.store.append("shared orders", {**entry, "person": person, "day": china_day(order["create_time"])}, person, shop.id)


def _whom(call: Call) -> int:
    """Read who is meant: by openid, or by WeChat id, which here is wxid_ and the person's number."""
    if "openid" in call.body:
        return ask.person(call)
    number = call.text("username", BAD, 100).removeprefix("wxid_")
    if not number.isascii() or not number.isdigit() or int(number) >= call.world.people.count:
        raise ApiError(NO_OPENID, "nobody has this WeChat id")
    return int(number)


def _span(call: Call) -> Json | None:
    given: Json = {name: call.body[name] for name in ("start_time", "end_time") if name in call.body}
    return given or None


def _shown(call: Call, sharer: Doc) -> Json:
    people, person = call.world.people, sharer["person"]
    return {
        "openid": people.openid(call.account, person),
        "unionid": people.unionid(call.account, person),
        "nickname": people.name(person),
        "bind_time": sharer["bind_time"],
        "sharer_type": sharer["sharer_type"],
    }


def _order(call: Call, entry: Doc) -> Json:
    order = orders.find(call.world, call.account, entry["order_id"])
    assert order is not None
    scene = {
        "promoter_id": shops.finder_id(call.world, call.account),
        "finder_nickname": call.account.name,
        "live_export_id": order["live_id"],
        "video_export_id": "",
        "video_title": "",
    }
    return {
        "order_id": entry["order_id"],
        "share_scene": entry["share_scene"],
        "sharer_openid": call.world.people.openid(call.account, entry["person"]),
        "sharer_type": entry["sharer_type"],
        "sku_id": order["line"]["sku_id"],
        "product_id": order["line"]["product_id"],
        "from_wecom": False,
        "finder_scene_info": scene,
    }


def _tell(world: World, shop: Account, person: int, status: int, at: float) -> list[int]:
    fields = {"openid": world.people.openid(shop, person), "sharer_type": OF_STORE, "bind_status": status}
    return shops.tell(world, shop, person, at, "channels_ec_sharer_change", **fields)
