"""The Mini Program's APIs: reports, live rooms, search."""

from typing import Any

from rig import DAY, Sandbox

from table import Case, Good
from table.mini_program import OK, PERSON, says

SINGLE_DAY = {"begin_date": "20260101", "end_date": "20260101"}


async def _a_day_later(sandbox: Sandbox) -> Good:
    await sandbox.act(PERSON, "browse")
    await sandbox.simulation.jump(sandbox.world.now() + DAY)
    return Good(body=dict(SINGLE_DAY))


async def _room(sandbox: Sandbox) -> Good:
    now = int(sandbox.world.now())
    body = {
        "name": "新春护肤直播",
        "coverImg": "media-1",
        "startTime": now + 3600,
        "endTime": now + 7200,
        "anchorName": "小美主播",
        "anchorWechat": "xiaomei",
        "shareImg": "media-2",
        "feedsImg": "media-3",
        "type": 0,
        "closeLike": 0,
    }
    return Good(body=body)


async def _rooms(sandbox: Sandbox) -> Good:
    await sandbox.post("mp", "/wxaapi/broadcast/room/create", (await _room(sandbox)).body)
    return Good(body={"start": 0, "limit": 10})


async def _no_rooms(sandbox: Sandbox) -> int | str:
    return int((await sandbox.post("mp", "/wxa/business/getliveinfo", {"start": 0, "limit": 10}))["errcode"])


async def _too_many_pages(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"submitted_pages_per_day": 0})
    pages = {"pages": [{"path": "pages/index/index"}]}
    return int((await sandbox.post("mp", "/wxa/search/wxaapi_submitpages", pages))["errcode"])


_MEASURE = [{"id": int, "name": str, "value": int}]


_PORTRAIT = {
    "province": _MEASURE,
    "city": _MEASURE,
    "genders": _MEASURE,
    "platforms": _MEASURE,
    "devices": [{"name": str, "value": int}],
    "ages": _MEASURE,
}

_DATE_ERRORS: dict[int | str, Any] = {61500: {"begin_date": "2026-01-01"}, 61501: {"end_date": "20260102"}}

_ROOM = {
    "name": str,
    "roomid": int,
    "start_time": int,
    "end_time": int,
    "anchor_name": str,
    "cover_img": str,
    "share_img": str,
    "feeds_img": str,
    "live_status": int,
    "goods": [dict],
    "live_type": int,
    "close_like": int,
    "close_goods": int,
    "close_comment": int,
    "close_kf": int,
    "close_replay": int,
    "is_feeds_public": int,
    "creater_openid": str,
}

REPORTS = [
    Case(
        "/datacube/getweanalysisappiddailysummarytrend",
        _a_day_later,
        {"list": [{"ref_date": str, "visit_total": int, "share_pv": int, "share_uv": int}]},
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/datacube/getweanalysisappiddailyvisittrend",
        _a_day_later,
        {
            "list": [
                {
                    "ref_date": str,
                    "session_cnt": int,
                    "visit_pv": int,
                    "visit_uv": int,
                    "visit_uv_new": int,
                    "stay_time_uv": float,
                    "stay_time_session": float,
                    "visit_depth": float,
                }
            ]
        },
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/datacube/getweanalysisappidvisitpage",
        _a_day_later,
        {
            "ref_date": str,
            "list": [
                {
                    "page_path": str,
                    "page_visit_pv": int,
                    "page_visit_uv": int,
                    "page_staytime_pv": float,
                    "entrypage_pv": int,
                    "exitpage_pv": int,
                    "page_share_pv": int,
                    "page_share_uv": int,
                }
            ],
        },
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/datacube/getweanalysisappiduserportrait",
        _a_day_later,
        {"ref_date": str, "visit_uv_new": _PORTRAIT, "visit_uv": _PORTRAIT},
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/wxaapi/broadcast/room/create",
        _room,
        {**OK, "roomId": int, "qrcode_url": str},
        {
            300002: {"name": "短"},
            300034: {"anchorName": "x"},
            300030: {"anchorWechat": ""},
            300006: {"coverImg": ""},
            40097: {"startTime": 0},
        },
        account="mp",
    ),
    Case(
        "/wxa/business/getliveinfo",
        _rooms,
        {**OK, "room_info": [_ROOM], "total": int},
        {9410000: _no_rooms, 40097: {"limit": 0}},
        account="mp",
    ),
    Case(
        "/wxa/search/wxaapi_submitpages",
        says({"pages": [{"path": "pages/product/detail", "query": "item_id=b001"}]}),
        OK,
        {
            40219: {"pages": []},
            40210: {"pages": [{"path": ""}]},
            40212: {"pages": [{"path": "pages/index/index", "query": "中文"}]},
            47004: {"pages": [{"path": "pages/index/index"}] * 1001},
            47006: _too_many_pages,
        },
        account="mp",
    ),
    Case(
        "/wxa/sitesearch",
        says({"keyword": "面膜", "next_page_info": ""}),
        {
            **OK,
            "items": [{"title": str, "description": str, "image": str, "path": str}],
            "has_next_page": int,
            "hit_count": int,
            "next_page_info": str,
        },
        {40205: {"keyword": ""}, 47102: {"next_page_info": "x"}},
        account="mp",
    ),
]


CASES = [*REPORTS]
