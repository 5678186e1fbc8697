"""A corp's tags on its customers, in groups."""

from collections.abc import Iterable

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.wecom.arguments import EC, NOBODY
from wechat_sandbox.world import World

LONGEST_NAME = 30
MOST_A_CALL = 100
LARGEST_ORDER = 2**32


@endpoint(WORK, "POST", f"{EC}/get_corp_tag_list", WECOM)
def list_tags(call: Call) -> Json:
    """List tags by group, all or those named."""
    tags, groups = call.some_texts("tag_id", 40058, MOST_A_CALL), call.some_texts("group_id", 40058, MOST_A_CALL)
    listed = []
    for group in _ordered(call.world.store.all("corp tag group", call.account.id)):
        held = _of_group(call.world, call.account, group["id"])
        # When both are named the groups alone count.
        if groups and group["id"] not in groups:
            continue
        if tags and not groups:
            held = [tag for tag in held if tag["id"] in tags]
        if held:
            listed.append(_shown_group(group, held))
    return {"tag_group": listed}


@endpoint(WORK, "POST", f"{EC}/add_corp_tag", WECOM)
def add_tags(call: Call) -> Json:
    """Add tags to a group, which is made when it is new."""
    world, account = call.world, call.account
    given = _given_tags(call)
    group = _find_group(call)
    names = [name for name, _ in given]
    taken = {tag["name"] for tag in _of_group(world, account, group["id"])} if group["id"] else set()
    if taken & set(names) or len(set(names)) < len(names):
        raise ApiError(40071, "a name is taken in this group")
    if world.store.count("corp tag", account.id) + len(names) > world.settings.corp_tags:
        raise ApiError(40126, f"{world.settings.corp_tags} tags a corp")
    if not group["id"]:
        group = _make_group(call, group)
    made = [_make(call, name, order, group["id"]) for name, order in given]
    return {"tag_group": _shown_group(group, made)}


@endpoint(WORK, "POST", f"{EC}/edit_corp_tag", WECOM)
def edit_tag(call: Call) -> Json:
    """Rename a tag or a group, or change its place."""
    kind, doc = _tag_or_group(call, call.text("id", 40068))
    changed = dict(doc)
    if call.body.get("name") is not None:
        changed["name"] = call.text("name", 40058, LONGEST_NAME)
        _check_name(call, kind, changed)
    changed["order"] = _order(call.body.get("order"), doc["order"])
    call.world.store.put(kind, call.account.id, doc["id"], changed)
    tell(call.world, call.account, "update", doc["id"], kind)
    return {}


@endpoint(WORK, "POST", f"{EC}/del_corp_tag", WECOM)
def delete_tags(call: Call) -> Json:
    """Remove tags, or whole groups; customers who bear them bear them no more."""
    world, account = call.world, call.account
    wanted, groups = call.some_texts("tag_id", 40058, MOST_A_CALL), call.some_texts("group_id", 40058, MOST_A_CALL)
    named = [tag for tag_id in wanted if (tag := world.store.get("corp tag", account.id, tag_id))]
    gone = [group_id for group_id in groups if world.store.get("corp tag group", account.id, group_id)]
    if len(named) < len(wanted) or len(gone) < len(groups) or not (named or gone):
        raise ApiError(40068, "no such tag or group")
    for tag in named:
        _forget(world, account, "corp tag", tag["id"])
    # A group without tags is none.
    emptied = [tag["group_id"] for tag in named if not _of_group(world, account, tag["group_id"])]
    for group_id in dict.fromkeys([*gone, *emptied]):
        for tag in _of_group(world, account, group_id):
            _forget(world, account, "corp tag", tag["id"])
        _forget(world, account, "corp tag group", group_id)
    return {}


@endpoint(WORK, "POST", f"{EC}/mark_tag", WECOM)
def mark_customer(call: Call) -> Json:
    """Put tags on a member's customer and take others off."""
    userid, external = call.text("userid", 60111), call.text("external_userid", 40096)
    doc = contacts.need(call.world, call.account, userid, external)
    adding, removing = call.some_texts("add_tag", 40058, MOST_A_CALL), call.some_texts("remove_tag", 40058, MOST_A_CALL)
    if not adding and not removing:
        raise ApiError(40058, "add_tag or remove_tag is needed")
    for tag_id in adding:
        if call.world.store.get("corp tag", call.account.id, tag_id) is None:
            raise ApiError(40068, "no such tag")
    tags = [tag for tag in dict.fromkeys([*doc["tags"], *adding]) if tag not in removing]
    contacts.write(call.world, call.account, {**doc, "tags": tags})
    contacts.tell(call.world, call.account, doc, "edit_external_contact", call.world.now())
    return {}


def known(world: World, corp: Account, tag_ids: Iterable[str]) -> list[Doc]:
    """Return the tags that still exist, each with its group's name."""
    found = []
    for tag_id in tag_ids:
        tag = world.store.get("corp tag", corp.id, tag_id)
        if tag is not None:
            group = world.store.get("corp tag group", corp.id, tag["group_id"])
            found.append({**tag, "group_name": group["name"] if group else ""})
    return found


def tell(world: World, corp: Account, change: str, its_id: str, kind: str = "corp tag") -> list[int]:
    """Tell the corp's server what became of a tag or a group."""
    about = {"Id": its_id, "TagType": "tag" if kind == "corp tag" else "tag_group", "StrategyId": ""}
    return world.callback(corp, NOBODY, world.now(), Event="change_external_tag", ChangeType=change, **about)


def _of_group(world: World, corp: Account, group_id: str) -> list[Doc]:
    return _ordered(tag for _, _, tag in world.store.by_key("corp tag", corp.id, group_id))


def _ordered(docs: Iterable[Doc]) -> list[Doc]:
    """Those with the highest order come first."""
    return sorted(docs, key=lambda doc: -int(doc["order"]))


def _given_tags(call: Call) -> list[tuple[str, int]]:
    given = call.body.get("tag")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_A_CALL:
        raise ApiError(40058, f"tag holds 1 to {MOST_A_CALL}")
    found = []
    for tag in given:
        name = tag.get("name") if isinstance(tag, dict) else None
        if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
            raise ApiError(40072, f"a name has 1 to {LONGEST_NAME} characters")
        found.append((name, _order(tag.get("order"), 0)))
    return found


def _order(given: object, default: int) -> int:
    if given is None:
        return default
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given < LARGEST_ORDER:
        raise ApiError(40058, "order is 0 to 2^32")
    return given


def _find_group(call: Call) -> Doc:
    """Find the group that is named, or tell with an empty id how a new one will be."""
    group_id, name = call.body.get("group_id"), call.body.get("group_name")
    for group in call.world.store.all("corp tag group", call.account.id):
        if group["id"] == group_id or (not group_id and group["name"] == name):
            return group
    if group_id or not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        raise ApiError(40068, "group_id of a group, or group_name of a new one")
    return {"id": "", "name": name, "order": _order(call.body.get("order"), 0)}


def _make_group(call: Call, group: Doc) -> Doc:
    number = call.world.store.next_number("corp tag groups")
    group_id = "et" + call.world.dice.word(30, "tag group", call.account.id, number)
    made = {**group, "id": group_id, "create_time": int(call.world.now())}
    call.world.store.put("corp tag group", call.account.id, group_id, made)
    tell(call.world, call.account, "create", group_id, "corp tag group")
    return made


def _make(call: Call, name: str, order: int, group_id: str) -> Doc:
    number = call.world.store.next_number("corp tags")
    tag_id = "et" + call.world.dice.word(30, "corp tag", call.account.id, number)
    tag: Doc = {"id": tag_id, "name": name, "group_id": group_id, "order": order, "create_time": int(call.world.now())}
    call.world.store.put("corp tag", call.account.id, tag_id, tag, key=group_id)
    tell(call.world, call.account, "create", tag_id)
    return tag


def _tag_or_group(call: Call, its_id: str) -> tuple[str, Doc]:
    for kind in ("corp tag", "corp tag group"):
        if (doc := call.world.store.get(kind, call.account.id, its_id)) is not None:
            return kind, doc
    raise ApiError(40068, "no such tag or group")


def _check_name(call: Call, kind: str, doc: Doc) -> None:
    others = (
        _of_group(call.world, call.account, doc["group_id"])
        if kind == "corp tag"
        else call.world.store.all(kind, call.account.id)
    )
    if any(other["name"] == doc["name"] and other["id"] != doc["id"] for other in others):
        raise ApiError(40071, "the name is taken")


def _forget(world: World, corp: Account, kind: str, its_id: str) -> None:
    """Remove a tag or a group. Customers keep the dead id in the store; nobody is shown it, and none comes back."""
    world.store.delete(kind, corp.id, its_id)
    tell(world, corp, "delete", its_id, kind)


def _shown_group(group: Doc, tags: list[Doc]) -> Json:
    about = {"group_id": group["id"], "group_name": group["name"], "create_time": group["create_time"]}
    shown = [{name: tag[name] for name in ("id", "name", "create_time", "order")} for tag in tags]
    return {**about, "order": group["order"], "tag": shown}
