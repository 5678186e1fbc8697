"""The subscribe-message events, whose list WeChat writes in more than one shape."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.registry import Json

_WRAPPERS = {
    "subscribe_msg_popup_event": "SubscribeMsgPopupEvent",
    "subscribe_msg_sent_event": "SubscribeMsgSentEvent",
    "subscribe_msg_change_event": "SubscribeMsgChangeEvent",
}


def subscribe_event(account: Account, event: str, items: list[dict[str, str]]) -> Json:
    """Write the fields of an event about templates.

    In JSON `List` is an object when there is one item and an array when there are more; in XML it is wrapped.
    """
    if account.callback_format == "json":
        return {"Event": event, "List": items[0] if len(items) == 1 else items}
    return {"Event": event, _WRAPPERS[event]: {"List": items}}
