"""A person's chats: what they received and what they said, told apart by whom it is with."""

from dataclasses import dataclass

from wechat_sandbox import inbox
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.behaviour import chatting
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.official_account import fans
from wechat_sandbox.phone_api import bubbles
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.world import World

NOTICES = "notices"
MOST_SHOWN = 400


@dataclass(frozen=True)
class Line:
    """One message in a chat. `chat` is the account's id, for WeCom followed by `:` and the member or group."""

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
    """Read a person's newest messages of all chats, oldest first."""
    store = world.store
    found = [_received(seq, doc) for seq, doc in store.latest("messages", MOST_SHOWN, person)]
    found += [_said(seq, doc) for seq, doc in store.latest("said", MOST_SHOWN, person)]
    found += [staff_line(seq, doc) for seq, doc in store.latest(chatting.LOG, MOST_SHOWN, person)]
    return sorted(found, key=lambda line: line.seq)


def staff_line(seq: int, doc: Doc) -> Line:
    """Read one message between a customer and a member; `mine` is the customer's."""
    drawn = bubbles.of_content(doc["content"])
    return Line(seq, f"{doc['account']}:{doc['userid']}", doc["mine"], "chat", doc["sim_time"], drawn)


def with_staff(world: World, corp: Account, userid: str, person: int) -> list[Json]:
    """Read what a member and a customer have before them; `mine` is the member's."""
    chat = f"{corp.id}:{userid}"
    return [{**line.as_dict(), "mine": not line.mine} for line in lines(world, person) if line.chat == chat]


def chats(world: World, person: int) -> list[Json]:
    """List a person's chats: one for each account followed and member added, and wherever something was said."""
    last = {line.chat: line for line in lines(world, person)}
    listed = [*_accounts(world, person), *_members(world, person)]
    known = {chat["id"] for chat in listed}
    listed += [_named(world, chat) for chat in last if chat not in known]
    for chat in listed:
        line = last.get(chat["id"])
        chat.update(seq=line.seq if line else 0, at=line.sim_time if line else chat.get("at", ""))
        chat.update(last=_short(line) if line else "")
    return sorted(listed, key=lambda chat: (str(chat["at"]), int(chat["seq"])), reverse=True)


def _received(seq: int, doc: Doc) -> Line:
    chat = doc["account"]
    content = doc["content"]
    if doc["kind"] == inbox.SUBSCRIBE:
        chat = NOTICES
    elif inside := content.get("chat_id") or content.get("userid") or content.get("open_kfid"):
        chat = f"{chat}:{inside}"
    return Line(seq, chat, False, doc["kind"], doc["sim_time"], bubbles.of_content(content))


def _said(seq: int, doc: Doc) -> Line:
    return Line(seq, doc["account"], True, "said", doc["sim_time"], bubbles.of_callback(doc["message"]))


def _accounts(world: World, person: int) -> list[Json]:
    followed = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        since = float(fans.followed(world, account)[person])
        if since > 0:
            followed.append({**_named(world, account.id), "at": rfc3339(since)})
    return followed


def _members(world: World, person: int) -> list[Json]:
    return [
        {**_named(world, f"{corp.id}:{doc['userid']}"), "at": rfc3339(float(doc["since"]))}
        for corp in world.accounts.of_kind(WECOM)
        for doc in contacts.of_customer(world, corp, world.people.openid(corp, person))
    ]


def _named(world: World, chat: str) -> Json:
    """Say whom a chat is with."""
    account_id, _, inside = chat.partition(":")
    account = world.accounts.get(account_id)
    if account is None:
        return {"id": chat, "kind": NOTICES, "name": "服务通知", "account": ""}
    shown: Json = {"id": chat, "kind": account.kind, "name": account.name, "account": account.id}
    if inside:
        return {**shown, **_inside(world, account, inside)}
    return shown


def _inside(world: World, corp: Account, inside: str) -> Json:
    """Tell a member of staff from a group and from an account of customer service."""
    if staff := world.store.get("staff", corp.id, inside):
        return {"kind": "staff", "userid": inside, "name": staff["name"], "company": corp.name}
    if group := world.store.get("group chat", corp.id, inside):
        return {"kind": "group", "chat_id": inside, "name": group.get("name") or "群聊", "company": corp.name}
    if desk := world.store.get("kf account", corp.id, inside):
        return {"kind": "kf", "open_kfid": inside, "name": desk.get("name") or "微信客服", "company": corp.name}
    return {"kind": "staff", "userid": inside, "name": inside, "company": corp.name}


def _short(line: Line) -> str:
    """Say a message in a few words, for the list of chats."""
    bubble = line.bubbles[-1]
    words = bubble.get("text") or bubble.get("title") or bubble.get("head") or ""
    if bubble["shape"] == "articles" and bubble["articles"]:
        words = bubble["articles"][0]["title"]
    labels = {"picture": "[图片]", "program": "[小程序] ", "link": "[链接] ", "place": "[位置] ", "file": "[文件] "}
    return (labels.get(bubble["shape"], "") + str(words))[:60]


def writable(world: World, chat: Json, person: int) -> bool:
    """Tell whether a person can write in a chat."""
    account = world.accounts.get(chat["account"])
    if account is not None and account.kind == OFFICIAL_ACCOUNT:
        return fans.follows(world, account, person)
    return chat["kind"] in (MINI_PROGRAM, "staff", "group", "kf")


def named(world: World, chat: str) -> Json:
    """Say whom a chat is with, also one in which nothing was said yet."""
    return _named(world, chat)
