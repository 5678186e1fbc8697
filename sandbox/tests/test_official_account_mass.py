"""Messages to many: whom they reach, how often, and what the brand is told in the end."""

from typing import Any

import press
import pytest
from brand import Brand
from rig import DAY, Sandbox

HOUR = 3600


async def test_a_message_to_all_reaches_every_follower_and_its_end_is_told(sandbox: Sandbox, brand: Brand) -> None:
    followers = (await sandbox.get("oa", "/cgi-bin/user/get"))["data"]["openid"]
    sent = await press.sent_to_all(sandbox)
    assert await _status(sandbox, sent) == "SENDING"
    await sandbox.advance(HOUR)
    assert await _status(sandbox, sent) == "SEND_SUCCESS"
    end = brand.named("MASSSENDJOBFINISH")[-1]
    assert end["Status"] == "send success"
    counts = [int(end[name]) for name in ("TotalCount", "FilterCount", "SentCount", "ErrorCount")]
    assert counts == [len(followers), len(followers), len(followers), 0]
    assert {m["openid"] for m in await _mass_messages(sandbox)} == set(followers)


async def test_a_message_by_tag_reaches_those_who_bear_it(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    tag = await press.tag(sandbox, "会员", person)
    await press.sent_to_all(sandbox, filter={"is_to_all": False, "tag_id": tag})
    await sandbox.advance(HOUR)
    assert [m["person"] for m in await _mass_messages(sandbox)] == [person]


async def test_articles_come_out_with_the_message_and_are_read(sandbox: Sandbox, brand: Brand) -> None:
    media_id = await press.draft(sandbox)
    await sandbox.admin("PATCH", "/settings", {"open_mass": 1, "visit_per_open": 1})
    await press.sent_to_all(sandbox, msgtype="mpnews", mpnews={"media_id": media_id})
    await sandbox.advance(DAY + 9 * HOUR)
    end = brand.named("MASSSENDJOBFINISH")[-1]
    assert "http://mp.weixin.qq.com/s/" in end["ArticleUrlResult"]
    asked = {"begin_date": "2026-01-01", "end_date": "2026-01-01"}
    (total,) = (await sandbox.post("oa", "/datacube/getarticletotal", asked))["list"]
    first = total["details"][0]
    assert first["target_user"] == int(end["SentCount"])
    assert 0 < first["int_page_from_session_read_user"] <= first["target_user"]


async def test_a_person_gets_four_in_a_month_and_more_in_the_next(sandbox: Sandbox, brand: Brand) -> None:
    two = (await sandbox.get("oa", "/cgi-bin/user/get"))["data"]["openid"][:2]
    await press.calm(sandbox)
    for number in range(5):
        await _send_list(sandbox, two, f"第{number}条")
    await sandbox.advance(HOUR)
    assert [int(end["SentCount"]) for end in brand.named("MASSSENDJOBFINISH")] == [2, 2, 2, 2, 0]
    await sandbox.simulation.jump(sandbox.world.now() + 31 * DAY)
    await _send_list(sandbox, two, "下个月")
    await sandbox.advance(HOUR)
    assert int(brand.named("MASSSENDJOBFINISH")[-1]["SentCount"]) == 2


async def test_a_service_account_sends_to_all_once_a_day_and_four_times_a_month(sandbox: Sandbox) -> None:
    codes = []
    for day in range(5):
        codes += [(await press.sent_to_all(sandbox, clientmsgid=f"{day}-{turn}"))["errcode"] for turn in (1, 2)]
        await sandbox.simulation.jump(sandbox.world.now() + DAY)
    assert codes == [0, 45028] * 4 + [45028, 45028]


async def test_a_subscription_account_sends_once_a_day_whoever_it_is_to(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/accounts/oa", {"more": {"level": "subscription"}})
    two = (await sandbox.get("oa", "/cgi-bin/user/get"))["data"]["openid"][:2]
    assert (await press.sent_to_all(sandbox))["errcode"] == 0
    assert (await _send_list(sandbox, two, "再来一条"))["errcode"] == 45028
    await sandbox.simulation.jump(sandbox.world.now() + DAY)
    assert (await _send_list(sandbox, two, "第二天"))["errcode"] == 0


async def test_the_same_clientmsgid_names_the_message_that_was_sent(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"mass_same_client_id_gap_wall_seconds": 0})
    first, second = [await press.sent_to_all(sandbox, clientmsgid="spring") for _ in range(2)]
    assert (second["errcode"], second["msg_id"]) == (45065, first["msg_id"])
    await sandbox.simulation.jump(sandbox.world.now() + DAY + 1)
    assert (await press.sent_to_all(sandbox, clientmsgid="spring"))["errcode"] == 0


async def test_who_is_on_the_blacklist_is_left_out(sandbox: Sandbox, brand: Brand) -> None:
    openid = sandbox.openid("oa", sandbox.follower())
    await sandbox.post("oa", "/cgi-bin/tags/members/batchblacklist", {"openid_list": [openid]})
    await press.sent_to_all(sandbox)
    await sandbox.advance(HOUR)
    end = brand.named("MASSSENDJOBFINISH")[-1]
    assert int(end["FilterCount"]) == int(end["TotalCount"]) - 1
    assert openid not in {m["openid"] for m in await _mass_messages(sandbox)}


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"mass_refusals": 1}, "err("),
        ({"mass_protection": 1, "mass_admin_confirms": 0, "mass_admin_sim_minutes": 0.01}, "err(40001)"),
        ({"mass_protection": 1, "mass_admin_sim_minutes": 1e9}, "err(40002)"),
    ],
)
async def test_a_message_that_is_refused_reaches_nobody(
    sandbox: Sandbox, brand: Brand, settings: dict[str, float], status: str
) -> None:
    await press.calm(sandbox)
    await sandbox.admin("PATCH", "/settings", settings)
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "新品"}}
    sent = await sandbox.post("oa", "/cgi-bin/message/mass/sendall", body)
    await sandbox.advance(HOUR)
    assert brand.named("MASSSENDJOBFINISH")[-1]["Status"].startswith(status)
    assert await _status(sandbox, sent) == "SEND_FAIL"
    assert await _mass_messages(sandbox) == []


async def test_a_reprint_is_stopped_unless_told_to_go_on(sandbox: Sandbox, brand: Brand) -> None:
    listed = (await sandbox.get("oa", "/cgi-bin/user/get"))["data"]["openid"][:2]
    await press.calm(sandbox)
    await sandbox.admin("PATCH", "/settings", {"mass_original_failures": 1})
    for ignore in (0, 1):
        news = {"msgtype": "mpnews", "mpnews": {"media_id": await press.draft(sandbox)}, "send_ignore_reprint": ignore}
        await sandbox.post("oa", "/cgi-bin/message/mass/send", {"touser": listed, **news})
    await sandbox.advance(HOUR)
    assert [end["Status"] for end in brand.named("MASSSENDJOBFINISH")] == ["err(30001)", "send success"]


async def test_the_speed_decides_when_the_last_gets_it(sandbox: Sandbox) -> None:
    await sandbox.post("oa", "/cgi-bin/message/mass/speed/set", {"speed": 4})
    assert await sandbox.get("oa", "/cgi-bin/message/mass/speed/get") == {"speed": 4, "realspeed": 10}
    await sandbox.admin("PATCH", "/settings", {"mass_slice": 1})
    await press.sent_to_all(sandbox)
    await sandbox.advance(HOUR)
    followers = (await sandbox.get("oa", "/cgi-bin/user/get"))["total"]
    assert len(await _mass_messages(sandbox)) == followers


async def test_a_preview_comes_at_once_and_counts_for_nothing(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    body = {"touser": sandbox.openid("oa", person), "msgtype": "text", "text": {"content": "预览"}}
    assert (await sandbox.post("oa", "/cgi-bin/message/mass/preview", body))["errcode"] == 0
    assert (await sandbox.messages(person))[-1]["content"]["text"]["content"] == "预览"
    assert (await press.sent_to_all(sandbox))["errcode"] == 0


async def test_a_deleted_message_leaves_a_card_whose_article_is_gone(sandbox: Sandbox) -> None:
    sent = await press.sent_to_all(sandbox, msgtype="mpnews", mpnews={"media_id": await press.draft(sandbox)})
    await sandbox.advance(HOUR)
    message = (await _mass_messages(sandbox))[0]
    address = message["content"]["mpnews"]["articles"][0]["url"]
    await sandbox.post("oa", "/cgi-bin/message/mass/delete", {"msg_id": sent["msg_id"]})
    page = await sandbox.client.get("/" + address.removeprefix("http://"))
    assert "该内容已被发布者删除" in page.text
    assert await _status(sandbox, sent) == "DELETE"


async def _status(sandbox: Sandbox, sent: dict[str, Any]) -> str:
    told = await sandbox.post("oa", "/cgi-bin/message/mass/get", {"msg_id": sent["msg_id"]})
    return str(told["msg_status"])


async def _send_list(sandbox: Sandbox, openids: list[str], text: str) -> dict[str, Any]:
    body = {"touser": openids, "msgtype": "text", "text": {"content": text}}
    return await sandbox.post("oa", "/cgi-bin/message/mass/send", body)


async def _mass_messages(sandbox: Sandbox) -> list[dict[str, Any]]:
    page = await sandbox.admin("GET", "/messages?limit=500")
    return [message for message in page["items"] if message["kind"] == "mass"]
