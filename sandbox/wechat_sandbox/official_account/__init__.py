"""The Official Account (公众号, 服务号): its APIs, one module for each subject. Importing the package offers them."""

from wechat_sandbox.official_account import followers, menu, messages, quota_calls, scene_codes, tags, token_calls

__all__ = ["followers", "menu", "messages", "quota_calls", "scene_codes", "tags", "token_calls"]
