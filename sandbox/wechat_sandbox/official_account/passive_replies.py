"""What the brand's server answers a person's message with, and what the person sees of it."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import media_files, service_desk
from wechat_sandbox.official_account.media_files import IMAGE, VIDEO, VOICE
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

OUT_OF_ORDER = "该公众号提供的服务出现故障，请稍后再试"
_MEDIA = {"image": ("Image", IMAGE), "voice": ("Voice", VOICE), "video": ("Video", VIDEO)}


def receive(world: World, account: Account, person: int, reply: Doc | None) -> None:
    """Put a reply before a person; None stands for no answer at all, or one that nobody can read."""
    content = _content(world, account, reply) if reply is not None else None
    if reply is not None and reply.get("MsgType") == "transfer_customer_service":
        info = reply.get("TransInfo")
        wanted = info.get("KfAccount") if isinstance(info, dict) else None
        service_desk.begin(world, account, person, str(wanted or ""))
        return
    if content is None:
        content = {"msgtype": "text", "text": {"content": OUT_OF_ORDER}, "out_of_order": True}
    inbox.receive(world, Letter(account, person, inbox.PASSIVE, content))


def _content(world: World, account: Account, reply: Doc) -> Json | None:
    """Write a reply as messages to people are written, None when WeChat would not take it."""
    kind = str(reply.get("MsgType") or ("text" if "Content" in reply else ""))
    if kind == "text":
        return {"msgtype": kind, kind: {"content": str(reply.get("Content", ""))}}
    if kind in _MEDIA:
        return _media(world, account, kind, reply)
    if kind == "music" and isinstance(reply.get("Music"), dict):
        return {"msgtype": kind, kind: _small(reply["Music"])}
    if kind == "news":
        return _news(reply.get("Articles"))
    return None


def _media(world: World, account: Account, kind: str, reply: Doc) -> Json | None:
    name, type_of = _MEDIA[kind]
    held = reply.get(name)
    if not isinstance(held, dict):
        return None
    try:
        media_files.alive(world, account, held.get("MediaId"), type_of)
    except ApiError:
        return None
    return {"msgtype": kind, kind: {"media_id": held["MediaId"], **_small(held, without="MediaId")}}


def _news(given: object) -> Json | None:
    items = given.get("item") if isinstance(given, dict) else given
    items = items if isinstance(items, list) else [items]
    articles = [_small(item) for item in items if isinstance(item, dict)]
    return {"msgtype": "news", "news": {"articles": articles}} if articles else None


def _small(held: Doc, without: str = "") -> Json:
    return {name.lower(): str(value) for name, value in held.items() if name != without}
