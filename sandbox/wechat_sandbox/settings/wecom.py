"""What a WeCom corp may do, how often, and how its members and customers go along with it."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class WecomSettings:
    """What a WeCom corp may do, how often, and how its members and customers go along with it."""

    # Calls
    wecom_calls_per_wall_hour: int = rule(
        150_000, SEEN, "calls of one WeCom API by one corp in an hour (45009)", "单个企业每小时调用单个接口的次数（45009）"
    )
    wecom_calls_per_address_wall_minute: int = rule(
        20_000, SEEN, "WeCom calls from one address in a minute (45009)", "单个 IP 每分钟调用企业微信的次数（45009）"
    )
    wecom_calls_per_address_wall_hour: int = rule(
        600_000, SEEN, "WeCom calls from one address in an hour (45009)", "单个 IP 每小时调用企业微信的次数（45009）"
    )
    wrong_secrets_borne: int = rule(
        10, UNVERIFIED, "wrong secrets before gettoken blocks the address (45009)", "gettoken 封禁 IP 前密钥可错的次数（45009）"
    )
    wrong_secret_block_wall_seconds: int = rule(
        3600, SEEN, "how long an address with wrong secrets is blocked", "密钥错误的 IP 封禁时长"
    )
    jsapi_tickets_per_wall_hour: int = rule(
        400, SEEN, "get_jsapi_ticket calls of a corp in an hour", "企业每小时调用 get_jsapi_ticket 的次数"
    )
    agent_tickets_per_wall_hour: int = rule(
        100, SEEN, "ticket/get calls of an application in an hour", "应用每小时调用 ticket/get 的次数"
    )
    jsapi_ticket_wall_seconds: int = rule(7200, SEEN, "life of a JS-SDK ticket", "jsapi_ticket 的有效期")
    member_code_wall_seconds: int = rule(
        300, SEEN, "life of the code that a page gets for its visitor (40029)", "网页授权 code 的有效期（40029）"
    )
    user_ticket_wall_seconds: int = rule(
        1800, UNVERIFIED, "life of the user_ticket for auth/getuserdetail", "auth/getuserdetail 的 user_ticket 的有效期"
    )

    # Customers
    customers_per_member: int = rule(
        20_000, DOUBTFUL, "customers of one member (5000, on request 20 000)", "一个成员的客户数（5000，可申请至 20 000）"
    )
    members_greeted_in_console: str = rule(
        "", SEEN, "members with a console welcome: no WelcomeCode in their events", "后台已配欢迎语的成员，事件不带 WelcomeCode"
    )
    contact_ways: int = rule(
        500_000,
        SEEN,
        "live codes of a corp, contact and join ways together (41045)",
        "企业的活码总数，含联系我与入群码（41045）",
    )
    contact_way_users: int = rule(
        100, SEEN, "members behind one live code, departments spread out (41041)", "一个活码可用的成员数，部门展开计（41041）"
    )
    temporary_ways_per_sim_day: int = rule(
        100_000, SEEN, "temporary live codes in a day (41045)", "每天创建的临时活码数（41045）"
    )
    temporary_way_sim_days: int = rule(
        14, SEEN, "longest life of a temporary live code or conversation", "临时活码或临时会话的最长有效期"
    )
    corp_tags: int = rule(
        10_000,
        UNVERIFIED,
        "tags of a corp (3000 in 2024, 10 000 in the newer console; 40126)",
        "企业标签数（2024 年为 3000；40126）",
    )

    # Mass messages and Moments
    group_message_cap: str = rule(
        "month",
        SEEN,
        "企业群发 a customer gets: month (one a day), week (7) or day (1)",
        "企业群发接收上限：month 当月天数，week 7，day 1",
    )
    member_messages_per_sim_day: int = rule(
        1, SEEN, "a member's own mass messages to one customer in a day", "成员个人每天向同一客户群发的条数"
    )
    customers_per_own_message: int = rule(20_000, SEEN, "customers of a member's own mass message", "成员个人一次群发的客户数")
    dispatch_wall_seconds: float = rule(
        1.0,
        UNVERIFIED,
        "how long a mass message is dispatched, no results yet (41063)",
        "群发下发的用时，其间查不到结果（41063）",
    )
    reminders_per_sim_day: int = rule(
        3, SEEN, "reminders of one mass message in 24 hours (41094)", "一次群发 24 小时内的提醒次数（41094）"
    )
    moments_per_month: int = rule(
        4, UNVERIFIED, "企业朋友圈 a customer sees in a month (a console setting)", "客户每月看到的企业朋友圈数（按后台设置）"
    )
    moment_jobs: int = rule(
        500, UNVERIFIED, "moment tasks of a corp being made at the same time (41078)", "企业同时创建中的朋友圈任务数（41078）"
    )
    moment_job_sim_seconds: int = rule(
        86_400, SEEN, "how long the result of a moment task can be asked for", "朋友圈任务创建结果的可查时长"
    )
    moment_job_wall_seconds: float = rule(1.0, UNVERIFIED, "how long the making of a moment task takes", "创建朋友圈任务的用时")

    # Customer groups
    group_size: int = rule(500, DOUBTFUL, "members of a customer group", "客户群的人数")
    group_code_size: int = rule(
        200, DOUBTFUL, "members of a group above which nobody joins by code", "超过此人数的群不能扫码加入"
    )
    groups_per_join_way: int = rule(5, SEEN, "groups behind one join way (41091)", "一个「加入群聊」活码的群数（41091）")
    group_welcomes: int = rule(100, UNVERIFIED, "welcome templates for groups (41055)", "入群欢迎语素材数（41055）")

    # Transfers, acquisition links, words
    transfer_sim_seconds: int = rule(86_400, SEEN, "how long a customer may refuse a new member", "客户可拒绝接替成员的时限")
    transfers_per_90_sim_days: int = rule(
        2, SEEN, "transfers of a customer on the job in 90 days (40128)", "在职客户 90 天内可继承的次数（40128）"
    )
    acquisition_quota: int = rule(
        1000, UNVERIFIED, "customers that a corp has paid for by acquisition links", "企业已购的获客助手使用量"
    )
    acquisition_low: int = rule(20, SEEN, "balance below which balance_low is told", "余量低于此数触发 balance_low")
    acquisition_links: int = rule(1000, UNVERIFIED, "acquisition links of a corp (41095)", "企业的获客链接数（41095）")
    intercept_rules: int = rule(100, UNVERIFIED, "intercept rules of a corp (41069)", "企业的敏感词规则数（41069）")
    behaviour_data_sim_days: int = rule(180, SEEN, "how long statistics are kept", "统计数据的保留天数")

    # Messages to members, media, archive
    app_messages_per_member_wall_minute: int = rule(
        30, SEEN, "application messages a member gets in a minute, more are dropped", "成员每分钟收到应用消息的条数，超出丢弃"
    )
    app_messages_per_member_wall_hour: int = rule(
        1000, SEEN, "application messages a member gets in an hour, more are dropped", "成员每小时收到应用消息的条数，超出丢弃"
    )
    app_messages_per_member_sim_day: int = rule(
        200, SEEN, "application messages in a day for each member (45009)", "应用每天的消息数，按企业人数乘算（45009）"
    )
    app_chats_per_sim_day: int = rule(1000, SEEN, "application chats made in a day (45009)", "每天创建的应用群聊数（45009）")
    app_chat_members: int = rule(2000, SEEN, "members of an application chat (86006)", "应用群聊的人数（86006）")
    media_sim_seconds: int = rule(259_200, SEEN, "life of an uploaded file (40007)", "上传素材的有效期（40007）")
    message_archive: int = rule(
        1, DOUBTFUL, "1: the corp keeps a message archive (会话存档), 0: 301053", "1：企业已开通会话存档；0：返回 301053"
    )

    # How members and customers behave
    one_sided_adds: float = habit_rate(
        0.05,
        "share of additions not returned at first (add_half_external_contact)",
        "成员起初未加回的占比（add_half_external_contact）",
    )
    member_accepts: float = habit_rate(0.95, "share of requests of customers that a member accepts", "成员通过客户申请的比例")
    member_replies: float = habit_rate(0.9, "share of customers' messages that a member answers", "成员回复客户消息的比例")
    reply_sim_minutes: float = habit_rate(12.0, "how long a member takes to answer, on average", "成员回复的平均用时")
    chat_per_customer_per_day: float = habit_rate(0.03, "how often a customer writes to a member", "客户每天给成员发消息的次数")
    picks_some: float = habit_rate(
        0.3, "share of members who take some off the list, where they may choose", "可选择时取消部分客户的成员占比"
    )
    picks_share: float = habit_rate(0.7, "share of customers whom such a member leaves on the list", "此类成员留下的客户占比")
    refuses_transfer: float = habit_rate(0.1, "share of customers who refuse a new member", "拒绝接替成员的客户占比")
    agrees_to_archive: float = habit_rate(
        0.8, "share of customers who agree to the message archive when they add a member", "添加成员时同意会话存档的客户占比"
    )
    sees_moment: float = habit_rate(0.4, "share of customers who see a member's moment", "看到成员朋友圈的客户占比")
    likes_moment: float = habit_rate(0.08, "share of those who like it", "其中点赞的比例")
    comments_moment: float = habit_rate(0.02, "share of those who comment on it", "其中评论的比例")
    open_moment: float = habit_rate(
        0.1, "share of those who look at it closely, and perhaps follow its link", "其中点开细看、可能进入链接的比例"
    )
    joins_group_per_day: float = habit_rate(
        0.01, "how often a customer joins a group where a join way hangs", "客户每天通过「加入群聊」活码进群的概率"
    )
    leaves_group_per_day: float = habit_rate(0.004, "how often a customer leaves a group", "客户每天退群的概率")
    talks_in_group_per_day: float = habit_rate(0.05, "how often a customer writes in a group", "客户每天在群里发言的次数")
    uses_link_per_day: float = habit_rate(
        0.004, "how often somebody adds a member by an acquisition link", "每天通过获客链接添加成员的概率"
    )
