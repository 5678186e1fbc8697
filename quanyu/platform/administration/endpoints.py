"""All of the room's endpoints."""

from fastapi import APIRouter

from quanyu.platform.administration import audit, members, tokens, workspace

router = APIRouter()
for part in (workspace, members, tokens, audit):
    router.include_router(part.router)
