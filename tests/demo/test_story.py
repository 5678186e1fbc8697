"""The loop on real input: what a newcomer sees in the demo's first two minutes (T1, T2, T4, U1, U2, A1, D1, D2)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.demo.conftest import Demo, until
from tests.shared import SHARED

pytestmark = pytest.mark.slow
STEPS = {"subscribe", "mp_launch", "order_paid", "message_sent"}


def _person_with_the_whole_story(demo: Demo) -> dict[str, Any] | None:
    segments = {one["name"]: one["id"] for one in demo.api.get("/segments").json()["items"]}
    people = demo.api.get(f"/segments/{segments['扫码到店并已购']}/people", params={"limit": 50}).json()["items"]
    for person in people:
        timeline = demo.api.get(f"/profiles/{person}/timeline", params={"limit": 200}).json()["items"]
        events = {one["event"] for one in timeline}
        scanned = any(
            one["event"] == "subscribe" and one["properties"].get("scene", "").startswith("store_") for one in timeline
        )
        bought_here = any(one["event"] == "order_paid" and one["touchpoint"] == "mini_program" for one in timeline)
        if scanned and bought_here and events >= STEPS:
            return {"id": person, "timeline": timeline}
    return None


def test_within_two_minutes_somebody_scanned_followed_opened_bought_and_was_written_to(demo: Demo) -> None:
    person = until("person with the whole story", 120, lambda: _person_with_the_whole_story(demo))

    profile = demo.api.get(f"/profiles/{person['id']}").json()
    kinds = {one["kind"] for one in profile["identities"]}
    accounts = {one["account"] for one in profile["identities"] if one["kind"] == "openid"}
    assert "unionid" in kinds
    assert len(accounts) == 2, "one openid at the Official Account, one at the Mini Program"


def test_the_funnel_is_not_trivial(demo: Demo) -> None:
    def whole_funnel() -> list[int] | None:
        now = demo.api.get("/workspace").json()["now"]
        steps = [{"event": "exposure"}, {"event": "click"}, {"event": "order_paid"}, {"event": "order_paid"}]
        body = {"steps": steps, "window_seconds": 7 * 86_400, "from": "2010-12-31T16:00:00Z", "to": now}
        people = [step["people"] for step in demo.api.post("/insight/funnel", json=body).json()["steps"]]
        return people if people[3] else None

    people = until("somebody who buys again, on another day", 240, whole_funnel)

    assert people[0] > people[1] > people[2] > people[3] > 0


def test_people_come_back_the_next_day(demo: Demo) -> None:
    def mean_of_day_one() -> float:
        now = demo.api.get("/workspace").json()["now"]
        body = {
            "start": {"event": "mp_launch"}, "return": {"event": "mp_launch"}, "unit": "day", "periods": 3,
            "from": "2010-12-31T16:00:00Z", "to": now, "mode": "recurring", "cell": "on",
        }  # fmt: skip
        rows = demo.api.post("/insight/retention", json=body).json()["rows"]
        return max((cell["rate"] or 0 for row in rows for cell in row["cells"] if cell["k"] == 1), default=0)

    assert 0 < until("second day", 90, mean_of_day_one) < 1


def test_cohorts_and_revenue_of_the_real_history_equal_the_published_figures(demo: Demo) -> None:
    expected = json.loads((SHARED / "data/online_retail_2009_2010/expected.json").read_text())
    body = {"event": "order_paid", "unit": "month", "from": "2009-11-30T16:00:00Z", "to": "2010-12-31T16:00:00Z"}

    answer = demo.api.post("/insight/cohorts", json=body).json()

    cohorts = {row["bucket"]: [cell["people"] for cell in row["cells"]] for row in answer["rows"]}
    revenue = {month["bucket"]: float(month["revenue"]) for month in answer["months"]}
    assert cohorts == expected["monthly_cohorts_active_customers"]
    assert revenue == expected["monthly_revenue"]
    assert {m["bucket"]: m["active"] for m in answer["months"]} == expected["monthly_active_customers"]


def test_every_account_is_healthy(demo: Demo) -> None:
    accounts = demo.api.get("/touchpoints").json()["items"]

    assert {one["kind"] for one in accounts} == {"official_account", "mini_program", "wecom"}
    for account in accounts:
        found = demo.api.post(f"/touchpoints/{account['id']}/check").json()
        assert found["ok"], found["findings"]
