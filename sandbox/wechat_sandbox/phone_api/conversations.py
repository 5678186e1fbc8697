"""A person's chats: what they received and what they said, told apart by whom it is with.

A chat's id is the account's, for WeCom followed by `:` and the member, the group or the desk of customer service.
"""

from dataclasses import dataclass

from wechat_sandbox import inbox
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, SMS_SENDER, WECOM, Account
from wechat_sandbox.behaviour import chatting
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.kf.log import CUSTOMER
from wechat_sandbox.kf.log import name_of as kf_log
from wechat_sandbox.official_account import fans
from wechat_sandbox.phone_api import bubbles, groups
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.world import World

NOTICES = "notices"
MOST_SHOWN = 400


@dataclass(frozen=True)
class Line:
    """One message in a chat; `mine` is the person's own."""

    seq: int
    chat: str
    mine: bool
    kind: str
    sim_time: str
    bubbles: list[Json]

    def as_dict(self) -> Json:
        """Return the line as the pages read it."""
        return {"seq": self.seq, "mine": self.mine, "kind": self.kind, "at": self.sim_time, "bubbles": self.bubbles}


def lines(world: World, person: int) -> list[Line]:
    """Read a person's newest messages of all chats but groups, oldest first. Moments are no chat."""
    store = world.store
    found = [
        _received(seq, doc)
        for seq, doc in store.latest("messages", MOST_SHOWN, person)
        if "chat_id" not in doc["content"] and doc["kind"] != inbox.MOMENT
    ]
    found += [_said(seq, doc) for seq, doc in store.latest("said", MOST_SHOWN, person)]
    found += [_chatted(seq, doc) for seq, doc in store.latest(chatting.LOG, MOST_SHOWN, person)]
    for corp in world.accounts.of_kind(WECOM):
        found += [
            _asked(corp, seq, doc) for seq, doc in store.latest(kf_log(corp), MOST_SHOWN, person) if doc["origin"] == CUSTOMER
        ]
    for sender in world.accounts.of_kind(SMS_SENDER):
        found += [_answered(sender, seq, doc) for seq, doc in store.latest(f"sms replies {sender.id}", MOST_SHOWN, person)]
    return sorted(found, key=lambda line: line.seq)


def of_chat(world: World, person: int, chat: str) -> list[Json]:
    """Read one chat, oldest first."""
    account_id, _, inside = chat.partition(":")
    corp = world.accounts.get(account_id)
    if corp is not None and (group := groups.find(world, corp, inside)) is not None:
        return groups.talk(world, corp, group, world.people.openid(corp, person))
    return [line.as_dict() for line in lines(world, person) if line.chat == chat]


def with_staff(world: World, corp: Account, userid: str, person: int) -> list[Json]:
    """Read what a member and a customer have before them; `mine` is the member's."""
    chat = f"{corp.id}:{userid}"
    return [{**line.as_dict(), "mine": not line.mine} for line in lines(world, person) if line.chat == chat]


def chats(world: World, person: int) -> list[Json]:
    """List a person's chats: one for each account followed and member added, and wherever something was said."""
    last = {line.chat: line for line in lines(world, person)}
    listed = [*_accounts(world, person), *_members(world, person)]
    known = {chat["id"] for chat in listed}
    listed += [named(world, chat) for chat in last if chat not in known]
    for chat in listed:
        line = last.get(chat["id"])
        chat.update(seq=line.seq if line else 0, at=line.sim_time if line else chat.get("at", ""))
        chat.update(last=bubbles.in_short(line.bubbles[-1]) if line else "", mine=bool(line and line.mine))
    for corp in world.accounts.of_kind(WECOM):
        listed += groups.of_customer(world, corp, person)
    return sorted(listed, key=lambda chat: (str(chat["at"]), int(chat["seq"])), reverse=True)


def named(world: World, chat: str) -> Json:
    """Say whom a chat is with."""
    account_id, _, inside = chat.partition(":")
    account = world.accounts.get(account_id)
    if account is None:
        return {"id": chat, "kind": NOTICES, "name": "服务通知", "account": ""}
    shown: Json = {"id": chat, "kind": account.kind, "name": account.name, "account": account.id}
    return {**shown, **_inside(world, account, inside)} if inside else shown


def writable(world: World, chat: Json, person: int) -> bool:
    """Tell whether a person can write in a chat."""
    account = world.accounts.get(chat["account"])
    if account is None or account.kind == OFFICIAL_ACCOUNT:
        return account is not None and fans.follows(world, account, person)
    if chat["kind"] == "staff":
        return contacts.relation(world, account, chat["userid"], world.people.openid(account, person)) is not None
    return chat["kind"] in (MINI_PROGRAM, SMS_SENDER, "group", "kf")


def _received(seq: int, doc: Doc) -> Line:
    chat, content = doc["account"], doc["content"]
    if doc["kind"] in (inbox.SUBSCRIBE, inbox.NOTICE):
        chat = NOTICES
    elif inside := content.get("userid") or content.get("open_kfid"):
        chat = f"{chat}:{inside}"
    return Line(seq, chat, False, doc["kind"], doc["sim_time"], bubbles.of_content(content))


def _said(seq: int, doc: Doc) -> Line:
    return Line(seq, doc["account"], True, "said", doc["sim_time"], bubbles.of_callback(doc["message"]))


def _chatted(seq: int, doc: Doc) -> Line:
    drawn = bubbles.of_content(doc["content"])
    return Line(seq, f"{doc['account']}:{doc['userid']}", doc["mine"], "chat", doc["sim_time"], drawn)


def _asked(corp: Account, seq: int, doc: Doc) -> Line:
    return Line(seq, f"{corp.id}:{doc['open_kfid']}", True, "said", rfc3339(doc["send_time"]), bubbles.of_content(doc))


def _answered(sender: Account, seq: int, doc: Doc) -> Line:
    return Line(seq, sender.id, True, "said", doc["at"], bubbles.of_content({"text": doc["content"]}))


def _accounts(world: World, person: int) -> list[Json]:
    followed = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        since = float(fans.followed(world, account)[person])
        if since > 0:
            followed.append({**named(world, account.id), "at": rfc3339(since)})
    return followed


def _members(world: World, person: int) -> list[Json]:
    return [
        {**named(world, f"{corp.id}:{doc['userid']}"), "at": rfc3339(float(doc["since"]))}
        for corp in world.accounts.of_kind(WECOM)
        for doc in contacts.of_customer(world, corp, world.people.openid(corp, person))
    ]


def _inside(world: World, corp: Account, inside: str) -> Json:
    """Tell a member of staff from a group and from a desk of customer service."""
    shown: Json = {"company": corp.name}
    if group := groups.find(world, corp, inside):
        return {**shown, **groups.card(group)}
    if desk := world.store.get("kf account", corp.id, inside):
        return {**shown, "kind": "kf", "open_kfid": inside, "name": desk["name"]}
    member = world.store.get("staff", corp.id, inside)
    return {**shown, "kind": "staff", "userid": inside, "name": member["name"] if member else inside}
