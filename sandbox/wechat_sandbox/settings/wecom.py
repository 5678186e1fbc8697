"""What a WeCom corp may do, and how often."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import SEEN, UNVERIFIED, rule


@dataclass
class WecomSettings:
    """What a WeCom corp may do, and how often."""

    corp_tags: int = rule(10_000, UNVERIFIED, "tags of a corp (3000 in lists of 2024, 10 000 in the newer console; 40126)")
    contact_ways: int = rule(500_000, SEEN, "live codes of a corp, contact ways and join ways together (41045)")
