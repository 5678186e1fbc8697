"""The page that an h5_url or a scanned code_url leads to: what is to be paid, to whom, and whether it is."""

from html import escape
from urllib.parse import urlsplit

from wechat_sandbox.accounts import MERCHANT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.pay import orders
from wechat_sandbox.registry import PAY, Call, Endpoint, Incoming, Json, Reply, endpoint, page
from wechat_sandbox.world import World

PATH = "/cgi-bin/mmpayweb-bin/checkmweb"
_CODE = "weixin://wxpay/bizpayurl?pr="
_WORDS = {"NOTPAY": "待支付", "SUCCESS": "支付成功", "REFUND": "已退款", "CLOSED": "订单已关闭"}


class SheetDoor:
    """Lets a browser in by the order it asks for: `prepay_id` of an h5_url, or `pr` of a code_url."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell whose order is shown.

        Raises:
            ApiError: no such order, or a wrong method.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError("PARAM_ERROR", "this page is opened with GET", 405)
        code = _CODE + incoming.query["pr"] if "pr" in incoming.query else incoming.query.get("prepay_id", "")
        found = world.store.get("prepay", "", code)
        account = world.accounts.get(found["account"]) if found else None
        if found is None or account is None:
            raise ApiError("ORDER_NOT_EXIST", "no order is prepared under this address", 404)
        return Call(world, account, incoming.query, {"out_trade_no": found["out_trade_no"], "code": code}, incoming)

    def success(self, call: Call, answer: Json | Reply) -> Reply:
        """Give the page as it is."""
        assert isinstance(answer, Reply)
        return answer

    def refusal(self, world: World, incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Show what is wrong."""
        shown = page(_html("商家参数格式有误", f"<p>{escape(error.rule)}</p><p>{escape(str(error.code))} · {rid}</p>"))
        return Reply(shown.body, shown.media_type, error.status if error.status >= 400 else 400)


@endpoint(PAY, "GET", PATH, MERCHANT, daily=0, door=SheetDoor())
def show_sheet(call: Call) -> Reply:
    """Show an order to the person who is to pay it; the person pays with the action `pay_order`."""
    order = orders.find(call.world, call.account, call.body["out_trade_no"])
    over = call.body["code"] not in (order["prepay_id"], order["code_url"]) or call.world.now() >= order["prepay_until"]
    state = "支付链接已过期" if over and order["state"] in orders.PAYABLE else _WORDS.get(order["state"], order["state"])
    yuan = f"{order['total'] // 100}.{order['total'] % 100:02d}"
    words = f"<p>{escape(call.account.name)}</p><p>{escape(order['description'])}</p><h1>¥{yuan}</h1>"
    words += f'<p id="state" data-prepay-id="{escape(order["prepay_id"])}" data-state="{order["state"]}">{state}</p>'
    back = call.query.get("redirect_url", "")
    if urlsplit(back).scheme in ("http", "https"):
        words += f'<p><a href="{escape(back)}">返回商家</a></p>'
    return page(_html("微信支付", words))


def _html(title: str, words: str) -> str:
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>{words}</html>'
