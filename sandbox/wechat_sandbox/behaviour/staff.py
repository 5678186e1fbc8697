"""Adding members of staff in WeCom, and removing them."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.world import World

BY_CODE = 1
MOST_CODES = 1000


@action("add_staff")
def add_staff(world: World, act: Act) -> Json:
    """Add a member by a live code: the one with this config_id or state, else any; or by userid without a code."""
    corp = world.account(act, WECOM)
    external = world.people.openid(corp, act.person)
    userid, state = _whom(world, corp.id, act)
    if contacts.relation(world, corp, userid, external) is not None:
        return {"added": False, "why": "already added", "userid": userid, "deliveries": []}
    doc = {
        "userid": userid,
        "external_userid": external,
        "since": act.at,
        "state": state,
        "add_way": BY_CODE,
        "tags": [],
    }
    code = contacts.new_welcome_code(world, corp, userid, external)
    contacts.write(world, corp, {**doc, "welcome_code": code})
    _count_members(world, corp.id, act.person, 1)
    fields = {"ChangeType": "add_external_contact", "UserID": userid, "ExternalUserID": external}
    told = {**fields, "State": state, "WelcomeCode": code}
    sent = world.callback(corp, act.person, act.at, Event="change_external_contact", **told)
    return {"added": True, "userid": userid, "state": state, "welcome_code": code, "deliveries": sent}


@action("delete_staff")
def delete_staff(world: World, act: Act) -> Json:
    """Remove a member: the one named, else any that was added."""
    return _part(world, act, "del_follow_user")


@action("removed_by_staff")
def removed_by_staff(world: World, act: Act) -> Json:
    """Be removed by a member: the one named, else any that was added."""
    return _part(world, act, "del_external_contact")


@action("chat_with_staff")
def chat_with_staff(world: World, act: Act) -> Json:
    """Start talking with a member, after which no welcome message can be sent."""
    corp = world.account(act, WECOM)
    doc = _relation(world, corp, act)
    contacts.start_chat(world, corp, doc)
    return {"userid": doc["userid"], "deliveries": []}


@habit
def meet_staff(world: World, slot: Slot) -> list[Act]:
    """People add staff where a live code hangs."""
    adding: list[Act] = []
    for corp in world.accounts.of_kind(WECOM):
        if not world.store.count("contact way", corp.id):
            continue
        alone = caring(world) & (world.people.array(f"members:{corp.id}", "int64") == 0)
        who = chosen(world, slot, f"adds staff {corp.id}", world.settings.add_staff_per_day, alone)
        adding += acts(world, slot, who, "add_staff", account=corp.id)
    return adding


@habit
def leave_staff(world: World, slot: Slot) -> list[Act]:
    """Some customers remove a member they had added."""
    leaving: list[Act] = []
    for corp in world.accounts.of_kind(WECOM):
        customers = world.people.array(f"members:{corp.id}", "int64") > 0
        who = chosen(world, slot, f"removes staff {corp.id}", world.settings.delete_staff_per_day, customers)
        leaving += acts(world, slot, who, "delete_staff", account=corp.id)
    return leaving


def _part(world: World, act: Act, change: str) -> Json:
    corp = world.account(act, WECOM)
    doc = _relation(world, corp, act)
    contacts.remove(world, corp, doc)
    _count_members(world, corp.id, act.person, -1)
    fields = {"ChangeType": change, "UserID": doc["userid"], "ExternalUserID": doc["external_userid"]}
    sent = world.callback(corp, act.person, act.at, Event="change_external_contact", **fields)
    return {"removed": True, "userid": doc["userid"], "deliveries": sent}


def _relation(world: World, corp: Account, act: Act) -> Doc:
    held = contacts.of_customer(world, corp, world.people.openid(corp, act.person))
    wanted = act.params.get("userid")
    held = [doc for doc in held if not wanted or doc["userid"] == wanted]
    if not held:
        raise ActError("the person has not added this member")
    return held[world.dice.pick("which member added", act.person, int(act.at), len(held))]


def _whom(world: World, corp_id: str, act: Act) -> tuple[str, str]:
    if userid := act.params.get("userid"):
        if world.store.get("staff", corp_id, str(userid)) is None:
            raise ActError("no such member of staff")
        return str(userid), str(act.params.get("state", ""))
    ways: list[Doc] = [way for _, _, way in world.store.page("contact way", corp_id, limit=MOST_CODES)]
    for name in ("config_id", "state"):
        if wanted := act.params.get(name):
            ways = [way for way in ways if way[name] == wanted]
    if not ways:
        raise ActError("no such live code hangs anywhere")
    way = ways[world.dice.pick("which live code", act.person, int(act.at), len(ways))]
    users: list[str] = way["user"]
    return users[world.dice.pick("which member", act.person, int(act.at), len(users))], way["state"]


def _count_members(world: World, corp_id: str, person: int, change: int) -> None:
    world.people.add(f"members:{corp_id}", person, change)
