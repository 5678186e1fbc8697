"""The cases of WeChat customer service."""

import time
from dataclasses import replace
from functools import partial
from typing import Any

from rig import DAY, Sandbox
from wechat_sandbox.pictures import qr_png

from table import GONE, Case, Change, Good

KF = "/cgi-bin/kf"
DONE = {"errcode": int, "errmsg": str}
PERSON = 5
TEXT: dict[str, Any] = {"msgtype": "text", "text": {"content": "您好，请问有什么可以帮您"}}
RESULTS = {"userid?": str, "department_id?": int, "errcode": int, "errmsg": str}
CORP_DAY = {
    "session_cnt": int,
    "customer_cnt": int,
    "customer_msg_cnt": int,
    "upgrade_service_customer_cnt": int,
    "ai_session_reply_cnt": int,
    "ai_transfer_rate": float,
    "ai_knowledge_hit_rate": float,
    "msg_rejected_customer_cnt": int,
}
SERVICER_DAY = {
    "session_cnt": int,
    "customer_cnt": int,
    "customer_msg_cnt": int,
    "reply_rate": float,
    "first_reply_average_sec": float,
    "satisfaction_investgate_cnt": int,
    "satisfaction_participation_rate": float,
    "satisfied_rate": float,
    "middling_rate": float,
    "dissatisfied_rate": float,
    "upgrade_service_customer_cnt": int,
    "upgrade_service_member_invite_cnt": int,
    "upgrade_service_member_customer_cnt": int,
    "upgrade_service_groupchat_invite_cnt": int,
    "upgrade_service_groupchat_customer_cnt": int,
    "msg_rejected_customer_cnt": int,
}
MESSAGE = {
    "msgid": str,
    "open_kfid?": str,
    "external_userid?": str,
    "send_time": int,
    "origin": int,
    "servicer_userid?": str,
    "msgtype": str,
    "text?": {"content": str, "menu_id?": str},
    "image?": {"media_id": str},
    "voice?": {"media_id": str},
    "event?": dict,
}


async def picture(sandbox: Sandbox) -> str:
    """Upload a picture; return its media_id."""
    file = {"media": ("a.png", qr_png("客服"), "image/png")}
    return str((await sandbox.call("corp", "POST", "/cgi-bin/media/upload", {"type": "image"}, files=file)).json()["media_id"])


async def new_account(sandbox: Sandbox) -> str:
    """Open a kf account with one servicer; return its open_kfid."""
    made = await sandbox.post("corp", f"{KF}/account/add", {"name": "全域客服", "media_id": await picture(sandbox)})
    open_kfid = str(made["open_kfid"])
    await sandbox.post("corp", f"{KF}/servicer/add", {"open_kfid": open_kfid, "userid_list": ["linxiao"]})
    return open_kfid


async def asked(sandbox: Sandbox, content: str = "怎么查订单") -> str:
    """Open a kf account and let a person write there; return the open_kfid."""
    open_kfid = await new_account(sandbox)
    await sandbox.act(PERSON, "open_kf", open_kfid=open_kfid)
    await sandbox.act(PERSON, "ask_kf", open_kfid=open_kfid, content=content)
    return open_kfid


async def _new(sandbox: Sandbox) -> Good:
    return Good({"name": "全域客服", "media_id": await picture(sandbox)})


async def _nothing(sandbox: Sandbox) -> Good:
    return Good()


async def _with_account(sandbox: Sandbox, **more: Any) -> Good:
    return Good({"open_kfid": await new_account(sandbox), **more})


async def _asked(sandbox: Sandbox, field: str = "touser", **more: Any) -> Good:
    open_kfid = await asked(sandbox)
    return Good({"open_kfid": open_kfid, field: sandbox.openid("corp", PERSON), **more})


async def _listed(sandbox: Sandbox) -> Good:
    return Good(query={"open_kfid": await new_account(sandbox)})


async def _welcome(sandbox: Sandbox) -> Good:
    opened = await sandbox.act(PERSON, "open_kf", open_kfid=await new_account(sandbox))
    return Good({"code": opened["welcome_code"], **TEXT})


async def _customers(sandbox: Sandbox) -> Good:
    await asked(sandbox)
    ids = [sandbox.openid("corp", PERSON), "wmNobody"]
    return Good({"external_userid_list": ids, "need_enter_session_context": 1})


async def _period(sandbox: Sandbox) -> Good:
    open_kfid = await asked(sandbox)
    now = int(sandbox.world.now())
    return Good({"open_kfid": open_kfid, "start_time": now - DAY, "end_time": now})


async def _too_many_accounts(sandbox: Sandbox) -> int:
    await sandbox.admin("PATCH", "/settings", {"kf_accounts": 0})
    answer = await sandbox.post("corp", f"{KF}/account/add", (await _new(sandbox)).body)
    return int(answer["errcode"])


async def _send(sandbox: Sandbox, good: Good) -> int:
    return int((await sandbox.post("corp", f"{KF}/send_msg", good.body))["errcode"])


async def _sixth(sandbox: Sandbox) -> int:
    good = await _asked(sandbox, **TEXT)
    return [await _send(sandbox, good) for _ in range(6)][-1]


async def _after_two_days(sandbox: Sandbox) -> int:
    good = await _asked(sandbox, **TEXT)
    await sandbox.admin("PATCH", "/settings", {"kf_window_sim_seconds": 10})
    await sandbox.advance(60)
    return await _send(sandbox, good)


async def _in_state(sandbox: Sandbox, state: int) -> int:
    good = await _asked(sandbox, **TEXT)
    moved = {"open_kfid": good.body["open_kfid"], "external_userid": good.body["touser"], "service_state": state}
    await sandbox.post("corp", f"{KF}/service_state/trans", moved)
    return await _send(sandbox, good)


async def _not_begun(sandbox: Sandbox) -> int:
    body = {"open_kfid": await new_account(sandbox), "external_userid": sandbox.openid("corp", PERSON), "service_state": 1}
    return int((await sandbox.post("corp", f"{KF}/service_state/trans", body))["errcode"])


async def _illegal_move(sandbox: Sandbox) -> int:
    good = await _asked(sandbox, "external_userid", service_state=2)
    await sandbox.post("corp", f"{KF}/service_state/trans", good.body)
    back = replace(good, body={**good.body, "service_state": 1})
    return int((await sandbox.post("corp", f"{KF}/service_state/trans", back.body))["errcode"])


async def _late_welcome(sandbox: Sandbox) -> int:
    good = await _welcome(sandbox)
    await sandbox.post("corp", f"{KF}/send_msg_on_event", good.body)
    return int((await sandbox.post("corp", f"{KF}/send_msg_on_event", good.body))["errcode"])


async def _queue_code_elsewhere(sandbox: Sandbox) -> int:
    good = await _asked(sandbox, "external_userid", service_state=2)
    code = (await sandbox.post("corp", f"{KF}/service_state/trans", good.body))["msg_code"]
    await sandbox.post("corp", f"{KF}/service_state/trans", {**good.body, "service_state": 4})
    return int((await sandbox.post("corp", f"{KF}/send_msg_on_event", {"code": code, **TEXT}))["errcode"])


_BAD_ACCOUNT: dict[int | str, Change] = {95000: {"open_kfid": "x"}, 95004: {"open_kfid": "wkNobody"}}
_case = partial(Case, account="corp")
_MENU = {"msgtype": "msgmenu", "msgmenu": {"list": [{"type": "click", "click": {"content": "是"}}] * 11}}

CASES = [
    _case(
        f"{KF}/account/add",
        _new,
        {**DONE, "open_kfid": str},
        {95006: {"name": "长" * 17}, 41006: {"media_id": GONE}, 40007: {"media_id": "old"}, 95005: _too_many_accounts},
    ),
    _case(f"{KF}/account/update", partial(_with_account, name="新名字"), DONE, {**_BAD_ACCOUNT, 95006: {"name": ""}}),
    _case(f"{KF}/account/del", _with_account, DONE, _BAD_ACCOUNT, quota=False),
    _case(
        f"{KF}/account/list",
        partial(_with_account, offset=0, limit=10),
        {**DONE, "account_list": [{"open_kfid": str, "name": str, "avatar": str, "manage_privilege": bool}]},
        {40058: {"limit": 101}},
    ),
    _case(
        f"{KF}/add_contact_way",
        partial(_with_account, scene="menu_1"),
        {**DONE, "url": str},
        {**_BAD_ACCOUNT, 40058: {"scene": "x" * 33}},
    ),
    _case(
        f"{KF}/servicer/add",
        partial(_with_account, userid_list=["chenyu", "nobody"], department_id_list=[1]),
        {**DONE, "result_list": [RESULTS]},
        {**_BAD_ACCOUNT, 40058: {"userid_list": ["u"] * 101}},
    ),
    _case(
        f"{KF}/servicer/del",
        partial(_with_account, userid_list=["linxiao", "nobody"]),
        {**DONE, "result_list": [RESULTS]},
        {**_BAD_ACCOUNT, 40058: {"userid_list": []}},
    ),
    _case(
        f"{KF}/servicer/list",
        _listed,
        {**DONE, "servicer_list": [{"userid?": str, "department_id?": int, "status?": int, "stop_type?": int}]},
        _BAD_ACCOUNT,
        method="GET",
    ),
    _case(
        f"{KF}/service_state/get",
        partial(_asked, field="external_userid"),
        {**DONE, "service_state": int, "servicer_userid?": str},
        {**_BAD_ACCOUNT, 40096: {"external_userid": "wmNobody"}},
    ),
    _case(
        f"{KF}/service_state/trans",
        partial(_asked, field="external_userid", service_state=3, servicer_userid="linxiao"),
        {**DONE, "msg_code?": str},
        {
            **_BAD_ACCOUNT,
            40058: {"service_state": 5},
            40096: {"external_userid": "wmNobody"},
            95013: _not_begun,
            95014: {"servicer_userid": "chenyu"},
            95016: _illegal_move,
        },
    ),
    _case(
        f"{KF}/sync_msg",
        partial(_asked, field="ignored", limit=100),
        {**DONE, "next_cursor": str, "has_more": int, "msg_list": [MESSAGE]},
        {**_BAD_ACCOUNT, 95007: {"token": "ENCunknown"}, 40058: {"cursor": "nonsense"}},
    ),
    _case(
        f"{KF}/send_msg",
        partial(_asked, **TEXT),
        {**DONE, "msgid": str},
        {
            **_BAD_ACCOUNT,
            40007: {"msgtype": "image", "image": {"media_id": "old"}},
            40058: {"msgtype": "poem"},
            40096: {"touser": "wmNobody"},
            95001: _sixth,
            95002: _after_two_days,
            95008: _MENU,
            95009: {"msgtype": "msgmenu", "msgmenu": {"list": [{"type": "dance", "dance": {}}]}},
            95013: partial(_in_state, state=4),
            95018: partial(_in_state, state=2),
        },
    ),
    _case(
        f"{KF}/send_msg_on_event",
        _welcome,
        {**DONE, "msgid": str},
        {95007: _late_welcome, 95018: _queue_code_elsewhere, 40058: {"msgtype": "image", "image": {"media_id": "M"}}},
    ),
    _case(
        f"{KF}/customer/batchget",
        _customers,
        {
            **DONE,
            "customer_list": [
                {
                    "external_userid": str,
                    "nickname": str,
                    "avatar": str,
                    "gender": int,
                    "unionid?": str,
                    "enter_session_context?": {"scene": str, "scene_param": str},
                }
            ],
            "invalid_external_userid": [str],
        },
        {40058: {"external_userid_list": ["w"] * 101}},
    ),
    _case(
        f"{KF}/customer/get_upgrade_service_config",
        _nothing,
        {
            **DONE,
            "member_range": {"userid_list": [str], "department_id_list": [int]},
            "groupchat_range": {"chat_id_list": [str]},
        },
        method="GET",
    ),
    _case(
        f"{KF}/customer/upgrade_service",
        partial(_asked, field="external_userid", type=1, member={"userid": "linxiao", "wording": "我是您的专属顾问"}),
        DONE,
        {**_BAD_ACCOUNT, 40058: {"type": 3}, 40096: {"external_userid": "wmNobody"}, 60111: {"member": {"userid": "nobody"}}},
    ),
    _case(
        f"{KF}/customer/cancel_upgrade_service",
        partial(_asked, field="external_userid"),
        DONE,
        {**_BAD_ACCOUNT, 40096: {"external_userid": "wmNobody"}},
    ),
    _case(
        f"{KF}/get_corp_statistic",
        _period,
        {**DONE, "statistic_list": [{"stat_time": int, "statistic": CORP_DAY}]},
        {**_BAD_ACCOUNT, 40058: {"start_time": int(time.time()) * 2}},
    ),
    _case(
        f"{KF}/get_servicer_statistic",
        _period,
        {**DONE, "statistic_list": [{"stat_time": int, "statistic": SERVICER_DAY}]},
        {**_BAD_ACCOUNT, 40058: {"servicer_userid": 5}},
    ),
]
