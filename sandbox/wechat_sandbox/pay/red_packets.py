"""Red packets (现金红包, v2): sent to a person, collected within a day or returned."""

import hashlib

from wechat_sandbox import inbox
from wechat_sandbox.accounts import MERCHANT, MINI_PROGRAM, WECOM, Account
from wechat_sandbox.clock import china_date
from wechat_sandbox.errors import ApiError
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import fields, merchants
from wechat_sandbox.pay.leisure import perhaps_later, surely_later
from wechat_sandbox.pay.v2_door import V2_DOOR
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

SENT, RECEIVED, REFUNDED = "SENT", "RECEIVED", "REFUND"
NORMAL, GROUP, WORK = "NORMAL", "GROUP", "WORK"
_SCENES = tuple(f"PRODUCT_{number}" for number in range(1, 9))
_LONGEST = {"wishing": 128, "act_name": 32, "remark": 256}
_CORP_SIGNED = ("act_name", "mch_billno", "mch_id", "nonce_str", "re_openid", "total_amount", "wxappid")
_GROUP_LEAST, _GROUP_MOST = 3, 20
_ROOT = "/mmpaymkttransfers"


@endpoint(PAY, "POST", f"{_ROOT}/sendredpack", MERCHANT, door=V2_DOOR)
def send(call: Call) -> Json:
    """Send one person a red packet in the chat with an Official Account."""
    return _answer(call, _send(call, NORMAL))


@endpoint(PAY, "POST", f"{_ROOT}/sendgroupredpack", MERCHANT, door=V2_DOOR)
def send_group(call: Call) -> Json:
    """Send a red packet for several, which the first person passes on."""
    if call.body.get("amt_type") != "ALL_RAND":
        raise ApiError("PARAM_ERROR", "amt_type is ALL_RAND")
    return _answer(call, _send(call, GROUP))


@endpoint(PAY, "POST", f"{_ROOT}/sendminiprogramhb", MERCHANT, door=V2_DOOR)
def send_in_mini_program(call: Call) -> Json:
    """Send one person a red packet that a Mini Program opens with `package`."""
    if call.body.get("notify_way") != "MINI_PROGRAM_JSAPI":
        raise ApiError("PARAM_ERROR", "notify_way is MINI_PROGRAM_JSAPI")
    packet = _send(call, NORMAL)
    package = call.world.dice.digest("red packet package", call.account.id, packet["mch_billno"]).hex()
    return {**_answer(call, packet), "package": f"sendid={package}&ver=8&sign={package[::-1]}&mchid={call.account.app_id}"}


@endpoint(PAY, "POST", f"{_ROOT}/sendworkwxredpack", MERCHANT, door=V2_DOOR)
def send_from_corp(call: Call) -> Json:
    """Send a customer or member of a WeCom corp a red packet."""
    packet = _send(call, WORK)
    return {**_answer(call, packet), "sender_name": packet["send_name"]}


@endpoint(PAY, "POST", f"{_ROOT}/gethbinfo", MERCHANT, door=V2_DOOR)
def tell(call: Call) -> Json:
    """Tell what became of a red packet."""
    if call.body.get("bill_type") != "MCHT":
        raise ApiError("PARAM_ERROR", "bill_type is MCHT")
    packet = find(call.world, call.account, _text(call, "mch_billno", 28))
    answer: Json = {
        "mch_billno": packet["mch_billno"],
        "mch_id": call.account.app_id,
        "detail_id": packet["send_listid"],
        "status": packet["status"],
        "send_type": "API",
        "hb_type": GROUP if packet["kind"] == GROUP else NORMAL,
        "total_num": packet["number"],
        "total_amount": packet["amount"],
        "send_time": _clock(packet["at"]),
        "wishing": packet["wishing"],
        "remark": packet["remark"],
        "act_name": packet["act_name"],
    }
    if packet["collected"]:
        answer["hblist"] = {
            "hbinfo": [
                {"openid": one["openid"], "amount": one["fen"], "rcv_time": _clock(one["at"])} for one in packet["collected"]
            ]
        }
    if packet["status"] == REFUNDED:
        answer |= {"refund_time": _clock(packet["returned"]), "refund_amount": packet["returned_fen"]}
    return answer


def find(world: World, merchant: Account, mch_billno: str) -> Doc:
    """Return a red packet.

    Raises:
        ApiError: NOT_FOUND.
    """
    packet = world.store.get("red packet", merchant.id, mch_billno)
    if packet is None:
        raise ApiError("NOT_FOUND", "no red packet has this mch_billno")
    return packet


def collect(world: World, merchant: Account, packet: Doc, person: int) -> Doc:
    """Let a person open a red packet; a packet for several gives each an equal part, the last one the rest."""
    app = merchants.app(world, merchant, packet["appid"], corps=True)
    left = packet["amount"] - sum(one["fen"] for one in packet["collected"])
    hands = packet["number"] - len(packet["collected"])
    fen = left if hands == 1 else left // hands
    taken = [*packet["collected"], {"openid": merchants.openid(world, app, person), "fen": fen, "at": world.now()}]
    packet = {**packet, "collected": taken, "status": RECEIVED if hands == 1 else packet["status"]}
    world.store.put("red packet", merchant.id, packet["mch_billno"], packet)
    return packet


def give_back(world: World, merchant: Account, packet: Doc) -> Doc:
    """Return what nobody collected to the merchant."""
    left = packet["amount"] - sum(one["fen"] for one in packet["collected"])
    merchants.move(world, merchant, left, "红包退回", packet["send_listid"])
    packet = {**packet, "status": REFUNDED, "returned": world.now(), "returned_fen": left}
    world.store.put("red packet", merchant.id, packet["mch_billno"], packet)
    return packet


def _send(call: Call, kind: str) -> Doc:
    world, merchant = call.world, call.account
    asked = _read(call, kind)
    marked = fields.fingerprint({name: value for name, value in call.body.items() if name not in ("nonce_str", "sign")})
    old = world.store.get("red packet", merchant.id, asked["mch_billno"])
    if old is not None:
        if old["fingerprint"] != marked:
            raise ApiError("FATAL_ERROR", "this mch_billno was used with another content")
        return old
    number = merchants.number(world, merchant, "red packets", f"1000041701{china_date(world.now()):%Y%m%d}", 14)
    try:
        merchants.move(world, merchant, -asked["amount"], "现金红包", number, asked["act_name"])
    except PayError as error:
        raise ApiError("NOTENOUGH", error.rule) from error
    packet: Doc = {
        **asked,
        "kind": kind,
        "send_listid": number,
        "fingerprint": marked,
        "status": SENT,
        "at": world.now(),
        "collected": [],
    }
    world.store.put("red packet", merchant.id, packet["mch_billno"], packet)
    _deliver(world, merchant, packet)
    return packet


def _deliver(world: World, merchant: Account, packet: Doc) -> None:
    """Put the packet before the person, who may open it, and let it go back after a day."""
    app = merchants.app(world, merchant, packet["appid"], corps=True)
    settings = world.settings
    content = {"red_packet": packet["mch_billno"], "send_name": packet["send_name"], "wishing": packet["wishing"]}
    inbox.receive(world, inbox.Letter(app, packet["person"], inbox.CUSTOM, content))
    params = {"account": merchant.id, "mch_billno": packet["mch_billno"]}
    mean = settings.collect_delay_sim_minutes * 60
    perhaps_later(world, packet["person"], "collect_red_packet", settings.collects_red_packet, mean, params)
    surely_later(world, packet["person"], "return_red_packet", settings.red_packet_sim_hours * 3600, params)


def _read(call: Call, kind: str) -> Doc:
    if not merchants.pace(call.world, call.account, "red packets", call.world.settings.red_packets_per_wall_minute, 60):
        raise ApiError("FREQ_LIMIT", f"{call.world.settings.red_packets_per_wall_minute} calls a minute")
    appid, openid = _text(call, "wxappid", 32), _text(call, "re_openid", 32)
    try:
        app = merchants.app(call.world, call.account, appid, corps=kind == WORK)
        person = merchants.payer(call.world, app, openid)
    except PayError as error:
        raise ApiError("OPENID_ERROR", error.rule) from error
    if call.incoming.path.endswith("miniprogramhb") and app.kind != MINI_PROGRAM:
        raise ApiError("PARAM_ERROR", "wxappid is a Mini Program's")
    if kind == WORK:
        _check_corp(call, app)
    amount, number = _whole(call, "total_amount"), 1 if kind == WORK else _whole(call, "total_num")
    scene = call.body.get("scene_id", "")
    if scene and scene not in _SCENES:
        raise ApiError("PARAM_ERROR", "scene_id is PRODUCT_1 to PRODUCT_8")
    least, most = (_GROUP_LEAST, _GROUP_MOST) if kind == GROUP else (1, 1)
    if not least <= number <= most:
        raise ApiError("PARAM_ERROR", f"total_num is {least} to {most}")
    settings = call.world.settings
    if not scene and not settings.red_packet_least_fen <= amount / number <= settings.red_packet_most_fen:
        limits = f"{settings.red_packet_least_fen} to {settings.red_packet_most_fen} fen"
        raise ApiError("MONEY_LIMIT", f"without a scene a red packet is {limits}")
    return {
        "mch_billno": _text(call, "mch_billno", 28),
        "appid": appid,
        "openid": openid,
        "person": person,
        "amount": amount,
        "number": number,
        "send_name": _text(call, "sender_name", 128) if kind == WORK else _text(call, "send_name", 32),
        **{name: _text(call, name, longest) for name, longest in _LONGEST.items()},
    }


def _check_corp(call: Call, app: Account) -> None:
    """Check that a corp sends, and its own signature where there is one."""
    if app.kind != WECOM:
        raise ApiError("PARAM_ERROR", "wxappid is a corp id")
    signed = "&".join(f"{name}={call.body.get(name, '')}" for name in _CORP_SIGNED) + f"&secret={app.secret}"
    made = hashlib.md5(signed.encode(), usedforsecurity=False).hexdigest().upper()
    if call.body.get("workwx_sign", made) != made:
        raise ApiError("SIGN_ERROR", "workwx_sign is MD5 of seven fields and the corp's secret")


def _answer(call: Call, packet: Doc) -> Json:
    return {
        "mch_billno": packet["mch_billno"],
        "mch_id": call.account.app_id,
        "wxappid": packet["appid"],
        "re_openid": packet["openid"],
        "total_amount": packet["amount"],
        "send_listid": packet["send_listid"],
    }


def _text(call: Call, name: str, longest: int) -> str:
    value = call.body.get(name, "")
    if not 1 <= len(value) <= longest:
        raise ApiError("PARAM_ERROR", f"{name} is a text of 1 to {longest} characters")
    return str(value)


def _whole(call: Call, name: str) -> int:
    value = _text(call, name, 10)
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise ApiError("PARAM_ERROR", f"{name} is a number from 1")
    return int(value)


def _clock(at: float) -> str:
    return f"{china_date(at):%Y-%m-%d %H:%M:%S}"
