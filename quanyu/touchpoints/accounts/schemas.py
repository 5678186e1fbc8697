"""Bodies of requests and responses about accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quanyu.touchpoints.accounts.health import Health
from quanyu.touchpoints.models import AccountRow
from quanyu.touchpoints.types import Finding, Template, Touchpoint

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
AppId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Secret = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[!-~]+$")]
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{3,32}$")]
AesKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}$")]
AgentId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,32}$")]
BaseUrl = Annotated[str, Field(max_length=200, pattern=r"^https?://[A-Za-z0-9.\-:\[\]]+(/[A-Za-z0-9._/-]*)?$")]


class FieldOut(BaseModel):
    """A field that a person fills in."""

    name: str
    label_zh: str
    label_en: str
    secret: bool
    required: bool


class KindOut(BaseModel):
    """A kind of touchpoint that can be added. ``can`` lists abilities such as send:template, codes, templates."""

    kind: str
    label_zh: str
    label_en: str
    fields: list[FieldOut]
    can: list[str]

    @staticmethod
    def of(kind: Touchpoint) -> KindOut:
        """The kind as answered."""
        fields = [
            FieldOut(name=f.name, label_zh=f.label_zh, label_en=f.label_en, secret=f.secret, required=f.required)
            for f in kind.fields
        ]
        return KindOut(kind=kind.kind, label_zh=kind.label_zh, label_en=kind.label_en, fields=fields, can=kind.can)


class KindsOut(BaseModel):
    """Every kind of touchpoint that this installation knows."""

    items: list[KindOut]


class NewTouchpoint(BaseModel):
    """An account to add. ``fields`` of its kind are listed by GET /v1/touchpoint-kinds."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=32)]
    name: Name
    app_id: AppId
    secret: Secret
    token: Token | None = None
    aes_key: AesKey | None = None
    agent_id: AgentId | None = None
    base_url: BaseUrl | None = None

    def fields(self) -> dict[str, str]:
        """What was given, without kind and name."""
        return self.model_dump(exclude={"kind", "name"}, exclude_none=True)


class TouchpointChange(BaseModel):
    """Changes to an account; what is left out stays. The app id cannot change."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    secret: Secret | None = None
    token: Token | None = None
    aes_key: AesKey | None = None
    agent_id: AgentId | None = None
    base_url: BaseUrl | None = None
    state: Literal["active", "stopped"] | None = None


class TouchpointOut(BaseModel):
    """An account without its secrets."""

    id: UUID
    kind: str
    name: str
    app_id: str
    agent_id: str
    base_url: str
    state: str
    stop_reason: str | None
    created_at: datetime
    last_callback_at: datetime | None
    last_call_at: datetime | None
    callback_url: str

    @staticmethod
    def of(row: AccountRow, url: str) -> TouchpointOut:
        """The account as answered; ``url`` is our own address."""
        return TouchpointOut(**fields_of(row, url))


class CreatedTouchpoint(TouchpointOut):
    """A new account, with the callback token and key to enter on the platform. They are shown this once."""

    token: str
    aes_key: str


class TouchpointWithHealth(TouchpointOut):
    """An account and how it is doing."""

    health: Health


class FindingOut(BaseModel):
    """One thing found out, in words."""

    code: str
    level: Literal["ok", "warning", "error"]
    zh: str
    en: str


class CheckOut(BaseModel):
    """What a check found. ``ok`` when nothing is an error."""

    ok: bool
    findings: list[FindingOut]

    @staticmethod
    def of(findings: list[Finding]) -> CheckOut:
        """The findings as answered."""
        items = [FindingOut(code=one.code, level=one.level, zh=one.zh, en=one.en) for one in findings]
        return CheckOut(ok=all(one.level != "error" for one in findings), findings=items)


class TemplateOut(BaseModel):
    """A message template. ``fields`` are the names to fill."""

    id: str
    title: str
    content: str
    example: str
    fields: list[str]

    @staticmethod
    def of(one: Template) -> TemplateOut:
        """The template as answered."""
        return TemplateOut(id=one.id, title=one.title, content=one.content, example=one.example, fields=list(one.fields))


class TemplatesOut(BaseModel):
    """All templates of an account, as the platform lists them now."""

    items: list[TemplateOut]


def fields_of(row: AccountRow, url: str) -> dict[str, object]:
    """What every answer tells of an account."""
    names = ("id", "kind", "name", "app_id", "agent_id", "base_url", "state", "stop_reason", "created_at")
    seen = ("last_callback_at", "last_call_at")
    return {**{name: getattr(row, name) for name in (*names, *seen)}, "callback_url": f"{url}/callbacks/{row.id}"}
