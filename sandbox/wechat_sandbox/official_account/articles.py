"""Articles as a brand writes them: checked the same way in drafts, materials and messages to many."""

import re
from html import unescape

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import media_files
from wechat_sandbox.registry import PAGES, Call, Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_ADDRESS = re.compile(rf"https?://{re.escape(PAGES)}/s/([\w-]+)")
_TAGS = re.compile(r"<[^>]*>")
_FLAGS = ("need_open_comment", "only_fans_can_comment", "show_cover_pic")
_SHORT_DIGEST = 54
NEWS, NEWSPIC = "news", "newspic"


def read(call: Call) -> list[Doc]:
    """Read `articles` of a body.

    Raises:
        ApiError: what is missing, too long, or refers to media that are not there.
    """
    given = call.body.get("articles")
    most = call.world.settings.articles_per_issue
    if not isinstance(given, list) or not given:
        raise ApiError(44004, "articles is a list")
    if len(given) > most:
        raise ApiError(45008, f"at most {most} articles together")
    return [checked(call.world, call.account, article) for article in given]


def checked(world: World, account: Account, article: object) -> Doc:
    """Check one article and fill in what was left out.

    Raises:
        ApiError: see `read`.
    """
    if not isinstance(article, dict):
        raise ApiError(47001, "an article is an object")
    settings = world.settings
    title = _text(article, "title", settings.article_title_characters, 45003)
    content = _text(article, "content", settings.article_characters, 45002)
    if not title or not content:
        raise ApiError(44004, "an article has a title and content")
    kind = article.get("article_type") or NEWS
    if kind not in (NEWS, NEWSPIC):
        raise ApiError(40035, f"article_type is {NEWS} or {NEWSPIC}")
    images = _images(world, account, article) if kind == NEWSPIC else []
    thumb = images[0] if images else _thumb(world, account, article.get("thumb_media_id"))
    return {
        "article_type": kind,
        "title": title,
        "author": _text(article, "author", settings.article_author_characters, 45110),
        "digest": _text(article, "digest", settings.article_digest_characters, 45004) or _begin(content),
        "content": content,
        "content_source_url": _text(article, "content_source_url", 1024, 40066),
        "thumb_media_id": thumb["media_id"],
        "thumb_url": thumb["url"],
        **{name: _flag(article, name) for name in _FLAGS},
        "images": [image["media_id"] for image in images],
    }


def shown(article: Doc, url: str, with_content: bool = True) -> Json:
    """Write an article as WeChat lists it."""
    fields = ["article_type", "title", "author", "digest", "content_source_url", "thumb_media_id", "thumb_url", *_FLAGS]
    answer = {name: article[name] for name in fields}
    if article["images"]:
        answer["image_info"] = {"image_list": [{"image_media_id": media_id} for media_id in article["images"]]}
    return {**answer, "url": url, **({"content": article["content"]} if with_content else {})}


def address(name: str) -> str:
    """Return the address of an article's page."""
    return f"http://{PAGES}/s/{name}"


def name_in(text: str) -> str:
    """Return the name of the page that an address leads to, empty when it leads to no article."""
    match = _ADDRESS.search(text)
    return match[1] if match else ""


def plain(content: str) -> str:
    """Return an article's words without their HTML."""
    return " ".join(unescape(_TAGS.sub(" ", content)).split())


def index_of(call: Call, name: str, count: int, default: int | None = None) -> int:
    """Read an index into articles published or kept together.

    Raises:
        ApiError: 40114.
    """
    index = call.number(name, 40114, default)
    if not 0 <= index < count:
        raise ApiError(40114, f"{name} is 0 to {count - 1}")
    return index


def page_of(call: Call, most: int = 20) -> tuple[int, int]:
    """Read `offset` and `count` of a listing.

    Raises:
        ApiError: 40035.
    """
    offset, count = call.number("offset", 40035, 0), call.number("count", 40035, most)
    if offset < 0 or not 1 <= count <= most:
        raise ApiError(40035, f"offset from 0, count 1 to {most}")
    return offset, count


def _begin(content: str) -> str:
    return plain(content)[:_SHORT_DIGEST]


def _text(article: Doc, name: str, longest: int, too_long: int) -> str:
    value = article.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApiError(47001, f"{name} is a text")
    if len(value) > longest:
        raise ApiError(too_long, f"{name} is at most {longest} characters")
    return value


def _flag(article: Doc, name: str) -> int:
    value = article.get(name, 0)
    if value not in (0, 1):
        raise ApiError(40035, f"{name} is 0 or 1")
    return int(value)


def _thumb(world: World, account: Account, media_id: object) -> Doc:
    found = world.store.get("material", account.id, media_id) if isinstance(media_id, str) else None
    if found is None or found["type"] not in (media_files.IMAGE, media_files.THUMB):
        raise ApiError(40007, "thumb_media_id is a permanent image of this account")
    return found


def _images(world: World, account: Account, article: Doc) -> list[Doc]:
    info = article.get("image_info")
    listed = info.get("image_list") if isinstance(info, dict) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= 20:
        raise ApiError(40035, "image_info.image_list holds 1 to 20 images")
    return [_thumb(world, account, item.get("image_media_id") if isinstance(item, dict) else None) for item in listed]
