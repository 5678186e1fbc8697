"""Jobs of segments."""

from uuid import UUID

from quanyu.audiences.segments import clickhouse
from quanyu.audiences.segments.refresh import refresh
from quanyu.infra.jobs import job
from quanyu.infra.runtime import Runtime


@job("segments.refresh")
async def refresh_segment(runtime: Runtime, *, workspace_id: str, segment_id: str) -> None:
    """Count a segment's people anew."""
    await refresh(runtime, UUID(workspace_id), UUID(segment_id))


@job("segments.drop_people")
async def drop_people(runtime: Runtime, *, workspace_id: str, segment_id: str) -> None:
    """Forget an archived segment's stored people."""
    await runtime.clickhouse.execute(clickhouse.drop_query(UUID(workspace_id), UUID(segment_id)))
