"""Articles: drafts, the review before they come out, their pages, readers, comments and statistics."""

from typing import Any

import press
import pytest
from brand import Brand
from rig import DAY, Sandbox

MORNING = 9 * 3600


async def test_a_draft_is_changed_and_goes_away_when_it_comes_out(sandbox: Sandbox) -> None:
    media_id = await press.draft(sandbox)
    changed = await press.article(sandbox, title="夏季新品")
    await sandbox.post("oa", "/cgi-bin/draft/update", {"media_id": media_id, "index": 0, "articles": changed})
    shown = (await sandbox.post("oa", "/cgi-bin/draft/get", {"media_id": media_id}))["news_item"][0]
    assert (shown["title"], shown["digest"]) == ("夏季新品", "新品上市")
    await sandbox.admin("PATCH", "/settings", {"publish_original_failures": 0, "publish_platform_refusals": 0})
    await sandbox.post("oa", "/cgi-bin/freepublish/submit", {"media_id": media_id})
    assert (await sandbox.get("oa", "/cgi-bin/draft/count"))["total_count"] == 1
    await sandbox.advance(600)
    assert (await sandbox.get("oa", "/cgi-bin/draft/count"))["total_count"] == 0


async def test_publishing_takes_its_time_and_the_brand_is_told_where_the_article_is(sandbox: Sandbox, brand: Brand) -> None:
    media_id = await press.draft(sandbox)
    await sandbox.admin("PATCH", "/settings", {"publish_original_failures": 0, "publish_platform_refusals": 0})
    submitted = await sandbox.post("oa", "/cgi-bin/freepublish/submit", {"media_id": media_id})
    asked = {"publish_id": submitted["publish_id"]}
    assert (await sandbox.post("oa", "/cgi-bin/freepublish/get", asked))["publish_status"] == 1
    await sandbox.advance(600)
    told = await sandbox.post("oa", "/cgi-bin/freepublish/get", asked)
    assert told["publish_status"] == 0
    page = await _open(sandbox, told["article_detail"]["item"][0]["article_url"])
    assert "春季新品" in page
    assert "<p>新品上市</p>" in page
    assert len(brand.named("PUBLISHJOBFINISH")) == 1


@pytest.mark.parametrize(("setting", "status"), [("publish_original_failures", 2), ("publish_platform_refusals", 4)])
async def test_the_review_may_refuse(sandbox: Sandbox, setting: str, status: int) -> None:
    rates = {"publish_original_failures": 0, "publish_platform_refusals": 0, setting: 1}
    await sandbox.admin("PATCH", "/settings", rates)
    submitted = await sandbox.post("oa", "/cgi-bin/freepublish/submit", {"media_id": await press.draft(sandbox)})
    await sandbox.advance(600)
    told = await sandbox.post("oa", "/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
    assert (told["publish_status"], told["fail_idx"]) == (status, [1])
    assert (await sandbox.get("oa", "/cgi-bin/draft/count"))["total_count"] == 1


async def test_a_deleted_article_is_gone_from_its_page(sandbox: Sandbox) -> None:
    told = await press.published(sandbox, await press.article(sandbox), await press.article(sandbox, title="第二篇"))
    first, second = [item["article_url"] for item in told["article_detail"]["item"]]
    await sandbox.post("oa", "/cgi-bin/freepublish/delete", {"article_id": told["article_id"], "index": 1})
    assert "该内容已被发布者删除" in await _open(sandbox, first)
    assert "第二篇" in await _open(sandbox, second)
    await sandbox.post("oa", "/cgi-bin/freepublish/delete", {"article_id": told["article_id"]})
    again = await sandbox.post("oa", "/cgi-bin/freepublish/get", {"publish_id": told["publish_id"]})
    assert again["publish_status"] == 5


async def test_a_page_shows_a_brands_html_but_lets_nothing_in_it_run(sandbox: Sandbox) -> None:
    article = await press.article(sandbox, title="<script>alert(1)</script>", content="<script>alert(2)</script>")
    told = await press.published(sandbox, article)
    address = told["article_detail"]["item"][0]["article_url"]
    response = await sandbox.client.get("/" + address.removeprefix("http://"))
    assert "<script>alert(1)" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "sandbox" in response.headers["content-security-policy"]


async def test_readers_comment_and_the_brand_elects_and_answers(sandbox: Sandbox) -> None:
    body = await press.commented(sandbox)
    address = (await _latest(sandbox))["url"]
    assert "写得真好" not in await _open(sandbox, address)
    await sandbox.post("oa", "/cgi-bin/comment/markelect", body)
    await sandbox.post("oa", "/cgi-bin/comment/reply/add", {**body, "content": "谢谢支持"})
    page = await _open(sandbox, address)
    assert "写得真好" in page
    assert "谢谢支持" in page
    await sandbox.post("oa", "/cgi-bin/comment/close", {"msg_data_id": body["msg_data_id"], "index": 0})
    refused = await sandbox.client.post("/_sandbox/people/3/act", json={"action": "comment_article"})
    assert refused.status_code == 422


async def test_only_fans_comment_where_the_article_says_so(sandbox: Sandbox) -> None:
    await press.published(sandbox, await press.article(sandbox, only_fans_can_comment=1))
    refused = await sandbox.client.post(f"/_sandbox/people/{sandbox.stranger()}/act", json={"action": "comment_article"})
    assert refused.status_code == 422
    await sandbox.act(sandbox.follower(), "comment_article")


async def test_an_article_sent_by_customer_service_is_read(sandbox: Sandbox) -> None:
    told = await press.published(sandbox)
    person = sandbox.follower()
    await sandbox.act(person, "text")
    sent = {"article_id": told["article_id"]}
    message = {"touser": sandbox.openid("oa", person), "msgtype": "mpnewsarticle", "mpnewsarticle": sent}
    await sandbox.post("oa", "/cgi-bin/message/custom/send", message)
    read = await sandbox.act(person, "click_message")
    assert (read["read"], read["title"]) == (True, "春季新品")


async def test_a_reader_may_become_a_follower_and_is_known_to_come_from_an_article(sandbox: Sandbox) -> None:
    await press.published(sandbox)
    person = sandbox.stranger()
    await sandbox.admin("PATCH", "/settings", {"follow_after_article": 1})
    await sandbox.act(person, "read_article")
    await sandbox.advance(600)
    info = await sandbox.get("oa", "/cgi-bin/user/info", openid=sandbox.openid("oa", person))
    assert info["subscribe_scene"] == "ADD_SCENE_PROFILE_LINK"


async def test_followers_look_up_what_was_published(sandbox: Sandbox) -> None:
    await press.published(sandbox)
    await sandbox.admin("PATCH", "/settings", {"browse_history_per_day": 1})
    await sandbox.advance(DAY + MORNING)
    read = await _statistics(sandbox, "getuserread", "2026-01-01")
    assert [line["user_source"] for line in read if line["int_page_read_count"] > 3] == [4]


async def test_friends_read_what_is_shared_with_them(sandbox: Sandbox) -> None:
    await press.published(sandbox)
    await sandbox.admin("PATCH", "/settings", {"sees_share_of_friend": 1, "share_article": 0})
    shared = await sandbox.act(sandbox.follower(), "share_article", to="friends")
    readers = shared["will_be_read_by"]
    assert readers
    await sandbox.advance(DAY + MORNING)
    read = await _statistics(sandbox, "getuserread", "2026-01-01")
    by_friend = [line for line in read if line["user_source"] == 1]
    assert [line["int_page_read_user"] for line in by_friend] == [len(readers)]
    shares = await _statistics(sandbox, "getusershare", "2026-01-01")
    assert shares == [{"ref_date": "2026-01-01", "share_scene": 1, "share_count": 1, "share_user": 1}]


async def test_statistics_are_ready_in_the_morning_after(sandbox: Sandbox) -> None:
    asked = {"begin_date": "2026-01-01", "end_date": "2026-01-01"}
    await sandbox.simulation.jump(sandbox.world.now() + DAY + 7 * 3600)
    assert (await sandbox.post("oa", "/datacube/getusersummary", asked))["errcode"] == 61501
    await sandbox.simulation.jump(sandbox.world.now() + 3600)
    assert "list" in await sandbox.post("oa", "/datacube/getusersummary", asked)


async def test_days_before_there_were_statistics_are_refused(sandbox: Sandbox) -> None:
    asked = {"begin_date": "2014-11-30", "end_date": "2014-11-30"}
    assert (await sandbox.post("oa", "/datacube/getusercumulate", asked))["errcode"] == 61501


async def test_a_share_in_moments_is_counted_by_how_its_sharer_had_come(sandbox: Sandbox) -> None:
    await press.calm(sandbox)
    await press.sent_to_all(sandbox, msgtype="mpnews", mpnews={"media_id": await press.draft(sandbox)})
    await sandbox.advance(3600)
    await sandbox.act(sandbox.follower(), "share_article", to="moments", way="message")
    await sandbox.advance(DAY + MORNING)
    (total,) = await _statistics(sandbox, "getarticletotal", "2026-01-01")
    first = total["details"][0]
    assert first["feed_share_from_session_user"] >= 1
    assert first["share_count"] >= first["feed_share_from_session_cnt"] + first["feed_share_from_other_cnt"]


async def test_a_span_that_is_too_long_is_refused(sandbox: Sandbox) -> None:
    for name, days in (("getusersummary", 7), ("getuserread", 3), ("getarticlesummary", 1)):
        good = {"begin_date": f"2025-12-{31 - days:02d}", "end_date": "2025-12-30"}
        bad = {**good, "begin_date": f"2025-12-{30 - days:02d}"}
        assert "list" in await sandbox.post("oa", f"/datacube/{name}", good), name
        assert (await sandbox.post("oa", f"/datacube/{name}", bad))["errcode"] == 61501, name


async def test_the_statistics_of_followers_and_messages_are_what_happened(sandbox: Sandbox) -> None:
    await press.calm(sandbox)
    await sandbox.admin("PATCH", "/settings", {"follow_per_day": 0, "text_per_day": 0, "scan_per_store_visitor_per_day": 0})
    before = (await sandbox.get("oa", "/cgi-bin/user/get"))["total"]
    new, old = sandbox.stranger(), sandbox.follower()
    await sandbox.act(new, "follow")
    await sandbox.act(old, "text")
    await sandbox.act(old, "text")
    await sandbox.act(new, "send", kind="image")
    await sandbox.act(old, "unfollow")
    await sandbox.advance(DAY + MORNING)
    summary = await _statistics(sandbox, "getusersummary", "2026-01-01")
    assert (sum(line["new_user"] for line in summary), sum(line["cancel_user"] for line in summary)) == (1, 1)
    cumulated = await sandbox.post("oa", "/datacube/getusercumulate", {"begin_date": "2025-12-31", "end_date": "2026-01-01"})
    assert [line["cumulate_user"] for line in cumulated["list"]] == [before, before]
    written = await _statistics(sandbox, "getupstreammsg", "2026-01-01")
    assert [(line["msg_type"], line["msg_user"], line["msg_count"]) for line in written] == [(1, 1, 2), (2, 1, 1)]


async def _open(sandbox: Sandbox, address: str) -> str:
    return (await sandbox.client.get("/" + address.removeprefix("http://"))).text


async def _latest(sandbox: Sandbox) -> dict[str, Any]:
    listed = await sandbox.post("oa", "/cgi-bin/freepublish/batchget", {"offset": 0, "count": 1})
    article: dict[str, Any] = listed["item"][0]["content"]["news_item"][0]
    return article


async def _statistics(sandbox: Sandbox, name: str, day: str) -> list[dict[str, Any]]:
    answer = await sandbox.post("oa", f"/datacube/{name}", {"begin_date": day, "end_date": day})
    listed: list[dict[str, Any]] = answer["list"]
    return listed
