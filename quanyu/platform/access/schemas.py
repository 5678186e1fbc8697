"""Bodies of the session's endpoints."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from quanyu.kit.scope import Role

Locale = Literal["zh-CN", "en"]


class SignInIn(BaseModel):
    """A member's login and password."""

    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=200)


class MemberOut(BaseModel):
    """Who is signed in."""

    id: UUID
    login: str
    name: str
    locale: str


class SessionWorkspaceOut(BaseModel):
    """Where they are."""

    id: UUID
    name: str
    time_zone: str
    currency: str


class MembershipOut(BaseModel):
    """Where they may go."""

    id: UUID
    name: str
    role: Role


class SessionOut(BaseModel):
    """A sign-in. ``csrf`` goes into the X-CSRF-Token header of every change made by cookie.

    While ``must_change_password`` is true, everything outside /v1/session answers 403 ``must_change_password``.
    """

    member: MemberOut
    workspace: SessionWorkspaceOut
    workspaces: list[MembershipOut]
    role: Role
    permissions: list[str]
    must_change_password: bool
    csrf: str


class SwitchIn(BaseModel):
    """The workspace to go to."""

    workspace_id: UUID


class PasswordIn(BaseModel):
    """The password in force, and the one to come."""

    current: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=1, max_length=200)


class LocaleIn(BaseModel):
    """The language to read."""

    locale: Locale
