"""The event log: the catalogue, ingest, followers, and how queries read it."""

from quanyu.events import callbacks, login
from quanyu.events.background import loops
from quanyu.events.endpoints import router
from quanyu.events.following import Follower, follow
from quanyu.events.log import EventLog, event_log_of, running
from quanyu.events.types import NewEvent, Result
from quanyu.people.identity import person

__all__ = [
    "EventLog",
    "Follower",
    "NewEvent",
    "Result",
    "callbacks",
    "event_log_of",
    "follow",
    "login",
    "loops",
    "person",
    "router",
    "running",
]
