"""The Mini Program's APIs: orders and how they are sent."""

from typing import Any

from rig import Sandbox

from table import Body, Case, Good
from table.mini_program import OK, PERSON

UPLOAD = "/wxa/sec/order/upload_shipping_info"


async def bought(sandbox: Sandbox) -> Body:
    """Let a person buy; return the payment as the order pages show it."""
    await sandbox.act(PERSON, "buy")
    listed = await sandbox.post("mp", "/wxa/sec/order/get_order_list", {"openid": sandbox.openid("mp", PERSON)})
    order: Body = listed["order_list"][-1]
    return order


def sent(order: Body, **more: Any) -> Body:
    parcel = {"tracking_no": "SF1234567890", "express_company": "SF", "item_desc": "玫瑰保湿面膜*1"}
    return {
        "order_key": {"order_number_type": 2, "transaction_id": order["transaction_id"]},
        "logistics_type": 1,
        "delivery_mode": 1,
        "shipping_list": [parcel],
        "upload_time": "2026-01-01T13:29:35.120+08:00",
        "payer": {"openid": order["openid"]},
        **more,
    }


async def _upload(sandbox: Sandbox) -> Good:
    return Good(body=sent(await bought(sandbox)))


async def _again(sandbox: Sandbox) -> int | str:
    body = sent(await bought(sandbox))
    await sandbox.post("mp", UPLOAD, body)
    return int((await sandbox.post("mp", UPLOAD, body))["errcode"])


async def _refunded(sandbox: Sandbox) -> int | str:
    order = await bought(sandbox)
    await sandbox.act(PERSON, "refund", order_id=order["merchant_trade_no"])
    return int((await sandbox.post("mp", UPLOAD, sent(order)))["errcode"])


async def _order(sandbox: Sandbox) -> Good:
    order = await bought(sandbox)
    await sandbox.post("mp", UPLOAD, sent(order))
    return Good(body={"transaction_id": order["transaction_id"]})


async def _orders(sandbox: Sandbox) -> Good:
    await bought(sandbox)
    return Good(body={"pay_time_range": {"begin_time": 0, "end_time": 2**40}, "page_size": 2, "last_index": ""})


_PARCEL = {"tracking_no": str, "express_company": str, "goods_desc": str, "upload_time": int}

_ORDER = {
    "transaction_id": str,
    "merchant_trade_no": str,
    "merchant_id": str,
    "sub_merchant_id": str,
    "description": str,
    "paid_amount": int,
    "openid": str,
    "trade_create_time": int,
    "pay_time": int,
    "order_state": int,
    "in_complaint": bool,
    "shipping": {
        "delivery_mode?": int,
        "logistics_type?": int,
        "finish_shipping?": bool,
        "goods_desc?": str,
        "finish_shipping_count?": int,
        "shipping_list?": [_PARCEL],
    },
}

ORDERS = [
    Case(
        UPLOAD,
        _upload,
        OK,
        {
            10060001: {"order_key": {"order_number_type": 2, "transaction_id": "unknown"}},
            10060014: {"order_key": {"order_number_type": 3}},
            10060031: {"payer": {"openid": "another"}},
            10060005: {"logistics_type": 9},
            10060006: {"delivery_mode": 2, "logistics_type": 3},
            10060007: {"delivery_mode": 2},
            10060024: {"shipping_list": []},
            10060025: {"shipping_list": [{"item_desc": "面膜"}]},
            10060008: {"shipping_list": [{"tracking_no": "1", "express_company": "SF"}]},
            268485216: {"upload_time": "2026-01-01"},
            10060002: _again,
            10060004: _refunded,
        },
        account="mp",
    ),
    Case("/wxa/sec/order/get_order", _order, {**OK, "order": _ORDER}, {10060001: {"transaction_id": "unknown"}}, account="mp"),
    Case(
        "/wxa/sec/order/get_order_list",
        _orders,
        {**OK, "order_list": [_ORDER], "last_index": str, "has_more": bool},
        {10060014: {"page_size": 0}},
        account="mp",
    ),
]


CASES = [*ORDERS]
