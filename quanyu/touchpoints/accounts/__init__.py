"""Accounts: a brand's own Official Accounts, Mini Programs, corps and whatever else is registered."""

from quanyu.touchpoints.accounts.endpoints import router
from quanyu.touchpoints.accounts.errors import AccountNotFound
from quanyu.touchpoints.accounts.queries import all_of, called, get, of_app
from quanyu.touchpoints.accounts.service import create, stop

__all__ = ["AccountNotFound", "all_of", "called", "create", "get", "of_app", "router", "stop"]
