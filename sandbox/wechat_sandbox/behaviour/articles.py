"""Reading articles, telling friends of them, and saying something about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.official_account import articles, comments, diary, fans, issues
from wechat_sandbox.official_account.datacube import BY_FRIEND, BY_HISTORY, BY_MESSAGE, BY_MOMENTS, TO_FRIENDS, TO_MOMENTS
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

WAYS = {"message": BY_MESSAGE, "friend": BY_FRIEND, "moments": BY_MOMENTS, "history": BY_HISTORY}
SCENES = {"friends": TO_FRIENDS, "moments": TO_MOMENTS}
LONGEST_COMMENT = 600
SEEN_AFTER_SECONDS, SEEN_WITHIN_SECONDS = 60.0, 14_400.0
REMARKS = (
    "写得真好",
    "已经下单了，期待！",
    "请问敏感肌可以用吗？",
    "价格能再优惠一点吗",
    "支持一下👍",
    "上次买的已经用完了，回购",
    "门店有货吗？",
    "快递太慢了",
)


@dataclass(frozen=True)
class _Article:
    """One article of an issue."""

    account: Account
    issue: Doc
    place: int

    @property
    def content(self) -> Doc:
        """What the brand wrote."""
        content: Doc = self.issue["news"][self.place]
        return content

    @property
    def params(self) -> Json:
        """How an act names it."""
        return {"account": self.account.id, "url": self.issue["pages"][self.place]}


@action("read_article")
def read_article(world: World, act: Act) -> Json:
    """Read an article: the one with this address (`url`), else the account's latest; some share it or comment."""
    article = _article(world, act)
    way = _way(act, "history")
    if article.issue["deleted"][article.place]:
        return {"read": False, "why": "deleted by the publisher", "deliveries": []}
    times = world.store.next_number(issues.reads_counter(article.issue["msg_data_id"], article.place))
    _note(world, article, diary.READ, act, way=way)
    _act_on_it(world, act, article, times)
    for name, params in _comes_later(world, act, article, times):
        world.store.plan(act.at + SEEN_AFTER_SECONDS, act.person, name, {**article.params, **params})
    return {"read": True, "title": article.content["title"], "deliveries": []}


def _act_on_it(world: World, act: Act, article: _Article, times: int) -> None:
    """Some keep an article as a favourite, some open the page behind it."""
    happens, settings = world.dice.one, world.settings
    if happens("keeps article", act.person, times) < settings.favour_article:
        _note(world, article, diary.FAVOURED, act)
    source = article.content["content_source_url"]
    if source and happens("opens original", act.person, times) < settings.original_of_article:
        _note(world, article, diary.ORIGINAL, act)
        world.phones.open_page(article.account, source)


def _comes_later(world: World, act: Act, article: _Article, times: int) -> Iterator[tuple[str, Json]]:
    """Yield what a reader does a little later: share, follow, comment."""
    happens, settings = world.dice.one, world.settings
    if happens("shares article", act.person, times) < settings.share_article:
        moments = happens("shares where", act.person, times) < settings.share_to_moments
        yield "share_article", {"to": "moments" if moments else "friends", **act.only("way")}
    stranger = not fans.follows(world, article.account, act.person)
    if stranger and happens("follows article", act.person, times) < settings.follow_after_article:
        yield "follow", {"way": "article"}
    may_comment = _may_comment(world, article, act.person)
    if may_comment and happens("comments", act.person, times) < settings.comment_on_article:
        yield "comment_article", {}


@action("share_article")
def share_article(world: World, act: Act) -> Json:
    """Send an article `to` friends, or show it in moments; some who see it read it."""
    article = _article(world, act)
    to = str(act.params.get("to", "friends"))
    if to not in SCENES:
        raise ActError(f"to is one of {', '.join(SCENES)}")
    _note(world, article, diary.SHARED, act, scene=SCENES[to], way=_way(act, "message"))
    seen_by = _readers_of_share(world, act, to)
    params = {**article.params, "way": "friend" if to == "friends" else "moments"}
    for friend in seen_by:
        wait = world.dice.one("sees share when", friend, int(act.at)) * SEEN_WITHIN_SECONDS
        world.store.plan(act.at + SEEN_AFTER_SECONDS + wait, friend, "read_article", params)
    return {"to": to, "will_be_read_by": seen_by, "deliveries": []}


@action("comment_article")
def comment_article(world: World, act: Act) -> Json:
    """Say something about an article whose comments are open."""
    article = _article(world, act)
    if not _may_comment(world, article, act.person):
        raise ActError("the article takes no comments of this person")
    given = act.params.get("content") or REMARKS[world.dice.pick("remark", act.person, int(act.at), len(REMARKS))]
    if not isinstance(given, str) or len(given) > LONGEST_COMMENT:
        raise ActError(f"content is a text of at most {LONGEST_COMMENT} characters")
    openid = world.people.openid(article.account, act.person)
    doc = comments.add(world, article.account, article.issue, article.place, openid, given, act.at)
    return {"user_comment_id": doc["user_comment_id"], "content": given, "deliveries": []}


@habit
def browse_history(world: World, slot: Slot) -> list[Act]:
    """Followers look up what an account has published."""
    reading: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        if not world.store.count("issue", account.id):
            continue
        followers = caring(world) & (fans.followed(world, account) > 0)
        who = chosen(world, slot, f"browses {account.id}", world.settings.browse_history_per_day, followers)
        reading += acts(world, slot, who, "read_article", account=account.id, way="history")
    return reading


def _way(act: Act, usual: str) -> int:
    """Read how a person came to an article."""
    way = WAYS.get(str(act.params.get("way", usual)))
    if way is None:
        raise ActError(f"way is one of {', '.join(WAYS)}")
    return way


def _readers_of_share(world: World, act: Act, to: str) -> list[int]:
    """Draw those who read what a person shares."""
    settings, moment = world.settings, int(act.at)
    friends = world.people.traits.graph.friends(act.person)
    if to == "friends":
        told = min(settings.friends_told, len(friends))
        start = world.dice.pick("tells which friends", act.person, moment, max(len(friends), 1))
        friends = (friends[start:] + friends[:start])[:told]
    chance = settings.sees_share_of_friend if to == "friends" else settings.sees_share_in_moments
    return [friend for friend in friends if world.dice.one("reads share", friend, moment + act.person) < chance]


def _may_comment(world: World, article: _Article, person: int) -> bool:
    if not article.issue["comments_open"][article.place] or article.issue["deleted"][article.place]:
        return False
    return not article.content["only_fans_can_comment"] or fans.follows(world, article.account, person)


def _note(world: World, article: _Article, what: str, act: Act, **about: object) -> None:
    msgid = f"{article.issue['msg_data_id']}_{article.place + 1}"
    diary.note(world, article.account, what, act.person, act.at, msgid=msgid, **about)


def _article(world: World, act: Act) -> _Article:
    """Find the article an act names by its address or the last part of it, else the account's latest."""
    if url := act.params.get("url"):
        name = articles.name_in(str(url)) or str(url)
        held = world.store.get("article", "", name)
        account = world.accounts.get(held["account"]) if held else None
        issue = issues.find(world, account, held["issue"]) if held and account else None
        if held is None or account is None or issue is None:
            raise ActError("no article has this address")
        return _Article(account, issue, held["place"])
    account = world.account(act, OFFICIAL_ACCOUNT)
    latest = issues.latest(world, account)
    if latest is None:
        raise ActError("the account has published nothing")
    return _Article(account, latest, 0)
