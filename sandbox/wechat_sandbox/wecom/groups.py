"""Customer groups (客户群): who is in them, and what the corp's server hears of it."""

from typing import Any

from wechat_sandbox import inbox
from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MEMBER, CUSTOMER = 1, 2
BY_MEMBER, BY_LINK, BY_CODE = 1, 2, 3
LEFT, REMOVED = 0, 1
NORMAL, OWNER_LEFT, PASSING_ON, PASSED_ON = 0, 1, 2, 3
MOST_LETTERS = 2000


class GroupFull(Exception):
    """Nobody more fits into a group, or nobody more may come by code."""


def make(world: World, corp: Account, owner: str, name: str, members: list[str], at: float) -> Doc:
    """Open a group of members; customers join later."""
    number = world.store.next_number("customer groups")
    chat_id = "wr" + world.dice.word(30, "group chat", corp.id, number)
    people = {userid: _card(userid, MEMBER, at, BY_MEMBER) for userid in dict.fromkeys([owner, *members])}
    group: Doc = {
        "chat_id": chat_id,
        "opengid": "o" + world.dice.word(27, "opengid", corp.id, number),
        "name": name,
        "owner": owner,
        "notice": "",
        "create_time": int(at),
        "members": people,
        "admins": [],
        "status": NORMAL,
        "version": _version(world, chat_id, people),
    }
    _write(world, corp, group)
    world.store.put("opengid", corp.id, group["opengid"], {"chat_id": chat_id})
    count(world, corp, group, at, new_chats=1, new_members=len(people))
    _tell(world, corp, group, "create", at)
    return group


def find(world: World, corp: Account, chat_id: object) -> Doc | None:
    """Return a group."""
    return world.store.get("group chat", corp.id, chat_id) if isinstance(chat_id, str) else None


def of_owner(world: World, corp: Account, owner: str) -> list[Doc]:
    """List the groups of an owner."""
    return [doc for _, _, doc in world.store.by_key("group chat", corp.id, owner)]


def join(
    world: World, corp: Account, group: Doc, who: str, at: float, scene: int, state: str = "", invitor: str = ""
) -> list[int]:
    """Let a member or customer in.

    Raises:
        GroupFull: the group is full, or so large that nobody joins by code.
    """
    settings = world.settings
    if len(group["members"]) >= settings.group_size or (scene == BY_CODE and len(group["members"]) >= settings.group_code_size):
        raise GroupFull(f"{len(group['members'])} are in the group")
    kind = CUSTOMER if world.people.find(corp, who) is not None else MEMBER
    card = _card(who, kind, at, scene, state, invitor)
    group["members"][who] = card
    count(world, corp, group, at, new_members=1)
    return _change_members(world, corp, group, "add_member", [who], at, JoinScene=_told_scene(scene))


def leave(world: World, corp: Account, group: Doc, who: list[str], at: float, scene: int) -> list[int]:
    """Let members or customers go, by themselves or removed."""
    for one in who:
        group["members"].pop(one, None)
    group["admins"] = [one for one in group["admins"] if one not in who]
    count(world, corp, group, at)
    return _change_members(world, corp, group, "del_member", who, at, QuitScene=scene)


def rename(world: World, corp: Account, group: Doc, name: str, at: float) -> list[int]:
    """Give a group another name."""
    group["name"] = name
    return _update(world, corp, group, "change_name", at)


def announce(world: World, corp: Account, group: Doc, notice: str, at: float) -> list[int]:
    """Put a notice up."""
    group["notice"] = notice
    return _update(world, corp, group, "change_notice", at)


def change_owner(world: World, corp: Account, group: Doc, owner: str, at: float, status: int = NORMAL) -> list[int]:
    """Give a group another owner, who joins it if need be."""
    if owner not in group["members"]:
        group["members"][owner] = _card(owner, MEMBER, at, BY_MEMBER)
        group["version"] = _version(world, group["chat_id"], group["members"])
    group.update(owner=owner, status=status)
    return _update(world, corp, group, "change_owner", at)


def dismiss(world: World, corp: Account, group: Doc, at: float) -> list[int]:
    """Close a group."""
    world.store.delete("group chat", corp.id, group["chat_id"])
    world.store.delete("opengid", corp.id, group["opengid"])
    return _tell(world, corp, group, "dismiss", at)


def say(world: World, corp: Account, group: Doc, who: str, content: Json, msgid: str | None = None) -> None:
    """Let somebody write in a group; customers find it among their messages when a member has written."""
    at = world.now()
    spoken = {"chat_id": group["chat_id"], "from": who, "content": content, "sim_time": at}
    world.store.append("group talk", spoken, key=group["chat_id"])
    count(world, corp, group, at, messages=1, talker=who)
    if world.people.find(corp, who) is not None:
        return
    told = {**content, "userid": who, "chat_id": group["chat_id"], "chat_name": group["name"]}
    for external in customers(group)[:MOST_LETTERS]:
        person = world.people.find(corp, external)
        if person is not None:
            inbox.receive(world, Letter(corp, person, inbox.GROUP_MESSAGE, told, msgid, msgid))


def customers(group: Doc) -> list[str]:
    """List the customers in a group."""
    return [who for who, card in group["members"].items() if card["type"] == CUSTOMER]


def keep(world: World, corp: Account, group: Doc) -> None:
    """Write a group down after a change that nobody is told of."""
    _write(world, corp, group)


def count(world: World, corp: Account, group: Doc, at: float, messages: int = 0, talker: str = "", **news: int) -> None:
    """Count what happens in a group on a day."""
    day = china_day(at)
    place = f"{group['chat_id']}:{day}"
    held = world.store.get("group day", corp.id, place)
    new = {"new_chats": 0, "new_members": 0, "messages": 0, "talkers": []}
    held = held or {"chat_id": group["chat_id"], "day": day, "owner": group["owner"], **new}
    held["messages"] += messages
    held["members"], held["owner"] = len(group["members"]), group["owner"]
    for name, number in news.items():
        held[name] += number
    if talker and talker not in held["talkers"]:
        held["talkers"].append(talker)
    world.store.put("group day", corp.id, place, held, key=str(day))


def _card(who: str, kind: int, at: float, scene: int, state: str = "", invitor: str = "") -> Doc:
    about: Json = {"userid": who, "type": kind, "join_time": int(at), "join_scene": scene, "group_nickname": ""}
    if invitor:
        about["invitor"] = {"userid": invitor}
    if state:
        about["state"] = state
    return about


def _told_scene(scene: int) -> int:
    """Write how somebody joined as the event does: 0 invited by a member, 3 by the group's code."""
    return scene if scene == BY_CODE else 0


def _version(world: World, chat_id: str, members: Json) -> str:
    return world.dice.digest("group members", chat_id, *sorted(members)).hex()[:32]


def _write(world: World, corp: Account, group: Doc) -> None:
    world.store.put("group chat", corp.id, group["chat_id"], group, key=group["owner"])


def _change_members(world: World, corp: Account, group: Doc, detail: str, who: list[str], at: float, **scene: int) -> list[int]:
    last = group["version"]
    group["version"] = _version(world, group["chat_id"], group["members"])
    listed = {"MemChangeCnt": len(who), "MemChangeList": {"Item": who}}
    return _update(world, corp, group, detail, at, **scene, **listed, LastMemVer=last, CurMemVer=group["version"])


def _update(world: World, corp: Account, group: Doc, detail: str, at: float, **more: Any) -> list[int]:
    _write(world, corp, group)
    return _tell(world, corp, group, "update", at, UpdateDetail=detail, **more)


def _tell(world: World, corp: Account, group: Doc, change: str, at: float, **more: Any) -> list[int]:
    # All events of one group go down one lane, so that its versions follow each other.
    lane = int.from_bytes(world.dice.digest("lane", group["chat_id"])[:4], "big") % world.people.count
    about = {"ChatId": group["chat_id"], "ChangeType": change, **more}
    return world.callback(corp, lane, at, Event="change_external_chat", **about)
