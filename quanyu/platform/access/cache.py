"""Scopes of tokens, remembered for a few seconds: ingest asks a thousand times a second.

A token revoked by this process is forgotten at once, by another process within ``SECONDS``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from weakref import WeakValueDictionary

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope

SECONDS = 5.0
MOST = 10_000


class ScopeCache:
    """Token digest → scope. ``seconds`` is a monotonic clock: the product's clock may stand still or run fast."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._known: dict[bytes, tuple[float, Scope]] = {}
        self._asking: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    def asking(self, digest: bytes) -> asyncio.Lock:
        """Held by the one caller that looks a token up, so that hundreds do not ask the database at the same moment."""
        return self._asking.setdefault(digest, asyncio.Lock())

    def get(self, digest: bytes) -> Scope | None:
        """The scope, if it was put within the last ``SECONDS``."""
        found = self._known.get(digest)
        return found[1] if found and found[0] > self._seconds() else None

    def put(self, digest: bytes, scope: Scope) -> None:
        """Remember a scope."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[digest] = (self._seconds() + SECONDS, scope)

    def clear(self) -> None:
        """Forget everything: it is asked for again within one lookup."""
        self._known.clear()


def cache_of(runtime: Runtime) -> ScopeCache:
    """The process's cache."""
    if ScopeCache not in runtime.parts:
        runtime.parts[ScopeCache] = ScopeCache()
    return runtime.part(ScopeCache)


def forget_on_commit(runtime: Runtime, tx: AsyncSession) -> None:
    """Forget all scopes once the change of tokens or settings in ``tx`` can be seen by lookups."""
    event.listen(tx.sync_session, "after_commit", lambda _: cache_of(runtime).clear(), once=True)
