"""What WeChat customer service (微信客服) allows, and how the people who ask there behave."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class KfSettings:
    """What WeChat customer service allows, and how the people who ask there behave."""

    # The platform
    kf_accounts: int = rule(5000, UNVERIFIED, "kf accounts of a verified corp (95005)", "已认证企业的客服账号数（95005）")
    kf_servicers: int = rule(2000, UNVERIFIED, "servicers of a kf account", "一个客服账号的接待人员数")
    kf_messages_per_window: int = rule(
        5, SEEN, "messages after a customer's last one (95001)", "客户最后一条消息后可发的条数（95001）"
    )
    kf_window_sim_seconds: int = rule(
        172_800, SEEN, "how long after a customer's message one may write (95002)", "客户发消息后可回复的时长（95002）"
    )
    kf_kept_sim_days: int = rule(3, UNVERIFIED, "how long sync_msg keeps messages", "sync_msg 保留消息的天数")
    kf_sync_token_wall_seconds: int = rule(
        600, SEEN, "life of the token in kf_msg_or_event (95007)", "kf_msg_or_event 中 token 的有效期（95007）"
    )
    kf_welcome_wall_seconds: float = rule(20.0, SEEN, "life of a welcome_code", "welcome_code 的有效期")
    kf_end_code_wall_seconds: float = rule(20.0, SEEN, "life of the msg_code that says goodbye", "结束语 msg_code 的有效期")
    kf_code_sim_seconds: int = rule(
        172_800, SEEN, "life of the msg_code of the queue and of a servicer", "排队与接待 msg_code 的有效期"
    )
    kf_menu_items: int = rule(10, SEEN, "items of a menu message (95008)", "菜单消息的选项数（95008）")
    kf_legal_moves: str = rule(
        "01 02 03 04 12 13 14 23 24 33 34", DOUBTFUL, "moves of a session by API (95016)", "接口允许的会话状态变更（95016）"
    )
    kf_statistic_days: int = rule(31, SEEN, "days of one statistic", "一次统计的天数")

    # Who asks
    kf_open_per_day: float = habit_rate(
        0.02, "how often a person who knows the brand opens its customer service", "知道品牌的人每天打开客服的次数"
    )
    kf_voice_questions: float = habit_rate(0.04, "share of questions that are spoken", "语音提问的占比")
    kf_picture_questions: float = habit_rate(0.06, "share of questions that are pictures", "图片提问的占比")
    kf_asks_for_human: float = habit_rate(0.08, "share of people who want a human whatever the bot says", "坚持转人工的人占比")
    kf_reads_after_sim_seconds: float = habit_rate(40.0, "mean time until an answer is read", "读到回复的平均用时")
    kf_answers_menu: float = habit_rate(0.7, "share of menus of which an item is chosen", "菜单被点选的比例")
    kf_satisfied: float = habit_rate(0.6, "chance that an answer is enough", "一次回答就够的概率")
    kf_thanks: float = habit_rate(0.5, "chance that somebody satisfied says so", "满意后道谢的概率")
    kf_most_questions: int = habit_rate(
        4, "questions a person asks in one session before giving up", "一次会话中放弃前最多提问数"
    )
    kf_patience_sim_minutes: float = habit_rate(10.0, "how long somebody waits before asking again", "再次追问前等待的时长")
    kf_complains: float = habit_rate(0.3, "chance to complain when nobody has answered twice", "两次无人回应时投诉的概率")
    kf_refuses_after_complaint: float = habit_rate(
        0.2, "chance to refuse all messages after a complaint", "投诉后拒收所有消息的概率"
    )
    kf_recalls: float = habit_rate(0.02, "chance that a question is taken back at once", "提问后立即撤回的概率")
    kf_send_fails: float = habit_rate(0.002, "share of messages that fail for no known reason", "原因不明的发送失败占比")
    kf_accepts_upgrade: float = habit_rate(0.25, "chance to add the member that is recommended", "添加所推荐成员的概率")

    # Who answers
    kf_servicer_takes_sim_minutes: float = habit_rate(
        3.0, "mean time until a servicer takes somebody from the queue", "接待人员从排队中接入的平均用时"
    )
    kf_servicer_replies_sim_minutes: float = habit_rate(1.5, "mean time until a servicer answers", "接待人员回复的平均用时")
    kf_servicer_ends_sim_minutes: float = habit_rate(
        30.0, "quiet time after which a servicer ends a session", "静默多久后接待人员结束会话"
    )
