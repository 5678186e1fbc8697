"""Drafts: articles before anybody has seen them."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import articles
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc


@endpoint(API, "POST", "/cgi-bin/draft/add", OFFICIAL_ACCOUNT, daily=1000)
def add_draft(call: Call) -> Json:
    """Keep one to eight articles."""
    world, account = call.world, call.account
    news = articles.read(call)
    number = world.store.next_number("drafts")
    media_id = world.dice.word(43, "draft", account.id, number) + world.dice.word(21, "draft tail", number)
    now = int(world.now())
    doc = {"media_id": media_id, "type": "news", "news": news, "create_time": now, "update_time": now}
    world.store.put("draft", account.id, media_id, doc)
    return {"media_id": media_id, "item": []}


@endpoint(API, "POST", "/cgi-bin/draft/get", OFFICIAL_ACCOUNT, daily=500)
def get_draft(call: Call) -> Json:
    """Show a draft."""
    return _content(_draft(call), with_content=True)


@endpoint(API, "POST", "/cgi-bin/draft/update", OFFICIAL_ACCOUNT, daily=1000)
def update_draft(call: Call) -> Json:
    """Replace one of a draft's articles."""
    world, account = call.world, call.account
    doc = _draft(call)
    index = articles.index_of(call, "index", len(doc["news"]), 0)
    doc["news"][index] = articles.checked(world, account, call.body.get("articles"))
    world.store.put("draft", account.id, doc["media_id"], {**doc, "update_time": int(world.now())})
    return OK


@endpoint(API, "POST", "/cgi-bin/draft/delete", OFFICIAL_ACCOUNT, daily=1000)
def delete_draft(call: Call) -> Json:
    """Throw a draft away."""
    call.world.store.delete("draft", call.account.id, _draft(call)["media_id"])
    return OK


@endpoint(API, "GET POST", "/cgi-bin/draft/count", OFFICIAL_ACCOUNT, daily=1000)
def count_drafts(call: Call) -> Json:
    """Count the drafts."""
    return {"total_count": call.world.store.count("draft", call.account.id)}


@endpoint(API, "POST", "/cgi-bin/draft/batchget", OFFICIAL_ACCOUNT, daily=1000)
def list_drafts(call: Call) -> Json:
    """List drafts, the newest first."""
    offset, count = articles.page_of(call)
    with_content = call.number("no_content", 40035, 0) != 1
    docs = call.world.store.all("draft", call.account.id)[::-1]
    page = [
        {"media_id": doc["media_id"], "content": _content(doc, with_content), "update_time": doc["update_time"]}
        for doc in docs[offset : offset + count]
    ]
    return {"total_count": len(docs), "item_count": len(page), "item": page}


def _content(doc: Doc, with_content: bool) -> Json:
    address = articles.address("preview")
    news = [articles.shown(article, address, with_content) for article in doc["news"]]
    return {"news_item": news, "create_time": doc["create_time"], "update_time": doc["update_time"]}


def _draft(call: Call) -> Doc:
    doc = call.world.store.get("draft", call.account.id, call.text("media_id", 40007))
    if doc is None:
        raise ApiError(40007, "no such draft in this account")
    return doc
