"""Content checks: texts at once, media some minutes later."""

from typing import Any

import pytest
from brand import Brand
from rig import Sandbox

TEXT, MEDIA = "/wxa/msg_sec_check", "/wxa/media_check_async"


@pytest.mark.parametrize(
    ("content", "suggest", "label"),
    [
        ("好吃，还会再来", "pass", 100),
        ("来裸聊吧", "risky", 20002),
        ("加微信领券", "review", 10001),
        ("加微信，刷单返利", "risky", 20008),
    ],
)
async def test_texts_are_told_apart(sandbox: Sandbox, content: str, suggest: str, label: int) -> None:
    answer = await _check(sandbox, content=content)
    assert answer["result"] == {"suggest": suggest, "label": label}


async def test_the_words_that_were_found_are_named(sandbox: Sandbox) -> None:
    found = (await _check(sandbox, content="好吃", nickname="赌博之王"))["detail"]
    assert [one["keyword"] for one in found if one["strategy"] == "keyword"] == ["赌博"]


async def test_only_people_who_are_there_can_be_checked(sandbox: Sandbox) -> None:
    body = {"openid": sandbox.openid("mp", 8), "version": 2, "scene": 1, "content": "好吃"}
    assert (await sandbox.post("mp", TEXT, body))["errcode"] == 61010
    await sandbox.act(8, "browse")
    assert (await sandbox.post("mp", TEXT, body))["errcode"] == 0


async def test_media_are_judged_some_minutes_later(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(8, "browse")
    asked = [await _send(sandbox, address) for address in ("https://x.cn/cat.png", "https://x.cn/porn.png")]
    assert brand.named("wxa_media_check") == []
    await sandbox.advance(600)
    heard = {message["trace_id"]: message for message in brand.named("wxa_media_check")}
    verdicts = [heard[answer["trace_id"]]["result"] for answer in asked]
    assert verdicts == [{"suggest": "pass", "label": 100}, {"suggest": "risky", "label": 20002}]
    assert heard[asked[0]["trace_id"]]["appid"] == sandbox.account("mp").app_id


async def _check(sandbox: Sandbox, **content: Any) -> dict[str, Any]:
    await sandbox.act(8, "browse")
    return await sandbox.post("mp", TEXT, {"openid": sandbox.openid("mp", 8), "version": 2, "scene": 2, **content})


async def _send(sandbox: Sandbox, address: str) -> dict[str, Any]:
    body = {"openid": sandbox.openid("mp", 8), "version": 2, "scene": 1, "media_type": 2, "media_url": address}
    return await sandbox.post("mp", MEDIA, body)
