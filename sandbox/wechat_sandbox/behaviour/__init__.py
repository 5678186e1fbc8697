"""What people do and when; importing this package gives them their habits."""

from wechat_sandbox.behaviour import asking, chatting, following, hands, reading, rhythm, staff, talking, visiting

__all__ = ["asking", "chatting", "following", "hands", "reading", "rhythm", "staff", "talking", "visiting"]
