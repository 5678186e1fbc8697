"""Access: API tokens and sessions, permissions by role, and the scope of a request (R4)."""

from quanyu.platform.access.cache import forget_on_commit
from quanyu.platform.access.endpoints import router
from quanyu.platform.access.errors import TokenNotFound, TooManyTokens
from quanyu.platform.access.permissions import PERMISSIONS
from quanyu.platform.access.requests import CurrentScope, Tx, allowed, authenticate, scope_of
from quanyu.platform.access.schemas import Locale
from quanyu.platform.access.sessions import end_others
from quanyu.platform.access.tokens import Token, create_token, list_tokens, revoke_token

__all__ = [
    "PERMISSIONS",
    "CurrentScope",
    "Locale",
    "Token",
    "TokenNotFound",
    "TooManyTokens",
    "Tx",
    "allowed",
    "authenticate",
    "create_token",
    "end_others",
    "forget_on_commit",
    "list_tokens",
    "revoke_token",
    "router",
    "scope_of",
]
