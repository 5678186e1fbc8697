"""The page of an article, as a person sees it in WeChat or a browser."""

from html import escape

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.clock import china_date
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import comments, issues
from wechat_sandbox.official_account.named_pages import NamedPageDoor
from wechat_sandbox.registry import IMAGES, PAGES, Call, Reply, endpoint, page
from wechat_sandbox.store import Doc

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font-family:system-ui,sans-serif;line-height:1.7}"
    "h1{font-size:1.4rem;line-height:1.4}small,footer{color:#888}img{max-width:100%}li{margin:.5rem 0}"
)
_ALLOWED = "default-src 'none'; style-src 'unsafe-inline'; img-src * data:; sandbox"


@endpoint(PAGES, "GET", "/s/{name}", OFFICIAL_ACCOUNT, bearer="", daily=0, door=NamedPageDoor("article"))
def show_article(call: Call) -> Reply:
    """Show an article with what its readers said."""
    held = call.world.store.get("article", "", call.params["name"])
    issue = issues.find(call.world, call.account, held["issue"]) if held else None
    if held is None or issue is None:
        raise ApiError(53600, "no such article", 404)
    place = held["place"]
    if issue["deleted"][place]:
        return page(_framed("该内容已被发布者删除", "<p>该内容已被发布者删除</p>"))
    written = page(_framed(issue["news"][place]["title"], _body(call, issue, place)))
    # The content is a brand's own HTML: it is shown, but nothing in it may run here, beside the sandbox's controls.
    return Reply(written.body, written.media_type, headers={"content-security-policy": _ALLOWED})


def _body(call: Call, issue: Doc, place: int) -> str:
    article = issue["news"][place]
    day = china_date(issue["at"]).strftime("%Y-%m-%d %H:%M")
    author = f"{escape(article['author'])} · " if article["author"] else ""
    parts = [
        f"<h1>{escape(article['title'])}</h1>",
        f"<small>{author}{escape(call.account.name)} · {day}</small>",
        f"<article>{_here(article['content'])}</article>",
    ]
    if source := article["content_source_url"]:
        parts.append(f'<p><a href="{escape(source)}">阅读原文</a></p>')
    return "".join(parts) + _comments(call, issue, place)


def _here(content: str) -> str:
    """Lead the pictures of an article to this machine."""
    return content.replace(f"https://{IMAGES}/", f"/{IMAGES}/").replace(f"http://{IMAGES}/", f"/{IMAGES}/")


def _comments(call: Call, issue: Doc, place: int) -> str:
    found = comments.of_article(call.world, call.account, issue["msg_data_id"], place)
    chosen = [doc for doc in found if doc["elected"]]
    items = "".join(f"<li>{escape(doc['content'])}{_reply(doc)}</li>" for doc in chosen)
    reads = call.world.store.number(issues.reads_counter(issue["msg_data_id"], place))
    closed = "" if issue["comments_open"][place] else "（留言已关闭）"
    return f"<footer>阅读 {reads} · 留言 {len(found)}{closed}</footer><ul>{items}</ul>"


def _reply(doc: Doc) -> str:
    return f"<br><small>作者回复：{escape(doc['reply']['content'])}</small>" if doc.get("reply") else ""


def _framed(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><body>{body}</body></html>"
    )
