"""A corp's own people."""

import re

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import departments, groups
from wechat_sandbox.wecom.arguments import NOBODY, member
from wechat_sandbox.world import World

_TEXTS = {"alias": 64, "position": 128, "telephone": 32, "address": 128, "external_position": 64}
_SEEN = ("userid", "name", "department", "order", "position", "is_leader_in_dept", "direct_leader", "telephone", "alias")
MOST_AT_ONCE = 200


@endpoint(WORK, "GET", "/cgi-bin/user/get", WECOM)
def get_member(call: Call) -> Json:
    """Tell about a member. Mobile, mail and picture are not told to applications made since 2022."""
    return card(_doc(call, call.query.get("userid")))


@endpoint(WORK, "GET", "/cgi-bin/user/list", WECOM)
def list_members(call: Call) -> Json:
    """List the members of a department, and with fetch_child=1 of those below it, with all that is told of them."""
    return {"userlist": [card(doc) for doc in _of_department(call)]}


@endpoint(WORK, "GET", "/cgi-bin/user/simplelist", WECOM)
def list_names(call: Call) -> Json:
    """List the members of a department by name."""
    return {"userlist": [{name: doc[name] for name in ("userid", "name", "department")} for doc in _of_department(call)]}


@endpoint(WORK, "POST", "/cgi-bin/user/list_id", WECOM)
def list_ids(call: Call) -> Json:
    """List all members by id and department."""
    limit = call.number("limit", 40058, 10_000)
    if not 1 <= limit <= 10_000:
        raise ApiError(40058, "limit is 1 to 10000")
    page = call.world.store.page("staff", call.account.id, call.cursor(), limit)
    listed = [{"userid": userid, "department": number} for _, userid, doc in page for number in doc["department"]]
    return {"dept_user": listed, "next_cursor": str(page[-1][0]) if len(page) == limit else ""}


@endpoint(WORK, "POST", "/cgi-bin/user/create", WECOM)
def create_member(call: Call) -> Json:
    """Take a member on."""
    world, account = call.world, call.account
    userid = call.text("userid", 41009, 64)
    if not re.fullmatch(r"[A-Za-z0-9][\w@.-]*", userid, re.ASCII):
        raise ApiError(40003, "userid is letters, digits, _ - @ and . and begins with one of the first two")
    taken = {doc["userid"].lower() for doc in world.store.all("staff", account.id)}
    if userid.lower() in taken:
        raise ApiError(60102, "the userid is taken, whatever its case")
    if "name" not in call.body:
        raise ApiError(60112, "name is missing")
    doc = {"userid": userid, "name": "", "department": [1], "status": 1, **_given(call, userid)}
    world.store.put("staff", account.id, userid, doc)
    _tell(world, account, "create_user", doc)
    return {"errmsg": "created"}


@endpoint(WORK, "POST", "/cgi-bin/user/update", WECOM)
def update_member(call: Call) -> Json:
    """Change what is known of a member."""
    doc = _doc(call, call.body.get("userid"))
    changed = {**doc, **_given(call, doc["userid"])}
    if "enable" in call.body:
        changed["status"] = 1 if call.body["enable"] in (1, True) else 2
    call.world.store.put("staff", call.account.id, doc["userid"], changed)
    _tell(call.world, call.account, "update_user", changed)
    return {"errmsg": "updated"}


@endpoint(WORK, "GET", "/cgi-bin/user/delete", WECOM)
def delete_member(call: Call) -> Json:
    """Let a member go; their customers wait for another."""
    leave(call.world, call.account, _doc(call, call.query.get("userid")), call.world.now())
    return {"errmsg": "deleted"}


@endpoint(WORK, "POST", "/cgi-bin/user/batchdelete", WECOM)
def delete_members(call: Call) -> Json:
    """Let up to 200 members go, all or none."""
    gone = [_doc(call, userid) for userid in call.texts("useridlist", 40031, MOST_AT_ONCE)]
    for doc in {doc["userid"]: doc for doc in gone}.values():
        leave(call.world, call.account, doc, call.world.now())
    return {"errmsg": "deleted"}


def leave(world: World, corp: Account, doc: Doc, at: float) -> None:
    """Take a member off the list of staff; their customers and groups wait for a successor."""
    world.store.delete("staff", corp.id, doc["userid"])
    world.store.put("former staff", corp.id, doc["userid"], {**doc, "dimission_time": int(at)})
    for group in groups.of_owner(world, corp, doc["userid"]):
        groups.keep(world, corp, {**group, "status": groups.OWNER_LEFT})
    world.callback(corp, NOBODY, at, Event="change_contact", ChangeType="delete_user", UserID=doc["userid"])


def card(doc: Doc) -> Json:
    """Write what an application is told of a member."""
    shown: Json = {"order": [0] * len(doc["department"]), "position": "", "telephone": "", "alias": ""}
    shown |= {"is_leader_in_dept": [0] * len(doc["department"]), "direct_leader": []}
    shown |= {name: doc[name] for name in _SEEN if name in doc}
    return {**shown, "status": doc["status"], "main_department": doc["department"][0], "isleader": 0, "enable": 1}


def _doc(call: Call, userid: object) -> Doc:
    if not userid:
        raise ApiError(41009, "userid is missing")
    doc = call.world.store.get("staff", call.account.id, member(call, userid))
    assert doc is not None
    return doc


def _of_department(call: Call) -> list[Doc]:
    asked = departments.number(call.query.get("department_id", ""))
    wanted = departments.below(call.world, call.account, asked) if call.query.get("fetch_child") == "1" else [asked]
    return departments.members(call.world, call.account, wanted)


def _given(call: Call, userid: str) -> Doc:
    given: Doc = {}
    if "name" in call.body:
        given["name"] = call.text("name", 60112, 64)
    if call.body.get("department") is not None:
        given["department"] = _departments(call, call.body["department"])
    for name, longest in _TEXTS.items():
        if call.body.get(name) is not None:
            given[name] = _text(call, name, longest)
    if mobile := call.body.get("mobile"):
        given["mobile"] = _mobile(call, mobile, userid)
    if call.body.get("direct_leader"):
        given["direct_leader"] = [member(call, one) for one in call.texts("direct_leader", 40058, 5)]
    return given


def _departments(call: Call, given: object) -> list[int]:
    wanted = [given] if isinstance(given, int) and not isinstance(given, bool) else given
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= 100:
        raise ApiError(40066, "department is a list of 1 to 100 numbers")
    for number in wanted:
        departments.need(call.world, call.account, number)
    return list(dict.fromkeys(wanted))


def _text(call: Call, name: str, longest: int) -> str:
    value = call.body[name]
    if not isinstance(value, str) or len(value) > longest:
        raise ApiError(40058, f"{name} is a text of at most {longest} characters")
    return value


def _mobile(call: Call, given: object, userid: str) -> str:
    if not isinstance(given, str) or not re.fullmatch(r"\+?[0-9-]{5,20}", given):
        raise ApiError(60103, "mobile is a telephone number")
    if any(doc.get("mobile") == given and doc["userid"] != userid for doc in call.world.store.all("staff", call.account.id)):
        raise ApiError(60104, "another member has this number")
    return given


def _tell(world: World, corp: Account, change: str, doc: Doc) -> None:
    about = {"UserID": doc["userid"], "Name": doc["name"], "Department": ",".join(map(str, doc["department"]))}
    more = {"MainDepartment": doc["department"][0], "Status": doc["status"]}
    world.callback(corp, NOBODY, world.now(), Event="change_contact", ChangeType=change, **about, **more)
