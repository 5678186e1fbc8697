"""Refunds, bills, certificates and the pay sheet of WeChat Pay."""

from merchant import Merchant
from rig import DAY, Sandbox

from table import GONE, Good
from table.pay_calls import fresh, pay, refused
from table.pay_orders import ORDERS, in_browser

_REFUNDS = "/v3/refund/domestic/refunds"
_REFUND = {
    "refund_id": str,
    "out_refund_no": str,
    "transaction_id": str,
    "out_trade_no": str,
    "channel": str,
    "user_received_account": str,
    "create_time": str,
    "status": str,
    "funds_account": str,
    "amount": {
        "total": int,
        "refund": int,
        "from": list,
        "payer_total": int,
        "payer_refund": int,
        "settlement_total": int,
        "settlement_refund": int,
        "discount_refund": int,
        "currency": str,
    },
    "promotion_detail": list,
    "success_time?": str,
}
_OFFER = {"download_url": str, "hash_type": str, "hash_value": str}


async def _refund(merchant: Merchant) -> Good:
    number = fresh()
    await merchant.paid(number)
    amount = {"refund": 300, "total": 1000, "currency": "CNY"}
    return Good({"out_trade_no": number, "out_refund_no": fresh(), "amount": amount, "reason": "商品已售完"})


async def _refunded(merchant: Merchant) -> Good:
    asked = (await _refund(merchant)).body
    await merchant.post(_REFUNDS, asked)
    return Good(params={"out_refund_no": asked["out_refund_no"]})


async def _not_enough(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    good = await _refund(merchant)
    sandbox.world.store.put("balance", "mch", "basic", {"fen": 10})
    return (await merchant.refusal("POST", _REFUNDS, good.body))[1]


async def _a_day_with_trade(merchant: Merchant) -> None:
    if merchant.world.now() < merchant.sandbox.world.simulated_until + 1 and not merchant.world.store.size("pay trade"):
        await merchant.paid(fresh())
        await merchant.sandbox.simulation.jump(merchant.world.now() + DAY + 11 * 3600)


async def _bill(merchant: Merchant) -> Good:
    await _a_day_with_trade(merchant)
    return Good(query={"bill_date": "2026-01-01"})


async def _bill_file(merchant: Merchant) -> Good:
    await _a_day_with_trade(merchant)
    offered = await merchant.get("/v3/bill/tradebill", bill_date="2026-01-01")
    return Good(query={"token": offered["download_url"].partition("token=")[2]})


async def _sheet(merchant: Merchant) -> Good:
    made = await merchant.post(f"{ORDERS}/h5", (await in_browser(merchant)).body)
    return Good(query={"prepay_id": made["h5_url"].partition("prepay_id=")[2].partition("&")[0]})


async def _plain(merchant: Merchant) -> Good:
    return Good()


async def _no_certificates(sandbox: Sandbox) -> str:
    await sandbox.admin("PATCH", "/settings", {"pay_platform_key": "public_key"})
    return (await Merchant(sandbox).refusal("GET", "/v3/certificates"))[1]


CASES = [
    pay(
        "POST",
        _REFUNDS,
        _refund,
        _REFUND,
        {
            "PARAM_ERROR": {"out_refund_no": GONE},
            "RESOURCE_NOT_EXISTS": {"out_trade_no": "nothing"},
            "INVALID_REQUEST": {"amount": {"refund": 2000, "total": 1000, "currency": "CNY"}},
            "NOT_ENOUGH": _not_enough,
        },
    ),
    pay(
        "GET",
        f"{_REFUNDS}/{{out_refund_no}}",
        _refunded,
        _REFUND,
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_REFUNDS}/nothing")},
    ),
    pay(
        "GET",
        "/v3/bill/tradebill",
        _bill,
        _OFFER,
        {
            "PARAM_ERROR": {"bill_date": "yesterday"},
            "INVALID_REQUEST": {"bill_date": "2026-01-02"},
            "NO_STATEMENT_EXIST": {"bill_date": "2025-12-30"},
        },
    ),
    pay(
        "GET",
        "/v3/bill/fundflowbill",
        _bill,
        _OFFER,
        {"PARAM_ERROR": {"account_type": "X"}, "NO_STATEMENT_EXIST": {"account_type": "FEES"}},
    ),
    pay("GET", "/v3/billdownload/file", _bill_file, bytes, {"INVALID_REQUEST": {"token": "x"}}),
    pay(
        "GET",
        "/v3/certificates",
        _plain,
        {
            "data": [
                {
                    "serial_no": str,
                    "effective_time": str,
                    "expire_time": str,
                    "encrypt_certificate": {
                        "algorithm": str,
                        "nonce": str,
                        "associated_data": str,
                        "ciphertext": str,
                    },
                }
            ]
        },
        {"RESOURCE_NOT_EXISTS": _no_certificates},
    ),
    pay("GET", "/cgi-bin/mmpayweb-bin/checkmweb", _sheet, bytes, {"PAGE": {"prepay_id": "x"}}, quota=False),
]
