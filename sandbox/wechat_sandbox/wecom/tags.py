"""A corp's tags on its customers."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts

_EC = "/cgi-bin/externalcontact"
LONGEST_NAME = 30
MOST_A_CALL = 100
# Callbacks about the corp itself belong to nobody; they share one lane.
NOBODY = 0


@endpoint(WORK, "POST", f"{_EC}/get_corp_tag_list", WECOM)
def list_tags(call: Call) -> Json:
    """List tags by group, all or those named."""
    wanted_tags = call.some_texts("tag_id", 40058, MOST_A_CALL)
    wanted_groups = call.some_texts("group_id", 40058, MOST_A_CALL)
    groups: dict[str, Json] = {}
    for tag in call.world.store.all("corp tag", call.account.id):
        asked = tag["id"] in wanted_tags or tag["group_id"] in wanted_groups
        if asked or not (wanted_tags or wanted_groups):
            groups.setdefault(tag["group_id"], _group(tag))["tag"].append(_shown(tag))
    return {"tag_group": list(groups.values())}


@endpoint(WORK, "POST", f"{_EC}/add_corp_tag", WECOM)
def add_tags(call: Call) -> Json:
    """Add tags to a group, which is made when it is new."""
    world, account = call.world, call.account
    names = _names(call)
    held = world.store.all("corp tag", account.id)
    group_id, group_name = _find_group(call, held)
    taken = {tag["name"] for tag in held if tag["group_id"] == group_id}
    if taken & set(names) or len(set(names)) < len(names):
        raise ApiError(40071, "a name is taken in this group")
    if len(held) + len(names) > world.settings.corp_tags:
        raise ApiError(40126, f"{world.settings.corp_tags} tags a corp")
    made = [_make(call, name, group_id, group_name) for name in names]
    return {"tag_group": {**_group(made[0]), "tag": [_shown(tag) for tag in made]}}


@endpoint(WORK, "POST", f"{_EC}/edit_corp_tag", WECOM)
def edit_tag(call: Call) -> Json:
    """Rename a tag."""
    tag = _tag(call, call.text("id", 40068))
    name = call.text("name", 40058, LONGEST_NAME)
    for other in call.world.store.all("corp tag", call.account.id):
        if other["name"] == name and other["group_id"] == tag["group_id"] and other["id"] != tag["id"]:
            raise ApiError(40071, "the name is taken in this group")
    call.world.store.put("corp tag", call.account.id, tag["id"], {**tag, "name": name})
    _tell(call, "update", tag["id"])
    return {}


@endpoint(WORK, "POST", f"{_EC}/del_corp_tag", WECOM)
def delete_tags(call: Call) -> Json:
    """Remove tags, or whole groups, also from customers."""
    wanted = call.some_texts("tag_id", 40058, MOST_A_CALL)
    groups = call.some_texts("group_id", 40058, MOST_A_CALL)
    held = call.world.store.all("corp tag", call.account.id)
    gone = [tag["id"] for tag in held if tag["id"] in wanted or tag["group_id"] in groups]
    if not gone:
        raise ApiError(40068, "no such tag")
    for tag_id in gone:
        call.world.store.delete("corp tag", call.account.id, tag_id)
        _tell(call, "delete", tag_id)
    for doc in call.world.store.all("contact", call.account.id):
        if set(doc["tags"]) & set(gone):
            rest = [tag_id for tag_id in doc["tags"] if tag_id not in gone]
            contacts.write(call.world, call.account, {**doc, "tags": rest})
    return {}


@endpoint(WORK, "POST", f"{_EC}/mark_tag", WECOM)
def mark_customer(call: Call) -> Json:
    """Put tags on a member's customer and take others off."""
    userid, external = call.text("userid", 60111), call.text("external_userid", 40096)
    doc = contacts.need(call.world, call.account, userid, external)
    adding = [_tag(call, tag_id)["id"] for tag_id in call.some_texts("add_tag", 40058, MOST_A_CALL)]
    removing = call.some_texts("remove_tag", 40058, MOST_A_CALL)
    if not adding and not removing:
        raise ApiError(40058, "add_tag or remove_tag is needed")
    tags = list(dict.fromkeys([*doc["tags"], *adding]))
    contacts.write(call.world, call.account, {**doc, "tags": [tag for tag in tags if tag not in removing]})
    person = call.world.people.find(call.account, external)
    if person is not None:
        fields = {"ChangeType": "edit_external_contact", "UserID": userid, "ExternalUserID": external}
        call.world.callback(call.account, person, call.world.now(), Event="change_external_contact", **fields)
    return {}


def _names(call: Call) -> list[str]:
    given = call.body.get("tag")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_A_CALL:
        raise ApiError(40058, f"tag holds 1 to {MOST_A_CALL}")
    names = [tag.get("name") if isinstance(tag, dict) else None for tag in given]
    if not all(isinstance(name, str) and 1 <= len(name) <= LONGEST_NAME for name in names):
        raise ApiError(40058, f"a name has 1 to {LONGEST_NAME} characters")
    return [str(name) for name in names]


def _find_group(call: Call, held: list[Doc]) -> tuple[str, str]:
    group_id, group_name = call.body.get("group_id"), call.body.get("group_name")
    for tag in held:
        if tag["group_id"] == group_id or (not group_id and tag["group_name"] == group_name):
            return tag["group_id"], tag["group_name"]
    if group_id or not isinstance(group_name, str) or not 1 <= len(group_name) <= LONGEST_NAME:
        raise ApiError(40068, "group_id of a group, or group_name of a new one")
    number = call.world.store.next_number("corp tag groups")
    new_id = "et" + call.world.dice.word(30, "tag group", call.account.id, number)
    return new_id, group_name


def _make(call: Call, name: str, group_id: str, group_name: str) -> Doc:
    number = call.world.store.next_number("corp tags")
    tag: Doc = {
        "id": "et" + call.world.dice.word(30, "corp tag", call.account.id, number),
        "name": name,
        "group_id": group_id,
        "group_name": group_name,
        "create_time": int(call.world.now()),
        "order": number,
    }
    call.world.store.put("corp tag", call.account.id, tag["id"], tag)
    _tell(call, "create", tag["id"])
    return tag


def _tag(call: Call, tag_id: str) -> Doc:
    tag = call.world.store.get("corp tag", call.account.id, tag_id)
    if tag is None:
        raise ApiError(40068, "no such tag")
    return tag


def _tell(call: Call, change: str, tag_id: str) -> None:
    fields = {"ChangeType": change, "Id": tag_id, "TagType": "tag"}
    call.world.callback(call.account, NOBODY, call.world.now(), Event="change_external_tag", **fields)


def _group(tag: Doc) -> Json:
    return {
        "group_id": tag["group_id"],
        "group_name": tag["group_name"],
        "create_time": tag["create_time"],
        "order": 0,
        "tag": [],
    }


def _shown(tag: Doc) -> Json:
    return {name: tag[name] for name in ("id", "name", "create_time", "order")}
