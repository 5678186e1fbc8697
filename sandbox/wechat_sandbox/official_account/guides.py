"""Shopping guides (导购): closed to new accounts; `more["guide"]` stands for one that had it before."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint


@endpoint(API, "POST", "/cgi-bin/guide/addguideacct", OFFICIAL_ACCOUNT)
def add_guide(call: Call) -> Json:
    """Add a guide."""
    _refuse_new(call.account)
    name = call.text("guide_account", 40035, 64)
    doc = {"guide_account": name, "guide_nickname": str(call.body.get("guide_nickname") or ""), "status": 0}
    call.world.store.put("guide", call.account.id, name, doc)
    return OK


@endpoint(API, "POST", "/cgi-bin/guide/getguideacct", OFFICIAL_ACCOUNT)
def get_guide(call: Call) -> Json:
    """Show a guide."""
    _refuse_new(call.account)
    doc = call.world.store.get("guide", call.account.id, call.text("guide_account", 40035, 64))
    if doc is None:
        raise ApiError(40035, "no such guide")
    return {**OK, **doc}


def _refuse_new(account: Account) -> None:
    if not account.more.get("guide"):
        raise ApiError(48001, "guides are closed to new accounts")
