"""What people do with a merchant, asked for in every wrong way."""

import pytest
from merchant import Merchant
from rig import Sandbox

ACTIONS = [
    "pay_order",
    "request_payment",
    "receive_refund",
    "confirm_transfer",
    "end_transfer",
    "grant_transfers",
    "collect_red_packet",
    "return_red_packet",
    "receive_merchant_coupon",
    "complain",
]
NAMES = [
    "out_trade_no",
    "prepay_id",
    "code_url",
    "way",
    "status",
    "out_refund_no",
    "out_bill_no",
    "state",
    "out_authorization_no",
    "mch_billno",
    "stock_id",
    "appid",
    "complaint_id",
    "words",
    "package",
    "account",
]
HOSTILE: tuple[object, ...] = (None, 7, "", "x", [], {}, "order-000001", "mch", "\x00")


@pytest.mark.parametrize("action", ACTIONS)
async def test_what_cannot_be_done_is_refused_and_breaks_nothing(sandbox: Sandbox, action: str) -> None:
    await Merchant(sandbox).paid()
    for name in NAMES:
        for value in HOSTILE:
            body = {"action": action, name: value}
            response = await sandbox.client.post("/_sandbox/people/3/act", json=body)
            assert response.status_code in (200, 422), (body, response.text)
