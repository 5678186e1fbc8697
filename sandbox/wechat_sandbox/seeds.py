"""What is there at first start: three accounts, their templates, six staff, and people who already know the brand."""

import numpy as np

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM, Accounts
from wechat_sandbox.clock import DAY
from wechat_sandbox.people.population import Population
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Doc, Store

STAFF = (
    ("linxiao", "林晓"),
    ("chenyu", "陈宇"),
    ("wangjing", "王静"),
    ("zhaolei", "赵磊"),
    ("sunyue", "孙悦"),
    ("zhouning", "周宁"),
)

OFFICIAL_TEMPLATES: tuple[Doc, ...] = (
    {
        "template_id": "Tpl_order_shipped_0000000000000000000000001",
        "title": "订单发货通知",
        "primary_industry": "消费品",
        "deputy_industry": "消费品",
        "content": "订单编号：{{character_string1.DATA}}\n商品名称：{{thing2.DATA}}\n发货时间：{{time3.DATA}}",
        "example": "订单编号：2026010100001\n商品名称：玫瑰保湿面膜\n发货时间：2026-01-01 10:00",
    },
    {
        "template_id": "Tpl_member_notice_0000000000000000000000002",
        "title": "会员权益通知",
        "primary_industry": "消费品",
        "deputy_industry": "消费品",
        "content": "会员等级：{{thing1.DATA}}\n权益说明：{{thing2.DATA}}\n有效期至：{{time3.DATA}}",
        "example": "会员等级：金卡会员\n权益说明：生日双倍积分\n有效期至：2026-12-31",
    },
)

MINI_PROGRAM_TEMPLATES: tuple[Doc, ...] = (
    {
        "priTmplId": "Sub_order_status_00000000000000000000000001",
        "title": "订单状态通知",
        "content": "商品名称:{{thing1.DATA}}\n订单金额:{{amount2.DATA}}\n订单状态:{{phrase3.DATA}}\n",
        "example": "商品名称:芒果干\n订单金额:35.00元\n订单状态:已发货\n",
        "type": 2,
    },
    {
        "priTmplId": "Sub_new_arrival_000000000000000000000000002",
        "title": "到货提醒",
        "content": "商品名称:{{thing1.DATA}}\n温馨提示:{{thing2.DATA}}\n",
        "example": "商品名称:冻干草莓\n温馨提示:您想要的商品到货了\n",
        "type": 2,
    },
)


def plant(store: Store, accounts: Accounts, people: Population, settings: Settings, now: float) -> None:
    """Open the first accounts and give the brand the customers it has before the simulation starts."""
    service = accounts.create(OFFICIAL_ACCOUNT, "全域好物", "oa")
    program = accounts.create(MINI_PROGRAM, "全域商城", "mp")
    corp = accounts.create(WECOM, "全域品牌公司", "corp")
    for template in OFFICIAL_TEMPLATES:
        store.put("template", service.id, template["template_id"], template)
    for template in MINI_PROGRAM_TEMPLATES:
        store.put("subscribe template", program.id, template["priTmplId"], template)
    for userid, name in STAFF:
        store.put("staff", corp.id, userid, {"userid": userid, "name": name, "department": [1], "status": 1})
    _introduce(people, settings, service.id, now)


def _introduce(people: Population, settings: Settings, service_id: str, now: float) -> None:
    dice, everyone = people.dice, people.everyone
    aware = (dice.roll("aware at start", everyone, 0) < settings.aware_at_start) | people.is_member
    people.put("aware", slice(None), aware, bool)
    share = np.where(people.is_member, settings.member_followers_at_start, settings.followers_at_start)
    follows = aware & (dice.roll("follows at start", everyone, 0) < share)
    since = now - DAY - dice.roll("followed when", everyone, 0) * 365 * DAY
    people.put(f"followed:{service_id}", slice(None), np.where(follows, np.floor(since), 0.0))
