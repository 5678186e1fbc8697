"""Accounts: a brand's own Official Accounts, Mini Programs, corps and whatever else is registered."""

from quanyu.touchpoints.accounts.called import CalledAccounts, called_accounts_of
from quanyu.touchpoints.accounts.endpoints import router
from quanyu.touchpoints.accounts.errors import AccountNotFound
from quanyu.touchpoints.accounts.queries import all_of, get, of_app
from quanyu.touchpoints.accounts.service import create, stop

__all__ = ["AccountNotFound", "CalledAccounts", "all_of", "called_accounts_of", "create", "get", "of_app", "router", "stop"]
