"""What the SMS gateway and the carriers allow, and how people take what comes."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, UNVERIFIED, habit_rate, rule


@dataclass
class SmsSettings:
    """What the SMS gateway and the carriers allow, and how people take what comes."""

    # The gateway
    sms_numbers_a_call: int = rule(500, UNVERIFIED, "numbers of one call")
    sms_longest_text: int = rule(500, UNVERIFIED, "characters of a message, its sign included")
    sms_single_characters: int = rule(70, DOUBTFUL, "characters of a message that is one segment")
    sms_part_characters: int = rule(67, DOUBTFUL, "characters of each segment of a longer one")
    sms_signature_wall_seconds: int = rule(300, UNVERIFIED, "how far the timestamp of a call may be off")
    sms_signs: int = rule(50, UNVERIFIED, "signs of a sender")
    sms_templates: int = rule(500, UNVERIFIED, "templates of a sender")
    sms_review_sim_minutes: float = rule(30.0, UNVERIFIED, "how long a sign or a template is under review")
    sms_review_refuses: float = rule(0.05, UNVERIFIED, "share of reviews that refuse without a word broken")
    sms_codes_per_number_per_hour: int = rule(5, UNVERIFIED, "verification codes to one number in an hour, 0 for any number")
    sms_per_number_per_day: int = rule(10, UNVERIFIED, "codes and notices to one number in a day, 0 for any number")
    sms_marketing_per_number_per_day: int = rule(2, UNVERIFIED, "marketing messages to one number in a day, 0 for any number")
    sms_quiet_from_hour: int = rule(21, UNVERIFIED, "hour in China from which marketing is refused")
    sms_quiet_to_hour: int = rule(8, UNVERIFIED, "hour in China to which marketing is refused; equal hours for no quiet time")

    # The carriers
    sms_delay_sim_seconds: float = habit_rate(8.0, "mean time until a message arrives")
    sms_carrier_failures: float = habit_rate(0.012, "share of messages a carrier loses")
    sms_phone_off: float = habit_rate(0.02, "share of messages that find the phone off for good")
    sms_ported_numbers: float = habit_rate(0.005, "share of people whose number is out of service")

    # The people
    open_sms: float = habit_rate(0.22, "share of messages that are opened")
    sms_unsubscribes: float = habit_rate(0.006, "chance to answer marketing with TD")
    sms_replies: float = habit_rate(0.002, "chance to answer with something else")
    sms_complains: float = habit_rate(0.0005, "chance to report marketing as spam")
