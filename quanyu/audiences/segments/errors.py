"""What can go wrong with segments."""

from quanyu.kit.errors import Conflict, Invalid, NotFound


class SegmentNotFound(NotFound):
    """No such segment in the caller's workspace."""

    code = "segment_not_found"
    message = "There is no segment {segment_id} in this workspace."


class SegmentInUse(Conflict):
    """Raised before a segment disappears from under what reads it."""

    code = "segment_in_use"
    message = "Segment {segment_id} is used by {used_by}."


class SegmentArchived(Conflict):
    """An archived segment neither changes nor refreshes, and nothing new may use it."""

    code = "segment_archived"
    message = "Segment {segment_id} is archived."


class SegmentCycle(Invalid):
    """A segment would be defined by itself."""

    code = "segment_cycle"
    message = "Segment {segment_id} would be made from itself, through {through}."


class TooManySegments(Conflict):
    """The workspace is at its ceiling."""

    code = "too_many_segments"
    message = "A workspace has at most {most} segments; archive some first."
