"""A corp's departments, a tree whose root is the corp itself."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.arguments import NOBODY
from wechat_sandbox.world import World

ROOT = 1
LONGEST_NAME = 64
_FORBIDDEN = '\\:*?"<>|'
LARGEST = 2**32 - 1


@endpoint(WORK, "GET", "/cgi-bin/department/list", WECOM)
def list_departments(call: Call) -> Json:
    """List departments: all, or one and those below it."""
    return {"department": _asked(call)}


@endpoint(WORK, "GET", "/cgi-bin/department/simplelist", WECOM)
def list_ids(call: Call) -> Json:
    """List departments by number alone."""
    return {"department_id": [{name: doc[name] for name in ("id", "parentid", "order")} for doc in _asked(call)]}


@endpoint(WORK, "GET", "/cgi-bin/department/get", WECOM)
def get_department(call: Call) -> Json:
    """Tell about one department."""
    return {"department": need(call.world, call.account, number(call.query.get("id", "")))}


@endpoint(WORK, "POST", "/cgi-bin/department/create", WECOM)
def create_department(call: Call) -> Json:
    """Add a department."""
    held = tree(call.world, call.account)
    parent = _parent(call, call.body.get("parentid"))
    name = _name(call, parent, None)
    wanted = call.body.get("id") or max(doc["id"] for doc in held) + 1
    if not isinstance(wanted, int) or isinstance(wanted, bool) or not 1 < wanted <= LARGEST:
        raise ApiError(60123, "id is a number above 1")
    if any(doc["id"] == wanted for doc in held):
        raise ApiError(60008, "the id is taken")
    doc = {"id": wanted, "name": name, "parentid": parent, "order": _order(call, wanted)}
    call.world.store.put("department", call.account.id, str(wanted), doc)
    _tell(call, "create_party", doc)
    return {"errmsg": "created", "id": wanted}


@endpoint(WORK, "POST", "/cgi-bin/department/update", WECOM)
def update_department(call: Call) -> Json:
    """Rename or move a department."""
    doc = dict(need(call.world, call.account, call.body.get("id")))
    if call.body.get("parentid") is not None:
        doc["parentid"] = _parent(call, call.body["parentid"])
        if doc["parentid"] in below(call.world, call.account, doc["id"]):
            raise ApiError(60010, "a department cannot be below itself")
    if call.body.get("name") is not None:
        doc["name"] = _name(call, doc["parentid"], doc["id"])
    doc["order"] = _order(call, doc["order"])
    call.world.store.put("department", call.account.id, str(doc["id"]), doc)
    _tell(call, "update_party", doc)
    return {"errmsg": "updated"}


@endpoint(WORK, "GET", "/cgi-bin/department/delete", WECOM)
def delete_department(call: Call) -> Json:
    """Remove a department that nobody is in."""
    doc = need(call.world, call.account, number(call.query.get("id", "")))
    if doc["id"] == ROOT:
        raise ApiError(60007, "the root stays")
    if members(call.world, call.account, [doc["id"]]):
        raise ApiError(60005, "members are in it")
    if len(below(call.world, call.account, doc["id"])) > 1:
        raise ApiError(60006, "departments are below it")
    call.world.store.delete("department", call.account.id, str(doc["id"]))
    fields = {"Event": "change_contact", "ChangeType": "delete_party", "Id": doc["id"]}
    call.world.callback(call.account, NOBODY, call.world.now(), **fields)
    return {"errmsg": "deleted"}


def number(written: str) -> int:
    """Read a department's number from a query."""
    if not written.isascii() or not written.isdigit() or len(written) > 10:
        raise ApiError(60123, "a department has a number")
    return int(written)


def tree(world: World, corp: Account) -> list[Doc]:
    """List every department, the root first."""
    root = world.store.get("department", corp.id, str(ROOT)) or {"id": ROOT, "name": corp.name, "parentid": 0, "order": 1}
    rest = [doc for doc in world.store.all("department", corp.id) if doc["id"] != ROOT]
    return [root, *rest]


def need(world: World, corp: Account, wanted: object) -> Doc:
    """Return a department.

    Raises:
        ApiError: 60003 when there is none with this number.
    """
    found = next((doc for doc in tree(world, corp) if doc["id"] == wanted and not isinstance(wanted, bool)), None)
    if found is None:
        raise ApiError(60003, "no such department")
    return found


def below(world: World, corp: Account, top: int) -> list[int]:
    """List a department and all below it."""
    need(world, corp, top)
    held, found = tree(world, corp), [top]
    for parent in found:
        found += [doc["id"] for doc in held if doc["parentid"] == parent]
    return found


def members(world: World, corp: Account, wanted: list[int]) -> list[Doc]:
    """List who is in one of these departments."""
    for one in wanted:
        need(world, corp, one)
    return [doc for doc in world.store.all("staff", corp.id) if set(doc["department"]) & set(wanted)]


def everybody(world: World, corp: Account, userids: list[str], parties: list[int]) -> list[str]:
    """List members named and those of departments and below, each once."""
    spread = [one for party in parties for one in below(world, corp, party)]
    found = [doc["userid"] for doc in members(world, corp, spread)] if spread else []
    return list(dict.fromkeys([*userids, *found]))


def alive(world: World, corp: Account, numbers: list[int]) -> list[int]:
    """Return those of some departments that still exist."""
    held = {doc["id"] for doc in tree(world, corp)}
    return [one for one in numbers if one in held]


def _asked(call: Call) -> list[Doc]:
    wanted = below(call.world, call.account, number(call.query["id"]) if call.query.get("id") else ROOT)
    return [doc for doc in tree(call.world, call.account) if doc["id"] in wanted]


def _parent(call: Call, given: object) -> int:
    if all(doc["id"] != given for doc in tree(call.world, call.account)) or isinstance(given, bool):
        raise ApiError(60004, "no such parent department")
    assert isinstance(given, int)
    return given


def _name(call: Call, parent: int, own: int | None) -> str:
    name = call.text("name", 60001, LONGEST_NAME)
    if any(letter in name for letter in _FORBIDDEN):
        raise ApiError(60009, f"a name has none of {_FORBIDDEN}")
    others = [doc for doc in tree(call.world, call.account) if doc["parentid"] == parent and doc["id"] != own]
    if any(doc["name"] == name for doc in others):
        raise ApiError(60008, "the name is taken beside it")
    return name


def _order(call: Call, default: int) -> int:
    order = call.number("order", 40058, default)
    if not 0 <= order <= LARGEST:
        raise ApiError(40058, "order is 0 to 2^32 - 1")
    return order


def _tell(call: Call, change: str, doc: Doc) -> None:
    about = {"Id": doc["id"], "Name": doc["name"], "ParentId": doc["parentid"], "Order": doc["order"]}
    call.world.callback(call.account, NOBODY, call.world.now(), Event="change_contact", ChangeType=change, **about)
