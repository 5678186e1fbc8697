"""What Tencent Ads allows, and what its ads truly do to people."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class AdsSettings:
    """What Tencent Ads allows, and what its ads truly do to people."""

    # The platform
    ads_token_wall_seconds: int = rule(86_400, UNVERIFIED, "life of an access_token (11000)", "access_token 的有效期（11000）")
    ads_refresh_wall_seconds: int = rule(
        2_592_000, UNVERIFIED, "life of a refresh_token (11012)", "refresh_token 的有效期（11012）"
    )
    ads_code_wall_seconds: int = rule(
        300, SEEN, "life of an authorization_code (11009)", "authorization_code 的有效期（11009）"
    )
    ads_timestamp_wall_seconds: int = rule(300, SEEN, "how far the timestamp of a call may be off", "请求 timestamp 允许的偏差")
    ads_calls_per_wall_minute: int = rule(4000, SEEN, "calls of one API in a minute (11017)", "单个接口每分钟调用次数（11017）")
    ads_actions_a_call: int = rule(50, SEEN, "actions of one user_actions/add", "一次 user_actions/add 的行为条数")
    ads_action_bytes: int = rule(51_200, SEEN, "bytes of one user_actions/add", "一次 user_actions/add 的字节数")
    ads_link_users: int = rule(256, SEEN, "members of a WeCom acquisition link", "一个获客链接可用的成员数")
    ads_attribution_sim_days: float = rule(
        7.0, DOUBTFUL, "how long after a click an action counts as its conversion", "点击后多久内的行为算作其转化"
    )
    ads_audience_sim_minutes: float = rule(
        30.0, UNVERIFIED, "how long an audience's file is being matched", "人群号码包的匹配时长"
    )
    ads_smallest_daily_budget_fen: int = rule(5000, DOUBTFUL, "smallest daily budget, 50 CNY", "最低日预算，50 元")
    ads_opening_balance_fen: int = rule(10_000_000, UNVERIFIED, "cash an advertiser begins with", "广告主的初始现金余额")

    # What ads truly do. Reports and attribution of the software under test are to be checked against these.
    ads_impressions_per_day_moments: float = habit_rate(
        0.25, "how often a person sees one ad in Moments in a day", "每人每天在朋友圈看到同一广告的次数"
    )
    ads_impressions_per_day_articles: float = habit_rate(
        0.5, "how often a person sees one ad under articles in a day", "每人每天在文章底部看到同一广告的次数"
    )
    ads_impressions_per_day_channels: float = habit_rate(
        0.3, "how often a person sees one ad in Channels in a day", "每人每天在视频号看到同一广告的次数"
    )
    ads_click_rate_moments: float = habit_rate(0.012, "clicks of an impression in Moments", "朋友圈广告点击率")
    ads_click_rate_articles: float = habit_rate(0.007, "clicks of an impression under articles", "文章底部广告点击率")
    ads_click_rate_channels: float = habit_rate(0.010, "clicks of an impression in Channels", "视频号广告点击率")
    ads_converts: float = habit_rate(
        0.12, "chance that a click does what its landing page asks for", "点击后完成落地页目标的概率"
    )
    # Whether a click wakes the wish to buy is `effect_ad` times the effect of the place.
    ads_effect_moments: float = habit_rate(
        1.0, "by how much a click in Moments works better than that", "朋友圈广告点击的效果倍数"
    )
    ads_effect_articles: float = habit_rate(0.6, "the same for a click under an article", "文章底部广告点击的效果倍数")
    ads_effect_channels: float = habit_rate(1.3, "the same for a click in Channels", "视频号广告点击的效果倍数")
