"""What WeChat customer service (微信客服) allows, and how the people who ask there behave."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class KfSettings:
    """What WeChat customer service allows, and how the people who ask there behave."""

    # The platform
    kf_accounts: int = rule(5000, UNVERIFIED, "kf accounts of a verified corp (95005)")
    kf_servicers: int = rule(2000, UNVERIFIED, "servicers of a kf account")
    kf_messages_per_window: int = rule(5, SEEN, "messages after a customer's last one (95001)")
    kf_window_sim_seconds: int = rule(172_800, SEEN, "how long after a customer's message one may write (95002)")
    kf_kept_sim_days: int = rule(3, UNVERIFIED, "how long sync_msg keeps messages")
    kf_sync_token_wall_seconds: int = rule(600, SEEN, "life of the token in kf_msg_or_event (95007)")
    kf_welcome_wall_seconds: float = rule(20.0, SEEN, "life of a welcome_code")
    kf_end_code_wall_seconds: float = rule(20.0, SEEN, "life of the msg_code that says goodbye")
    kf_code_sim_seconds: int = rule(172_800, SEEN, "life of the msg_code of the queue and of a servicer")
    kf_menu_items: int = rule(10, SEEN, "items of a menu message (95008)")
    kf_legal_moves: str = rule("01 02 03 04 12 13 14 23 24 33 34", DOUBTFUL, "moves of a session by API, from and to (95016)")
    kf_statistic_days: int = rule(31, SEEN, "days of one statistic")

    # Who asks
    kf_open_per_day: float = habit_rate(0.02, "how often a person who knows the brand opens its customer service")
    kf_voice_questions: float = habit_rate(0.04, "share of questions that are spoken")
    kf_picture_questions: float = habit_rate(0.06, "share of questions that are pictures")
    kf_asks_for_human: float = habit_rate(0.08, "share of people who want a human whatever the bot says")
    kf_reads_after_sim_seconds: float = habit_rate(40.0, "mean time until an answer is read")
    kf_answers_menu: float = habit_rate(0.7, "share of menus of which an item is chosen")
    kf_satisfied: float = habit_rate(0.6, "chance that an answer is enough")
    kf_thanks: float = habit_rate(0.5, "chance that somebody satisfied says so")
    kf_most_questions: int = habit_rate(4, "questions a person asks in one session before giving up")
    kf_patience_sim_minutes: float = habit_rate(10.0, "how long somebody waits before asking again")
    kf_complains: float = habit_rate(0.3, "chance to complain when nobody has answered twice")
    kf_refuses_after_complaint: float = habit_rate(0.2, "chance to refuse all messages after a complaint")
    kf_recalls: float = habit_rate(0.02, "chance that a question is taken back at once")
    kf_send_fails: float = habit_rate(0.002, "share of messages that fail for no known reason")
    kf_accepts_upgrade: float = habit_rate(0.25, "chance to add the member that is recommended")

    # Who answers
    kf_servicer_takes_sim_minutes: float = habit_rate(3.0, "mean time until a servicer takes somebody from the queue")
    kf_servicer_replies_sim_minutes: float = habit_rate(1.5, "mean time until a servicer answers")
    kf_servicer_ends_sim_minutes: float = habit_rate(30.0, "quiet time after which a servicer ends a session")
