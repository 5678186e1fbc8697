"""Those who act for others: third-party platforms (第三方平台) for Official Accounts and Mini Programs, and WeCom providers.

Importing the package offers their APIs and pages.
"""

from wechat_sandbox.open_platform import (
    authorizers,
    component_acts,
    component_page,
    component_tokens,
    id_conversion,
    install_page,
    logins,
    permanent_codes,
    relays,
    suite_acts,
    suite_tokens,
    tickets,
)

__all__ = [
    "authorizers",
    "component_acts",
    "component_page",
    "component_tokens",
    "id_conversion",
    "install_page",
    "logins",
    "permanent_codes",
    "relays",
    "suite_acts",
    "suite_tokens",
    "tickets",
]
