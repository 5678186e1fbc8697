"""Puts people together from both stores: the list and the 360° view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.people import consent, identity
from quanyu.people.identity import Held, Profile, ProfileNotFound
from quanyu.people.profiles import clickhouse
from quanyu.people.profiles.properties import properties_of
from quanyu.people.profiles.schemas import (
    ConflictOut,
    ConsentOut,
    IdentityOut,
    ProfileItem,
    ProfileOut,
    RelationOut,
    ValueOut,
)
from quanyu.people.profiles.tags import tags_of
from quanyu.people.profiles.value import activities, stage


async def present(tx: AsyncSession, scope: Scope, profile_id: int) -> tuple[int, list[int]]:
    """A person's present number, and all numbers, by any of them.

    Raises:
        ProfileNotFound: nobody in the caller's workspace has had this number.
    """
    root = (await identity.current(tx, scope.workspace_id, [profile_id])).get(profile_id)
    if root is None:
        raise ProfileNotFound(profile_id=profile_id)
    return root, (await identity.numbers(tx, scope.workspace_id, [root]))[root]


async def items(tx: AsyncSession, runtime: Runtime, scope: Scope, profiles: Sequence[Profile]) -> list[ProfileItem]:
    """People as the list shows them; the log is asked once, for these only."""
    if not profiles:
        return []
    roots = [profile.id for profile in profiles]
    numbers = await identity.numbers(tx, scope.workspace_id, roots)
    everyone = [number for own in numbers.values() for number in own]
    root_of = {number: root for root, own in numbers.items() for number in own}
    ids: dict[int, list[Held]] = defaultdict(list)
    for held in await identity.masked_ids(tx, runtime.vault, scope.workspace_id, everyone, kinds=("member_no", "phone")):
        ids[root_of[held.profile_id]].append(held)
    tags = await tags_of(tx, scope.workspace_id, roots)
    known = await properties_of(tx, scope.workspace_id, roots)
    rows = await runtime.clickhouse.rows(clickhouse.activity_query(scope.workspace_id, everyone))
    did = activities(rows, numbers)
    return [
        ProfileItem(
            id=profile.id,
            name=_name(known.get(profile.id, {})),
            member_no=_first(ids[profile.id], "member_no"),
            phone_masked=_first(ids[profile.id], "phone"),
            touchpoints=did[profile.id].touchpoints,
            tags=tags.get(profile.id, []),
            created_at=profile.created_at,
            last_seen_at=did[profile.id].last_seen_at,
            orders=did[profile.id].orders,
            spent_fen=did[profile.id].spent_fen,
        )
        for profile in profiles
    ]


async def whole(tx: AsyncSession, runtime: Runtime, scope: Scope, profile_id: int, now: datetime) -> ProfileOut:
    """One person, from every room.

    Raises:
        ProfileNotFound: nobody in the caller's workspace has had this number.
    """
    root, numbers = await present(tx, scope, profile_id)
    profile = await tx.get_one(Profile, (scope.workspace_id, root))
    held = await identity.masked_ids(tx, runtime.vault, scope.workspace_id, numbers)
    known = (await properties_of(tx, scope.workspace_id, [root]))[root]
    rows = await runtime.clickhouse.rows(clickhouse.activity_query(scope.workspace_id, numbers))
    did = activities(rows, {root: numbers})[root]
    conflicts = await identity.conflicts_of(tx, scope.workspace_id, numbers)
    consents = await consent.consents_of(tx, scope.workspace_id, root)
    relations = await consent.relations(tx, scope.workspace_id, [root])
    return ProfileOut(
        id=root,
        numbers=numbers,
        name=_name(known),
        member_no=_first(held, "member_no"),
        phone_masked=_first(held, "phone"),
        created_at=profile.created_at,
        first_touchpoint=profile.touchpoint,
        last_seen_at=did.last_seen_at,
        touchpoints=did.touchpoints,
        tags=(await tags_of(tx, scope.workspace_id, [root])).get(root, []),
        properties=known,
        identities=[
            IdentityOut(
                kind=one.kind,
                account=one.account,
                masked=one.masked,
                first_seen_at=one.first_seen_at,
                source=one.source,
                number=one.profile_id,
            )
            for one in held
        ],
        conflicts=[
            ConflictOut(
                kind=one.kind,
                account=one.scope,
                reason=one.reason,
                other_profile=one.other_profile,
                event_id=one.event_id,
                at=one.at,
            )
            for one in conflicts
        ],
        consents=[ConsentOut.model_validate(one, from_attributes=True) for one in consents],
        relations=[RelationOut.model_validate(one, from_attributes=True) for one in relations],
        value=ValueOut(
            orders=did.orders,
            spent_fen=did.spent_fen,
            first_order_at=did.first_order_at,
            last_order_at=did.last_order_at,
            stage=stage(did, profile.created_at, now),
        ),
    )


def _first(held: Sequence[Held], kind: str) -> str | None:
    return next((one.masked for one in held if one.kind == kind), None)


def _name(properties: dict[str, object]) -> str | None:
    return str(properties["name"]) if "name" in properties else None
