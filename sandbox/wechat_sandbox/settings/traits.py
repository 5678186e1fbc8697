"""What kind of people there are and whom they know. A change tells at the next start: people do not become others."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import habit_rate


@dataclass
class TraitSettings:
    """What kind of people there are and whom they know. A change tells at the next start: people do not become others."""

    # Households
    shared_phones: float = habit_rate(0.02, "share of people who give the phone number of the head of their family")
    shared_devices: float = habit_rate(0.03, "share of people who open Mini Programs on the device of the head of their family")

    # Friends
    friends_mean: float = habit_rate(12.0, "how many friends a person has, on average")
    friends_far: float = habit_rate(0.12, "share of friends outside a person's own community")
    community_size: int = habit_rate(150, "people in a community")

    # Buying
    buying_shape: float = habit_rate(0.5, "shape of the gamma distribution of how often people buy; smaller is more uneven")
    buying_follows_visits: float = habit_rate(0.5, "share of people who buy as often as they visit")
    spending_shape: float = habit_rate(1.7, "shape of that of how freely people spend")
    spending_follows_buying: float = habit_rate(0.2, "share of people who spend as freely as they buy often")
    fickleness_shape: float = habit_rate(0.7, "shape of that of how easily people lose interest")
    contrary_people: float = habit_rate(0.08, "share of people whom messages put off")

    # Dishonest people, of whom there are none unless asked for
    hunter_share: float = habit_rate(0.0, "share of people who only want what is free")
    bot_share: float = habit_rate(0.0, "share of people who are programs")
    ring_share: float = habit_rate(0.0, "share of people who belong to a ring of frauds")
    ring_size: int = habit_rate(20, "people in a ring")
    ring_raids_per_day: float = habit_rate(0.3, "how often a ring strikes")
