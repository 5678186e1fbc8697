"""The Mini Program (小程序): its APIs, one module for each subject. Importing the package offers them."""

from wechat_sandbox.mini_program import codes, login, subscribe_messages

__all__ = ["codes", "login", "subscribe_messages"]
