"""T1, T2, T4: one token for all, one replay when it is stale, and every failure sorted by what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import ManualClock, SystemClock
from quanyu.touchpoints import Account, CallFailed, Calls, accounts
from quanyu.touchpoints.dialects import OPEN, WECOM
from quanyu.touchpoints.errors_open import ERRORS as OPEN_ERRORS
from quanyu.touchpoints.errors_wecom import ERRORS as WECOM_ERRORS
from quanyu.touchpoints.models import AccessToken
from quanyu.touchpoints.reactions import OUTCOMES, Reaction
from tests.conftest import NOON, Home
from tests.sandbox import Connected, Sandbox, sandbox, sandbox_url  # noqa: F401

TEMPLATES = "/cgi-bin/template/get_all_private_template"
Answer = Callable[[httpx.Request], httpx.Response]


async def account_of(runtime: Runtime, home: Home, connected: Connected) -> Account:
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        account = await accounts.get(tx, runtime.vault, home.scope.workspace_id, UUID(connected.id))
    assert account is not None
    return account


async def calls_to(sandbox: Sandbox, connected: Connected) -> list[tuple[str, int]]:  # noqa: F811
    """(API, error code) of this account's calls, oldest first."""
    logged = await sandbox.ask("GET", "calls?limit=1000")
    return [(one["api"], one["errcode"]) for one in logged["items"] if one["account"] == connected.theirs["id"]]


@pytest.fixture
def calls(runtime: Runtime) -> Calls:
    """A process that holds no token yet."""
    return Calls(runtime)


async def test_processes_share_one_token(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    connected = await sandbox.connect(home, "official_account")
    account = await account_of(runtime, home, connected)

    await asyncio.gather(*(Calls(runtime).get(OPEN, account, TEMPLATES) for _ in range(6)))

    assert [api for api, _ in await calls_to(sandbox, connected)].count("/cgi-bin/stable_token") == 1


async def test_a_token_lies_sealed_and_is_renewed_before_it_ends(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    connected = await sandbox.connect(home, "official_account")
    account = await account_of(runtime, home, connected)
    wall = ManualClock(SystemClock().now())
    calls = Calls(runtime, wall=wall)

    token = await calls.token(OPEN, account)
    wall.advance(timedelta(seconds=7200 - 310))
    kept = await calls.token(OPEN, account)
    fetched = len(await calls_to(sandbox, connected))
    wall.advance(timedelta(seconds=20))
    await calls.token(OPEN, account)

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        row = (await tx.execute(select(AccessToken).where(AccessToken.account_id == account.id))).scalar_one()
    assert row.sealed is not None
    assert token.encode() not in row.sealed
    assert (kept, fetched) == (token, 1)
    assert len(await calls_to(sandbox, connected)) == 2


@pytest.mark.parametrize(
    ("kind", "path"), [("official_account", TEMPLATES), ("wecom", "/cgi-bin/externalcontact/get_follow_user_list")]
)
async def test_a_token_that_ended_early_is_fetched_once_and_the_call_replayed(
    home: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
    calls: Calls,
    kind: str,
    path: str,
) -> None:
    connected = await sandbox.connect(home, kind)
    account = await account_of(runtime, home, connected)
    dialect = WECOM if kind == "wecom" else OPEN
    await calls.get(dialect, account, path)
    await sandbox.ask("POST", f"accounts/{connected.theirs['id']}/expire_tokens")

    await calls.get(dialect, account, path)

    made = await calls_to(sandbox, connected)
    assert dialect.token is not None
    token_api = dialect.token(account)[1]
    assert [api for api, _ in made] in ([token_api, path, path, token_api, path], [token_api, path, token_api, path])
    assert made[-1] == (path, 0)


async def test_a_token_that_stays_refused_is_not_asked_for_in_a_loop(
    home: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
    calls: Calls,
) -> None:
    connected = await sandbox.connect(home, "official_account")
    account = await account_of(runtime, home, connected)
    await sandbox.ask("POST", "faults", api=TEMPLATES, percent=100, errcode=40001)

    with pytest.raises(CallFailed) as failed:
        await calls.get(OPEN, account, TEMPLATES)

    assert failed.value.sent.outcome == "stop"
    assert len([one for one in await calls_to(sandbox, connected) if one[0] == TEMPLATES]) == 2


async def test_a_wrong_secret_is_not_tried_again_and_again(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    connected = await sandbox.connect(home, "wecom")
    account = replace(await account_of(runtime, home, connected), secret="wrong")
    wall = ManualClock(NOON)
    calls = Calls(runtime, wall=wall)

    async def attempt(one: Account) -> str:
        with pytest.raises(CallFailed) as failed:
            await calls.token(WECOM, one)
        return failed.value.sent.code

    codes = [await attempt(account) for _ in range(4)]
    wall.advance(timedelta(seconds=61))
    codes.append(await attempt(account))

    assert codes == ["40001"] * 5
    assert [code for api, code in await all_calls(sandbox) if api == "/cgi-bin/gettoken" and code == 40001][-2:] == [40001] * 2
    assert await calls.token(WECOM, replace(account, secret=connected.theirs["secret"]))


async def all_calls(sandbox: Sandbox) -> list[tuple[str, int]]:  # noqa: F811
    return [(one["api"], one["errcode"]) for one in (await sandbox.ask("GET", "calls?limit=1000"))["items"]]


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        (lambda _: httpx.Response(200, json={"errcode": 45009, "errmsg": "quota"}), "later", "45009"),
        (lambda _: httpx.Response(200, json={"errcode": 43004, "errmsg": "x"}), "refused", "43004"),
        (lambda _: httpx.Response(200, json={"errcode": 48004, "errmsg": "x"}), "stop", "48004"),
        (lambda _: httpx.Response(200, json={"errcode": 123456, "errmsg": "x"}), "refused", "123456"),
        (lambda _: httpx.Response(200, json={"errcode": "odd", "errmsg": ["x"]}), "refused", "odd"),
        (lambda _: httpx.Response(200, json=[1]), "unclear", "http_200"),
        (lambda _: httpx.Response(200, text="<html>"), "unclear", "http_200"),
        (lambda _: httpx.Response(502, text="bad gateway"), "unclear", "http_502"),
        (lambda _: httpx.Response(404), "refused", "http_404"),
        (lambda _: httpx.Response(429), "later", "http_429"),
    ],
)
async def test_an_answer_is_sorted_by_what_to_do(runtime: Runtime, home: Home, answer: Answer, outcome: str, code: str) -> None:
    sent = (await failure_of(runtime, home, answer)).sent

    assert (sent.outcome, sent.code) == (outcome, code)
    assert (sent.retry_after_seconds > 0) == (outcome == "later")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (httpx.ConnectError("refused"), "later"),
        (httpx.ConnectTimeout("slow"), "later"),
        (httpx.PoolTimeout("busy"), "later"),
        (httpx.ReadTimeout("slow"), "unclear"),
        (httpx.WriteError("cut"), "unclear"),
        (httpx.RemoteProtocolError("gone"), "unclear"),
    ],
)
async def test_only_what_cannot_have_left_may_be_sent_again(
    runtime: Runtime, home: Home, error: httpx.HTTPError, outcome: str
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert (await failure_of(runtime, home, fail)).sent.outcome == outcome


async def failure_of(runtime: Runtime, home: Home, answer: Answer) -> CallFailed:
    async with wire(answer) as http:
        account = Account(UUID(int=1), home.scope.workspace_id, "wecom", "x", "ww1", "s", "http://wechat.test")
        with pytest.raises(CallFailed) as failed:
            await Calls(replace(runtime, http=http)).get_bare(OPEN, account, "/x")
    return failed.value


@asynccontextmanager
async def wire(answer: Answer) -> AsyncIterator[httpx.AsyncClient]:
    """A network on which every request is answered like this."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        yield http


async def test_a_request_carries_utf8_and_no_escapes(runtime: Runtime, home: Home) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"access_token": "T", "expires_in": 7200})

    async with wire(answer) as http:
        calls = Calls(replace(runtime, http=http))
        connected = await home.client.post(
            "/v1/touchpoints",
            json={"kind": "wecom", "name": "x", "app_id": "ww1", "secret": "s", "base_url": "http://wechat.test"},
        )
        account = Account(UUID(connected.json()["id"]), home.scope.workspace_id, "wecom", "x", "ww1", "s", "http://wechat.test")
        await calls.post(WECOM, account, "/x", {"text": "你好 \\u"})

    assert seen[-1].content == '{"text": "你好 \\\\u"}'.encode()
    assert seen[-1].url.params["access_token"] == "T"


def meanings() -> Iterator[tuple[str, int, Any]]:
    for name, table in (("open", OPEN_ERRORS), ("wecom", WECOM_ERRORS)):
        for code, meaning in table.items():
            yield name, code, meaning


def test_every_code_has_words_in_both_languages_and_an_outcome() -> None:
    for _, _, meaning in meanings():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in meaning.zh)
        assert meaning.en.isascii()
        assert meaning.outcome == OUTCOMES[meaning.reaction]


@pytest.mark.parametrize("code", [42007, 43004, 48002, 50002, 40001])
def test_a_number_means_each_platforms_own(code: int) -> None:
    assert OPEN_ERRORS[code].en != WECOM_ERRORS[code].en


def test_only_stale_tokens_are_refreshed() -> None:
    refreshed = {(name, code) for name, code, meaning in meanings() if meaning.reaction is Reaction.REFRESH}

    assert refreshed == {("open", 40001), ("open", 40014), ("open", 42001), ("wecom", 40014), ("wecom", 42001)}
