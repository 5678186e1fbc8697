"""HTTP of the event log."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from quanyu.events import wire
from quanyu.events.log import EventLog, event_log_of
from quanyu.events.schemas import EventsIn, EventsOut
from quanyu.events.types import Result
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import Forbidden, Unavailable, errors
from quanyu.platform.access import PERMISSIONS, authenticate

router = APIRouter(tags=["events"])

Log = Annotated[EventLog, Depends(event_log_of)]

encode = msgspec.json.Encoder().encode


@router.post(
    "/events",
    response_model=EventsOut,
    responses=errors(wire.BadBody, wire.BodyTooLarge, wire.TooManyEvents, Unavailable),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": EventsIn.model_json_schema(ref_template="#/components/schemas/{model}")}
            },
        },
    },
)
async def append_events(request: Request, log: Log, runtime: Annotated[Runtime, Depends(runtime_of)]) -> Response:
    """Put a batch of events in the log (at most 2000 events and 8 MB, gzip welcome).

    Answered once they are on disk. A repeated id is a "duplicate" and counts once; an event that cannot be used is
    "rejected" with its reason and kept among the dead letters.
    """
    scope = await authenticate(runtime, request.headers)
    if "events.write" not in PERMISSIONS[scope.role]:
        raise Forbidden(permission="events.write", role=scope.role)
    events = wire.decode(await _body(request))
    results = await log.take_wire(scope.workspace_id, events, source=scope.actor, currency=scope.currency)
    return Response(encode(_answer(results)), media_type="application/json")


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > wire.MAX_BYTES:
            raise wire.BodyTooLarge(limit=wire.MAX_BYTES)
        chunks.append(chunk)
    body = b"".join(chunks)
    return wire.unpacked(body) if request.headers.get("content-encoding", "").lower() == "gzip" else body


def _answer(results: list[Result]) -> dict[str, Any]:
    counts = Counter([result.status for result in results])
    rows = [
        {"id": result.id, "status": result.status}
        if result.status != "rejected"
        else {"id": result.id, "status": "rejected", "code": result.code, "reason": result.reason}
        for result in results
    ]
    return {"accepted": counts["accepted"], "duplicate": counts["duplicate"], "rejected": counts["rejected"], "results": rows}
