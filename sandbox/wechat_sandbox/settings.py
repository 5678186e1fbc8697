"""Every number that a platform rule or a habit is made of, so that a test or a person can change it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

CEILING = 1e12


class SettingError(ValueError):
    """A setting that does not exist or cannot hold the value given."""


@dataclass
class Settings:
    """Durations end in their unit. `wall` means wall-clock time, `sim` simulated time."""

    # Tokens and one-time codes
    token_wall_seconds: int = 7200
    token_overlap_wall_seconds: int = 300
    stable_force_per_day: int = 20
    stable_force_gap_wall_seconds: int = 30
    js_code_wall_seconds: int = 300
    phone_code_wall_seconds: int = 300
    welcome_code_wall_seconds: float = 20.0

    # Calls
    wecom_calls_per_wall_minute: int = 10_000
    stable_token_per_wall_minute: int = 10_000
    clear_quota_per_month: int = 10
    ip_allow_list: str = ""
    largest_body_bytes: int = 2_000_000

    # Tags, codes and templates
    tags_per_account: int = 100
    tags_per_person: int = 20
    tag_name_bytes: int = 30
    permanent_qr_codes: int = 100_000
    temporary_qr_sim_seconds: int = 2_592_000
    private_templates: int = 25
    mini_program_templates: int = 50
    corp_tags: int = 10_000
    contact_ways: int = 500_000
    link_life_sim_days: int = 30

    # Customer-service windows
    reply_window_sim_seconds: int = 172_800
    reply_window_messages: int = 5
    touch_window_wall_seconds: int = 60
    touch_window_messages: int = 3
    enter_window_messages: int = 2

    # Callbacks
    callback_answer_wall_seconds: float = 5.0
    callback_resends: int = 3
    callback_pause_wall_seconds: float = 0.5
    callback_queue: int = 20_000
    callback_lanes: int = 32

    # Phones: what the Mini Program's SDK does
    device_queue: int = 20_000
    device_lanes: int = 16
    event_batch: int = 2000
    event_queue: int = 200_000
    event_flush_wall_seconds: float = 0.2
    gzip_over_bytes: int = 4096
    login_life_sim_days: float = 3.0
    retry_longest_wall_seconds: float = 15.0

    # The clock and the store
    slot_sim_seconds: int = 300
    patience_wall_seconds: float = 20.0
    checkpoint_wall_seconds: float = 5.0
    kept_calls: int = 50_000
    kept_deliveries: int = 50_000

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

    def as_dict(self) -> dict[str, Any]:
        """Return every setting by name."""
        return asdict(self)

    def changed(self) -> dict[str, Any]:
        """Return the settings that are not at their default."""
        defaults = asdict(Settings())
        return {name: value for name, value in asdict(self).items() if value != defaults[name]}

    def change(self, changes: Mapping[str, Any]) -> None:
        """Set the named settings, all or none.

        Raises:
            SettingError: an unknown name, a wrong type, or a number below zero or beyond reason.
        """
        kinds = {f.name: type(getattr(self, f.name)) for f in fields(self)}
        accepted: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in kinds:
                raise SettingError(f"no setting is called {name!r}")
            accepted[name] = _accept(name, kinds[name], value)
        for name, value in accepted.items():
            setattr(self, name, value)


def _accept(name: str, kind: type, value: Any) -> Any:
    if kind is str:
        if not isinstance(value, str) or len(value) > 1000:
            raise SettingError(f"{name} takes a text")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SettingError(f"{name} takes a number")
    if (kind is int and value != int(value)) or not 0 <= value <= CEILING:
        raise SettingError(f"{name} takes a {kind.__name__} from 0")
    return kind(value)
