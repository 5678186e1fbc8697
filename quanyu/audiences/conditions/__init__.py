"""The condition language: who is meant. One form, two readers: SQL for everyone, Python for one person."""

from quanyu.audiences.conditions.clickhouse import (
    among_query,
    count_query,
    did_since,
    event_test,
    field,
    people_query,
)
from quanyu.audiences.conditions.errors import BadCondition
from quanyu.audiences.conditions.params import Params
from quanyu.audiences.conditions.parsing import MAX_DEPTH, MAX_LEAVES, MAX_LIST, parse, parse_where
from quanyu.audiences.conditions.person import EventView, PersonView, event_matches, flatten, matches
from quanyu.audiences.conditions.types import All, AnyOf, Condition, Did, InSegment, Not, PropertyTest, Tagged, Uses, uses
from quanyu.audiences.conditions.view import load_view, matches_now

__all__ = [
    "MAX_DEPTH",
    "MAX_LEAVES",
    "MAX_LIST",
    "All",
    "AnyOf",
    "BadCondition",
    "Condition",
    "Did",
    "EventView",
    "InSegment",
    "Not",
    "Params",
    "PersonView",
    "PropertyTest",
    "Tagged",
    "Uses",
    "among_query",
    "count_query",
    "did_since",
    "event_matches",
    "event_test",
    "field",
    "flatten",
    "load_view",
    "matches",
    "matches_now",
    "parse",
    "parse_where",
    "people_query",
    "uses",
]
