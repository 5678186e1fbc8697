"""Tokens, calls, callbacks, phones, the clock and the store."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class GroundSettings:
    """Tokens, calls, callbacks, phones, the clock and the store."""

    # Tokens and one-time codes
    token_wall_seconds: int = rule(7200, SEEN, "life of an access_token")
    token_overlap_wall_seconds: int = rule(300, SEEN, "an old token still works so long after a new one was asked for")
    stable_force_per_day: int = rule(20, SEEN, "forced refreshes of a stable token in a day")
    stable_force_gap_wall_seconds: int = rule(30, SEEN, "a forced refresh so soon after another gives the same token")
    js_code_wall_seconds: int = rule(300, SEEN, "life of what wx.login returns; it serves once")
    phone_code_wall_seconds: int = rule(300, SEEN, "life of the code for a phone number; it serves once")
    welcome_code_wall_seconds: float = rule(20.0, SEEN, "life of a WelcomeCode; it serves once (41050)")

    # Calls
    wecom_calls_per_wall_minute: int = rule(10_000, SEEN, "calls of one WeCom API by one corp in a minute (45009)")
    stable_token_per_wall_minute: int = rule(10_000, SEEN, "calls of stable_token in a minute (45011)")
    clear_quota_per_month: int = rule(10, SEEN, "how often an account may clear its quota in a month (48006)")
    ip_allow_list: str = rule("", SEEN, "addresses that may call, with blanks between; empty for all (40164, 60020)")
    largest_body_bytes: int = rule(2_000_000, UNVERIFIED, "size of a JSON or XML body (45002)")
    largest_upload_bytes: int = rule(25_000_000, UNVERIFIED, "size of a multipart body (45002)")

    # Callbacks
    callback_answer_wall_seconds: float = rule(5.0, SEEN, "how long the account's server has to answer a callback")
    callback_resends: int = rule(3, DOUBTFUL, "how often an unanswered callback is sent again")
    callback_pause_wall_seconds: float = rule(0.5, UNVERIFIED, "pause before a callback is sent again")
    callback_queue: int = habit_rate(20_000, "callbacks that may wait; more are dropped and written down")
    callback_lanes: int = habit_rate(256, "callbacks on their way at once; one person's stay in order")
    reorder_wall_seconds: float = habit_rate(0.3, "how long a callback waits for others to overtake it when a fault reorders")

    # Phones: what the Mini Program's SDK does
    device_queue: int = habit_rate(20_000, "visits that may wait to be reported; more are lost")
    device_lanes: int = habit_rate(256, "phones that log in at once")
    event_lanes: int = habit_rate(4, "uploads of events on their way at once; one person's stay in order")
    event_batch: int = habit_rate(2000, "events in one upload of the Mini Program's SDK")
    event_queue: int = habit_rate(200_000, "events that may wait to be uploaded; more are lost")
    event_flush_wall_seconds: float = habit_rate(0.2, "pause between two uploads")
    gzip_over_bytes: int = habit_rate(4096, "uploads larger than this are compressed")
    login_life_sim_days: float = habit_rate(7.0, "how long a phone stays logged in to the Mini Program")
    retry_longest_wall_seconds: float = habit_rate(15.0, "longest pause before an upload is tried again")

    # The clock and the store
    slot_sim_seconds: int = habit_rate(300, "the stretch of time that is simulated at once")
    patience_wall_seconds: float = habit_rate(20.0, "how long a stretch waits for a brand's server that takes nothing")
    checkpoint_wall_seconds: float = habit_rate(5.0, "how often everything is saved")
    kept_calls: int = habit_rate(50_000, "API calls and uploads kept in the log")
    kept_deliveries: int = habit_rate(50_000, "callbacks kept in the log")
