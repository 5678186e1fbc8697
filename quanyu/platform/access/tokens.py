"""API tokens: made once, shown once, kept as a digest."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.ids import new_id
from quanyu.kit.scope import Role, Scope
from quanyu.platform.access.models import ApiToken

PREFIX = "qy_"


def digest(token: str) -> bytes:
    """How a token is kept: tokens are 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def create_token(tx: AsyncSession, scope: Scope, name: str, role: Role, *, at: datetime) -> tuple[ApiToken, str]:
    """Make a token for the caller's workspace. The text is returned this once."""
    text = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        id=new_id(), workspace_id=scope.workspace_id, name=name, role=role, digest=digest(text), hint=text[-4:], created_at=at
    )
    tx.add(row)
    await tx.flush()
    return row, text
