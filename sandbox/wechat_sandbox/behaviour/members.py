"""What members of staff do of their own accord: mass messages, cards pressed, tags put in order, leaving."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import acquisition, contacts, members, tags
from wechat_sandbox.wecom.mass_messages import BY_MEMBER
from wechat_sandbox.wecom.staff_tasks import CONFIRMED, SENT, send
from wechat_sandbox.world import World

LONGEST_TEXT_BYTES = 4000


@action("member_leaves")
def member_leaves(world: World, act: Act) -> Json:
    """A member (`userid`) leaves the corp; customers and groups wait for another."""
    corp = world.account(act, WECOM)
    doc = _member(world, corp, act)
    members.leave(world, corp, doc, act.at)
    return {"left": True, "deliveries": []}


@action("member_broadcast")
def member_broadcast(world: World, act: Act) -> Json:
    """A member (`userid`) writes a text (`content`) to customers, all or those named in `external_userid`, once a day."""
    corp = world.account(act, WECOM)
    userid, words = _member(world, corp, act)["userid"], act.params.get("content")
    if not isinstance(words, str) or not 1 <= len(words.encode()) <= LONGEST_TEXT_BYTES:
        raise ActError(f"content is a text of 1 to {LONGEST_TEXT_BYTES} bytes")
    held = [doc["external_userid"] for doc in contacts.of_member(world, corp, userid)]
    named = act.params.get("external_userid")
    receivers = [external for external in held if not isinstance(named, list) or external in named]
    receivers = [external for external in receivers if _may(world, corp, userid, external, act.at)]
    receivers = receivers[: world.settings.customers_per_own_message]
    task = _written_down(world, corp, userid, words, act.at)
    for external in receivers:
        task["results"][external] = send(world, corp, task, external, cap=False)
    world.store.put("group task", corp.id, f"{task['msgid']}:{userid}", task, key=userid)
    return {"msgid": task["msgid"], "sent": sum(how == SENT for how in task["results"].values()), "deliveries": []}


@action("press_card")
def press_card(world: World, act: Act) -> Json:
    """A member (`userid`) presses the button with this `key` on a card that the application sent (`msgid`)."""
    corp = world.account(act, WECOM)
    userid, msgid = _member(world, corp, act)["userid"], str(act.params.get("msgid", ""))
    sent = world.store.get("staff message", corp.id, msgid)
    entries = [doc for _, doc in world.store.entries("staff messages", limit=-1, key=msgid) if doc["userid"] == userid]
    if sent is None or not entries or not sent["response_code"]:
        raise ActError("no such card before this member")
    card = entries[0]["template_card"]
    about = {"EventKey": str(act.params.get("key", "")), "TaskId": card["task_id"], "CardType": card["card_type"]}
    more = {"ResponseCode": sent["response_code"], "AgentID": corp.agent_id, "FromUserName": userid}
    lane = max(act.person, 0)
    return {"deliveries": world.callback(corp, lane, act.at, Event="template_card_event", **about, **more)}


@action("enter_agent")
def enter_agent(world: World, act: Act) -> Json:
    """A member (`userid`) opens the application."""
    corp = world.account(act, WECOM)
    about = {"EventKey": "", "AgentID": corp.agent_id, "FromUserName": _member(world, corp, act)["userid"]}
    return {"deliveries": world.callback(corp, max(act.person, 0), act.at, Event="enter_agent", **about)}


@action("write_to_agent")
def write_to_agent(world: World, act: Act) -> Json:
    """A member (`userid`) writes a text (`content`) to the application."""
    corp = world.account(act, WECOM)
    words = act.params.get("content")
    if not isinstance(words, str) or not 1 <= len(words.encode()) <= LONGEST_TEXT_BYTES:
        raise ActError(f"content is a text of 1 to {LONGEST_TEXT_BYTES} bytes")
    msgid = 7_000_000_000_000_000 + world.store.next_number("messages of members")
    about = {"FromUserName": _member(world, corp, act)["userid"], "MsgType": "text", "Content": words, "MsgId": msgid}
    return {"deliveries": world.callback(corp, max(act.person, 0), act.at, **about, AgentID=corp.agent_id)}


@action("shuffle_tags")
def shuffle_tags(world: World, act: Act) -> Json:
    """Somebody puts the tags of a group (`group_id`, else the groups themselves) in another order, in the console."""
    corp = world.account(act, WECOM)
    wanted = str(act.params.get("group_id", ""))
    kind = "corp tag" if wanted else "corp tag group"
    held = world.store.by_key(kind, corp.id, wanted) if wanted else world.store.page(kind, corp.id, limit=-1)
    if not held:
        raise ActError("no such group of tags")
    for place, (_, its_id, doc) in enumerate(held):
        world.store.put(kind, corp.id, its_id, {**doc, "order": place})
    return {"deliveries": tags.tell(world, corp, "shuffle", wanted, kind)}


@action("recharge_links")
def recharge_links(world: World, act: Act) -> Json:
    """The corp pays for some more `customers` by acquisition links."""
    corp = world.account(act, WECOM)
    customers = act.params.get("customers", 100)
    if not isinstance(customers, int) or isinstance(customers, bool) or not 1 <= customers <= 10**6:
        raise ActError("customers is a number from 1")
    return {"deliveries": acquisition.recharge(world, corp, customers, act.at)}


def _member(world: World, corp: Account, act: Act) -> Doc:
    doc = world.store.get("staff", corp.id, str(act.params.get("userid", "")))
    if doc is None:
        raise ActError("no such member of staff")
    return doc


def _may(world: World, corp: Account, userid: str, external: str, at: float) -> bool:
    """Count a member's own messages to a customer today, unless there were as many as are allowed."""
    place = f"{userid}:{external}:{china_day(at)}"
    had = (world.store.get("member messages had", corp.id, place) or {"times": 0})["times"]
    if had >= world.settings.member_messages_per_sim_day:
        return False
    world.store.put("member messages had", corp.id, place, {"times": had + 1})
    return True


def _written_down(world: World, corp: Account, userid: str, words: str, at: float) -> Doc:
    """Write the message down as one that the corp's lists show, and its task as confirmed."""
    number = world.store.next_number("group messages")
    msgid = "msg" + world.dice.word(32, "group message", corp.id, number)
    about = {"msgid": msgid, "chat_type": "single", "content": {"text": words, "attachments": []}, "allow_select": False}
    made = {"number": number, "creator": userid, "create_type": BY_MEMBER, "create_time": int(at), "made_wall": 0.0}
    rest = {"members": [userid], "cancelled": False, "reminders": []}
    world.store.put("group message", corp.id, msgid, {**about, **made, **rest})
    return {**about, "userid": userid, "status": CONFIRMED, "send_time": int(at), "results": {}}
