"""What makes people buy, and what messages do to them. The numbers here are the truth that an analysis has to find."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import habit_rate


@dataclass
class ResponseSettings:
    """What makes people buy, and what messages do to them. The numbers here are the truth that an analysis has to find."""

    # The daily chance to buy; a change tells from the next midnight in China
    buys_per_day: float = habit_rate(
        0.037, "chance of a person who cares about the brand to buy on a day, on average", "关心品牌的人平均每天购买的概率"
    )
    needs_again: float = habit_rate(
        0.5, "how much the chance swings with the time since the same was needed", "购买概率随距上次需要的时间起伏的幅度"
    )
    shop_discount: float = habit_rate(
        0.0, "share taken off all prices, which draws those whom prices move", "全店折扣力度，吸引对价格敏感的人"
    )
    discount_pull: float = habit_rate(
        1.5, "how much more the average person buys for a discount of 100 %", "折扣力度为 100% 时普通人多买的幅度"
    )

    # What a message adds to the chance to buy, for the average person on the day it comes
    effect_template: float = habit_rate(0.15, "planted lift of a template message", "模板消息的预设提升")
    effect_custom: float = habit_rate(0.2, "planted lift of a customer-service message", "客服消息的预设提升")
    effect_subscribe: float = habit_rate(0.15, "planted lift of a subscribe message", "订阅消息的预设提升")
    effect_welcome: float = habit_rate(0.3, "planted lift of a welcome message", "欢迎语的预设提升")
    effect_group_message: float = habit_rate(0.25, "planted lift of a mass message of staff", "员工群发的预设提升")
    effect_mass: float = habit_rate(0.08, "planted lift of a mass message of an Official Account", "公众号群发的预设提升")
    effect_notice: float = habit_rate(
        0.15, "planted lift of a subscribe notice of an Official Account", "公众号订阅通知的预设提升"
    )
    effect_moment: float = habit_rate(0.06, "planted lift of a post in Moments", "朋友圈内容的预设提升")
    effect_group_chat: float = habit_rate(0.12, "planted lift of a message in a group chat", "群消息的预设提升")
    effect_kf: float = habit_rate(0.1, "planted lift of a message of WeChat customer service", "微信客服消息的预设提升")
    effect_sms: float = habit_rate(0.06, "planted lift of a text message", "短信的预设提升")
    effect_ad: float = habit_rate(0.1, "planted lift of an ad that was seen", "看到广告的预设提升")
    effect_live: float = habit_rate(0.15, "planted lift of watching a live room", "观看直播的预设提升")
    effect_video: float = habit_rate(0.05, "planted lift of watching a short video", "观看短视频的预设提升")
    effect_friend: float = habit_rate(0.3, "planted lift of what a friend shares", "好友分享的预设提升")
    effect_passive_reply: float = habit_rate(0.0, "planted lift of the answer to what somebody wrote", "被动回复的预设提升")
    lift_second_day: float = habit_rate(0.5, "how much of the lift is left on the next day", "第二天剩余的提升比例")
    lift_third_day: float = habit_rate(0.25, "how much of the lift is left on the day after", "第三天剩余的提升比例")
    personalised_lift: float = habit_rate(
        0.47, "how much likelier what a person likes leads to a purchase", "消息或页面合其喜好时更可能购买的幅度"
    )
    offer_pull: float = habit_rate(
        0.8, "lift that an offer of 100 % off adds for the average person", "优惠力度为 100% 时普通人增加的提升"
    )
    hour_weight: float = habit_rate(
        0.4, "how much it matters to reach people at their own hours; 0 not at all", "在其常用时刻触达的重要程度；0 为无关"
    )

    # Opening
    open_kf: float = habit_rate(
        0.0, "share of answers of customer service that lead to more than the talk itself", "客服回复引出会话以外行为的比例"
    )
    open_passive_reply: float = habit_rate(0.286, "share of answers to what somebody wrote that are opened", "被动回复的打开率")
    opens_what_they_like: float = habit_rate(
        1.25, "how much likelier a message about what a person likes is opened", "消息合其喜好时打开率的倍数"
    )
    opens_when_named: float = habit_rate(
        1.1, "how much likelier a message that calls a person by name is opened", "消息称呼其名时打开率的倍数"
    )
    opens_when_recent: float = habit_rate(
        1.1, "how much likelier somebody opens a message who acted in the last 3 days", "最近 3 天有行为者打开率的倍数"
    )
    opens_when_long_away: float = habit_rate(
        0.7, "how much likelier somebody opens one who did nothing for 30 days", "30 天无行为者打开率的倍数"
    )
    emoji_divides: float = habit_rate(
        0.1, "how much emojis draw the young and repel the old", "表情符号吸引年轻人、疏远年长者的幅度"
    )
    longest_message_read: int = habit_rate(
        60, "characters from which on a message is opened less", "超过此字数的消息打开率下降"
    )
    long_message_factor: float = habit_rate(0.85, "how much less a longer message is opened", "较长消息打开率的倍数")

    # Fatigue: messages in memory, each forgotten with this half-life
    fatigue_half_life_sim_days: float = habit_rate(
        3.0, "after how many days half of a message is forgotten", "消息被遗忘一半所需的天数"
    )
    fatigue_dulls: float = habit_rate(
        0.12, "how much each message in memory weakens the next", "记忆中每条消息削弱下一条的幅度"
    )
    fatigue_borne: float = habit_rate(
        4.0, "messages in memory from which on the next one repels", "记忆中的消息超过此数，再来的会使人反感"
    )
    fatigue_repels: float = habit_rate(
        0.12, "by how much each beyond those lowers the average person's chance", "每多一条使普通人购买概率降低的幅度"
    )
    blocks_per_extra_message: float = habit_rate(
        0.02, "how likely each template message a day too many is the last let in", "每天每多一条模板消息，此后被屏蔽的概率"
    )
    complains_per_extra_message: float = habit_rate(
        0.005, "how likely each message a day too many makes somebody complain", "每天每多一条消息引起投诉的概率"
    )

    # Friends
    share_open: float = habit_rate(0.35, "share of people who open what a friend shares", "好友分享的打开率")
    share_branching: float = habit_rate(
        0.6, "how many friends a person who opened it tells in turn, on average", "打开者平均再转告的好友数"
    )
    share_delay_sim_minutes: float = habit_rate(90.0, "how long it takes them, on average", "转告前的平均时长")
    help_accepted: float = habit_rate(0.5, "share of people who help a friend who asks for it", "好友求助力时帮忙的比例")

    # Forms and surveys
    form_typo: float = habit_rate(0.06, "share of fields of a form that are filled in with a slip", "表单字段填错的占比")
    survey_answered: float = habit_rate(0.3, "share of people who answer a survey", "回答问卷的人占比")

    next_purchase_horizon_sim_days: int = habit_rate(
        90, "how far ahead the truth about the next purchase looks", "“下一次购买”真相向前看的天数"
    )
