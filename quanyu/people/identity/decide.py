"""The rules of OneID as a pure fold: given what is known, whose event is this, and what follows.

An event's ids are taken from the strongest to the weakest. If joining everything they point at would break a limit, or
join what people have told us to keep apart, the weakest id is set aside and the rest is tried again. An anonymous id (a
device, which several people may use) links only a profile that has no strong id yet; afterwards it stays with that
person, and on anybody else's event it is set aside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from quanyu.people.identity.kinds import KINDS, Id

FIRST_UNBORN = 1 << 62
"""Profiles that do not exist yet get numbers from here up while deciding, so "the lowest number" is still the oldest."""


@dataclass(frozen=True)
class SetAside:
    """An id that was not used, and whose it is if anybody's."""

    id: Id
    reason: str
    other: int | None


@dataclass(frozen=True)
class Decision:
    """``profile`` owns the event and ``attach``; ``losers`` are merged into it because of ``cause``."""

    profile: int
    attach: list[Id] = field(default_factory=list)
    losers: list[int] = field(default_factory=list)
    cause: str = ""
    aside: list[SetAside] = field(default_factory=list)


class Known:
    """What the decisions of one workspace rest on, kept up to date as decisions are made."""

    def __init__(self, unborn: int = FIRST_UNBORN) -> None:
        self.owner: dict[Id, int] = {}
        self.held: dict[int, Counter[tuple[str, str]]] = {}
        self.apart: set[tuple[int, int]] = set()
        self.moved: dict[int, int] = {}
        self._unborn = unborn

    def owner_of(self, id: Id) -> int | None:
        """The profile that has this id now."""
        owner = self.owner.get(id)
        return None if owner is None else self.root(owner)

    def root(self, profile: int) -> int:
        """Where a profile's number points after the merges decided so far."""
        while profile in self.moved:
            profile = self.moved[profile]
        return profile

    def newborn(self) -> int:
        self._unborn += 1
        self.held[self._unborn] = Counter()
        return self._unborn

    def is_strong(self, profile: int) -> bool:
        return any(KINDS[kind].strong for kind, _ in self.held[profile])

    def obstacle(self, profiles: Sequence[int], new: Sequence[Id]) -> str:
        """Why these profiles and new ids cannot be one person; empty when they can."""
        if any((a, b) in self.apart for a in profiles for b in profiles):
            return "kept_apart"
        total = Counter((id.kind, id.scope) for id in new)
        for profile in profiles:
            total.update(self.held[profile])
        for key, count in total.items():
            before = max((self.held[profile][key] for profile in profiles), default=0)
            if count > max(KINDS[key[0]].limit, before):
                return "over_limit"
        return ""

    def apply(self, decision: Decision) -> None:
        """Take a decision into account for the next one."""
        held = self.held[decision.profile]
        for loser in decision.losers:
            held.update(self.held.pop(loser))
            self.moved[loser] = decision.profile
            self.apart = {(self.root(a), self.root(b)) for a, b in self.apart}
        for id in decision.attach:
            self.owner[id] = decision.profile
            held[id.kind, id.scope] += 1


def decide(ids: Sequence[Id], known: Known) -> Decision:
    """Whose event carries these ids (strongest first, at least one)."""
    strong = [id for id in ids if KINDS[id.kind].strong]
    aside: list[SetAside] = []
    while True:
        profiles = _owners(strong, known)
        attach = [id for id in strong if id not in known.owner]
        reason = known.obstacle(profiles, attach) if len(profiles) + len(attach) > 1 else ""
        if not reason:
            break
        weakest = strong.pop()
        aside.append(SetAside(weakest, reason, known.owner_of(weakest)))

    for id in ids[len(strong) + len(aside) :]:
        owner = known.owner_of(id)
        joined = profiles if owner is None or owner in profiles else [*profiles, owner]
        fresh = [id] if owner is None else []
        if owner is not None and joined is not profiles and _both_strong(owner, profiles, attach, known):
            aside.append(SetAside(id, "shared", owner))
        elif reason := known.obstacle(joined, [*attach, *fresh]):
            aside.append(SetAside(id, reason, owner))
        else:
            profiles, attach = sorted(joined), [*attach, *fresh]

    profile = profiles[0] if profiles else known.newborn()
    decision = Decision(profile, attach, profiles[1:], _cause(ids, profiles, known), aside)
    known.apply(decision)
    return decision


def _owners(ids: Sequence[Id], known: Known) -> list[int]:
    return sorted({owner for id in ids if (owner := known.owner_of(id)) is not None})


def _both_strong(owner: int, profiles: Sequence[int], attach: Sequence[Id], known: Known) -> bool:
    here = any(KINDS[id.kind].strong for id in attach) or any(known.is_strong(profile) for profile in profiles)
    return here and known.is_strong(owner)


def _cause(ids: Sequence[Id], profiles: Sequence[int], known: Known) -> str:
    """The kind of the id that brought the first loser in."""
    losers = set(profiles[1:])
    return next((id.kind for id in ids if known.owner_of(id) in losers), "")
