"""Reading what came, and following where it leads."""

import json
import re

from wechat_sandbox import inbox
from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

# The launch scenes that WeChat gives to visits from each kind of message.
_SCENES = {inbox.TEMPLATE: 1043, inbox.SUBSCRIBE: 1014, inbox.CUSTOM: 1074}
_FROM_CHAT = 1096
_PATHS = re.compile(r'"(?:pagepath|page)": "([^"]+)"')


@action("read_message")
def read_message(world: World, act: Act) -> Json:
    """Open a message; some go on to the Mini Program it points to."""
    message = _message(world, act)
    ordinal = int(act.params.get("ordinal", 0))
    world.people.array("silent", bool)[act.person] = False
    goes = world.dice.one("goes on", act.person, ordinal) < world.settings.visit_per_open
    if not goes or _path(message) is None:
        return {"read": act.params["message"], "deliveries": []}
    return _follow(world, act, message)


@action("click_message")
def click_message(world: World, act: Act) -> Json:
    """Open a message, the latest if none is named, and go where it leads."""
    message = _message(world, act)
    if _path(message) is None:
        raise ActError("the message leads nowhere in a Mini Program")
    return _follow(world, act, message)


def _message(world: World, act: Act) -> Doc:
    seq = act.params.get("message")
    if seq is None:
        seq = world.store.last("messages", act.person)
    message = world.store.entry("messages", seq) if isinstance(seq, int) else None
    if message is None or message["person"] != act.person:
        raise ActError("no such message of this person")
    return message


def _path(message: Doc) -> str | None:
    """Find the page that a message of any kind points to."""
    found = _PATHS.search(json.dumps(message["content"], ensure_ascii=False))
    return json.loads(f'"{found[1]}"') if found else None


def _follow(world: World, act: Act, message: Doc) -> Json:
    program = _program(world, message)
    params = {
        "account": program,
        "path": _path(message),
        "scene": _SCENES.get(message["kind"], _FROM_CHAT),
        "message": True,
    }
    must = act.params.get("then", "")
    name = {"buy": "buy", "browse": "browse"}.get(must, "open_mini_program")
    return ACTIONS[name](world, Act(act.at, act.person, name, params))


def _program(world: World, message: Doc) -> str | None:
    """Return the Mini Program a message names; a subscribe message leads to its own."""
    if message["kind"] == inbox.SUBSCRIBE:
        return str(message["account"])
    named = re.search(r'"appid": "(\w+)"', json.dumps(message["content"]))
    program = world.accounts.by_app_id(named[1]) if named else None
    return program.id if program is not None and program.kind == MINI_PROGRAM else None
