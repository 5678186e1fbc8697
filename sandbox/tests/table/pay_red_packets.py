"""Red packets (v2)."""

from typing import Any

from merchant import Json, Merchant
from rig import Sandbox

from table import GONE, Good
from table.pay_calls import call_v2, fresh, pay

_V2 = "/mmpaymkttransfers"
_DONE = {"return_code": str, "return_msg": str, "result_code": str, "err_code": str}
_PACKET = {
    **_DONE,
    "mch_billno": str,
    "mch_id": str,
    "wxappid": str,
    "re_openid": str,
    "total_amount": str,
    "send_listid": str,
}


def red_packet(merchant: Merchant, number: str, app: str = "oa", **more: Any) -> Json:
    """What a red packet is made of."""
    return {
        "mch_billno": number,
        "wxappid": merchant.sandbox.account(app).app_id,
        "re_openid": merchant.sandbox.openid(app, merchant.person()[0]),
        "send_name": "全域好物",
        "total_amount": 300,
        "total_num": 1,
        "wishing": "新年快乐",
        "client_ip": "127.0.0.1",
        "act_name": "新年红包",
        "remark": "谢谢参与",
        **more,
    }


async def _packet(merchant: Merchant) -> Good:
    return Good(red_packet(merchant, fresh()))


async def _group_packet(merchant: Merchant) -> Good:
    return Good(red_packet(merchant, fresh(), total_num=3, amt_type="ALL_RAND"))


async def _mini_packet(merchant: Merchant) -> Good:
    return Good(red_packet(merchant, fresh(), "mp", notify_way="MINI_PROGRAM_JSAPI"))


async def _corp_packet(merchant: Merchant) -> Good:
    external = merchant.sandbox.openid("corp", merchant.person()[0])
    path = "/cgi-bin/externalcontact/convert_to_openid"
    openid = (await merchant.sandbox.post("corp", path, {"external_userid": external}))["openid"]
    corp = merchant.sandbox.account("corp").app_id
    packet = red_packet(merchant, fresh(), re_openid=openid, wxappid=corp, sender_name="全域好物")
    return Good({name: value for name, value in packet.items() if name not in ("send_name", "total_num")})


async def _packet_sent(merchant: Merchant) -> Good:
    number = fresh()
    await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, number))
    return Good({"mch_billno": number, "appid": merchant.sandbox.account("oa").app_id, "bill_type": "MCHT"})


async def _wrong_v2_key(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    return (await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, fresh()), key="wrong"))["err_code"]


async def _changed_packet(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), fresh()
    await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, number))
    return (await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, number, total_amount=400)))["err_code"]


async def _no_money(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    sandbox.world.store.put("balance", "mch", "basic", {"fen": 10})
    return (await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, fresh())))["err_code"]


CASES = [
    pay(
        "POST",
        f"{_V2}/sendredpack",
        _packet,
        _PACKET,
        {
            "SIGN_ERROR": _wrong_v2_key,
            "PARAM_ERROR": {"total_num": 2},
            "OPENID_ERROR": {"re_openid": "o1"},
            "MONEY_LIMIT": {"total_amount": 30_000},
            "FATAL_ERROR": _changed_packet,
            "NOTENOUGH": _no_money,
        },
        caller=call_v2,
    ),
    pay("POST", f"{_V2}/sendgroupredpack", _group_packet, _PACKET, {"PARAM_ERROR": {"amt_type": "EQUAL"}}, caller=call_v2),
    pay(
        "POST",
        f"{_V2}/sendminiprogramhb",
        _mini_packet,
        {**_PACKET, "package": str},
        {"PARAM_ERROR": {"notify_way": GONE}},
        caller=call_v2,
    ),
    pay(
        "POST",
        f"{_V2}/sendworkwxredpack",
        _corp_packet,
        {**_PACKET, "sender_name": str},
        {"PARAM_ERROR": {"sender_name": GONE}, "SIGN_ERROR": {"workwx_sign": "X"}, "OPENID_ERROR": {"re_openid": "o1"}},
        caller=call_v2,
    ),
    pay(
        "POST",
        f"{_V2}/gethbinfo",
        _packet_sent,
        {
            **_DONE,
            "mch_billno": str,
            "mch_id": str,
            "detail_id": str,
            "status": str,
            "send_type": str,
            "hb_type": str,
            "total_num": str,
            "total_amount": str,
            "send_time": str,
            "wishing": str,
            "remark": str,
            "act_name": str,
        },
        {"NOT_FOUND": {"mch_billno": "nothing"}, "PARAM_ERROR": {"bill_type": GONE}},
        caller=call_v2,
    ),
]
