"""Adding members of staff in WeCom: by live codes and acquisition links, at once or when the member accepts."""

import math
from urllib.parse import parse_qsl

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import acquisition, behaviour_data, contact_ways, contacts, message_archive
from wechat_sandbox.world import World

MOST_CODES = 1000


@action("add_staff")
def add_staff(world: World, act: Act) -> Json:
    """Add a member by a live code: the one with this config_id or state, else any; or by userid without a code.

    `one_sided` lets the member return it later; `wechat_channels` is the Channels account that showed the card.
    """
    corp = world.account(act, WECOM)
    external = world.people.openid(corp, act.person)
    userid, way = _whom(world, corp, act, external)
    if contacts.relation(world, corp, userid, external) is not None:
        return {"added": False, "why": "already added", "userid": userid, "deliveries": []}
    behaviour_data.note(world, corp, userid, act.at, new_apply_cnt=1)
    state = str(way["state"] if way else act.params.get("state", ""))
    doc = {"userid": userid, "external_userid": external, "since": act.at, "state": state, "tags": []}
    doc["add_way"] = contacts.BY_CODE
    if isinstance(channels := act.params.get("wechat_channels"), dict):
        doc |= {"add_way": contacts.BY_CHANNELS, "wechat_channels": channels}
    if way is not None and way["is_temp"]:
        doc["temporary"] = way["config_id"]
        params = {"account": corp.id, "userid": userid}
        world.store.plan(act.at + way["chat_expires_in"], act.person, "temporary_chat_ends", params)
    if way is not None and not way["skip_verify"]:
        return _ask(world, corp, act, doc)
    return _connect(world, corp, act, doc, half=bool(act.params.get("one_sided")))


@action("add_by_link")
def add_by_link(world: World, act: Act) -> Json:
    """Open an acquisition link (`link_id` or `url`, else any) and add the member it leads to.

    `customer_channel`, also in the address, becomes the state.
    """
    corp = world.account(act, WECOM)
    link, channel = _link(world, corp, act)
    external = world.people.openid(corp, act.person)
    acquisition.note_click(world, corp, link, external, act.at)
    members = acquisition.members_of(world, corp, link)
    if not members or acquisition.balance(world, corp) == 0:
        sent = acquisition.tell(world, corp, "link_unavailable", act.at, LinkId=link["link_id"])
        return {"added": False, "why": "the link leads to nobody", "deliveries": sent}
    userid = members[world.dice.pick("whose link", act.person, int(act.at), len(members))]
    if contacts.relation(world, corp, userid, external) is not None:
        return {"added": False, "why": "already added", "userid": userid, "deliveries": []}
    who = {"UserID": userid, "ExternalUserID": external}
    sent = acquisition.tell(world, corp, "friend_request", act.at, LinkId=link["link_id"], State=channel, **who)
    behaviour_data.note(world, corp, userid, act.at, new_apply_cnt=1)
    doc = {"userid": userid, "external_userid": external, "since": act.at, "state": channel, "tags": []}
    doc |= {"add_way": contacts.BY_LINK, "link_id": link["link_id"]}
    happened = _connect(world, corp, act, doc) if link["skip_verify"] else _ask(world, corp, act, doc)
    return {**happened, "deliveries": sent + happened["deliveries"]}


@action("member_accepts")
def member_accepts(world: World, act: Act) -> Json:
    """Be accepted by a member (`userid`) whom one asked to be added, or has added on one side only."""
    corp = world.account(act, WECOM)
    external = world.people.openid(corp, act.person)
    userid = str(act.params.get("userid", ""))
    asked = world.store.get("contact request", corp.id, f"{external}:{userid}")
    held = contacts.relation(world, corp, userid, external)
    if asked is not None:
        world.store.delete("contact request", corp.id, f"{external}:{userid}")
        return _connect(world, corp, act, {**asked, "since": act.at})
    if held is None or not held.get("half"):
        raise ActError("the member has nothing to accept")
    contacts.write(world, corp, {name: value for name, value in held.items() if name != "half"})
    return _tell_added(world, corp, act, held)


@habit
def find_staff(world: World, slot: Slot) -> list[Act]:
    """People add staff where a live code hangs, some by a link; some members have not added them back at first."""
    settings, adding = world.settings, []
    for corp in world.accounts.of_kind(WECOM):
        alone = caring(world) & (world.people.array(f"members:{corp.id}", "int64") == 0)
        for kind, purpose, name, rate in (
            ("contact way", "adds staff", "add_staff", settings.add_staff_per_day),
            ("acquisition link", "opens a link", "add_by_link", settings.uses_link_per_day),
        ):
            if world.store.count(kind, corp.id):
                who = chosen(world, slot, f"{purpose} {corp.id}", rate, alone)
                adding += acts(world, slot, who, name, account=corp.id)
    return [_perhaps_one_sided(world, act) for act in adding]


def _perhaps_one_sided(world: World, act: Act) -> Act:
    one_sided = world.dice.one("one-sided", act.person, int(act.at)) < world.settings.one_sided_adds
    return Act(act.at, act.person, act.action, {**act.params, "one_sided": True}) if one_sided else act


def _connect(world: World, corp: Account, act: Act, doc: Doc, half: bool = False) -> Json:
    """Make two people friends, on one side only if `half`, and tell the corp."""
    held = world.store.count_by_key("contact", corp.id, doc["userid"])
    if held >= world.settings.customers_per_member:
        return {"added": False, "why": "the member has too many customers", "userid": doc["userid"], "deliveries": []}
    doc["welcome_code"] = contacts.new_welcome_code(world, corp, doc["userid"], doc["external_userid"])
    contacts.write(world, corp, {**doc, "half": True} if half else doc)
    if half:
        _plan_acceptance(world, corp, act, doc)
        return _tell_added(world, corp, act, doc, "add_half_external_contact")
    return _tell_added(world, corp, act, doc)


def _tell_added(world: World, corp: Account, act: Act, doc: Doc, change: str = "add_external_contact") -> Json:
    code = doc["welcome_code"]
    told = {"State": doc["state"], **({"WelcomeCode": code} if code else {})}
    sent = contacts.tell(world, corp, doc, change, act.at, **told)
    if change == "add_external_contact":
        behaviour_data.note(world, corp, doc["userid"], act.at, new_contact_cnt=1)
        if link := world.store.get("acquisition link", corp.id, str(doc.get("link_id"))):
            acquisition.keep(world, corp, link, doc)
            acquisition.spend(world, corp, act.at)
        _perhaps_agree(world, corp, act, doc)
    answer = {"userid": doc["userid"], "state": doc["state"], "welcome_code": code, "deliveries": sent}
    return {"added": True, **answer}


def _ask(world: World, corp: Account, act: Act, doc: Doc) -> Json:
    """Ask a member to be added; they accept later, or never."""
    contact_id = f"{doc['external_userid']}:{doc['userid']}"
    world.store.put("contact request", corp.id, contact_id, doc)
    _plan_acceptance(world, corp, act, doc)
    return {"added": False, "why": "the member has to accept", "userid": doc["userid"], "deliveries": []}


def _plan_acceptance(world: World, corp: Account, act: Act, doc: Doc) -> None:
    moment = int(act.at)
    if world.dice.one("member accepts", act.person, moment) < world.settings.member_accepts:
        wait = -math.log(1 - world.dice.one("accepts when", act.person, moment)) * world.settings.reply_sim_minutes * 60
        params = {"account": corp.id, "userid": doc["userid"]}
        world.store.plan(act.at + wait, act.person, "member_accepts", params)


def _perhaps_agree(world: World, corp: Account, act: Act, doc: Doc) -> None:
    """Who adds a member is asked about the archive, and answers once."""
    if not world.settings.message_archive or world.store.get("archive agreement", corp.id, doc["external_userid"]):
        return
    agrees = world.dice.one("agrees to archive", act.person, 0) < world.settings.agrees_to_archive
    status = message_archive.AGREE if agrees else message_archive.DISAGREE
    message_archive.agree(world, corp, doc["external_userid"], status, act.at)


def _whom(world: World, corp: Account, act: Act, external: str) -> tuple[str, Doc | None]:
    """Choose the member and the live code they are added by, None for no code."""
    if userid := act.params.get("userid"):
        if world.store.get("staff", corp.id, str(userid)) is None:
            raise ActError("no such member of staff")
        return str(userid), None
    ways = [way for _, _, way in world.store.page("contact way", corp.id, limit=MOST_CODES)]
    for name in ("config_id", "state"):
        if wanted := act.params.get(name):
            ways = [way for way in ways if way[name] == wanted]
    ways = [way for way in ways if not way["is_temp"] or act.at < way["created"] + way["expires_in"]]
    if not ways:
        raise ActError("no such live code hangs anywhere")
    way = ways[world.dice.pick("which live code", act.person, int(act.at), len(ways))]
    users = contact_ways.members_of(world, corp, way)
    if not users:
        raise ActError("nobody is behind this code any more")
    if way["is_exclusive"] and (held := [doc["userid"] for doc in contacts.of_customer(world, corp, external)]):
        return held[0], way
    return users[world.dice.pick("which member", act.person, int(act.at), len(users))], way


def _link(world: World, corp: Account, act: Act) -> tuple[Doc, str]:
    """Find the link that a person opens, and the channel written behind it."""
    address, _, query = str(act.params.get("url", "")).partition("?")
    named = dict(parse_qsl(query))
    channel = str(act.params.get("customer_channel") or named.get("customer_channel", ""))
    if len(channel.encode()) > acquisition.LONGEST_CHANNEL_BYTES:
        raise ActError(f"customer_channel is at most {acquisition.LONGEST_CHANNEL_BYTES} bytes")
    links = [link for _, _, link in world.store.page("acquisition link", corp.id, limit=MOST_CODES)]
    if wanted := act.params.get("link_id"):
        links = [link for link in links if link["link_id"] == wanted]
    if address:
        links = [link for link in links if link["url"] == address]
    if not links:
        raise ActError("no such link")
    return links[world.dice.pick("which link", act.person, int(act.at), len(links))], channel
