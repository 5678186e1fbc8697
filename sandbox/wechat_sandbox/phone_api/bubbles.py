"""How a message looks on a phone: from what was sent to what is drawn, without a look at the world.

A bubble has a `shape` and what that shape needs. Where a tap leads is `to`: an address, or a Mini Program's page.
"""

import json
from collections.abc import Callable
from typing import Any

from wechat_sandbox.registry import Json

LONGEST_RAW, SHORT = 600, 60
_LABELS = {"picture": "[图片]", "program": "[小程序] ", "link": "[链接] ", "place": "[位置] ", "file": "[文件] "}


def of_content(content: Json) -> list[Json]:
    """Draw a message of any kind, as the log of messages keeps it."""
    if "template_id" in content:
        return [_notice(content)]
    if "red_packet" in content:
        packet = {"mch_billno": content["red_packet"], "name": content.get("send_name", "")}
        return [{"shape": "red_packet", "title": content.get("wishing", ""), **packet}]
    if "msgtype" in content:
        return [_by_kind(str(content["msgtype"]), content.get(str(content["msgtype"])))]
    words = _words(content.get("text"))
    drawn = [_text({"content": words})] if words else []
    for attachment in _objects(content.get("attachments")):
        kind = str(attachment.get("msgtype", ""))
        drawn.append(_by_kind(kind, attachment.get(kind)))
    return drawn or [{"shape": "raw", "text": json.dumps(content, ensure_ascii=False)[:LONGEST_RAW]}]


def of_callback(message: Json) -> list[Json]:
    """Draw what a person said, as the account's server hears it."""
    lower = {name.lower(): value for name, value in message.items()}
    kind = str(lower.get("msgtype", ""))
    if kind == "image":
        return [{"shape": "picture", "media": lower.get("mediaid", ""), "url": lower.get("picurl", "")}]
    return [_by_kind(kind, lower)]


def in_short(bubble: Json) -> str:
    """Say a message in a few words, for a list of chats."""
    words = bubble.get("text") or bubble.get("title") or bubble.get("head") or ""
    if bubble["shape"] == "articles" and bubble["articles"]:
        words = bubble["articles"][0]["title"]
    return (_LABELS.get(bubble["shape"], "") + str(words))[:SHORT]


def _by_kind(kind: str, inner: Any) -> Json:
    given = {str(name).lower(): value for name, value in inner.items()} if isinstance(inner, dict) else {}
    draw = _SHAPES.get(kind)
    if draw is not None:
        return draw(given)
    return {"shape": "file", "kind": kind, "title": str(given.get("title") or given.get("filename") or "")}


def _words(value: Any) -> str:
    """Read a text that is written alone or as an object with `content`."""
    return str(value.get("content", "")) if isinstance(value, dict) else str(value or "")


def _objects(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _notice(content: Json) -> Json:
    lines = []
    for line in str(content.get("text", "")).splitlines():
        name, colon, value = line.replace("：", ":", 1).partition(":")
        lines.append({"name": name if colon else "", "value": (value if colon else name).strip()})
    program = content.get("miniprogram") or {}
    page = program.get("pagepath") or content.get("page")
    return {
        "shape": "notice",
        "title": content.get("title", ""),
        "lines": [line for line in lines if line["value"]],
        "to": {"program": program.get("appid", ""), "path": page} if page else _address(content.get("url")),
    }


def _text(inner: Json) -> Json:
    return {"shape": "text", "text": _words(inner.get("content"))}


def _picture(inner: Json) -> Json:
    return {"shape": "picture", "media": inner.get("media_id", ""), "url": inner.get("pic_url") or inner.get("picurl") or ""}


def _articles(inner: Json) -> Json:
    shown = []
    for article in _objects(inner.get("articles")):
        lower = {str(name).lower(): value for name, value in article.items()}
        shown.append(
            {
                "title": lower.get("title", ""),
                "text": lower.get("description") or lower.get("digest") or "",
                "picture": lower.get("picurl") or lower.get("thumb_url") or lower.get("thumb") or "",
                "to": _address(lower.get("url")),
            }
        )
    return {"shape": "articles", "articles": shown}


def _link(inner: Json) -> Json:
    return {
        "shape": "link",
        "title": inner.get("title", ""),
        "text": inner.get("desc") or inner.get("description") or "",
        "picture": inner.get("picurl") or inner.get("thumb_url") or "",
        "to": _address(inner.get("url")),
    }


def _program(inner: Json) -> Json:
    page = inner.get("pagepath") or inner.get("page") or ""
    return {
        "shape": "program",
        "title": inner.get("title", ""),
        "picture": inner.get("pic_media_id") or inner.get("thumb_media_id") or "",
        "to": {"program": inner.get("appid", ""), "path": page},
    }


def _choices(inner: Json) -> Json:
    items = [_choice(item) for item in _objects(inner.get("list"))]
    return {
        "shape": "choices",
        "head": inner.get("head_content", ""),
        "tail": inner.get("tail_content", ""),
        "items": items,
    }


def _choice(item: Json) -> Json:
    """Read an item of a menu message: an Official Account's is flat, that of customer service has a type."""
    inner = item.get(str(item.get("type"))) if "type" in item else item
    given = inner if isinstance(inner, dict) else {}
    return {"id": str(given.get("id", "")), "text": given.get("content", ""), "to": _address(given.get("url"))}


def _place(inner: Json) -> Json:
    return {"shape": "place", "title": inner.get("name") or inner.get("label") or "", "text": inner.get("address", "")}


def _address(url: Any) -> Json | None:
    """Lead only to web addresses: what else a message names is not opened."""
    return {"url": url} if isinstance(url, str) and url.startswith(("http://", "https://")) else None


_SHAPES: dict[str, Callable[[Json], Json]] = {
    "text": _text,
    "markdown": _text,
    "image": _picture,
    "news": _articles,
    "mpnews": _articles,
    "link": _link,
    "textcard": _link,
    "miniprogrampage": _program,
    "miniprogram": _program,
    "miniprogram_notice": _program,
    "msgmenu": _choices,
    "location": _place,
}
