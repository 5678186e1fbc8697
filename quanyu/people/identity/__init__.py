"""OneID: typed ids joined into one person by explicit rules; every merge is explained, limited and can be undone.

A merge moves nothing. It points the younger profile at the older one, and every reader (`current`, `numbers`, the
warehouse's `person()`) looks through that pointer; so undoing a merge is undoing the pointer.
"""

from quanyu.people.identity.errors import MergeNotFound, MergeUndone, ProfileNotFound
from quanyu.people.identity.kinds import KINDS, Id, clean
from quanyu.people.identity.models import Profile
from quanyu.people.identity.overrides import Override, take_overrides
from quanyu.people.identity.person_sql import person
from quanyu.people.identity.queries import (
    Held,
    MergeView,
    address_of,
    conflicts_of,
    current,
    find,
    held_by,
    masked_ids,
    merges_of,
    numbers,
)
from quanyu.people.identity.resolve import Resolved, Wanted, mark_dirty, resolve
from quanyu.people.identity.undo import undo_merge

__all__ = [
    "KINDS",
    "Held",
    "Id",
    "MergeNotFound",
    "MergeUndone",
    "MergeView",
    "Override",
    "Profile",
    "ProfileNotFound",
    "Resolved",
    "Wanted",
    "address_of",
    "clean",
    "conflicts_of",
    "current",
    "find",
    "held_by",
    "mark_dirty",
    "masked_ids",
    "merges_of",
    "numbers",
    "person",
    "resolve",
    "take_overrides",
    "undo_merge",
]
