"""What a merchant of WeChat Pay may do, how long things wait, and how people pay."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class PaySettings:
    """What a merchant of WeChat Pay may do, how long things wait, and how people pay."""

    # Keys and notifications
    pay_platform_key: str = rule("certificate", SEEN, "certificate, or public_key for a merchant with 微信支付公钥 only")
    pay_certificate_overlap_sim_seconds: float = rule(86_400.0, UNVERIFIED, "an old platform certificate stays in force")
    pay_timestamp_wall_seconds: float = rule(300.0, SEEN, "how old a request's timestamp may be (SIGN_ERROR)")
    pay_notify_tries: int = rule(15, SEEN, "how often a notification is sent until it is answered with 200 or 204")
    pay_notify_answer_wall_seconds: float = rule(5.0, SEEN, "how long a notification waits for its answer")
    pay_notify_speed: float = habit_rate(60.0, "the pauses of 15 s … 6 h between tries are shortened by this factor")
    pay_notify_http: int = habit_rate(1, "1: notify_url may be http, as local servers are; 0: https only, as in WeChat")

    # Orders, refunds, bills
    pay_prepay_sim_seconds: float = rule(7200.0, SEEN, "life of a prepay_id, code_url or h5_url")
    pay_order_sim_days: float = rule(7.0, UNVERIFIED, "an unpaid order without time_expire closes")
    pay_opening_balance_fen: int = habit_rate(100_000_000, "what a merchant's account holds at first")
    pay_fee_rate: float = rule(0.006, UNVERIFIED, "commission on what people pay")
    pay_refund_sim_days: float = rule(365.0, SEEN, "a payment may be refunded")
    pay_refunds_per_order: int = rule(50, UNVERIFIED, "partial refunds of one order")
    pay_refund_sim_minutes: float = habit_rate(3.0, "how long a refund takes")
    pay_refund_abnormal: float = habit_rate(0.0, "share of refunds that end ABNORMAL, as when a card is closed")
    pay_bill_hour: int = rule(10, DOUBTFUL, "hour of the next day at which yesterday's bill is ready")
    pay_bill_link_wall_seconds: float = rule(300.0, UNVERIFIED, "life of a bill's download_url")

    # Transfers
    transfer_least_fen: int = rule(10, SEEN, "smallest transfer")
    transfer_name_from_fen: int = rule(200_000, SEEN, "from this amount on user_name is needed")
    transfer_most_fen: int = rule(
        2_000_000, UNVERIFIED, "largest transfer of a scene, unless the account's transfer_scenes say"
    )
    transfer_daily_fen: int = rule(10_000_000, UNVERIFIED, "transfers of a scene in a day, unless transfer_scenes say")
    transfer_confirm_sim_hours: float = rule(24.0, SEEN, "a person confirms, or the money goes back")
    transfers_per_wall_second: int = rule(100, SEEN, "calls of transfer-bills (FREQUENCY_LIMITED)")
    transfer_cancels_per_wall_second: int = rule(20, SEEN, "calls of transfer-bills cancel (FREQUENCY_LIMITED)")

    # Coupons
    coupon_stock_most: int = rule(10_000_000, UNVERIFIED, "coupons of one stock")
    coupons_per_user: int = rule(60, UNVERIFIED, "largest max_coupons_per_user of a coupon stock")
    merchant_coupons_per_user: int = rule(100, UNVERIFIED, "largest max_coupons_per_user of a merchant coupon stock")
    coupon_list_page: int = rule(20, UNVERIFIED, "coupons on one page of a user's list")

    # Red packets
    red_packet_least_fen: int = rule(100, UNVERIFIED, "smallest red packet without a scene")
    red_packet_most_fen: int = rule(20_000, UNVERIFIED, "largest red packet without a scene")
    red_packet_sim_hours: float = rule(24.0, UNVERIFIED, "collected, or the money goes back")
    red_packets_per_wall_minute: int = rule(1800, UNVERIFIED, "calls of sendredpack and its kin (FREQ_LIMIT)")

    # Complaints
    complaint_list_days: int = rule(30, UNVERIFIED, "days that one list of complaints may cover")

    # People
    pays_order: float = habit_rate(0.85, "chance that an order made for a person is paid by them")
    pay_delay_sim_minutes: float = habit_rate(1.0, "mean time until they do")
    confirms_transfer: float = habit_rate(0.9, "chance that a person confirms a transfer")
    confirm_delay_sim_minutes: float = habit_rate(60.0, "mean time until they do")
    grants_transfers: float = habit_rate(0.8, "chance that they also agree to later transfers without asking (免确认)")
    collects_red_packet: float = habit_rate(0.85, "chance that a red packet is collected")
    collect_delay_sim_minutes: float = habit_rate(90.0, "mean time until it is")
    complains_per_order: float = habit_rate(0.002, "chance that a paid order leads to a complaint")
    complaint_delay_sim_days: float = habit_rate(2.0, "mean time from payment to complaint")
    account_abnormal: float = habit_rate(0.002, "share of people whose account WeChat distrusts (USER_ACCOUNT_ABNORMAL)")
