"""T1, T2, T4, U1: what WeChat tells us is believed when it is signed, stored before it is answered, and counted once."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prometheus_client import REGISTRY

from quanyu.events import EventLog, callbacks, person
from quanyu.events.union_ids import learn
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import SystemClock
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from quanyu.touchpoints import calls_of, crypto, welcomes
from tests.conftest import NOON, Home
from tests.sandbox import Connected, Sandbox, sandbox, sandbox_url, served  # noqa: F401

WHEN = int(NOON.timestamp())
OPENID = "oPerson00000000000000000001"
NEW_CONTACT = {
    "Event": "change_external_contact", "ChangeType": "add_external_contact", "UserID": "lin", "ExternalUserID": "wm1",
}  # fmt: skip
NOWHERE = "http://127.0.0.1:9"


async def connected(home: Home, kind: str = "official_account", **fields: Any) -> dict[str, Any]:
    body = {"kind": kind, "name": "test", "app_id": f"wx{uuid4().hex[:16]}", "secret": "s", "base_url": NOWHERE, **fields}
    response = await home.client.post("/v1/touchpoints", json=body)
    assert response.status_code == 201
    return dict(response.json())


def sealed(account: Mapping[str, Any], message: str, *, age: int = 0, **wrong: str) -> tuple[dict[str, str], bytes]:
    """A callback's query and body, as WeChat makes them."""
    stamp, nonce = str(int(time.time()) - age), "nonce"
    text = crypto.seal(account["aes_key"], wrong.get("app_id", account["app_id"]), message)
    signature = crypto.signature(wrong.get("token", account["token"]), stamp, nonce, text)
    query = {"timestamp": stamp, "nonce": nonce, "encrypt_type": "aes", "msg_signature": signature}
    return query, f"<xml><ToUserName>x</ToUserName><Encrypt>{text}</Encrypt></xml>".encode()


def xml(**fields: str | int) -> str:
    stated = {"ToUserName": "gh_1", "FromUserName": OPENID, "CreateTime": WHEN, "MsgType": "event", **fields}
    return "<xml>" + "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in stated.items()) + "</xml>"


async def tell(home: Home, account: Mapping[str, Any], message: str, **options: Any) -> httpx.Response:
    query, body = sealed(account, message, **options)
    return await home.client.post(f"/callbacks/{account['id']}", params=query, content=body)


async def stored(runtime: Runtime, scope: Scope) -> list[dict[str, Any]]:
    return await runtime.clickhouse.dicts(
        Query(
            "SELECT event_id, event, at, profile_id, touchpoint, account, source, properties FROM events "
            "WHERE workspace_id = {workspace:UUID} ORDER BY at, event",
            {"workspace": scope.workspace_id},
        )
    )


async def test_a_follow_by_a_store_code_is_in_the_log_when_we_answer(home: Home, runtime: Runtime) -> None:
    account = await connected(home)

    response = await tell(home, account, xml(Event="subscribe", EventKey="qrscene_store-7", Ticket="T"))

    assert (response.status_code, response.text) == (200, "success")
    (event,) = await stored(runtime, home.scope)
    assert (event["event"], event["touchpoint"], event["account"]) == ("subscribe", "official_account", account["app_id"])
    assert event["source"] == "callback:official_account"
    assert event["properties"]["scene"] == "store-7"
    assert event["profile_id"] > 0


async def test_a_repeat_is_answered_and_counts_once(home: Home, runtime: Runtime) -> None:
    account = await connected(home)
    message = xml(Event="SCAN", EventKey="9")

    answers = await asyncio.gather(*(tell(home, account, message) for _ in range(5)))

    assert [one.text for one in answers] == ["success"] * 5
    assert len(await stored(runtime, home.scope)) == 1


async def test_what_we_do_not_know_is_recorded_under_its_own_name(home: Home, runtime: Runtime) -> None:
    account = await connected(home)
    before = REGISTRY.get_sample_value("quanyu_callbacks_unknown_total", {"kind": "official_account"}) or 0

    await tell(home, account, xml(Event="wxa_Punish_event", EventKey="k"))

    (event,) = await stored(runtime, home.scope)
    assert event["event"] == "wx_wxa_punish_event"
    assert REGISTRY.get_sample_value("quanyu_callbacks_unknown_total", {"kind": "official_account"}) == before + 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"token": "another"}, "signature"),
        ({"app_id": "wx0000"}, "receiver"),
        ({"age": 301}, "timestamp"),
        ({"age": -600}, "timestamp"),
    ],
)
async def test_a_callback_we_do_not_believe_is_refused_and_counted(
    home: Home, runtime: Runtime, options: dict[str, Any], reason: str
) -> None:
    account = await connected(home)

    response = await tell(home, account, xml(Event="subscribe"), **options)

    assert (response.status_code, response.json()["code"]) == (403, "callback_refused")
    assert response.json()["facts"] == {"reason": reason}
    assert await stored(runtime, home.scope) == []
    health = (await home.client.get(f"/v1/touchpoints/{account['id']}")).json()["health"]
    assert (health["callbacks_24h"], health["callbacks_refused_24h"], health["last_callback_at"]) == (1, 1, None)


async def test_a_new_callback_token_counts_at_once(home: Home) -> None:
    account = await connected(home)
    await tell(home, account, xml(Event="subscribe"))

    await home.client.patch(f"/v1/touchpoints/{account['id']}", json={"token": "another1"})

    assert (await tell(home, account, xml(Event="unsubscribe"))).status_code == 403
    assert (await tell(home, {**account, "token": "another1"}, xml(Event="unsubscribe"))).status_code == 200


@pytest.mark.parametrize("message", ["", "nonsense", "<xml><Event>subscribe</Event></xml>", '{"MsgType": "event"}', "<xml/>"])
async def test_a_signed_callback_that_says_nothing_usable_is_a_400(home: Home, message: str) -> None:
    account = await connected(home)

    response = await tell(home, account, message)

    assert (response.status_code, response.json()["code"]) == (400, "callback_unreadable")


@pytest.mark.parametrize(
    "body", [b"", b"<xml/>", b"\xff" * 50, b"{}", b'{"Encrypt": 5}', b'{"Encrypt": "!!"}', b"<!DOCTYPE x><xml/>"]
)
async def test_anybodys_bytes_get_a_problem_and_no_more(home: Home, body: bytes) -> None:
    account = await connected(home)
    query = {"timestamp": str(int(time.time())), "nonce": "n", "signature": "s", "msg_signature": "s"}

    response = await home.client.post(f"/callbacks/{account['id']}", params=query, content=body)

    assert response.status_code in (400, 403)
    assert response.json()["code"] in ("callback_refused", "callback_unreadable")


async def test_a_body_over_the_limit_is_not_read(home: Home, runtime: Runtime) -> None:
    account = await connected(home)
    most = runtime.settings.callback_max_bytes
    read = 0

    async def flood() -> Any:
        nonlocal read
        for _ in range(100):
            read += most // 4
            yield b"x" * (most // 4)

    told = await home.client.post(f"/callbacks/{account['id']}", content=b"x" * (most + 1))
    untold = await home.client.post(f"/callbacks/{account['id']}", content=flood())

    assert (told.status_code, untold.status_code) == (413, 413)
    assert untold.json()["facts"] == {"limit_bytes": most}


async def test_an_address_that_is_nobodys_is_a_404(home: Home) -> None:
    response = await home.client.post(f"/callbacks/{uuid4()}", content=b"x")

    assert (response.status_code, response.json()["code"]) == (404, "touchpoint_not_found")


async def test_a_log_that_cannot_answer_in_time_makes_wechat_send_again(
    home: Home, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = await connected(home)
    monkeypatch.setattr(callbacks, "ANSWER_SECONDS", 0.0)

    late = await tell(home, account, xml(Event="subscribe"))
    monkeypatch.undo()
    again = await tell(home, account, xml(Event="subscribe"))

    assert (late.status_code, again.status_code) == (503, 200)
    assert len(await stored(runtime, home.scope)) == 1


async def test_a_mini_program_in_json_counts_each_template_of_a_popup(home: Home, runtime: Runtime) -> None:
    account = await connected(home, "mini_program")
    items = [{"TemplateId": t, "SubscribeStatusString": "accept", "PopupScene": "0"} for t in ("t1", "t2")]
    base = {"FromUserName": OPENID, "CreateTime": WHEN, "MsgType": "event", "Event": "subscribe_msg_popup_event"}

    await tell(home, account, json.dumps({**base, "List": items}))

    events = await stored(runtime, home.scope)
    assert {one["properties"]["template_id"] for one in events} == {"t1", "t2"}
    assert {one["event"] for one in events} == {"subscription_popup"}


async def test_leave_to_greet_is_kept_sealed_and_given_out_once(home: Home, runtime: Runtime) -> None:
    account = await connected(home, "wecom")
    message = xml(**NEW_CONTACT, State="s", WelcomeCode="LEAVE")
    await tell(home, account, message)
    await tell(home, account, message)
    (event,) = await stored(runtime, home.scope)
    now = SystemClock().now()

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        taken = [
            await welcomes.take(tx, runtime.vault, home.scope.workspace_id, account["id"], event["profile_id"], now=now)
            for _ in range(2)
        ]

    assert taken[0] is not None
    assert (taken[0].code, taken[0].user_id, taken[0].state, taken[0].external_userid) == ("LEAVE", "lin", "s", "wm1")
    assert taken[1] is None
    assert "LEAVE" not in str(event)


async def test_leave_to_greet_ends_after_twenty_seconds(home: Home, runtime: Runtime) -> None:
    account = await connected(home, "wecom")
    await tell(home, account, xml(**NEW_CONTACT, WelcomeCode="LEAVE"))
    (event,) = await stored(runtime, home.scope)

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        late = SystemClock().now() + welcomes.LASTS
        taken = await welcomes.take(tx, runtime.vault, home.scope.workspace_id, account["id"], event["profile_id"], now=late)

    assert taken is None


@pytest.mark.parametrize("kind", ["official_account", "mini_program", "wecom"])
async def test_the_platform_accepts_our_address(home: Home, sandbox: Sandbox, served: str, kind: str) -> None:  # noqa: F811
    account = await sandbox.connect(home, kind, served)

    assert await sandbox.ask("POST", f"accounts/{account.theirs['id']}/verify") == {"ok": True}


async def test_a_handshake_of_somebody_else_fails(home: Home) -> None:
    account = await connected(home)
    query = {"signature": "0" * 40, "timestamp": str(int(time.time())), "nonce": "n", "echostr": "e"}

    response = await home.client.get(f"/callbacks/{account['id']}", params=query)

    assert (response.status_code, response.json()["code"]) == (403, "callback_refused")


async def learn_all(runtime: Runtime) -> None:
    while await learn(runtime, runtime.part(EventLog), calls_of(runtime)):
        pass


async def people_of(runtime: Runtime, scope: Scope) -> dict[str, set[int]]:
    """Event → whose it is, merges applied."""
    query = f"SELECT event, groupUniqArray({person()}) FROM events WHERE workspace_id = {{workspace:UUID}} GROUP BY event"
    return {
        event: set(found) for event, found in await runtime.clickhouse.rows(Query(query, {"workspace": scope.workspace_id}))
    }


async def test_one_person_on_three_touchpoints_becomes_one_profile(
    home: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
    served: str,  # noqa: F811
) -> None:
    official = await sandbox.connect(home, "official_account", served)
    corp = await sandbox.connect(home, "wecom", served, seeded=True)
    program = await sandbox.connect(home, "mini_program", served)
    await sandbox.act(7, "follow", official)
    await sandbox.act(7, "add_staff", corp, userid="linxiao")
    await login(home, program, (await sandbox.act(7, "get_login_code", program))["code"])
    apart = await people_of(runtime, home.scope)
    await sandbox.act(8, "add_staff", corp, userid="linxiao")

    await learn_all(runtime)
    await sandbox.act(7, "text", official, content="在吗")

    joined = await people_of(runtime, home.scope)
    assert len(apart["subscribe"] | apart["add_external_contact"] | apart["mp_login"]) == 3
    assert joined["subscribe"] == joined["mp_login"] == joined["text_message"] < joined["add_external_contact"]
    assert len(joined["add_external_contact"]) == 2


async def test_nobody_is_asked_about_twice(
    home: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
    served: str,  # noqa: F811
) -> None:
    official = await sandbox.connect(home, "official_account", served)
    await sandbox.act(11, "follow", official)
    await sandbox.act(12, "follow", official)
    await sandbox.act(11, "text", official, content="在吗")
    await learn_all(runtime)

    await sandbox.act(11, "text", official, content="在吗")
    await learn_all(runtime)

    calls = await sandbox.ask("GET", "calls?limit=1000")
    asked = [one for one in calls["items"] if one["account"] == official.theirs["id"] and one["api"].endswith("batchget")]
    assert len(asked) == 1
    assert len(await stored(runtime, home.scope)) == 6


async def login(home: Home, program: Connected, code: str, **fields: Any) -> httpx.Response:
    body = {"app_id": program.theirs["app_id"], "code": code, "anonymous_id": "a-1", **fields}
    return await home.client.post("/v1/mini-program/login", json=body, headers={"Authorization": ""})
