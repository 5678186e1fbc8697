"""The APIs, one module for each subject; importing this package offers them all."""

from wechat_sandbox.api import (
    fan_tags,
    fans,
    login,
    menu,
    mini_program_codes,
    official_messages,
    quota_calls,
    scene_codes,
    subscribe_messages,
    token_calls,
    wecom_contact_ways,
    wecom_contacts,
    wecom_directory,
    wecom_group_messages,
    wecom_tags,
)

__all__ = [
    "fan_tags",
    "fans",
    "login",
    "menu",
    "mini_program_codes",
    "official_messages",
    "quota_calls",
    "scene_codes",
    "subscribe_messages",
    "token_calls",
    "wecom_contact_ways",
    "wecom_contacts",
    "wecom_directory",
    "wecom_group_messages",
    "wecom_tags",
]
