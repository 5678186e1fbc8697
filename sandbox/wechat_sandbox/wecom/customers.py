"""Customers of a corp's members: lists, details, remarks and the welcome message."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM
from wechat_sandbox.codes import WELCOME
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, media, tags
from wechat_sandbox.wecom.arguments import EC, limit, member
from wechat_sandbox.wecom.content import message_content

FOLLOWERS_A_PAGE = 500
LONGEST = {"remark": 20, "description": 150, "remark_company": 20}


@endpoint(WORK, "GET", f"{EC}/get_follow_user_list", WECOM)
def list_follow_users(call: Call) -> Json:
    """List the members who may have customers."""
    staff = call.world.store.all("staff", call.account.id)
    return {"follow_user": [doc["userid"] for doc in staff if doc["status"] == 1]}


@endpoint(WORK, "GET", f"{EC}/list", WECOM)
def list_customers(call: Call) -> Json:
    """List a member's customers."""
    userid = member(call, call.query.get("userid"))
    held = contacts.of_member(call.world, call.account, userid)
    if not held:
        raise ApiError(84061, "the member has no customer")
    return {"external_userid": [doc["external_userid"] for doc in held]}


@endpoint(WORK, "GET", f"{EC}/get", WECOM)
def get_customer(call: Call) -> Json:
    """Tell about a customer and who of the corp they have added, 500 at once."""
    external = call.query.get("external_userid", "")
    if call.world.people.find(call.account, external) is None:
        raise ApiError(40096, "not a customer id of this corp")
    held = contacts.of_customer(call.world, call.account, external)
    if not held:
        raise ApiError(84061, "the customer has added nobody, has left, or is no friend on both sides yet")
    start = _start(call.query.get("cursor", ""))
    page = held[start : start + FOLLOWERS_A_PAGE]
    answer: Json = {
        "external_contact": _contact(call, external),
        "follow_user": [{**_relation(doc), "tags": _tags(call, doc)} for doc in page],
    }
    if start + FOLLOWERS_A_PAGE < len(held):
        answer["next_cursor"] = str(start + FOLLOWERS_A_PAGE)
    return answer


@endpoint(WORK, "POST", f"{EC}/batch/get_by_user", WECOM)
def get_customers(call: Call) -> Json:
    """Tell about the customers of up to 100 members, page by page."""
    userids = list(dict.fromkeys(call.texts("userid_list", 40058, 100)))
    most, after = limit(call, 50, 100), _cursor(call, len(userids))
    for userid in userids:
        member(call, userid)
    page, rest = _page(call, userids, after, most)
    items = []
    for doc in page:
        borne = [tag["id"] for tag in tags.known(call.world, call.account, doc["tags"])]
        shown = {"external_contact": _contact(call, doc["external_userid"]), "follow_info": {**_relation(doc), "tag_id": borne}}
        items.append(shown)
    return {"external_contact_list": items, "next_cursor": rest}


@endpoint(WORK, "POST", f"{EC}/remark", WECOM)
def remark(call: Call) -> Json:
    """Change what a member notes about a customer."""
    userid = member(call, call.body.get("userid"))
    external = call.text("external_userid", 40096)
    held = dict(contacts.need(call.world, call.account, userid, external))
    for name, longest in LONGEST.items():
        if name in call.body:
            value = call.body[name]
            if not isinstance(value, str) or len(value) > longest:
                raise ApiError(40058, f"{name} is a text of at most {longest} characters")
            held[name] = value
    if "remark_mobiles" in call.body:
        held["remark_mobiles"] = [one for one in call.texts("remark_mobiles", 40058, 5) if one]
    if call.body.get("remark_pic_mediaid"):
        media.alive(call, call.body["remark_pic_mediaid"], "image")
    contacts.write(call.world, call.account, held)
    return {}


@endpoint(WORK, "POST", f"{EC}/send_welcome_msg", WECOM)
def send_welcome(call: Call) -> Json:
    """Greet a new customer: once, within seconds."""
    code = call.world.codes.get(WELCOME, call.account.id, call.text("welcome_code", 41049))
    if code is None or code.used:
        seconds = call.world.settings.welcome_code_wall_seconds
        raise ApiError(41050, f"the code is unknown, used, or older than {seconds:g} s")
    if code.started:
        raise ApiError(41051, "the member and the customer are talking already")
    content = message_content(call)
    code.used = True
    person = call.world.people.find(call.account, code.about["external_userid"])
    if person is not None:
        letter = Letter(call.account, person, inbox.WELCOME, {**content, "userid": code.about["userid"]})
        inbox.receive(call.world, letter)
    return {}


def _start(written: str) -> int:
    if written and not (written.isascii() and written.isdigit() and len(written) < 10):
        raise ApiError(40058, "cursor is the next_cursor of a page")
    return int(written or 0)


def _cursor(call: Call, members: int) -> tuple[int, int]:
    """Read a place in the customers of several members: whose, and after which of theirs."""
    given = call.body.get("cursor") or "0.0"
    whose, dot, after = given.partition(".") if isinstance(given, str) else ("", "", "")
    if not dot or not (whose + after).isascii() or not (whose.isdigit() and after.isdigit()) or len(given) > 30:
        raise ApiError(40058, "cursor is the next_cursor of a page")
    if int(whose) >= members or int(after) >= 2**63:
        raise ApiError(40058, "cursor is the next_cursor of a page of these members")
    return int(whose), int(after)


def _page(call: Call, userids: list[str], after: tuple[int, int], most: int) -> tuple[list[Doc], str]:
    """Read the next customers, member by member, and where the page after them begins."""
    found: list[Doc] = []
    place, seq = after
    while place < len(userids):
        rows = call.world.store.by_key("contact", call.account.id, userids[place], seq, most - len(found) + 1)
        for row_seq, _, doc in rows:
            if len(found) == most:
                return found, f"{place}.{seq}"
            seq = row_seq
            if not doc.get("half"):
                found.append(doc)
        if not rows:
            place, seq = place + 1, 0
    return found, ""


def _contact(call: Call, external: str) -> Json:
    person = call.world.people.find(call.account, external)
    assert person is not None
    name = call.world.people.name(person)
    shown: Json = {"external_userid": external, "name": name, "avatar": "", "type": 1, "gender": 0}
    if unionid := call.world.people.unionid(call.account, person):
        shown["unionid"] = unionid
    return shown


def _relation(doc: Doc) -> Json:
    shown = {
        "userid": doc["userid"],
        "remark": doc.get("remark", ""),
        "description": doc.get("description", ""),
        "createtime": int(doc["since"]),
        "remark_mobiles": doc.get("remark_mobiles", []),
        "add_way": doc["add_way"],
        "state": doc["state"],
        "oper_userid": doc.get("oper_userid") or doc["external_userid"],
    }
    if doc.get("remark_company"):
        shown["remark_corp_name"] = doc["remark_company"]
    if doc.get("wechat_channels"):
        shown["wechat_channels"] = doc["wechat_channels"]
    return shown


def _tags(call: Call, doc: Doc) -> list[Json]:
    held = tags.known(call.world, call.account, doc["tags"])
    return [{"group_name": tag["group_name"], "tag_name": tag["name"], "tag_id": tag["id"], "type": 1} for tag in held]
