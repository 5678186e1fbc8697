"""The busiest addresses, answered past the framework's routing and dependencies, which cost more than the work itself.

An endpoint on the express lane is declared like any other, and its schema comes from that. Whatever is wrong with a
request's form goes the common way, so that it is told in the common words.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from fastapi import Request
from fastapi.params import Depends
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Answer = Callable[[Exception], Response | None]
Argument = Callable[[Request], Awaitable[Any]]


class _CommonWay(Exception):
    """The form of a request is not the plain one."""


@dataclass(frozen=True)
class Stop:
    """A route with what its endpoint is called with, by name."""

    route: APIRoute
    arguments: Mapping[str, Argument]


class Express:
    """Calls some endpoints directly.

    Args:
        routes: those on the lane, with the prefix that each is mounted under. At most the last part of a path is a name in
            braces; arguments are the request, a body model, that name, and dependencies that ask for the request alone.
        answer: what a failure is answered with; None lets it pass.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[tuple[str, APIRoute]], answer: Answer) -> None:
        self._app, self._answer = app, answer
        self._at: dict[tuple[str, str], Stop] = {}
        self._under: dict[tuple[str, str], Stop] = {}
        for prefix, route in routes:
            path, _, name = (prefix + route.path).partition("{")
            for method in route.methods or ():
                (self._under if name else self._at)[method, path] = Stop(route, _arguments(route))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        stop = self._stop(scope) if scope["type"] == "http" else None
        if stop is None:
            await self._app(scope, receive, send)
            return
        kept = _Kept(receive)
        request = Request(scope, kept.receive)
        try:
            response = await _call(stop, request)
        except _CommonWay:
            await self._app(scope, kept.again, send)
            return
        except Exception as error:
            if (answered := self._answer(error)) is None:
                raise
            response = answered
        await response(scope, receive, send)

    def _stop(self, scope: Scope) -> Stop | None:
        method, path = scope["method"], scope["path"]
        if (stop := self._at.get((method, path))) is None:
            parent, _, last = path.rpartition("/")
            if (stop := self._under.get((method, f"{parent}/"))) is None:
                return None
            scope["path_params"] = dict.fromkeys(stop.route.param_convertors, last)
        scope["route"] = stop.route
        return stop


class _Kept:
    """What has been read of a request, so that it can be read again."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read: list[Message] = []

    async def receive(self) -> Message:
        message = await self._receive()
        self._read.append(message)
        return message

    async def again(self) -> Message:
        return self._read.pop(0) if self._read else await self._receive()


async def _call(stop: Stop, request: Request) -> Response:
    found = await stop.route.endpoint(**{name: await argument(request) for name, argument in stop.arguments.items()})
    if isinstance(found, Response):
        return found
    if isinstance(found, BaseModel):
        return Response(found.model_dump_json(), media_type="application/json")
    return Response(found, media_type="text/plain")


def _arguments(route: APIRoute) -> dict[str, Argument]:
    hints = get_type_hints(route.endpoint, include_extras=True)
    return {name: _argument(name, hints[name], route) for name in inspect.signature(route.endpoint).parameters}


def _argument(name: str, hint: Any, route: APIRoute) -> Argument:
    depends = next((one for one in get_args(hint) if isinstance(one, Depends)), None)
    if depends is not None and depends.dependency is not None:
        asked = get_type_hints(depends.dependency)
        asked.pop("return", None)
        if list(asked.values()) == [Request]:
            return depends.dependency
    elif hint is Request:
        return _itself
    elif name in route.param_convertors:
        return _named(name, TypeAdapter(hint))
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        return _body(hint)
    raise TypeError(f"{route.name}: the express lane cannot give {name}")


async def _itself(request: Request) -> Request:
    return request


def _named(name: str, kind: TypeAdapter[Any]) -> Argument:
    async def read(request: Request) -> Any:
        try:
            return kind.validate_strings(request.path_params[name])
        except ValidationError as error:
            raise _CommonWay from error

    return read


def _body(model: type[BaseModel]) -> Argument:
    async def read(request: Request) -> BaseModel:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise _CommonWay
        try:
            return model.model_validate_json(await request.body())
        except ValidationError as error:
            raise _CommonWay from error

    return read
