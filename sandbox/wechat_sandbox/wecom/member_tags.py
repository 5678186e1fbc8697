"""Tags of members: whom an application's message reaches by `totag`."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import departments
from wechat_sandbox.wecom.arguments import NOBODY, numbers
from wechat_sandbox.world import World

LONGEST_NAME = 32
MOST_A_CALL = 1000


@endpoint(WORK, "POST", "/cgi-bin/tag/create", WECOM)
def create_tag(call: Call) -> Json:
    """Make a tag."""
    world, account = call.world, call.account
    name = _name(call, 0)
    wanted = call.body.get("tagid")
    number = call.number("tagid", 40068) if wanted is not None else world.store.next_number("member tags")
    if not 0 <= number < 2**31 or world.store.get("member tag", account.id, str(number)) is not None:
        raise ApiError(40068, "tagid is a number that is not taken")
    tag = {"tagid": number, "tagname": name, "users": [], "parties": []}
    world.store.put("member tag", account.id, str(number), tag)
    return {"errmsg": "created", "tagid": number}


@endpoint(WORK, "POST", "/cgi-bin/tag/update", WECOM)
def update_tag(call: Call) -> Json:
    """Rename a tag."""
    tag = _tag(call, call.body.get("tagid"))
    _keep(call, {**tag, "tagname": _name(call, tag["tagid"])})
    return {"errmsg": "updated"}


@endpoint(WORK, "GET", "/cgi-bin/tag/delete", WECOM)
def delete_tag(call: Call) -> Json:
    """Remove a tag."""
    call.world.store.delete("member tag", call.account.id, str(_tag(call, call.query.get("tagid"))["tagid"]))
    return {"errmsg": "deleted"}


@endpoint(WORK, "GET", "/cgi-bin/tag/get", WECOM)
def get_tag(call: Call) -> Json:
    """Tell who bears a tag."""
    tag = _tag(call, call.query.get("tagid"))
    staff = [doc for doc in call.world.store.all("staff", call.account.id) if doc["userid"] in tag["users"]]
    people = [{"userid": doc["userid"], "name": doc["name"]} for doc in staff]
    return {"tagname": tag["tagname"], "userlist": people, "partylist": tag["parties"]}


@endpoint(WORK, "GET", "/cgi-bin/tag/list", WECOM)
def list_tags(call: Call) -> Json:
    """List tags."""
    tags = call.world.store.all("member tag", call.account.id)
    return {"taglist": [{name: tag[name] for name in ("tagid", "tagname")} for tag in tags]}


@endpoint(WORK, "POST", "/cgi-bin/tag/addtagusers", WECOM)
def add_to_tag(call: Call) -> Json:
    """Put a tag on members and departments; who does not exist is named in the answer."""
    tag, users, parties, answer = _change(call)
    merged = {"users": [*tag["users"], *users], "parties": [*tag["parties"], *parties]}
    _keep(call, {**tag, **{name: list(dict.fromkeys(held)) for name, held in merged.items()}})
    _tell(call, tag, AddUserItems=users, AddPartyItems=parties)
    return answer


@endpoint(WORK, "POST", "/cgi-bin/tag/deltagusers", WECOM)
def take_off_tag(call: Call) -> Json:
    """Take a tag off members and departments."""
    tag, users, parties, answer = _change(call)
    rest = [one for one in tag["users"] if one not in users]
    _keep(call, {**tag, "users": rest, "parties": [one for one in tag["parties"] if one not in parties]})
    _tell(call, tag, DelUserItems=users, DelPartyItems=parties)
    return {**answer, "errmsg": "deleted"}


def bearers(world: World, corp: Account, tagids: list[str]) -> tuple[list[str], list[str]]:
    """Return the members who bear one of some tags, and the tags that do not exist."""
    found: list[str] = []
    unknown = []
    for tagid in tagids:
        tag = world.store.get("member tag", corp.id, tagid)
        if tag is None:
            unknown.append(tagid)
        else:
            held = departments.everybody(world, corp, tag["users"], departments.alive(world, corp, tag["parties"]))
            found += [userid for userid in held if world.store.get("staff", corp.id, userid) is not None]
    return list(dict.fromkeys(found)), unknown


def _tag(call: Call, tagid: object) -> Doc:
    tag = call.world.store.get("member tag", call.account.id, str(tagid)) if isinstance(tagid, (int, str)) else None
    if tag is None:
        raise ApiError(40068, "no such tag")
    return tag


def _keep(call: Call, tag: Doc) -> None:
    call.world.store.put("member tag", call.account.id, str(tag["tagid"]), tag)


def _name(call: Call, own: int) -> str:
    name = call.text("tagname", 41018, LONGEST_NAME)
    tags = call.world.store.all("member tag", call.account.id)
    if any(tag["tagname"] == name and tag["tagid"] != own for tag in tags):
        raise ApiError(40071, "the name is taken")
    return name


def _change(call: Call) -> tuple[Doc, list[str], list[int], Json]:
    """Read a tag, the members and departments that exist, and the answer that names those that do not."""
    tag = _tag(call, call.body.get("tagid"))
    users = call.some_texts("userlist", 40031, MOST_A_CALL)
    parties = numbers(call.body.get("partylist"), 40066, "partylist")
    if not users and not parties:
        raise ApiError(40063, "userlist or partylist is needed")
    known = [userid for userid in users if call.world.store.get("staff", call.account.id, userid) is not None]
    alive = departments.alive(call.world, call.account, parties)
    if not known and not alive:
        raise ApiError(40070, "none of them exists")
    answer: Json = {}
    if invalid := [userid for userid in users if userid not in known]:
        answer["invalidlist"] = "|".join(invalid)
    if gone := [one for one in parties if one not in alive]:
        answer["invalidparty"] = gone
    return tag, known, alive, answer


def _tell(call: Call, tag: Doc, **items: list[str] | list[int]) -> None:
    written = {name: ",".join(map(str, listed)) for name, listed in items.items() if listed}
    fields = {"Event": "change_contact", "ChangeType": "update_tag", "TagId": tag["tagid"], **written}
    call.world.callback(call.account, NOBODY, call.world.now(), **fields)
