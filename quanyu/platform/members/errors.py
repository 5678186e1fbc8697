"""What can be refused about members."""

from quanyu.kit.errors import Conflict, Forbidden, Invalid, NotFound


class MemberNotFound(NotFound):
    """No such member in the caller's workspace."""

    code = "member_not_found"
    message = "There is no member {member_id} in this workspace."


class AlreadyMember(Conflict):
    """The login already belongs to the workspace."""

    code = "already_member"
    message = "This person is already a member, active or not; change the role or activate them again."


class LastOwner(Conflict):
    """Somebody must be left who can do everything."""

    code = "last_owner"
    message = "A workspace keeps at least one active owner."


class OwnersOnly(Forbidden):
    """Owners are made, changed and removed by owners."""

    code = "owners_only"
    message = "Only an owner may give or take the owner's role."


class MemberElsewhere(Conflict):
    """A password opens every workspace of its member, so one of them alone may not replace it."""

    code = "member_elsewhere"
    message = "This person belongs to another workspace too and can only change the password themselves."


class WeakPassword(Invalid):
    """Too short, too long or too plain."""

    code = "weak_password"
    message = "A password has {least} to {most} characters, at least four of them different, and is not the login."
