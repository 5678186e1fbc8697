"""T1, T2, T4: callback bodies from anybody on the internet."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanyu.touchpoints.parsing import MAX_DEPTH, Unreadable, parse

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><xml><a>&lol2;</a></xml>"""
OUTSIDE = b"""<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><a>&x;</a></xml>"""


def test_xml_becomes_a_dictionary_with_lists_where_a_name_repeats() -> None:
    body = "<xml><A><![CDATA[你好]]></A><B><C>1</C><C>2</C></B><E/></xml>".encode()

    assert parse(body) == {"A": "你好", "B": {"C": ["1", "2"]}, "E": ""}


def test_a_split_cdata_section_is_one_text() -> None:
    assert parse(b"<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>") == {"A": "a]]>b"}


def test_json_keeps_its_types_and_loses_what_no_store_takes() -> None:
    assert parse(rb'{"a": 1, "b": ["x\u0000y", {"c": "\ud800z"}]}') == {"a": 1, "b": ["xy", {"c": "?z"}]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"hello",
        b"<xml><a></xml>",
        b"\xff\xfe<xml/>",
        b'<?xml version="1.0" encoding="no-such"?><xml><a>1</a></xml>',
        BOMB,
        OUTSIDE,
        b"<!DOCTYPE xml><xml><a>1</a></xml>",
        b"<a>" * 20_000 + b"</a>" * 20_000,
        b"<xml>" + b"<a/>" * 6_000 + b"</xml>",
        b"[1]",
        b'{"a": NaN}',
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"a": ' + b'{"a": ' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 2),
        b'{"a": "\xff"}',
    ],
    ids=range(17),
)
def test_hostile_bodies_are_refused_by_the_one_documented_error(body: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.binary(max_size=300) | st.dictionaries(st.text(), json_values).map(lambda value: json.dumps(value).encode()))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_storable_dictionary_or_the_documented_error(body: bytes) -> None:
    try:
        found = parse(body)
    except Unreadable:
        return

    assert storable(found)


def storable(value: Any) -> bool:
    if isinstance(value, dict):
        return all(storable(key) and storable(one) for key, one in value.items())
    if isinstance(value, list):
        return all(storable(one) for one in value)
    return not isinstance(value, str) or ("\0" not in value and value.encode() is not None)
