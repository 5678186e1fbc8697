"""WeChat Search (搜一搜): pages handed in, and a search among them."""

import re

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import pages
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

PAGE = 10
_ITEM = re.compile(r"(?:^|&)item_id=([^&]+)")


@endpoint(API, "POST", "/wxa/search/wxaapi_submitpages", MINI_PROGRAM)
def submit_pages(call: Call) -> Json:
    """Hand pages in to be found."""
    given = call.body.get("pages")
    if not isinstance(given, list) or not given:
        raise ApiError(40219, "pages is a list of {path, query}")
    settings = call.world.settings
    if len(given) > settings.submitted_pages_per_call:
        raise ApiError(47004, f"{settings.submitted_pages_per_call} pages in a call")
    submitted = [_page(call, one) for one in given]
    today = str(china_day(call.world.now()))
    number = (call.world.store.get("pages submitted", call.account.id, today) or {"number": 0})["number"] + len(given)
    if number > settings.submitted_pages_per_day:
        raise ApiError(47006, f"{settings.submitted_pages_per_day} pages in a day")
    call.world.store.put("pages submitted", call.account.id, today, {"number": number})
    for address, title in submitted:
        call.world.store.put("searched page", call.account.id, address, {"path": address, "title": title})
    return OK


@endpoint(API, "POST", "/wxa/sitesearch", MINI_PROGRAM)
def search(call: Call) -> Json:
    """Find handed-in pages by a word of their title."""
    keyword = call.text("keyword", 40205, 100)
    start = _start(call.body.get("next_page_info", ""))
    found: list[Doc] = [doc for doc in call.world.store.all("searched page", call.account.id) if keyword in doc["title"]]
    shown = found[start : start + PAGE]
    more = start + PAGE < len(found)
    return {
        **OK,
        "items": [_item(doc, keyword) for doc in shown],
        "has_next_page": int(more),
        "hit_count": len(found),
        "next_page_info": str(start + PAGE) if more else "",
    }


def _page(call: Call, given: object) -> tuple[str, str]:
    """Return a page's address and its title: the product that its query names, else its path."""
    if not isinstance(given, dict) or not given.get("path"):
        raise ApiError(40210, "each page has a path")
    path = pages.path(call.account, given["path"], 40210)
    query = pages.query(given.get("query", ""), 40212)
    named = _ITEM.search(query)
    names = {item.item_id: item.name for item in call.world.items} if named else {}
    return f"{path}?{query}" if query else path, names.get(named[1], path) if named else path


def _item(doc: Doc, keyword: str) -> Json:
    marked = doc["title"].replace(keyword, f'<em class="highlight">{keyword}</em>')
    return {"title": marked, "description": marked, "image": "", "path": doc["path"]}


def _start(text: object) -> int:
    if not isinstance(text, str) or (text and (not text.isascii() or not text.isdigit() or len(text) > 9)):
        raise ApiError(47102, "next_page_info is that of the page before")
    return int(text or 0)
