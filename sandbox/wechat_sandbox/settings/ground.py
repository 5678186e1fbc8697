"""Tokens, calls, callbacks, phones, the clock and the store."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class GroundSettings:
    """Tokens, calls, callbacks, phones, the clock and the store."""

    # Tokens and one-time codes
    token_wall_seconds: int = rule(7200, SEEN, "life of an access_token", "access_token 的有效期")
    token_overlap_wall_seconds: int = rule(
        300, SEEN, "an old token still works so long after a new one was asked for", "换取新 token 后旧 token 仍可用的时长"
    )
    stable_force_per_day: int = rule(20, SEEN, "forced refreshes of a stable token in a day", "每天强制刷新稳定版 token 的次数")
    stable_force_gap_wall_seconds: int = rule(
        30, SEEN, "a forced refresh so soon after another gives the same token", "距上次强制刷新不足此时长，得到同一 token"
    )
    js_code_wall_seconds: int = rule(
        300, SEEN, "life of what wx.login returns; it serves once", "wx.login 所得 code 的有效期，只能用一次"
    )
    phone_code_wall_seconds: int = rule(
        300, SEEN, "life of the code for a phone number; it serves once", "手机号 code 的有效期，只能用一次"
    )
    welcome_code_wall_seconds: float = rule(
        20.0, SEEN, "life of a WelcomeCode; it serves once (41050)", "WelcomeCode 的有效期，只能用一次（41050）"
    )

    # Calls
    wecom_calls_per_wall_minute: int = rule(
        10_000, SEEN, "calls of one WeCom API by one corp in a minute (45009)", "单个企业每分钟调用单个接口的次数（45009）"
    )
    stable_token_per_wall_minute: int = rule(
        10_000, SEEN, "calls of stable_token in a minute (45011)", "每分钟调用 stable_token 的次数（45011）"
    )
    clear_quota_per_month: int = rule(
        10, SEEN, "how often an account may clear its quota in a month (48006)", "账号每月可清零配额的次数（48006）"
    )
    ip_allow_list: str = rule(
        "", SEEN, "addresses that may call, blanks between (40164, 60020)", "IP 白名单，空格分隔，留空不限（40164、60020）"
    )
    largest_body_bytes: int = rule(
        2_000_000, UNVERIFIED, "size of a JSON or XML body (45002)", "JSON 或 XML 请求体的大小（45002）"
    )
    largest_upload_bytes: int = rule(
        25_000_000, UNVERIFIED, "size of a multipart body (45002)", "multipart 请求体的大小（45002）"
    )

    # Callbacks
    callback_answer_wall_seconds: float = rule(
        5.0, SEEN, "how long the account's server has to answer a callback", "账号服务器应答回调的时限"
    )
    callback_resends: int = rule(3, DOUBTFUL, "how often an unanswered callback is sent again", "回调无应答时重发的次数")
    callback_pause_wall_seconds: float = rule(0.5, UNVERIFIED, "pause before a callback is sent again", "重发回调前的间隔")
    callback_queue: int = habit_rate(
        20_000, "callbacks that may wait; more are dropped and written down", "可排队的回调数，超出的丢弃并记录"
    )
    callback_lanes: int = habit_rate(
        256, "callbacks on their way at once; one person's stay in order", "同时发送的回调数；同一人的保持顺序"
    )
    reorder_wall_seconds: float = habit_rate(
        0.3, "how long a callback waits for others to overtake it when a fault reorders", "乱序故障下，一个回调等待被超过的时长"
    )

    # Phones: what the Mini Program's SDK does
    device_queue: int = habit_rate(
        20_000, "visits that may wait to be reported; more are lost", "可排队等待上报的访问数，超出的丢失"
    )
    device_lanes: int = habit_rate(1000, "phones that log in at once", "同时登录的手机数")
    event_lanes: int = habit_rate(
        4, "uploads of events on their way at once; one person's stay in order", "同时进行的事件上报数；同一人的保持顺序"
    )
    event_batch: int = habit_rate(2000, "events in one upload of the Mini Program's SDK", "小程序 SDK 一次上报的事件数")
    event_queue: int = habit_rate(
        200_000, "events that may wait to be uploaded; more are lost", "可等待上报的事件数，超出的丢失"
    )
    event_flush_wall_seconds: float = habit_rate(0.2, "pause between two uploads", "两次上报之间的间隔")
    gzip_over_bytes: int = habit_rate(4096, "uploads larger than this are compressed", "超过此大小的上报会被压缩")
    login_life_sim_days: float = habit_rate(
        7.0, "how long a phone stays logged in to the Mini Program", "手机在小程序中保持登录的时长"
    )
    retry_longest_wall_seconds: float = habit_rate(15.0, "longest pause before an upload is tried again", "重试上报的最长间隔")

    # The clock and the store
    slot_sim_seconds: int = habit_rate(300, "the stretch of time that is simulated at once", "一次模拟的时间段长度")
    patience_wall_seconds: float = habit_rate(
        20.0, "how long a stretch waits for a brand's server that takes nothing", "品牌服务器不接收时，一个时间段最多等待的时长"
    )
    checkpoint_wall_seconds: float = habit_rate(5.0, "how often everything is saved", "全部数据落盘的间隔")
    kept_calls: int = habit_rate(50_000, "API calls and uploads kept in the log", "日志保留的接口调用与上报条数")
    kept_deliveries: int = habit_rate(50_000, "callbacks kept in the log", "日志保留的回调条数")
