"""What a customer and a member of staff write to each other. No API of WeCom tells it, but both have it on their phones."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import acquisition, behaviour_data, contacts, intercept_rules
from wechat_sandbox.world import World

LOG = "staff chat"
LONGEST_TEXT = 4000


def key(corp: Account, userid: str, external: str) -> str:
    """Return what the log of chats finds one conversation by."""
    return f"{corp.id}:{external}:{userid}"


@action("write_to_staff")
def write_to_staff(world: World, act: Act) -> Json:
    """Write to a member whom the person has added: `userid`, `content`."""
    corp = world.account(act, WECOM)
    external = world.people.openid(corp, act.person)
    relation = _relation(world, corp, str(act.params.get("userid", "")), external)
    contacts.start_chat(world, corp, relation)
    _keep(world, corp, relation, act, mine=True)
    return {"userid": relation["userid"], "deliveries": []}


@action("staff_writes")
def staff_writes(world: World, act: Act) -> Json:
    """Let a member write to a customer: `userid`, `external_userid`, `content`."""
    corp = world.account(act, WECOM)
    external = str(act.params.get("external_userid", ""))
    relation = _relation(world, corp, str(act.params.get("userid", "")), external)
    contacts.start_chat(world, corp, relation)
    _keep(world, corp, relation, act, mine=False)
    return {"external_userid": external, "deliveries": []}


def _relation(world: World, corp: Account, userid: str, external: str) -> Doc:
    relation = contacts.relation(world, corp, userid, external)
    if relation is None:
        raise ActError("the customer has not added this member")
    return relation


def _keep(world: World, corp: Account, relation: Doc, act: Act, mine: bool) -> None:
    """Write down one message; `message` may hold another kind than text, as the sidebar sends it."""
    content = act.params.get("message") or {"msgtype": "text", "text": {"content": act.params.get("content")}}
    if not isinstance(content, dict) or not isinstance(content.get(str(content.get("msgtype"))), dict):
        raise ActError("message has a msgtype and its content")
    words = content.get("text", {}).get("content", "") if content["msgtype"] == "text" else "-"
    if not isinstance(words, str) or not 1 <= len(words) <= LONGEST_TEXT:
        raise ActError(f"content is a text of 1 to {LONGEST_TEXT} characters")
    userid, external = relation["userid"], relation["external_userid"]
    if not mine and (word := intercept_rules.blocked_word(world, corp, userid, words)):
        raise ActError(f"a rule of the corp keeps members from writing {word}")
    behaviour_data.note_message(world, corp, userid, external, act.at, by_customer=mine)
    if mine:
        acquisition.note_chat(world, corp, relation, act.at)
    entry = {"account": corp.id, "userid": userid, "external_userid": external, "mine": mine, "content": content}
    person = world.people.find(corp, external)
    world.store.append(LOG, {**entry, "sim_time": rfc3339(act.at)}, person, key(corp, userid, external))
