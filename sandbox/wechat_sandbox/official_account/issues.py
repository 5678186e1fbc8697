"""Issues: articles that are out, published or sent together, each with a page of its own."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.official_account import articles
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

FIRST_MSG_DATA_ID = 2_247_483_647


def new_msg_data_id(world: World) -> int:
    """Return the number that comments and statistics know an issue by."""
    return FIRST_MSG_DATA_ID + world.store.next_number("issues")


def bring_out(world: World, account: Account, news: list[Doc], msg_data_id: int, way: str) -> Doc:
    """Give articles their pages and let people read them; `way` is "publish" or "mass"."""
    article_id = world.dice.word(43, "issue", account.id, msg_data_id)
    pages = [world.dice.word(22, "article", account.id, msg_data_id, place) for place in range(len(news))]
    for place, name in enumerate(pages):
        held = {"account": account.id, "issue": msg_data_id, "place": place}
        world.store.put("article", "", name, held)
    issue = {
        "article_id": article_id,
        "msg_data_id": msg_data_id,
        "news": news,
        "pages": pages,
        "way": way,
        "at": world.now(),
        "deleted": [False] * len(news),
        "comments_open": [bool(article["need_open_comment"]) for article in news],
    }
    world.store.put("issue", account.id, str(msg_data_id), issue)
    world.store.put("issue of article", account.id, article_id, {"issue": msg_data_id})
    world.store.put("latest issue", account.id, "latest", {"issue": msg_data_id})
    return issue


def find(world: World, account: Account, msg_data_id: object) -> Doc | None:
    """Find an issue by its msg_data_id."""
    return world.store.get("issue", account.id, str(msg_data_id))


def by_article_id(world: World, account: Account, article_id: str) -> Doc | None:
    """Find an issue by the article_id that publishing gave it."""
    held = world.store.get("issue of article", account.id, article_id)
    return find(world, account, held["issue"]) if held else None


def latest(world: World, account: Account) -> Doc | None:
    """Return the issue that came out last."""
    held = world.store.get("latest issue", account.id, "latest")
    return find(world, account, held["issue"]) if held else None


def write(world: World, account: Account, issue: Doc) -> None:
    """Write an issue that has changed."""
    world.store.put("issue", account.id, str(issue["msg_data_id"]), issue)


def delete(world: World, account: Account, issue: Doc, index: int) -> Doc:
    """Take an article away, the first being 1, or all with 0; who opens it sees that it was deleted."""
    deleted = [gone or index in (0, place) for place, gone in enumerate(issue["deleted"], start=1)]
    changed = {**issue, "deleted": deleted}
    write(world, account, changed)
    return changed


def addresses(issue: Doc) -> list[Json]:
    """List the articles' places, from 1, and addresses."""
    return [{"idx": n, "article_url": articles.address(name)} for n, name in enumerate(issue["pages"], start=1)]


def comments_kind(msg_data_id: int, place: int) -> str:
    """Name the documents that hold an article's comments."""
    return f"comment:{msg_data_id}:{place}"


def reads_counter(msg_data_id: int, place: int) -> str:
    """Name the counter of an article's readings."""
    return f"reads of {msg_data_id}:{place}"
