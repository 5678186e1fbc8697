"""Reports by day and by hour, counted from the impressions, clicks and conversions that happened."""

from datetime import date, timedelta
from typing import Any

from wechat_sandbox.accounts import ADVERTISER
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.adgroups import ADGROUP
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.ads.funds import COUNTS, HOURS, MILLI
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Json, endpoint
from wechat_sandbox.store import Doc

_LEVELS = {"REPORT_LEVEL_ADVERTISER": [], "REPORT_LEVEL_ADGROUP": ["adgroup_id"]}
_GROUPS = ("date", "hour", "adgroup_id")
LONGEST_DAYS = 365


@endpoint(ADS, "GET", "/v3.0/daily_reports/get", ADVERTISER, daily=0, door=ADS_DOOR)
def daily_report(call: Call) -> Json:
    """Report day by day."""
    return _report(call, "date")


@endpoint(ADS, "GET", "/v3.0/hourly_reports/get", ADVERTISER, daily=0, door=ADS_DOOR)
def hourly_report(call: Call) -> Json:
    """Report hour by hour."""
    return _report(call, "hour")


def _report(call: Call, finest: str) -> Json:
    level = arguments.choice(call.body, "level", tuple(_LEVELS))
    usual = ["date", *(["hour"] if finest == "hour" else []), *_LEVELS[level]]
    groups = call.body.get("group_by") or usual
    if not isinstance(groups, list) or not all(isinstance(one, str) and one in _GROUPS for one in groups):
        raise ApiError(ads.BAD_ARGUMENT, f"group_by holds some of {', '.join(_GROUPS)}")
    fields, wanted = call.body.get("fields"), arguments.filters(call, "adgroup_id")
    if fields is not None and not (isinstance(fields, list) and all(isinstance(name, str) for name in fields)):
        raise ApiError(ads.BAD_ARGUMENT, "fields is a list of names")
    totals: dict[tuple[Any, ...], Doc] = {}
    for day in _days(call):
        for _, _, hour in call.world.store.by_key(HOURS, call.account.id, day):
            if wanted(hour):
                total = totals.setdefault(tuple(hour[name] for name in groups), dict.fromkeys(COUNTS, 0))
                for name in COUNTS:
                    total[name] += hour[name]
    names = {one["adgroup_id"]: one["adgroup_name"] for one in call.world.store.all(ADGROUP, call.account.id)}
    rows = [{**_place(groups, place, names), **_metrics(total)} for place, total in sorted(totals.items())]
    rows = [{"account_id": int(call.account.app_id), **row} for row in rows]
    if fields is not None:
        rows = [{name: value for name, value in row.items() if name in fields} for row in rows]
    return arguments.paged(call, rows)


def _days(call: Call) -> list[str]:
    given = call.body.get("date_range")
    try:
        assert isinstance(given, dict)
        start, end = (date.fromisoformat(given[name]) for name in ("start_date", "end_date"))
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        raise ApiError(ads.BAD_ARGUMENT, "date_range holds start_date and end_date, YYYY-MM-DD") from error
    if not start <= end <= start + timedelta(days=LONGEST_DAYS):
        raise ApiError(ads.BAD_ARGUMENT, f"date_range is at most {LONGEST_DAYS} days")
    return [str(start + timedelta(days=n)) for n in range((end - start).days + 1)]


def _place(groups: list[str], place: tuple[Any, ...], names: dict[int, str]) -> Json:
    shown = dict(zip(groups, place, strict=True))
    return {**shown, "adgroup_name": names.get(shown["adgroup_id"], "")} if "adgroup_id" in shown else shown


def _metrics(total: Doc) -> Json:
    cost, views, clicks = total["cost_milli"] // MILLI, total["views"], total["clicks"]
    conversions = total["conversions"]
    return {
        "impression": views,
        "view_count": views,
        "valid_click_count": clicks,
        "ctr": round(clicks / views, 6) if views else 0.0,
        "cost": cost,
        "cpc": cost // clicks if clicks else 0,
        "thousand_display_price": cost * 1000 // views if views else 0,
        "conversions_count": conversions,
        "conversions_cost": cost // conversions if conversions else 0,
        "order_amount": total["value"],
    }
