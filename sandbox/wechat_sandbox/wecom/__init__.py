"""WeCom (企业微信): its APIs, one module for each subject, and what members confirm. Importing the package offers them."""

from wechat_sandbox.wecom import contact_ways, customers, directory, mass_messages, staff_tasks, tags

__all__ = ["contact_ways", "customers", "directory", "mass_messages", "staff_tasks", "tags"]
