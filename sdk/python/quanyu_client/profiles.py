"""People."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from quanyu_client.calls import Calls
from quanyu_client.types import Merge, Profile, ProfileItem, TimelineItem


class Profiles:
    """The people of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def search(self, search: str = "", *, page: int = 50) -> Iterator[ProfileItem]:
        """People by name, member number or id, newest first; all of them without ``search``."""
        return self._calls.pages("/profiles", search=search or None, limit=page)

    def get(self, profile_id: int) -> Profile:
        """Everything about one person."""
        return cast(Profile, self._calls.call("GET", f"/profiles/{profile_id}"))

    def timeline(self, profile_id: int, *, event: str | None = None, page: int = 50) -> Iterator[TimelineItem]:
        """What happened to a person, newest first."""
        return self._calls.pages(f"/profiles/{profile_id}/timeline", event=event, limit=page)

    def change_tags(self, profile_id: int, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> list[str]:
        """Put tags on and take tags off; the answer is the tags of the person now."""
        body = {"add": list(add), "remove": list(remove)}
        return cast(list[str], self._calls.call("PUT", f"/profiles/{profile_id}/tags", json=body)["tags"])

    def set_properties(self, profile_id: int, properties: Mapping[str, Any]) -> Profile:
        """Set properties of a person; others stay."""
        path = f"/profiles/{profile_id}/properties"
        return cast(Profile, self._calls.call("PATCH", path, json={"properties": dict(properties)}))

    def merges(self, profile_id: int) -> Iterator[Merge]:
        """How this person came to be one: who was merged, by which id."""
        return iter(self._calls.call("GET", f"/profiles/{profile_id}/merges")["items"])

    def undo_merge(self, merge_id: str) -> None:
        """Make two people of one again, and keep them apart."""
        self._calls.call("POST", f"/merges/{merge_id}/undo")
