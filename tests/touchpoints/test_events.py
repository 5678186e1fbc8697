"""T1, T2, T4: callbacks become events with the source's words, and a repeat has the same id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanyu.touchpoints import Account, SourceEvent, Timeless, touchpoint
from quanyu.touchpoints.parsing import Unreadable, parse

NOBODY = UUID(int=0)
BASE = {"ToUserName": "gh_1", "FromUserName": "oOne", "CreateTime": "1700000000"}
KINDS = ("official_account", "mini_program", "wecom")


def events_of(kind: str, callback: Mapping[str, Any], app_id: str = "wx1") -> list[SourceEvent]:
    account = Account(NOBODY, NOBODY, kind, "test", app_id, "secret", "http://wechat.test")
    read = touchpoint(kind).events_of
    assert read is not None
    return read(account, callback)


def official(**fields: Any) -> SourceEvent:
    (event,) = events_of("official_account", {**BASE, "MsgType": "event", **fields})
    return event


@pytest.mark.parametrize(
    ("fields", "event", "properties"),
    [
        ({"Event": "subscribe"}, "subscribe", {}),
        (
            {"Event": "subscribe", "EventKey": "qrscene_store-7", "Ticket": "T"},
            "subscribe",
            {"scene": "store-7", "ticket": "T"},
        ),
        ({"Event": "unsubscribe"}, "unsubscribe", {}),
        ({"Event": "SCAN", "EventKey": "12", "Ticket": "T"}, "scan", {"scene": "12", "ticket": "T"}),
        ({"Event": "CLICK", "EventKey": "menu-a"}, "menu_click", {"key": "menu-a", "action": "click"}),
        (
            {"Event": "VIEW", "EventKey": "https://a.b", "MenuId": 5},
            "menu_click",
            {"key": "https://a.b", "menu_id": "5", "action": "view"},
        ),
        (
            {"Event": "TEMPLATESENDJOBFINISH", "MsgID": 200163836, "Status": "success"},
            "template_finish",
            {"platform_id": "200163836", "status": "success"},
        ),
        (
            {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "2", "Status": "failed:user block"},
            "template_finish",
            {"platform_id": "2", "status": "failed", "reason": "user block"},
        ),
        ({"Event": "LOCATION", "Latitude": "23.1", "Longitude": "113.3"}, "wx_location", {}),
        ({"Event": "wxa_punish_Event!"}, "wx_wxa_punish_event_", {}),
    ],
)
def test_an_event_of_an_official_account(fields: dict[str, Any], event: str, properties: dict[str, str]) -> None:
    found = official(**fields)

    assert (found.event, found.properties, found.ids) == (event, properties, {"openid": "oOne"})
    assert found.at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_text_message_is_known_by_its_message_id() -> None:
    text = {**BASE, "MsgType": "text", "Content": "你好", "MsgId": 23456789}

    (first,), (again,), (other,) = (
        events_of("official_account", one) for one in (text, {**text, "CreateTime": "1700000009"}, {**text, "MsgId": 2})
    )

    assert (first.event, first.properties) == ("text_message", {"text": "你好"})
    assert first.id == again.id != other.id


def test_the_same_happening_has_one_id_and_others_have_others() -> None:
    ids = {
        official(Event="SCAN", EventKey="1").id,
        official(Event="SCAN", EventKey="1").id,
        official(Event="SCAN", EventKey="2").id,
        official(Event="CLICK", EventKey="1").id,
        official(Event="SCAN", EventKey="1", CreateTime=1700000001).id,
        official(Event="SCAN", EventKey="1", FromUserName="oTwo").id,
        events_of("official_account", {**BASE, "MsgType": "event", "Event": "SCAN", "EventKey": "1"}, "wx2")[0].id,
    }

    assert len(ids) == 6


POPUP = [
    {"TemplateId": "t1", "SubscribeStatusString": "accept", "PopupScene": "0"},
    {"TemplateId": "t2", "SubscribeStatusString": "reject", "PopupScene": "0"},
]


@pytest.mark.parametrize("shape", [{"List": POPUP}, {"SubscribeMsgPopupEvent": {"List": POPUP}}])
def test_each_template_of_a_popup_is_an_event(shape: dict[str, Any]) -> None:
    found = events_of("mini_program", {**BASE, "MsgType": "event", "Event": "subscribe_msg_popup_event", **shape})

    assert [(one.event, one.properties["template_id"], one.properties["status"]) for one in found] == [
        ("subscription_popup", "t1", "accept"),
        ("subscription_popup", "t2", "reject"),
    ]
    assert found[0].id != found[1].id


def test_a_popup_of_one_template_may_come_as_the_thing_itself() -> None:
    shapes = ({"List": POPUP[0]}, {"List": POPUP[:1]}, {"SubscribeMsgPopupEvent": {"List": POPUP[0]}})

    found = [
        events_of("mini_program", {**BASE, "MsgType": "event", "Event": "subscribe_msg_popup_event", **one}) for one in shapes
    ]

    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 1


def test_the_result_of_a_subscription_message_names_it() -> None:
    item = {"TemplateId": "t1", "MsgID": "1700827132819554304", "ErrorCode": "0", "ErrorStatus": "success"}

    (found,) = events_of("mini_program", {**BASE, "MsgType": "event", "Event": "subscribe_msg_sent_event", "List": [item]})

    assert found.event == "subscription_sent"
    assert found.properties == {"template_id": "t1", "platform_id": "1700827132819554304", "code": "0", "status": "success"}


def test_entering_the_service_session_of_a_mini_program() -> None:
    (found,) = events_of("mini_program", {**BASE, "MsgType": "event", "Event": "user_enter_tempsession", "SessionFrom": "cart"})

    assert (found.event, found.properties) == ("enter_session", {"session_from": "cart"})


CONTACT = {
    "FromUserName": "sys", "CreateTime": "1403610513", "MsgType": "event", "Event": "change_external_contact",
    "UserID": "zhangsan", "ExternalUserID": "woAJ2GCAAA", "State": "store-7",
}  # fmt: skip


def test_a_new_contact_brings_its_state_and_a_secret_that_is_not_a_property() -> None:
    (found,) = events_of("wecom", {**CONTACT, "ChangeType": "add_external_contact", "WelcomeCode": "CODE"})

    assert (found.event, found.ids) == ("add_external_contact", {"external_userid": "woAJ2GCAAA"})
    assert found.properties == {"user_id": "zhangsan", "state": "store-7"}
    assert found.context == {"welcome_code": "CODE"}
    assert "CODE" not in repr(found)


@pytest.mark.parametrize(
    ("change", "event"),
    [
        ("del_follow_user", "del_follow_user"),
        ("del_external_contact", "del_external_contact"),
        ("edit_external_contact", "edit_external_contact"),
        ("add_half_external_contact", "wx_add_half_external_contact"),
    ],
)
def test_other_changes_of_a_contact(change: str, event: str) -> None:
    (found,) = events_of("wecom", {**CONTACT, "ChangeType": change})

    assert found.event == event


def test_a_suite_tells_the_same_in_its_own_form() -> None:
    suite = {"SuiteId": "s", "AuthCorpId": "ww1", "InfoType": "change_external_contact", "TimeStamp": "1403610513"}

    (found,) = events_of("wecom", {**suite, "ChangeType": "del_follow_user", "UserID": "a", "ExternalUserID": "b"})

    assert (found.event, found.ids) == ("del_follow_user", {"external_userid": "b"})


def test_a_message_of_a_member_of_staff_is_nobodys() -> None:
    (found,) = events_of("wecom", {**BASE, "FromUserName": "zhangsan", "MsgType": "text", "MsgId": "9", "Content": "hi"})

    assert (found.event, found.ids) == ("wx_text_message", {})


@pytest.mark.parametrize("stamp", ["", "0", "yesterday", "99999999999", None, True, "１７０００００００００", [1]])
@pytest.mark.parametrize("kind", KINDS)
def test_a_callback_that_does_not_say_when_is_refused(kind: str, stamp: Any) -> None:
    with pytest.raises(Timeless):
        events_of(kind, {**BASE, "MsgType": "event", "Event": "subscribe", "CreateTime": stamp})


names = st.sampled_from(
    ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "List", "MsgID", "ChangeType", "UserID",
     "SubscribeMsgPopupEvent", "ExternalUserID", "TemplateId", "WelcomeCode"]
)  # fmt: skip
values = st.recursive(
    st.sampled_from(["event", "text", "subscribe", "subscribe_msg_popup_event", "change_external_contact", "1700000000"])
    | st.text(max_size=20)
    | st.integers()
    | st.floats()
    | st.none()
    | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
)


@given(st.dictionaries(names, values, max_size=10), st.sampled_from(KINDS))
@settings(max_examples=300, deadline=None)
def test_any_message_gives_events_that_can_be_stored_or_is_refused(callback: dict[str, Any], kind: str) -> None:
    try:
        found = events_of(kind, callback)
    except Timeless:
        return

    for one in found:
        assert one.event.replace("_", "a").isalnum()
        assert len(one.event) <= 64
        assert all(isinstance(value, str) for value in {**one.properties, **one.ids}.values())


@given(st.binary(max_size=400), st.sampled_from(KINDS))
@settings(max_examples=100, deadline=None)
def test_any_bytes_end_in_a_documented_refusal_or_in_events(body: bytes, kind: str) -> None:
    try:
        found = events_of(kind, parse(body))
    except (Unreadable, Timeless):
        return

    assert all(one.id and one.event for one in found)
