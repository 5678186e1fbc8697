"""HTTP of people."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.people import identity
from quanyu.people.identity import ProfileNotFound
from quanyu.people.profiles import clickhouse, queries, view
from quanyu.people.profiles.errors import BadProperties, NoPhone
from quanyu.people.profiles.properties import set_properties
from quanyu.people.profiles.schemas import (
    MergeOut,
    ProfileItem,
    ProfileOut,
    PropertiesIn,
    Revealed,
    TagsIn,
    TagsOut,
    TimelineItem,
)
from quanyu.people.profiles.tags import change_tags, tags_of
from quanyu.people.profiles.value import moment
from quanyu.platform import audit
from quanyu.platform.access import CurrentScope, Tx, allowed

router = APIRouter(tags=["people"])

CurrentRuntime = Annotated[Runtime, Depends(runtime_of)]
ProfileId = Annotated[int, Path(ge=1, lt=2**53)]
Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]
READ = [Depends(allowed("people.read"))]
WRITE = [Depends(allowed("people.write"))]


@router.get("/profiles", dependencies=READ, responses=errors(BadCursor))
async def list_profiles(
    scope: CurrentScope,
    tx: Tx,
    runtime: CurrentRuntime,
    search: Annotated[str, Query(max_length=128, pattern=r"^[^\x00]*$")] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ProfileItem]:
    """People, newest first. `search` is part of a name, or a whole tag, member number, phone or other id."""
    before = read_cursor(cursor, int)[0] if cursor else None
    rows, more = cut(await queries.page(tx, scope, runtime.vault, search.strip(), before, limit + 1), limit)
    items = await view.items(tx, runtime, scope, rows)
    return Page(items=items, next_cursor=encode_cursor(rows[-1].id) if more else None)


@router.get("/profiles/{profile_id}", dependencies=READ, responses=errors(ProfileNotFound))
async def get_profile(profile_id: ProfileId, scope: CurrentScope, tx: Tx, runtime: CurrentRuntime) -> ProfileOut:
    """Everything about one person. A number that was merged away answers with the person it belongs to now."""
    return await view.whole(tx, runtime, scope, profile_id, runtime.clock.now())


@router.get("/profiles/{profile_id}/timeline", dependencies=READ, responses=errors(ProfileNotFound, BadCursor))
async def list_timeline(
    profile_id: ProfileId,
    scope: CurrentScope,
    tx: Tx,
    runtime: CurrentRuntime,
    event: Annotated[str | None, Query(max_length=64)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TimelineItem]:
    """What a person did on all touchpoints, newest first."""
    _, numbers = await view.present(tx, scope, profile_id)
    before = tuple(read_cursor(cursor, int, str)) if cursor else None
    rows, more = cut(
        await runtime.clickhouse.rows(
            clickhouse.timeline_query(scope.workspace_id, numbers, before=before, event=event, limit=limit + 1)
        ),
        limit,
    )
    items = [
        TimelineItem(
            event_id=id,
            event=name,
            at=moment(at),
            touchpoint=touchpoint,
            account=account,
            message_id=message or None,
            source=source,
            properties=json.loads(properties),
        )
        for id, name, at, touchpoint, account, message, source, properties in rows
    ]
    return Page(items=items, next_cursor=encode_cursor(rows[-1][2], rows[-1][0]) if more else None)


@router.get("/profiles/{profile_id}/merges", dependencies=READ, responses=errors(ProfileNotFound))
async def list_merges(profile_id: ProfileId, scope: CurrentScope, tx: Tx) -> Page[MergeOut]:
    """The merges behind a person, newest first, also those that were undone (the newest 200)."""
    _, numbers = await view.present(tx, scope, profile_id)
    merges = await identity.merges_of(tx, scope.workspace_id, numbers)
    return Page(items=[MergeOut.model_validate(merge, from_attributes=True) for merge in merges])


@router.put("/profiles/{profile_id}/tags", dependencies=WRITE, responses=errors(ProfileNotFound))
async def change_profile_tags(
    profile_id: ProfileId, body: TagsIn, scope: CurrentScope, tx: Tx, runtime: CurrentRuntime
) -> TagsOut:
    """Add and remove tags of one person. A tag in both lists is added."""
    root, _ = await view.present(tx, scope, profile_id)
    now = runtime.clock.now()
    await change_tags(tx, scope.workspace_id, [root], add=body.add, remove=body.remove, at=now, source=scope.actor)
    return TagsOut(tags=(await tags_of(tx, scope.workspace_id, [root])).get(root, []))


@router.patch("/profiles/{profile_id}/properties", dependencies=WRITE, responses=errors(ProfileNotFound, BadProperties))
async def change_profile_properties(
    profile_id: ProfileId, body: PropertiesIn, scope: CurrentScope, tx: Tx, runtime: CurrentRuntime
) -> ProfileOut:
    """Set properties of one person by hand."""
    root, _ = await view.present(tx, scope, profile_id)
    now = runtime.clock.now()
    await set_properties(tx, scope.workspace_id, root, body.properties, at=now, source=scope.actor)
    await audit.record(tx, scope, "profiles.change", "profile", root, {"names": sorted(body.properties)})
    return await view.whole(tx, runtime, scope, root, now)


@router.post(
    "/profiles/{profile_id}/reveal",
    dependencies=[Depends(allowed("people.reveal"))],
    responses=errors(ProfileNotFound, NoPhone),
)
async def reveal_profile(profile_id: ProfileId, scope: CurrentScope, tx: Tx, runtime: CurrentRuntime) -> Revealed:
    """A person's phones in full. Who asked is in the audit log."""
    root, numbers = await view.present(tx, scope, profile_id)
    held = await identity.held_by(tx, scope.workspace_id, numbers, kinds=("phone",))
    if not held:
        raise NoPhone(profile_id=root)
    await audit.record(tx, scope, "profiles.reveal", "profile", root)
    return Revealed(phones=[runtime.vault.open(scope.workspace_id, row.sealed) for row in held])
