"""Writing to an account and using its menu."""

from collections.abc import Iterator

from wechat_sandbox import windows
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, Slot, action, habit
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


@action("text")
def text(world: World, act: Act) -> Json:
    """Write to an Official Account or, in customer service, to a Mini Program."""
    kind = MINI_PROGRAM if act.params.get("to") == MINI_PROGRAM else OFFICIAL_ACCOUNT
    account = world.account(act, kind)
    if kind == OFFICIAL_ACCOUNT and not fans.follows(world, account, act.person):
        raise ActError("only followers write to an Official Account")
    words = act.params.get("content") or PHRASES[world.dice.pick("phrase", act.person, int(act.at), len(PHRASES))]
    if not isinstance(words, str) or len(words) > LONGEST_TEXT:
        raise ActError(f"content is a text of at most {LONGEST_TEXT} characters")
    windows.open_by_message(world, account, world.people.openid(account, act.person))
    msgid = 24_000_000_000_000_000 + world.store.next_number("messages from people")
    fields = {"MsgType": "text", "Content": words, "MsgId": msgid}
    return {"content": words, "deliveries": world.callback(account, act.person, act.at, **fields)}


@action("click_menu")
def click_menu(world: World, act: Act) -> Json:
    """Press a button of the menu: the one with this key, url or name, else any."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    if not fans.follows(world, account, act.person):
        raise ActError("only followers see the menu")
    buttons = list(_buttons((world.store.get("menu", account.id, "menu") or {"button": []})["button"]))
    if wanted := act.params.get("button"):
        buttons = [b for b in buttons if wanted in (b.get("key"), b.get("url"), b["name"])]
    if not buttons:
        raise ActError("the menu has no such button")
    button = buttons[world.dice.pick("which button", act.person, int(act.at), len(buttons))]
    windows.open_by_touch(world, account, world.people.openid(account, act.person))
    return _press(world, act, button)


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
        writing += acts(world, slot, who, "text", account=account.id)
    return writing


@habit
def use_the_menu(world: World, slot: Slot) -> list[Act]:
    """Followers press the menu where there is one."""
    pressing: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        if world.store.get("menu", account.id, "menu") is None:
            continue
        followers = caring(world) & (fans.followed(world, account) > 0)
        who = chosen(world, slot, f"presses {account.id}", world.settings.menu_click_per_day, followers)
        pressing += acts(world, slot, who, "click_menu", account=account.id)
    return pressing


def _press(world: World, act: Act, button: Json) -> Json:
    account = world.account(act, OFFICIAL_ACCOUNT)
    kind = button["type"]
    if kind == "miniprogram":
        path = button["pagepath"]
        fields = {"Event": "view_miniprogram", "EventKey": path, "MenuId": "1"}
        sent = world.callback(account, act.person, act.at, **fields)
        program = world.accounts.by_app_id(button["appid"])
        if program is not None and program.kind == MINI_PROGRAM:
            params = {"account": program.id, "path": path, "scene": 1035}
            ACTIONS["open_mini_program"](world, Act(act.at, act.person, "open_mini_program", params))
        return {"button": button["name"], "event": "view_miniprogram", "deliveries": sent}
    if kind == "view":
        fields = {"Event": "VIEW", "EventKey": button["url"], "MenuId": "1"}
    else:
        event = "CLICK" if kind == "click" else kind
        fields = {"Event": event, "EventKey": button.get("key") or button.get("media_id", "")}
    sent = world.callback(account, act.person, act.at, **fields)
    return {"button": button["name"], "event": fields["Event"], "deliveries": sent}


def _buttons(level: list[Json]) -> Iterator[Json]:
    for button in level:
        if button.get("sub_button"):
            yield from _buttons(button["sub_button"])
        else:
            yield button
