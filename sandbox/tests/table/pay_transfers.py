"""Transfers to people."""

from merchant import NOTIFY, Json, Merchant
from rig import Sandbox
from wechat_sandbox.pay import ciphers

from table import GONE, Good
from table.pay_calls import call_closed, fresh, pay, refused

_BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
_AGREEMENTS = "/v3/fund-app/mch-transfer/user-confirm-authorization"
_STARTED = {"out_bill_no": str, "transfer_bill_no": str, "create_time": str, "state": str, "package_info?": str}
_TRANSFER = {
    "mch_id": str,
    "out_bill_no": str,
    "transfer_bill_no": str,
    "appid": str,
    "state": str,
    "transfer_amount": int,
    "transfer_remark": str,
    "fail_reason?": str,
    "openid": str,
    "user_name?": str,
    "create_time": str,
    "update_time": str,
}
_AGREEMENT = {
    "out_authorization_no": str,
    "appid": str,
    "openid": str,
    "user_display_name": str,
    "authorization_id?": str,
    "state": str,
    "authorize_time?": str,
    "close_info?": {"close_time": str, "close_reason": str},
    "transfer_scene_id": str,
    "create_time": str,
}


async def _transfer(merchant: Merchant) -> Good:
    name = merchant.world.people.name(merchant.person()[0])
    sealed = ciphers.encrypt_field(merchant.keys["platform_certificates"][-1]["certificate"], name)
    return Good(merchant.transfer(fresh(), 200_000, user_name=sealed))


async def _transferred(merchant: Merchant) -> Good:
    number = fresh()
    bill = await merchant.post(_BILLS, merchant.transfer(number))
    return Good(params={"out_bill_no": number, "transfer_bill_no": bill["transfer_bill_no"]})


async def _cancel_done(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), fresh()
    await merchant.post(_BILLS, merchant.transfer(number))
    await sandbox.act(merchant.person()[0], "confirm_transfer", out_bill_no=number)
    return (await merchant.refusal("POST", f"{_BILLS}/out-bill-no/{number}/cancel"))[1]


def _agreement(merchant: Merchant) -> Json:
    return {
        "out_authorization_no": fresh(),
        "appid": merchant.appid,
        "openid": merchant.person()[1],
        "transfer_scene_id": "1000",
        "user_display_name": "微信用户",
        "authorization_notify_url": NOTIFY,
    }


async def _ask(merchant: Merchant) -> Good:
    return Good(_agreement(merchant))


async def _asked(merchant: Merchant) -> Good:
    body = _agreement(merchant)
    await merchant.post(_AGREEMENTS, body)
    return Good(params={"out_authorization_no": body["out_authorization_no"]})


async def _agreed(merchant: Merchant) -> Good:
    good = await _asked(merchant)
    await merchant.sandbox.act(merchant.person()[0], "grant_transfers", **good.params)
    body = merchant.transfer(fresh(), out_authorization_no=good.params["out_authorization_no"])
    del body["openid"]
    return Good(body)


async def _transfer_and_ask(merchant: Merchant) -> Good:
    named = ("out_authorization_no", "user_display_name", "authorization_notify_url")
    wanted = {name: value for name, value in _agreement(merchant).items() if name in named}
    return Good(merchant.transfer(fresh(), authorization_info=wanted))


async def _batch(merchant: Merchant) -> Good:
    return Good({"appid": merchant.appid, "out_batch_no": fresh()})


CASES = [
    pay(
        "POST",
        _BILLS,
        _transfer,
        _STARTED,
        {
            "PARAM_ERROR": {"user_name": GONE},
            "APPID_MCHID_NOT_MATCH": {"appid": "wx1"},
            "RULE_LIMIT": {"transfer_amount": 2_000_001},
        },
    ),
    pay(
        "GET",
        f"{_BILLS}/out-bill-no/{{out_bill_no}}",
        _transferred,
        _TRANSFER,
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_BILLS}/out-bill-no/nothing")},
    ),
    pay(
        "GET",
        f"{_BILLS}/transfer-bill-no/{{transfer_bill_no}}",
        _transferred,
        _TRANSFER,
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_BILLS}/transfer-bill-no/1")},
    ),
    pay(
        "POST",
        f"{_BILLS}/out-bill-no/{{out_bill_no}}/cancel",
        _transferred,
        {"out_bill_no": str, "transfer_bill_no": str, "state": str, "update_time": str},
        {
            "RESOURCE_NOT_EXISTS": refused("POST", f"{_BILLS}/out-bill-no/nothing/cancel"),
            "INVALID_REQUEST": _cancel_done,
        },
    ),
    pay("POST", "/v3/transfer/batches", _batch, {"code": str, "message": str}, caller=call_closed),
    pay(
        "POST",
        f"{_BILLS}/pre-transfer-with-authorization",
        _transfer_and_ask,
        {**_STARTED, "user_display_name": str, "out_authorization_no": str},
        {"PARAM_ERROR": {"openid": "o1"}},
    ),
    pay(
        "POST",
        f"{_BILLS}/transfer",
        _agreed,
        _TRANSFER,
        {"RESOURCE_NOT_EXISTS": {"out_authorization_no": "nothing"}, "INVALID_REQUEST": {"transfer_scene_id": "1005"}},
    ),
    pay(
        "POST",
        _AGREEMENTS,
        _ask,
        {"out_authorization_no": str, "state": str, "create_time": str, "package_info": str},
        {"PARAM_ERROR": {"user_display_name": ""}, "APPID_MCHID_NOT_MATCH": {"appid": "wx1"}},
    ),
    pay(
        "GET",
        f"{_AGREEMENTS}/out-authorization-no/{{out_authorization_no}}",
        _asked,
        _AGREEMENT,
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_AGREEMENTS}/out-authorization-no/nothing")},
    ),
    pay("POST", f"{_AGREEMENTS}/out-authorization-no/{{out_authorization_no}}/close", _asked, _AGREEMENT),
]
