"""What members and corps write to customers: a text and attachments, each checked as the platform does."""

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Call, Json
from wechat_sandbox.wecom import media

LONGEST_TEXT_BYTES = 4000
MOST_ATTACHMENTS = 9
ATTACHMENTS = ("image", "link", "miniprogram", "video", "file")


def message_content(call: Call) -> Json:
    """Read the text and the attachments of a message to customers.

    Raises:
        ApiError: 40058 when there is neither, or either is not as it should be; 40007 for a file that is no more.
    """
    words = text_of(call.body.get("text"))
    attachments = call.body.get("attachments") or []
    if not isinstance(attachments, list):
        raise ApiError(40058, "attachments is a list")
    if len(attachments) > MOST_ATTACHMENTS:
        raise ApiError(41064, f"attachments holds at most {MOST_ATTACHMENTS}")
    for attachment in attachments:
        check_attachment(call, attachment)
    if not words and not attachments:
        raise ApiError(40058, "a message needs text or attachments")
    return {"text": words, "attachments": attachments}


def text_of(given: object, longest_bytes: int = LONGEST_TEXT_BYTES) -> str:
    """Read the words of a `text` object, empty without one."""
    words = given.get("content", "") if isinstance(given, dict) else given or ""
    if not isinstance(words, str) or len(words.encode()) > longest_bytes:
        raise ApiError(40058, f"text.content is at most {longest_bytes} bytes")
    return words


def check_attachment(call: Call, attachment: object, kinds: tuple[str, ...] = ATTACHMENTS) -> None:
    """Refuse an attachment of an unknown kind, without what it needs, or whose file is no more."""
    kind = attachment.get("msgtype") if isinstance(attachment, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise ApiError(41065, f"an attachment is one of {', '.join(kinds)}")
    part = attachment.get(kind) if isinstance(attachment, dict) else None
    if not isinstance(part, dict):
        raise ApiError(40058, f"the attachment has no {kind}")
    check_part(call, kind, part)


def check_part(call: Call, kind: str, part: Json) -> None:
    """Check one picture, link, Mini Program card, video or file."""
    if kind == "link":
        _texts(part, "title", "url")
    elif kind == "miniprogram":
        _texts(part, "title", "appid", "page")
        program = call.world.accounts.by_app_id(part["appid"])
        if program is None or program.kind != MINI_PROGRAM:
            raise ApiError(90207, "the appid is no Mini Program of this brand")
        media.alive(call, part.get("pic_media_id"), "image")
    elif kind != "image" or not isinstance(part.get("pic_url"), str) or not part["pic_url"]:
        media.alive(call, part.get("media_id"), kind)


def shown(content: Json) -> Json:
    """Write a message the way the platform shows it in lists."""
    answer: Json = {"text": {"content": content["text"]}} if content["text"] else {}
    return {**answer, "attachments": content["attachments"]} if content["attachments"] else answer


def _texts(part: Json, *names: str) -> None:
    for name in names:
        if not isinstance(part.get(name), str) or not part[name]:
            raise ApiError(40058, f"{name} is a text")
