"""WeChat's library of subscribe templates, as far as this sandbox knows it. The numbers are its own."""

from dataclasses import dataclass

CATEGORIES = {616: "美妆洗护", 617: "食品饮料", 618: "家居百货"}

ONE_TIME = 2

# The rule of each kind of keyword as the library names it, with an example.
_EXAMPLES = {
    "thing": "玫瑰保湿面膜",
    "amount": "35.00元",
    "phrase": "已发货",
    "time": "2026年1月1日 10:00",
    "character_string": "2026010100001",
    "number": "3",
    "phone_number": "13800000000",
    "name": "王伟",
}


@dataclass(frozen=True)
class Keyword:
    """A line of a template: its number within the title, its name, and the kind of value it takes."""

    kid: int
    name: str
    rule: str

    @property
    def example(self) -> str:
        """Return a value that fits."""
        return _EXAMPLES[self.rule]

    @property
    def line(self) -> str:
        """Write the keyword's line of a template."""
        return f"{self.name}:{{{{{self.rule}{self.kid}.DATA}}}}\n"


@dataclass(frozen=True)
class Title:
    """A template of the library."""

    tid: int
    title: str
    category: int
    keywords: tuple[Keyword, ...]


def _title(tid: int, title: str, category: int, keywords: str) -> Title:
    named = (word.split(":") for word in keywords.split())
    return Title(tid, title, category, tuple(Keyword(kid, name, rule) for kid, (name, rule) in enumerate(named, 1)))


TITLES = {
    title.tid: title
    for title in (
        _title(1001, "订单状态通知", 618, "商品名称:thing 订单金额:amount 订单状态:phrase 时间:time 温馨提示:thing"),
        _title(1002, "订单发货通知", 618, "订单编号:character_string 商品名称:thing 发货时间:time 快递单号:character_string"),
        _title(1003, "付款成功通知", 617, "订单编号:character_string 付款金额:amount 付款时间:time 商品名称:thing"),
        _title(1004, "到货提醒", 617, "商品名称:thing 温馨提示:thing 到货时间:time 价格:amount"),
        _title(1005, "优惠券到期提醒", 616, "优惠券名称:thing 到期时间:time 优惠金额:amount 温馨提示:thing"),
        _title(1006, "活动开始提醒", 616, "活动名称:thing 开始时间:time 活动地点:thing 温馨提示:thing"),
        _title(1007, "开团成功通知", 617, "商品名称:thing 拼团人数:number 拼团价:amount 时间:time"),
        _title(1008, "积分变更提醒", 616, "变更数量:number 积分余额:number 变更时间:time 变更原因:thing"),
        _title(1009, "预约成功通知", 616, "预约项目:thing 预约时间:time 门店名称:thing 联系电话:phone_number 预约人:name"),
        _title(1010, "直播开播提醒", 618, "直播主题:thing 开播时间:time 主播:thing 备注:thing"),
    )
}
