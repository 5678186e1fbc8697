"""T13: the Python client's forms against the API's own description."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, get_type_hints

import httpx
import pytest
from quanyu_client import Client, types

from quanyu.app import openapi_schema
from tests.conftest import NOON

SCHEMA = openapi_schema()
RENAMED = {
    "FunnelStep": "StepOut",
    "FunnelPart": "PartOut",
    "RetentionCell": "CellOut",
    "RetentionRow": "RowOut",
    "RetentionMean": "MeanOut",
    "CohortMonth": "MonthOut",
    "JourneyCounts": "CountsOut",
    "Window": "WindowOut",
}
OWN = {"more", "changes", "every_seconds", "timeout_seconds", "add", "remove", "unit"}
"""Parameters that do not go out as they are."""


@pytest.mark.parametrize("name", types.__all__)
def test_the_types_have_the_fields_of_the_api(name: str) -> None:
    schemas = SCHEMA["components"]["schemas"]
    schema = schemas[next(one for one in (RENAMED.get(name, name), f"{name}Out") if one in schemas)]

    assert set(get_type_hints(getattr(types, name))) == set(schema["properties"])


def test_every_method_asks_for_a_route_with_parameters_that_exist() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"items": [], "next_cursor": None, "tags": [], "state": "done"})

    quanyu = Client("http://quanyu.test", "token", transport=httpx.MockTransport(answer))
    rooms = ("profiles", "segments", "insight", "journeys", "touchpoints", "messages", "imports")
    methods = [method for room in rooms for method in _methods(getattr(quanyu, room))]
    for method in methods:
        made = method(**_arguments(method))
        if isinstance(made, Iterator):
            assert list(made) == []

    assert len(asked) >= len(methods)
    for request in asked:
        assert _route(request) is not None, f"{request.method} {request.url.path}"
        assert set(request.url.params) <= _parameters(request), request.url
    quanyu.close()


def _methods(room: Any) -> list[Any]:
    return [method for name, method in inspect.getmembers(room, inspect.ismethod) if not name.startswith("_")]


def _arguments(method: Any) -> dict[str, Any]:
    special = {"file": ("orders.csv", BytesIO(b"no\n1\n")), "from_": NOON, "to": NOON, "since": NOON, "steps": ["a", "b"]}
    special |= {"condition": {}, "mapping": {}, "properties": {}, "graph": {}, "progress": lambda _: None}
    return {name: special.get(name, "1") for name in inspect.signature(method).parameters if name not in OWN}


def _route(request: httpx.Request) -> dict[str, Any] | None:
    for path, operations in SCHEMA["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), request.url.path) and request.method.lower() in operations:
            found: dict[str, Any] = operations[request.method.lower()]
            return found
    return None


def _parameters(request: httpx.Request) -> set[str]:
    return {one["name"] for one in (_route(request) or {}).get("parameters", ())}
