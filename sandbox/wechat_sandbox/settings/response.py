"""What makes people buy, and what messages do to them. The numbers here are the truth that an analysis has to find."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import habit_rate


@dataclass
class ResponseSettings:
    """What makes people buy, and what messages do to them. The numbers here are the truth that an analysis has to find."""

    # The daily chance to buy; a change tells from the next midnight in China
    buys_per_day: float = habit_rate(0.037, "chance of a person who cares about the brand to buy on a day, on average")
    needs_again: float = habit_rate(0.5, "how much the chance swings with the time since somebody needed the same")
    shop_discount: float = habit_rate(0.0, "share taken off all prices, which draws those whom prices move")
    discount_pull: float = habit_rate(1.5, "how much more the average person buys for a discount of 100 %")

    # What a message adds to the chance to buy, for the average person on the day it comes
    effect_template: float = habit_rate(0.15, "planted lift of a template message")
    effect_custom: float = habit_rate(0.2, "planted lift of a customer-service message")
    effect_subscribe: float = habit_rate(0.15, "planted lift of a subscribe message")
    effect_welcome: float = habit_rate(0.3, "planted lift of a welcome message")
    effect_group_message: float = habit_rate(0.25, "planted lift of a mass message of staff")
    effect_mass: float = habit_rate(0.08, "planted lift of a mass message of an Official Account")
    effect_notice: float = habit_rate(0.15, "planted lift of a subscribe notice of an Official Account")
    effect_moment: float = habit_rate(0.06, "planted lift of a post in Moments")
    effect_group_chat: float = habit_rate(0.12, "planted lift of a message in a group chat")
    effect_kf: float = habit_rate(0.1, "planted lift of a message of WeChat customer service")
    effect_sms: float = habit_rate(0.06, "planted lift of a text message")
    effect_ad: float = habit_rate(0.1, "planted lift of an ad that was seen")
    effect_live: float = habit_rate(0.15, "planted lift of watching a live room")
    effect_video: float = habit_rate(0.05, "planted lift of watching a short video")
    effect_friend: float = habit_rate(0.3, "planted lift of what a friend shares")
    effect_passive_reply: float = habit_rate(0.0, "planted lift of the answer to what somebody wrote")
    lift_second_day: float = habit_rate(0.5, "how much of the lift is left on the next day")
    lift_third_day: float = habit_rate(0.25, "how much of the lift is left on the day after")
    personalised_lift: float = habit_rate(
        0.47, "how much likelier a message or page about what a person likes leads to a purchase"
    )
    offer_pull: float = habit_rate(0.8, "lift that an offer of 100 % off adds for the average person")
    hour_weight: float = habit_rate(0.4, "how much it matters to reach people at their own hours; 0 not at all")

    # Opening
    open_kf: float = habit_rate(0.0, "share of answers of customer service that lead to more than the talk itself")
    open_passive_reply: float = habit_rate(0.286, "share of answers to what somebody wrote that are opened")
    opens_what_they_like: float = habit_rate(1.25, "how much likelier a message about what a person likes is opened")
    opens_when_named: float = habit_rate(1.1, "how much likelier a message that calls a person by name is opened")
    opens_when_recent: float = habit_rate(1.1, "how much likelier somebody opens a message who acted in the last 3 days")
    opens_when_long_away: float = habit_rate(0.7, "how much likelier somebody opens one who did nothing for 30 days")
    emoji_divides: float = habit_rate(0.1, "how much likelier an emoji makes the young open a message, and less likely the old")
    longest_message_read: int = habit_rate(60, "characters from which on a message is opened less")
    long_message_factor: float = habit_rate(0.85, "how much less a longer message is opened")

    # Fatigue: messages in memory, each forgotten with this half-life
    fatigue_half_life_sim_days: float = habit_rate(3.0, "after how many days half of a message is forgotten")
    fatigue_dulls: float = habit_rate(0.12, "how much each message in memory weakens the next")
    fatigue_borne: float = habit_rate(4.0, "messages in memory from which on the next one repels")
    fatigue_repels: float = habit_rate(
        0.12, "how much each message beyond those lowers the chance to buy, for the average person"
    )
    blocks_per_extra_message: float = habit_rate(0.02, "how likely each template message a day too many is the last one let in")
    complains_per_extra_message: float = habit_rate(0.005, "how likely each message a day too many makes somebody complain")

    # Friends
    share_open: float = habit_rate(0.35, "share of people who open what a friend shares")
    share_branching: float = habit_rate(0.6, "how many friends a person who opened it tells in turn, on average")
    share_delay_sim_minutes: float = habit_rate(90.0, "how long it takes them, on average")
    help_accepted: float = habit_rate(0.5, "share of people who help a friend who asks for it")

    # Forms and surveys
    form_typo: float = habit_rate(0.06, "share of fields of a form that are filled in with a slip")
    survey_answered: float = habit_rate(0.3, "share of people who answer a survey")

    next_purchase_horizon_sim_days: int = habit_rate(90, "how far ahead the truth about the next purchase looks")
