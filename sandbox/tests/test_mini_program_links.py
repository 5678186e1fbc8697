"""Codes and links: what they open, for whom, and until when."""

from typing import Any

from brand import Brand
from rig import DAY, Sandbox


async def test_a_scanned_code_opens_its_page_with_its_scene(sandbox: Sandbox, brand: Brand) -> None:
    body = {"scene": "store=3&shelf=a", "page": "pages/product/detail"}
    drawn = await sandbox.post_raw("mp", "/wxa/getwxacodeunlimit", str(body).replace("'", '"').encode())
    assert drawn.content.startswith(b"\x89PNG")
    await sandbox.act(8, "scan_mini_program_code", scene="store=3&shelf=a")
    launch = _launches(brand)[0]
    assert launch["page"] == "pages/product/detail"
    assert launch["query"] == "scene=store%3D3%26shelf%3Da"
    assert launch["scene"] == 1047


async def test_people_scan_the_codes_that_hang_in_stores(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"program_code_scans_per_day": 1})
    await sandbox.post_raw("mp", "/wxa/getwxacodeunlimit", b'{"scene":"store=3"}')
    await sandbox.advance(DAY)
    scans = [launch for launch in _launches(brand) if launch["scene"] == 1047]
    assert {launch["query"] for launch in scans} == {"scene=store%3D3"}


async def test_a_limited_code_keeps_its_query(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.post_raw("mp", "/wxa/getwxacode", b'{"path":"pages/product/detail?item_id=b001"}')
    await sandbox.act(8, "scan_mini_program_code")
    assert _launches(brand)[0]["query"] == "item_id=b001"


async def test_both_kinds_of_limited_codes_count_together(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"limited_codes": 2})
    paths = ("/wxa/getwxacode", "/cgi-bin/wxaapp/createwxaqrcode", "/wxa/getwxacode")
    drawn = [await sandbox.post_raw("mp", path, b'{"path":"pages/index/index"}') for path in paths]
    assert [one.headers["content-type"] for one in drawn[:2]] == ["image/png"] * 2
    assert drawn[2].json()["errcode"] == 45029


async def test_a_page_that_is_not_published_is_refused_unless_the_check_is_off(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/accounts/mp", {"more": {"pages": ["pages/index/index"]}})
    body = {"scene": "s=1", "page": "pages/new/index"}
    assert (await sandbox.post("mp", "/wxa/getwxacodeunlimit", body))["errcode"] == 41030
    scene = {**body, "check_path": False}
    unchecked = await sandbox.call("mp", "POST", "/wxa/getwxacodeunlimit", body=scene)
    assert unchecked.headers["content-type"] == "image/png"


async def test_a_link_opens_its_page_outside_wechat(sandbox: Sandbox, brand: Brand) -> None:
    link = await _link(sandbox)
    await sandbox.act(8, "open_link", link=link, then="browse")
    launch = _launches(brand)[0]
    assert (launch["page"], launch["query"], launch["scene"]) == ("pages/product/detail", "item_id=b001", 1194)


async def test_a_link_serves_its_first_visitor_until_the_setting_says_otherwise(sandbox: Sandbox) -> None:
    link = await _link(sandbox)
    assert (await sandbox.act(8, "open_link", link=link))["opened"] is True
    assert (await sandbox.act(9, "open_link", link=link))["opened"] is False
    assert (await sandbox.act(8, "open_link", link=link))["opened"] is True
    await sandbox.admin("PATCH", "/settings", {"link_serves_one_person": 0})
    assert (await sandbox.act(9, "open_link", link=link))["opened"] is True


async def test_links_end(sandbox: Sandbox) -> None:
    made = await sandbox.post("mp", "/wxa/generatescheme", {"jump_wxa": {}, "expire_type": 1, "expire_interval": 1})
    await sandbox.simulation.jump(sandbox.world.now() + DAY + 1)
    assert (await sandbox.act(8, "open_link", link=made["openlink"]))["opened"] is False


async def test_a_link_lives_thirty_days_at_most(sandbox: Sandbox) -> None:
    late = {"expire_type": 0, "expire_time": int(sandbox.world.now() + 31 * DAY)}
    assert (await sandbox.post("mp", "/wxa/generate_urllink", late))["errcode"] == 85401
    asked = {"is_expire": False, "path": "pages/index/index"}
    made = await sandbox.post("mp", "/wxa/generate_urllink", asked)
    info = (await sandbox.post("mp", "/wxa/query_urllink", {"url_link": made["url_link"]}))["url_link_info"]
    assert info["expire_time"] - info["create_time"] == 30 * DAY


async def test_openings_are_counted_and_end_for_the_day(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"link_opens_per_day": 1})
    made = await sandbox.post("mp", "/wxa/generatescheme", {"jump_wxa": {}})
    assert (await sandbox.act(8, "open_link", link=made["openlink"]))["opened"] is True
    told = await sandbox.post("mp", "/wxa/queryscheme", {"scheme": made["openlink"]})
    assert told["quota_info"]["remain_visit_quota"] == 0
    assert (await sandbox.act(8, "open_link", link=made["openlink"]))["opened"] is False


async def test_a_short_link_serves_everybody(sandbox: Sandbox, brand: Brand) -> None:
    body = {"page_url": "pages/index/index?a=1", "page_title": "首页", "is_permanent": True}
    link = (await sandbox.post("mp", "/wxa/genwxashortlink", body))["link"]
    assert link.startswith("#小程序://全域商城/首页/")
    for person in (8, 9):
        assert (await sandbox.act(person, "open_link", link=link))["opened"] is True
    assert {launch["query"] for launch in _launches(brand)} == {"a=1"}


async def _link(sandbox: Sandbox) -> str:
    body = {"path": "/pages/product/detail", "query": "item_id=b001"}
    return str((await sandbox.post("mp", "/wxa/generate_urllink", body))["url_link"])


def _launches(brand: Brand) -> list[dict[str, Any]]:
    return [event["properties"] for event in brand.events_heard if event["event"] == "mp_launch"]
