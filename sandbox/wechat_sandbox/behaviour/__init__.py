"""What people do and when; importing this package gives them their habits."""

from wechat_sandbox.behaviour import chatting, following, hands, reading, rhythm, staff, talking, visiting

__all__ = ["chatting", "following", "hands", "reading", "rhythm", "staff", "talking", "visiting"]
