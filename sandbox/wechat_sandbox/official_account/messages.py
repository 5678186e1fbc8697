"""Customer-service messages of an Official Account or Mini Program to one person who has acted lately."""

import time

from wechat_sandbox import inbox, windows
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import blacklist, fans, issues, mass_content, media_files
from wechat_sandbox.official_account.media_files import IMAGE, NEWS, THUMB, VIDEO, VOICE
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.world import World

# What each kind of message must carry: the object named like the kind, and the texts in it.
_CONTENT = {
    "text": ("content",),
    "image": ("media_id",),
    "voice": ("media_id",),
    "video": ("media_id",),
    "music": ("musicurl",),
    "news": ("articles",),
    "mpnews": ("media_id",),
    "mpnewsarticle": ("article_id",),
    "msgmenu": ("list",),
    "wxcard": ("card_id",),
    "link": ("url",),
    "miniprogrampage": ("pagepath",),
}
_MINI_PROGRAM_KINDS = ("text", "image", "link", "miniprogrampage")
# Where a message names media, and what they must be.
_MEDIA = {
    "image": ("media_id", (IMAGE,)),
    "voice": ("media_id", (VOICE,)),
    "video": ("media_id", (VIDEO,)),
    "mpnews": ("media_id", (NEWS,)),
}
_LONGEST_TEXT = 2048
_TYPING_SECONDS = 15


@endpoint(API, "POST", "/cgi-bin/message/custom/send", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=500_000)
def send_custom(call: Call) -> Json:
    """Write to a person who has acted lately."""
    openid = call.text("touser", 40003)
    person = fans.known(call.world, call.account, openid)
    kind = call.text("msgtype", 40035)
    allowed = _MINI_PROGRAM_KINDS if call.account.kind == MINI_PROGRAM else tuple(_CONTENT)
    if kind not in allowed:
        raise ApiError(40035, f"msgtype is one of {', '.join(allowed)}")
    content = call.body.get(kind)
    if not isinstance(content, dict) or not all(content.get(name) for name in _CONTENT[kind]):
        raise ApiError(44004, f"{kind} holds {', '.join(_CONTENT[kind])}")
    _check(call.world, call.account, kind, content)
    official = call.account.kind == OFFICIAL_ACCOUNT
    if official and not fans.follows(call.world, call.account, person):
        raise ApiError(45015, "the person does not follow")
    blacklist.refuse_blocked(call.world, call.account, openid)
    windows.use(call.world, call.account, openid)
    sent = {"msgtype": kind, kind: _shown(call, kind, content)}
    inbox.receive(call.world, Letter(call.account, person, inbox.CUSTOM, sent))
    return OK


@endpoint(API, "POST", "/cgi-bin/message/custom/typing", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def send_typing(call: Call) -> Json:
    """Show that somebody is typing, to a person who has just written."""
    world, account = call.world, call.account
    openid = call.text("touser", 40003)
    fans.known(world, account, openid)
    command = call.body.get("command")
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(40035, "command is Typing or CancelTyping")
    talk = world.store.get("talk", account.id, openid) or {"wall": 0.0, "typing": 0.0}
    now = time.time()
    if now - talk["wall"] > world.settings.typing_gap_wall_seconds:
        raise ApiError(45080, f"the person has written within {world.settings.typing_gap_wall_seconds} s")
    if command == "Typing" and now < talk["typing"]:
        raise ApiError(45081, "typing is shown already")
    until = now + _TYPING_SECONDS if command == "Typing" else 0.0
    world.store.put("talk", account.id, openid, {**talk, "typing": until})
    return OK


def _shown(call: Call, kind: str, content: Json) -> Json:
    """Write what a person sees: published articles with their titles and addresses."""
    issue = issues.by_article_id(call.world, call.account, str(content.get("article_id"))) if kind == "mpnewsarticle" else None
    return {**content, "articles": mass_content.cards(issue)} if issue else content


def _check(world: World, account: Account, kind: str, content: Json) -> None:
    """Check what a message holds beyond being there.

    Raises:
        ApiError: 45002 for a long text, 40007 for media that are not there, 45008 for more than one article.
    """
    if kind == "text" and len(str(content["content"]).encode()) > _LONGEST_TEXT:
        raise ApiError(45002, f"a text of at most {_LONGEST_TEXT} bytes")
    if kind in _MEDIA:
        name, types = _MEDIA[kind]
        media_files.alive(world, account, content[name], *types)
    if kind in ("video", "music", "miniprogrampage") and (thumb := content.get("thumb_media_id")):
        media_files.alive(world, account, thumb, THUMB, IMAGE)
    if kind == "news" and (not isinstance(content["articles"], list) or len(content["articles"]) != 1):
        raise ApiError(45008, "news holds one article")
    if kind == "mpnewsarticle" and issues.by_article_id(world, account, str(content["article_id"])) is None:
        raise ApiError(53600, "no such article_id in this account")
