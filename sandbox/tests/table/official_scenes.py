"""What the cases of the Official Account share: shapes, people, pages."""

import re
from typing import Any

from rig import Sandbox

from table import Answer, Body, Case, Good

Errors = dict[int | str, Any]
OK = {"errcode": int, "errmsg": str}
MENU: Body = {"button": [{"type": "click", "name": "优惠", "key": "TODAY"}]}
BUTTON = {"type?": str, "name": str, "key?": str, "url?": str, "sub_button?": [dict], "appid?": str, "pagepath?": str}
IDENTITY = {"openid": str, "unionid?": str}
FAN = {
    "subscribe": int,
    **IDENTITY,
    "nickname?": str,
    "sex?": int,
    "language?": str,
    "city?": str,
    "province?": str,
    "country?": str,
    "headimgurl?": str,
    "subscribe_time?": int,
    "remark?": str,
    "groupid?": int,
    "tagid_list?": [int],
    "subscribe_scene?": str,
    "qr_scene?": int,
    "qr_scene_str?": str,
}
ARTICLE = {
    "article_type": str,
    "title": str,
    "author": str,
    "digest": str,
    "content?": str,
    "content_source_url": str,
    "thumb_media_id": str,
    "thumb_url": str,
    "need_open_comment": int,
    "only_fans_can_comment": int,
    "show_cover_pic": int,
    "url": str,
    "is_deleted?": bool,
    "image_info?": dict,
}
NEWS = {"news_item": [ARTICLE], "create_time": int, "update_time": int}
LISTED = {"total_count": int, "item_count": int}
READINGS = {
    f"{what}_{unit}": int for what in ("int_page_read", "ori_page_read", "share", "add_to_fav") for unit in ("user", "count")
}
TWO_DAYS_AGO: Body = {"begin_date": "2025-12-30", "end_date": "2025-12-30"}


async def nothing(sandbox: Sandbox) -> Good:
    return Good()


async def openid_query(sandbox: Sandbox) -> Good:
    return Good(query={"openid": await follower(sandbox)})


async def app_id_and_secret(sandbox: Sandbox) -> Body:
    account = sandbox.account("oa")
    return {"appid": account.app_id, "secret": account.secret}


async def token(sandbox: Sandbox) -> Good:
    return Good(query={"grant_type": "client_credential", **await app_id_and_secret(sandbox)})


async def stable_token(sandbox: Sandbox) -> Good:
    return Good({"grant_type": "client_credential", **await app_id_and_secret(sandbox)})


async def follower(sandbox: Sandbox) -> str:
    return sandbox.openid("oa", sandbox.follower())


async def talker(sandbox: Sandbox) -> str:
    person = sandbox.follower()
    await sandbox.act(person, "text")
    return sandbox.openid("oa", person)


def code_after(path: str, body: Body, **settings: Any) -> Any:
    """Make the change of a case: under other settings, the errcode of the last of two calls."""

    async def change(sandbox: Sandbox) -> Any:
        await sandbox.admin("PATCH", "/settings", settings)
        await sandbox.post("oa", path, body)
        return (await sandbox.post("oa", path, body)).get("errcode")

    return change


async def call_page(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Open a page the way a browser does."""
    address = PAGE_HOSTS[case.path] + case.path.format(**good.params)
    response = await sandbox.client.get(address, params=good.query)
    found = re.search(r"errcode (-?\d+)", response.text) if response.status_code >= 400 else None
    return Answer(
        response.status_code, int(found[1]) if found else 0, response.content or response.headers["location"].encode()
    )


PAGE_HOSTS = {
    "/cgi-bin/showqrcode": "/mp.weixin.qq.com",
    "/mp/subscribemsg": "/mp.weixin.qq.com",
    "/s/{name}": "/mp.weixin.qq.com",
    "/connect/oauth2/authorize": "/open.weixin.qq.com",
    "/connect/qrconnect": "/open.weixin.qq.com",
    "/{format}/{name}/0": "/mmbiz.qpic.cn",
}
