"""U4: the two readers of a condition agree on generated conditions and generated people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quanyu.audiences import conditions
from quanyu.infra.runtime import Runtime
from quanyu.kit.ids import new_id
from tests.insight.log import Happened, Known, place_events, place_profiles

WITHOUT_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
NOW = datetime(2026, 3, 2, 4, 0, 0, 123_000, tzinfo=UTC)
NAMES = ["city", "a.b", "a", "年龄", "x y", "it's", "back\\slash", "a..b", "order_id", "touchpoint", "amount_fen"]
NUMBERS = [0, 1, -1, 1.0, 1.5, -0.0, 2**53, 2**53 + 1, float(2**53), 2**63 - 1, -(2**63), 1e300, 5e-324, 0.1]
TEXTS = [
    "",
    " ",
    "1",
    "1.0",
    "true",
    "上海",
    "Shanghai",
    "sh",
    "a\tb",
    "it's",
    "\\",
    "\\N",
    "%",
    "é",
    "e\u0301",
    "👩‍👩‍👧",
    "１２",
    "null",
]
SCALARS: list[Any] = [*NUMBERS, *TEXTS, True, False]
HELD = [*SCALARS, None, "\0", 2**63, 2**64, -(2**63) - 1, [], ["sh", 1], {}, {"b": "sh"}, {"b": 1}]
MOMENTS = [timedelta(0), timedelta(milliseconds=1), timedelta(days=1), timedelta(days=1, milliseconds=1), timedelta(days=7)]

names = st.sampled_from(NAMES)
scalars = st.sampled_from(SCALARS)
spans: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.sampled_from([{"within_days": 1}, {"within_days": 7}]),
    st.sampled_from([1, 7]).map(lambda days: {"between": [(NOW - timedelta(days=days)).isoformat(), NOW.isoformat()]}),
)
times = st.sampled_from([{}, {"at_least": 0}, {"at_least": 2}, {"at_most": 0}, {"at_most": 1}, {"at_least": 1, "at_most": 1}])


@st.composite
def property_tests(draw: st.DrawFn) -> dict[str, Any]:
    op = draw(
        st.sampled_from(["=", "≠", "in", "not_in", "contains", "not_contains", ">", ">=", "<", "<=", "is_set", "is_not_set"])
    )
    test: dict[str, Any] = {"property": draw(names), "op": op}
    if op in ("in", "not_in"):
        test["value"] = draw(st.lists(scalars, min_size=1, max_size=3))
    elif op in ("contains", "not_contains"):
        test["value"] = draw(st.sampled_from([text for text in TEXTS if text]))
    elif op in ("=", "≠"):
        test["value"] = draw(scalars)
    elif op not in ("is_set", "is_not_set"):
        test["value"] = draw(st.sampled_from([*NUMBERS, *TEXTS]))
    return test


@st.composite
def behaviours(draw: st.DrawFn) -> dict[str, Any]:
    where = draw(st.lists(property_tests(), max_size=2))
    word = draw(st.sampled_from(["did", "did_not"]))
    return {word: draw(st.sampled_from(["buy", "看"])), "where": where} | draw(times) | draw(spans)


leaves = st.one_of(property_tests(), behaviours(), st.sampled_from(["vip", "新客"]).map(lambda tag: {"tag": tag}))
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, max_size=3).map(lambda found: {"all": found}),
        st.lists(parts, max_size=3).map(lambda found: {"any": found}),
        parts.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)


def _person(chance: Random, profile_id: int) -> tuple[Known, list[Happened]]:
    tags = tuple(tag for tag in ("vip", "新客") if chance.random() < 0.4)
    known = Known(profile_id, _properties(chance), tags, chance.choice(["", "wecom", "sh"]))
    return known, [_event(chance, profile_id) for _ in range(chance.randint(0, 4))]


def _event(chance: Random, profile_id: int) -> Happened:
    columns = {"amount": chance.choice([0, 1, 100.25, -3]), "order_id": chance.choice(["", "1", "上海"])}
    at = NOW - chance.choice([*MOMENTS, -timedelta(milliseconds=1)])
    return Happened(profile_id, chance.choice(["buy", "看"]), at, _properties(chance), columns)


def _properties(chance: Random) -> dict[str, Any]:
    return clean({name: chance.choice(HELD) for name in chance.sample(NAMES, chance.randint(0, 4))})


def clean(found: dict[str, Any]) -> dict[str, Any]:
    """Without two properties that would be one path."""
    return {name: value for name, value in found.items() if not (name == "a.b" and isinstance(found.get("a"), dict))}


def seen(known: Known, events: list[Happened]) -> conditions.PersonView:
    """The view that the loader makes, made from what was generated."""
    return conditions.PersonView(
        known.profile_id,
        joined(known.properties, {"touchpoint": known.touchpoint}),
        frozenset(known.tags),
        frozenset(),
        [conditions.EventView(one.event, one.at, joined(one.properties, event_columns(one))) for one in events],
    )


def event_columns(one: Happened) -> dict[str, Any]:
    return {"order_id": one.columns["order_id"], "amount_fen": one.columns["amount"], "touchpoint": ""}


def joined(found: Mapping[str, Any], columns: Mapping[str, Any]) -> dict[str, Any]:
    flat = conditions.flatten(found)
    rest = {name: value for name, value in flat.items() if name not in columns}
    return rest | {name: value for name, value in columns.items() if value or (value == 0 and name in flat)}


@settings(max_examples=8, deadline=None, phases=WITHOUT_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), trees=st.lists(trees, min_size=12, max_size=12))
async def test_sql_and_python_pick_the_same_people(runtime: Runtime, seed: int, trees: list[dict[str, Any]]) -> None:
    clickhouse, workspace = runtime.clickhouse, new_id()
    crowd = [_person(Random(seed + n), n) for n in range(1, 61)]
    await place_profiles(clickhouse, workspace, [known for known, _ in crowd])
    await place_events(clickhouse, workspace, [one for _, events in crowd for one in events])
    for n, tree in enumerate(trees):
        condition = conditions.parse(tree)
        expected = {known.profile_id for known, events in crowd if conditions.matches(condition, seen(known, events), NOW)}

        everyone = await clickhouse.rows(conditions.people_query(workspace, condition, NOW))

        assert {profile for (profile,) in everyone} == expected, tree
        if n == 0:
            some = await clickhouse.rows(conditions.among_query(workspace, condition, NOW, [1, 3, 99]))
            alone = [await conditions.matches_now(clickhouse, workspace, condition, one, NOW) for one in (1, 2)]
            assert {profile for (profile,) in some} == expected & {1, 3}, tree
            assert alone == [1 in expected, 2 in expected], tree
