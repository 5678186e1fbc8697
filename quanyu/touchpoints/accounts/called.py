"""The account that a callback address names, held for a moment: callbacks come by the hundred."""

from __future__ import annotations

import time
from uuid import UUID

from quanyu.infra.runtime import Runtime
from quanyu.touchpoints.accounts import queries
from quanyu.touchpoints.accounts.errors import AccountNotFound
from quanyu.touchpoints.types import Account

HELD_SECONDS = 2.0
MOST_HELD = 1_000


class CalledAccounts:
    """Accounts by id, of every workspace. Another process's change is seen after a few seconds."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._held: dict[UUID, tuple[float, Account]] = {}

    async def get(self, account_id: UUID) -> Account:
        """The account with its secrets.

        Raises:
            AccountNotFound: the address is nobody's.
        """
        until, account = self._held.get(account_id, (0.0, None))
        if account is not None and time.monotonic() < until:
            return account
        if account is not None:  # one asks again, the others go on with what is known
            self._held[account_id] = (time.monotonic() + HELD_SECONDS, account)
        async with self._runtime.postgres.system_transaction() as tx:
            account = await queries.called(tx, self._runtime.vault, account_id)
        if account is None:
            raise AccountNotFound(account_id=account_id)
        if len(self._held) >= MOST_HELD:
            self._held.clear()
        self._held[account_id] = (time.monotonic() + HELD_SECONDS, account)
        return account

    def forget(self, account_id: UUID) -> None:
        """See a change that this process has made at once."""
        self._held.pop(account_id, None)


def called_accounts_of(runtime: Runtime) -> CalledAccounts:
    """The process's accounts."""
    if CalledAccounts not in runtime.parts:
        runtime.parts[CalledAccounts] = CalledAccounts(runtime)
    return runtime.part(CalledAccounts)
