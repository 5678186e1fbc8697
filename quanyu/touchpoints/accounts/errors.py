"""What can go wrong with accounts."""

from quanyu.kit.errors import Conflict, Invalid, NotFound


class AccountNotFound(NotFound):
    """No such account in the caller's workspace."""

    code = "touchpoint_not_found"
    message = "There is no touchpoint {account_id}."


class AccountTaken(Conflict):
    """The workspace has this account already."""

    code = "touchpoint_taken"
    message = "The workspace has a {kind} with app id {app_id} already."


class MissingField(Invalid):
    """A field that this kind of touchpoint needs is missing or cannot be read."""

    code = "touchpoint_field"
    message = "{field} is missing or not of its form for a {kind}."


class CannotDo(Conflict):
    """This kind of touchpoint has no such ability."""

    code = "touchpoint_cannot"
    message = "A {kind} cannot do this: {ability}."


class PlatformRefused(Conflict):
    """The platform did not do what we asked: its own code, its words, and what they mean."""

    code = "platform_refused"
    message = "The platform refused ({platform_code}): {reason}"
