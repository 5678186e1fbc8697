"""The subscribe-message events, whose list WeChat writes in more than one shape."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.registry import Json
from wechat_sandbox.world import World

_WRAPPERS = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
}


def subscribe_event(world: World, account: Account, event: str, items: list[dict[str, str]]) -> Json:
    """Write the fields of an event about templates.

    In XML the list is wrapped. In JSON `List` is an array, or an object when there is one item: which of the two WeChat
    sends is not to be relied on, so a setting decides.
    """
    if account.callback_format != "json":
        return {"Event": event, _WRAPPERS[event]: {"List": items}}
    bare = len(items) == 1 and world.settings.subscribe_list_shape != "array"
    return {"Event": event, "List": items[0] if bare else items}


def wrapped(message: Json) -> Json:
    """Write an event about templates, shaped for JSON, as XML has it; other messages stay as they are."""
    wrapper = _WRAPPERS.get(str(message.get("Event")))
    if wrapper is None or "List" not in message:
        return message
    rest = {name: value for name, value in message.items() if name != "List"}
    items = message["List"]
    return {**rest, wrapper: {"List": items if isinstance(items, list) else [items]}}
