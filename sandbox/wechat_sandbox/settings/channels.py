"""What a store in WeChat Channels may do, and how people watch, buy, send back and come again."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class ChannelsSettings:
    """What a store in WeChat Channels may do, and how people watch, buy, send back and come again."""

    # Calls
    store_order_id_form: str = rule(
        "mixed",
        SEEN,
        "order_id in events: text, number, or mixed as in the samples",
        "事件中 order_id：text、number，或 mixed 同官方示例",
    )
    store_orders_a_page: int = rule(100, SEEN, "orders that one call lists", "一次可列出的订单数")
    store_products_a_page: int = rule(30, SEEN, "products that one call lists", "一次可列出的商品数")
    store_list_sim_days: float = rule(
        7.0, UNVERIFIED, "longest stretch of time that orders are listed for", "订单列表的最长时间跨度"
    )
    store_aftersale_list_sim_hours: float = rule(
        24.0, SEEN, "longest stretch of time that after-sales are listed for", "售后单列表的最长时间跨度"
    )
    store_decodes_per_order: int = rule(
        5, UNVERIFIED, "times an order's address and phone may be decoded (45009)", "每单收件人地址与电话可解密次数（45009）"
    )
    store_virtual_numbers_per_order: int = rule(
        5, UNVERIFIED, "times an order's virtual number may be asked for (45009)", "每单可获取虚拟号的次数（45009）"
    )
    store_virtual_number_sim_days: float = rule(15.0, UNVERIFIED, "life of a virtual number", "虚拟号的有效期")
    store_coupon_most_issued: int = rule(100_000_000, UNVERIFIED, "coupons of one kind at most", "一种优惠券的最大发放量")
    store_coupon_name_letters: int = rule(20, UNVERIFIED, "letters in the name of a coupon", "优惠券名称的字数")
    store_sharers: int = rule(500, UNVERIFIED, "sharers of a store", "一个小店的分享员数")
    store_sharer_invitation_sim_days: float = rule(3.0, SEEN, "life of the code that invites a sharer", "分享员邀请码的有效期")
    compass_sim_days_late: int = rule(
        0, UNVERIFIED, "days until the compass and live board show a day (61501)", "罗盘与直播大屏数据延迟的天数（61501）"
    )

    # The life of an order
    store_stock_at_start: int = habit_rate(500, "pieces of each product that a store has at first", "每种商品的初始库存")
    store_stock_warning: int = rule(
        0, UNVERIFIED, "stock at which channels_ec_stock_no_enough is sent", "触发 channels_ec_stock_no_enough 的库存"
    )
    store_freight_fen: int = habit_rate(0, "freight of an order", "每单运费")
    store_unpaid_sim_minutes: float = rule(
        30.0, DOUBTFUL, "time to pay before an order is cancelled", "未支付订单自动取消前的时长"
    )
    store_delivery_sim_hours: float = rule(
        48.0, DOUBTFUL, "time to ship, shown as delivery_deadline", "发货时限，即 delivery_deadline"
    )
    store_auto_confirm_sim_days: float = rule(
        10.0, DOUBTFUL, "time after shipping until receipt is confirmed by itself", "发货后自动确认收货的时长"
    )
    store_settle_sim_days: float = rule(
        7.0, DOUBTFUL, "time after receipt until an order is settled", "确认收货后到订单结算的时长"
    )
    store_fee_ppm: int = rule(
        50_000, DOUBTFUL, "WeChat's technical service fee, in millionths of the price", "微信技术服务费，成交价的百万分之几"
    )
    store_aftersale_answer_sim_hours: float = rule(
        48.0, DOUBTFUL, "time to answer an after-sale before WeChat does", "商家处理售后的时限，过期由微信处理"
    )
    store_send_back_sim_days: float = rule(
        7.0, DOUBTFUL, "time to send goods back before an after-sale is closed", "买家寄回的时限，过期售后关闭"
    )
    store_refund_sim_minutes: float = habit_rate(5.0, "time until money is back", "退款到账所需时间")
    store_ships_itself: float = habit_rate(
        1.0, "share of orders the store's own warehouse ships; 0: only by API", "小店仓库自行发货的占比，0 为只由接口发货"
    )
    store_ships_after_sim_hours: float = habit_rate(
        20.0, "mean time until the store's own warehouse ships", "小店仓库发货的平均用时"
    )

    # What people do in a store
    store_visits_per_day: float = habit_rate(
        0.04, "openings of the store's window by each who knows the brand", "知道品牌的人每天打开橱窗的次数"
    )
    store_products_seen: int = habit_rate(4, "products looked at in a visit", "每次逛橱窗看的商品数")
    store_order_per_visit: float = habit_rate(
        0.06, "share of visits to the window that end with an order", "逛橱窗后下单的比例"
    )
    store_pays: float = habit_rate(0.86, "share of orders that are paid", "订单支付率")
    store_confirms: float = habit_rate(0.7, "share of parcels whose receipt is confirmed by hand", "手动确认收货的包裹占比")
    store_sends_back: float = habit_rate(0.06, "share of orders that people want their money back for", "申请退款的订单占比")
    store_complains: float = habit_rate(0.3, "share of refused after-sales that people complain about", "售后被拒后投诉的比例")
    store_takes_coupon: float = habit_rate(
        0.5, "share of buyers who take a coupon that fits before they order", "下单前领取可用优惠券的买家占比"
    )
    store_joins_vip: float = habit_rate(0.35, "share of buyers who join the members' programme", "加入会员的买家占比")
    store_uses_points: float = habit_rate(
        0.25, "share of members' orders that are paid in part with points", "会员订单中用积分抵扣的比例"
    )
    store_point_fen: int = habit_rate(1, "what a point takes off an order", "每积分抵扣的金额")
    store_points_per_yuan: int = habit_rate(1, "points for a yuan that was paid", "每支付一元得到的积分")
    store_invited_sharer_accepts: float = habit_rate(
        0.8, "share of invited people who become sharers", "受邀者成为分享员的比例"
    )
    store_sharer_shares_per_day: float = habit_rate(0.5, "products a sharer shows to others", "每位分享员每天分享的商品数")
    store_shared_friends: int = habit_rate(8, "friends who see what a sharer shares", "看到分享员所分享内容的好友数")
    store_shared_open: float = habit_rate(0.25, "share of them who open it", "其中点开的比例")
    store_shared_buys: float = habit_rate(0.08, "share of those who then buy", "点开后购买的比例")
    store_league_sales: float = habit_rate(
        0.3, "share of orders of league products that a promoter brought about", "优选联盟商品的订单中由达人带来的占比"
    )

    # Live rooms
    live_start_china_hour: float = habit_rate(
        20.0, "hour at which the live room opens by itself, 24 for never", "直播自动开播的时刻（时），24 为不开播"
    )
    live_sim_minutes: float = habit_rate(90.0, "how long it stays open", "每场直播的时长")
    live_products: int = habit_rate(20, "products in a live room", "直播间的商品数")
    live_impressions: float = habit_rate(
        0.6, "share of those awake who know the brand and are shown a live room", "醒着且知道品牌者看到直播曝光的比例"
    )
    live_open: float = habit_rate(0.191, "share of them who enter", "其中进入直播间的比例")
    live_buys: float = habit_rate(0.087, "share of viewers who order", "观众的下单率")
    live_returns: float = habit_rate(
        0.67, "share of viewers who come to the next live room by themselves", "下一场自己再来的观众占比"
    )
    live_watch_sim_minutes: float = habit_rate(6.0, "mean time a viewer stays", "观众的平均观看时长")
    live_clicks: float = habit_rate(0.35, "share of viewers who open a product", "观众的商品点击率")
    live_likes: float = habit_rate(0.2, "share of viewers who like", "观众的点赞率")
    live_comments: float = habit_rate(0.07, "share of viewers who write", "观众的评论率")
    live_shares: float = habit_rate(0.03, "share of viewers who share the room with a friend", "把直播间分享给好友的观众占比")
    live_follows: float = habit_rate(0.05, "share of viewers who follow the channel", "关注视频号的观众占比")
    live_leads: float = habit_rate(0.02, "share of viewers who leave their phone number", "留下手机号的观众占比")

    # Short videos, and articles with a product card
    videos_per_week: float = habit_rate(2.0, "short videos that the store posts", "小店每周发布的短视频数")
    video_impressions_per_day: float = habit_rate(
        0.15, "short videos of the brand shown to each in a day", "每人每天看到的品牌短视频曝光数"
    )
    video_open: float = habit_rate(0.286, "share of those shown who watch", "曝光后观看的比例")
    video_buys: float = habit_rate(0.042, "share of those who watch that order", "观看后下单的比例")
    video_returns: float = habit_rate(
        0.54, "share of those who watch that come back for another within a week", "观看者一周内再来看的比例"
    )
    video_finishes: float = habit_rate(0.38, "share of those who watch to the end", "看完的比例")
    video_likes: float = habit_rate(0.08, "share of those who watch that like it", "观看者的点赞率")
    video_shares: float = habit_rate(0.02, "share of those who watch that share it", "观看者的分享率")
    card_impressions_per_day: float = habit_rate(
        0.05, "articles with a product card shown to each in a day", "每人每天看到的带商品卡片的文章数"
    )
    card_open: float = habit_rate(0.123, "share of those shown who open it", "曝光后打开的比例")
    card_buys: float = habit_rate(0.018, "share of those who open it that order", "打开后下单的比例")
    card_returns: float = habit_rate(
        0.38, "share of those who open one that come back for another within a week", "打开者一周内再次打开的比例"
    )
