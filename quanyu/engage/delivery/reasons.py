"""Why a message waits or was not sent, in the console's two languages. Platform codes carry their own words."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "expired": ("已过有效期，未发送", "It was no longer of use when its turn came"),
    "account_stopped": ("账号已停用，消息暂存待处理", "The account is stopped; the message is held"),
    "account_missing": ("账号已不存在", "The account no longer exists"),
    "journey_paused": ("旅程已暂停，消息暂存", "The journey is paused; the message is held"),
    "journey_archived": ("旅程已归档", "The journey was archived"),
    "consent_withdrawn": ("用户已退订", "The person withdrew consent"),
    "no_consent": ("没有营销授权", "There is no consent to marketing"),
    "not_reachable": ("在该触点没有可用的身份", "The person has no address on this touchpoint"),
    "blocked": ("用户在黑名单中", "The person is on the blacklist"),
    "not_following": ("用户未关注或已删除好友", "The person does not follow the account or removed the contact"),
    "quiet_hours": ("免打扰时段，稍后发送", "Quiet hours; it will be sent afterwards"),
    "capped": ("已达总触达频次上限", "The cap over all touchpoints is reached"),
    "touchpoint_capped": ("已达该触点频次上限", "The cap of this touchpoint is reached"),
    "window_closed": ("客服消息窗口已关闭或次数用完", "The reply window is closed or used up"),
    "no_credit": ("没有剩余的订阅次数", "No subscription consent is left"),
    "no_welcome_code": ("欢迎语凭证已过期或已使用", "The welcome code is used or out of date"),
    "busy": ("平台繁忙，稍后重试", "The platform asked us to come back later"),
    "gave_up": ("多次重试后放弃", "Given up after repeated attempts"),
    "refused": ("平台拒绝了这条消息", "The platform refused this message"),
    "no_answer": ("没有收到平台的回答，可能已送达，不会自动重发", "No answer came; it may have arrived and is not repeated"),
    "fell_back": ("改用备用触点发送", "Sent by the fall-back touchpoint instead"),
}


def meaning(reason: str) -> tuple[str, str]:
    """Chinese and English words for a reason; empty for none."""
    return REASONS.get(reason, ("", ""))
