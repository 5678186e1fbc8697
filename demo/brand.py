"""What the demo brand is: its people, shop, codes, segments and journeys. Only values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

NAME = "云上礼品 Cloud Gifts"
LOGIN = "demo@quanyu.local"
PASSWORD = "cloud-gifts-2011"  # noqa: S105 - of a demo on loopback
CURRENCY = "GBP"
START = "2011-01-01T00:00:00+08:00"
"""Three weeks after the last order of the history."""

PEOPLE = 6_000
HISTORY = Path(__file__).parent / "data" / "online_retail_2009_2010.parquet"
CATALOGUE = Path(__file__).parent / "data" / "catalogue.csv"
STORES = ("南京西路店", "三里屯店", "天河城店")

ORDER_COLUMNS: dict[str, Any] = {
    "columns": {
        "order_id": "Invoice",
        "at": "InvoiceDate",
        "item_id": "StockCode",
        "item_name": "Description",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
        "member_no": "CustomerID",
    },
    "time_zone": "Asia/Shanghai",
    "currency": CURRENCY,
    "touchpoint": "web_store",
    "properties": {"country": "Country"},
}


NOTICE_FIELDS = {"official_account": ["thing1", "thing2", "time3"], "mini_program": ["thing1", "thing2"]}
"""The keywords of the templates that the journeys fill in."""


def members() -> list[str]:
    """Member numbers of everyone in the history, in order."""
    column = pq.read_table(HISTORY, columns=["CustomerID"])["CustomerID"]
    known = pc.unique(column.filter(pc.greater(column, 0))).to_pylist()
    return [str(number) for number in sorted(known)]


SEGMENTS: tuple[dict[str, Any], ...] = (
    {
        "name": "扫码到店并已购",
        "condition": {
            "all": [
                {"did": "subscribe", "where": [{"property": "scene", "op": "is_set"}]},
                {"did": "mp_launch"},
                {"did": "order_paid", "where": [{"property": "touchpoint", "op": "=", "value": "mini_program"}]},
                {"did": "message_sent"},
            ]
        },
    },
    {
        "name": "老客近 30 天未购",
        "condition": {
            "all": [
                {"did": "order_paid", "at_least": 2},
                {"did_not": "order_paid", "within_days": 30},
                {"did": "mp_launch", "within_days": 30},
            ]
        },
    },
    {
        "name": "浏览未购",
        "condition": {"all": [{"did": "click", "within_days": 7}, {"did_not": "order_paid", "within_days": 7}]},
    },
)


def welcome_journey(account: dict[str, str], template_id: str) -> dict[str, Any]:
    """Follow → welcome; a day later buyers get a tag and the others hear of the shop again; an order of £30 is the goal."""
    message = {
        "account_id": account["id"],
        "message_kind": "template",
        "template_id": template_id,
        "purpose": "service",
        "content": {
            "page": "pages/home?from={{message_id}}",
            "data": {"thing1": "云上礼品会员", "thing2": "点击查看会员权益", "time3": "2011-12-31 23:59"},
        },
    }
    return _journey(
        "新关注欢迎",
        [
            _node("trigger", "trigger", event="subscribe"),
            _node("settle", "wait", seconds=1800),
            _node("hello", "message", **message),
            _node("day", "wait", seconds=86_400),
            _node("bought", "branch", did_since_entry={"event": "order_paid"}),
            _node("remind", "message", **message),
            _node("buyer", "tag", add=["新客已购"]),
            _node("end", "exit"),
            _node("goal", "goal", event="order_paid", where=[{"property": "amount_fen", "op": ">=", "value": 3000}]),
        ],
        [
            ("trigger", "settle"), ("settle", "hello"), ("hello", "day"), ("day", "bought"), ("bought", "buyer", "yes"),
            ("bought", "remind", "no"), ("remind", "end"), ("buyer", "end"),
        ],
    )  # fmt: skip


def staff_journey(account: dict[str, str]) -> dict[str, Any]:
    """Added a member of staff → the welcome message within WeCom's 20 seconds."""
    message = {
        "account_id": account["id"],
        "message_kind": "welcome",
        "purpose": "service",
        "content": {"text": "您好，我是云上礼品的专属顾问，会员可享新人礼遇。"},
    }
    return _journey(
        "企微欢迎语",
        [_node("trigger", "trigger", event="add_external_contact"), _node("hello", "message", **message), _node("end", "exit")],
        [("trigger", "hello"), ("hello", "end")],
    )


def order_journey(account: dict[str, str], template_id: str) -> dict[str, Any]:
    """Paid in the Mini Program → notice of the order, to those who asked for it."""
    message = {
        "account_id": account["id"],
        "message_kind": "subscription",
        "template_id": template_id,
        "purpose": "service",
        "content": {
            "page": "pages/orders?from={{message_id}}",
            "data": {"thing1": "您的礼品订单", "thing2": "已确认，我们会尽快发货"},
        },
    }
    return _journey(
        "下单通知",
        [
            _node(
                "trigger", "trigger", event="order_paid", where=[{"property": "touchpoint", "op": "=", "value": "mini_program"}]
            ),
            _node("notice", "message", **message),
            _node("end", "exit"),
        ],
        [("trigger", "notice"), ("notice", "end")],
    )


def _journey(name: str, nodes: list[dict[str, Any]], edges: list[tuple[str, ...]]) -> dict[str, Any]:
    drawn = [{"from": edge[0], "to": edge[1], **({"when": edge[2]} if len(edge) > 2 else {})} for edge in edges]
    return {"name": name, "graph": {"nodes": nodes, "edges": drawn}}


def _node(id: str, kind: str, **settings: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, "settings": settings}


FUNNEL = [{"event": "exposure"}, {"event": "click"}, {"event": "order_paid"}, {"event": "order_paid"}]
