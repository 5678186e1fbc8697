"""T1, T2, T4: messages reach the person they are for, once, and a refusal says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from quanyu.infra.runtime import Runtime
from quanyu.touchpoints import Account, Outgoing, Sent, accounts, calls_of, touchpoint
from quanyu.touchpoints.mini_program.send import custom_body as program_body
from quanyu.touchpoints.official_account.send import custom_body, template_body
from quanyu.touchpoints.sending import BadContent
from quanyu.touchpoints.wecom.send import staff_body, tag_body, welcome_body
from tests.conftest import Home
from tests.sandbox import Connected, Sandbox, sandbox, sandbox_url  # noqa: F401

SHIPPED = "Tpl_order_shipped_0000000000000000000000001"
ARRIVED = "Sub_new_arrival_000000000000000000000000002"
DATA = {"data": {"character_string1": "1001", "thing2": "芒果干", "time3": "2026-03-02 12:00"}}


async def send(runtime: Runtime, home: Home, account: Connected, outgoing: Outgoing) -> Sent:
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        ours = await accounts.get(tx, runtime.vault, home.scope.workspace_id, UUID(account.id))
    assert ours is not None
    send_ = touchpoint(ours.kind).send
    assert send_ is not None
    return await send_(calls_of(runtime), ours, outgoing)


def outgoing(kind: str, to: str = "o1", content: Mapping[str, Any] | None = None, **more: Any) -> Outgoing:
    return Outgoing(uuid4(), kind, to, content or {}, **more)


async def test_a_template_message_arrives_once_however_often_it_is_sent(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", seeded=True)
    await sandbox.act(20, "follow", account)
    before = len(await sandbox.messages(20))
    person = await sandbox.person(20, account)
    message = outgoing(
        "template", person["openid"], {**DATA, "mini_program": {"app_id": "wx1", "page": "pages/a"}}, template_id=SHIPPED
    )

    first, again = [await send(runtime, home, account, message) for _ in range(2)]

    arrived = (await sandbox.messages(20))[before:]
    assert first.outcome == again.outcome == "sent"
    assert first.platform_id == again.platform_id != ""
    assert len(arrived) == 1
    assert "芒果干" in str(arrived[0])


async def test_a_person_who_does_not_follow_is_dropped_with_the_platforms_reason(
    home: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
) -> None:
    account = await sandbox.connect(home, "official_account", seeded=True)
    await sandbox.act(21, "follow", account)
    await sandbox.act(21, "unfollow", account)
    person = await sandbox.person(21, account)

    sent = await send(runtime, home, account, outgoing("template", person["openid"], DATA, template_id=SHIPPED))

    assert (sent.outcome, sent.code) == ("refused", "43004")


async def test_customer_service_speaks_while_the_window_is_open(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", seeded=True)
    await sandbox.act(22, "follow", account)
    await sandbox.act(22, "text", account, content="在吗")
    openid = (await sandbox.person(22, account))["openid"]
    contents: list[dict[str, Any]] = [
        {"text": "您好"},
        {"link": {"title": "新品", "url": "https://shop.test/a", "description": "上新"}},
        {"mini_program": {"title": "商城", "app_id": "wx1", "page": "pages/home", "media_id": await sandbox.picture(account)}},
    ]

    sent = [await send(runtime, home, account, outgoing("customer_service", openid, one)) for one in contents * 2]

    assert [one.outcome for one in sent] == ["sent"] * 5 + ["refused"]
    assert sent[-1].code == "45047"
    assert [one["content"]["msgtype"] for one in (await sandbox.messages(22))[-5:-2]] == ["text", "news", "miniprogrampage"]


async def test_a_subscription_message_uses_up_the_consent_it_needs(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "mini_program", seeded=True)
    await sandbox.act(23, "accept_subscription", account, template_id=ARRIVED)
    openid = (await sandbox.person(23, account))["openid"]
    message = outgoing(
        "subscription", openid, {"data": {"thing1": "草莓", "thing2": "到货了"}, "page": "pages/item?id=1"}, template_id=ARRIVED
    )

    sent = [await send(runtime, home, account, message) for _ in range(2)]

    assert [one.outcome for one in sent] == ["sent", "refused"]
    assert sent[1].code == "43101"


async def test_a_welcome_goes_out_once_by_its_code(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "wecom", seeded=True)
    added = await sandbox.act(24, "add_staff", account, userid="chenyu")
    external = (await sandbox.person(24, account))["external_userid"]
    content = {"text": "欢迎", "attachments": [{"link": {"title": "会员", "url": "https://shop.test/m"}}]}
    message = outgoing("welcome", external, content, context={"welcome_code": added["welcome_code"]})

    sent = [await send(runtime, home, account, message) for _ in range(2)]

    assert [(one.outcome, one.code) for one in sent] == [("sent", ""), ("refused", "41050")]
    assert (await sandbox.messages(24))[-1]["content"]["text"] == "欢迎"


async def test_staff_are_told_something(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "wecom", seeded=True)

    known = await send(runtime, home, account, outgoing("staff", "linxiao", {"text": "有新客户"}))
    unknown = await send(runtime, home, account, outgoing("staff", "nobody", {"text": "有新客户"}))

    assert known.outcome == "sent"
    assert unknown.outcome == "refused"


async def test_an_answer_that_got_lost_is_unclear(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", seeded=True)
    await sandbox.act(25, "follow", account)
    openid = (await sandbox.person(25, account))["openid"]
    before = len(await sandbox.messages(25))
    await sandbox.ask("POST", "faults", api="/cgi-bin/message/template/send", percent=100, drop_answer_after_effect=True)

    sent = await send(runtime, home, account, outgoing("template", openid, DATA, template_id=SHIPPED))

    assert sent.outcome == "unclear"
    assert len(await sandbox.messages(25)) == before + 1


def test_a_template_call_has_our_id_within_wechats_length() -> None:
    message = outgoing(
        "template", "o1", {"data": {"thing1": {"value": "a"}, "number2": 5}, "url": "https://a.b"}, template_id="t"
    )

    body = template_body(message)

    assert body == {
        "touser": "o1",
        "template_id": "t",
        "url": "https://a.b",
        "client_msg_id": message.id.hex,
        "data": {"thing1": {"value": "a"}, "number2": {"value": "5"}},
    }
    assert len(body["client_msg_id"]) == 32


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"thing1": ""},
        {"thing1": "字" * 21},
        {"phrase3": "六个字的短语"},
        {"amount2": "很多钱"},
        {"number1": "五"},
        {"x": "y" * 201},
    ],
)
def test_arguments_that_wechat_would_refuse_are_refused_before_the_call(data: Any) -> None:
    with pytest.raises(BadContent) as bad:
        template_body(outgoing("template", content={"data": data}))

    assert (bad.value.sent.outcome, bad.value.sent.code) == ("refused", "47003")


@pytest.mark.parametrize("content", [{}, {"text": ""}, {"text": 5}, {"link": {"title": "x"}}, {"mini_program": {"title": "x"}}])
def test_a_message_without_its_parts_is_refused_before_the_call(content: dict[str, Any]) -> None:
    for body in (custom_body, program_body):
        with pytest.raises(BadContent):
            body(outgoing("customer_service", content=content))


@pytest.mark.parametrize(
    ("content", "context"),
    [
        ({}, {"welcome_code": "W"}),
        ({"text": "hi"}, {}),
        ({"text": "字" * 1334}, {"welcome_code": "W"}),
        ({"text": "hi", "attachments": [{}] * 10}, {"welcome_code": "W"}),
        ({"attachments": [{"video": {}}]}, {"welcome_code": "W"}),
        ({"attachments": "x"}, {"welcome_code": "W"}),
    ],
)
def test_a_welcome_that_wecom_would_refuse_keeps_its_code(content: dict[str, Any], context: dict[str, str]) -> None:
    with pytest.raises(BadContent):
        welcome_body(outgoing("welcome", content=content, context=context))


def test_tags_are_put_on_by_the_member_who_knows_the_contact() -> None:
    body = tag_body(outgoing("tag", "wm1", {"add": ["t1"], "remove": []}, context={"user_id": "lin"}))

    assert body == {"userid": "lin", "external_userid": "wm1", "add_tag": ["t1"]}
    with pytest.raises(BadContent):
        tag_body(outgoing("tag", "wm1", {}, context={"user_id": "lin"}))


def test_staff_messages_need_an_agent() -> None:
    account = Account(UUID(int=0), UUID(int=0), "wecom", "x", "ww1", "s", "http://wechat.test")

    with pytest.raises(BadContent):
        staff_body(account, outgoing("staff", "lin", {"text": "hi"}))
