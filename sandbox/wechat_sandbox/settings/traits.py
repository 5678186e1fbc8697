"""What kind of people there are and whom they know. A change tells at the next start: people do not become others."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import habit_rate


@dataclass
class TraitSettings:
    """What kind of people there are and whom they know. A change tells at the next start: people do not become others."""

    # Households
    shared_phones: float = habit_rate(
        0.02, "share of people who give the phone number of the head of their family", "填写户主手机号的人占比"
    )
    shared_devices: float = habit_rate(
        0.03, "share of people who open Mini Programs on the head of the family's device", "借户主设备打开小程序的人占比"
    )

    # Friends
    friends_mean: float = habit_rate(12.0, "how many friends a person has, on average", "每人平均好友数")
    friends_far: float = habit_rate(0.12, "share of friends outside a person's own community", "好友中不在同一社群的占比")
    community_size: int = habit_rate(150, "people in a community", "一个社群的人数")

    # Buying
    buying_shape: float = habit_rate(
        0.5, "shape of the gamma distribution of buying; smaller is more uneven", "购买频率伽马分布的形状，越小越不均匀"
    )
    buying_follows_visits: float = habit_rate(
        0.5, "share of people who buy as often as they visit", "购买频率与访问频率一致的人占比"
    )
    spending_shape: float = habit_rate(1.7, "shape of that of how freely people spend", "消费力伽马分布的形状")
    spending_follows_buying: float = habit_rate(
        0.2, "share of people who spend as freely as they buy often", "消费力与购买频率一致的人占比"
    )
    fickleness_shape: float = habit_rate(
        0.7, "shape of that of how easily people lose interest", "失去兴趣快慢的伽马分布的形状"
    )
    contrary_people: float = habit_rate(0.08, "share of people whom messages put off", "对消息反感的人占比")

    # Dishonest people, of whom there are none unless asked for
    hunter_share: float = habit_rate(0.0, "share of people who only want what is free", "只要免费的羊毛党占比")
    bot_share: float = habit_rate(0.0, "share of people who are programs", "机器人占比")
    ring_share: float = habit_rate(0.0, "share of people who belong to a ring of frauds", "属于欺诈团伙的人占比")
    ring_size: int = habit_rate(20, "people in a ring", "一个团伙的人数")
    ring_raids_per_day: float = habit_rate(0.3, "how often a ring strikes", "一个团伙每天出手的次数")
