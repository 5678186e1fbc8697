"""Members: who signs in, and which role they have in which workspace (R4)."""

from quanyu.platform.members.errors import AlreadyMember, LastOwner, MemberElsewhere, MemberNotFound, OwnersOnly
from quanyu.platform.members.models import MemberRow, MembershipRow
from quanyu.platform.members.passwords import matches
from quanyu.platform.members.queries import by_login, get, home_of, list_members, workspaces_of
from quanyu.platform.members.service import change, create_owner, guard_owners, invite, reset_password, set_locale, set_password
from quanyu.platform.members.types import Credentials, Member, Membership

__all__ = [
    "AlreadyMember",
    "Credentials",
    "LastOwner",
    "Member",
    "MemberElsewhere",
    "MemberNotFound",
    "MemberRow",
    "Membership",
    "MembershipRow",
    "OwnersOnly",
    "by_login",
    "change",
    "create_owner",
    "get",
    "guard_owners",
    "home_of",
    "invite",
    "list_members",
    "matches",
    "reset_password",
    "set_locale",
    "set_password",
    "workspaces_of",
]
