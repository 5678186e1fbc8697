"""What a Mini Program may do, and how often."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class MiniProgramSettings:
    """What a Mini Program may do, and how often."""

    # Login
    logins_per_person_wall_minute: int = rule(
        100, SEEN, "logins of one person in a minute (45011)", "每人每分钟登录次数（45011）"
    )
    login_refused_from_risk: int = rule(
        4, SEEN, "people of this risk rank and above cannot log in (40226)", "达到此风险等级的用户不能登录（40226）"
    )
    encrypt_key_sim_seconds: int = rule(
        3600, UNVERIFIED, "how long a key of getuserencryptkey serves", "getuserencryptkey 密钥的有效期"
    )

    # Codes, links and schemes
    limited_codes: int = rule(
        100_000,
        UNVERIFIED,
        "codes of getwxacode and createwxaqrcode together (45029)",
        "getwxacode 与 createwxaqrcode 总数（45029）",
    )
    links_per_day: int = rule(
        500_000,
        DOUBTFUL,
        "schemes and links made in a day (or 10 000 000; 45009)",
        "每天生成的 URL Scheme 与 Link 数（或 1000 万；45009）",
    )
    link_opens_per_day: int = rule(
        3_000_000, DOUBTFUL, "openings of URL schemes and links in a day", "每天打开 URL Scheme 与 Link 的次数"
    )
    link_serves_one_person: int = rule(
        1, DOUBTFUL, "1: a link serves its first visitor only; 0: everybody", "1：Scheme、Link 仅首个访问者可用；0：人人可用"
    )
    permanent_short_links: int = rule(
        100_000, DOUBTFUL, "short links without an end (85400)", "长期有效的 Short Link 数（85400）"
    )
    short_links_per_day: int = rule(
        1_000_000, DOUBTFUL, "short links made in a day (or 10 000 000; 45009)", "每天生成的 Short Link 数（或 1000 万；45009）"
    )
    short_link_life_sim_days: int = rule(30, SEEN, "life of a short link with an end", "短期 Short Link 的有效期")

    program_code_scans_per_day: float = habit_rate(
        0.03, "how often somebody who goes to stores scans a Mini Program code", "逛门店的人每天扫小程序码的次数"
    )

    # Content
    checked_text_characters: int = rule(2500, SEEN, "longest text of msg_sec_check", "msg_sec_check 的最长文本")
    text_checks_per_wall_minute: int = rule(4000, SEEN, "texts checked in a minute (44991)", "每分钟检测的文本数（44991）")
    text_checks_per_day: int = rule(2_000_000, SEEN, "texts checked in a day (45009)", "每天检测的文本数（45009）")
    media_checks_per_wall_minute: int = rule(
        2000, UNVERIFIED, "media checked in a minute (44991)", "每分钟检测的音视频与图片数（44991）"
    )
    media_checks_per_day: int = rule(200_000, UNVERIFIED, "media checked in a day (45009)", "每天检测的音视频与图片数（45009）")
    active_sim_seconds: int = rule(
        7200, SEEN, "how lately an openid visited whose content is checked (61010)", "内容检测要求用户近期访问过的时长（61010）"
    )
    media_check_sim_minutes: float = rule(
        2.0, DOUBTFUL, "until wxa_media_check tells a verdict (at most 30)", "wxa_media_check 返回结果的用时（至多 30 分钟）"
    )
    checked_picture_bytes: int = rule(
        1_048_576, SEEN, "largest picture of img_sec_check (40006)", "img_sec_check 的最大图片（40006）"
    )

    # Messages
    subscribe_list_shape: str = rule(
        "auto", SEEN, "List in JSON events: auto (one item bare) or array", "JSON 事件的 List：auto（单个为对象）或 array"
    )

    # Orders
    auto_receipt_sim_days: float = rule(
        10.0, UNVERIFIED, "until an order that was sent counts as received", "发货后自动确认收货的时长"
    )
    shipping_parcels: int = rule(10, UNVERIFIED, "parcels of one order that is sent in parts", "一单分拆发货的包裹数")

    # Search
    submitted_pages_per_call: int = rule(
        1000, SEEN, "pages in one call of wxaapi_submitpages (47004)", "一次 wxaapi_submitpages 的页面数（47004）"
    )
    submitted_pages_per_day: int = rule(
        1_000_000, UNVERIFIED, "pages submitted to search in a day (47006)", "每天提交给搜索的页面数（47006）"
    )
