"""How people behave when nobody tells them what to do."""

from dataclasses import dataclass


@dataclass
class PeopleSettings:
    """How people behave when nobody tells them what to do."""

    # Who knows the brand
    aware_at_start: float = 0.62
    followers_at_start: float = 0.35
    member_followers_at_start: float = 0.7
    becomes_aware_per_day: float = 0.03
    visit_after_follow: float = 0.3
    follow_per_day: float = 0.065
    unfollow_per_day: float = 0.003
    silence_per_day: float = 0.006
    revival_per_day: float = 0.01

    # What people do
    visit_shape: float = 1.5
    visit_scale: float = 0.5
    weekend_factor: float = 1.15
    text_per_day: float = 0.02
    menu_click_per_day: float = 0.03
    scan_per_store_visitor_per_day: float = 0.05
    store_visitors: float = 0.3
    add_staff_per_day: float = 0.012
    delete_staff_per_day: float = 0.002
    customer_service_per_visit: float = 0.01

    # Shopping
    exposures_per_visit: int = 5
    click_per_exposure: float = 0.22
    cart_per_click: float = 0.32
    pay_per_cart: float = 0.19
    message_visit_factor: float = 1.47
    loyalty_factor: float = 0.25
    share_per_visit: float = 0.04
    refund_per_order: float = 0.03
    bounce_at_one_second: float = 0.12
    bounce_per_half_second: float = 0.17
    load_median_ms: float = 900.0
    accept_subscription: float = 0.55
    order_currency: str = "CNY"

    # Messages
    open_template: float = 0.286
    open_custom: float = 0.286
    open_subscribe: float = 0.286
    open_welcome: float = 0.45
    open_group_message: float = 0.191
    visit_per_open: float = 0.45
    open_delay_sim_minutes: float = 40.0
    blocks_templates: float = 0.01
    messages_a_day_borne: int = 2
    unfollow_per_extra_message: float = 0.04

    # Staff
    staff_confirms: float = 0.85
    staff_delay_sim_minutes: float = 60.0
