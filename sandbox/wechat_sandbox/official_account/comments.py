"""Comments on articles: kept for the brand, shown to readers when it elects them."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import issues
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_A_PAGE = 50
ALL, ORDINARY, ELECTED = range(3)


def of_article(world: World, account: Account, msg_data_id: int, place: int) -> list[Doc]:
    """List an article's comments in the order they were written."""
    return world.store.all(issues.comments_kind(msg_data_id, place), account.id)


def add(world: World, account: Account, issue: Doc, place: int, openid: str, content: str, at: float) -> Doc:
    """Keep what a reader wrote."""
    msg_data_id = issue["msg_data_id"]
    number = world.store.next_number(f"comments of {msg_data_id}:{place}")
    doc = {
        "user_comment_id": number,
        "openid": openid,
        "create_time": int(at),
        "content": content,
        "elected": False,
        "reply": None,
    }
    world.store.put(issues.comments_kind(msg_data_id, place), account.id, str(number), doc)
    return doc


@endpoint(API, "POST", "/cgi-bin/comment/list", OFFICIAL_ACCOUNT)
def list_comments(call: Call) -> Json:
    """List an article's comments."""
    issue, place = _article(call)
    begin, count = call.number("begin", 88010, 0), call.number("count", 88010, MOST_A_PAGE)
    if begin < 0 or not 1 <= count <= MOST_A_PAGE:
        raise ApiError(88010, f"begin from 0, count 1 to {MOST_A_PAGE}")
    kind = call.number("type", 40035, ALL)
    if kind not in (ALL, ORDINARY, ELECTED):
        raise ApiError(40035, "type is 0 for all, 1 for ordinary, 2 for elected ones")
    found = of_article(call.world, call.account, issue["msg_data_id"], place)
    found = [doc for doc in found if kind == ALL or doc["elected"] == (kind == ELECTED)]
    return {**OK, "total": len(found), "comment": [_shown(doc) for doc in found[begin : begin + count]]}


@endpoint(API, "POST", "/cgi-bin/comment/open", OFFICIAL_ACCOUNT)
def open_comments(call: Call) -> Json:
    """Let readers comment."""
    return _allow(call, True)


@endpoint(API, "POST", "/cgi-bin/comment/close", OFFICIAL_ACCOUNT)
def close_comments(call: Call) -> Json:
    """Let nobody comment any more."""
    return _allow(call, False)


@endpoint(API, "POST", "/cgi-bin/comment/markelect", OFFICIAL_ACCOUNT)
def elect(call: Call) -> Json:
    """Show a comment to everybody."""
    issue, place, doc = _comment(call)
    elected = [one for one in of_article(call.world, call.account, issue["msg_data_id"], place) if one["elected"]]
    if len(elected) >= call.world.settings.elected_comments and not doc["elected"]:
        raise ApiError(88003, f"{call.world.settings.elected_comments} elected comments an article")
    return _write(call, issue, place, {**doc, "elected": True})


@endpoint(API, "POST", "/cgi-bin/comment/unmarkelect", OFFICIAL_ACCOUNT)
def unelect(call: Call) -> Json:
    """Show it no longer."""
    issue, place, doc = _comment(call)
    return _write(call, issue, place, {**doc, "elected": False})


@endpoint(API, "POST", "/cgi-bin/comment/delete", OFFICIAL_ACCOUNT)
def delete_comment(call: Call) -> Json:
    """Forget a comment."""
    issue, place, doc = _comment(call)
    kind = issues.comments_kind(issue["msg_data_id"], place)
    call.world.store.delete(kind, call.account.id, str(doc["user_comment_id"]))
    return OK


@endpoint(API, "POST", "/cgi-bin/comment/reply/add", OFFICIAL_ACCOUNT)
def reply(call: Call) -> Json:
    """Answer a comment, once."""
    issue, place, doc = _comment(call)
    content = call.text("content", 88007, call.world.settings.comment_reply_characters)
    if doc["reply"]:
        raise ApiError(88005, "the comment has a reply")
    answered = {"content": content, "create_time": int(call.world.now())}
    return _write(call, issue, place, {**doc, "reply": answered})


@endpoint(API, "POST", "/cgi-bin/comment/reply/delete", OFFICIAL_ACCOUNT)
def delete_reply(call: Call) -> Json:
    """Take the answer back."""
    issue, place, doc = _comment(call)
    if not doc["reply"]:
        raise ApiError(88009, "the comment has no reply")
    return _write(call, issue, place, {**doc, "reply": None})


def _article(call: Call) -> tuple[Doc, int]:
    issue = issues.find(call.world, call.account, call.number("msg_data_id", 88001))
    if issue is None:
        raise ApiError(88001, "msg_data_id is of articles of this account that are out")
    place = call.number("index", 88001, 0)
    if not 0 <= place < len(issue["news"]):
        raise ApiError(88001, f"index is 0 to {len(issue['news']) - 1}")
    return issue, place


def _comment(call: Call) -> tuple[Doc, int, Doc]:
    issue, place = _article(call)
    number = call.number("user_comment_id", 88008)
    doc = call.world.store.get(issues.comments_kind(issue["msg_data_id"], place), call.account.id, str(number))
    if doc is None:
        raise ApiError(88008, "no such comment on this article")
    return issue, place, doc


def _allow(call: Call, allowed: bool) -> Json:
    issue, place = _article(call)
    issue["comments_open"][place] = allowed
    issues.write(call.world, call.account, issue)
    return OK


def _write(call: Call, issue: Doc, place: int, doc: Doc) -> Json:
    kind = issues.comments_kind(issue["msg_data_id"], place)
    call.world.store.put(kind, call.account.id, str(doc["user_comment_id"]), doc)
    return OK


def _shown(doc: Doc) -> Json:
    shown = {name: doc[name] for name in ("user_comment_id", "openid", "create_time", "content")}
    shown["comment_type"] = int(doc["elected"])
    return {**shown, "reply": doc["reply"]} if doc["reply"] else shown
