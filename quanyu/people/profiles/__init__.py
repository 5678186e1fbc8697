"""Profiles: what we know of a person, the list and the 360° view, and the snapshot that the warehouse reads."""

from quanyu.people.profiles.tags import add_tag, change_tags, forget_changes, remove_tag, tags_of, waiting_changes

__all__ = ["add_tag", "change_tags", "forget_changes", "remove_tag", "tags_of", "waiting_changes"]
