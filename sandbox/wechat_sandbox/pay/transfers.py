"""Transfers to people (商家转账), which they confirm within a day or agree to once for all later ones."""

from typing import Any

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import china_date, china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import ciphers, fields, keys, merchants
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.pay.leisure import perhaps_later, surely_later
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

WAITING, SUCCESS, FAIL, CANCELING, CANCELLED = "WAIT_USER_CONFIRM", "SUCCESS", "FAIL", "CANCELING", "CANCELLED"
SCENES = ("1000", "1002", "1004", "1005", "1009", "1010", "1011", "1013")
OUT_NUMBER = r"[0-9A-Za-z]+"
_BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
_CANCEL_SECONDS = 60


@endpoint(PAY, "POST", _BILLS, MERCHANT, door=PAY_DOOR)
def transfer(call: Call) -> Json:
    """Offer a person money; they have a day to confirm. The same number and content may be sent again."""
    _pace(call, "transfers", call.world.settings.transfers_per_wall_second)
    return started(offer(call, read(call)))


@endpoint(PAY, "GET", f"{_BILLS}/out-bill-no/{{out_bill_no}}", MERCHANT, door=PAY_DOOR)
def query_by_number(call: Call) -> Json:
    """Tell about a transfer by the merchant's number."""
    return shown(call.account, find(call.world, call.account, call.params["out_bill_no"]))


@endpoint(PAY, "GET", f"{_BILLS}/transfer-bill-no/{{transfer_bill_no}}", MERCHANT, door=PAY_DOOR)
def query_by_bill(call: Call) -> Json:
    """Tell about a transfer by WeChat's number."""
    indexed = call.world.store.get("transfer number", call.account.id, call.params["transfer_bill_no"])
    return shown(call.account, find(call.world, call.account, indexed["out_bill_no"] if indexed else ""))


@endpoint(PAY, "POST", f"{_BILLS}/out-bill-no/{{out_bill_no}}/cancel", MERCHANT, door=PAY_DOOR)
def cancel(call: Call) -> Json:
    """Take a transfer back that was not confirmed; the money returns a little later."""
    world, merchant = call.world, call.account
    _pace(call, "transfer cancels", world.settings.transfer_cancels_per_wall_second)
    bill = find(world, merchant, call.params["out_bill_no"])
    if bill["state"] == WAITING:
        bill = save(world, merchant, {**bill, "state": CANCELING})
        params = {"account": merchant.id, "out_bill_no": bill["out_bill_no"], "state": CANCELLED}
        surely_later(world, bill["person"], "end_transfer", _CANCEL_SECONDS, params)
    elif bill["state"] not in (CANCELING, CANCELLED):
        raise PayError("INVALID_REQUEST", f"the transfer is {bill['state']} and cannot be taken back")
    return {
        "out_bill_no": bill["out_bill_no"],
        "transfer_bill_no": bill["transfer_bill_no"],
        "state": bill["state"],
        "update_time": fields.written(bill["updated"]),
    }


@endpoint(PAY, "POST", "/v3/transfer/batches", MERCHANT, door=PAY_DOOR)
def old_batch(call: Call) -> Json:
    """Refuse: the batch transfers of before are closed to new merchants."""
    raise PayError("NO_AUTH", "商家转账到零钱 is closed to new merchants; use transfer-bills")


def find(world: World, merchant: Account, out_bill_no: str) -> Doc:
    """Return a transfer.

    Raises:
        PayError: RESOURCE_NOT_EXISTS.
    """
    bill = world.store.get("transfer", merchant.id, out_bill_no)
    if bill is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no transfer has this number")
    return bill


def save(world: World, merchant: Account, bill: Doc) -> Doc:
    """Write a transfer with the time of its change."""
    bill = {**bill, "updated": world.now()}
    world.store.put("transfer", merchant.id, bill["out_bill_no"], bill)
    return bill


def read(call: Call, openid: str = "") -> Doc:
    """Check what every kind of transfer is made of; `openid` is known when a person has agreed before."""
    world, merchant, body = call.world, call.account, call.body
    appid = fields.text(body, "appid", 32)
    scene = fields.one_of(body, "transfer_scene_id", SCENES)
    for info in fields.parts(body, "transfer_scene_report_infos", 10, 1):
        fields.text(info, "info_type", 15)
        fields.text(info, "info_content", 32)
    asked: Doc = {
        "out_bill_no": fields.text(body, "out_bill_no", 32, pattern=OUT_NUMBER),
        "appid": appid,
        "scene": scene,
        "openid": openid or fields.text(body, "openid", 64),
        "amount": fields.whole(body, "transfer_amount", world.settings.transfer_least_fen),
        "remark": fields.text(body, "transfer_remark", 32),
        "perception": fields.some_text(body, "user_recv_perception", 32),
        "notify_url": fields.notify_url(call, body) if body.get("notify_url") is not None else "",
        "user_name": _name(call),
        "sealed_name": body.get("user_name", ""),
    }
    asked["person"] = merchants.payer(world, merchants.app(world, merchant, appid, corps=True), asked["openid"])
    if asked["amount"] >= world.settings.transfer_name_from_fen and not asked["user_name"]:
        raise PayError("PARAM_ERROR", f"user_name from {world.settings.transfer_name_from_fen} fen on", "user_name")
    # The same name is sealed to other bytes each time.
    asked["fingerprint"] = fields.fingerprint({**body, "user_name": asked["user_name"]})
    return asked


def offer(call: Call, asked: Doc) -> Doc:
    """Take the money from the merchant and offer it to the person, or find the offer that was made before."""
    world, merchant = call.world, call.account
    if (old := repeated(call, asked)) is not None:
        return old
    bill = book(world, merchant, asked)
    package = world.dice.word(43, "transfer package", merchant.id, bill["transfer_bill_no"])
    bill = save(world, merchant, {**bill, "state": WAITING, "package_info": package + "="})
    settings = world.settings
    params = {"account": merchant.id, "out_bill_no": bill["out_bill_no"]}
    mean = settings.confirm_delay_sim_minutes * 60
    perhaps_later(world, bill["person"], "confirm_transfer", settings.confirms_transfer, mean, params)
    ends = {**params, "state": FAIL, "fail_reason": "OVERDUE_CLOSE"}
    surely_later(world, bill["person"], "end_transfer", settings.transfer_confirm_sim_hours * 3600, ends)
    return bill


def repeated(call: Call, asked: Doc) -> Doc | None:
    """Return the transfer that was made with this number, if there is one.

    Raises:
        PayError: INVALID_REQUEST when its content is another.
    """
    old = call.world.store.get("transfer", call.account.id, asked["out_bill_no"])
    if old is not None and old["fingerprint"] != asked["fingerprint"]:
        raise PayError("INVALID_REQUEST", "this out_bill_no was used with another content")
    return old


def book(world: World, merchant: Account, asked: Doc) -> Doc:
    """Check the limits of the scene and take the money; return the new transfer."""
    _check_scene(world, merchant, asked)
    number = merchants.number(world, merchant, "transfers", f"1330000071100999{china_date(world.now()):%Y%m%d}", 15)
    merchants.move(world, merchant, -asked["amount"], "商家转账", number, asked["remark"])
    day = f"{asked['scene']}:{china_day(world.now())}"
    spent = world.store.get("transfer day", merchant.id, day) or {"fen": 0}
    world.store.put("transfer day", merchant.id, day, {"fen": spent["fen"] + asked["amount"]})
    now = world.now()
    bill: Doc = {**asked, "transfer_bill_no": number, "created": now, "updated": now, "fail_reason": "", "package_info": ""}
    world.store.put("transfer number", merchant.id, number, {"out_bill_no": bill["out_bill_no"]})
    return bill


def finish(world: World, merchant: Account, bill: Doc, state: str, why: str = "") -> list[int]:
    """End a transfer: the person has the money, or the merchant has it back; tell the merchant."""
    if state != SUCCESS:
        merchants.move(world, merchant, bill["amount"], "转账退回", bill["transfer_bill_no"], why)
    ended = save(world, merchant, {**bill, "state": state, "fail_reason": why})
    resource: Json = {
        "mch_id": merchant.app_id,
        "out_bill_no": ended["out_bill_no"],
        "transfer_bill_no": ended["transfer_bill_no"],
        "transfer_amount": ended["amount"],
        "state": state,
        "openid": ended["openid"],
        "create_time": fields.written(ended["created"]),
        "update_time": fields.written(ended["updated"]),
    }
    if why:
        resource["fail_reason"] = why
    event = "MCHTRANSFER.BILL.FINISHED"
    return notify(world, merchant, ended["person"], ended["notify_url"], event, "mch_payment", resource)


def name_fits(world: World, bill: Doc) -> bool:
    """Say whether the name the merchant gave is the person's."""
    return not bill["user_name"] or bill["user_name"] == world.people.name(bill["person"])


def started(bill: Doc) -> Json:
    """Write the answer to a new transfer."""
    answer: Json = {
        "out_bill_no": bill["out_bill_no"],
        "transfer_bill_no": bill["transfer_bill_no"],
        "create_time": fields.written(bill["created"]),
        "state": bill["state"],
    }
    if bill["state"] == WAITING:
        answer["package_info"] = bill["package_info"]
    return answer


def shown(merchant: Account, bill: Doc) -> Json:
    """Write a transfer as queries show it."""
    answer: Json = {
        "mch_id": merchant.app_id,
        "out_bill_no": bill["out_bill_no"],
        "transfer_bill_no": bill["transfer_bill_no"],
        "appid": bill["appid"],
        "state": bill["state"],
        "transfer_amount": bill["amount"],
        "transfer_remark": bill["remark"],
        "openid": bill["openid"],
        "create_time": fields.written(bill["created"]),
        "update_time": fields.written(bill["updated"]),
    }
    if bill["fail_reason"]:
        answer["fail_reason"] = bill["fail_reason"]
    if bill["sealed_name"]:
        answer["user_name"] = bill["sealed_name"]
    return answer


def _pace(call: Call, what: str, most: int) -> None:
    if not merchants.pace(call.world, call.account, what, most, 1):
        raise PayError("FREQUENCY_LIMITED", f"{most} calls a second")


def _name(call: Call) -> str:
    """Open the sealed name, if there is one."""
    if call.body.get("user_name") is None:
        return ""
    sealed = fields.text(call.body, "user_name", 1024)
    key = keys.opening(call.world, call.account, call.incoming.headers.get("wechatpay-serial", ""))
    if key is None:
        raise PayError("PARAM_ERROR", "the header Wechatpay-Serial names the platform key that user_name is sealed for")
    try:
        return ciphers.decrypt_field(key.private_key, sealed)
    except ciphers.CipherError as error:
        raise PayError("PARAM_ERROR", "user_name is sealed with RSA-OAEP for the key of Wechatpay-Serial") from error


def _check_scene(world: World, merchant: Account, asked: Doc) -> None:
    """Check a transfer against the limits of its scene, which a merchant may have in `transfer_scenes` of its own."""
    own = merchant.more.get("transfer_scenes")
    if isinstance(own, dict) and asked["scene"] not in own:
        raise PayError("NO_AUTH", f"the scene {asked['scene']} is not opened for this merchant")
    limits = own[asked["scene"]] if isinstance(own, dict) else None
    most = _limit(limits, "single", world.settings.transfer_most_fen)
    daily = _limit(limits, "daily", world.settings.transfer_daily_fen)
    if asked["amount"] > most:
        raise PayError("RULE_LIMIT", f"a transfer of this scene is at most {most} fen")
    spent = world.store.get("transfer day", merchant.id, f"{asked['scene']}:{china_day(world.now())}") or {"fen": 0}
    if spent["fen"] + asked["amount"] > daily:
        raise PayError("RULE_LIMIT", f"transfers of this scene are at most {daily} fen a day")


def _limit(limits: Any, name: str, default: int) -> int:
    """Read a limit that a merchant has of its own, if it has one."""
    own = limits.get(name) if isinstance(limits, dict) else None
    return own if isinstance(own, int) else default
