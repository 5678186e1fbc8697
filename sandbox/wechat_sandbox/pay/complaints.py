"""Complaints of people about what they paid for, and what the merchant answers."""

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import DAY, china_date
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import ciphers, fields, keys, merchants
from wechat_sandbox.pay.door import NO_CONTENT, PAY_DOOR
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.registry import PAY, Call, Json, Reply, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

PENDING, PROCESSING, PROCESSED = "PENDING", "PROCESSING", "PROCESSED"
_COMPLAINTS = "/v3/merchant-service/complaints-v2"
_ONE = f"{_COMPLAINTS}/{{complaint_id}}"
_ADDRESS = "/v3/merchant-service/complaint-notifications"
_WHO = {"USER": "投诉人", "MERCHANT": "商户"}


@endpoint(PAY, "GET", _COMPLAINTS, MERCHANT, door=PAY_DOOR)
def list_complaints(call: Call) -> Json:
    """List the complaints of some days."""
    begin, end = fields.day(call.query, "begin_date").timestamp(), fields.day(call.query, "end_date").timestamp() + DAY
    if not begin < end or end - begin > call.world.settings.complaint_list_days * DAY:
        raise PayError("PARAM_ERROR", f"begin_date to end_date is 1 to {call.world.settings.complaint_list_days} days")
    if call.query.get("complainted_mchid"):
        _own(call, call.query)
    limit = fields.counted(call.query, "limit", 10, 1, 50)
    offset = fields.counted(call.query, "offset", 0, 0, 10**6)
    found = [doc for doc in call.world.store.all("complaint", call.account.id) if begin <= doc["at"] < end]
    data = [shown(call.world, call.account, doc) for doc in found[offset : offset + limit]]
    return {"data": data, "limit": limit, "offset": offset, "total_count": len(found)}


@endpoint(PAY, "GET", _ONE, MERCHANT, door=PAY_DOOR)
def get_complaint(call: Call) -> Json:
    """Tell about one complaint, with who complains."""
    doc = _called(call)
    return {**shown(call.world, call.account, doc), "payer_openid": doc["openid"]}


@endpoint(PAY, "GET", f"{_ONE}/negotiation-historys", MERCHANT, door=PAY_DOOR)
def list_history(call: Call) -> Json:
    """List what was said about a complaint, newest first."""
    doc = _called(call)
    limit, offset = fields.counted(call.query, "limit", 100, 1, 300), fields.counted(call.query, "offset", 0, 0, 10**6)
    said = list(reversed(doc["history"]))
    data = [
        {
            "log_id": f"{doc['complaint_id']}{one['number']:04d}",
            "operator": _WHO[one["who"]],
            "operate_time": fields.written(one["at"]),
            "operate_type": one["what"],
            "operate_details": one["words"],
        }
        for one in said[offset : offset + limit]
    ]
    return {"data": data, "limit": limit, "offset": offset, "total_count": len(said)}


@endpoint(PAY, "POST", f"{_ONE}/response", MERCHANT, door=PAY_DOOR)
def respond(call: Call) -> Reply:
    """Answer the person."""
    _own(call, call.body)
    words = fields.text(call.body, "response_content", 200)
    fields.texts(call.body, "response_images", 4)
    doc = _called(call)
    state = PROCESSED if doc["state"] == PROCESSED else PROCESSING
    said(call.world, call.account, {**doc, "state": state, "waiting": False}, "MERCHANT_RESPONSE", words)
    return NO_CONTENT


@endpoint(PAY, "POST", f"{_ONE}/complete", MERCHANT, door=PAY_DOOR)
def complete(call: Call) -> Reply:
    """Say that a complaint is dealt with."""
    _own(call, call.body)
    doc = _called(call)
    if doc["state"] == PROCESSED:
        raise PayError("INVALID_REQUEST", "the complaint is PROCESSED already")
    said(call.world, call.account, {**doc, "state": PROCESSED}, "MERCHANT_CONFIRM_COMPLETE", "")
    return NO_CONTENT


@endpoint(PAY, "POST PUT", _ADDRESS, MERCHANT, door=PAY_DOOR)
def set_address(call: Call) -> Json:
    """Set where complaints are told."""
    url = fields.notify_url(call, call.body, "url")
    held = _address(call.world, call.account)
    if (call.incoming.method == "PUT") != bool(held):
        raise PayError("INVALID_REQUEST", "POST makes the address, PUT changes the one there is")
    call.world.store.put("complaint address", call.account.id, "url", {"url": url})
    return {"mchid": call.account.app_id, "url": url}


@endpoint(PAY, "GET", _ADDRESS, MERCHANT, door=PAY_DOOR)
def get_address(call: Call) -> Json:
    """Tell where complaints are told."""
    if not (url := _address(call.world, call.account)):
        raise PayError("RESOURCE_NOT_EXISTS", "no url is set")
    return {"mchid": call.account.app_id, "url": url}


@endpoint(PAY, "DELETE", _ADDRESS, MERCHANT, door=PAY_DOOR)
def remove_address(call: Call) -> Reply:
    """Have complaints told nowhere."""
    call.world.store.delete("complaint address", call.account.id, "url")
    return NO_CONTENT


def make(world: World, merchant: Account, order: Doc, person: int, words: str) -> tuple[Doc, list[int]]:
    """Let a person complain about an order; return the complaint and the deliveries that tell of it."""
    now = world.now()
    doc: Doc = {
        "complaint_id": merchants.number(world, merchant, "complaints", f"2002018{china_date(now):%Y%m%d}", 12),
        "at": now,
        "words": words,
        "state": PENDING,
        "waiting": True,
        "person": person,
        "openid": order["openid"],
        "history": [],
        "out_trade_no": order["out_trade_no"],
    }
    world.store.put(f"complaints by {merchant.id}", str(person), doc["complaint_id"], {})
    return doc, said(world, merchant, doc, "USER_CREATE_COMPLAINT", words)


def find(world: World, merchant: Account, complaint_id: str) -> Doc:
    """Return a complaint.

    Raises:
        PayError: RESOURCE_NOT_EXISTS.
    """
    doc = world.store.get("complaint", merchant.id, complaint_id)
    if doc is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no complaint has this id")
    return doc


def said(world: World, merchant: Account, doc: Doc, what: str, words: str) -> list[int]:
    """Write down what somebody said about a complaint; tell the merchant's server."""
    entry = {"number": len(doc["history"]) + 1, "who": what.partition("_")[0], "at": world.now(), "what": what, "words": words}
    doc = {**doc, "history": [*doc["history"], entry]}
    world.store.put("complaint", merchant.id, doc["complaint_id"], doc)
    event = "COMPLAINT.CREATE" if what == "USER_CREATE_COMPLAINT" else "COMPLAINT.STATE_CHANGE"
    action = {"USER_CREATE_COMPLAINT": "CREATE_COMPLAINT", "USER_CONTINUE_COMPLAINT": "CONTINUE_COMPLAINT"}.get(what, what)
    resource = {"complaint_id": doc["complaint_id"], "action_type": action}
    url = _address(world, merchant)
    return notify(world, merchant, doc["person"], url, event, "complaint", resource)


def shown(world: World, merchant: Account, doc: Doc) -> Json:
    """Write a complaint as the answers show it; the phone number is sealed for the merchant."""
    order = world.store.get("pay order", merchant.id, doc["out_trade_no"])
    assert order is not None
    certificate = keys.merchant(world, merchant)["certificate"]
    return {
        "complaint_id": doc["complaint_id"],
        "complaint_time": fields.written(doc["at"]),
        "complaint_detail": doc["words"],
        "complaint_state": doc["state"],
        "complainted_mchid": merchant.app_id,
        "payer_phone": ciphers.encrypt_field(certificate, world.people.phone(doc["person"])),
        "complaint_order_info": [
            {
                "transaction_id": order["transaction_id"],
                "out_trade_no": order["out_trade_no"],
                "amount": order["total"],
            }
        ],
        "complaint_full_refunded": order["refunded"] == order["total"],
        "incoming_user_response": doc["waiting"],
        "problem_description": "不满意商家服务",
        "user_complaint_times": world.store.count(f"complaints by {merchant.id}", str(doc["person"])),
        "problem_type": "OTHERS",
    }


def _called(call: Call) -> Doc:
    return find(call.world, call.account, call.params["complaint_id"])


def _address(world: World, merchant: Account) -> str:
    found = world.store.get("complaint address", merchant.id, "url")
    return str(found["url"]) if found else ""


def _own(call: Call, given: Json) -> None:
    if given.get("complainted_mchid") != call.account.app_id:
        raise PayError("PARAM_ERROR", "complainted_mchid is the caller's", "complainted_mchid")
