"""What a merchant of WeChat Pay may do, how long things wait, and how people pay."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class PaySettings:
    """What a merchant of WeChat Pay may do, how long things wait, and how people pay."""

    # Keys and notifications
    pay_platform_key: str = rule(
        "certificate",
        SEEN,
        "certificate, or public_key for a merchant with only that",
        "certificate 为平台证书，public_key 为微信支付公钥",
    )
    pay_certificate_overlap_sim_seconds: float = rule(
        86_400.0, UNVERIFIED, "an old platform certificate stays in force", "更换后旧平台证书仍有效的时长"
    )
    pay_timestamp_wall_seconds: float = rule(
        300.0, SEEN, "how old a request's timestamp may be (SIGN_ERROR)", "请求时间戳允许的时差（SIGN_ERROR）"
    )
    pay_notify_tries: int = rule(
        15, SEEN, "how often a notification is sent until it is answered with 200 or 204", "通知的发送次数，直到应答 200 或 204"
    )
    pay_notify_answer_wall_seconds: float = rule(
        5.0, SEEN, "how long a notification waits for its answer", "等待通知应答的时长"
    )
    pay_notify_speed: float = habit_rate(
        60.0, "the pauses of 15 s … 6 h between tries are shortened by this factor", "通知间隔（15 秒至 6 小时）缩短的倍数"
    )
    pay_notify_http: int = habit_rate(
        1, "1: notify_url may be http; 0: https only, as in WeChat", "1：notify_url 可用 http；0：同微信，仅限 https"
    )

    # Orders, refunds, bills
    pay_prepay_sim_seconds: float = rule(
        7200.0, SEEN, "life of a prepay_id, code_url or h5_url", "prepay_id、code_url 或 h5_url 的有效期"
    )
    pay_order_sim_days: float = rule(
        7.0, UNVERIFIED, "an unpaid order without time_expire closes", "未设 time_expire 的未支付订单关闭的时长"
    )
    pay_opening_balance_fen: int = habit_rate(100_000_000, "what a merchant's account holds at first", "商户账户的初始余额")
    pay_fee_rate: float = rule(0.006, UNVERIFIED, "commission on what people pay", "收款手续费率")
    pay_refund_sim_days: float = rule(365.0, SEEN, "a payment may be refunded", "支付后可退款的时长")
    pay_refunds_per_order: int = rule(50, UNVERIFIED, "partial refunds of one order", "一笔订单的部分退款次数")
    pay_refund_sim_minutes: float = habit_rate(3.0, "how long a refund takes", "退款到账的用时")
    pay_refund_abnormal: float = habit_rate(
        0.0, "share of refunds that end ABNORMAL, as when a card is closed", "退款异常（ABNORMAL）的占比，如银行卡已注销"
    )
    pay_bill_hour: int = rule(
        10, DOUBTFUL, "hour of the next day at which yesterday's bill is ready", "次日可下载前一日账单的时刻（时）"
    )
    pay_bill_link_wall_seconds: float = rule(300.0, UNVERIFIED, "life of a bill's download_url", "账单 download_url 的有效期")

    # Transfers
    transfer_least_fen: int = rule(10, SEEN, "smallest transfer", "单笔转账最低金额")
    transfer_name_from_fen: int = rule(200_000, SEEN, "from this amount on user_name is needed", "达到此金额须填 user_name")
    transfer_most_fen: int = rule(
        2_000_000, UNVERIFIED, "largest transfer of a scene without transfer_scenes", "未设 transfer_scenes 时的单笔最高金额"
    )
    transfer_daily_fen: int = rule(
        10_000_000, UNVERIFIED, "transfers of a scene in a day, without transfer_scenes", "未设 transfer_scenes 时的单日额度"
    )
    transfer_confirm_sim_hours: float = rule(
        24.0, SEEN, "a person confirms, or the money goes back", "用户确认收款的时限，逾期退回"
    )
    transfers_per_wall_second: int = rule(
        100, SEEN, "calls of transfer-bills (FREQUENCY_LIMITED)", "每秒调用 transfer-bills 的次数（FREQUENCY_LIMITED）"
    )
    transfer_cancels_per_wall_second: int = rule(
        20, SEEN, "calls of transfer-bills cancel (FREQUENCY_LIMITED)", "每秒撤销 transfer-bills 的次数（FREQUENCY_LIMITED）"
    )

    # Coupons
    coupon_stock_most: int = rule(10_000_000, UNVERIFIED, "coupons of one stock", "一个批次的代金券张数")
    coupons_per_user: int = rule(
        60, UNVERIFIED, "largest max_coupons_per_user of a coupon stock", "代金券批次 max_coupons_per_user 的上限"
    )
    merchant_coupons_per_user: int = rule(
        100, UNVERIFIED, "largest max_coupons_per_user of a merchant coupon stock", "商家券批次 max_coupons_per_user 的上限"
    )
    coupon_list_page: int = rule(20, UNVERIFIED, "coupons on one page of a user's list", "用户券列表每页的张数")

    # Red packets
    red_packet_least_fen: int = rule(100, UNVERIFIED, "smallest red packet without a scene", "无场景红包的最低金额")
    red_packet_most_fen: int = rule(20_000, UNVERIFIED, "largest red packet without a scene", "无场景红包的最高金额")
    red_packet_sim_hours: float = rule(24.0, UNVERIFIED, "collected, or the money goes back", "领取红包的时限，逾期退回")
    red_packets_per_wall_minute: int = rule(
        1800, UNVERIFIED, "calls of sendredpack and its kin (FREQ_LIMIT)", "每分钟调用 sendredpack 等接口的次数（FREQ_LIMIT）"
    )

    # Complaints
    complaint_list_days: int = rule(30, UNVERIFIED, "days that one list of complaints may cover", "一次查询投诉单的最长天数")

    # People
    pays_order: float = habit_rate(0.85, "chance that an order made for a person is paid by them", "为其创建的订单被支付的概率")
    pay_delay_sim_minutes: float = habit_rate(1.0, "mean time until they do", "支付的平均用时")
    confirms_transfer: float = habit_rate(0.9, "chance that a person confirms a transfer", "用户确认收款的概率")
    confirm_delay_sim_minutes: float = habit_rate(60.0, "mean time until they do", "确认收款的平均用时")
    grants_transfers: float = habit_rate(
        0.8, "chance that they also agree to later transfers without asking (免确认)", "同时授权以后免确认收款的概率"
    )
    collects_red_packet: float = habit_rate(0.85, "chance that a red packet is collected", "红包被领取的概率")
    collect_delay_sim_minutes: float = habit_rate(90.0, "mean time until it is", "领取红包的平均用时")
    complains_per_order: float = habit_rate(0.002, "chance that a paid order leads to a complaint", "已支付订单引起投诉的概率")
    complaint_delay_sim_days: float = habit_rate(2.0, "mean time from payment to complaint", "从支付到投诉的平均时长")
    account_abnormal: float = habit_rate(
        0.002, "share of people WeChat distrusts (USER_ACCOUNT_ABNORMAL)", "账号异常的人占比（USER_ACCOUNT_ABNORMAL）"
    )
