"""Temporary media: three days, then they are gone. And the addresses where pictures are seen."""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import media_files
from wechat_sandbox.official_account.media_files import MEDIA_TYPES, VIDEO, VOICE, MediaFile
from wechat_sandbox.official_account.named_pages import NamedPageDoor
from wechat_sandbox.registry import API, IMAGES, Call, Json, Reply, endpoint, picture
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

FORGOTTEN_AT_ONCE = 10
_PICTURES = NamedPageDoor("media address")


@endpoint(API, "POST", "/cgi-bin/media/upload", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=100_000)
def upload_media(call: Call) -> Json:
    """Keep a file for three days."""
    kind = call.query.get("type") or call.body.get("type")
    doc = add_temporary(call.world, call.account, media_files.uploaded(call, str(kind)))
    return {"type": doc["type"], **media_files.named(doc), "created_at": doc["created_at"], "item": []}


@endpoint(API, "GET", "/cgi-bin/media/get", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=200_000)
def get_media(call: Call) -> Json | Reply:
    """Give a file back; of a video, the address."""
    doc = _temporary(call)
    if doc["type"] == VIDEO:
        return {"video_url": doc["url"]}
    return _download(call, doc)


@endpoint(API, "GET", "/cgi-bin/media/get/jssdk", OFFICIAL_ACCOUNT, daily=200_000)
def get_js_voice(call: Call) -> Reply:
    """Give back a voice that was recorded in a web page."""
    doc = _temporary(call)
    if doc["type"] != VOICE:
        raise ApiError(40007, "media_id is of a voice")
    return _download(call, doc)


@endpoint(API, "POST", "/cgi-bin/media/uploadimg", OFFICIAL_ACCOUNT, daily=100_000)
def upload_content_image(call: Call) -> Json:
    """Keep an image that stands within an article; it has an address and no media_id."""
    file = media_files.uploaded(call, media_files.IMAGE, call.world.settings.content_image_bytes)
    if file.format not in ("jpg", "png"):
        raise ApiError(40005, "an image within an article is jpg or png")
    media_id = _new_id(call.world, call.account, "content image")
    return {"url": media_files.keep(call.world, call.account, media_id, file)["url"]}


@endpoint(API, "POST", "/cgi-bin/media/uploadvideo", OFFICIAL_ACCOUNT)
def name_video(call: Call) -> Json:
    """Give a video a title, so that it can be sent to many."""
    world, account = call.world, call.account
    doc = media_files.alive(world, account, call.body.get("media_id"), VIDEO)
    title, description = call.body.get("title", ""), call.body.get("description", "")
    if not isinstance(title, str) or not isinstance(description, str):
        raise ApiError(40035, "title and description are texts")
    now = world.now()
    media_id = _new_id(world, account, "mass video")
    expires = now + world.settings.temporary_media_sim_seconds
    named = {**doc, "media_id": media_id, "title": title, "description": description, "expires": expires}
    world.store.put("temporary media", account.id, media_id, named)
    return {"type": VIDEO, "media_id": media_id, "created_at": int(now)}


@endpoint(IMAGES, "GET", "/{format}/{name}/0", OFFICIAL_ACCOUNT, MINI_PROGRAM, bearer="", daily=0, door=_PICTURES)
def show_picture(call: Call) -> Reply:
    """Show a picture, or play a video, at its address."""
    held = call.world.store.get("media address", "", call.params["name"])
    assert held is not None
    body = media_files.body_of(call.world, call.account.id, held["media_id"])
    if not body:
        raise ApiError(40007, "the picture was deleted", 404)
    return picture(body, MEDIA_TYPES[media_files.format_of(body)])


def add_temporary(world: World, account: Account, file: MediaFile) -> Doc:
    """Keep a file for three simulated days, and forget some whose time is over."""
    now = world.now()
    for _, old_id, old in world.store.page("temporary media", account.id, limit=FORGOTTEN_AT_ONCE):
        if old["expires"] <= now:
            world.store.delete("temporary media", account.id, old_id)
            world.store.delete("media body", account.id, old_id)
    media_id = _new_id(world, account, "temporary media")
    expires = now + world.settings.temporary_media_sim_seconds
    doc = media_files.keep(world, account, media_id, file, expires=expires, created_at=int(now))
    world.store.put("temporary media", account.id, media_id, doc)
    return doc


def _new_id(world: World, account: Account, purpose: str) -> str:
    number = world.store.next_number("media")
    return world.dice.word(43, purpose, account.id, number) + world.dice.word(21, purpose, number)


def _temporary(call: Call) -> Doc:
    if not (media_id := call.query.get("media_id")):
        raise ApiError(41006, "media_id is missing from the query")
    doc = call.world.store.get("temporary media", call.account.id, media_id)
    if doc is None or doc["expires"] <= call.world.now():
        raise ApiError(40007, "temporary media of this account, not older than three days")
    return doc


def _download(call: Call, doc: Doc) -> Reply:
    body = media_files.body_of(call.world, call.account.id, doc["media_id"])
    return Reply(body, MEDIA_TYPES[doc["format"]], headers=media_files.disposition(doc))
