"""How people behave when nobody tells them what to do."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import habit_rate


@dataclass
class PeopleSettings:
    """How people behave when nobody tells them what to do."""

    # Who knows the brand
    aware_at_start: float = habit_rate(
        0.62, "share of people who know the brand when the world begins", "开始时知道品牌的人占比"
    )
    followers_at_start: float = habit_rate(0.35, "share of them who follow the account", "其中关注公众号的比例")
    member_followers_at_start: float = habit_rate(0.7, "share of members who follow the account", "会员中关注公众号的比例")
    becomes_aware_per_day: float = habit_rate(
        0.03, "how often somebody hears of the brand for the first time", "每天初次听说品牌的概率"
    )
    visit_after_follow: float = habit_rate(
        0.3, "share of new followers who soon open the Mini Program", "新粉丝随即打开小程序的比例"
    )
    follow_per_day: float = habit_rate(
        0.065, "how often somebody who knows the brand follows the account", "知道品牌的人每天关注公众号的概率"
    )
    unfollow_per_day: float = habit_rate(0.003, "how often a follower leaves", "粉丝每天取消关注的概率")
    silence_per_day: float = habit_rate(
        0.01, "how often somebody loses interest; from the next midnight", "每天失去兴趣的概率，次日零点起生效"
    )
    revival_per_day: float = habit_rate(
        0.01, "how often somebody finds it again; from the next midnight", "每天重拾兴趣的概率，次日零点起生效"
    )

    # What people do
    visit_shape: float = habit_rate(
        1.5, "shape of the gamma distribution of visits a day; smaller is more uneven", "日访问次数伽马分布的形状，越小越不均匀"
    )
    visit_scale: float = habit_rate(
        0.5, "scale of that distribution; shape × scale is the mean", "该分布的尺度；形状 × 尺度为均值"
    )
    weekend_factor: float = habit_rate(1.15, "how much more happens on Saturdays and Sundays", "周末活跃的倍数")
    text_per_day: float = habit_rate(0.02, "how often a follower writes to the account", "粉丝每天给公众号发消息的次数")
    menu_click_per_day: float = habit_rate(0.03, "how often a follower presses the menu", "粉丝每天点菜单的次数")
    scan_per_store_visitor_per_day: float = habit_rate(
        0.05, "how often somebody who goes to stores scans a code there", "逛门店的人每天在店里扫码的次数"
    )
    store_visitors: float = habit_rate(0.3, "share of people who go to stores", "逛门店的人占比")
    add_staff_per_day: float = habit_rate(
        0.012, "how often somebody adds a member of staff by a live code", "每天通过活码添加员工的概率"
    )
    delete_staff_per_day: float = habit_rate(0.002, "how often a customer removes a member", "客户每天删除员工的概率")
    customer_service_per_visit: float = habit_rate(
        0.01, "share of visits that end in customer service", "访问以咨询客服结束的比例"
    )

    # Shopping
    exposures_per_visit: int = habit_rate(5, "products seen in a visit, on average", "每次访问平均看到的商品数")
    click_per_exposure: float = habit_rate(
        0.2, "share of products seen that are opened, if not to a person's taste", "看到的商品被点开的比例（喜好之外）"
    )
    cart_per_click: float = habit_rate(0.32, "share of products opened that go into the cart", "点开的商品加入购物车的比例")
    share_per_visit: float = habit_rate(0.04, "share of visits in which a page is shared", "访问中分享页面的比例")
    refund_per_order: float = habit_rate(0.03, "share of orders that are sent back", "退货订单占比")
    bounce_at_one_second: float = habit_rate(
        0.12, "share of visits that end at a first page loaded in one second", "首页加载一秒时的跳出率"
    )
    bounce_per_half_second: float = habit_rate(
        0.17, "how much more end there for each half second longer", "加载每慢半秒增加的跳出率"
    )
    load_median_ms: float = habit_rate(900.0, "half of all pages load in this time", "页面加载时间的中位数")
    accept_subscription: float = habit_rate(
        0.55, "share of people who let the Mini Program write to them, when asked", "被询问时同意订阅消息的比例"
    )
    order_currency: str = habit_rate("CNY", "currency of orders", "订单货币")

    # Messages
    open_template: float = habit_rate(0.286, "share of template messages that are opened", "模板消息的打开率")
    open_custom: float = habit_rate(0.286, "share of customer-service messages that are opened", "客服消息的打开率")
    open_subscribe: float = habit_rate(0.286, "share of subscribe messages that are opened", "订阅消息的打开率")
    open_welcome: float = habit_rate(0.45, "share of welcome messages that are opened", "欢迎语的打开率")
    open_group_message: float = habit_rate(0.191, "share of mass messages of staff that are opened", "员工群发的打开率")
    visit_per_open: float = habit_rate(
        0.45, "share of opened messages that are followed to where they lead", "打开消息后继续点进去的比例"
    )
    open_delay_sim_minutes: float = habit_rate(40.0, "how long a message lies unopened, on average", "消息打开前的平均时长")
    blocks_templates: float = habit_rate(0.01, "share of people who have blocked template messages", "屏蔽模板消息的人占比")
    messages_a_day_borne: int = habit_rate(2, "messages in a day that nobody minds", "一天内无人介意的消息条数")
    unfollow_per_extra_message: float = habit_rate(
        0.04, "how likely each message more makes them leave", "每多一条消息使人取关的概率"
    )

    # Staff
    staff_confirms: float = habit_rate(0.85, "share of mass messages that a member confirms", "员工确认发送群发的比例")
    staff_delay_sim_minutes: float = habit_rate(
        60.0, "how long a member waits before confirming, on average", "员工确认前的平均时长"
    )
