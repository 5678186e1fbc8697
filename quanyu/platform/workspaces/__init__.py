"""Workspaces: one brand's people, data and settings, shut off from every other's."""

from quanyu.platform.workspaces.service import create
from quanyu.platform.workspaces.types import Workspace

__all__ = ["Workspace", "create"]
