"""What people do and when; importing this package gives them their habits."""

from wechat_sandbox.behaviour import following, reading, rhythm, staff, talking, visiting

__all__ = ["following", "reading", "rhythm", "staff", "talking", "visiting"]
