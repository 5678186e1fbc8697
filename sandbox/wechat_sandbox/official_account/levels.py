"""Service accounts and subscription accounts: `more["level"]` says which; some APIs are for the first alone."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError

SERVICE = "service"
SUBSCRIPTION = "subscription"


def level(account: Account) -> str:
    """Return what an Official Account is: a service account unless it says otherwise."""
    return SUBSCRIPTION if account.more.get("level") == SUBSCRIPTION else SERVICE


def service_only(account: Account) -> None:
    """Refuse a subscription account.

    Raises:
        ApiError: 48001.
    """
    if level(account) == SUBSCRIPTION:
        raise ApiError(48001, "this API is for verified service accounts")
