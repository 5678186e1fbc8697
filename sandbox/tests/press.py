"""What a brand publishes, made the quick way: media, articles, messages to many."""

from typing import Any

from rig import Sandbox
from wechat_sandbox.pictures import qr_png

PNG = qr_png("a picture", scale=1)
JPG = b"\xff\xd8\xff\xe0" + bytes(64)
MP3 = b"ID3" + bytes(64)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(64)
FILES = {"image": ("a.png", PNG), "voice": ("a.mp3", MP3), "video": ("a.mp4", MP4), "thumb": ("a.jpg", JPG)}


def upload(kind: str) -> dict[str, tuple[str, bytes, str]]:
    name, body = FILES[kind]
    return {"media": (name, body, "application/octet-stream")}


async def temporary(sandbox: Sandbox, kind: str = "image") -> str:
    """The id of new temporary media."""
    response = await sandbox.call("oa", "POST", "/cgi-bin/media/upload", {"type": kind}, files=upload(kind))
    answer = response.json()
    return str(answer.get("media_id") or answer["thumb_media_id"])


async def permanent(sandbox: Sandbox, kind: str = "image") -> str:
    """The id of new permanent media."""
    query = {"type": kind, "description": '{"title": "视频", "introduction": "一段视频"}'}
    response = await sandbox.call("oa", "POST", "/cgi-bin/material/add_material", query, files=upload(kind))
    return str(response.json()["media_id"])


async def article(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    usual = {"title": "春季新品", "author": "小编", "content": "<p>新品上市</p>", "content_source_url": "https://example.com/"}
    return {**usual, "thumb_media_id": await permanent(sandbox), "need_open_comment": 1, **more}


async def draft(sandbox: Sandbox, *articles: dict[str, Any]) -> str:
    """The id of a new draft, of one article unless others are given."""
    body = {"articles": list(articles) or [await article(sandbox)]}
    return str((await sandbox.post("oa", "/cgi-bin/draft/add", body))["media_id"])


async def published(sandbox: Sandbox, *articles: dict[str, Any]) -> dict[str, Any]:
    """A publication that has come out, as freepublish/get tells of it, with the `msg_data_id`."""
    await sandbox.admin("PATCH", "/settings", {"publish_original_failures": 0, "publish_platform_refusals": 0})
    submitted = await sandbox.post("oa", "/cgi-bin/freepublish/submit", {"media_id": await draft(sandbox, *articles)})
    await sandbox.advance(600)
    told = await sandbox.post("oa", "/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    return {**told, "msg_data_id": submitted["msg_data_id"]}


async def sent_to_all(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    """A message to all followers, on its way."""
    usual = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "新品上市"}}
    await calm(sandbox)
    return await sandbox.post("oa", "/cgi-bin/message/mass/sendall", {**usual, **more})


async def calm(sandbox: Sandbox) -> None:
    """Let no chance keep a message to many from anybody."""
    nothing = (
        "mass_refusals",
        "mass_original_failures",
        "mass_errors",
        "refuses_mass",
        "unfollow_per_day",
        "unfollow_per_extra_message",
    )
    await sandbox.admin("PATCH", "/settings", dict.fromkeys(nothing, 0))


async def commented(sandbox: Sandbox) -> dict[str, Any]:
    """Name an article with one comment, as the interfaces of comments want it."""
    told = await published(sandbox)
    await sandbox.act(sandbox.follower(), "comment_article", content="写得真好")
    return {"msg_data_id": told["msg_data_id"], "index": 0, "user_comment_id": 1}


async def tag(sandbox: Sandbox, name: str = "新会员", *people: int) -> int:
    """The id of a tag, made where there is none of this name, on some followers."""
    await sandbox.post("oa", "/cgi-bin/tags/create", {"tag": {"name": name}})
    listed = (await sandbox.get("oa", "/cgi-bin/tags/get"))["tags"]
    number = int(next(tag["id"] for tag in listed if tag["name"] == name))
    if people:
        body = {"tagid": number, "openid_list": [sandbox.openid("oa", person) for person in people]}
        await sandbox.post("oa", "/cgi-bin/tags/members/batchtagging", body)
    return number
