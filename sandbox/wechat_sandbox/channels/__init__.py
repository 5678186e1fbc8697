"""Stores in WeChat Channels 视频号 / 微信小店, and their live rooms; importing this package offers their APIs."""

from wechat_sandbox.channels import (
    aftersale_calls,
    compass,
    coupon_calls,
    leads,
    league,
    live_calls,
    order_calls,
    personal_data,
    product_calls,
    sharers,
    shop,
    timers,
    vip_calls,
    window,
)

__all__ = [
    "aftersale_calls",
    "compass",
    "coupon_calls",
    "leads",
    "league",
    "live_calls",
    "order_calls",
    "personal_data",
    "product_calls",
    "sharers",
    "shop",
    "timers",
    "vip_calls",
    "window",
]
