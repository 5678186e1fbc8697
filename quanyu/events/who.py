"""Whose event is it: remembered answers, and one transaction for all that are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from quanyu.events.check import Portion
from quanyu.infra.runtime import Runtime
from quanyu.people import identity
from quanyu.people.identity import Id, Wanted

MAX_REMEMBERED = 500_000

Signature = tuple[Any, ...]
"""(account, kinds …, values …) as an event came with them: flat, because tuples in tuples are slow to hash and to collect."""


class Directory:
    """Profiles by the ids that events carry. Merged profiles are never answered: answers pass through the merges.

    An answer is remembered for the ids together, as they came, and for each of them: a visitor whose login has just told
    an openid comes next with device and openid, and that needs no question.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._young: dict[UUID, dict[Signature, int]] = {}
        self._old: dict[UUID, dict[Signature, int]] = {}
        self._size = 0
        self._owners: dict[tuple[UUID, Id], int] = {}
        self._merged: dict[int, int] = {}

    def forget(self) -> None:
        """Drop every answer, because a merge was undone."""
        self._young, self._old, self._size = {}, {}, 0
        self._owners = {}
        self._merged = {}

    def now(self, profile: int) -> int:
        """Where a number points after the merges of this process."""
        while profile in self._merged:
            profile = self._merged[profile]
        return profile

    def answer(self, workspace_id: UUID, signature: Signature) -> int | None:
        """The profile for these ids (0: they name nobody), or None when it must be looked up."""
        found = self._young.get(workspace_id, {}).get(signature)
        if found is None:
            found = self._old.get(workspace_id, {}).get(signature)
            if found is None:
                return None
            self._keep(workspace_id, signature, found)
        return self.now(found) if self._merged else found

    def answers(self, workspace_id: UUID) -> dict[Signature, int]:
        """The remembered answers of a workspace, for the common case. Only right while nothing is merged (`plain`)."""
        return self._young.setdefault(workspace_id, {})

    @property
    def plain(self) -> bool:
        return not self._merged

    async def look_up(self, portions: Iterable[tuple[Portion, list[int]]]) -> bool:
        """Resolve the given rows of each portion together; afterwards `answer` knows them.

        Returns:
            Whether profiles were merged, so that the warehouse must be told.
        """
        wanted: dict[tuple[UUID, Signature], Wanted] = {}
        for portion, rows in portions:
            for row in rows:
                signature = portion.whose[row]
                assert isinstance(signature, tuple)
                key = portion.workspace_id, signature
                if key in wanted or self.answer(*key) is not None:
                    continue
                ids = usable(signature)
                if not ids:
                    self._keep(*key, 0)
                elif owner := self._owner(portion.workspace_id, ids):
                    self._keep(*key, owner)
                else:
                    event = portion.events[row]
                    wanted[key] = Wanted(portion.workspace_id, ids, event.at, event.id, portion.source, event.touchpoint)
        if not wanted:
            return False
        async with self._runtime.postgres.system_transaction() as tx:
            resolved = await identity.resolve(tx, self._runtime.vault, list(wanted.values()))
        if len(self._owners) >= MAX_REMEMBERED:
            self._owners.clear()
        for (workspace_id, signature), profile, own in zip(wanted, resolved.profiles, resolved.ids, strict=True):
            self._keep(workspace_id, signature, profile)
            self._owners.update(((workspace_id, id), profile) for id in own)
        self._merged.update(resolved.merged)
        return bool(resolved.merged)

    def _owner(self, workspace_id: UUID, ids: Sequence[Id]) -> int | None:
        """The one profile that all of these ids are known to belong to: then there is nothing to decide."""
        owners = {self._owners.get((workspace_id, id), 0) for id in ids}
        found = {self.now(owner) for owner in owners}
        return found.pop() if 0 not in owners and len(found) == 1 else None

    def _keep(self, workspace_id: UUID, signature: Signature, profile: int) -> None:
        if self._size >= MAX_REMEMBERED:
            self._old, self._young, self._size = self._young, {}, 0
        self._young.setdefault(workspace_id, {})[signature] = profile
        self._size += 1


def usable(signature: Signature) -> tuple[Id, ...]:
    """The ids that name somebody, strongest first."""
    account, *named = signature
    pairs = zip(named[: len(named) // 2], named[len(named) // 2 :], strict=True)
    ids = (identity.clean(kind, value, account) for kind, value in pairs if value is not None)
    order = list(identity.KINDS)
    return tuple(sorted({id for id in ids if id is not None}, key=lambda id: (order.index(id.kind), id)))
