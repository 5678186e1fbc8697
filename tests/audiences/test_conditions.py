"""U4: what a condition may say, and what its words mean at the edges."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quanyu.audiences import conditions
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from tests.conftest import NOON
from tests.insight.log import Happened, Known, place_events, place_profiles

DEEP: dict[str, Any] = {"tag": "vip"}
for _ in range(8):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize(
    ("given", "at", "problem"),
    [
        (None, "condition", "must be an object"),
        ({}, "condition", "exactly one of"),
        ({"tag": "a", "all": []}, "condition", "exactly one of"),
        ({"all": {}}, "condition.all", "list of conditions"),
        ({"all": [{"tag": "a"}, {"tag": 1}]}, "condition.all[1].tag", "text that is not empty"),
        ({"tag": "a", "colour": 1}, "condition", "colour"),
        ({"property": "city", "op": "like", "value": "x"}, "condition.op", "must be one of"),
        ({"property": "city", "op": "="}, "condition.value", "is missing"),
        ({"property": "city", "op": "=", "value": None}, "condition.value", "a text, a number"),
        ({"property": "city", "op": "=", "value": float("nan")}, "condition.value", "finite"),
        ({"property": "city", "op": "=", "value": 2**63}, "condition.value", "more than 64 bits"),
        ({"property": "city", "op": "=", "value": "\ud800"}, "condition.value", "characters that no text may have"),
        ({"property": "city", "op": "in", "value": []}, "condition.value", "1 to 1000"),
        ({"property": "city", "op": "in", "value": list(range(1001))}, "condition.value", "1 to 1000"),
        ({"property": "city", "op": ">", "value": True}, "condition.value", "not true and false"),
        ({"property": "city", "op": "is_set", "value": 1}, "condition.value", "takes no value"),
        ({"property": "^city", "op": "is_set"}, "condition.property", "may not start with"),
        ({"did": "buy", "at_least": 2, "at_most": 1}, "condition", "less than at_least"),
        ({"did": "buy", "within_days": 0}, "condition.within_days", "from 1 to 3650"),
        ({"did": "buy", "within_days": 1, "between": []}, "condition", "not both"),
        ({"did": "buy", "between": ["2026-01-01", "2026-02-01"]}, "condition.between[0]", "with its offset"),
        ({"did": "buy", "where": [{"tag": "vip"}]}, "condition.where[0]", "tag"),
        ({"segment": "me"}, "condition.segment", "id of a segment"),
        (DEEP, "condition" + ".not" * 8, "deeper than 8"),
        ({"all": [{"tag": "a"}] * 201}, "condition", "more than 200"),
        ({"did": "buy", "where": [{"property": "a", "op": "is_set"}] * 200}, "condition", "more than 200"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(given: Any, at: str, problem: str) -> None:
    with pytest.raises(conditions.BadCondition) as refused:
        conditions.parse(given)

    assert refused.value.facts["at"] == at
    assert problem in refused.value.facts["problem"]


async def test_negations_include_people_without_a_value_and_missing_is_not_unequal_to_unset(
    runtime: Runtime, scope: Scope
) -> None:
    await place_profiles(
        runtime.clickhouse,
        scope.workspace_id,
        [Known(1, {"city": "上海"}), Known(2, {"city": "北京"}), Known(3), Known(4, {"city": ""}), Known(5, {"city": None})],
    )

    assert await _who(runtime, scope, {"property": "city", "op": "≠", "value": "上海"}) == {2, 3, 4, 5}
    assert await _who(runtime, scope, {"property": "city", "op": "is_not_set"}) == {3, 5}
    assert await _who(runtime, scope, {"property": "city", "op": "not_in", "value": ["上海", "北京"]}) == {3, 4, 5}


async def test_fewer_times_than_n_includes_those_who_never_did(runtime: Runtime, scope: Scope) -> None:
    await place_profiles(runtime.clickhouse, scope.workspace_id, [Known(n) for n in (1, 2, 3)])
    await place_events(runtime.clickhouse, scope.workspace_id, [Happened(n, "buy", NOON) for n in (1, 2, 2)])

    assert await _who(runtime, scope, {"did": "buy", "at_most": 1}) == {1, 3}
    assert await _who(runtime, scope, {"did": "buy", "at_least": 1, "at_most": 1}) == {1}
    assert await _who(runtime, scope, {"did_not": "buy"}) == {3}
    assert await _who(runtime, scope, {"did": "buy", "at_most": 0}) == {3}


async def test_merged_people_count_once_and_removed_ones_not_at_all(runtime: Runtime, scope: Scope) -> None:
    workspace = scope.workspace_id
    await place_profiles(runtime.clickhouse, workspace, [Known(1), Known(2), Known(3), Known(3, version=2, removed=True)])
    await place_events(runtime.clickhouse, workspace, [Happened(n, "buy", NOON) for n in (1, 2, 3)])
    merge = "INSERT INTO profile_overrides SELECT {workspace:UUID}, 2, 1, 1"
    await runtime.clickhouse.execute(Query(merge, {"workspace": workspace}))

    assert await _who(runtime, scope, {"did": "buy", "at_least": 2}) == {1}
    assert await _who(runtime, scope, {"all": []}) == {1}
    assert await conditions.matches_now(runtime.clickhouse, workspace, conditions.parse({"all": []}), 2, NOON) is False


async def test_did_since_looks_only_after_each_persons_own_time(runtime: Runtime, scope: Scope) -> None:
    workspace = scope.workspace_id
    minute = timedelta(minutes=1)
    await place_events(
        runtime.clickhouse,
        workspace,
        [
            Happened(1, "buy", NOON - minute, {"sku": "a"}),
            Happened(2, "buy", NOON - 3 * minute, {"sku": "a"}),
            Happened(3, "buy", NOON - minute, {"sku": "b"}),
            Happened(4, "buy", NOON + minute, {"sku": "a"}),
            Happened(5, "buy", NOON - 2 * minute, {"sku": "a"}),
        ],
    )
    since = [(n, NOON - 2 * minute) for n in (1, 2, 3, 4, 5)]
    where = conditions.parse_where([{"property": "sku", "op": "=", "value": "a"}])

    rows = await runtime.clickhouse.rows(conditions.did_since(workspace, "buy", where, since, NOON))

    assert rows == [(1,)]


async def test_another_workspace_sees_nobody(runtime: Runtime, scope: Scope, neighbour: Any) -> None:
    await place_profiles(runtime.clickhouse, scope.workspace_id, [Known(1)])

    assert await _who(runtime, scope, {"all": []}) == {1}
    assert await _who(runtime, neighbour.scope, {"all": []}) == set()


async def _who(runtime: Runtime, scope: Scope, condition: dict[str, Any]) -> set[int]:
    query = conditions.people_query(scope.workspace_id, conditions.parse(condition), NOON)
    return {profile for (profile,) in await runtime.clickhouse.rows(query)}
