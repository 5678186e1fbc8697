"""Reports tell what happened: checked against what the phones reported."""

from collections import Counter
from typing import Any

from brand import Brand
from rig import DAY, Sandbox

SUMMARY = "/datacube/getweanalysisappiddailysummarytrend"
TREND = "/datacube/getweanalysisappiddailyvisittrend"
PAGES = "/datacube/getweanalysisappidvisitpage"
PORTRAIT = "/datacube/getweanalysisappiduserportrait"
FIRST = {"begin_date": "20260101", "end_date": "20260101"}


async def test_a_day_is_reported_as_the_phones_saw_it(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.advance(DAY)
    seen = [event for event in brand.events_heard if event["at"] < "2026-01-01T16:00:00"]
    trend = (await sandbox.post("mp", TREND, FIRST))["list"][0]
    launches = [event for event in seen if event["event"] == "mp_launch"]
    views = [event for event in seen if event["event"] == "page_view"]
    assert len(launches) > 10
    assert trend["session_cnt"] == len(launches)
    assert trend["visit_uv"] == trend["visit_uv_new"] == len({event["ids"]["anonymous_id"] for event in launches})
    assert trend["visit_pv"] == len(views)
    pages = (await sandbox.post("mp", PAGES, FIRST))["list"]
    counted = {page["page_path"]: page["page_visit_pv"] for page in pages}
    assert counted == Counter(event["properties"]["page"] for event in views)
    assert sum(page["entrypage_pv"] for page in pages) == trend["session_cnt"]
    shares = (await sandbox.post("mp", SUMMARY, FIRST))["list"][0]
    assert shares["share_pv"] == sum(event["event"] == "share" for event in seen)


async def test_people_are_new_once(sandbox: Sandbox) -> None:
    await _noon(sandbox)
    for person in (3, 3, 4):
        await sandbox.act(person, "browse")
    await sandbox.simulation.jump(sandbox.world.now() + DAY)
    for person in (4, 5):
        await sandbox.act(person, "browse")
    await sandbox.simulation.jump(sandbox.world.now() + DAY)
    days = [{"begin_date": day, "end_date": day} for day in ("20260101", "20260102")]
    trends = [(await sandbox.post("mp", TREND, day))["list"][0] for day in days]
    assert [(day["session_cnt"], day["visit_uv"], day["visit_uv_new"]) for day in trends] == [(3, 2, 2), (2, 2, 1)]
    totals = [(await sandbox.post("mp", SUMMARY, day))["list"][0]["visit_total"] for day in days]
    assert totals == [2, 3]


async def test_a_day_is_reported_when_it_is_over(sandbox: Sandbox) -> None:
    await sandbox.act(3, "browse")
    assert (await sandbox.post("mp", TREND, FIRST))["errcode"] == 61501


async def test_a_portrait_counts_each_visitor_of_a_week_once(sandbox: Sandbox) -> None:
    await _noon(sandbox)
    for day in range(7):
        await sandbox.act(3, "browse")
        await sandbox.act(4 + day % 2, "browse")
        await sandbox.simulation.jump(sandbox.world.now() + DAY)
    week = {"begin_date": "20260101", "end_date": "20260107"}
    portrait = await sandbox.post("mp", PORTRAIT, week)
    assert _total(portrait["visit_uv"]["genders"]) == _total(portrait["visit_uv"]["ages"]) == 3
    last_day = {"begin_date": "20260107", "end_date": "20260107"}
    portrait = await sandbox.post("mp", PORTRAIT, last_day)
    assert (_total(portrait["visit_uv"]["platforms"]), portrait["visit_uv_new"]["platforms"]) == (2, [])


async def test_submitted_pages_are_found_by_what_they_show(sandbox: Sandbox) -> None:
    item = sandbox.world.items[0]
    search = {"keyword": item.name[:2], "next_page_info": ""}
    assert (await sandbox.post("mp", "/wxa/sitesearch", search))["hit_count"] == 0
    pages = {"pages": [{"path": "pages/product/detail", "query": f"item_id={item.item_id}"}]}
    await sandbox.post("mp", "/wxa/search/wxaapi_submitpages", pages)
    found = await sandbox.post("mp", "/wxa/sitesearch", search)
    assert [one["path"] for one in found["items"]] == [f"pages/product/detail?item_id={item.item_id}"]


async def test_a_live_room_begins_and_ends(sandbox: Sandbox) -> None:
    now = int(sandbox.world.now())
    room = {
        "name": "新春护肤直播",
        "anchorName": "小美主播",
        "anchorWechat": "xiaomei",
        "coverImg": "m1",
        "shareImg": "m2",
        "feedsImg": "m3",
        "startTime": now + 3600,
        "endTime": now + 7200,
    }
    await sandbox.post("mp", "/wxaapi/broadcast/room/create", room)
    statuses = []
    for moment in (0, 3600, 7200):
        await sandbox.simulation.jump(now + moment)
        listed = await sandbox.post("mp", "/wxa/business/getliveinfo", {"start": 0, "limit": 1})
        statuses.append(listed["room_info"][0]["live_status"])
    assert statuses == [102, 101, 103]


async def _noon(sandbox: Sandbox) -> None:
    """A visit belongs to the day it began on; at midnight that would be the day before."""
    await sandbox.simulation.jump(sandbox.world.now() + DAY / 2)


def _total(measure: list[dict[str, Any]]) -> int:
    return sum(one["value"] for one in measure)
