"""Complaints."""

from merchant import NOTIFY, Merchant
from rig import Sandbox

from table import GONE, Change, Good
from table.pay_calls import NOTHING, fresh, listing, pay, refused

_COMPLAINTS = "/v3/merchant-service/complaints-v2"
_ADDRESS = "/v3/merchant-service/complaint-notifications"
_COMPLAINT = {
    "complaint_id": str,
    "complaint_time": str,
    "complaint_detail": str,
    "complaint_state": str,
    "complainted_mchid": str,
    "payer_phone": str,
    "complaint_order_info": [{"transaction_id": str, "out_trade_no": str, "amount": int}],
    "complaint_full_refunded": bool,
    "incoming_user_response": bool,
    "problem_description": str,
    "user_complaint_times": int,
    "problem_type": str,
}
_HISTORY = {"log_id": str, "operator": str, "operate_time": str, "operate_type": str, "operate_details": str}


async def _complaint(merchant: Merchant) -> str:
    number = fresh()
    await merchant.paid(number)
    made = await merchant.sandbox.act(merchant.person()[0], "complain", out_trade_no=number)
    return str(made["complaint_id"])


async def _complaints(merchant: Merchant) -> Good:
    await _complaint(merchant)
    return Good(query={"begin_date": "2026-01-01", "end_date": "2026-01-02"})


async def _one_complaint(merchant: Merchant) -> Good:
    return Good({"complainted_mchid": merchant.mchid}, params={"complaint_id": await _complaint(merchant)})


async def _answer_complaint(merchant: Merchant) -> Good:
    good = await _one_complaint(merchant)
    return Good({**good.body, "response_content": "已为您补发"}, params=good.params)


async def _address(merchant: Merchant) -> Good:
    await merchant.call("DELETE", _ADDRESS)
    return Good({"url": NOTIFY})


async def _address_set(merchant: Merchant) -> Good:
    await merchant.call("DELETE", _ADDRESS)
    await merchant.post(_ADDRESS, {"url": NOTIFY})
    return Good({"url": NOTIFY})


async def _no_address(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    await merchant.call("DELETE", _ADDRESS)
    return (await merchant.refusal("GET", _ADDRESS))[1]


async def _only_get(merchant: Merchant) -> Good:
    await _address_set(merchant)
    return Good()


_ADDRESSED = {"mchid": str, "url": str}
_WRONG_MERCHANT: dict[int | str, Change] = {"PARAM_ERROR": {"complainted_mchid": "1"}}

CASES = [
    pay("GET", _COMPLAINTS, _complaints, listing(_COMPLAINT), {"PARAM_ERROR": {"end_date": "2026-03-01"}}),
    pay(
        "GET",
        f"{_COMPLAINTS}/{{complaint_id}}",
        _one_complaint,
        {**_COMPLAINT, "payer_openid": str},
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_COMPLAINTS}/1")},
    ),
    pay("GET", f"{_COMPLAINTS}/{{complaint_id}}/negotiation-historys", _one_complaint, listing(_HISTORY)),
    pay("POST", f"{_COMPLAINTS}/{{complaint_id}}/response", _answer_complaint, NOTHING, _WRONG_MERCHANT),
    pay("POST", f"{_COMPLAINTS}/{{complaint_id}}/complete", _one_complaint, NOTHING, _WRONG_MERCHANT),
    pay("POST", _ADDRESS, _address, _ADDRESSED, {"PARAM_ERROR": {"url": GONE}}, quota=False),
    pay("PUT", _ADDRESS, _address_set, _ADDRESSED, {"PARAM_ERROR": {"url": GONE}}, quota=False),
    pay("GET", _ADDRESS, _only_get, _ADDRESSED, {"RESOURCE_NOT_EXISTS": _no_address}, quota=False),
    pay("DELETE", _ADDRESS, _only_get, NOTHING, quota=False),
]
