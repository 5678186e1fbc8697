"""Every metric once: its words, its unit and its SQL. Overview, reports and goals read them here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OURS = (
    "message_sent",
    "message_failed",
    "journey_entered",
    "journey_left",
    "tag_added",
    "tag_removed",
    "template_finish",
    "subscription_sent",
    "edit_external_contact",
    "del_external_contact",
)
"""Events that we or staff cause: a person is not active by them."""

ACTED = f"person != 0 AND event NOT IN {OURS}"


@dataclass(frozen=True)
class Benchmark:
    """The range in which a value is good; None is open. For one currency only when it is money."""

    min: float | None = None
    max: float | None = None
    currency: str = ""


@dataclass(frozen=True)
class Metric:
    """A figure with its definition.

    Args:
        unit: people, orders, messages (counts), money (the currency's smallest unit) or ratio.
        aggregate: its SQL over events that have a ``person`` column; empty where a figure has a query of its own.
    """

    key: str
    zh: str
    en: str
    unit: Literal["people", "orders", "messages", "money", "ratio"]
    definition_zh: str
    definition_en: str
    aggregate: str = ""
    benchmark: Benchmark | None = None


METRICS = (
    Metric(
        "new_profiles",
        "新增用户",
        "New profiles",
        "people",
        "期间内首次建立档案的人数，合并后只计一人。",
        "Profiles first made in the period; a merged pair counts once.",
    ),
    Metric(
        "active_profiles",
        "活跃用户",
        "Active profiles",
        "people",
        "期间内至少有一次自主行为的人数；系统与员工触发的事件不计，匿名访客不计。",
        "People who did something themselves at least once in the period; events that we or staff cause and visitors whom "
        "nobody knows do not count.",
        f"uniqExactIf(person, {ACTED})",
    ),
    Metric(
        "followers",
        "公众号关注数",
        "Followers",
        "people",
        "期末处于关注状态的（人，公众号）数；关注两个公众号计两次。",
        "Pairs of a person and an Official Account followed at the end of the period; two accounts count twice.",
    ),
    Metric(
        "orders",
        "支付订单数",
        "Orders",
        "orders",
        "期间内支付的订单数，含匿名订单；同一订单号只计一次。",
        "Orders paid in the period, anonymous ones included; one order number counts once.",
        "uniqExactIf(if(order_id = '', event_id, order_id), event = 'order_paid')",
    ),
    Metric(
        "gmv",
        "成交额",
        "GMV",
        "money",
        "期间内已支付订单的金额之和，含匿名订单，不减退款。",
        "The sum of orders paid in the period, anonymous ones included, refunds not taken off.",
        "sumIf(amount, event = 'order_paid')",
    ),
    Metric(
        "retention_30d",
        "30 日留存率",
        "30-day retention",
        "ratio",
        "30 天前的同长期间内新建档案的人中，在建档后第 1 至 30 天（工作区时区的自然日）再次活跃的比例。",
        "Of the profiles made in the period shifted back by 30 days, the share active again on day 1 to 30 after (calendar "
        "days of the workspace).",
        benchmark=Benchmark(min=0.45),
    ),
    Metric(
        "arpu",
        "客单贡献（ARPU）",
        "ARPU",
        "money",
        "期间内已知用户的支付金额除以活跃用户数。",
        "What known people paid in the period, divided by active profiles.",
        f"if(uniqExactIf(person, {ACTED}) = 0, 0, toFloat64(sumIf(amount, event = 'order_paid' AND person != 0))"
        f" / uniqExactIf(person, {ACTED}))",
        Benchmark(min=18_000, max=26_000, currency="CNY"),
    ),
    Metric(
        "messages_sent",
        "已发消息数",
        "Messages sent",
        "messages",
        "期间内平台发出并被触点接受的消息数。",
        "Messages that a touchpoint took from us in the period.",
        "countIf(event = 'message_sent')",
    ),
)
