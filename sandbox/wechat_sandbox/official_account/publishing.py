"""Publishing drafts: a review that takes its time, then pages that anybody may read."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import articles, issues, platform
from wechat_sandbox.registry import API, OK, Act, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

DONE, RUNNING, NOT_ORIGINAL, FAILED, REFUSED, DELETED = range(6)
FIRST_PUBLISH_ID = 100_000_000


@endpoint(API, "POST", "/cgi-bin/freepublish/submit", OFFICIAL_ACCOUNT, daily=100)
def submit(call: Call) -> Json:
    """Hand a draft in; PUBLISHJOBFINISH says how it ended."""
    world, account = call.world, call.account
    draft = world.store.get("draft", account.id, call.text("media_id", 40007))
    if draft is None:
        raise ApiError(40007, "no such draft in this account")
    publish_id = FIRST_PUBLISH_ID + world.store.next_number("publications")
    msg_data_id = issues.new_msg_data_id(world)
    job = {"publish_id": publish_id, "media_id": draft["media_id"], "msg_data_id": msg_data_id, "status": RUNNING}
    world.store.put("publication", account.id, str(publish_id), job)
    due = world.now() + world.settings.publish_delay_sim_seconds
    platform.later(world, due, "finish_publication", account, publish_id=publish_id)
    return {**OK, "publish_id": str(publish_id), "msg_data_id": msg_data_id}


@endpoint(API, "POST", "/cgi-bin/freepublish/get", OFFICIAL_ACCOUNT, daily=100)
def get_publication(call: Call) -> Json:
    """Tell how a publication stands."""
    job = call.world.store.get("publication", call.account.id, str(call.body.get("publish_id")))
    if job is None:
        raise ApiError(40035, "no such publish_id")
    return _told(call.world, call.account, job, str(job["publish_id"]))


@endpoint(API, "POST", "/cgi-bin/freepublish/delete", OFFICIAL_ACCOUNT, daily=10)
def delete_publication(call: Call) -> Json:
    """Take published articles away for good: one, or all."""
    issue = _issue(call)
    index = call.number("index", 40114, 0)
    if not 0 <= index <= len(issue["news"]):
        raise ApiError(40114, f"index is 0 for all, or 1 to {len(issue['news'])}")
    issues.delete(call.world, call.account, issue, index)
    return OK


@endpoint(API, "POST", "/cgi-bin/freepublish/getarticle", OFFICIAL_ACCOUNT, daily=100)
def get_article(call: Call) -> Json:
    """Show published articles."""
    issue = _issue(call)
    at = int(issue["at"])
    return {"news_item": _news(issue, with_content=True), "create_time": at, "update_time": at}


@endpoint(API, "POST", "/cgi-bin/freepublish/batchget", OFFICIAL_ACCOUNT, daily=100)
def list_published(call: Call) -> Json:
    """List what was published, the newest first."""
    offset, count = articles.page_of(call)
    with_content = call.number("no_content", 40035, 0) != 1
    found = [doc for doc in call.world.store.all("issue", call.account.id)[::-1] if doc["way"] == "publish"]
    page = []
    for issue in found[offset : offset + count]:
        at = int(issue["at"])
        content = {"news_item": _news(issue, with_content), "create_time": at, "update_time": at}
        page.append({"article_id": issue["article_id"], "content": content, "update_time": at})
    return {"total_count": len(found), "item_count": len(page), "item": page}


@action("finish_publication")
def finish_publication(world: World, act: Act) -> Json:
    """The platform has looked at a publication: it comes out, or not."""
    account, job = platform.job(world, act, "publication", "publish_id")
    draft = world.store.get("draft", account.id, job["media_id"])
    status = FAILED if draft is None else _verdict(world, job["publish_id"])
    if draft is not None and status == DONE:
        issue = issues.bring_out(world, account, draft["news"], job["msg_data_id"], "publish")
        world.store.delete("draft", account.id, draft["media_id"])
        job["article_id"] = issue["article_id"]
    job |= {"status": status, "fail_idx": [] if status == DONE else [1]}
    world.store.put("publication", account.id, str(job["publish_id"]), job)
    told = _told(world, account, job, job["publish_id"])
    info = {name: value for name, value in told.items() if value != []}
    sent = world.callback(account, platform.admin(world, account), act.at, Event="PUBLISHJOBFINISH", PublishEventInfo=info)
    return {"publish_status": status, "deliveries": sent}


def _verdict(world: World, publish_id: int) -> int:
    if world.dice.one("original check", 0, publish_id) < world.settings.publish_original_failures:
        return NOT_ORIGINAL
    if world.dice.one("publication review", 0, publish_id) < world.settings.publish_platform_refusals:
        return REFUSED
    return DONE


def _told(world: World, account: Account, job: Doc, publish_id: int | str) -> Json:
    status = job["status"]
    answer: Json = {"publish_id": publish_id, "publish_status": status}
    issue = issues.find(world, account, job["msg_data_id"]) if status == DONE else None
    if issue is None:
        return {**answer, "fail_idx": job.get("fail_idx", [])}
    if all(issue["deleted"]):
        return {**answer, "publish_status": DELETED, "fail_idx": []}
    items = issues.addresses(issue)
    detail = {"count": len(items), "item": items}
    return {**answer, "article_id": issue["article_id"], "article_detail": detail, "fail_idx": []}


def _news(issue: Doc, with_content: bool) -> list[Json]:
    addresses = [articles.address(name) for name in issue["pages"]]
    together = zip(issue["news"], addresses, issue["deleted"], strict=True)
    return [{**articles.shown(article, url, with_content), "is_deleted": gone} for article, url, gone in together]


def _issue(call: Call) -> Doc:
    issue = issues.by_article_id(call.world, call.account, call.text("article_id", 53600))
    if issue is None or issue["way"] != "publish":
        raise ApiError(53600, "no such article_id in this account")
    return issue
