"""Whatever is sent, the answer is a refusal with a code, never a crash."""

import itertools
import json
from typing import Any

from rig import Sandbox
from wechat_sandbox.registry import ACTIONS, ENDPOINTS

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
    for endpoint in ENDPOINTS:
        if endpoint.door is None and "POST" in endpoint.methods:
            for first in range(len(HOSTILE)):
                body = {name: HOSTILE[(first + place) % len(HOSTILE)] for place, name in enumerate(FIELDS)}
                response = await _post(sandbox, ACCOUNTS.get(endpoint.kinds, "oa"), endpoint.path, body)
                assert response == 200, (endpoint.path, body)


async def test_no_query_crashes_an_api(sandbox: Sandbox) -> None:
    names = ("openid", "next_openid", "external_userid", "userid", "department_id", "js_code", "ticket", "appid", "corpid")
    for endpoint in ENDPOINTS:
        if "GET" in endpoint.methods:
            account = ACCOUNTS.get(endpoint.kinds, "oa")
            for value in ("", "x" * 2000, "\x00", "😀", "-1"):
                query = dict.fromkeys(names, value)
                params = {**query, "access_token": await sandbox.token(account)}
                response = await sandbox.client.get(f"/{endpoint.host}{endpoint.path}", params=params)
                assert response.status_code < 500, (endpoint.path, value)


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


async def _post(sandbox: Sandbox, account: str, path: str, body: dict[str, Any]) -> int:
    raw = json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass")
    return (await sandbox.post_raw(account, path, raw)).status_code
