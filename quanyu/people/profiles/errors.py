"""What can go wrong with a profile's contents."""

from quanyu.kit.errors import Invalid


class BadProperties(Invalid):
    """Properties that cannot be kept."""

    code = "bad_properties"
    message = "These properties cannot be kept: {reason}."


class NoPhone(Invalid):
    """Nothing to reveal."""

    code = "no_phone"
    message = "Profile {profile_id} has no phone."
