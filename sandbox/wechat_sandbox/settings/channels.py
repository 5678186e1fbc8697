"""What a store in WeChat Channels may do, and how people watch, buy, send back and come again."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class ChannelsSettings:
    """What a store in WeChat Channels may do, and how people watch, buy, send back and come again."""

    # Calls
    store_order_id_form: str = rule(
        "mixed", SEEN, "order_id in events: text, number, or mixed as in the samples (new, deliver and ext_info number)"
    )
    store_orders_a_page: int = rule(100, SEEN, "orders that one call lists")
    store_products_a_page: int = rule(30, SEEN, "products that one call lists")
    store_list_sim_days: float = rule(7.0, UNVERIFIED, "longest stretch of time that orders are listed for")
    store_aftersale_list_sim_hours: float = rule(24.0, SEEN, "longest stretch of time that after-sales are listed for")
    store_decodes_per_order: int = rule(5, UNVERIFIED, "times an order's address and phone may be decoded (45009)")
    store_virtual_numbers_per_order: int = rule(5, UNVERIFIED, "times an order's virtual number may be asked for (45009)")
    store_virtual_number_sim_days: float = rule(15.0, UNVERIFIED, "life of a virtual number")
    store_coupon_most_issued: int = rule(100_000_000, UNVERIFIED, "coupons of one kind at most")
    store_coupon_name_letters: int = rule(20, UNVERIFIED, "letters in the name of a coupon")
    store_sharers: int = rule(500, UNVERIFIED, "sharers of a store")
    store_sharer_invitation_sim_days: float = rule(3.0, SEEN, "life of the code that invites a sharer")
    compass_sim_days_late: int = rule(0, UNVERIFIED, "days after which the compass and the live board show a day (61501)")

    # The life of an order
    store_stock_at_start: int = habit_rate(500, "pieces of each product that a store has at first")
    store_stock_warning: int = rule(0, UNVERIFIED, "stock at which channels_ec_stock_no_enough is sent")
    store_freight_fen: int = habit_rate(0, "freight of an order")
    store_unpaid_sim_minutes: float = rule(30.0, DOUBTFUL, "time to pay before an order is cancelled")
    store_delivery_sim_hours: float = rule(48.0, DOUBTFUL, "time to ship, shown as delivery_deadline")
    store_auto_confirm_sim_days: float = rule(10.0, DOUBTFUL, "time after shipping until receipt is confirmed by itself")
    store_settle_sim_days: float = rule(7.0, DOUBTFUL, "time after receipt until an order is settled")
    store_fee_ppm: int = rule(50_000, DOUBTFUL, "WeChat's technical service fee, in millionths of the price")
    store_aftersale_answer_sim_hours: float = rule(48.0, DOUBTFUL, "time to answer an after-sale before WeChat does")
    store_send_back_sim_days: float = rule(7.0, DOUBTFUL, "time to send goods back before an after-sale is closed")
    store_refund_sim_minutes: float = habit_rate(5.0, "time until money is back")
    store_ships_itself: float = habit_rate(1.0, "share of orders that the store's own warehouse ships, 0 to ship by API alone")
    store_ships_after_sim_hours: float = habit_rate(20.0, "mean time until the store's own warehouse ships")

    # What people do in a store
    store_visits_per_day: float = habit_rate(0.04, "openings of the store's window by each who knows the brand")
    store_products_seen: int = habit_rate(4, "products looked at in a visit")
    store_order_per_visit: float = habit_rate(0.06, "share of visits to the window that end with an order")
    store_pays: float = habit_rate(0.86, "share of orders that are paid")
    store_confirms: float = habit_rate(0.7, "share of parcels whose receipt is confirmed by hand")
    store_sends_back: float = habit_rate(0.06, "share of orders that people want their money back for")
    store_complains: float = habit_rate(0.3, "share of refused after-sales that people complain about")
    store_takes_coupon: float = habit_rate(0.5, "share of buyers who take a coupon that fits before they order")
    store_joins_vip: float = habit_rate(0.35, "share of buyers who join the members' programme")
    store_uses_points: float = habit_rate(0.25, "share of members' orders that are paid in part with points")
    store_point_fen: int = habit_rate(1, "what a point takes off an order")
    store_points_per_yuan: int = habit_rate(1, "points for a yuan that was paid")
    store_invited_sharer_accepts: float = habit_rate(0.8, "share of invited people who become sharers")
    store_sharer_shares_per_day: float = habit_rate(0.5, "products a sharer shows to others")
    store_shared_friends: int = habit_rate(8, "friends who see what a sharer shares")
    store_shared_open: float = habit_rate(0.25, "share of them who open it")
    store_shared_buys: float = habit_rate(0.08, "share of those who then buy")
    store_league_sales: float = habit_rate(0.3, "share of orders of league products that a promoter brought about")

    # Live rooms
    live_start_china_hour: float = habit_rate(20.0, "hour at which the live room opens by itself, 24 for never")
    live_sim_minutes: float = habit_rate(90.0, "how long it stays open")
    live_products: int = habit_rate(20, "products in a live room")
    live_impressions: float = habit_rate(0.6, "share of those who are awake and know the brand that are shown a live room")
    live_open: float = habit_rate(0.191, "share of them who enter")
    live_buys: float = habit_rate(0.087, "share of viewers who order")
    live_returns: float = habit_rate(0.67, "share of viewers who come to the next live room by themselves")
    live_watch_sim_minutes: float = habit_rate(6.0, "mean time a viewer stays")
    live_clicks: float = habit_rate(0.35, "share of viewers who open a product")
    live_likes: float = habit_rate(0.2, "share of viewers who like")
    live_comments: float = habit_rate(0.07, "share of viewers who write")
    live_shares: float = habit_rate(0.03, "share of viewers who share the room with a friend")
    live_follows: float = habit_rate(0.05, "share of viewers who follow the channel")
    live_leads: float = habit_rate(0.02, "share of viewers who leave their phone number")

    # Short videos, and articles with a product card
    videos_per_week: float = habit_rate(2.0, "short videos that the store posts")
    video_impressions_per_day: float = habit_rate(0.15, "short videos of the brand shown to each in a day")
    video_open: float = habit_rate(0.286, "share of those shown who watch")
    video_buys: float = habit_rate(0.042, "share of those who watch that order")
    video_returns: float = habit_rate(0.54, "share of those who watch that come back for another within a week")
    video_finishes: float = habit_rate(0.38, "share of those who watch to the end")
    video_likes: float = habit_rate(0.08, "share of those who watch that like it")
    video_shares: float = habit_rate(0.02, "share of those who watch that share it")
    card_impressions_per_day: float = habit_rate(0.05, "articles with a product card shown to each in a day")
    card_open: float = habit_rate(0.123, "share of those shown who open it")
    card_buys: float = habit_rate(0.018, "share of those who open it that order")
    card_returns: float = habit_rate(0.38, "share of those who open one that come back for another within a week")
