"""Clock, settings and faults."""

import time
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wechat_sandbox.admin.problems import AdminError, body_of
from wechat_sandbox.clock import DAY, rfc3339
from wechat_sandbox.simulation import LONGEST_ADVANCE_SECONDS
from wechat_sandbox.world import World

FASTEST = 1_000_000.0


async def show_clock(request: Request) -> Response:
    """Tell both times."""
    return JSONResponse(_clock(request.app.state.world))


async def change_clock(request: Request) -> Response:
    """Change pace, start, stop, jump, or simulate a stretch at once."""
    world, simulation = request.app.state.world, request.app.state.simulation
    body = await body_of(request)
    unknown = set(body) - {"speed", "day_seconds", "running", "advance_seconds", "set"}
    if unknown:
        raise AdminError(422, "bad_clock", f"unknown: {', '.join(sorted(unknown))}")
    speed = _speed(body)
    running = body.get("running")
    if running is not None and not isinstance(running, bool):
        raise AdminError(422, "bad_clock", "running is true or false")
    if "set" in body:
        await simulation.jump(_moment(body["set"]))
    if running is False:
        # What lies between is not caught up with when the clock goes on.
        world.clock.set(world.now())
    world.clock.run(running=running, speed=speed)
    unheard = None
    if "advance_seconds" in body:
        seconds = _number(body, "advance_seconds", LONGEST_ADVANCE_SECONDS)
        unheard = await simulation.advance(seconds)
    shown = _clock(world)
    return JSONResponse(shown if unheard is None else {**shown, "unheard": unheard})


async def show_settings(request: Request) -> Response:
    """List every number the sandbox runs by."""
    return JSONResponse(request.app.state.world.settings.as_dict())


async def about_settings(request: Request) -> Response:
    """Say of every setting what it stands for, how sure its default is, and in which group it belongs."""
    return JSONResponse({"items": request.app.state.world.settings.about()})


async def change_settings(request: Request) -> Response:
    """Change some of them."""
    world: World = request.app.state.world
    world.change_settings(await body_of(request))
    return JSONResponse(world.settings.as_dict())


async def list_faults(request: Request) -> Response:
    """List the faults that are on."""
    return JSONResponse({"items": [fault.as_dict() for fault in request.app.state.world.faults.all()]})


async def add_fault(request: Request) -> Response:
    """Switch a fault on."""
    fault = request.app.state.world.faults.add(await body_of(request))
    return JSONResponse(fault.as_dict(), 201)


async def remove_faults(request: Request) -> Response:
    """Switch one fault off, or all."""
    faults = request.app.state.world.faults
    named = request.path_params.get("fault_id")
    for fault in faults.all():
        if named in (None, fault.id):
            faults.remove(fault.id)
    return Response(status_code=204)


def _clock(world: World) -> dict[str, Any]:
    return {
        "now": rfc3339(world.now()),
        "wall": rfc3339(time.time()),
        "speed": world.clock.speed,
        "running": world.clock.running,
        "simulated_until": rfc3339(world.simulated_until),
    }


def _speed(body: dict[str, Any]) -> float | None:
    if "day_seconds" in body:
        return DAY / max(_number(body, "day_seconds", 1e7), DAY / FASTEST)
    return _number(body, "speed", FASTEST) if "speed" in body else None


def _number(body: dict[str, Any], name: str, most: float) -> float:
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= most:
        raise AdminError(422, "bad_clock", f"{name} is a number above 0, at most {most:g}")
    return float(value)


def _moment(value: object) -> float:
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is None:
            raise ValueError("no zone")
        return moment.timestamp()
    except (ValueError, OverflowError) as error:
        raise AdminError(422, "bad_clock", "set is RFC 3339 with a zone") from error
