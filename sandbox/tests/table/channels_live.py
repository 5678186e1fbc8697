"""Live rooms of a store in WeChat Channels, the leads they bring, and the compass."""

from typing import Any

from rig import DAY, Sandbox
from wechat_sandbox.channels import shop as shops

from table import GONE, Body, Case, Good
from table.channels_store import BAD, EC, ERR, NO_SUCH, NOW, paid_order

TODAY = "20260101"
TOMORROW = "20260102"
DATE_RANGE = 61501
SEVEN = (
    "live_dashboard_data",
    "live_comparison_index",
    "live_ec_data_summary",
    "live_ec_conversion_metric",
    "live_ec_profile",
    "live_distribution_channel",
    "single_live_ec_spu_data_page_v2",
)


async def live(sandbox: Sandbox) -> str:
    """Hold a live room in which somebody leaves their phone number."""
    if not (held := sandbox.world.store.all("live", "shop")):
        await sandbox.admin("PATCH", "/settings", {"live_leads": 1})
        await sandbox.act(0, "start_live", title="新春专场")
        await sandbox.act(4, "watch_live", seconds=300)
        await sandbox.act(0, "stop_live")
        held = sandbox.world.store.all("live", "shop")
    return str(held[0]["export_id"])


async def component(sandbox: Sandbox) -> str:
    await live(sandbox)
    listed = await sandbox.post("shop", "/channels/leads/get_leads_component_id", {"last_buffer": ""})
    return str(listed["item"][0]["leads_component_id"])


async def request_id(sandbox: Sandbox) -> str:
    body = {"leads_component_id": await component(sandbox)}
    listed = await sandbox.post("shop", "/channels/leads/get_leads_request_id", body)
    return str(listed["item"][0]["request_id"])


async def _day(sandbox: Sandbox) -> Good:
    await live(sandbox)
    await paid_order(sandbox)
    return Good({"ds": TODAY})


async def _board(sandbox: Sandbox) -> Good:
    return Good({"export_id": await live(sandbox)})


async def _nothing(sandbox: Sandbox) -> Good:
    return Good({"last_buffer": ""})


async def _span(sandbox: Sandbox) -> Good:
    await live(sandbox)
    return Good({"start_time": NOW - DAY, "end_time": NOW + DAY})


async def _leads_of_component(sandbox: Sandbox) -> Good:
    span = {"start_time": NOW - DAY, "end_time": NOW + DAY}
    return Good({"leads_component_id": await component(sandbox), **span, "last_buffer": ""})


async def _lives_of_component(sandbox: Sandbox) -> Good:
    return Good({"leads_component_id": await component(sandbox)})


async def _leads_of_live(sandbox: Sandbox) -> Good:
    return Good({"request_id": await request_id(sandbox)})


async def _lives_of_day(sandbox: Sandbox) -> Good:
    await live(sandbox)
    return Good({"ds": TODAY, "finder_id": shops.finder_id(sandbox.world, sandbox.account("shop"))})


_PAGES = {"last_buffer": str, "continue_flag": bool}
_LIVE = dict.fromkeys(
    (
        "live_start_time",
        "live_duration_in_seconds",
        "total_audience_count",
        "total_cheer_count",
        "forward_count",
        "total_comment_count",
        "audiences_avg_seconds",
        "max_online_count",
        "new_follow_count",
        "new_follow_count_biz",
    ),
    int,
)
_RECORD = {
    **dict.fromkeys(("anchor_nickname", "live_description", "exposure_uv", "click_uv", "leads_num"), str),
    "live_start_time": int,
    "exposure_click_rate": float,
}
_OF_SHOP = dict.fromkeys(
    ("pay_gmv", "pay_uv", "pay_order_cnt", "pay_refund_gmv", "product_click_uv", "live_pay_gmv", "feed_pay_gmv"), str
)
_OF_FINDER = dict.fromkeys(
    ("pay_gmv", "live_pay_gmv", "feed_pay_gmv", "window_pay_gmv", "product_pay_gmv", "other_pay_gmv"), str
)
_OF_PRODUCT = {
    **dict.fromkeys(("pay_gmv", "create_gmv", "create_cnt", "create_uv", "create_product_cnt", "pay_cnt", "pay_uv"), str),
    **dict.fromkeys(("pay_product_cnt", "pure_pay_gmv", "pay_gmv_per_uv", "seller_actual_settle_amount"), str),
    **dict.fromkeys(("platform_actual_commission", "finderuin_actual_commission", "captain_actual_commission"), str),
    **dict.fromkeys(("seller_predict_settle_amount", "platform_predict_commission"), str),
    **dict.fromkeys(("finderuin_predict_commission", "captain_predict_commission"), str),
    **dict.fromkeys(("product_click_uv", "product_click_cnt", "pay_refund_gmv", "pay_refund_uv"), str),
    **dict.fromkeys(("pay_refund_cnt", "pay_refund_product_cnt", "refund_gmv", "refund_product_cnt"), str),
    **dict.fromkeys(("refund_cnt", "refund_uv"), str),
    **dict.fromkeys(("pay_refund_ratio", "pay_refund_after_send_ratio", "pay_refund_before_send_ratio"), float),
}
_PRODUCT = {
    **dict.fromkeys(("product_id", "head_img_url", "title", "price"), str),
    **dict.fromkeys(("first_category_id", "second_category_id", "third_category_id"), str),
    "data": _OF_PRODUCT,
}
_LIVE_OF_DAY = dict.fromkeys(("live_id", "live_title", "live_time", "live_duration", "live_cover_img_url"), str)
_LATER = {DATE_RANGE: {"ds": TOMORROW}, BAD: {"ds": "yesterday"}}
_BACKWARDS = {BAD: {"start_time": NOW, "end_time": NOW - DAY}}


def _case(path: str, good: Any, shape: Body, errors: Any) -> Case:
    return Case(path, good, {**ERR, **shape}, errors, account="shop")


CASES = [
    _case(
        "/channels/livedashboard/getlivelist",
        _day,
        {"trace_id": str, "live_items": [{"export_id": str, "create_time": int}], "has_more": bool},
        _LATER,
    ),
    _case("/channels/livedashboard/getlivedata", _board, dict.fromkeys(SEVEN, str), {NO_SUCH: {"export_id": "export/x"}}),
    _case(
        "/channels/finderlive/get_finder_attr_by_appid",
        _nothing,
        {"finder_attr": {"uniq_id": str, "nickname": str, "fans_count": int}},
        {},
    ),
    _case(
        "/channels/finderlive/get_finder_live_data_list",
        _span,
        {"item": [{"export_id": str, **_LIVE}], **_PAGES},
        _BACKWARDS,
    ),
    _case(
        "/channels/finderlive/get_finder_live_leads_data",
        _span,
        {"item": [{"component_type": int, "traffic_type": int, "leads_count": int}]},
        _BACKWARDS,
    ),
    _case(
        "/channels/leads/get_leads_component_id",
        _nothing,
        {"item": [{"leads_component_id": str, "leads_description": str, "status": int}], **_PAGES},
        {BAD: {"last_buffer": "x"}},
    ),
    _case(
        "/channels/leads/get_leads_request_id",
        _lives_of_component,
        {"item": [{"request_id": str, "live_start_time": int, "live_description": str}], **_PAGES},
        {NO_SUCH: {"leads_component_id": "1"}},
    ),
    _case(
        "/channels/leads/get_leads_info_by_component_id",
        _leads_of_component,
        {"user_data": [{"phone": str}], **_PAGES},
        {NO_SUCH: {"leads_component_id": "1"}, **_BACKWARDS},
    ),
    _case(
        "/channels/leads/get_leads_info_by_request_id",
        _leads_of_live,
        {"user_data": [{"phone": str}], **_PAGES},
        {NO_SUCH: {"request_id": "1"}},
    ),
    _case(
        "/channels/leads/get_leads_component_promote_record",
        _leads_of_component,
        {"record_data": [_RECORD], **_PAGES},
        {NO_SUCH: {"leads_component_id": "1"}},
    ),
    _case(f"{EC}/compass/shop/overall/get", _day, {"data": _OF_SHOP}, _LATER),
    _case(f"{EC}/compass/finder/overall/get", _day, {"data": _OF_FINDER}, _LATER),
    _case(
        f"{EC}/compass/shop/live/list/get",
        _lives_of_day,
        {"live_list": [_LIVE_OF_DAY]},
        {**_LATER, 40097: {"finder_id": GONE}},
    ),
    _case(f"{EC}/compass/shop/product/list/get", _day, {"product_list": [_PRODUCT]}, _LATER),
]
