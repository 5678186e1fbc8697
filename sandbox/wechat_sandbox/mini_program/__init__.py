"""The Mini Program (小程序): its APIs, one module for each subject. Importing the package offers them."""

from wechat_sandbox.mini_program import (
    arrivals,
    codes,
    consents,
    content_checks,
    datacube,
    links,
    live_rooms,
    login,
    reviews,
    risk,
    search,
    sessions,
    shipping,
    subscribe_messages,
    subscribe_templates,
    user_data,
)

__all__ = [
    "arrivals",
    "codes",
    "consents",
    "content_checks",
    "datacube",
    "links",
    "live_rooms",
    "login",
    "reviews",
    "risk",
    "search",
    "sessions",
    "shipping",
    "subscribe_messages",
    "subscribe_templates",
    "user_data",
]
