"""Tokens, calls, callbacks, phones, the clock and the store."""

from dataclasses import dataclass


@dataclass
class GroundSettings:
    """Tokens, calls, callbacks, phones, the clock and the store."""

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
    largest_upload_bytes: int = 25_000_000

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
