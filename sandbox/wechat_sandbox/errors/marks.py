"""How sure one may be of the code that a refusal bears, in the marks of the settings.

A code is ✔ when an official page, an answer shown in the official community, or a public SDK's list of codes has it; ✘ when the
sandbox answers with it for want of anything seen. Which codes have which words is in the lists beside this file.
"""

from wechat_sandbox.errors import ApiError
from wechat_sandbox.errors.ads import ADS_WORDS, BAD_ARGUMENT, BAD_TIMESTAMP, NAME_TAKEN, NO_FUNDS, NONCE_USED, NOT_FOUND
from wechat_sandbox.errors.official import OFFICIAL_WORDS
from wechat_sandbox.errors.pay import PAY_ERRORS, V2_WORDS, pay_code
from wechat_sandbox.errors.wecom import WECOM_WORDS
from wechat_sandbox.settings.rule import SEEN, UNVERIFIED

OFFICIAL_UNSEEN = frozenset(
    {
        *(10016, 40225, 44991, 45110, 61458, 85401, 85402, 900351000),
        *(10060002, 10060005, 10060006, 10060007, 10060008, 10060014, 10060024, 10060025, 10060031),
    }
)
WECOM_UNSEEN = frozenset({43001, 43002, 44002, 47001})
ADS_UNSEEN = frozenset({BAD_TIMESTAMP, NONCE_USED, BAD_ARGUMENT, NOT_FOUND, NAME_TAKEN, NO_FUNDS})
PAY_UNSEEN = frozenset(
    {
        "RULE_LIMIT",
        "RULELIMIT",
        "TRADE_ERROR",
        "ACCOUNT_ERROR",
        "RESOURCE_NOT_EXISTS",
        "MCH_NOT_EXISTS",
        "BANK_ERROR",
        "NOT_FOUND",
    }
)

_KNOWN: dict[str, frozenset[int | str]] = {
    "qyapi.weixin.qq.com": frozenset(WECOM_WORDS) - WECOM_UNSEEN,
    "api.e.qq.com": frozenset(ADS_WORDS) - ADS_UNSEEN,
    "api.mch.weixin.qq.com": frozenset({*PAY_ERRORS, *V2_WORDS}) - PAY_UNSEEN,
}
_OFFICIAL: frozenset[int | str] = frozenset(OFFICIAL_WORDS) - OFFICIAL_UNSEEN
_OWN = "sms.sandbox"
_PAY = "api.mch.weixin.qq.com"


def mark_of(host: str, refusal: ApiError) -> str:
    """Return the mark of a refusal's code on a host; none on the SMS gateway, which is the sandbox's own."""
    if host == _OWN:
        return ""
    code = pay_code(refusal) if host == _PAY else refusal.code
    return refusal.mark or (SEEN if code in _KNOWN.get(host, _OFFICIAL) else UNVERIFIED)
