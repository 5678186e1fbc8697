"""What an Official Account or Mini Program may do, and how often."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class OfficialAccountSettings:
    """What an Official Account or Mini Program may do, and how often."""

    # Tags, codes and templates
    tags_per_account: int = rule(100, SEEN, "tags of an account (45056)", "一个账号的标签数（45056）")
    tags_per_person: int = rule(20, SEEN, "tags of one follower (45059)", "一位粉丝的标签数（45059）")
    tag_name_bytes: int = rule(30, SEEN, "bytes of a tag's name (45158)", "标签名的字节数（45158）")
    tag_deletable_fans: int = rule(
        100_000, SEEN, "followers of a tag that can still be deleted (45057)", "仍可删除的标签的粉丝数（45057）"
    )
    permanent_qr_codes: int = rule(
        100_000, UNVERIFIED, "permanent codes of an account (45029)", "一个账号的永久二维码数（45029）"
    )
    temporary_qr_sim_seconds: int = rule(2_592_000, UNVERIFIED, "longest life of a temporary code", "临时二维码的最长有效期")
    short_key_sim_seconds: int = rule(2_592_000, UNVERIFIED, "longest life of a short key", "短 key 的最长有效期")
    private_templates: int = rule(25, SEEN, "templates of an account", "一个账号的模板数")
    industry_changes_per_month: int = rule(
        5, SEEN, "changes of the template categories in a month (43100)", "每月可修改模板所属行业的次数（43100）"
    )
    mini_program_templates: int = rule(50, SEEN, "subscribe templates of a Mini Program", "一个小程序的订阅消息模板数")
    link_life_sim_days: int = rule(30, DOUBTFUL, "longest life of a URL Link or Scheme", "URL Link 或 Scheme 的最长有效期")
    conditional_menus: int = rule(20, UNVERIFIED, "conditional menus of an account (65305)", "一个账号的个性化菜单数（65305）")

    # Customer-service windows
    reply_window_sim_seconds: int = rule(
        172_800, SEEN, "how long one may reply to a message (45015)", "收到消息后可回复的时长（45015）"
    )
    reply_window_messages: int = rule(5, SEEN, "replies to a message (45047)", "收到消息后可回复的条数（45047）")
    touch_window_wall_seconds: int = rule(
        60, SEEN, "how long one may write after a follow, scan or click (45015)", "关注、扫码、点菜单后可下发的时长（45015）"
    )
    touch_window_messages: int = rule(
        3, SEEN, "messages after a follow, scan or menu click (45047)", "关注、扫码、点菜单后可下发的条数（45047）"
    )
    enter_window_messages: int = rule(
        2, SEEN, "messages after somebody entered a Mini Program (45047)", "用户进入小程序客服后可下发的条数（45047）"
    )
    typing_gap_wall_seconds: int = rule(
        30, SEEN, "typing is shown to who wrote within this time (45080)", "须在此时长内收到过消息才能显示“正在输入”（45080）"
    )

    # Media
    temporary_media_sim_seconds: int = rule(259_200, SEEN, "life of temporary media (40007)", "临时素材的有效期（40007）")
    permanent_images: int = rule(100_000, UNVERIFIED, "permanent images of an account (45009)", "一个账号的永久图片数（45009）")
    permanent_others: int = rule(
        1000, UNVERIFIED, "permanent voices, videos and thumbs, each (45009)", "永久语音、视频、缩略图各自的数量（45009）"
    )
    image_bytes: int = rule(10_485_760, UNVERIFIED, "size of an image (45001)", "图片大小（45001）")
    voice_bytes: int = rule(2_097_152, UNVERIFIED, "size of a voice (45001)", "语音大小（45001）")
    video_bytes: int = rule(10_485_760, UNVERIFIED, "size of a video (45001)", "视频大小（45001）")
    thumb_bytes: int = rule(65_536, UNVERIFIED, "size of a thumb (45001)", "缩略图大小（45001）")
    content_image_bytes: int = rule(
        1_048_576, UNVERIFIED, "size of an image within an article (45001)", "图文内图片的大小（45001）"
    )

    # Articles and publishing
    articles_per_issue: int = rule(
        8, UNVERIFIED, "articles published or sent together (45008)", "一次发布或群发的图文篇数（45008）"
    )
    article_characters: int = rule(20_000, UNVERIFIED, "characters of an article (45002)", "图文正文字数（45002）")
    article_title_characters: int = rule(64, UNVERIFIED, "characters of an article's title (45003)", "图文标题字数（45003）")
    article_author_characters: int = rule(16, UNVERIFIED, "characters of an article's author (45110)", "图文作者字数（45110）")
    article_digest_characters: int = rule(128, UNVERIFIED, "characters of an article's digest (45004)", "图文摘要字数（45004）")
    publish_delay_sim_seconds: int = habit_rate(120, "how long publishing an article takes", "发布一篇图文的用时")
    publish_original_failures: float = habit_rate(
        0.01, "share of publications that the check of originality stops", "被原创校验拦下的发布占比"
    )
    publish_platform_refusals: float = habit_rate(
        0.02, "share of publications that the platform's review refuses", "平台审核不通过的发布占比"
    )
    comment_reply_characters: int = rule(
        600, UNVERIFIED, "characters of a reply to a comment (88007)", "回复留言的字数（88007）"
    )
    elected_comments: int = rule(100, UNVERIFIED, "elected comments of an article (88003)", "一篇图文的精选留言数（88003）")

    # Mass messages
    mass_to_person_per_month: int = rule(
        4, SEEN, "mass messages a person gets from a service account in a calendar month", "每人每自然月收到同一服务号的群发数"
    )
    mass_to_all_per_month: int = rule(
        4, SEEN, "mass messages of a service account to all in a month (45028)", "服务号每月向全员群发的次数（45028）"
    )
    mass_to_all_per_day: int = rule(
        1, SEEN, "mass messages of a service account to all in a day (45028)", "服务号每天向全员群发的次数（45028）"
    )
    mass_subscription_per_day: int = rule(
        1, SEEN, "mass messages of a subscription account in a day (45028)", "订阅号每天群发的次数（45028）"
    )
    mass_openids: int = rule(10_000, SEEN, "openids of one mass message (40032)", "一次群发的 openid 数（40032）")
    mass_same_client_id_sim_seconds: int = rule(
        86_400, SEEN, "how long a clientmsgid is remembered (45065)", "clientmsgid 的去重时长（45065）"
    )
    mass_same_client_id_gap_wall_seconds: int = rule(
        60, SEEN, "a clientmsgid is tried again after so long (45066)", "同一 clientmsgid 重试的间隔（45066）"
    )
    mass_protection: int = rule(0, SEEN, "1 when an administrator confirms each mass message", "1 为群发需管理员确认")
    mass_confirmation_sim_seconds: int = rule(
        1800, SEEN, "how long an administrator has to confirm: err(40002)", "管理员确认的时限：err(40002)"
    )
    mass_admin_confirms: float = habit_rate(
        0.95, "share of mass messages that an administrator confirms, else err(40001)", "管理员确认群发的比例，否则 err(40001)"
    )
    mass_admin_sim_minutes: float = habit_rate(5.0, "how long an administrator takes on average", "管理员确认的平均用时")
    mass_review_sim_seconds: int = habit_rate(300, "how long the review of a mass message takes", "群发审核的用时")
    mass_refusals: float = habit_rate(
        0.01, "share of mass messages that the review refuses with err(N)", "群发审核不通过的占比，err(N)"
    )
    mass_original_failures: float = habit_rate(
        0.01, "share of mass articles found to be a reprint: err(30001)", "群发图文被判为转载的占比：err(30001)"
    )
    mass_errors: float = habit_rate(
        0.002, "share of people a mass message does not reach, counted in ErrorCount", "群发未送达的人占比，计入 ErrorCount"
    )
    refuses_mass: float = habit_rate(0.01, "share of followers who have switched mass messages off", "关闭接收群发的粉丝占比")
    mass_slice: int = habit_rate(500, "people to whom a mass message goes at once", "群发每批下发的人数")

    # Web authorisation
    oauth_code_wall_seconds: int = rule(300, SEEN, "life of an OAuth code (40029)", "网页授权 code 的有效期（40029）")
    oauth_token_wall_seconds: int = rule(
        7200, SEEN, "life of an OAuth token (42001)", "网页授权 access_token 的有效期（42001）"
    )
    oauth_refresh_sim_days: int = rule(
        30, SEEN, "life of an OAuth refresh token (42002)", "网页授权 refresh_token 的有效期（42002）"
    )
    snapshot_users: float = habit_rate(
        0.0, "share of page visits as a virtual user in snapshot mode", "以快照页虚拟账号访问网页的占比"
    )
    js_ticket_wall_seconds: int = rule(7200, SEEN, "life of a JS-SDK ticket", "jsapi_ticket 的有效期")

    # Statistics and calls
    statistics_ready_hour: int = rule(
        8, UNVERIFIED, "hour from which yesterday's statistics can be read (61501)", "可查询昨日数据的时刻（61501）"
    )
    rid_sim_days: int = rule(7, SEEN, "how long a call can be looked up by its rid (76004)", "可用 rid 查询调用的时长（76004）")

    # What people do with an Official Account
    open_mass: float = habit_rate(0.06, "share of mass messages that are opened", "群发消息的打开率")
    open_notice: float = habit_rate(0.286, "share of subscribe notices that are opened", "订阅通知的打开率")
    share_article: float = habit_rate(0.03, "share of readers who share an article", "读者分享文章的比例")
    share_to_moments: float = habit_rate(
        0.4, "share of those who share in Moments, the others tell friends", "分享者中分享到朋友圈的占比，其余发给好友"
    )
    sees_share_of_friend: float = habit_rate(
        0.35, "share of friends who read what was sent to them", "收到分享的好友阅读的比例"
    )
    sees_share_in_moments: float = habit_rate(
        0.06, "share of friends who read what they see in Moments", "在朋友圈看到的好友阅读的比例"
    )
    friends_told: int = habit_rate(4, "friends to whom an article is sent", "文章转发给的好友数")
    comment_on_article: float = habit_rate(
        0.015, "share of readers who comment, where comments are open", "开放留言时读者留言的比例"
    )
    favour_article: float = habit_rate(0.01, "share of readers who keep an article as a favourite", "读者收藏文章的比例")
    follow_after_article: float = habit_rate(
        0.02, "share of readers who do not follow yet and then do", "未关注的读者读后关注的比例"
    )
    browse_history_per_day: float = habit_rate(
        0.003, "how often a follower looks up what an account has published", "粉丝每天翻看历史文章的次数"
    )
    original_of_article: float = habit_rate(
        0.03, "share of readers who open the original page behind an article", "读者打开“阅读原文”的比例"
    )
    other_than_text: float = habit_rate(
        0.12, "share of people's messages that are pictures, voices, videos or places", "用户消息中图片、语音、视频、位置的占比"
    )
    reports_location: float = habit_rate(
        0.3, "share of people who let an account see where they are", "允许公众号获取地理位置的人占比"
    )
    template_system_failures: float = habit_rate(
        0.001, "share of template messages that fail: system failed", "模板消息下发失败的占比：system failed"
    )
