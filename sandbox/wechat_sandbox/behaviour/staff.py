"""Talking with members of staff in WeCom, and removing them."""

import math

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.behaviour import chatting
from wechat_sandbox.behaviour.rhythm import acts, chosen
from wechat_sandbox.behaviour.talking import PHRASES
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import behaviour_data, contact_ways, contacts, message_archive
from wechat_sandbox.world import World

REPLIES = (
    "您好，请问有什么可以帮您？",
    "好的，我马上为您查一下",
    "这款有现货，我发链接给您",
    "收到，稍后回复您",
    "谢谢您的支持🌹",
)


@action("delete_staff")
def delete_staff(world: World, act: Act) -> Json:
    """Remove a member: the one named, else any that was added."""
    return _part(world, act, "del_follow_user")


@action("removed_by_staff")
def removed_by_staff(world: World, act: Act) -> Json:
    """Be removed by a member: the one named, else any that was added."""
    return _part(world, act, "del_external_contact")


@action("temporary_chat_ends")
def temporary_chat_ends(world: World, act: Act) -> Json:
    """The time of a temporary conversation with a member (`userid`) is over."""
    corp = world.account(act, WECOM)
    held = contacts.relation(world, corp, str(act.params.get("userid")), world.people.openid(corp, act.person))
    if held is not None and held.get("temporary"):
        contact_ways.end_temporary(world, corp, held)
    return {"deliveries": []}


@action("chat_with_staff")
def chat_with_staff(world: World, act: Act) -> Json:
    """Write to a member, after which no welcome message can be sent; most answer soon."""
    corp = world.account(act, WECOM)
    doc = _relation(world, corp, act)
    words = act.params.get("content") or PHRASES[world.dice.pick("phrase to staff", act.person, int(act.at), len(PHRASES))]
    about = {"account": corp.id, "userid": doc["userid"]}
    chatting.write_to_staff(world, Act(act.at, act.person, "write_to_staff", {**about, "content": words}))
    if world.dice.one("member replies", act.person, int(act.at)) < world.settings.member_replies:
        wait = -math.log(1 - world.dice.one("reply when", act.person, int(act.at))) * world.settings.reply_sim_minutes * 60
        reply = REPLIES[world.dice.pick("reply", act.person, int(act.at), len(REPLIES))]
        params = {**about, "external_userid": doc["external_userid"], "content": reply}
        world.store.plan(act.at + wait, act.person, "staff_writes", params)
    return {"userid": doc["userid"], "deliveries": []}


@action("answer_archive")
def answer_archive(world: World, act: Act) -> Json:
    """Say yes, or with `agree` false no, to having one's conversations with the corp kept."""
    corp = world.account(act, WECOM)
    doc = _relation(world, corp, act)
    agrees = act.params.get("agree", True) is not False
    status = message_archive.AGREE if agrees else message_archive.DISAGREE
    message_archive.agree(world, corp, doc["external_userid"], status, act.at)
    if not agrees:
        return {"agreed": False, "deliveries": []}
    code = contacts.new_welcome_code(world, corp, doc["userid"], doc["external_userid"])
    return {"agreed": True, "deliveries": contacts.tell(world, corp, doc, "msg_audit_approved", act.at, WelcomeCode=code)}


@habit
def leave_staff(world: World, slot: Slot) -> list[Act]:
    """Some customers remove a member they had added."""
    return _customers_do(world, slot, "removes staff", "delete_staff", world.settings.delete_staff_per_day)


@habit
def chat(world: World, slot: Slot) -> list[Act]:
    """Customers write to members."""
    return _customers_do(world, slot, "writes to staff", "chat_with_staff", world.settings.chat_per_customer_per_day)


def _customers_do(world: World, slot: Slot, purpose: str, name: str, rate: float) -> list[Act]:
    doing: list[Act] = []
    for corp in world.accounts.of_kind(WECOM):
        customers = world.people.array(f"members:{corp.id}", "int64") > 0
        doing += acts(world, slot, chosen(world, slot, f"{purpose} {corp.id}", rate, customers), name, account=corp.id)
    return doing


def _part(world: World, act: Act, change: str) -> Json:
    corp = world.account(act, WECOM)
    doc = _relation(world, corp, act)
    contacts.remove(world, corp, doc)
    if change == "del_follow_user" and world.store.get("staff", corp.id, doc["userid"]):
        behaviour_data.note(world, corp, doc["userid"], act.at, negative_feedback_cnt=1)
    return {"removed": True, "userid": doc["userid"], "deliveries": contacts.tell(world, corp, doc, change, act.at)}


def _relation(world: World, corp: Account, act: Act) -> Doc:
    held = contacts.of_customer(world, corp, world.people.openid(corp, act.person))
    wanted = act.params.get("userid")
    held = [doc for doc in held if not wanted or doc["userid"] == wanted]
    if not held:
        raise ActError("the person has not added this member")
    return held[world.dice.pick("which member added", act.person, int(act.at), len(held))]
