"""Who answers in an account: members, or whole departments."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.kf.accounts import KF_ACCOUNT, of_call
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc

RECEIVING, STOPPED = 0, 1
MOST_USERS, MOST_DEPARTMENTS = 100, 20


def receives(account: Doc, userid: str) -> bool:
    """Tell whether a member answers in an account now."""
    servicer = account["servicers"].get(userid)
    return servicer is not None and servicer["status"] == RECEIVING


@endpoint(WORK, "POST", "/cgi-bin/kf/servicer/add", WECOM)
def add_servicers(call: Call) -> Json:
    """Let members or departments answer; each is reported on its own."""
    account, results = of_call(call), []
    userids, departments = _named(call)
    known = set(account["servicers"])
    if len(known | set(userids)) > call.world.settings.kf_servicers:
        raise ApiError(40058, f"{call.world.settings.kf_servicers} servicers an account")
    for userid in userids:
        code = 0 if call.world.store.get("staff", call.account.id, userid) is not None else 60111
        if not code:
            account["servicers"].setdefault(userid, {"status": RECEIVING, "stop_type": 0})
        results.append({"userid": userid, **_result(code)})
    for department in departments:
        if department not in account["departments"]:
            account["departments"].append(department)
        results.append({"department_id": department, **_result(0)})
    call.world.store.put(KF_ACCOUNT, call.account.id, account["open_kfid"], account)
    return {"result_list": results}


@endpoint(WORK, "POST", "/cgi-bin/kf/servicer/del", WECOM)
def remove_servicers(call: Call) -> Json:
    """Let members or departments answer no longer."""
    account, results = of_call(call), []
    userids, departments = _named(call)
    for userid in userids:
        gone = account["servicers"].pop(userid, None)
        results.append({"userid": userid, **_result(0 if gone else 95014)})
    for department in departments:
        if department in account["departments"]:
            account["departments"].remove(department)
        results.append({"department_id": department, **_result(0)})
    call.world.store.put(KF_ACCOUNT, call.account.id, account["open_kfid"], account)
    return {"result_list": results}


@endpoint(WORK, "GET", "/cgi-bin/kf/servicer/list", WECOM)
def list_servicers(call: Call) -> Json:
    """List who answers, and whether they do at the moment."""
    account = of_call(call)
    members = [{"userid": userid, **state} for userid, state in account["servicers"].items()]
    return {"servicer_list": members + [{"department_id": number} for number in account["departments"]]}


def _named(call: Call) -> tuple[list[str], list[int]]:
    userids = call.some_texts("userid_list", 40058, MOST_USERS)
    departments = call.body.get("department_id_list") or []
    if not isinstance(departments, list) or len(departments) > MOST_DEPARTMENTS:
        raise ApiError(40058, f"department_id_list is a list of at most {MOST_DEPARTMENTS}")
    if not all(type(number) is int and 0 < number < 2**32 for number in departments):
        raise ApiError(40058, "department_id_list holds numbers")
    if not userids and not departments:
        raise ApiError(40058, "userid_list or department_id_list is given")
    return list(dict.fromkeys(userids)), list(dict.fromkeys(departments))


def _result(code: int) -> Json:
    words = {0: "success", 60111: "userid not found", 95014: "user is not servicer"}
    return {"errcode": code, "errmsg": words[code]}
