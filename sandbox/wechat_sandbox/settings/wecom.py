"""What a WeCom corp may do, how often, and how its members and customers go along with it."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class WecomSettings:
    """What a WeCom corp may do, how often, and how its members and customers go along with it."""

    # Calls
    wecom_calls_per_wall_hour: int = rule(150_000, SEEN, "calls of one WeCom API by one corp in an hour (45009)")
    wecom_calls_per_address_wall_minute: int = rule(20_000, SEEN, "WeCom calls from one address in a minute (45009)")
    wecom_calls_per_address_wall_hour: int = rule(600_000, SEEN, "WeCom calls from one address in an hour (45009)")
    wrong_secrets_borne: int = rule(10, UNVERIFIED, "wrong secrets in gettoken before the address is blocked (45009)")
    wrong_secret_block_wall_seconds: int = rule(3600, SEEN, "how long an address with wrong secrets is blocked")
    jsapi_tickets_per_wall_hour: int = rule(400, SEEN, "get_jsapi_ticket calls of a corp in an hour")
    agent_tickets_per_wall_hour: int = rule(100, SEEN, "ticket/get calls of an application in an hour")
    jsapi_ticket_wall_seconds: int = rule(7200, SEEN, "life of a JS-SDK ticket")
    member_code_wall_seconds: int = rule(300, SEEN, "life of the code that a page gets for its visitor (40029)")
    user_ticket_wall_seconds: int = rule(1800, UNVERIFIED, "life of the user_ticket for auth/getuserdetail")

    # Customers
    customers_per_member: int = rule(20_000, DOUBTFUL, "customers of one member (5000, on request 20 000)")
    members_greeted_in_console: str = rule("", SEEN, "members with a console welcome: their events bear no WelcomeCode")
    contact_ways: int = rule(500_000, SEEN, "live codes of a corp, contact ways and join ways together (41045)")
    contact_way_users: int = rule(100, SEEN, "members behind one live code, departments spread out (41041)")
    temporary_ways_per_sim_day: int = rule(100_000, SEEN, "temporary live codes in a day (41045)")
    temporary_way_sim_days: int = rule(14, SEEN, "longest life of a temporary live code or conversation")
    corp_tags: int = rule(10_000, UNVERIFIED, "tags of a corp (3000 in lists of 2024, 10 000 in the newer console; 40126)")

    # Mass messages and Moments
    group_message_cap: str = rule(
        "month", SEEN, "企业群发 a customer gets: month (as many as it has days), week (7) or day (1)"
    )
    member_messages_per_sim_day: int = rule(1, SEEN, "a member's own mass messages to one customer in a day")
    customers_per_own_message: int = rule(20_000, SEEN, "customers of a member's own mass message")
    dispatch_wall_seconds: float = rule(
        1.0, UNVERIFIED, "how long a mass message is dispatched, its results unreadable (41063)"
    )
    reminders_per_sim_day: int = rule(3, SEEN, "reminders of one mass message in 24 hours (41094)")
    moments_per_month: int = rule(4, UNVERIFIED, "企业朋友圈 a customer sees in a month (by the console's setting)")
    moment_jobs: int = rule(500, UNVERIFIED, "moment tasks of a corp being made at the same time (41078)")
    moment_job_sim_seconds: int = rule(86_400, SEEN, "how long the result of a moment task can be asked for")
    moment_job_wall_seconds: float = rule(1.0, UNVERIFIED, "how long the making of a moment task takes")

    # Customer groups
    group_size: int = rule(500, DOUBTFUL, "members of a customer group")
    group_code_size: int = rule(200, DOUBTFUL, "members of a group above which nobody joins by code")
    groups_per_join_way: int = rule(5, SEEN, "groups behind one join way (41091)")
    group_welcomes: int = rule(100, UNVERIFIED, "welcome templates for groups (41055)")

    # Transfers, acquisition links, words
    transfer_sim_seconds: int = rule(86_400, SEEN, "how long a customer may refuse a new member")
    transfers_per_90_sim_days: int = rule(2, SEEN, "transfers of a customer on the job in 90 days (40128)")
    acquisition_quota: int = rule(1000, UNVERIFIED, "customers that a corp has paid for by acquisition links")
    acquisition_low: int = rule(20, SEEN, "balance below which balance_low is told")
    acquisition_links: int = rule(1000, UNVERIFIED, "acquisition links of a corp (41095)")
    intercept_rules: int = rule(100, UNVERIFIED, "intercept rules of a corp (41069)")
    behaviour_data_sim_days: int = rule(180, SEEN, "how long statistics are kept")

    # Messages to members, media, archive
    app_messages_per_member_wall_minute: int = rule(
        30, SEEN, "application messages a member gets in a minute, more are dropped"
    )
    app_messages_per_member_wall_hour: int = rule(1000, SEEN, "application messages a member gets in an hour, more are dropped")
    app_messages_per_member_sim_day: int = rule(200, SEEN, "application messages in a day for each member of the corp (45009)")
    app_chats_per_sim_day: int = rule(1000, SEEN, "application chats made in a day (45009)")
    app_chat_members: int = rule(2000, SEEN, "members of an application chat (86006)")
    media_sim_seconds: int = rule(259_200, SEEN, "life of an uploaded file (40007)")
    message_archive: int = rule(1, DOUBTFUL, "1: the corp keeps a message archive (会话存档), 0: 301053")

    # How members and customers behave
    one_sided_adds: float = habit_rate(
        0.05, "share of additions that a member has not returned at first (add_half_external_contact)"
    )
    member_accepts: float = habit_rate(0.95, "share of requests of customers that a member accepts")
    member_replies: float = habit_rate(0.9, "share of customers' messages that a member answers")
    reply_sim_minutes: float = habit_rate(12.0, "how long a member takes to answer, on average")
    chat_per_customer_per_day: float = habit_rate(0.03, "how often a customer writes to a member")
    picks_some: float = habit_rate(0.3, "share of members who take some off the list, where they may choose")
    picks_share: float = habit_rate(0.7, "share of customers whom such a member leaves on the list")
    refuses_transfer: float = habit_rate(0.1, "share of customers who refuse a new member")
    agrees_to_archive: float = habit_rate(0.8, "share of customers who agree to the message archive when they add a member")
    sees_moment: float = habit_rate(0.4, "share of customers who see a member's moment")
    likes_moment: float = habit_rate(0.08, "share of those who like it")
    comments_moment: float = habit_rate(0.02, "share of those who comment on it")
    open_moment: float = habit_rate(0.1, "share of those who look at it closely, and perhaps follow its link")
    joins_group_per_day: float = habit_rate(0.01, "how often a customer joins a group where a join way hangs")
    leaves_group_per_day: float = habit_rate(0.004, "how often a customer leaves a group")
    talks_in_group_per_day: float = habit_rate(0.05, "how often a customer writes in a group")
    uses_link_per_day: float = habit_rate(0.004, "how often somebody adds a member by an acquisition link")
