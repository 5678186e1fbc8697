"""Transfers without confirming each (免确认): a person agrees once, later money simply arrives."""

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import fields, merchants, transfers
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.pay.leisure import perhaps_later
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

IN_EFFECT, CLOSED = "TAKING_EFFECT", "CLOSED"
_BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
_AGREEMENTS = "/v3/fund-app/mch-transfer/user-confirm-authorization"


@endpoint(PAY, "POST", f"{_BILLS}/pre-transfer-with-authorization", MERCHANT, door=PAY_DOOR)
def transfer_and_ask(call: Call) -> Json:
    """Offer a person money and ask in the same step for leave to send more without asking."""
    asked = transfers.read(call)
    wanted = fields.some_part(call.body, "authorization_info")
    agreement = _read(call, wanted, asked) if wanted else None
    bill = transfers.repeated(call, asked)
    if bill is None:
        if agreement:
            _make(call, agreement)
            asked["out_authorization_no"] = agreement["out_authorization_no"]
        bill = transfers.offer(call, asked)
    answer = transfers.started(bill)
    if agreement:
        answer |= {name: agreement[name] for name in ("user_display_name", "out_authorization_no")}
    return answer


@endpoint(PAY, "POST", f"{_BILLS}/transfer", MERCHANT, door=PAY_DOOR)
def transfer_at_once(call: Call) -> Json:
    """Send money to a person who has agreed to it; it arrives without their doing."""
    world, merchant = call.world, call.account
    agreement = _named(call)
    if agreement["state"] != IN_EFFECT:
        raise PayError("NO_AUTH", f"the authorization is {agreement['state']}")
    asked = transfers.read(call, agreement["openid"])
    if asked["appid"] != agreement["appid"] or asked["scene"] != agreement["scene"]:
        raise PayError("INVALID_REQUEST", "appid and transfer_scene_id are the authorization's")
    bill = transfers.repeated(call, asked)
    if bill is None:
        bill = transfers.book(world, merchant, asked)
        fits = transfers.name_fits(world, bill)
        state, why = (transfers.SUCCESS, "") if fits else (transfers.FAIL, "NAME_NOT_CORRECT")
        transfers.finish(world, merchant, bill, state, why)
        bill = transfers.find(world, merchant, bill["out_bill_no"])
    return transfers.shown(merchant, bill)


@endpoint(PAY, "POST", _AGREEMENTS, MERCHANT, door=PAY_DOOR)
def ask(call: Call) -> Json:
    """Ask a person for leave to send money without asking each time."""
    appid, openid = fields.text(call.body, "appid", 32), fields.text(call.body, "openid", 64)
    app = merchants.app(call.world, call.account, appid, corps=True)
    person = merchants.payer(call.world, app, openid)
    scene = fields.one_of(call.body, "transfer_scene_id", transfers.SCENES)
    agreement = _read(call, call.body, {"appid": appid, "openid": openid, "person": person, "scene": scene})
    agreement = _make(call, agreement)
    return {
        "out_authorization_no": agreement["out_authorization_no"],
        "state": agreement["state"],
        "create_time": fields.written(agreement["created"]),
        "package_info": agreement["package_info"],
    }


@endpoint(PAY, "GET", f"{_AGREEMENTS}/out-authorization-no/{{out_authorization_no}}", MERCHANT, door=PAY_DOOR)
def query(call: Call) -> Json:
    """Tell whether a person has agreed."""
    return shown(find(call.world, call.account, call.params["out_authorization_no"]))


@endpoint(PAY, "POST", f"{_AGREEMENTS}/out-authorization-no/{{out_authorization_no}}/close", MERCHANT, door=PAY_DOOR)
def close(call: Call) -> Json:
    """Give the leave back."""
    agreement = find(call.world, call.account, call.params["out_authorization_no"])
    if agreement["state"] != CLOSED:
        closed = {"state": CLOSED, "closed": call.world.now(), "close_reason": "CLOSE_VIA_MCH_API"}
        agreement = save(call.world, call.account, {**agreement, **closed})
    return shown(agreement)


def find(world: World, merchant: Account, out_authorization_no: str) -> Doc:
    """Return an authorization.

    Raises:
        PayError: RESOURCE_NOT_EXISTS.
    """
    agreement = world.store.get("transfer leave", merchant.id, out_authorization_no)
    if agreement is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no authorization has this number")
    return agreement


def save(world: World, merchant: Account, agreement: Doc) -> Doc:
    """Write an authorization."""
    world.store.put("transfer leave", merchant.id, agreement["out_authorization_no"], agreement)
    return agreement


def grant(world: World, merchant: Account, agreement: Doc) -> list[int]:
    """Let a person agree; tell the merchant."""
    number = merchants.number(world, merchant, "authorizations", "2012025", 20)
    now = world.now()
    agreed = save(world, merchant, {**agreement, "state": IN_EFFECT, "authorization_id": number, "authorized": now})
    world.store.put("transfer leave id", merchant.id, number, {"out_authorization_no": agreed["out_authorization_no"]})
    named = ("out_authorization_no", "appid", "openid", "user_display_name", "authorization_id", "state")
    resource = {**{name: agreed[name] for name in named}, "authorize_time": fields.written(now)}
    event = "MCHTRANSFER.AUTHORIZATION.CONFIRMED"
    return notify(world, merchant, agreed["person"], agreed["notify_url"], event, "mch_payment", resource)


def shown(agreement: Doc) -> Json:
    """Write an authorization as the answers show it."""
    named = ("out_authorization_no", "appid", "openid", "user_display_name", "state")
    answer: Json = {
        **{name: agreement[name] for name in named},
        "transfer_scene_id": agreement["scene"],
        "create_time": fields.written(agreement["created"]),
    }
    if agreement["authorized"]:
        answer["authorization_id"] = agreement["authorization_id"]
        answer["authorize_time"] = fields.written(agreement["authorized"])
    if agreement["state"] == CLOSED:
        closed = fields.written(agreement["closed"])
        answer["close_info"] = {"close_time": closed, "close_reason": agreement["close_reason"]}
    return answer


def _read(call: Call, given: Json, who: Doc) -> Doc:
    return {
        "out_authorization_no": fields.text(given, "out_authorization_no", 32, pattern=transfers.OUT_NUMBER),
        "user_display_name": fields.text(given, "user_display_name", 32),
        "notify_url": fields.notify_url(call, given, "authorization_notify_url"),
        **{name: who[name] for name in ("appid", "openid", "person", "scene")},
    }


def _make(call: Call, agreement: Doc) -> Doc:
    """Ask the person, or find the question that was put before."""
    world, merchant = call.world, call.account
    marked = fields.fingerprint(agreement)
    old = world.store.get("transfer leave", merchant.id, agreement["out_authorization_no"])
    if old is not None:
        if old["fingerprint"] != marked:
            raise PayError("INVALID_REQUEST", "this out_authorization_no was used with another content")
        return old
    package = world.dice.word(43, "leave package", merchant.id, agreement["out_authorization_no"]) + "="
    made = {
        **agreement,
        "fingerprint": marked,
        "state": transfers.WAITING,
        "created": world.now(),
        "authorized": 0.0,
        "authorization_id": "",
        "package_info": package,
    }
    settings = world.settings
    params = {"account": merchant.id, "out_authorization_no": agreement["out_authorization_no"]}
    mean = settings.confirm_delay_sim_minutes * 60
    perhaps_later(world, agreement["person"], "grant_transfers", settings.grants_transfers, mean, params)
    return save(world, merchant, made)


def _named(call: Call) -> Doc:
    """Find the authorization that a transfer names, by either number."""
    body = call.body
    if body.get("authorization_id") is not None:
        number = fields.text(body, "authorization_id", 64)
        indexed = call.world.store.get("transfer leave id", call.account.id, number)
        return find(call.world, call.account, indexed["out_authorization_no"] if indexed else "")
    return find(call.world, call.account, fields.text(body, "out_authorization_no", 32))
