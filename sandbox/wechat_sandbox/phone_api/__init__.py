"""What the pages of phones, of the staff phone and of the scanner read: one person's view of the world."""

from wechat_sandbox.phone_api.routes import routes

__all__ = ["routes"]
