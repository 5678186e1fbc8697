"""An SMS gateway with a plain HTTP protocol of its own, described in `sms/door.py`. Importing the package offers it."""

from wechat_sandbox.sms import arriving, blacklist, messages, receipts, review, signs

__all__ = ["arriving", "blacklist", "messages", "receipts", "review", "signs"]
