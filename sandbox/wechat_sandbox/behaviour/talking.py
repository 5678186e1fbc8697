"""Writing to an account: texts, pictures, voices, videos, places and links."""

from wechat_sandbox import windows
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.behaviour.saying import MEDIA_KINDS, media_of, place_of, report_place, said
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.world import World

LONGEST_TEXT = 2000
PHRASES = (
    "你好",
    "怎么查我的订单？",
    "会员有什么优惠",
    "积分怎么用",
    "门店地址在哪里",
    "什么时候发货",
    "可以退货吗",
    "人工客服",
    "有没有新品",
    "面膜适合敏感肌吗",
    "今天有活动吗",
    "谢谢👍",
)
KINDS = ("image", "voice", "video", "shortvideo", "location", "link")
# What people send of their own accord when it is no text, the commoner the more often named.
_USUAL = ("image", "image", "image", "image", "voice", "voice", "video", "location", "link")


@action("text")
def text(world: World, act: Act) -> Json:
    """Write to an Official Account or, in customer service, to a Mini Program."""
    kind = MINI_PROGRAM if act.params.get("to") == MINI_PROGRAM else OFFICIAL_ACCOUNT
    account = _written_to(world, act, kind)
    words = act.params.get("content") or PHRASES[world.dice.pick("phrase", act.person, int(act.at), len(PHRASES))]
    if not isinstance(words, str) or len(words) > LONGEST_TEXT:
        raise ActError(f"content is a text of at most {LONGEST_TEXT} characters")
    # An answer to a menu of messages carries the number of what was chosen.
    chosen_number = act.params.get("bizmsgmenuid")
    more = {"bizmsgmenuid": str(chosen_number)} if chosen_number else {}
    located = report_place(world, account, act) if kind == OFFICIAL_ACCOUNT else []
    sent = said(world, account, act, "text", Content=words, **more)
    return {"content": words, "deliveries": located + sent}


@action("send")
def send(world: World, act: Act) -> Json:
    """Send an account something else than text: `kind` is image, voice, video, shortvideo, location or link."""
    account = _written_to(world, act, OFFICIAL_ACCOUNT)
    kind = act.params.get("kind", "image")
    if kind not in KINDS:
        raise ActError(f"kind is one of {', '.join(KINDS)}")
    if kind in MEDIA_KINDS:
        fields = media_of(world, account, act, kind)
    elif kind == "location":
        fields = place_of(world, act)
    else:
        link = {"title": "好物分享", "description": "朋友推荐的好物", "url": "https://example.com/"}
        fields = {name.capitalize(): str(act.params.get(name) or usual)[:LONGEST_TEXT] for name, usual in link.items()}
    return {"kind": kind, "fields": fields, "deliveries": said(world, account, act, kind, **fields)}


@action("ask_customer_service")
def ask_customer_service(world: World, act: Act) -> Json:
    """Enter a Mini Program's customer service and write there."""
    account = world.account(act, MINI_PROGRAM)
    windows.open_by_touch(world, account, world.people.openid(account, act.person))
    entered = world.callback(
        account, act.person, act.at, Event="user_enter_tempsession", SessionFrom=act.params.get("from", "")
    )
    params = {**act.params, "to": MINI_PROGRAM, "account": account.id}
    written = text(world, Act(act.at + 1, act.person, "text", params))
    return {**written, "deliveries": entered + written["deliveries"]}


@habit
def write(world: World, slot: Slot) -> list[Act]:
    """Followers write now and then."""
    writing: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        followers = caring(world) & (fans.followed(world, account) > 0)
        who = chosen(world, slot, f"writes {account.id}", world.settings.text_per_day, followers)
        writing += [_other(world, act) for act in acts(world, slot, who, "text", account=account.id)]
    return writing


def _other(world: World, act: Act) -> Act:
    """Let some messages be something else than text."""
    moment = int(act.at)
    if world.dice.one("no text", act.person, moment) >= world.settings.other_than_text:
        return act
    kind = _USUAL[world.dice.pick("what kind", act.person, moment, len(_USUAL))]
    return Act(act.at, act.person, "send", {**act.params, "kind": kind})


def _written_to(world: World, act: Act, kind: str) -> Account:
    account = world.account(act, kind)
    if kind == OFFICIAL_ACCOUNT and not fans.follows(world, account, act.person):
        raise ActError("only followers write to an Official Account")
    return account
