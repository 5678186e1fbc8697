"""WeChat customer service (微信客服): its APIs, one module for each subject. Importing the package offers them."""

from wechat_sandbox.kf import accounts, customers, sending, servicers, servicing, sessions, statistics, sync

__all__ = ["accounts", "customers", "sending", "servicers", "servicing", "sessions", "statistics", "sync"]
