"""What a message to many holds."""

from dataclasses import dataclass, field

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import articles, media_files
from wechat_sandbox.official_account.media_files import IMAGE, NEWS, VIDEO, VOICE
from wechat_sandbox.registry import Call, Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

KINDS = ("mpnews", "text", "voice", "image", "images", "mpvideo", "wxcard")
LONGEST_TEXT_BYTES = 2048
MOST_IMAGES = 20


@dataclass(frozen=True)
class MassContent:
    """Content that was checked: `shown` is what people get, `news` the articles among it, `media_id` where they are from."""

    shown: Json
    news: list[Doc] = field(default_factory=list)
    media_id: str = ""


def read(call: Call) -> MassContent:
    """Read the content of a call.

    Raises:
        ApiError: an unknown msgtype, nothing in it, or media that are not there.
    """
    kind = call.body.get("msgtype")
    if kind not in KINDS:
        raise ApiError(40035, f"msgtype is one of {', '.join(KINDS)}")
    content = call.body.get(kind)
    if not isinstance(content, dict):
        raise ApiError(44004, f"{kind} is an object")
    if kind == "mpnews":
        media_id = content.get("media_id")
        news = _news(call.world, call.account, media_id)
        return MassContent({"msgtype": kind, kind: {"media_id": media_id}}, news, str(media_id))
    _check(call.world, call.account, kind, content)
    return MassContent({"msgtype": kind, kind: content})


def with_addresses(shown: Json, issue: Doc) -> Json:
    """Return the content as it reaches people: articles with their titles and addresses."""
    return {**shown, "mpnews": {"articles": cards(issue)}}


def cards(issue: Doc) -> list[Json]:
    """Write articles as a message shows them."""
    return [
        {"title": article["title"], "digest": article["digest"], "url": articles.address(name), "thumb": article["thumb_url"]}
        for article, name in zip(issue["news"], issue["pages"], strict=True)
    ]


def _news(world: World, account: Account, media_id: object) -> list[Doc]:
    """Find articles among drafts, permanent media and those uploaded to be sent."""
    draft = world.store.get("draft", account.id, media_id) if isinstance(media_id, str) else None
    news: list[Doc] = (draft or media_files.alive(world, account, media_id, NEWS))["news"]
    return news


def _check(world: World, account: Account, kind: str, content: Doc) -> None:
    if kind == "text":
        text = content.get("content")
        if not isinstance(text, str) or not text:
            raise ApiError(44004, "text.content is empty")
        if len(text.encode()) > LONGEST_TEXT_BYTES:
            raise ApiError(45002, f"a text of at most {LONGEST_TEXT_BYTES} bytes")
    elif kind == "wxcard":
        if not isinstance(content.get("card_id"), str) or not content["card_id"]:
            raise ApiError(44004, "wxcard.card_id is missing")
    elif kind == "images":
        listed = content.get("media_ids")
        if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_IMAGES:
            raise ApiError(40035, f"images.media_ids holds 1 to {MOST_IMAGES}")
        for media_id in listed:
            media_files.alive(world, account, media_id, IMAGE)
    else:
        wanted = {"image": IMAGE, "voice": VOICE, "mpvideo": VIDEO}[kind]
        media_files.alive(world, account, content.get("media_id"), wanted)
