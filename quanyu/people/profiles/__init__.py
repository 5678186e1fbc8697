"""Profiles: what we know of a person, the list and the 360° view, and the snapshot that the warehouse reads."""

from quanyu.people.profiles.endpoints import router
from quanyu.people.profiles.properties import OBSERVED, Observation, observe, properties_of, set_properties
from quanyu.people.profiles.snapshot import loops
from quanyu.people.profiles.tags import (
    TagEvent,
    add_tag,
    change_tags,
    forget_changes,
    remove_tag,
    tags_of,
    waiting_changes,
)

__all__ = [
    "OBSERVED",
    "Observation",
    "TagEvent",
    "add_tag",
    "change_tags",
    "forget_changes",
    "loops",
    "observe",
    "properties_of",
    "remove_tag",
    "router",
    "set_properties",
    "tags_of",
    "waiting_changes",
]
