"""Health, metrics, request ids, headers, and logs without secrets."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import structlog
from fastapi import APIRouter, FastAPI, Request
from starlette.types import Message

from quanyu.app import create_app
from quanyu.infra.log import MASK, configure_logs, mask_secrets
from quanyu.infra.postgres import Postgres
from quanyu.infra.runtime import Runtime
from quanyu.infra.settings import Settings


@pytest.fixture
async def stranger(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quanyu.test")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[io.StringIO]:
    """What is logged as JSON while the test runs."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    configure_logs(Settings(data=tmp_path, log_format="json"))
    page = io.StringIO()
    assert isinstance(root.handlers[0], logging.StreamHandler)
    root.handlers[0].setStream(page)
    yield page
    root.handlers[:], root.level = handlers, level
    structlog.configure(**configured)


async def test_the_process_is_up_and_its_stores_are_there(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/healthz")).json() == {"status": "up"}
    ready = await stranger.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "postgres": "up", "clickhouse": "up"})


async def test_readiness_says_which_store_is_away(runtime: Runtime, tmp_path: Path) -> None:
    away = Postgres(f"postgresql+psycopg://postgres@/postgres?host={tmp_path}")
    app = create_app(replace(runtime, postgres=away))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quanyu.test") as client:
        ready = await client.get("/readyz")
    await away.close()

    assert (ready.status_code, ready.json()) == (503, {"ready": False, "postgres": "away", "clickhouse": "up"})


async def test_requests_are_counted_by_template_and_not_by_address(client: httpx.AsyncClient) -> None:
    await client.delete("/v1/tokens/0197a2f0-0000-7000-8000-000000000000")
    await client.get("/v1/made-up-address")

    metrics = (await client.get("/metrics")).text

    assert 'quanyu_http_requests_total{method="DELETE",route="/v1/tokens/{token_id}",status="404"}' in metrics
    assert 'quanyu_http_request_seconds_bucket{le="0.1",method="DELETE",route="/v1/tokens/{token_id}"}' in metrics
    assert "0197a2f0" not in metrics
    assert "made-up-address" not in metrics


@pytest.mark.parametrize(("given", "kept"), [("abc-123.X_y", True), ("a b", False), ("a" * 65, False), ("", False)])
async def test_a_sane_request_id_is_kept_and_another_replaced(stranger: httpx.AsyncClient, given: str, kept: bool) -> None:
    answer = (await stranger.get("/healthz", headers={"X-Request-Id": given})).headers["X-Request-Id"]

    assert (answer == given) is kept
    assert answer


async def test_every_answer_keeps_browsers_safe(stranger: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/v1/workspace", "/nowhere"):
        headers = (await stranger.get(path)).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers


async def test_behind_https_browsers_are_told_to_stay_there(runtime: Runtime) -> None:
    app = create_app(replace(runtime, settings=replace(runtime.settings, public_url="https://quanyu.example.com")))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://quanyu.example.com") as client:
        assert "Strict-Transport-Security" in (await client.get("/healthz")).headers


async def test_a_bug_answers_with_a_problem_and_the_id_to_look_for(runtime: Runtime, written: io.StringIO) -> None:
    router = APIRouter()

    @router.get("/v1/broken/{thing}")
    async def broken(thing: str) -> None:
        raise ZeroDivisionError("secret inside")

    app = create_app(runtime)
    app.router.routes.insert(0, router.routes[0])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://quanyu.test") as client:
        answer = await client.get("/v1/broken/1")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.json()["facts"]["request_id"] == answer.headers["X-Request-Id"]
    assert "ZeroDivisionError" not in answer.text
    line = json.loads(written.getvalue().splitlines()[0])
    assert (line["event"], line["request_id"]) == ("request.failed", answer.headers["X-Request-Id"])
    assert "ZeroDivisionError" in line["exception"]


async def test_a_caller_who_leaves_is_no_bug(runtime: Runtime, written: io.StringIO) -> None:
    router = APIRouter()

    @router.post("/v1/heard")
    async def heard(request: Request) -> None:
        await request.body()

    app = create_app(runtime)
    app.router.routes.insert(0, router.routes[0])
    scope = {"type": "http", "method": "POST", "path": "/v1/heard", "query_string": b"", "headers": []}
    answered: list[Message] = []

    async def leave() -> Message:
        return {"type": "http.disconnect"}

    async def answer(message: Message) -> None:
        answered.append(message)

    await app({**scope, "client": ("127.0.0.1", 1), "scheme": "http", "root_path": "", "http_version": "1.1"}, leave, answer)

    assert answered == []
    assert [json.loads(line)["event"] for line in written.getvalue().splitlines()] == ["request.abandoned"]


def test_secrets_and_personal_data_do_not_reach_the_log() -> None:
    event = {
        "event": "account.added", "app_secret": "s", "Authorization": "Bearer s", "account_id": "a1", "token_id": "t1",
        "deep": {"phone": "138", "list": [{"access_token": "s", "name": "n"}]},
    }  # fmt: skip

    masked = mask_secrets(None, "info", event)

    assert masked == {
        "event": "account.added", "app_secret": MASK, "Authorization": MASK, "account_id": "a1", "token_id": "t1",
        "deep": {"phone": MASK, "list": [{"access_token": MASK, "name": "n"}]},
    }  # fmt: skip


def test_our_lines_and_those_of_libraries_have_one_form(written: io.StringIO) -> None:
    structlog.get_logger("quanyu.example").info("message.sent", password="s", 人数=3)
    logging.getLogger("uvicorn.error").warning("started on %s", 8900)

    ours, theirs = (json.loads(line) for line in written.getvalue().splitlines())

    assert (ours["event"], ours["level"], ours["password"], ours["人数"]) == ("message.sent", "info", MASK, 3)
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("started on 8900", "warning", "uvicorn.error")
    assert ours["timestamp"].endswith("Z")
