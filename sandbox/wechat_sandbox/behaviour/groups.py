"""Life in customer groups: they are opened, joined by code or invitation, talked in, left and closed."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.behaviour.talking import PHRASES
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit, seed
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, groups, join_ways
from wechat_sandbox.wecom.arguments import NOBODY
from wechat_sandbox.world import World

MOST_WAYS = 1000
FIRST_GROUPS = ("全域好物福利群", "新品体验官群")
LONGEST_NAME = 60
LONGEST_TEXT = 4000


@seed
def open_first_groups(world: World) -> None:
    """Let two members have a group each: no API opens one, and a join way needs one to lead to."""
    for corp in world.accounts.of_kind(WECOM):
        staff = [doc["userid"] for doc in world.store.all("staff", corp.id)]
        for userid, name in zip(staff[-2:], FIRST_GROUPS, strict=False):
            groups.make(world, corp, userid, name, [], world.now())


@action("create_group")
def create_group(world: World, act: Act) -> Json:
    """Open a group: `owner`, a member, with a `name` and other `members`; the person joins it if they know the owner."""
    corp = world.account(act, WECOM)
    owner = _member(world, corp, act.params.get("owner") or act.params.get("userid"))
    others = act.params.get("members", [])
    if not isinstance(others, list):
        raise ActError("members is a list")
    staff = [_member(world, corp, userid) for userid in others]
    group = groups.make(world, corp, owner, _name(act, "name", "顾客福利群"), staff, act.at)
    external = world.people.openid(corp, act.person) if act.person >= 0 else ""
    if external and contacts.mutual(world, corp, owner, external) is not None:
        groups.join(world, corp, group, external, act.at, groups.BY_MEMBER, invitor=owner)
    return {"chat_id": group["chat_id"], "opengid": group["opengid"], "deliveries": []}


@action("join_group")
def join_group(world: World, act: Act) -> Json:
    """Join by a code (`config_id` or `state`, else any), or invited into a `chat_id` by its `invitor`."""
    corp = world.account(act, WECOM)
    external = world.people.openid(corp, act.person)
    if act.params.get("chat_id"):
        group, state, scene = _group(world, corp, act), "", groups.BY_MEMBER
        invitor = str(act.params.get("invitor") or group["owner"])
        if invitor not in group["members"]:
            raise ActError("who invites is in the group")
    else:
        way = _way(world, corp, act)
        found = join_ways.open_group(world, corp, way, act.at)
        if found is None:
            raise ActError("the groups behind this code are full")
        group, state, scene, invitor = found, way["state"], groups.BY_CODE, ""
    if external in group["members"]:
        return {"joined": False, "why": "is in it already", "chat_id": group["chat_id"], "deliveries": []}
    try:
        sent = groups.join(world, corp, group, external, act.at, scene, state, invitor)
    except groups.GroupFull as full:
        raise ActError(str(full)) from full
    _greet(world, corp, group, act.person)
    world.people.add(f"groups:{corp.id}", act.person, 1)
    return {"joined": True, "chat_id": group["chat_id"], "deliveries": sent}


@action("leave_group")
def leave_group(world: World, act: Act) -> Json:
    """Leave a group: the one with `chat_id`, else any."""
    return _go(world, act, groups.LEFT)


@action("removed_from_group")
def removed_from_group(world: World, act: Act) -> Json:
    """Be removed from a group by its owner."""
    return _go(world, act, groups.REMOVED)


@action("say_in_group")
def say_in_group(world: World, act: Act) -> Json:
    """Write in a group; with `userid` it is this member who writes."""
    corp = world.account(act, WECOM)
    group = _group(world, corp, act)
    who = str(act.params.get("userid") or world.people.openid(corp, act.person))
    if who not in group["members"]:
        raise ActError("who writes is in the group")
    words = act.params.get("content") or PHRASES[world.dice.pick("phrase in group", act.person, int(act.at), len(PHRASES))]
    if not isinstance(words, str) or len(words) > LONGEST_TEXT:
        raise ActError(f"content is a text of at most {LONGEST_TEXT} characters")
    groups.say(world, corp, group, who, {"text": words, "attachments": []})
    return {"chat_id": group["chat_id"], "content": words, "deliveries": []}


@action("rename_group")
def rename_group(world: World, act: Act) -> Json:
    """The owner gives a group another `name`."""
    corp = world.account(act, WECOM)
    return {"deliveries": groups.rename(world, corp, _group(world, corp, act), _name(act, "name", "新群名"), act.at)}


@action("announce_in_group")
def announce_in_group(world: World, act: Act) -> Json:
    """The owner puts a `notice` up."""
    corp = world.account(act, WECOM)
    return {"deliveries": groups.announce(world, corp, _group(world, corp, act), _name(act, "notice", "群公告"), act.at)}


@action("give_group")
def give_group(world: World, act: Act) -> Json:
    """The owner of a group makes another member (`userid`) its owner."""
    corp = world.account(act, WECOM)
    owner = _member(world, corp, act.params.get("userid"))
    return {"deliveries": groups.change_owner(world, corp, _group(world, corp, act), owner, act.at)}


@action("dismiss_group")
def dismiss_group(world: World, act: Act) -> Json:
    """The owner closes a group."""
    corp = world.account(act, WECOM)
    group = _group(world, corp, act)
    for external in groups.customers(group):
        _forget(world, corp, external)
    return {"deliveries": groups.dismiss(world, corp, group, act.at)}


@habit
def join_groups(world: World, slot: Slot) -> list[Act]:
    """Customers join groups where a code hangs."""
    joining: list[Act] = []
    for corp in world.accounts.of_kind(WECOM):
        if world.store.count("join way", corp.id):
            alone = caring(world) & (world.people.array(f"groups:{corp.id}", "int64") == 0)
            who = chosen(world, slot, f"joins group {corp.id}", world.settings.joins_group_per_day, alone)
            joining += acts(world, slot, who, "join_group", account=corp.id)
    return joining


@habit
def live_in_groups(world: World, slot: Slot) -> list[Act]:
    """Customers write in their groups, and leave them."""
    settings, doing = world.settings, []
    for corp in world.accounts.of_kind(WECOM):
        inside = world.people.array(f"groups:{corp.id}", "int64") > 0
        for name, rate in (("say_in_group", settings.talks_in_group_per_day), ("leave_group", settings.leaves_group_per_day)):
            who = chosen(world, slot, f"{name} {corp.id}", rate, inside)
            doing += acts(world, slot, who, name, account=corp.id)
    return doing


def _go(world: World, act: Act, scene: int) -> Json:
    corp = world.account(act, WECOM)
    group, external = _group(world, corp, act), world.people.openid(corp, act.person)
    if external not in group["members"]:
        raise ActError("the person is not in this group")
    sent = groups.leave(world, corp, group, [external], act.at, scene)
    _forget(world, corp, external)
    return {"left": True, "chat_id": group["chat_id"], "deliveries": sent}


def _forget(world: World, corp: Account, external: str) -> None:
    person = world.people.find(corp, external)
    if person is not None:
        world.people.add(f"groups:{corp.id}", person, -1)


def _greet(world: World, corp: Account, group: Doc, person: int) -> None:
    """Show who has joined the welcome words of the group, once the corp has a template for them: the newest."""
    templates = world.store.all("group welcome", corp.id)
    if templates:
        words = templates[-1].get("text", {}).get("content", "").replace("%NICKNAME%", world.people.name(person))
        parts = [{"msgtype": kind, kind: part} for kind, part in templates[-1].items() if kind != "text"]
        said = {"text": words, "attachments": parts}
        spoken = {"chat_id": group["chat_id"], "from": group["owner"], "content": said, "sim_time": world.now()}
        world.store.append("group talk", spoken, key=group["chat_id"])
        where = {"userid": group["owner"], "chat_id": group["chat_id"], "chat_name": group["name"]}
        inbox.receive(world, Letter(corp, person, inbox.WELCOME, {**said, **where}))


def _group(world: World, corp: Account, act: Act) -> Doc:
    """Return the group that an act names, else one that the person is in."""
    if wanted := act.params.get("chat_id"):
        group = groups.find(world, corp, wanted)
        if group is None:
            raise ActError("no such group")
        return group
    external = world.people.openid(corp, act.person if act.person >= 0 else NOBODY)
    held = [group for group in world.store.all("group chat", corp.id) if external in group["members"]]
    if not held:
        raise ActError("the person is in no group")
    return held[world.dice.pick("which group", act.person, int(act.at), len(held))]


def _way(world: World, corp: Account, act: Act) -> Doc:
    ways = [way for _, _, way in world.store.page("join way", corp.id, limit=MOST_WAYS)]
    for name in ("config_id", "state"):
        if wanted := act.params.get(name):
            ways = [way for way in ways if way[name] == wanted]
    if not ways:
        raise ActError("no such code of a group hangs anywhere")
    return ways[world.dice.pick("which join way", act.person, int(act.at), len(ways))]


def _member(world: World, corp: Account, userid: object) -> str:
    if not isinstance(userid, str) or world.store.get("staff", corp.id, userid) is None:
        raise ActError("no such member of staff")
    return userid


def _name(act: Act, name: str, default: str) -> str:
    given = act.params.get(name, default)
    if not isinstance(given, str) or not 1 <= len(given) <= LONGEST_NAME:
        raise ActError(f"{name} is a text of 1 to {LONGEST_NAME} characters")
    return given
