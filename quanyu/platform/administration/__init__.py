"""Administration: what owners and admins do to a workspace, its members, tokens and audit log, over HTTP (R4, R5)."""

from quanyu.platform.administration.endpoints import router

__all__ = ["router"]
