"""What people ask a brand's customer service, in their own words: about a dozen intents, thousands of sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from wechat_sandbox.people.randomness import Dice

HUMAN = "human"

_OPENINGS = ("", "", "", "", "你好，", "您好，", "在吗？", "亲，", "请问", "请问一下，", "客服你好 ", "hi，", "麻烦问下，")
_ENDINGS = ("", "", "", "", "", "谢谢", "，谢谢啦", "，急", "？？", "～", "，麻烦了", "🙏")

_SENTENCES: dict[str, tuple[str, ...]] = {
    "order_status": (
        "我{day}下的单到哪了",
        "订单{order}现在什么状态",
        "买的{item}怎么一直显示待发货",
        "帮我查一下订单{order}",
        "{day}付的款，订单里怎么看不到",
        "我的{item}发货了没有",
    ),
    "delivery": (
        "{item}什么时候能到{city}",
        "{courier}显示已签收，可是我没收到",
        "快递三天没动了，单号{order}",
        "发{courier}吗，能不能换一家",
        "现在下单几天能到{city}",
        "收货地址写错了，能改成{city}吗",
        "包裹放驿站了没人通知我",
    ),
    "returns": (
        "{item}不想要了怎么退",
        "拆封了还能退{item}吗",
        "退货的运费谁出",
        "退款申请{day}提交的，钱什么时候到账",
        "买错了，{item}能换一个吗",
        "七天无理由从哪天开始算",
        "退回去的{item}你们收到没有",
    ),
    "quality": (
        "收到的{item}是坏的",
        "{item}包装破了，漏了一半",
        "用了{item}脸上发红怎么办",
        "{item}跟图片颜色差好多",
        "少发了一件{item}",
        "{item}的日期是不是快过期了",
        "你们发的{item}味道不对",
    ),
    "coupons": (
        "优惠券为什么用不了",
        "满减和券能一起用吗",
        "{item}最近有活动吗",
        "刚买完{item}就降价了，能补差价吗",
        "新人券在哪里领",
        "直播间说的那个价格怎么没有",
        "我的券{day}过期了能不能补一张",
    ),
    "membership": (
        "积分怎么用",
        "我的会员等级怎么掉了",
        "{day}买的东西没有积分",
        "生日有什么福利吗",
        "会员卡和手机号怎么绑定",
        "积分什么时候清零",
        "升到金卡还差多少",
    ),
    "advice": (
        "{item}敏感肌能用吗",
        "孕妇可以用{item}吗",
        "{item}和别的一起用会冲突吗",
        "送妈妈的话{item}合适吗",
        "干皮推荐哪一款",
        "{item}一天用几次",
        "小孩能吃{item}吗",
        "油皮夏天用{item}会不会闷",
    ),
    "stock": (
        "{item}什么时候补货",
        "{item}还有大瓶的吗",
        "怎么搜不到{item}了",
        "{item}是不是下架了",
        "{city}有没有{item}的现货",
        "{item}到货了能通知我吗",
    ),
    "shops": (
        "{city}有实体店吗",
        "你们{city}的店几点关门",
        "店里和网上价格一样吗",
        "线上买的{item}能到店退吗",
        "{city}店的电话多少",
        "附近哪家店有{item}试用",
    ),
    "invoices": (
        "可以开发票吗",
        "发票抬头写错了怎么改",
        "电子发票发到哪个邮箱了",
        "订单{order}的发票还没收到",
        "能开专票吗，公司在{city}",
        "{day}的订单现在还能补开票吗",
    ),
    "account": (
        "手机号换了登不上怎么办",
        "收不到验证码",
        "怎么注销账号",
        "不想再收你们的短信了",
        "小程序一直转圈打不开",
        "付款一直失败，扣款了没有订单",
        "怎么修改收货地址",
    ),
    HUMAN: (
        "转人工",
        "人工客服",
        "我要找真人",
        "别发菜单了，来个人",
        "机器人听不懂，转人工吧",
        "有没有人在",
        "接人工",
    ),
}
INTENTS = tuple(_SENTENCES)
IMPATIENT = ("？", "有人吗", "怎么没人回", "在不在啊", "等半天了", "人呢", "能不能回一下", "还在等", "算了，没人理")
ANGRY = ("等了这么久没人管，我要投诉", "态度太差了，投诉你们", "再不回复我就去投诉", "这什么客服，差评", "12315见吧")
THANKS = ("好的谢谢", "谢谢", "明白了", "ok", "好嘞", "知道了，谢谢客服", "👌", "嗯嗯", "可以了谢谢")

_CITIES = (
    "上海",
    "北京",
    "成都",
    "杭州",
    "广州",
    "深圳",
    "武汉",
    "西安",
    "长沙",
    "南京",
    "郑州",
    "昆明",
    "沈阳",
    "厦门",
    "哈尔滨",
)
_COURIERS = ("顺丰", "中通", "圆通", "韵达", "京东", "邮政", "极兔")
_DAYS = ("昨天", "前天", "上周", "周一", "周末", "三天前", "今早", "昨晚", "上个月", "双十一")


@dataclass(frozen=True)
class Question:
    """A sentence, and what its writer wants by it."""

    intent: str
    text: str


def question(dice: Dice, items: Sequence[str], person: int, tick: int, intent: str = "") -> Question:
    """Let a person ask something: with an intent of their own unless one is given.

    Args:
        items: names of the products that people may ask about.
        tick: two questions of one person at different ticks differ.
    """

    def pick(purpose: str, choices: Sequence[str]) -> str:
        return choices[dice.pick("question " + purpose, person, tick, len(choices))]

    intent = intent if intent in _SENTENCES else pick("intent", INTENTS)
    order = str(2_026_000_000_000 + int(dice.one("question order", person, tick) * 1e9))
    slots = {
        "item": pick("item", items),
        "city": pick("city", _CITIES),
        "courier": pick("courier", _COURIERS),
        "day": pick("day", _DAYS),
        "order": order,
    }
    words = pick("sentence", _SENTENCES[intent]).format(**slots)
    return Question(intent, pick("opening", _OPENINGS) + words + pick("ending", _ENDINGS))
