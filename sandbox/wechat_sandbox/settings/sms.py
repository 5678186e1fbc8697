"""What the SMS gateway and the carriers allow, and how people take what comes."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, UNVERIFIED, habit_rate, rule


@dataclass
class SmsSettings:
    """What the SMS gateway and the carriers allow, and how people take what comes."""

    # The gateway
    sms_numbers_a_call: int = rule(500, UNVERIFIED, "numbers of one call", "一次调用的号码数")
    sms_longest_text: int = rule(500, UNVERIFIED, "characters of a message, its sign included", "短信字数，含签名")
    sms_single_characters: int = rule(70, DOUBTFUL, "characters of a message that is one segment", "单条短信的字数")
    sms_part_characters: int = rule(67, DOUBTFUL, "characters of each segment of a longer one", "长短信每条的字数")
    sms_signature_wall_seconds: int = rule(
        300, UNVERIFIED, "how far the timestamp of a call may be off", "请求时间戳允许的偏差"
    )
    sms_signs: int = rule(50, UNVERIFIED, "signs of a sender", "一个账号的签名数")
    sms_templates: int = rule(500, UNVERIFIED, "templates of a sender", "一个账号的模板数")
    sms_review_sim_minutes: float = rule(
        30.0, UNVERIFIED, "how long a sign or a template is under review", "签名或模板的审核时长"
    )
    sms_review_refuses: float = rule(
        0.05, UNVERIFIED, "share of reviews that refuse without a word broken", "无违禁词仍审核不通过的占比"
    )
    sms_codes_per_number_per_hour: int = rule(
        5, UNVERIFIED, "verification codes to one number in an hour, 0 for any number", "每号码每小时的验证码条数，0 为不限"
    )
    sms_per_number_per_day: int = rule(
        10, UNVERIFIED, "codes and notices to one number in a day, 0 for any number", "每号码每天的验证码与通知条数，0 为不限"
    )
    sms_marketing_per_number_per_day: int = rule(
        2, UNVERIFIED, "marketing messages to one number in a day, 0 for any number", "每号码每天的营销短信条数，0 为不限"
    )
    sms_quiet_from_hour: int = rule(
        21, UNVERIFIED, "hour in China from which marketing is refused", "拒发营销短信的起始时刻（北京时间）"
    )
    sms_quiet_to_hour: int = rule(
        8,
        UNVERIFIED,
        "hour in China until which it is refused; equal hours for no quiet time",
        "拒发的结束时刻（北京时间）；与起始相同为不限",
    )

    # The carriers
    sms_delay_sim_seconds: float = habit_rate(8.0, "mean time until a message arrives", "短信送达的平均用时")
    sms_carrier_failures: float = habit_rate(0.012, "share of messages a carrier loses", "被运营商丢失的短信占比")
    sms_phone_off: float = habit_rate(0.02, "share of messages that find the phone off for good", "手机一直关机的短信占比")
    sms_ported_numbers: float = habit_rate(0.005, "share of people whose number is out of service", "号码已停用的人占比")

    # The people
    open_sms: float = habit_rate(0.22, "share of messages that are opened", "短信的打开率")
    sms_unsubscribes: float = habit_rate(0.006, "chance to answer marketing with TD", "对营销短信回复 TD 的概率")
    sms_replies: float = habit_rate(0.002, "chance to answer with something else", "回复其他内容的概率")
    sms_complains: float = habit_rate(0.0005, "chance to report marketing as spam", "把营销短信举报为垃圾短信的概率")
