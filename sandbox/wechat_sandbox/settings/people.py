"""How people behave when nobody tells them what to do."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import habit_rate


@dataclass
class PeopleSettings:
    """How people behave when nobody tells them what to do."""

    # Who knows the brand
    aware_at_start: float = habit_rate(0.62, "share of people who know the brand when the world begins")
    followers_at_start: float = habit_rate(0.35, "share of them who follow the account")
    member_followers_at_start: float = habit_rate(0.7, "share of members who follow the account")
    becomes_aware_per_day: float = habit_rate(0.03, "how often somebody hears of the brand for the first time")
    visit_after_follow: float = habit_rate(0.3, "share of new followers who soon open the Mini Program")
    follow_per_day: float = habit_rate(0.065, "how often somebody who knows the brand follows the account")
    unfollow_per_day: float = habit_rate(0.003, "how often a follower leaves")
    silence_per_day: float = habit_rate(0.01, "how often somebody loses interest; from the next midnight in China")
    revival_per_day: float = habit_rate(0.01, "how often somebody finds it again; from the next midnight in China")

    # What people do
    visit_shape: float = habit_rate(1.5, "shape of the gamma distribution of visits a day; smaller is more uneven")
    visit_scale: float = habit_rate(0.5, "scale of that distribution; shape × scale is the mean")
    weekend_factor: float = habit_rate(1.15, "how much more happens on Saturdays and Sundays")
    text_per_day: float = habit_rate(0.02, "how often a follower writes to the account")
    menu_click_per_day: float = habit_rate(0.03, "how often a follower presses the menu")
    scan_per_store_visitor_per_day: float = habit_rate(0.05, "how often somebody who goes to stores scans a code there")
    store_visitors: float = habit_rate(0.3, "share of people who go to stores")
    add_staff_per_day: float = habit_rate(0.012, "how often somebody adds a member of staff by a live code")
    delete_staff_per_day: float = habit_rate(0.002, "how often a customer removes a member")
    customer_service_per_visit: float = habit_rate(0.01, "share of visits that end in customer service")

    # Shopping
    exposures_per_visit: int = habit_rate(5, "products seen in a visit, on average")
    click_per_exposure: float = habit_rate(0.2, "share of products seen that are opened, of those outside a person's taste")
    cart_per_click: float = habit_rate(0.32, "share of products opened that go into the cart")
    share_per_visit: float = habit_rate(0.04, "share of visits in which a page is shared")
    refund_per_order: float = habit_rate(0.03, "share of orders that are sent back")
    bounce_at_one_second: float = habit_rate(0.12, "share of visits that end at a first page loaded in one second")
    bounce_per_half_second: float = habit_rate(0.17, "how much more end there for each half second longer")
    load_median_ms: float = habit_rate(900.0, "half of all pages load in this time")
    accept_subscription: float = habit_rate(0.55, "share of people who let the Mini Program write to them, when asked")
    order_currency: str = habit_rate("CNY", "currency of orders")

    # Messages
    open_template: float = habit_rate(0.286, "share of template messages that are opened")
    open_custom: float = habit_rate(0.286, "share of customer-service messages that are opened")
    open_subscribe: float = habit_rate(0.286, "share of subscribe messages that are opened")
    open_welcome: float = habit_rate(0.45, "share of welcome messages that are opened")
    open_group_message: float = habit_rate(0.191, "share of mass messages of staff that are opened")
    visit_per_open: float = habit_rate(0.45, "share of opened messages that are followed to where they lead")
    open_delay_sim_minutes: float = habit_rate(40.0, "how long a message lies unopened, on average")
    blocks_templates: float = habit_rate(0.01, "share of people who have blocked template messages")
    messages_a_day_borne: int = habit_rate(2, "messages in a day that nobody minds")
    unfollow_per_extra_message: float = habit_rate(0.04, "how likely each message more makes them leave")

    # Staff
    staff_confirms: float = habit_rate(0.85, "share of mass messages that a member confirms")
    staff_delay_sim_minutes: float = habit_rate(60.0, "how long a member waits before confirming, on average")
