"""Access: API tokens, permissions by role, and the scope of a request."""

from quanyu.platform.access.permissions import PERMISSIONS
from quanyu.platform.access.requests import CurrentScope, Tx, allowed, scope_of
from quanyu.platform.access.tokens import create_token

__all__ = ["PERMISSIONS", "CurrentScope", "Tx", "allowed", "create_token", "scope_of"]
