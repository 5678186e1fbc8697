"""Whatever is sent, the answer is a refusal with a code, never a crash."""

import itertools
import json
from typing import Any

from rig import API, ARRIVED, SHIPPED, WORK, Sandbox
from wechat_sandbox.registry import ACTIONS, ENDPOINTS, PAGES

HOSTILE: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, "", "x" * 5000, "\x00😀]]>", [], [[]], [{}], {}, {"a": [1]}, ["x"])
FIELDS = (
    *("touser", "template_id", "data", "msgtype", "text", "url", "miniprogram", "client_msg_id", "page", "code", "scene"),
    *("tag", "tagid", "openid", "openid_list", "user_list", "next_openid", "remark", "button", "action_name", "action_info"),
    *("expire_seconds", "cgi_path", "appid", "secret", "grant_type", "force_refresh", "tid", "kidList", "path", "query"),
    *("userid", "external_userid", "userid_list", "cursor", "limit", "welcome_code", "attachments", "type", "user", "state"),
    *("config_id", "group_id", "group_name", "tag_id", "id", "name", "add_tag", "remove_tag", "sender", "msgid", "agentid"),
    *("template_id_short", "keyword_name_list", "expire_interval", "priTmplId", "sceneDesc", "remark_mobiles", "command"),
)
PARAMS: dict[str, tuple[str, ...]] = {
    "scan": ("account", "ticket", "scene"),
    "text": ("account", "content", "to"),
    "click_menu": ("account", "button"),
    "ask_customer_service": ("account", "content", "from"),
    "open_mini_program": ("account", "path", "query", "scene", "message"),
    "accept_subscription": ("account", "template_ids", "refuse"),
    "refund": ("order_id",),
    "read_message": ("message", "ordinal"),
    "click_message": ("message", "then"),
    "add_staff": ("config_id", "state", "userid"),
    "delete_staff": ("userid",),
    "chat_with_staff": ("userid",),
    "staff_confirms": ("account", "task"),
}
ACCOUNTS: dict[tuple[str, ...], str] = {("official_account",): "oa", ("mini_program",): "mp", ("wecom",): "corp"}


async def test_no_body_crashes_an_api(sandbox: Sandbox) -> None:
    await _furnish(sandbox)
    for (_, path), endpoint in ENDPOINTS.items():
        for first in range(len(HOSTILE)) if endpoint.method == "POST" else ():
            body = {name: HOSTILE[(first + place) % len(HOSTILE)] for place, name in enumerate(FIELDS)}
            response = await _post(sandbox, ACCOUNTS.get(endpoint.kinds, "oa"), path, body)
            assert response == 200, (path, body)


async def test_no_single_field_crashes_an_api(sandbox: Sandbox) -> None:
    await _furnish(sandbox)
    for path, body in _good_bodies(sandbox).items():
        kinds = next(endpoint.kinds for (_, known), endpoint in ENDPOINTS.items() if known == path)
        for name, value in itertools.product(body, HOSTILE):
            assert await _post(sandbox, ACCOUNTS.get(kinds, "oa"), path, {**body, name: value}) == 200


async def test_no_query_crashes_an_api(sandbox: Sandbox) -> None:
    names = ("openid", "next_openid", "external_userid", "userid", "department_id", "js_code", "ticket", "appid", "corpid")
    for (host, path), endpoint in ENDPOINTS.items():
        if endpoint.method == "GET":
            account = ACCOUNTS.get(endpoint.kinds, "oa")
            for value in ("", "x" * 2000, "\x00", "😀", "-1"):
                query = dict.fromkeys(names, value)
                prefix = {PAGES: "/mp.weixin.qq.com"}.get(host, WORK if account == "corp" else API)
                params = {**query, "access_token": await sandbox.token(account)}
                assert (await sandbox.client.get(prefix + path, params=params)).status_code == 200


async def test_no_parameter_crashes_an_action(sandbox: Sandbox) -> None:
    await _furnish(sandbox)
    person = sandbox.follower()
    assert set(PARAMS) <= set(ACTIONS)
    for name, params in PARAMS.items():
        for param, value in itertools.product(params, HOSTILE):
            body = {"action": name, param: value}
            response = await sandbox.client.post(f"/_sandbox/people/{person}/act", json=body)
            assert response.status_code in (200, 422), body


async def _furnish(sandbox: Sandbox) -> None:
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store"}}}
    await sandbox.post("oa", "/cgi-bin/qrcode/create", scene)
    await sandbox.post("oa", "/cgi-bin/menu/create", {"button": [{"type": "click", "name": "a", "key": "a"}]})
    way = {"type": 1, "scene": 2, "user": ["linxiao"]}
    await sandbox.post("corp", "/cgi-bin/externalcontact/add_contact_way", way)
    await sandbox.act(2, "add_staff")
    await sandbox.act(sandbox.follower(), "add_staff")
    await sandbox.act(sandbox.follower(), "text")
    target = {"appid": sandbox.account("mp").app_id, "pagepath": "pages/index/index"}
    await sandbox.send_template(sandbox.follower(), miniprogram=target)


def _good_bodies(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    """Bodies that pass, so that one bad field at a time meets the code behind the first checks."""
    follower = sandbox.openid("oa", sandbox.follower())
    customer = {"userid": "linxiao", "external_userid": sandbox.openid("corp", 2)}
    data = {"thing1": {"value": "a"}, "thing2": {"value": "a"}, "time3": {"value": "10:00"}}
    ec = "/cgi-bin/externalcontact"
    return {
        "/cgi-bin/message/custom/send": {"touser": follower, "msgtype": "text", "text": {"content": "a"}},
        "/cgi-bin/message/template/send": {"touser": follower, "template_id": SHIPPED, "data": data},
        "/cgi-bin/message/subscribe/send": {
            "touser": sandbox.openid("mp", 2),
            "template_id": ARRIVED,
            "data": data,
            "page": "",
        },
        "/cgi-bin/tags/create": {"tag": {"name": "a"}},
        f"{ec}/mark_tag": {**customer, "add_tag": [], "remove_tag": ["x"]},
        f"{ec}/remark": {**customer, "remark": "a", "remark_mobiles": ["1"]},
        f"{ec}/batch/get_by_user": {"userid_list": ["linxiao"], "cursor": "", "limit": 5},
        f"{ec}/add_contact_way": {"type": 2, "scene": 2, "user": ["linxiao"], "state": "", "remark": ""},
        f"{ec}/add_corp_tag": {"group_name": "a", "tag": [{"name": "b"}], "group_id": ""},
        f"{ec}/add_msg_template": {"sender": "linxiao", "text": {"content": "a"}, "attachments": []},
        "/cgi-bin/message/send": {"touser": "linxiao", "msgtype": "text", "agentid": 1000002, "text": {"content": "a"}},
        "/wxa/getwxacodeunlimit": {"scene": "a", "page": "a"},
        "/wxa/generate_urllink": {"path": "a", "query": "a", "expire_interval": 1},
    }


async def _post(sandbox: Sandbox, account: str, path: str, body: dict[str, Any]) -> int:
    raw = json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass")
    return (await sandbox.post_raw(account, path, raw)).status_code
