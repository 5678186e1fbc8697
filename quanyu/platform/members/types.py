"""What other rooms see of members."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from quanyu.kit.scope import Role


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    member_id: UUID
    password_hash: str


@dataclass(frozen=True)
class Member:
    """A member as one workspace sees them."""

    id: UUID
    login: str
    name: str
    locale: str
    role: Role
    active: bool
    must_change_password: bool
    created_at: datetime


@dataclass(frozen=True)
class Membership:
    """A workspace that a member may enter."""

    workspace_id: UUID
    workspace_name: str
    role: Role
