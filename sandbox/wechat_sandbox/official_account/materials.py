"""Permanent media and the articles kept beside them."""

import json

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import articles, media_files
from wechat_sandbox.official_account.media_files import IMAGE, MEDIA_TYPES, NEWS, THUMB, VIDEO, VOICE
from wechat_sandbox.registry import API, OK, Call, Json, Reply, endpoint
from wechat_sandbox.store import Doc

LISTED = (IMAGE, VIDEO, VOICE, NEWS)


@endpoint(API, "POST", "/cgi-bin/material/add_material", OFFICIAL_ACCOUNT, daily=100_000)
def add_material(call: Call) -> Json:
    """Keep a file until it is deleted; an image has an address of its own."""
    world, account = call.world, call.account
    kind = str(call.query.get("type") or call.body.get("type"))
    file = media_files.uploaded(call, kind)
    _count_room(call, kind)
    about: Json = {"update_time": int(world.now())}
    if kind == VIDEO:
        about |= _description(call)
    media_id = _new_id(call)
    doc = media_files.keep(world, account, media_id, file, **about)
    world.store.put("material", account.id, media_id, doc)
    return {"media_id": media_id, "url": doc["url"], "item": []} if kind == IMAGE else {"media_id": media_id, "item": []}


@endpoint(API, "POST", "/cgi-bin/material/add_news", OFFICIAL_ACCOUNT, daily=100_000)
def add_news(call: Call) -> Json:
    """Keep articles; drafts have taken the place of this."""
    media_id = _new_id(call)
    doc = {"media_id": media_id, "type": NEWS, "news": articles.read(call), "update_time": int(call.world.now())}
    call.world.store.put("material", call.account.id, media_id, doc)
    return {"media_id": media_id}


@endpoint(API, "POST", "/cgi-bin/material/update_news", OFFICIAL_ACCOUNT, daily=100_000)
def update_news(call: Call) -> Json:
    """Replace one of the articles."""
    world, account = call.world, call.account
    doc = _material(call)
    if doc["type"] != NEWS:
        raise ApiError(40007, "media_id is of articles")
    index = articles.index_of(call, "index", len(doc["news"]), 0)
    doc["news"][index] = articles.checked(world, account, call.body.get("articles"))
    world.store.put("material", account.id, doc["media_id"], {**doc, "update_time": int(world.now())})
    return OK


@endpoint(API, "POST", "/cgi-bin/media/uploadnews", OFFICIAL_ACCOUNT)
def upload_news(call: Call) -> Json:
    """Keep articles for three days, to be sent to many."""
    world, account = call.world, call.account
    now, media_id = world.now(), _new_id(call)
    expires = now + world.settings.temporary_media_sim_seconds
    doc = {"media_id": media_id, "type": NEWS, "news": articles.read(call), "expires": expires}
    world.store.put("temporary media", account.id, media_id, doc)
    return {"type": NEWS, "media_id": media_id, "created_at": int(now)}


@endpoint(API, "POST", "/cgi-bin/material/get_material", OFFICIAL_ACCOUNT, daily=200_000)
def get_material(call: Call) -> Json | Reply:
    """Give permanent media back: bytes, the address of a video, or articles."""
    doc = _material(call)
    if doc["type"] == NEWS:
        return {"news_item": _news(doc), "create_time": doc["update_time"], "update_time": doc["update_time"]}
    if doc["type"] == VIDEO:
        return {"title": doc["title"], "description": doc["introduction"], "down_url": doc["url"]}
    body = media_files.body_of(call.world, call.account.id, doc["media_id"])
    return Reply(body, MEDIA_TYPES[doc["format"]], headers=media_files.disposition(doc))


@endpoint(API, "POST", "/cgi-bin/material/del_material", OFFICIAL_ACCOUNT)
def delete_material(call: Call) -> Json:
    """Forget permanent media."""
    media_id = _material(call)["media_id"]
    call.world.store.delete("material", call.account.id, media_id)
    call.world.store.delete("media body", call.account.id, media_id)
    return OK


@endpoint(API, "GET", "/cgi-bin/material/get_materialcount", OFFICIAL_ACCOUNT, daily=5000)
def count_materials(call: Call) -> Json:
    """Count permanent media."""
    counted = _by_type(call)
    return {f"{kind}_count": len(counted.get(kind, [])) for kind in (VOICE, VIDEO, IMAGE, NEWS)}


@endpoint(API, "POST", "/cgi-bin/material/batchget_material", OFFICIAL_ACCOUNT, daily=5000)
def list_materials(call: Call) -> Json:
    """List permanent media of one type, the newest first."""
    kind = call.body.get("type")
    if kind not in LISTED:
        raise ApiError(40004, f"type is one of {', '.join(LISTED)}")
    offset, count = articles.page_of(call)
    docs = _by_type(call).get(kind, [])[::-1]
    page = [_item(doc) for doc in docs[offset : offset + count]]
    return {"total_count": len(docs), "item_count": len(page), "item": page}


def _item(doc: Doc) -> Json:
    if doc["type"] == NEWS:
        times = {"create_time": doc["update_time"], "update_time": doc["update_time"]}
        return {"media_id": doc["media_id"], "content": {"news_item": _news(doc), **times}, "update_time": doc["update_time"]}
    return {name: doc[name] for name in ("media_id", "name", "update_time", "url")}


def _news(doc: Doc) -> list[Json]:
    return [articles.shown(article, articles.address("preview")) for article in doc["news"]]


def _material(call: Call) -> Doc:
    doc = call.world.store.get("material", call.account.id, call.text("media_id", 40007))
    if doc is None:
        raise ApiError(40007, "permanent media of this account")
    return doc


def _by_type(call: Call) -> dict[str, list[Doc]]:
    found: dict[str, list[Doc]] = {}
    for doc in call.world.store.all("material", call.account.id):
        found.setdefault(doc["type"], []).append(doc)
    return found


def _count_room(call: Call, kind: str) -> None:
    settings = call.world.settings
    most = settings.permanent_images if kind in (IMAGE, THUMB) else settings.permanent_others
    if len(_by_type(call).get(kind, [])) >= most:
        raise ApiError(45009, f"{most} permanent media of type {kind}")


def _new_id(call: Call) -> str:
    number = call.world.store.next_number("media")
    return call.world.dice.word(43, "material", call.account.id, number) + call.world.dice.word(21, "material tail", number)


def _description(call: Call) -> Json:
    """Read the description of a video, which comes as JSON in a field of the form, or in the query."""
    try:
        given = json.loads(call.body.get("description") or call.query.get("description") or "")
    except (ValueError, TypeError, RecursionError) as error:
        raise ApiError(47001, "description is JSON with title and introduction") from error
    title = given.get("title") if isinstance(given, dict) else None
    introduction = given.get("introduction") if isinstance(given, dict) else None
    if not isinstance(title, str) or not isinstance(introduction, str) or not title:
        raise ApiError(44004, "description holds title and introduction")
    return {"title": title, "introduction": introduction}
