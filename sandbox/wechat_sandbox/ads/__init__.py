"""Tencent Ads (腾讯广告): its Marketing API, one module for each subject. Importing the package offers it."""

from wechat_sandbox.ads import (
    action_sets,
    adgroups,
    audience_files,
    audiences,
    campaigns,
    creatives,
    funds,
    links,
    marketing,
    oauth,
    reports,
)

__all__ = [
    "action_sets",
    "adgroups",
    "audience_files",
    "audiences",
    "campaigns",
    "creatives",
    "funds",
    "links",
    "marketing",
    "oauth",
    "reports",
]
