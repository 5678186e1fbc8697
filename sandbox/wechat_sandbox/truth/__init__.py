"""The truth about the people, that no API of WeChat tells: who is whom, what moved them, and what they would have done."""

from wechat_sandbox.truth.tables import TABLES

__all__ = ["TABLES"]
