"""Verbs on accounts."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.kit.ids import new_id
from quanyu.kit.scope import Scope
from quanyu.platform import audit
from quanyu.touchpoints import crypto
from quanyu.touchpoints.accounts import queries
from quanyu.touchpoints.accounts.errors import AccountNotFound, AccountTaken, MissingField
from quanyu.touchpoints.models import AccessToken, AccountRow
from quanyu.touchpoints.registry import touchpoint

SEALED = ("secret", "token", "aes_key")
LONGEST_REASON = 400


async def create(
    tx: AsyncSession, scope: Scope, vault: Vault, kind: str, name: str, fields: Mapping[str, str], *, at: datetime
) -> AccountRow:
    """Add an account. A callback token and key that are not given are made by us, to be entered on the platform.

    Raises:
        UnknownKind: no such touchpoint.
        MissingField: a field of the kind is missing or cannot be read.
        AccountTaken: the workspace has it already.
    """
    wanted = touchpoint(kind)
    for one in wanted.fields:
        if one.required and not fields.get(one.name):
            raise MissingField(field=one.name, kind=kind)
    base_url = (fields.get("base_url") or wanted.base_url).rstrip("/")
    if not base_url:
        raise MissingField(field="base_url", kind=kind)
    _check_key(kind, fields.get("aes_key"))
    secret_fields = {name: fields.get(name, "") for name in SEALED}
    if wanted.open is not None:
        secret_fields["token"] = secret_fields["token"] or secrets.token_hex(16)
        secret_fields["aes_key"] = secret_fields["aes_key"] or base64.b64encode(os.urandom(32)).decode().rstrip("=")
    row = AccountRow(
        id=new_id(),
        workspace_id=scope.workspace_id,
        kind=kind,
        name=name,
        app_id=fields.get("app_id", ""),
        agent_id=fields.get("agent_id", ""),
        base_url=base_url,
        state="active",
        created_at=at,
        **{field: vault.seal(scope.workspace_id, text) for field, text in secret_fields.items()},
    )
    try:
        async with tx.begin_nested():
            tx.add(row)
    except IntegrityError as error:
        raise AccountTaken(kind=kind, app_id=row.app_id) from error
    await audit.record(tx, scope, "touchpoints.create", "touchpoint", row.id, {"kind": kind, "name": name})
    return row


async def change(tx: AsyncSession, scope: Scope, vault: Vault, account_id: UUID, changes: Mapping[str, str]) -> AccountRow:
    """Change an account's name, secrets, addresses or state. Its app id never changes: people's ids hang on it.

    Raises:
        AccountNotFound: no such account in the workspace.
        MissingField: a value that cannot be read.
    """
    row = await queries.row_of(tx, scope.workspace_id, account_id, lock=True)
    if row is None:
        raise AccountNotFound(account_id=account_id)
    _check_key(row.kind, changes.get("aes_key"))
    for name, text in changes.items():
        setattr(row, name, vault.seal(scope.workspace_id, text) if name in SEALED else text)
    if "secret" in changes or "base_url" in changes:
        await tx.execute(delete(AccessToken).where(AccessToken.account_id == account_id))
    if changes.get("state") == "active":
        row.stop_reason = None
    await tx.flush()
    await audit.record(tx, scope, "touchpoints.change", "touchpoint", account_id, {"changed": sorted(changes)})
    return row


async def stop(tx: AsyncSession, workspace_id: UUID, account_id: UUID, reason: str) -> None:
    """Let nothing more out by this account until a person has set it active again. Callbacks still come in."""
    row = await queries.row_of(tx, workspace_id, account_id, lock=True)
    if row is not None and row.state == "active":
        row.state, row.stop_reason = "stopped", reason[:LONGEST_REASON]
        await tx.flush()


def _check_key(kind: str, aes_key: str | None) -> None:
    if not aes_key:
        return
    try:
        crypto.decode_key(aes_key)
    except ValueError as error:
        raise MissingField(field="aes_key", kind=kind) from error
