"""What can go wrong with people."""

from quanyu.kit.errors import Conflict, NotFound


class ProfileNotFound(NotFound):
    """No such profile in the caller's workspace."""

    code = "profile_not_found"
    message = "There is no profile {profile_id} in this workspace."


class MergeNotFound(NotFound):
    """No such merge in the caller's workspace."""

    code = "merge_not_found"
    message = "There is no merge {merge_id} in this workspace."


class MergeUndone(Conflict):
    """The merge was undone before."""

    code = "merge_undone"
    message = "Merge {merge_id} was already undone."
