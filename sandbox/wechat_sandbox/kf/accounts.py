"""Customer-service accounts of a corp, and the links by which people reach them."""

import re

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import media
from wechat_sandbox.world import World

KF_ACCOUNT, KF_LINK = "kf account", "kf link"
NOBODY = -1
LONGEST_NAME = 16
PAGE = 100
_SCENE = re.compile(r"[0-9a-zA-Z_-]{0,32}")


def of_call(call: Call) -> Doc:
    """Return the kf account a call names.

    Raises:
        ApiError: 95000 for what cannot be an open_kfid, 95004 for one that does not exist.
    """
    open_kfid = call.body.get("open_kfid", call.query.get("open_kfid"))
    if not isinstance(open_kfid, str) or not open_kfid.startswith("wk") or len(open_kfid) > 64:
        raise ApiError(95000, "open_kfid begins with wk")
    found = call.world.store.get(KF_ACCOUNT, call.account.id, open_kfid)
    if found is None:
        raise ApiError(95004, "no such kf account")
    return found


def link_of(world: World, corp: Account, url: str) -> Doc | None:
    """Find the link that a person has opened, by its address."""
    found = re.search(r"enc_scene=([0-9A-Za-z_-]+)", url)
    return world.store.get(KF_LINK, corp.id, found[1]) if found else None


@endpoint(WORK, "POST", "/cgi-bin/kf/account/add", WECOM)
def add_account(call: Call) -> Json:
    """Open a customer-service account."""
    world, corp = call.world, call.account
    name = _name(call)
    media_id = media.alive(call, call.body.get("media_id"), "image")["media_id"]
    if world.store.count(KF_ACCOUNT, corp.id) >= world.settings.kf_accounts:
        raise ApiError(95005, f"{world.settings.kf_accounts} kf accounts a corp")
    number = world.store.next_number(f"kf accounts of {corp.id}")
    open_kfid = "wk" + world.dice.word(30, "kf account", corp.id, number)
    account = {"open_kfid": open_kfid, "name": name, "media_id": media_id, "servicers": {}, "departments": []}
    world.store.put(KF_ACCOUNT, corp.id, open_kfid, account)
    _tell(call, AuthAddOpenKfId=open_kfid)
    return {"open_kfid": open_kfid}


@endpoint(WORK, "POST", "/cgi-bin/kf/account/update", WECOM)
def update_account(call: Call) -> Json:
    """Change an account's name or picture."""
    account = of_call(call)
    if "name" in call.body:
        account["name"] = _name(call)
    if "media_id" in call.body:
        account["media_id"] = media.alive(call, call.body["media_id"], "image")["media_id"]
    call.world.store.put(KF_ACCOUNT, call.account.id, account["open_kfid"], account)
    return {}


@endpoint(WORK, "POST", "/cgi-bin/kf/account/del", WECOM)
def delete_account(call: Call) -> Json:
    """Close an account; its links lead nowhere from now on."""
    open_kfid = of_call(call)["open_kfid"]
    call.world.store.delete(KF_ACCOUNT, call.account.id, open_kfid)
    for _, scene, link in call.world.store.page(KF_LINK, call.account.id, limit=-1):
        if link["open_kfid"] == open_kfid:
            call.world.store.delete(KF_LINK, call.account.id, scene)
    _tell(call, AuthDelOpenKfId=open_kfid)
    return {}


@endpoint(WORK, "POST", "/cgi-bin/kf/account/list", WECOM)
def list_accounts(call: Call) -> Json:
    """List accounts."""
    offset, limit = call.number("offset", 40058, 0), call.number("limit", 40058, PAGE)
    if not 0 <= offset <= 10_000 or not 1 <= limit <= PAGE:
        raise ApiError(40058, f"offset from 0, limit 1 to {PAGE}")
    page = call.world.store.all(KF_ACCOUNT, call.account.id)[offset : offset + limit]
    return {"account_list": [_shown(account) for account in page]}


@endpoint(WORK, "POST", "/cgi-bin/kf/add_contact_way", WECOM)
def add_link(call: Call) -> Json:
    """Make a link to an account; the same scene gives the same link. People may find `&scene_param=` behind it."""
    world, corp = call.world, call.account
    open_kfid = of_call(call)["open_kfid"]
    scene = call.body.get("scene", "")
    if not isinstance(scene, str) or not _SCENE.fullmatch(scene):
        raise ApiError(40058, "scene is at most 32 of 0-9, a-z, A-Z, _ and -")
    sealed = "ENC" + world.dice.word(40, "kf link", open_kfid, scene)
    world.store.put(KF_LINK, corp.id, sealed, {"open_kfid": open_kfid, "scene": scene, "enc_scene": sealed})
    return {"url": f"https://work.weixin.qq.com/kfid/{open_kfid}?enc_scene={sealed}"}


def _name(call: Call) -> str:
    name = call.body.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise ApiError(95006, f"name is 1 to {LONGEST_NAME} characters")
    return name


def _shown(account: Doc) -> Json:
    return {
        "open_kfid": account["open_kfid"],
        "name": account["name"],
        "avatar": f"https://wework.qpic.cn/wwpic/{account['media_id']}/0",
        "manage_privilege": True,
    }


def _tell(call: Call, **change: str) -> None:
    call.world.callback(call.account, NOBODY, call.world.now(), Event="kf_account_auth_change", **change)
