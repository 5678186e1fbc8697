"""The busiest addresses answer past the framework's routing, and nobody can tell."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Query

from quanyu import app as quanyu_app
from quanyu.infra.express import Express
from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.platform.access.requests import scope_of
from quanyu.problems import answer_to
from quanyu.static import serve_console
from tests.conftest import Home

LOGIN, EVENTS, CALLBACKS = "/v1/mini-program/login", "/v1/events", "/callbacks"
NOBODY = "01a2208e-b8bd-7539-8cba-5577a80a6a5b"
FORM = {"app_id": "wx0", "code": "c", "anonymous_id": "a"}
JSON = {"content-type": "application/json"}
REQUESTS: list[tuple[str, str, dict[str, str], bytes]] = [
    ("POST", LOGIN, JSON, json.dumps(FORM).encode()),
    ("POST", LOGIN, {"content-type": "application/json; charset=utf-8"}, json.dumps(FORM).encode()),
    ("POST", LOGIN, {"content-type": "text/plain"}, json.dumps(FORM).encode()),
    ("POST", LOGIN, {}, json.dumps(FORM).encode()),
    ("POST", LOGIN, JSON, json.dumps({**FORM, "more": 1}).encode()),
    ("POST", LOGIN, JSON, json.dumps({**FORM, "scene": -1}).encode()),
    ("POST", LOGIN, JSON, json.dumps({"app_id": "x" * 100, "query": {"a": 1}}).encode()),
    ("POST", LOGIN, JSON, b'{"app_id": '),
    ("POST", LOGIN, JSON, b"[1]"),
    ("POST", LOGIN, JSON, b"\xff\xfe"),
    ("POST", LOGIN, JSON, b""),
    ("POST", LOGIN + "/", JSON, json.dumps(FORM).encode()),
    ("GET", LOGIN, {}, b""),
    ("POST", EVENTS, JSON, b'{"events": []}'),
    ("POST", EVENTS, JSON, b"no"),
    ("POST", EVENTS, {**JSON, "authorization": "Bearer nobody"}, b'{"events": []}'),
    ("PUT", EVENTS, JSON, b"{}"),
    ("POST", f"{CALLBACKS}/{NOBODY}", {}, b"<xml/>"),
    ("POST", f"{CALLBACKS}/{NOBODY.replace('-', '')}", {}, b"<xml/>"),
    ("POST", f"{CALLBACKS}/7", {}, b"<xml/>"),
    ("POST", f"{CALLBACKS}/", {}, b"<xml/>"),
    ("POST", CALLBACKS, {}, b"<xml/>"),
    ("POST", f"{CALLBACKS}/{NOBODY}/more", {}, b"<xml/>"),
    ("GET", f"{CALLBACKS}/{NOBODY}", {}, b""),
]


@pytest.fixture
async def common(runtime: Runtime, app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The same routes without the lane."""
    plain = FastAPI(docs_url=None, redoc_url=None)
    plain.state.runtime = runtime
    serve_console(quanyu_app._routes(plain), quanyu_app.CONSOLE)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(plain), base_url="http://quanyu.test") as client:
        yield client


@pytest.mark.parametrize(("method", "path", "headers", "body"), REQUESTS)
async def test_the_lane_answers_what_the_common_way_answers(
    home: Home, common: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    sent: dict[str, Any] = {"headers": {"authorization": home.client.headers["authorization"], **headers}, "content": body}

    here, there = await home.client.request(method, path, **sent), await common.request(method, path, **sent)

    assert (here.status_code, here.content) == (there.status_code, there.content)
    assert here.headers["content-type"] == there.headers["content-type"]


def test_every_endpoint_that_is_to_take_the_lane_takes_it() -> None:
    assert {route.name for _, route in quanyu_app._busiest()} == quanyu_app.BUSIEST


async def test_the_lane_carries_headers_and_measures_like_the_common_way(home: Home) -> None:
    response = await home.client.post(EVENTS, json={"events": []}, headers={"x-request-id": "mine"})

    assert response.headers["x-request-id"] == "mine"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert 'route="/v1/events",status="200"' in (await home.client.get("/metrics")).text


router = APIRouter()


@router.get("/asks-for-a-query")
async def asks_for_a_query(limit: int = Query(10)) -> str:
    return str(limit)


@router.get("/asks-for-a-scope")
async def asks_for_a_scope(scope: Annotated[Scope, Depends(scope_of)]) -> str:
    return scope.actor


@pytest.mark.parametrize(("place", "named"), [(0, "limit"), (1, "scope")])
def test_an_endpoint_that_the_lane_cannot_serve_is_refused_at_the_start(place: int, named: str) -> None:
    with pytest.raises(TypeError, match=named):
        Express(FastAPI(), [("", router.routes[place])], answer_to)  # type: ignore[list-item]
