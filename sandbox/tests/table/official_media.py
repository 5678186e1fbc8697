"""The cases of the Official Account: media, drafts, articles and comments."""

from typing import Any

import press
from rig import DAY, Sandbox

from table import GONE, Case, Good
from table.official_scenes import LISTED, NEWS, OK, Errors, call_page, nothing


def _upload(kind: str, **query: str) -> Any:
    async def good(sandbox: Sandbox) -> Good:
        return Good(query={"type": kind, **query}, files=press.upload(kind))

    return good


def _upload_code(path: str, kind: str, body: bytes, **settings: Any) -> Any:
    async def change(sandbox: Sandbox) -> Any:
        await sandbox.admin("PATCH", "/settings", settings)
        files = {"media": ("a", body, "image/png")}
        answer = (await sandbox.call("oa", "POST", path, {"type": kind}, files=files)).json()
        return answer.get("errcode")

    return change


def _upload_errors(path: str) -> Errors:
    return {
        40005: _upload_code(path, "image", b"no picture"),
        41005: _upload_code(path, "image", b""),
        45001: _upload_code(path, "image", press.PNG, image_bytes=8, content_image_bytes=8),
    }


async def _temporary_id(sandbox: Sandbox) -> Good:
    return Good(query={"media_id": await press.temporary(sandbox)})


async def _voice_id(sandbox: Sandbox) -> Good:
    return Good(query={"media_id": await press.temporary(sandbox, "voice")})


async def _old_media(sandbox: Sandbox) -> Any:
    good = await _temporary_id(sandbox)
    await sandbox.simulation.jump(sandbox.world.now() + 3 * DAY + 1)
    return (await sandbox.get("oa", "/cgi-bin/media/get", **good.query))["errcode"]


async def _mass_video(sandbox: Sandbox) -> Good:
    return Good({"media_id": await press.temporary(sandbox, "video"), "title": "视频", "description": "一段视频"})


async def _picture_page(sandbox: Sandbox) -> Good:
    response = await sandbox.call("oa", "POST", "/cgi-bin/media/uploadimg", files=press.upload("image"))
    _, folder, name, _ = response.json()["url"].removeprefix("http://").split("/")
    return Good(params={"format": folder, "name": name})


async def _material_id(sandbox: Sandbox) -> Good:
    return Good({"media_id": await press.permanent(sandbox)})


async def _material_listing(sandbox: Sandbox) -> Good:
    await press.permanent(sandbox)
    return Good({"type": "image", "offset": 0, "count": 20})


async def _articles(sandbox: Sandbox) -> Good:
    return Good({"articles": [await press.article(sandbox)]})


def _articles_code(path: str, **changes: Any) -> Any:
    async def change(sandbox: Sandbox) -> Any:
        return (await sandbox.post("oa", path, {"articles": [await press.article(sandbox, **changes)]}))["errcode"]

    return change


def _articles_errors(path: str) -> Errors:
    return {
        44004: {"articles": []},
        45008: {"articles": [{}] * 9},
        45003: _articles_code(path, title="字" * 65),
        45110: _articles_code(path, author="字" * 17),
        45004: _articles_code(path, digest="字" * 129),
        45002: _articles_code(path, content="字" * 20_001),
        40007: _articles_code(path, thumb_media_id="unknown"),
    }


async def _news_update(sandbox: Sandbox) -> Good:
    made = await sandbox.post("oa", "/cgi-bin/material/add_news", (await _articles(sandbox)).body)
    return Good({"media_id": made["media_id"], "index": 0, "articles": await press.article(sandbox, title="改了")})


MEDIA_ITEM = {
    "media_id": str,
    "name?": str,
    "update_time": int,
    "url?": str,
    "content?": NEWS,
}

MEDIA = [
    Case(
        "/cgi-bin/media/upload",
        _upload("image"),
        {"type": str, "media_id?": str, "thumb_media_id?": str, "created_at": int, "item": [dict]},
        {40004: _upload_code("/cgi-bin/media/upload", "x", press.PNG), **_upload_errors("/cgi-bin/media/upload")},
    ),
    Case("/cgi-bin/media/get", _temporary_id, bytes, {40007: _old_media, 41006: {"media_id": GONE}}, "GET"),
    Case("/cgi-bin/media/get/jssdk", _voice_id, bytes, {40007: {"media_id": "x"}, 41006: {"media_id": GONE}}, "GET"),
    Case("/cgi-bin/media/uploadimg", _upload("image"), {"url": str}, _upload_errors("/cgi-bin/media/uploadimg")),
    Case(
        "/cgi-bin/media/uploadvideo",
        _mass_video,
        {"type": str, "media_id": str, "created_at": int},
        {40007: {"media_id": "x"}, 40035: {"title": 1}},
    ),
    Case("/{format}/{name}/0", _picture_page, bytes, method="GET", caller=call_page, quota=False),
    Case(
        "/cgi-bin/material/add_material",
        _upload("image"),
        {"media_id": str, "url?": str, "item": [dict]},
        {
            40004: _upload_code("/cgi-bin/material/add_material", "x", press.PNG),
            47001: _upload_code("/cgi-bin/material/add_material", "video", press.MP4),
            **_upload_errors("/cgi-bin/material/add_material"),
        },
    ),
    Case("/cgi-bin/material/add_news", _articles, {"media_id": str}, _articles_errors("/cgi-bin/material/add_news")),
    Case("/cgi-bin/material/update_news", _news_update, OK, {40007: {"media_id": "x"}, 40114: {"index": 1}}),
    Case(
        "/cgi-bin/media/uploadnews",
        _articles,
        {"type": str, "media_id": str, "created_at": int},
        _articles_errors("/cgi-bin/media/uploadnews"),
    ),
    Case("/cgi-bin/material/get_material", _material_id, bytes, {40007: {"media_id": "x"}}),
    Case("/cgi-bin/material/del_material", _material_id, OK, {40007: {"media_id": "x"}}),
    Case(
        "/cgi-bin/material/get_materialcount",
        nothing,
        {"voice_count": int, "video_count": int, "image_count": int, "news_count": int},
        method="GET",
    ),
    Case(
        "/cgi-bin/material/batchget_material",
        _material_listing,
        {**LISTED, "item": [MEDIA_ITEM]},
        {40004: {"type": "x"}, 40035: {"count": 21}},
    ),
]


async def _draft_id(sandbox: Sandbox) -> Good:
    return Good({"media_id": await press.draft(sandbox)})


async def _any_body(sandbox: Sandbox) -> Good:
    return Good({"any": 1})


async def _draft_update(sandbox: Sandbox) -> Good:
    return Good({"media_id": await press.draft(sandbox), "index": 0, "articles": await press.article(sandbox, title="改了")})


async def _listing(sandbox: Sandbox) -> Good:
    await press.draft(sandbox)
    await press.published(sandbox)
    return Good({"offset": 0, "count": 20, "no_content": 0})


async def _publish_id(sandbox: Sandbox) -> Good:
    return Good({"publish_id": (await press.published(sandbox))["publish_id"]})


async def _article_id(sandbox: Sandbox) -> Good:
    return Good({"article_id": (await press.published(sandbox))["article_id"]})


async def _article_index(sandbox: Sandbox) -> Good:
    return Good({**(await _article_id(sandbox)).body, "index": 1})


async def _article_page(sandbox: Sandbox) -> Good:
    told = await press.published(sandbox)
    return Good(params={"name": told["article_detail"]["item"][0]["article_url"].rpartition("/")[2]})


async def _comment(sandbox: Sandbox) -> Good:
    return Good(await press.commented(sandbox))


async def _comment_reply(sandbox: Sandbox) -> Good:
    return Good({**await press.commented(sandbox), "content": "谢谢"})


async def _replied(sandbox: Sandbox) -> Good:
    good = await _comment_reply(sandbox)
    await sandbox.post("oa", "/cgi-bin/comment/reply/add", good.body)
    return Good({name: good.body[name] for name in ("msg_data_id", "index", "user_comment_id")})


async def _replied_twice(sandbox: Sandbox) -> Any:
    body = {**(await _replied(sandbox)).body, "content": "谢谢"}
    return (await sandbox.post("oa", "/cgi-bin/comment/reply/add", body))["errcode"]


async def _no_reply(sandbox: Sandbox) -> Any:
    return (await sandbox.post("oa", "/cgi-bin/comment/reply/delete", await press.commented(sandbox)))["errcode"]


async def _comments(sandbox: Sandbox) -> Good:
    body = await press.commented(sandbox)
    return Good({"msg_data_id": body["msg_data_id"], "index": 0, "begin": 0, "count": 50, "type": 0})


NO_ARTICLE: Errors = {88001: {"msg_data_id": 1}}
NO_COMMENT: Errors = {**NO_ARTICLE, 88008: {"user_comment_id": 9}}

ARTICLES = [
    Case("/cgi-bin/draft/add", _articles, {"media_id": str, "item": [dict]}, _articles_errors("/cgi-bin/draft/add")),
    Case("/cgi-bin/draft/get", _draft_id, NEWS, {40007: {"media_id": "x"}}),
    Case("/cgi-bin/draft/update", _draft_update, OK, {40007: {"media_id": "x"}, 40114: {"index": 1}, 47001: {"articles": "x"}}),
    Case("/cgi-bin/draft/delete", _draft_id, OK, {40007: {"media_id": "x"}}),
    Case("/cgi-bin/draft/count", nothing, {"total_count": int}, method="GET"),
    Case("/cgi-bin/draft/count", _any_body, {"total_count": int}),
    Case(
        "/cgi-bin/draft/batchget",
        _listing,
        {**LISTED, "item": [{"media_id": str, "content": NEWS, "update_time": int}]},
        {40035: {"count": 21}},
    ),
    Case(
        "/cgi-bin/freepublish/submit",
        _draft_id,
        {**OK, "publish_id": str, "msg_data_id": int},
        {40007: {"media_id": "x"}},
    ),
    Case(
        "/cgi-bin/freepublish/get",
        _publish_id,
        {
            "publish_id": str,
            "publish_status": int,
            "article_id?": str,
            "article_detail?": {"count": int, "item": [{"idx": int, "article_url": str}]},
            "fail_idx": [int],
        },
        {40035: {"publish_id": "x"}},
    ),
    Case("/cgi-bin/freepublish/delete", _article_index, OK, {53600: {"article_id": "x"}, 40114: {"index": 2}}),
    Case("/cgi-bin/freepublish/getarticle", _article_id, NEWS, {53600: {"article_id": "x"}}),
    Case(
        "/cgi-bin/freepublish/batchget",
        _listing,
        {**LISTED, "item": [{"article_id": str, "content": NEWS, "update_time": int}]},
        {40035: {"offset": -1}},
    ),
    Case("/s/{name}", _article_page, bytes, method="GET", caller=call_page, quota=False),
    Case(
        "/cgi-bin/comment/list",
        _comments,
        {
            **OK,
            "total": int,
            "comment": [
                {
                    "user_comment_id": int,
                    "openid": str,
                    "create_time": int,
                    "content": str,
                    "comment_type": int,
                    "reply?": {"content": str, "create_time": int},
                }
            ],
        },
        {**NO_ARTICLE, 88010: {"count": 51}, 40035: {"type": 3}},
    ),
    Case("/cgi-bin/comment/open", _comment, OK, NO_ARTICLE),
    Case("/cgi-bin/comment/close", _comment, OK, NO_ARTICLE),
    Case("/cgi-bin/comment/markelect", _comment, OK, NO_COMMENT),
    Case("/cgi-bin/comment/unmarkelect", _comment, OK, NO_COMMENT),
    Case("/cgi-bin/comment/delete", _comment, OK, NO_COMMENT),
    Case("/cgi-bin/comment/reply/add", _comment_reply, OK, {**NO_COMMENT, 88005: _replied_twice, 88007: {"content": ""}}),
    Case("/cgi-bin/comment/reply/delete", _replied, OK, {**NO_COMMENT, 88009: _no_reply}),
]


CASES = [*MEDIA, *ARTICLES]
