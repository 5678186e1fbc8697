"""The sandbox's own controls, for tests and for people, reachable from this machine only."""

from wechat_sandbox.admin.routes import routes

__all__ = ["routes"]
