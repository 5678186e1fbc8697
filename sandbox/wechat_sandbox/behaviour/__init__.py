"""What people do and when; importing this package gives them their habits."""

from wechat_sandbox.behaviour import (
    agreeing,
    answering,
    articles,
    asking,
    chatting,
    following,
    hands,
    paying,
    pressing,
    raiding,
    reading,
    rhythm,
    sharing,
    staff,
    talking,
    visiting,
)

__all__ = [
    "agreeing",
    "answering",
    "articles",
    "asking",
    "chatting",
    "following",
    "hands",
    "paying",
    "pressing",
    "raiding",
    "reading",
    "rhythm",
    "sharing",
    "staff",
    "talking",
    "visiting",
]
