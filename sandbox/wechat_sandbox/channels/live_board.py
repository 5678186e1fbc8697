"""The live board 直播大屏: seven reports of one live room, each JSON in a text.

Everything is computed from what happened in the room. What would need other stores to compare with is 0.
"""

import json
from typing import Any

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import lives, products
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_NATURAL, _PRIVATE = 1, 5
_FLOWS = {lives.SHOWN: _NATURAL, lives.REGULAR: _PRIVATE, lives.FRIEND: _PRIVATE}
_CREATED, _PAID = 9, 10


def board(world: World, shop: Account, doc: Doc) -> dict[str, str]:
    """Return the seven texts."""
    seven = {
        "live_dashboard_data": _dashboard(world, shop, doc),
        "live_comparison_index": _comparison(world, shop, doc),
        "live_ec_data_summary": _summary(world, shop, doc),
        "live_ec_conversion_metric": _conversion(world, doc),
        "live_ec_profile": _profile(doc),
        "live_distribution_channel": _channels(doc),
        "single_live_ec_spu_data_page_v2": _products(world, shop, doc),
    }
    return {name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for name, value in seven.items()}


def mean_seconds(world: World, shop: Account, doc: Doc) -> int:
    """Return how long a viewer stayed on average."""
    return lives.watched_seconds(world, shop, doc, world.now()) // max(_counted(doc, "viewers"), 1)


def _counted(doc: Doc, name: str) -> int:
    return int(doc["counts"].get(name, 0))


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _dashboard(world: World, shop: Account, doc: Doc) -> Json:
    summary = {
        "new_watch_uv": _counted(doc, "viewers"),
        "max_online_watch_uv": _counted(doc, "max_online"),
        "impression_uv": _counted(doc, "impressions"),
        "average_watch_seconds_per_audience": mean_seconds(world, shop, doc),
        "new_follow_uv": _counted(doc, "follows"),
        "new_fans_club_uv": 0,
        "comment_uv": _counted(doc, "comments"),
        "reward_uv": 0,
        "sharing_uv": _counted(doc, "shares"),
        "hot_quota": _counted(doc, "likes") + 10 * _counted(doc, "comments") + 100 * _counted(doc, "paid"),
    }
    return {
        "live_dashboard_data": {
            "summary": summary,
            "source": {"new_watch_uv": [_series(world, doc, {name: came["uv"]}) for name, came in doc["sources"].items()]},
            "portrait": {"online_watch_uv": [], "new_watch_uv": [_entered(world, doc)]},
        },
        "live_duration": lives.seconds_open(doc, world.now()),
        "start_time": doc["start"],
    }


def _series(world: World, doc: Doc, values: dict[str, int]) -> Json:
    """Write one number of the whole live room as a series of one point."""
    ((label, value),) = values.items()
    end = doc["start"] + lives.seconds_open(doc, world.now())
    dimension = {"type": 1, "ux_label": label, "dimension_value": 0}
    point = {"ts": doc["start"], "value": value}
    return {"points": [point], "dimensions": [dimension], "step": end - doc["start"], "begin_ts": doc["start"], "end_ts": end}


def _entered(world: World, doc: Doc) -> Json:
    """Write how many entered in each few minutes."""
    step = lives.STEP_SECONDS
    steps = sorted((int(number), value) for number, value in doc["steps"].items())
    points = [{"ts": doc["start"] + number * step, "value": value} for number, value in steps]
    end = doc["start"] + lives.seconds_open(doc, world.now())
    return {"points": points, "dimensions": [], "step": step, "begin_ts": doc["start"], "end_ts": end}


def _comparison(world: World, shop: Account, doc: Doc) -> Json:
    living = not doc["end"]
    values = {
        "recommend_effective_new_watch_2_uv_over_impression_uv": _share(
            doc["sources"].get(lives.SHOWN, {"uv": 0})["uv"], _counted(doc, "impressions")
        )
        * 10_000,
        "average_watch_seconds": mean_seconds(world, shop, doc),
        "comment_uv_over_new_watch_uv": _share(_counted(doc, "comments"), _counted(doc, "viewers")) * 10_000,
        "like_uv_over_new_watch_uv": _share(_counted(doc, "likes"), _counted(doc, "viewers")) * 10_000,
    }
    ended = {name: {"value": int(value), "percentile": 0, "median_7_days": 0} for name, value in values.items()}
    none: Json = {"n": 10, "last_n_mins_value": 0, "last_2n_to_n_mins_value": 0, "last_n_mins_percentile": 0, "percentile": 0}
    air = {name: {**none, "value": int(value)} for name, value in values.items()}
    return {"is_living": living, "on_air": air} if living else {"is_living": living, "ended": ended}


def _summary(world: World, shop: Account, doc: Doc) -> Json:
    counts, now = doc["counts"], world.now()
    viewers, joins, buyers = _counted(doc, "viewers"), _counted(doc, "joins"), len(doc["buyers"])
    online = lives.online_now(world, shop, doc, now)
    return {
        "total_gmv": counts.get("gmv", 0),
        "total_pay_pv": counts.get("paid", 0),
        "total_pay_uv": buyers,
        "total_create_pv": counts.get("orders", 0),
        "total_create_uv": counts.get("orders", 0),
        "total_clk_pv": counts.get("clicks", 0),
        "total_clk_uv": counts.get("clickers", 0),
        "total_exp_pv": counts.get("exposures", 0),
        "total_exp_uv": viewers,
        "online_audience_count": online,
        "cumulative_audience_count": viewers,
        "new_audience_count": viewers,
        "leaved_audience_count": viewers - online,
        "average_watch_seconds_per_audience": mean_seconds(world, shop, doc),
        "new_follow_count": counts.get("follows", 0),
        "new_comment_count": counts.get("comments", 0),
        "share_live_audience_count": counts.get("shares", 0),
        "new_fans_club_count": 0,
        "refund_pv": counts.get("refunds", 0),
        "refund_uv": counts.get("refunds", 0),
        "refund_rate": _share(counts.get("refunds", 0), counts.get("paid", 0)),
        "refund_amount": counts.get("refund_fen", 0),
        "refund_product_cnt": counts.get("refund_pieces", 0),
        "ads_cumulative_audience_count": 0,
        "ads_cumulative_watch_count": 0,
        "promotion_cumulative_watch_count": 0,
        "gmv_per_thousand_cumulative_watch_pv": _share(counts.get("gmv", 0) * 1000, joins),
        "audience_pay_ratio": _share(buyers, viewers),
        "clk_pay_ratio": _share(buyers, counts.get("clickers", 0)),
        "new_buyer_uv": len(doc["new_buyers"]),
        "old_buyer_uv": buyers - len(doc["new_buyers"]),
        "customer_price": counts.get("gmv", 0) // buyers if buyers else 0,
    }


def _conversion(world: World, doc: Doc) -> Json:
    counts = doc["counts"]
    values = {
        "product_view_click_conversion_ratio": _share(counts.get("clicks", 0), counts.get("exposures", 0)),
        "bubble_view_click_conversion_ratio": 0.0,
        "pay_conversion_ratio": _share(len(doc["buyers"]), counts.get("clickers", 0)),
        "k_view_pay_conversion_ratio": _share(counts.get("gmv", 0) * 1000, counts.get("joins", 0)),
        "product_list_click_conversion_ratio": _share(counts.get("clickers", 0), counts.get("viewers", 0)),
    }
    zero = {"median_to_recent_7_days": 0.0, "within_industry_percentage": 0.0}
    whole: Json = {name: {"metric_value": value, **zero} for name, value in values.items()}
    whole |= {"update_time": int(world.now()), "shelftime": doc["start"]}
    return {"whole_live_conversion": whole}


def _profile(doc: Doc) -> Json:
    """Write where the viewers live, the one trait of a profile that the people here have."""
    total = sum(doc["provinces"].values())
    rows = [
        {"key": name, "row": {"fields": {"dim_key": name, "dim_val": str(n), "dim_val_ratio": str(_share(n, total))}}}
        for name, n in sorted(doc["provinces"].items(), key=lambda pair: -pair[1])
    ]
    return {"profiles": [{"key": "看播用户", "row": [{"key": "province_distribution", "row": rows}]}], "totals": []}


def _channels(doc: Doc) -> Json:
    viewers = _counted(doc, "viewers")
    flows: dict[int, Json] = {}
    for place, (name, came) in enumerate(doc["sources"].items(), start=1):
        flow = flows.setdefault(_FLOWS[name], {"uv": 0, "gmv": 0, "orders": 0, "stats": []})
        for what in ("uv", "gmv", "orders"):
            flow[what] += came[what]
        flow["stats"].append(
            {
                "level": 1,
                "source_channel_id": place,
                "source_channel_name": name,
                **_measures(came, doc),
                "gmv_ratio": _share(came["gmv"], _counted(doc, "gmv")),
                "sub_channel_source_stats": [],
            }
        )
    by_flow = [
        {"live_dst_channel_type": kind, "channel_source_stats": flow["stats"], **_measures(flow, doc)}
        for kind, flow in flows.items()
    ]
    return {
        "audience_count": viewers,
        "total_joinlive_count": _counted(doc, "joins"),
        "live_dist_channel_source_stats": by_flow,
        "live_dist_channel_source_by_scene_stats": [_scene(doc, flows, _CREATED), _scene(doc, flows, _PAID)],
        "data_key": [],
    }


def _measures(came: dict[str, Any], doc: Doc) -> Json:
    return {
        "uv": came["uv"],
        "gmv": came["gmv"],
        "gmv_per_uv": came["gmv"] * 1000 // came["uv"] if came["uv"] else 0,
        "uv_ratio": _share(came["uv"], _counted(doc, "viewers")),
    }


def _scene(doc: Doc, flows: dict[int, Json], scene: int) -> Json:
    total = _counted(doc, "paid" if scene == _PAID else "orders")
    stats = [
        {"live_dst_channel_type": kind, "metric_value": flow["orders"], "metric_value_ratio": _share(flow["orders"], total)}
        for kind, flow in flows.items()
        if scene == _PAID
    ]
    return {"scene_type": scene, "metric_value_total": total, "gmv": _counted(doc, "gmv"), "dist_flow_type_stats": stats}


def _products(world: World, shop: Account, doc: Doc) -> Json:
    shown = [_product(world, shop, doc, place, product_id) for place, product_id in enumerate(doc["products"])]
    return {"spu_data_list": shown, "total_cnt": len(shown), "data_key": []}


def _product(world: World, shop: Account, doc: Doc, place: int, product_id: str) -> Json:
    product = products.find(world, shop, product_id)
    assert product is not None
    seen = lives.seen(doc, place)
    counted = {"exp_pv": seen, "exp_uv": seen, **doc["spus"].get(product_id, {})}
    base = {
        "src_spu_id": product_id,
        "src": 1,
        "spu_name": product.title,
        "spu_id": int(product_id),
        "thumb_url": product.picture,
        "price": product.price_fen,
        "src_name": shop.name,
        "stock": product.stock,
    }
    names: tuple[str, ...] = ("exp_pv", "exp_uv", "clk_pv", "clk_uv", "create_pv", "create_uv", "pay_pv", "pay_uv", "gmv")
    names += ("refund_pv", "refund_uv", "refund_amount", "new_customer_pay_pv", "repeated_customer_pay_pv")
    measured: Json = {name: counted.get(name, 0) for name in names}
    return {
        "base_data": base,
        **measured,
        "exp_clk_ratio": _share(measured["clk_pv"], measured["exp_pv"]),
        "clk_pay_ratio": _share(measured["pay_uv"], measured["clk_uv"]),
        "refund_rate": _share(measured["refund_pv"], measured["pay_pv"]),
        "stock": product.stock,
    }
