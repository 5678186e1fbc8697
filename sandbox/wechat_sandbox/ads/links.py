"""Links by which people who see an ad add a member of staff in WeCom."""

from wechat_sandbox.accounts import ADVERTISER, WECOM, Account
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

LINK = "acquisition link"
"""The corp's own kind: a link made here is one of its customer-acquisition links."""
_MINE = "ad wecom link"
_PATH = "/v3.0/wecom_customer_acquisition_link"


@endpoint(ADS, "POST", f"{_PATH}/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_link(call: Call) -> Json:
    """Make a link to members of a corp."""
    corp, world = _corp(call), call.world
    users = call.body.get("user_id_list") or []
    departments = arguments.wholes(call.body, "department_id_list", world.settings.ads_link_users)
    most = world.settings.ads_link_users
    if not isinstance(users, list) or len(users) > most or not (users or departments):
        raise ApiError(ads.BAD_ARGUMENT, f"user_id_list holds at most {most} members, or department_id_list is given")
    if not all(isinstance(user, str) and world.store.get("staff", corp.id, user) is not None for user in users):
        raise ApiError(ads.NOT_FOUND, "user_id_list holds members of the corp")
    verify = call.body.get("skip_verify", True)
    if not isinstance(verify, bool):
        raise ApiError(ads.BAD_ARGUMENT, "skip_verify is true or false")
    name = arguments.text(call.body, "link_name", 30)
    number = world.store.next_number("ad wecom links")
    link_id = "ca" + world.dice.word(20, "ad wecom link", corp.id, number)
    link = {
        "link_id": link_id,
        "link_name": name,
        "url": f"https://work.weixin.qq.com/ca/{world.dice.word(20, 'ad wecom address', corp.id, number)}",
        "create_time": int(world.now()),
        "skip_verify": verify,
        "mark_source": True,
        "range": {"user_list": users, "department_list": departments},
        "priority_option": {},
    }
    world.store.put(LINK, corp.id, link_id, link)
    world.store.put(_MINE, call.account.id, link_id, {"corp": corp.id, "link_id": link_id})
    return {"link": {name: _shown(link)[name] for name in ("link_id", "link_name", "link_url", "create_time")}}


@endpoint(ADS, "GET", f"{_PATH}/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_links(call: Call) -> Json:
    """List the links made here, page by page, or show one."""
    corp, world = _corp(call), call.world
    limit, cursor = arguments.whole(call.body, "limit", 10, 1, 100), arguments.whole(call.body, "cursor", 0)
    wanted = call.body.get("link_id")
    page = world.store.page(_MINE, call.account.id, cursor, limit)
    if wanted is not None:
        found = world.store.get(_MINE, call.account.id, str(wanted))
        page = [(0, found["link_id"], found)] if found else []
    links = [world.store.get(LINK, corp.id, link_id) for _, link_id, mine in page if mine["corp"] == corp.id]
    more = len(page) == limit and wanted is None
    shown = [_shown(link) for link in links if link is not None]
    return {"corp_id": corp.app_id, "link_detail_list": shown, "next_cursor": str(page[-1][0]) if more else ""}


def at_address(world: World, url: str) -> tuple[Account, Doc] | None:
    """Find the corp and the link that an address leads to."""
    for corp in world.accounts.of_kind(WECOM):
        for link in world.store.all(LINK, corp.id) if "work.weixin.qq.com/ca/" in url else []:
            if url.startswith(link["url"]):
                return corp, link
    return None


def _corp(call: Call) -> Account:
    corp = call.world.accounts.by_app_id(arguments.text(call.body, "corp_id", 64))
    if corp is None or corp.kind != WECOM:
        raise ApiError(ads.NOT_FOUND, "corp_id is a corp bound to the advertiser")
    return corp


def _shown(link: Doc) -> Json:
    return {
        "link_id": link["link_id"],
        "link_name": link["link_name"],
        "link_url": link["url"],
        "create_time": link["create_time"],
        "skip_verify": link["skip_verify"],
        "user_id_list": link["range"]["user_list"],
        "department_id_list": link["range"]["department_list"],
    }
