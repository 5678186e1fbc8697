"""Reading what came, and following where it leads."""

import json
import re
from contextlib import suppress

from wechat_sandbox import inbox
from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.official_account import articles
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

# The launch scenes that WeChat gives to visits from each kind of message.
_SCENES = {inbox.TEMPLATE: 1043, inbox.SUBSCRIBE: 1014, inbox.CUSTOM: 1074}
_FROM_CHAT = 1096
MOST_SEEN = 500
_PATH = re.compile(r'"(?:pagepath|page)": "([^"]+)"')
_ADDRESS = re.compile(r'"(?:url|link|content|text)": "[^"]*?(https?://[^"\s\\]+)')
_APP_ID = re.compile(r'"appid": "(\w+)"')


@action("read_message")
def read_message(world: World, act: Act) -> Json:
    """Open a message; some go on to where it leads, and who made up their mind to buy does."""
    message = _message(world, act)
    ordinal = act.params.get("ordinal", 0)
    if not isinstance(ordinal, int):
        raise ActError("ordinal is a number")
    if act.params.get("then") == "buy":
        return _buy(world, act, message)
    goes = world.dice.one("goes on", act.person, ordinal) < world.settings.visit_per_open
    happened = _follow(world, act, message) if goes else None
    return happened or {"read": True, "deliveries": []}


@action("click_message")
def click_message(world: World, act: Act) -> Json:
    """Open a message, the latest if none is named, and go where it leads; `then` may be browse or buy."""
    happened = _follow(world, act, _message(world, act))
    if happened is None:
        raise ActError("the message leads nowhere")
    return happened


@action("see_messages")
def see_messages(world: World, act: Act) -> Json:
    """See `messages` (their numbers), or the newest of a group (`chat_id`): the truth counts them as opened by hand."""
    numbers, chat_id = act.params.get("messages", []), act.params.get("chat_id")
    if not isinstance(numbers, list) or len(numbers) > MOST_SEEN:
        raise ActError(f"messages is a list of at most {MOST_SEEN} numbers")
    seen = [message for number in numbers if (message := _entry(world, act.person, number)) is not None]
    if chat_id is not None:
        newest = world.store.latest("messages", MOST_SEEN, act.person)
        seen += [message for _, message in newest if message["content"].get("chat_id") == chat_id]
    for message in seen:
        inbox.open_by_hand(world, message)
    return {"seen": len(seen), "deliveries": []}


def _message(world: World, act: Act) -> Doc:
    seq = act.params.get("message")
    if seq is None:
        seq = world.store.last("messages", act.person)
    message = _entry(world, act.person, seq)
    if message is None:
        raise ActError("no such message of this person")
    if "ordinal" not in act.params:
        # Whom chance lets open a message is known already.
        inbox.open_by_hand(world, message)
    return message


def _entry(world: World, person: int, seq: object) -> Doc | None:
    message = world.store.entry("messages", seq) if isinstance(seq, int) and abs(seq) < 2**63 else None
    return message if message is not None and message["person"] == person else None


def _follow(world: World, act: Act, message: Doc) -> Json | None:
    """Go to the Mini Program page, else to the web page, that a message of any kind points to."""
    content = json.dumps(message["content"], ensure_ascii=False)
    if path := _found(_PATH, content):
        params: Json = {"account": _program(world, message, content), "path": path, "message": True}
        params |= act.only("day", "cause")
        params["scene"] = _SCENES.get(message["kind"], _FROM_CHAT)
        then = act.params.get("then")
        name = then if then in ("buy", "browse") else "open_mini_program"
        return ACTIONS[name](world, Act(act.at, act.person, name, params))
    account = world.accounts.get(message["account"])
    if name := articles.name_in(content):
        params = {"url": name, "way": "message"}
        return ACTIONS["read_article"](world, Act(act.at, act.person, "read_article", params))
    if account is not None and (address := _found(_ADDRESS, content)):
        world.phones.open_page(account, address)
        return {"opened": address, "deliveries": []}
    return None


def _buy(world: World, act: Act, message: Doc) -> Json:
    """Buy where the message leads; if it leads to no shop, go there without its help."""
    with suppress(ActError):
        happened = _follow(world, act, message)
        if happened and "order" in happened:
            return happened
    return ACTIONS["shop"](world, Act(act.at, act.person, "shop", act.only("day", "cause")))


def _program(world: World, message: Doc, content: str) -> str | None:
    """Return the Mini Program a message names; a subscribe message leads to its own."""
    if message["kind"] == inbox.SUBSCRIBE:
        return str(message["account"])
    program = world.accounts.by_app_id(_found(_APP_ID, content))
    return program.id if program is not None and program.kind == MINI_PROGRAM else None


def _found(pattern: re.Pattern[str], content: str) -> str:
    """Return the first text that a pattern finds in JSON, its escapes undone."""
    found = pattern.search(content)
    return str(json.loads(f'"{found[1]}"')) if found else ""
