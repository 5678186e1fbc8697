"""An Official Account's tags on its followers."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

RESERVED = (0, 1, 2)
FIRST_ID = 100
OPENIDS_A_CALL = 50
PAGE = 10_000


@endpoint(API, "POST", "/cgi-bin/tags/create", OFFICIAL_ACCOUNT)
def create_tag(call: Call) -> Json:
    """Add a tag."""
    name = _name(call)
    if call.world.store.count("fan tag", call.account.id) >= call.world.settings.tags_per_account:
        raise ApiError(45056, f"{call.world.settings.tags_per_account} tags an account")
    number = FIRST_ID - 1 + call.world.store.next_number(f"fan tags of {call.account.id}")
    tag = {"id": number, "name": name}
    call.world.store.put("fan tag", call.account.id, str(number), tag)
    return {"tag": tag}


@endpoint(API, "GET", "/cgi-bin/tags/get", OFFICIAL_ACCOUNT)
def list_tags(call: Call) -> Json:
    """List tags with the number of followers that bear them."""
    count: dict[int, int] = {}
    for _, openid, card in call.world.store.page("fan", call.account.id, limit=-1):
        if _is_fan(call, openid):
            for number in card["tags"]:
                count[number] = count.get(number, 0) + 1
    tags = call.world.store.all("fan tag", call.account.id)
    return {"tags": [{**tag, "count": count.get(tag["id"], 0)} for tag in tags]}


@endpoint(API, "POST", "/cgi-bin/tags/update", OFFICIAL_ACCOUNT)
def update_tag(call: Call) -> Json:
    """Rename a tag."""
    tag = _tag(call, _given(call).get("id"))
    call.world.store.put("fan tag", call.account.id, str(tag["id"]), {**tag, "name": _name(call)})
    return OK


@endpoint(API, "POST", "/cgi-bin/tags/delete", OFFICIAL_ACCOUNT)
def delete_tag(call: Call) -> Json:
    """Remove a tag from the account and from its followers."""
    number = _tag(call, _given(call).get("id"))["id"]
    cards = call.world.store.page("fan", call.account.id, limit=-1)
    bearers = [(openid, card["tags"]) for _, openid, card in cards if number in card["tags"]]
    if len(bearers) > call.world.settings.tag_deletable_fans:
        raise ApiError(45057, f"a tag of more than {call.world.settings.tag_deletable_fans} followers stays")
    for openid, tags in bearers:
        fans.write_card(call.world, call.account, openid, tags=[n for n in tags if n != number])
    call.world.store.delete("fan tag", call.account.id, str(number))
    return OK


@endpoint(API, "POST", "/cgi-bin/tags/members/batchtagging", OFFICIAL_ACCOUNT)
def tag_fans(call: Call) -> Json:
    """Put a tag on up to 50 followers, on all or none."""
    number = _tag(call, call.body.get("tagid"))["id"]
    changed = {}
    for openid in _openids(call):
        tags = fans.card(call.world, call.account, openid)["tags"]
        if number not in tags and len(tags) >= call.world.settings.tags_per_person:
            raise ApiError(45059, f"{call.world.settings.tags_per_person} tags a follower")
        changed[openid] = tags if number in tags else [*tags, number]
    for openid, tags in changed.items():
        fans.write_card(call.world, call.account, openid, tags=tags)
    return OK


@endpoint(API, "POST", "/cgi-bin/tags/members/batchuntagging", OFFICIAL_ACCOUNT)
def untag_fans(call: Call) -> Json:
    """Take a tag off up to 50 followers."""
    number = _tag(call, call.body.get("tagid"))["id"]
    for openid in _openids(call):
        tags = fans.card(call.world, call.account, openid)["tags"]
        fans.write_card(call.world, call.account, openid, tags=[n for n in tags if n != number])
    return OK


@endpoint(API, "POST", "/cgi-bin/tags/getidlist", OFFICIAL_ACCOUNT)
def tags_of_fan(call: Call) -> Json:
    """List the tags of one follower."""
    openid = call.text("openid", 41009)
    fans.known(call.world, call.account, openid)
    return {"tagid_list": fans.card(call.world, call.account, openid)["tags"]}


@endpoint(API, "POST", "/cgi-bin/user/tag/get", OFFICIAL_ACCOUNT)
def fans_of_tag(call: Call) -> Json:
    """List the followers that bear a tag, from `next_openid` on."""
    number = _tag(call, call.body.get("tagid"))["id"]
    cards = call.world.store.page("fan", call.account.id, limit=-1)
    bearers = [openid for _, openid, card in cards if number in card["tags"] and _is_fan(call, openid)]
    after = call.body.get("next_openid")
    start = bearers.index(after) + 1 if after in bearers else 0
    page = bearers[start : start + PAGE]
    answer: Json = {"count": len(page), "next_openid": page[-1] if page else ""}
    return {**answer, "data": {"openid": page}} if page else answer


def _is_fan(call: Call, openid: str) -> bool:
    person = call.world.people.find(call.account, openid)
    return person is not None and fans.follows(call.world, call.account, person)


def _given(call: Call) -> Json:
    given = call.body.get("tag")
    if not isinstance(given, dict):
        raise ApiError(40035, "tag is an object")
    return given


def _name(call: Call) -> str:
    given = _given(call)
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ApiError(45157, "tag.name is a text")
    if len(name.encode()) > call.world.settings.tag_name_bytes:
        raise ApiError(45158, f"tag.name is at most {call.world.settings.tag_name_bytes} bytes")
    tags = call.world.store.all("fan tag", call.account.id)
    if any(tag["name"] == name and tag["id"] != given.get("id") for tag in tags):
        raise ApiError(45157, "the name is taken")
    return name


def _tag(call: Call, number: object) -> Doc:
    if number in RESERVED:
        raise ApiError(45058, "tags 0, 1 and 2 belong to WeChat")
    tag = call.world.store.get("fan tag", call.account.id, str(number))
    if tag is None:
        raise ApiError(45159, "no such tag")
    return tag


def _openids(call: Call) -> list[str]:
    openids = call.texts("openid_list", 40032, OPENIDS_A_CALL)
    for openid in openids:
        person = fans.known(call.world, call.account, openid)
        if not fans.follows(call.world, call.account, person):
            raise ApiError(40003, "not a follower")
    return openids
