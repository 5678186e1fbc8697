"""The tracking plan: events that we know, what they are called, and the types of their properties.

Other events and properties are welcome; they are listed with what was seen. A known property of the wrong type is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "number", "boolean", "list"]

PYTHON: Mapping[Type, tuple[type, ...]] = {"string": (str,), "number": (int, float), "boolean": (bool,), "list": (list,)}

PROMOTED: Mapping[str, Type] = {
    "order_id": "string",
    "item_id": "string",
    "page": "string",
    "message_id": "string",
    "amount_fen": "number",
    "currency": "string",
}
"""Properties with a column of their own, of the same type in every event."""


@dataclass(frozen=True)
class Definition:
    """One event of the plan."""

    zh: str
    en: str
    properties: Mapping[str, Type]


def _plan(*rows: tuple[str, str, str, str]) -> dict[str, Definition]:
    types: dict[str, Type] = {"s": "string", "n": "number", "b": "boolean", "l": "list"}
    return {
        name: Definition(
            zh, en, {**PROMOTED, **{one.rpartition(":")[0]: types[one.rpartition(":")[2]] for one in properties.split()}}
        )
        for name, zh, en, properties in rows
    }


CATALOGUE: Mapping[str, Definition] = _plan(
    ("subscribe", "关注", "Followed", "scene:s ticket:s"),
    ("unsubscribe", "取消关注", "Unfollowed", ""),
    ("scan", "扫码", "Scanned a code", "scene:s ticket:s"),
    ("text_message", "发来消息", "Wrote a message", "text:s menu_id:s"),
    ("menu_click", "点击菜单", "Clicked the menu", "key:s action:s menu_id:s"),
    ("template_finish", "模板消息结果", "Template message result", "platform_id:s status:s reason:s"),
    ("subscription_popup", "订阅授权", "Answered a subscription request", "template_id:s status:s popup_scene:s"),
    ("subscription_change", "修改订阅", "Changed a subscription", "template_id:s status:s"),
    ("subscription_sent", "订阅消息结果", "Subscription message result", "template_id:s platform_id:s code:s status:s"),
    ("enter_session", "进入客服会话", "Entered customer service", "session_from:s"),
    ("mp_login", "小程序登录", "Signed in to the Mini Program", ""),
    ("mp_launch", "打开小程序", "Opened the Mini Program", "scene:n query:s"),
    ("page_view", "浏览页面", "Viewed a page", "title:s query:s seconds:n load_ms:n"),
    ("exposure", "曝光", "Was shown", "title:s item_name:s position:n price_fen:n"),
    ("click", "点击", "Clicked", "title:s item_name:s position:n price_fen:n"),
    ("add_to_cart", "加入购物车", "Added to cart", "item_name:s quantity:n price_fen:n"),
    ("share", "分享", "Shared", "title:s"),
    ("member_login", "会员登录", "Signed in as a member", "name:s city:s gender:s birthday:s level:s"),
    ("order_paid", "支付订单", "Paid an order", "quantity:n items:l"),
    ("order_refunded", "订单退款", "Was refunded", "quantity:n items:l"),
    ("add_external_contact", "添加企微好友", "Added a staff contact", "user_id:s state:s"),
    ("del_external_contact", "员工删除客户", "Was deleted by staff", "user_id:s"),
    ("del_follow_user", "客户删除员工", "Deleted the staff contact", "user_id:s"),
    ("edit_external_contact", "修改客户资料", "Contact was edited", "user_id:s"),
    ("message_sent", "消息已发送", "Message sent", ""),
    ("message_failed", "消息发送失败", "Message failed", ""),
    ("message_opened", "打开消息", "Opened a message", ""),
    ("journey_entered", "进入旅程", "Entered a journey", "journey_id:s"),
    ("journey_left", "离开旅程", "Left a journey", "journey_id:s reason:s"),
    ("tag_added", "打上标签", "Tag added", "tag:s source:s"),
    ("tag_removed", "移除标签", "Tag removed", "tag:s source:s"),
)


def fault(event: str, name: str, value: type) -> str:
    """What is wrong with a property's type; empty when nothing is. null is a value left out."""
    wanted = CATALOGUE[event].properties.get(name) if event in CATALOGUE else PROMOTED.get(name)
    if wanted is None or value is type(None) or value in PYTHON[wanted]:
        return ""
    return f"{name} is a {wanted}"
