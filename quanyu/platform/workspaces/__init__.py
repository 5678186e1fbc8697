"""Workspaces: one brand's people, data and settings, shut off from every other's (R6)."""

from quanyu.platform.workspaces.models import WorkspaceRow
from quanyu.platform.workspaces.service import WorkspaceNotFound, change, create, get
from quanyu.platform.workspaces.types import CURRENCIES, Workspace

__all__ = ["CURRENCIES", "Workspace", "WorkspaceNotFound", "WorkspaceRow", "change", "create", "get"]
