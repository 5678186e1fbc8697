"""Reports of what happened in a Mini Program (数据分析), of days that are over."""

import re
from datetime import datetime

import numpy as np

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.clock import CHINA, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import portraits, traffic
from wechat_sandbox.registry import API, Call, Json, endpoint
from wechat_sandbox.store import Doc

_DATE = re.compile(r"\d{8}")
PORTRAIT_DAYS = (1, 7, 30)
MOST_PAGES = 200


@endpoint(API, "POST", "/datacube/getweanalysisappiddailysummarytrend", MINI_PROGRAM)
def daily_summary(call: Call) -> Json:
    """Tell of one day how many people there are by now, and who shared."""
    day = _one_day(call)
    counted = traffic.day_of(call.world, call.account, day)
    total = int(traffic.newcomers(call.world, call.account, 0, day).sum())
    shares = {name: counted[name] for name in ("share_pv", "share_uv")}
    return {"list": [{"ref_date": call.body["begin_date"], "visit_total": total, **shares}]}


@endpoint(API, "POST", "/datacube/getweanalysisappiddailyvisittrend", MINI_PROGRAM)
def daily_visits(call: Call) -> Json:
    """Tell of one day how often, how long and how deep people visited."""
    counted = traffic.day_of(call.world, call.account, _one_day(call))
    return {"list": [_trend(call.body["begin_date"], counted)]}


@endpoint(API, "POST", "/datacube/getweanalysisappidvisitpage", MINI_PROGRAM)
def visited_pages(call: Call) -> Json:
    """Tell of one day which pages were seen, the most seen first."""
    pages = traffic.day_of(call.world, call.account, _one_day(call))["pages"]
    shown = [{"page_path": path, **_page(counted)} for path, counted in pages.items()]
    shown.sort(key=lambda page: -int(page["page_visit_pv"]))
    return {"ref_date": call.body["begin_date"], "list": shown[:MOST_PAGES]}


@endpoint(API, "POST", "/datacube/getweanalysisappiduserportrait", MINI_PROGRAM)
def portrait(call: Call) -> Json:
    """Tell who visited in one, seven or thirty days that ended yesterday or lately."""
    first, last = _day(call, "begin_date"), _day(call, "end_date")
    yesterday = china_day(call.world.now()) - 1
    if last - first + 1 not in PORTRAIT_DAYS or last > yesterday or first <= yesterday - traffic.REMEMBERED_DAYS:
        raise ApiError(61501, f"begin_date to end_date are {PORTRAIT_DAYS} days, the last of them yesterday")
    begin, end = call.body["begin_date"], call.body["end_date"]
    there = np.flatnonzero(traffic.visitors(call.world, call.account, first, last))
    new = np.flatnonzero(traffic.newcomers(call.world, call.account, first, last))
    return {
        "ref_date": begin if first == last else f"{begin}-{end}",
        "visit_uv_new": portraits.paint(call.world, new),
        "visit_uv": portraits.paint(call.world, there),
    }


def _trend(date: str, counted: Doc) -> Json:
    sessions = counted["session_cnt"] or 1
    return {
        "ref_date": date,
        **{name: counted[name] for name in ("session_cnt", "visit_pv", "visit_uv", "visit_uv_new")},
        "stay_time_uv": round(counted["seconds"] / (counted["visit_uv"] or 1), 4),
        "stay_time_session": round(counted["seconds"] / sessions, 4),
        "visit_depth": round(counted["depth"] / sessions, 4),
    }


def _page(counted: Doc) -> Json:
    views = counted["page_visit_pv"] or 1
    numbers = {name: value for name, value in counted.items() if name != "seconds"}
    return {**numbers, "page_staytime_pv": round(counted["seconds"] / views, 6)}


def _one_day(call: Call) -> int:
    day = _day(call, "begin_date")
    if _day(call, "end_date") != day or day >= china_day(call.world.now()):
        raise ApiError(61501, "begin_date and end_date are one day that is over")
    return day


def _day(call: Call, name: str) -> int:
    text = call.body.get(name)
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise ApiError(61500, f"{name} is written like 20260101")
    try:
        return china_day(datetime.strptime(text, "%Y%m%d").replace(tzinfo=CHINA).timestamp())
    except (ValueError, OverflowError) as error:
        raise ApiError(61500, f"{name} is no date") from error
