"""After-sales as the store's server lists and answers them."""

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import aftersales, ask
from wechat_sandbox.channels.refusals import AFTERSALE_STATE, BAD, NO_SUCH
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_AFTERSALE = "/channels/ec/aftersale"
_PAGE = 50
_LONGEST_WORDS = 500


@endpoint(API, "POST", f"{_AFTERSALE}/getaftersalelist", STORE)
def list_aftersales(call: Call) -> Json:
    """List what was asked for within a day, page by page."""
    longest = call.world.settings.store_aftersale_list_sim_hours * 3600
    start, end = ask.times(call, "begin_create_time", "end_create_time", longest)
    after, shop = ask.after(call, "next_key"), call.account
    found = [
        (seq, entry["after_sale_order_id"])
        for day in range(china_day(start), china_day(end) + 1)
        for seq, entry in call.world.store.entries("store aftersales", after, -1, key=f"{shop.id}:{day}")
        if start <= entry["at"] <= end
    ]
    page, more = found[:_PAGE], len(found) > _PAGE
    listed = {"after_sale_order_id_list": [number for _, number in page]}
    return {**OK, **listed, "has_more": more, "next_key": str(page[-1][0]) if more else ""}


@endpoint(API, "POST", f"{_AFTERSALE}/getaftersaleorder", STORE)
def get_aftersale(call: Call) -> Json:
    """Tell all about an after-sale."""
    return {**OK, "after_sale_order": _shown(call, _need(call))}


@endpoint(API, "POST", f"{_AFTERSALE}/acceptapply", STORE)
def accept(call: Call) -> Json:
    """Agree to give money back, or to take goods back at an address."""
    doc = _need(call)
    if doc["status"] not in (aftersales.ASKED, aftersales.SENT_BACK):
        raise ApiError(AFTERSALE_STATE, f"an after-sale in {doc['status']} cannot be agreed to")
    if doc["status"] == aftersales.ASKED and doc["type"] == aftersales.RETURN:
        ask.identity(call, "address_id")
    aftersales.accept(call.world, call.account, doc, call.world.now())
    return OK


@endpoint(API, "POST", f"{_AFTERSALE}/rejectapply", STORE)
def reject(call: Call) -> Json:
    """Refuse, and say why."""
    doc, words = _need(call), call.text("reject_reason", BAD, _LONGEST_WORDS)
    if doc["status"] not in (aftersales.ASKED, aftersales.SENT_BACK):
        raise ApiError(AFTERSALE_STATE, f"an after-sale in {doc['status']} cannot be refused")
    aftersales.refuse(call.world, call.account, doc, words, call.world.now())
    return OK


def _need(call: Call) -> Doc:
    doc = aftersales.find(call.world, call.account, ask.identity(call, "after_sale_order_id"))
    if doc is None:
        raise ApiError(NO_SUCH, "no such after-sale of this store")
    return doc


def _shown(call: Call, doc: Doc) -> Json:
    people, shop = call.world.people, call.account
    back = {"waybill_id": "", "delivery_id": "", "delivery_name": ""}
    product = {"product_id": doc["product_id"], "sku_id": doc["sku_id"], "count": doc["pieces"]}
    shown: Json = {
        "after_sale_order_id": doc["after_sale_order_id"],
        "status": doc["status"],
        "openid": people.openid(shop, doc["person"]),
        "order_id": doc["order_id"],
        "product_info": {**product, "voucher_list": [], "gift_product_list": []},
        "details": _details(doc),
        "refund_info": {"amount": doc["amount"], "refund_reason": doc.get("refund_reason", 0)},
        "return_info": doc.get("return_info", back),
        "merchant_upload_info": {"reject_reason": doc.get("reject_reason", ""), "refund_certificates": []},
        "create_time": doc["create_time"],
        "update_time": doc["update_time"],
        "reason": doc["reason"],
        "reason_text": aftersales.REASONS[doc["reason"]],
        "refund_resp": {"code": "", "ret": 0, "message": ""},
        "type": doc["type"],
        "gen_scene": 0,
    }
    if unionid := people.unionid(shop, doc["person"]):
        shown["unionid"] = unionid
    if doc["status"] in (aftersales.ASKED, aftersales.SENT_BACK):
        shown["deadline"] = max(doc["deadline"] - int(call.world.now()), 0)
    if "complaint_id" in doc:
        shown["complaint_id"] = doc["complaint_id"]
    return shown


def _details(doc: Doc) -> Json:
    return {
        "desc": "",
        "receive_product": doc["type"] == aftersales.RETURN,
        "cancel_time": doc.get("cancel_time", 0),
        "media_id_list": [],
        "tel_number": "",
        "wxa_vip_discounted_price": 0,
    }
