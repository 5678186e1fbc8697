"""Customers of a corp's members: lists, details, remarks and the welcome message."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM
from wechat_sandbox.codes import WELCOME
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts

_EC = "/cgi-bin/externalcontact"
_LONGEST_TEXT = 4000
MOST_ATTACHMENTS = 9
ATTACHMENTS = ("image", "link", "miniprogram", "video", "file")


@endpoint(WORK, "GET", f"{_EC}/get_follow_user_list", WECOM)
def list_follow_users(call: Call) -> Json:
    """List the members who may have customers."""
    return {"follow_user": [doc["userid"] for doc in call.world.store.all("staff", call.account.id)]}


@endpoint(WORK, "GET", f"{_EC}/list", WECOM)
def list_customers(call: Call) -> Json:
    """List a member's customers."""
    userid = _member(call, call.query.get("userid"))
    held = contacts.of_member(call.world, call.account, userid)
    if not held:
        raise ApiError(84061, "the member has no customer")
    return {"external_userid": [doc["external_userid"] for doc in held]}


@endpoint(WORK, "GET", f"{_EC}/get", WECOM)
def get_customer(call: Call) -> Json:
    """Tell about a customer and who of the corp they have added."""
    external = call.query.get("external_userid", "")
    if call.world.people.find(call.account, external) is None:
        raise ApiError(40096, "not a customer id of this corp")
    held = contacts.of_customer(call.world, call.account, external)
    if not held:
        raise ApiError(84061, "the customer has added nobody, or has left")
    return {
        "external_contact": _contact(call, external),
        "follow_user": [{**_relation(doc), "tags": _tags(call, doc)} for doc in held],
    }


@endpoint(WORK, "POST", f"{_EC}/batch/get_by_user", WECOM)
def get_customers(call: Call) -> Json:
    """Tell about the customers of up to 100 members, page by page."""
    userids = call.texts("userid_list", 40058, 100)
    limit = call.number("limit", 40058, 50)
    if not 1 <= limit <= 100:
        raise ApiError(40058, "limit is 1 to 100")
    for userid in userids:
        _member(call, userid)
    after = call.cursor()
    found = call.world.store.page("contact", call.account.id, after, -1)
    mine = [(seq, doc) for seq, _, doc in found if doc["userid"] in userids]
    page = mine[:limit]
    items = [
        {
            "external_contact": _contact(call, doc["external_userid"]),
            "follow_info": {**_relation(doc), "tag_id": doc["tags"]},
        }
        for _, doc in page
    ]
    more = len(mine) > limit
    return {"external_contact_list": items, "next_cursor": str(page[-1][0]) if more else ""}


@endpoint(WORK, "POST", f"{_EC}/remark", WECOM)
def remark(call: Call) -> Json:
    """Change what a member notes about a customer."""
    userid = _member(call, call.body.get("userid"))
    external = call.text("external_userid", 40096)
    held = contacts.need(call.world, call.account, userid, external)
    for name, longest in (("remark", 20), ("description", 150)):
        if name in call.body:
            value = call.body[name]
            if not isinstance(value, str) or len(value) > longest:
                raise ApiError(40058, f"{name} is a text of at most {longest} characters")
            held[name] = value
    if "remark_mobiles" in call.body:
        held["remark_mobiles"] = call.texts("remark_mobiles", 40058, 5)
    contacts.write(call.world, call.account, held)
    return {}


@endpoint(WORK, "POST", f"{_EC}/send_welcome_msg", WECOM)
def send_welcome(call: Call) -> Json:
    """Greet a new customer: once, within seconds."""
    code = call.world.codes.get(WELCOME, call.account.id, call.text("welcome_code", 41050))
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


def message_content(call: Call) -> Json:
    """Read the text and the attachments of a message to customers.

    Raises:
        ApiError: 40058 when there is neither, or either is too much.
    """
    text = call.body.get("text") or {}
    attachments = call.body.get("attachments") or []
    words = text.get("content", "") if isinstance(text, dict) else None
    if not isinstance(words, str) or len(words.encode()) > _LONGEST_TEXT:
        raise ApiError(40058, f"text.content is at most {_LONGEST_TEXT} bytes")
    if not isinstance(attachments, list) or len(attachments) > MOST_ATTACHMENTS:
        raise ApiError(40058, f"attachments holds at most {MOST_ATTACHMENTS}")
    for attachment in attachments:
        kind = attachment.get("msgtype") if isinstance(attachment, dict) else None
        if kind not in ATTACHMENTS or not isinstance(attachment.get(kind), dict):
            raise ApiError(40058, f"an attachment is one of {', '.join(ATTACHMENTS)}")
    if not words and not attachments:
        raise ApiError(40058, "a message needs text or attachments")
    return {"text": words, "attachments": attachments}


def _member(call: Call, userid: object) -> str:
    if not isinstance(userid, str) or call.world.store.get("staff", call.account.id, userid) is None:
        raise ApiError(60111, "no such member")
    return userid


def _contact(call: Call, external: str) -> Json:
    person = call.world.people.find(call.account, external)
    assert person is not None
    shown: Json = {
        "external_userid": external,
        "name": call.world.people.name(person),
        "avatar": "",
        "type": 1,
        "gender": 0,
    }
    if unionid := call.world.people.unionid(call.account, person):
        shown["unionid"] = unionid
    return shown


def _relation(doc: Doc) -> Json:
    return {
        "userid": doc["userid"],
        "remark": doc.get("remark", ""),
        "description": doc.get("description", ""),
        "createtime": int(doc["since"]),
        "remark_mobiles": doc.get("remark_mobiles", []),
        "add_way": doc["add_way"],
        "state": doc["state"],
        "oper_userid": doc["external_userid"],
    }


def _tags(call: Call, doc: Doc) -> list[Json]:
    shown = []
    for tag_id in doc["tags"]:
        tag = call.world.store.get("corp tag", call.account.id, tag_id)
        if tag is not None:
            shown.append({**{k: tag[k] for k in ("group_name",)}, "tag_name": tag["name"], "tag_id": tag_id, "type": 1})
    return shown
